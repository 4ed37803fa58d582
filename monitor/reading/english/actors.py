"""Who is named in an English sentence, and as what: who did it, to whom it was done, who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from monitor.model.event import Actor
from monitor.model.span import Part
from monitor.reading.english.speakers import words_of
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.trigger import Trigger
from monitor.reading.text.named import Named

_AT_HAND: Final = 6  #: tokens between an actor and what it does or suffers
_ROLES: Final = ("said", "by", "against")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """An actor in its sentence, and what he would be in each role."""

    start: int  #: tokens
    end: int  #: tokens, half-open
    led: bool  #: by "by"
    speaks: bool  #: and does nothing else
    said: Actor
    by: Actor
    against: Actor


class Actors:
    """The actors of one part of an article, by their sentence."""

    def __init__(self, text: EnglishText, part: Part, named: Iterable[Named]) -> None:
        self._text, self._part = text, part
        self._named: dict[int, list[_Named]] = {}
        self._speakers: dict[tuple[int, str], Actor] = {}
        speaking = text.lexicon["speaking"]
        for n in named:
            sentence = text.sentence_of[n.start]
            evidence = (text.span(n.start, n.end, part),)
            before = text.lower[max(text.sentences[sentence][0], n.start - 2) : n.start]
            speaks = not speaking.isdisjoint(text.lower[n.end : n.end + 2])
            said, by, against = (Actor(name=n.name, role=role, evidence=evidence) for role in _ROLES)
            one = _Named(start=n.start, end=n.end, led="by" in before, speaks=speaks, said=said, by=by, against=against)
            self._named.setdefault(sentence, []).append(one)

    def of(self, sentence: int, trigger: Trigger | None, figures: Iterable[Figure]) -> tuple[Actor, ...]:
        """Who did it: named before an active word, or behind "by"; to whom: named behind it; who says so."""
        out = list(self._beside(sentence, trigger)) if trigger else []
        out += [self._speaker(sentence, name) for name in sorted({name for f in figures for name in f.said_by})]
        return tuple(dict.fromkeys(out))

    def _beside(self, sentence: int, trigger: Trigger) -> Iterable[Actor]:
        """Those who are named with the act."""
        for n in self._named.get(sentence, ()):
            if n.speaks:
                yield n.said
            elif n.led or 0 <= trigger.start - n.end <= _AT_HAND:
                yield n.by
            elif 0 <= n.start - trigger.end <= _AT_HAND:
                yield n.against

    def _speaker(self, sentence: int, name: str) -> Actor:
        """Who says so, as the sentence names him."""
        if (sentence, name) not in self._speakers:
            at = words_of(self._text, *self._text.sentences[sentence], name)
            evidence = (self._text.span(*at, self._part),) if at else ()
            self._speakers[sentence, name] = Actor(name=name, role="said", evidence=evidence)
        return self._speakers[sentence, name]
