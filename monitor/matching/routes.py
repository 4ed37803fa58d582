"""`rules/routes.yaml`: which channel, and which further ways, for what is told; the first that fits counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, cast

from monitor.matching import fields
from monitor.matching.alertplan import ways_named
from monitor.matching.condition import Known
from monitor.matching.nodes import Broken, Items, Node, Review, Table, Text, guess
from monitor.matching.places import resolve
from monitor.matching.slackname import channel_name
from monitor.matching.yaml_strict import read_yaml
from monitor.model.place import Place
from monitor.model.routing import Route
from monitor.model.rule import LEVELS, Level, Problem

FILE: Final = "routes.yaml"
KEYS: Final = ("rule", "level", "where", "tags", "channel", "also")
AND_ABOVE: Final = " and above"


def load_routes(
    content: bytes | str, known: Known, *, ways: Collection[str], rules: Collection[str] | None = None
) -> tuple[tuple[Route, ...], list[Problem]]:
    """The routes in the file's order, and every mistake. `rules`: the ids there are; None when they are not to be checked."""
    review = Review()
    root = read_yaml(content, FILE, review)
    if isinstance(root, Table):
        root = (fields.table(root, review, FILE, ("routes",)) or {}).get("routes")
        if root is None:
            review.mistake(Node(FILE, 1, 1), "'routes:' with a list of routes is missing")
    if root is not None and not isinstance(root, Items | Broken):
        review.mistake(root, "'routes' is a list: begin each route with '- '")
    routes = [_route(node, review, known, ways, rules) for node in (root.items if isinstance(root, Items) else ())]
    return tuple(one for one in routes if one is not None), review.problems


def _route(node: Node, review: Review, known: Known, ways: Collection[str], rules: Collection[str] | None) -> Route | None:
    found = fields.table(node, review, "a route", KEYS)
    if found is None:
        return None
    if not {"channel", "also"} & set(found):
        review.mistake(node, "a route leads somewhere: it has 'channel', 'also' or both")
    return Route(
        rules=_rules(found["rule"], review, rules) if "rule" in found else (),
        levels=_levels(found["level"], review) if "level" in found else frozenset(),
        places=_places(found["where"], review, known) if "where" in found else (),
        tags=frozenset(_words(found["tags"], review, "a tag")) if "tags" in found else frozenset(),
        channel=channel_name(found["channel"], review) if "channel" in found else "",
        also=ways_named(found["also"], review, ways) if "also" in found else (),
        line=node.line,
    )


def _words(node: Node, review: Review, what: str) -> tuple[str, ...]:
    return tuple(word for member in fields.items(node, review, what) if (word := fields.text(member, review, what)))


def _rules(node: Node, review: Review, rules: Collection[str] | None) -> tuple[str, ...]:
    names = []
    for member in fields.items(node, review, "a rule's id"):
        name = fields.text(member, review, "a rule's id")
        if name is not None and rules is not None and name not in rules:
            review.mistake(member, f"there is no rule '{name[:40]}'{guess(name, rules)}")
        elif name is not None:
            names.append(name)
    return tuple(names)


def _levels(node: Node, review: Review) -> frozenset[Level]:
    """One level, several, or "high and above"."""
    levels: set[str] = set()
    for member in fields.items(node, review, "a level"):
        if isinstance(member, Text) and member.raw.endswith(AND_ABOVE):
            lowest = member.raw.removesuffix(AND_ABOVE).strip()
            if lowest in LEVELS:
                levels.update(LEVELS[LEVELS.index(lowest) :])
                continue
            near = guess(lowest, LEVELS) or f"; it is one of: {', '.join(LEVELS)}"
            review.mistake(member, f"unknown level '{lowest[:40]}'{near}")
        elif (level := fields.choice(member, review, "level", LEVELS)) is not None:
            levels.add(level)
    return frozenset(cast(set[Level], levels))


def _places(node: Node, review: Review, known: Known) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for member in known.members(node, review, "where"):
        name = fields.text(member, review, "a place")
        if name is not None:
            found.update({place.id: place for place in resolve(name, member, review, known)})
    return tuple(found.values())
