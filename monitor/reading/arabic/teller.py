"""What an Arabic article tells: statements of the same make as the English ones, merged into events by the same rules."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, TypeVar

from spacy.tokens import Doc

from monitor.model.place import PlaceMention
from monitor.model.span import Part, Span
from monitor.reading.arabic.actors import actors_of
from monitor.reading.arabic.figures import figures_in
from monitor.reading.arabic.places import place_of
from monitor.reading.arabic.reality import RealityVerdict, judge_reality
from monitor.reading.arabic.targets import aims_of, are_free
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.triggers import find_triggers
from monitor.reading.arabic.words import ArabicWords
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.statement import Aim, Statement, Told
from monitor.reading.telling.teller import Piece
from monitor.reading.telling.trigger import Climate, Trigger
from monitor.reading.text.named import Named
from monitor.reading.text.wording import wording

_KIND_OF: Final = {"displaced": "displacement", "detained": "arrest", "abducted": "abduction"}

T = TypeVar("T")


class ArabicTeller:
    """Makes statements of Arabic articles."""

    def __init__(self, vocabulary: ArabicWords) -> None:
        self._v = vocabulary

    def own_day(self, text: Doc, published: datetime, *, repeats: int) -> date | None:
        """None: how an Arabic article gives its own day is not read yet."""
        return None

    def tell(self, piece: Piece) -> Told:
        """The statements of an article, in the order of reading."""
        statements: list[Statement] = []
        kinds: Counter[str] = Counter()
        published = piece.published.date() if piece.published else None
        for part, doc in piece.parts:
            text = wording(doc, self._v)
            names = (m for m in piece.places if m.span.part == part and m.use == "name")
            places = _by_sentence(text, ((bisect_right(text.ends, m.span.start), m) for m in names))
            actors = _by_sentence(text, ((n.start, n) for n in piece.named.get(part, ())))
            for number in range(len(text.sentences)):
                triggers = find_triggers(text, number, self._v)
                kinds.update(t.kind for t in triggers)
                figures = figures_in(text, number, part, self._v)
                if not figures and any(self._v.peace.at(text.words, i) for i in range(*text.sentences[number])):
                    continue  # a team's attack, a fall at the exchange
                sentence = _Sentence(text, part, number, places.get(number, []), actors.get(number, []), self._v)
                verdict = judge_reality(text, number, triggers, published, self._v)
                statements += sentence.statements(triggers, figures, verdict)
        told = tuple(replace(s, order=n) for n, s in enumerate(statements))
        return Told(statements=told, climate=Climate(violence=2.0, peace=0.0, words=2, violent=True, kinds=kinds))


def _by_sentence(text: ArabicText, things: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    """Things, each with its first token, by the index of their sentence."""
    found: dict[int, list[T]] = {}
    for token, thing in things:
        if token < len(text.sentence_of):
            found.setdefault(text.sentence_of[token], []).append(thing)
    return found


class _Sentence:
    """One sentence with the names in it."""

    def __init__(
        self, text: ArabicText, part: Part, number: int, places: Sequence[PlaceMention], named: Sequence[Named], v: ArabicWords
    ) -> None:
        self._text, self._part, self._number, self._places, self._named, self._v = text, part, number, places, named, v

    def statements(self, triggers: list[Trigger], figures: list[Figure], verdict: RealityVerdict) -> Iterator[Statement]:
        """One an act; the people belong to the act that is named most exactly, whose means tells how they died."""
        exact = [t for t in triggers if t.kind not in self._v.vague] or triggers
        by_kind = {t.kind: t for t in reversed(exact)}
        heads: Sequence[Trigger | None] = list(reversed(by_kind.values())) or ([None] if figures else [])
        aims = aims_of(self._text, self._number, self._part, figures, self._v) if heads else []
        for n, trigger in enumerate(heads):
            yield self._statement(trigger, figures if n == 0 else [], aims if n == 0 else [], verdict)

    def _free(self, trigger: Trigger | None, figures: Sequence[Figure]) -> bool:
        """Is the news that those who were abducted are free again?"""
        at = trigger.start if trigger and trigger.kind == "abduction" else None
        at = next((f.cue_start for f in figures if f.kind == "abducted"), at)
        return at is not None and are_free(self._text, self._number, at, self._v)

    def _statement(
        self, trigger: Trigger | None, figures: list[Figure], aims: Sequence[Aim], verdict: RealityVerdict
    ) -> Statement:
        text, part, number = self._text, self._part, self._number
        free = self._free(trigger, figures)
        if free:
            figures = [f for f in figures if f.kind != "abducted"]
        anchor = trigger.start if trigger else figures[0].start if figures else text.sentences[number][0]
        place = place_of(text, number, anchor, self._places, self._v)
        reasons = [f"kind: '{text.text(trigger.start, trigger.end)}'"] if trigger else []
        reasons += [f"{f.kind}: '{text.text(f.start, f.end)}'" for f in figures]
        reasons += [verdict.reason] if verdict.reason else []
        reasons += ["background: they are free again"] if free else []
        reasons += [f"place: {place.text}, named in the same sentence"] if place else []
        evidence: list[Span] = [text.span(trigger.start, trigger.end, part)] if trigger else []
        evidence += [s for f in figures for s in (f.span, f.cue)] + ([place.span] if place else [])
        return Statement(
            part=part, sentence=number, order=0, trigger=trigger, figures=tuple(figures),
            kind=trigger.kind if trigger else next((_KIND_OF[f.kind] for f in figures if f.kind in _KIND_OF), ""),
            place=place.place if place else None, place_span=place.span if place else None,
            reality="background" if free and verdict.reality == "happened" else verdict.reality,
            day=verdict.date, evidence=tuple(evidence), reasons=tuple(reasons),
            actors=actors_of(text, part, number, trigger, self._named, self._v), aims=tuple(aims),
        )  # fmt: skip
