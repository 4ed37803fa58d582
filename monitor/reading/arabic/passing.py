"""What an Arabic article says of acts in passing: it may say more of an act of its news, but opens none of its own.

News is told in the headline and the first sentences, with the people it befell or with its day. What is told elsewhere, without
people and without a day, speaks of the same again ("the shelling") or of what goes on ("fighting spread to the south").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from monitor.model.kinds import PARENT, PEACEFUL, is_a, one_brings
from monitor.reading.telling.act import akin
from monitor.reading.telling.statement import Statement

_LEAD: Final = 2  #: sentences of the text in which an article opens its acts


def without_passing(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of one article without those that open no act, and those that stay put where the act is."""
    news = _News(filter(_is_news, statements))
    in_text = _News(s for s in statements if _is_news(s) and s.part == "text")
    out = []
    for s in statements:
        if s.part == "title" and not s.figures and s.reality == "happened":
            out.append(_where_it_was(s, in_text))
        elif s.reality == "happened" and s.part == "text" and not s.figures and _says_no_more(s, news):
            continue  # how the same act went on
        elif s.reality == "happened" and s.part == "text" and not s.figures and s.anaphoric and news.has_kin(s):
            out.append(_where_it_was(s, news))
        elif s.reality != "happened" and not s.figures and s.kind in PEACEFUL:
            continue  # a truce of last year, men who were arrested then
        elif _is_news(s) or s.reality != "happened":
            if s.reality in ("hypothetical", "denied") and s.anaphoric and not s.figures and news.has_kin(s):
                continue  # that the shelling may go on, that it struck civilians
            out.append(s)
        elif news.has_kin(s):
            out.append(_where_it_was(s, news))
    return out


class _News:
    """The acts that an article opens, by kind: to ask each statement about each other one would need the square."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._kinds = Counter[str]()
        self._at: dict[str, Counter[str]] = {}  #: kind -> places
        self._around: dict[str, Counter[str]] = {}  #: kind -> what those places lie in
        self.violent = False  #: people are told of an act of violence
        for s in statements:
            self._kinds[s.kind] += 1
            self.violent = self.violent or (bool(s.figures) and _violent(s.kind))
            if s.place is not None:
                self._at.setdefault(s.kind, Counter())[s.place.id] += 1
                self._around.setdefault(s.kind, Counter()).update(s.place.within)

    def has_kin(self, s: Statement) -> bool:
        """Is there one, other than this, that may be the same act by its kind?"""
        return sum(self._kinds[kind] for kind in self._kin(s)) > self._is_in(s)

    def is_apart(self, s: Statement) -> bool:
        """Have they places, other than this one's own, none of which lies in its place or around it?"""
        if s.place is None:
            return False
        own, lie_there, placed = self._is_in(s), 0, 0
        for kind in self._kin(s):
            at, around = self._at.get(kind, Counter()), self._around.get(kind, Counter())
            placed += at.total()
            lie_there += at[s.place.id] + around[s.place.id] + sum(at[outer] for outer in s.place.within)
        return placed > own and lie_there <= own

    def _kin(self, s: Statement) -> list[str]:
        return [kind for kind in self._kinds if _kin(kind, s.kind)]

    def _is_in(self, s: Statement) -> bool:
        return _is_news(s) and self._kinds[s.kind] > 0 and s.part == "text"


def _says_no_more(s: Statement, news: _News) -> bool:
    """An act of violence of another kind, without people, a place or a day, in an article that tells of one."""
    return s.place is None and s.day is None and _violent(s.kind) and news.violent and not news.has_kin(s)


def _is_news(s: Statement) -> bool:
    return s.reality == "happened" and _opens(s)


def _violent(kind: str) -> bool:
    return kind in PARENT and is_a(kind, "attack")


def _opens(s: Statement) -> bool:
    return s.part == "title" or s.sentence < _LEAD or bool(s.figures) or s.day is not None


def _kin(a: str, b: str) -> bool:
    """May one act be told with both kinds?"""
    return a == b or (a in PARENT and b in PARENT and (akin(a, b) or one_brings(a, b)))


def _where_it_was(s: Statement, news: _News) -> Statement:
    """At its own place, if that may be where one of them is said to have been; else it takes theirs."""
    return _unplaced(s) if news.is_apart(s) else s


def _unplaced(s: Statement) -> Statement:
    return replace(s, place=None, place_span=None, anaphoric=True)
