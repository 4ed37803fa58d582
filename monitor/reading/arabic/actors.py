"""Who is named in an Arabic sentence, and as what: who says so, to whom it was done, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from monitor.model.event import Actor
from monitor.model.span import Part
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords
from monitor.reading.telling.trigger import Trigger
from monitor.reading.text.named import Named

_BEFORE: Final = 3  #: tokens before a name that say what it does
_AT_HAND: Final = 6  #: tokens between an actor and what it does


def actors_of(
    text: ArabicText, part: Part, number: int, trigger: Trigger | None, named: Iterable[Named], v: ArabicWords
) -> tuple[Actor, ...]:
    """The actors of one act."""
    start, _ = text.sentences[number]
    out = []
    for n in named:
        before = text.words[max(start, n.start - _BEFORE) : n.start]
        span = (text.span(n.start, n.end, part),)
        if any(v.said.at(before, i) for i in range(len(before))):
            out.append(Actor(name=n.name, role="said", evidence=span))
        elif any(v.against.at(before, i) for i in range(len(before))):
            out.append(Actor(name=n.name, role="against", evidence=span))
        elif trigger is not None and abs(n.start - trigger.start) <= _AT_HAND:
            out.append(Actor(name=n.name, role="by", evidence=span))
    return tuple(dict.fromkeys(out))
