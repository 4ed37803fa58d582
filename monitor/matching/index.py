"""Which rules can match an article at all. Only ever too many, never too few: a test proves it against trying all rules.

A rule about events is kept under each pair of a kind and a place that it asks for, and looked up under the pairs of an event's
kind and all above it with its place and all around it; circles are kept under the squares of one degree that they touch. Rules
with phrases are kept under two neighbouring words of each (or its one word) and looked up under those of the article: that finds
the text watches, and strikes out rules about events whose phrases the article lacks. It costs what is found, not what there is.

Rules that ask for nothing of this are always candidates (`tried_always`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeVar

from monitor.matching.combine import AnyOf
from monitor.matching.condition import Condition, View
from monitor.matching.places import Circle
from monitor.matching.rule import Rule
from monitor.matching.text import Says
from monitor.matching.what import What
from monitor.matching.where import Where
from monitor.model.event import Event
from monitor.model.kinds import lines
from monitor.model.place import EARTH_KM, Place

ANY: Final = "*"
_UNKNOWN: Final = "?"  #: stands for the place of an event whose place could not be told
_MOST_SQUARES: Final = 400  #: of one circle: a larger one is kept under ANY place

T = TypeVar("T")

#: Two neighbouring words of a phrase, or one word alone.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Positions of rules, by what they ask for."""

    pairs: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))  #: (kind, place) -> rules
    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  #: ANY is a kind here, as in `pairs`
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    worded: set[int] = field(default_factory=set)  #: rules about events that also ask for phrases
    watches: set[int] = field(default_factory=set)  #: rules about articles alone, with phrases
    always: set[int] = field(default_factory=set)  #: rules about articles alone, without

    def candidates(self, view: View) -> set[int]:
        """Every rule that may match: more than do, never fewer."""
        found = set(self.always)
        for event in view.reading.events:
            around = _around(event)
            for kind in (*lines(event.kinds), ANY):
                for place in around:
                    found.update(self.pairs.get((kind, place), ()))
        if self.watches or not self.worded.isdisjoint(found):
            said = self._said(view)
            found -= self.worded - said
            found |= self.watches & said
        return found

    def nearly(self, events: Iterable[Event]) -> Iterator[int]:
        """The rules that ask for the place or the kind of one of the events, where the near misses are; the nearest places first.

        A rule may come several times. Take as many as are worth the time: there may be thousands.
        """
        told = tuple(events)
        for event in told:
            for place in _around(event)[:-1]:
                yield from self.places.get(place, ())
        for event in told:
            for kind in lines(event.kinds):
                yield from self.kinds.get(kind, ())

    def _said(self, view: View) -> set[int]:
        """The rules of which a phrase may stand in the article."""
        found: set[int] = set()
        for words in view.parts:
            for key in words.keys:
                if key in self.phrases:
                    found.update(self.phrases[key])
        return found


def build(rules: Sequence[Rule]) -> Index:
    """The index of rules by their positions."""
    index = Index()
    for i, rule in enumerate(rules):
        phrases = _promised(rule.article, _phrases)
        for key in phrases or ():
            index.phrases[key].append(i)
        if not rule.event:
            (index.always if phrases is None else index.watches).add(i)
            continue
        if phrases is not None:
            index.worded.add(i)
        kinds, places = _asked(rule)
        for kind in kinds:
            index.kinds[kind].append(i)
        for place in places:
            index.places[place].append(i)
            for kind in kinds:
                index.pairs[kind, place].append(i)
    return index


def tried_always(rule: Rule) -> bool:
    """Is there nothing to find the rule by, so that it has to be tried on every article? `rules check` names such rules."""
    if _promised(rule.article, _phrases) is not None:
        return False
    kinds, places = _asked(rule)
    return not rule.event or (ANY in kinds and ANY in places)


def _asked(rule: Rule) -> tuple[Iterable[str], Iterable[str]]:
    """The kinds and the places under which a rule about events is kept."""
    kinds = _promised(rule.event, lambda c: c.kinds if isinstance(c, What) else None)
    places = _promised(rule.event, _places)
    if places is not None and rule.head.where_unknown != "drop":
        places = {*places, _UNKNOWN}
    return {ANY} if kinds is None else kinds, {ANY} if places is None else places


def _promised(conditions: Iterable[Condition], keys: Callable[[Condition], Iterable[T] | None]) -> set[T] | None:
    """Keys of which whatever meets all the conditions has at least one; None when they promise nothing.

    An `any:` promises what its branches promise, if each of them does; a `none:` promises nothing.
    """
    for condition in conditions:
        if isinstance(condition, AnyOf):
            branches = [_promised(branch, keys) for branch in condition.branches]
            if branches and all(branch is not None for branch in branches):
                return set().union(*(branch for branch in branches if branch is not None))
        elif (own := keys(condition)) is not None:
            return set(own)
    return None


def _phrases(condition: Condition) -> Iterable[Key] | None:
    """Of each phrase its longest two neighbours, or its longest word where they may stand in any order."""
    if not isinstance(condition, Says):
        return None
    keys: list[Key] = []
    for phrase in condition.phrases:
        rows = list(pairwise(phrase.words)) if phrase.within is None else []
        keys.append(max(rows, key=lambda row: len(row[0] + row[1])) if rows else (max(phrase.words, key=len),))
    return keys


def _places(condition: Condition) -> Iterable[str] | None:
    if not isinstance(condition, Where):
        return None
    squares = [_squares(circle) for circle in condition.circles]
    if any(found is None for found in squares):
        return None
    return [place.id for place in condition.places] + [square for found in squares for square in found or ()]


def _around(event: Event) -> tuple[str, ...]:
    """Under what an event's places are looked up, the nearest first; ANY last."""
    if not event.places:
        return _UNKNOWN, ANY
    outer = sorted({i for place in event.places for i in place.within}, key=lambda place: (-len(place), place))
    squares = (square for place in event.places for square in _square_of(place))
    return *(place.id for place in event.places), *outer, *squares, ANY


def _square_of(place: Place) -> tuple[str, ...]:
    if place.lat is None or place.lon is None:
        return ()
    return (_square(math.floor(place.lat), math.floor(place.lon)),)


def _square(lat: int, lon: int) -> str:
    return f"@{lat},{lon}"


def _squares(circle: Circle) -> list[str] | None:
    """The squares of one degree that a circle touches; None when they are many, or at a pole or the date line."""
    high = math.degrees(circle.km / EARTH_KM) * 1.01 + 0.01
    if abs(circle.lat) + high > 85:
        return None
    wide = high / math.cos(math.radians(abs(circle.lat) + high))
    south, north = math.floor(circle.lat - high), math.floor(circle.lat + high)
    west, east = math.floor(circle.lon - wide), math.floor(circle.lon + wide)
    if west < -180 or east >= 180 or (north - south + 1) * (east - west + 1) > _MOST_SQUARES:
        return None
    return [_square(lat, lon) for lat in range(south, north + 1) for lon in range(west, east + 1)]
