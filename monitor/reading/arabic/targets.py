"""What was attacked, in Arabic: "غارة على مدرسة", "قصف الجيش مستشفى", "مقتل ثلاثة صحفيين".

A word of an act comes first, then perhaps who did it, then what was struck, with a preposition or without. Where the wounded were
taken ("إلى") and who says so stand behind other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from monitor.model.event import Target
from monitor.model.span import Part
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.statement import Aim

_REACH: Final = 6  #: tokens between an act and what it struck
_BY_PEOPLE: Final = frozenset(("killed", "wounded", "abducted", "detained"))


def aims_of(text: ArabicText, number: int, part: Part, figures: Sequence[Figure], v: ArabicWords) -> list[Aim]:
    """What a sentence says was attacked, in its order."""
    start, end = text.sentences[number]
    words, found = text.words, list[Aim]()
    act, led, last = -1, False, -1  # the last act's end; is there a preposition behind it; the end of the last target
    i = start
    while i < end:
        noun = v.targets.at(words, i)
        if (struck := v.striking.at(words, i)) and (noun is None or struck[0] > noun[0]):
            act, led, last = i + struck[0], False, -1
            i = act
        elif noun is not None:
            listed = last >= 0 and i - last <= 2 and words[i].startswith("و")
            aimed = act >= 0 and i - act <= _REACH and (led or not v.doers.at(words, i))
            if listed or aimed or _hurt(i, figures):
                found.append(_aim(text, part, i, i + noun[0], noun[1]))
                act, last = -1, i + noun[0]
            i += noun[0]
        else:
            goal = v.goals.at(words, i)
            led = led or goal is not None
            if goal is None and v.no_goals.at(words, i):
                act = last = -1
            i += goal[0] if goal else 1
    return found


def _hurt(at: int, figures: Iterable[Figure]) -> bool:
    """Are these people who were killed, wounded or taken: "مقتل ثلاثة صحفيين"?"""
    return any(f.kind in _BY_PEOPLE and f.high != 0 and f.start <= at <= f.end for f in figures)


def _aim(text: ArabicText, part: Part, start: int, end: int, kind: str) -> Aim:
    said = " ".join(text.words[start:end]).removeprefix("و")  # "and"
    target = Target(kind=kind, name=said, evidence=(text.span(start, end, part),))
    return Aim(target=target, reason=f"target: {kind}, '{said}'")


def are_free(text: ArabicText, number: int, at: int, v: ArabicWords) -> bool:
    """Does a word of freeing stand before an abduction: "إطلاق سراح 12 طالبا خطفوا"?"""
    return any(v.freeing.at(text.words, i) for i in range(text.sentences[number][0], at))
