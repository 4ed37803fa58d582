"""The words of `words/reality.yaml`, made ready for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from monitor.reading.telling.users_words import NO_WORDS, UsersWords

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of words, found by their first word."""

    by_first: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases:
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(str(phrase).split())
            by_first.setdefault(words[0], []).append(words)
        return cls({first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()})

    def find(self, lower: list[str], start: int, end: int) -> list[tuple[int, int]]:
        """Where phrases stand in the tokens [start, end): tokens, half-open, the longest at each start."""
        found: list[tuple[int, int]] = []
        if self.by_first.keys().isdisjoint(lower[start:end]):
            return found  # nearly always
        for i in range(start, end):
            for words in self.by_first.get(lower[i], ()):
                if i + len(words) <= end and tuple(lower[i : i + len(words)]) == words:
                    found.append((i, i + len(words)))
                    break
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RealityCues:
    """What tells whether an event happened as news."""

    exercise: Phrases
    exercise_unless: frozenset[str]
    denied_before: Phrases
    denied_after: Phrases
    guilt: frozenset[str]
    conditions: Phrases
    hypothetical: Phrases
    unreal: frozenset[str]
    planned_before: Phrases
    planned_after: Phrases
    background: Phrases
    background_before: Phrases
    anaphors: Phrases
    weak_anaphors: Phrases
    procedures: frozenset[str]
    habits: Phrases
    campaigns: frozenset[str]
    walls: frozenset[str]
    superlatives: frozenset[str]
    negations: frozenset[str]


def parse_reality_cues(text: str, users: UsersWords = NO_WORDS) -> RealityCues:
    """Read one file, with the phrases of users. Raises KeyError for a section that is not there."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    return RealityCues(
        exercise=Phrases.of([*data["exercise"]["anywhere"], *users.phrases("exercise")]),
        exercise_unless=frozenset(data["exercise"]["unless_next"]),
        denied_before=Phrases.of([*data["denied"]["before"], *users.phrases("denied")]),
        denied_after=Phrases.of([*data["denied"]["after"], *users.phrases("denied")]),
        guilt=frozenset(data["denied"]["guilt"]),
        conditions=Phrases.of(data["hypothetical"]["conditions"]),
        hypothetical=Phrases.of([*data["hypothetical"]["before"], *users.phrases("hypothetical")]),
        unreal=frozenset(data["hypothetical"]["unreal"]),
        planned_before=Phrases.of([*data["planned"]["before"], *users.phrases("planned")]),
        planned_after=Phrases.of([*data["planned"]["after"], *users.phrases("planned")]),
        background=Phrases.of([*data["background"]["anywhere"], *users.phrases("background")]),
        background_before=Phrases.of(data["background"]["before"]),
        procedures=frozenset(data["procedures"]),
        habits=Phrases.of([*data["cumulative"]["habits"], *users.phrases("cumulative")]),
        campaigns=frozenset(data["cumulative"]["campaigns"]),
        anaphors=Phrases.of(data["background"]["anaphors"]),
        weak_anaphors=Phrases.of(data["background"]["weak_anaphors"]),
        walls=frozenset(data["walls"]),
        superlatives=frozenset(data["superlatives"]),
        negations=frozenset(data["negations"]),
    )
