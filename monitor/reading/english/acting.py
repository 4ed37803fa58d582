"""The actors of a text where they stand, with what each would be in an event beside it: who did it, to whom, who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from monitor.model.event import Actor
from monitor.model.span import Part
from monitor.reading.english.text import EnglishText
from monitor.reading.text.named import Named

_ROLES: Final = ("said", "by", "against")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An actor in its sentence, and what he would be in each role."""

    start: int  #: tokens
    end: int  #: tokens, half-open
    led: bool  #: by "by"
    said: Actor | None  #: it speaks, and does nothing else
    by: Actor
    against: Actor


def acting(text: EnglishText, part: Part, named: Iterable[Named]) -> dict[int, list[Acting]]:
    """The actors by the index of their sentence."""
    found: dict[int, list[Acting]] = {}
    speaking = text.lexicon["speaking"]
    for n in named:
        sentence = text.sentence_of[n.start]
        evidence = (text.span(n.start, n.end, part),)
        before = text.lower[max(text.sentences[sentence][0], n.start - 2) : n.start]
        speaks = not speaking.isdisjoint(text.lower[n.end : n.end + 2])
        said, by, against = (Actor(name=n.name, role=role, evidence=evidence) for role in _ROLES)
        one = Acting(start=n.start, end=n.end, led="by" in before, said=said if speaks else None, by=by, against=against)
        found.setdefault(sentence, []).append(one)
    return found
