"""An act that bears several kinds: who storms a house also fights over it, and the dead of the fight are the dead of the raid.

What belongs together is told of each kind in `monitor.model.kinds` (`brings`). Two statements on it are one act when one sentence
tells both, or when the later one says that it followed ("in the clashes that followed"), or names no other place close behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from monitor.model.kinds import NAMING, PARENT, one_brings
from monitor.reading.telling.act import Act, akin
from monitor.reading.telling.statement import Statement

MOST: Final = 4  #: kinds of one act
_CLOSE: Final = 1  #: sentences behind an act in which what names no place of its own belongs to it
_FOLLOWS: Final = 4  #: the same, for what says that it followed


def one_act(act: Act, s: Statement) -> bool:
    """Is what the statement tells a part of the act, though of another kind?"""
    if act.reality != s.reality or not any(goes_with(kind, s.kind) for kind in act.kinds):
        return False
    if s.day is not None and act.days and s.day not in act.days:
        return False
    if raided_over(act, s):
        return False
    last = act.statements[-1]
    if last.part != s.part:
        return False
    apart = s.sentence - last.sentence
    if not (s.place is None or act.place is None or act.about(s.place)):
        return False
    if apart == 0:
        return True
    own_place = s.place is not None and s.place_span is not None and s.place_span not in act.spans
    return apart <= (_FOLLOWS if s.follows else _CLOSE) and not own_place and _tolls_agree(act, s)


def raided_over(act: Act, s: Statement) -> bool:
    """Is one of them a raid and the other why it was made: "raided homes after gunmen killed three"?"""
    return (s.is_cause and "raid" in act.kinds) or (act.is_cause and s.kind == "raid")


def _tolls_agree(act: Act, s: Statement) -> bool:
    """Does only one of them tell how many were killed, or both the same number?"""
    return s.killed is None or act.killed.low is None or s.killed.low == act.killed.low


def goes_with(a: str, b: str) -> bool:
    """May one act bear both kinds? Two that are one kind more or less exactly need no such word."""
    return a in PARENT and b in PARENT and not akin(a, b) and one_brings(a, b)


def kinds_of(group: Sequence[Statement]) -> tuple[str, ...]:
    """The kinds of an act, the one that says most first: the kind of what was told first, and what goes with it."""
    first = group[0].kind
    told = _narrowest(dict.fromkeys(s.kind for s in group))
    own = next((kind for kind in told if akin(kind, first)), first)
    some = [own, *(kind for kind in told if kind != own and goes_with(own, kind))]
    return tuple(sorted(some, key=lambda kind: -NAMING.get(kind, 0))[:MOST])


def _narrowest(kinds: Iterable[str]) -> list[str]:
    """Without those that are a wider word for another one of them."""
    some = list(kinds)
    return [k for k in some if not any(o != k and akin(o, k) and NAMING.get(o, 0) > NAMING.get(k, 0) for o in some)]
