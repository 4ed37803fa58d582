"""`rules/ways.yaml`: the ways out beside Slack, by name. Secrets stay in the environment: `${NAME}` is filled in on use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Final, cast

from monitor.matching import fields
from monitor.matching.nodes import Node, Review, Table, guess
from monitor.matching.yaml_strict import read_yaml
from monitor.model.routing import Way, WayKind
from monitor.model.rule import Problem

FILE: Final = "ways.yaml"
#: kind -> (keys it needs, keys it may have)
KINDS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "apprise": (("url",), ()),
    "webhook": (("url", "secret"), ("networks",)),
    "jsonl": (("file",), ()),
    "atom": (("file",), ("entries", "link")),
}
NAME: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
FROM_ENVIRONMENT: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
#: What the files are called, so that nobody writes into the database.
_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {"jsonl": (".jsonl", ".ndjson"), "atom": (".atom", ".xml")}
#: In the data folder, where relative files lie.
_TAKEN: Final = frozenset({"alerts.jsonl"})
_OPEN_SCHEMES: Final = ("http://", "https://")


def load_ways(content: bytes | str) -> tuple[tuple[Way, ...], list[Problem]]:
    """The ways in the file's order, those without a mistake, and every mistake."""
    review = Review()
    root = read_yaml(content, FILE, review)
    if root is not None and not isinstance(root, Table):
        fields.table(root, review, FILE, ())
    ways = []
    for key, node in root.pairs if isinstance(root, Table) else ():
        one = Review()
        if not re.fullmatch(NAME, key.raw) or len(key.raw) > 40:
            one.mistake(key, "a way's name has small letters, digits and hyphens, 40 at most, as in email-desk")
        way = _way(key.raw, node, one)
        if way is not None and not one.wrong:
            ways.append(way)
        review.problems.extend(one.problems)
    return tuple(ways), review.problems


def _way(name: str, node: Node, review: Review) -> Way | None:
    every = tuple(dict.fromkeys(key for needed, extra in KINDS.values() for key in (*needed, *extra)))
    found = fields.table(node, review, f"'{name}'", ("kind", *every))
    if found is None:
        return None
    if "kind" not in found:
        review.mistake(node, f"'kind' is missing: it is one of {', '.join(KINDS)}")
        return None
    kind = fields.choice(found["kind"], review, "kind of way", KINDS)
    if kind is None:
        return None
    needed, extra = KINDS[kind]
    for key in (key for key in needed if key not in found):
        review.mistake(node, f"'{key}' is missing: a way of kind {kind} needs {' and '.join(needed)}")
    for key in (key for key in found if key not in ("kind", *needed, *extra)):
        review.mistake(found[key], f"'{key}' means nothing to a way of kind {kind}{guess(key, (*needed, *extra))}")
    words = {key: _word(key, found[key], kind, review) for key in ("url", "secret", "file", "link") if key in found}
    return Way(
        name=name,
        kind=cast(WayKind, kind),
        **words,
        networks=_networks(found["networks"], review) if "networks" in found else (),
        entries=(fields.whole(found["entries"], review, "entries", low=1, high=1000) or 100) if "entries" in found else 100,
    )


def _word(key: str, node: Node, kind: str, review: Review) -> str:
    word = fields.text(node, review, key)
    if word is None:
        return ""
    if key == "secret" and not FROM_ENVIRONMENT.fullmatch(word):
        review.mistake(node, 'a secret does not stand in a file: write "${SOME_NAME}" and set SOME_NAME in the environment')
    elif key == "url" and kind == "apprise" and not FROM_ENVIRONMENT.search(word):
        review.mistake(node, 'such an address holds a password or token: write "${SOME_NAME}" and set it in the environment')
    elif key in ("url", "link") and kind != "apprise" and not word.startswith((*_OPEN_SCHEMES, "${")):
        review.mistake(node, f"{key} begins with https:// or http://")
    elif key == "file" and kind in _ENDINGS and not word.endswith(_ENDINGS[kind]):
        review.mistake(node, f"the file of a way of kind {kind} ends in {' or '.join(_ENDINGS[kind])}")
    elif key == "file" and word in _TAKEN:
        review.mistake(node, f"{word} is Wirewatch's own: alerts lie there when no Slack token is set; name it otherwise")
    return word


def _networks(node: Node, review: Review) -> tuple[str, ...]:
    networks = []
    for member in fields.items(node, review, "networks"):
        word = fields.text(member, review, "an address range")
        if word is None:
            continue
        try:
            networks.append(str(ip_network(word)))
        except ValueError:
            review.mistake(member, f"'{word[:40]}' is no address range: written as in 10.0.0.0/8")
    return tuple(networks)
