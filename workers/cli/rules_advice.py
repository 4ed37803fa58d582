"""Advice for `rules check`, as problems with their place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Final

from monitor.matching.advice import Advice, not_indexed, shadowed
from monitor.matching.archive_advice import Archive, Cost, costly, missed
from monitor.matching.condition import View
from monitor.matching.nodes import Review, Table
from monitor.matching.unreachable import at
from monitor.matching.yaml_strict import read_yaml
from monitor.model.rule import Problem
from monitor.reading.english.words import EnglishWords
from monitor.reading.languages import LANGUAGES
from workers.cli.rule_room import RuleRoom
from workers.errors import Permanent, Refused, Transient
from workers.package_data import words_of
from workers.settings import Settings
from workers.toolbox import open_store_of

NEWEST: Final = 2_000  # articles of the archive that are looked at


def open_archive(settings: Settings) -> Archive | None:
    """The newest read articles of the store; None when there is no store, or nothing in it."""
    if settings.database_url is None and not (settings.data / "wirewatch.db").exists():
        return None
    try:
        store = open_store_of(settings)
    except (Refused, Transient, Permanent):
        return None
    try:
        read = store.newest_read(NEWEST)
    except (Transient, Permanent):
        return None
    finally:
        store.close()
    now = datetime.now(UTC)
    return Archive([View(article, reading, now) for article, reading in read]) if read else None


def advise(room: RuleRoom, archive: Archive | None) -> list[Problem]:
    """Everything that may be said of the good rules."""
    rules = room.rulebook.rules
    told: Iterable[Advice] = chain(shadowed(rules), not_indexed(rules))
    if archive is not None:
        told = chain(told, costly(rules, archive), missed(rules, archive, _synonyms()))
    return sorted(_placed(room, told), key=lambda p: (p.file, p.line, p.column))


def costs(room: RuleRoom, archive: Archive | None) -> list[Cost]:
    """What each word, place and kind of each rule would bring, the dearest first."""
    if archive is None:
        return []
    found = [cost for rule in room.rulebook.rules for cost in archive.costs(rule)]
    return sorted(found, key=lambda cost: (-cost.articles, cost.rule_id, cost.path, cost.words))


def _placed(room: RuleRoom, told: Iterable[Advice]) -> Iterator[Problem]:
    roots: dict[str, Table | None] = {}
    for advice in told:
        file = advice.rule.head.file
        if file not in roots:
            roots[file] = _root(room, file)
        root = roots[file]
        node = at(root, advice.path) if root is not None and advice.path else None
        line, column = (node.line, node.column) if node is not None else (advice.rule.line, 1)
        yield Problem(file=file, line=line, column=column, message=advice.message, severity="advice")


def _root(room: RuleRoom, file: str) -> Table | None:
    try:
        root = read_yaml((room.home / file).read_bytes(), file, Review())
    except OSError:
        return None
    return root if isinstance(root, Table) else None


#: Kinds that the rest of an article settles, by the one that they mostly are.
_PLAIN: Final = {"raid_or_air": "raid", "storm_or": "raid"}


def _synonyms() -> dict[str, set[str]]:
    """Single words that name an event -> those that name the same kind, of which most are told apart by their form alone."""
    by_kind: dict[str, set[str]] = {}
    for words in EnglishWords(words_of(LANGUAGES["en"])).events.triggers.values():
        for trigger in words:
            if len(trigger.words) == 1:
                by_kind.setdefault(_PLAIN.get(trigger.kind, trigger.kind), set()).add(trigger.words[0])
    found: dict[str, set[str]] = {}
    for alike in by_kind.values():
        for word in alike:
            found.setdefault(word, set()).update(alike - {word})
    return found
