"""What an Arabic article says of acts in passing: it may say more of an act of its news, but opens none of its own.

News is told in the headline and the first sentences, with the people it befell or with its day. What is told elsewhere, without
people and without a day, speaks of the same again ("the shelling") or of what goes on ("fighting spread to the south").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from monitor.model.kinds import PARENT, PEACEFUL, is_a, one_brings
from monitor.reading.telling.act import akin
from monitor.reading.telling.statement import Statement

_LEAD: Final = 2  #: sentences of the text in which an article opens its acts


def without_passing(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of one article without those that open no act, and those that stay put where the act is."""
    news = [s for s in statements if s.reality == "happened" and _opens(s)]
    out = []
    for s in statements:
        kin = [o for o in news if o is not s and _kin(o.kind, s.kind)]
        if s.part == "title" and not s.figures and s.reality == "happened":
            told = [o for o in kin if o.part == "text" and o.place is not None]
            out.append(_unplaced(s) if told and not any(_together(s, o) for o in told) else s)
        elif s.reality == "happened" and s.part == "text" and not s.figures and _says_no_more(s, news):
            continue  # how the same act went on
        elif s.reality == "happened" and s.part == "text" and not s.figures and s.anaphoric and kin:
            out.append(_where_it_was(s, kin))
        elif s.reality != "happened" and not s.figures and s.kind in PEACEFUL:
            continue  # a truce of last year, men who were arrested then
        elif s in news or s.reality != "happened":
            if s.reality in ("hypothetical", "denied") and s.anaphoric and not s.figures and kin:
                continue  # that the shelling may go on, that it struck civilians
            out.append(s)
        elif kin:
            out.append(_where_it_was(s, kin))
    return out


def _says_no_more(s: Statement, news: Sequence[Statement]) -> bool:
    """An act of violence of another kind, without people, a place or a day, in an article that tells of one."""
    if s.place is not None or s.day is not None or not _violent(s.kind):
        return False
    return any(o is not s and o.figures and _violent(o.kind) for o in news) and not any(
        _kin(o.kind, s.kind) for o in news if o is not s
    )


def _violent(kind: str) -> bool:
    return kind in PARENT and is_a(kind, "attack")


def _opens(s: Statement) -> bool:
    return s.part == "title" or s.sentence < _LEAD or bool(s.figures) or s.day is not None


def _kin(a: str, b: str) -> bool:
    """May one act be told with both kinds?"""
    return a == b or (a in PARENT and b in PARENT and (akin(a, b) or one_brings(a, b)))


def _together(s: Statement, o: Statement) -> bool:
    """Does the one place lie in the other, or is one of them not named?"""
    return s.place is None or o.place is None or s.place.inside(o.place.id) or o.place.inside(s.place.id)


def _where_it_was(s: Statement, kin: Sequence[Statement]) -> Statement:
    """At its own place, if that may be where one of them is said to have been; else it takes theirs."""
    placed = [o for o in kin if o.place is not None]
    return s if not placed or any(_together(s, o) for o in placed) else _unplaced(s)


def _unplaced(s: Statement) -> Statement:
    return replace(s, place=None, place_span=None, anaphoric=True)
