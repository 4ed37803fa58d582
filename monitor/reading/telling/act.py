"""An act, as statements on it are put together: what all of them say is kept up to date while they come.

A statement is held against every act so far. Were the act added up anew each time, n statements would take n³ steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from monitor.model.event import Reality
from monitor.model.kinds import PARENT, ancestors, is_a
from monitor.model.place import Place
from monitor.model.span import Span
from monitor.reading.telling.statement import Statement
from monitor.reading.telling.tolls import Tally


class Act:
    """Statements on one act, in the order of reading. There is one at least."""

    def __init__(self, first: Statement) -> None:
        self.statements: list[Statement] = []
        self.kinds: set[str] = set()
        self.days: set[date] = set()
        self.killed = Tally()
        self.place: Place | None = None  #: the first that is named
        self.in_text = False  #: told elsewhere than in the headline
        self.is_cause = False  #: a raid was made about it
        self._killing = False
        self.spans: set[Span] = set()  #: where its places are named
        self._places: set[str] = set()
        self._around: set[str] = set()  #: what the places lie in
        self.add(first)

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def add(self, s: Statement, *, ahead: bool = False) -> None:
        """`ahead`: the statement is told first, and its kind counts."""
        self.statements.insert(0 if ahead else len(self), s)
        self.killed.add(s.counts("killed"), ahead=ahead)
        self._learn(s.kind)
        if s.day is not None:
            self.days.add(s.day)
        self.in_text |= s.part == "text"
        self.is_cause |= s.is_cause
        self._killing |= any(f.kind == "killed" and f.low for f in s.figures)
        if s.place is not None:
            self.place = s.place if ahead else self.place or s.place
            self._places.add(s.place.id)
            self.spans |= {s.place_span} if s.place_span is not None else set()
            self._around |= s.place.within

    def join(self, other: Act, *, ahead: bool = False) -> None:
        """The other act is the same; `ahead`: it is told first."""
        for s in reversed(other.statements) if ahead else other.statements:
            self.add(s, ahead=ahead)

    def _learn(self, kind: str) -> None:
        """A wider word for it is no kind besides: were it one, "the attack" would make a raid and a shooting one act."""
        if not any(akin(kind, known) and len(ancestors(known)) >= len(ancestors(kind)) for known in self.kinds if kind in PARENT):
            self.kinds = {known for known in self.kinds if not akin(kind, known)} | {kind}

    @property
    def kind(self) -> str:
        return self.statements[0].kind

    @property
    def reality(self) -> Reality:
        return self.statements[0].reality

    def at(self, place: Place) -> bool:
        return place.id in self._places

    def about(self, place: Place) -> bool:
        """Is one of its places there, or around it?"""
        return self.at(place) or place.id in self._around or not self._places.isdisjoint(place.within)

    @property
    def deadly(self) -> bool:
        """It killed people."""
        return self._killing

    @property
    def bloody(self) -> bool:
        """An act of violence that killed people."""
        return self._killing and is_a(self.kind, "attack")

    @property
    def dead(self) -> int:
        return self.killed.low or 0


@cache
def akin(a: str, b: str) -> bool:
    """Is one the other's kind of act?"""
    return a == b or (a in PARENT and b in PARENT and (is_a(a, b) or is_a(b, a)))
