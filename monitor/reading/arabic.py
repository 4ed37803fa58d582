"""What an Arabic article tells: statements of the same make as the English ones, merged into events by the same rules."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from spacy.tokens import Doc

from monitor.model.event import Actor, Reality
from monitor.model.place import PlaceMention
from monitor.model.span import Part, Span
from monitor.reading.actors import Named
from monitor.reading.arabic_figures import figures_in, number_at
from monitor.reading.arabic_words import ArabicVocabulary, forms, plain
from monitor.reading.dates import day_of
from monitor.reading.events import Statement, Told
from monitor.reading.figure import Figure
from monitor.reading.triggers import Climate, Trigger
from monitor.reading.wording import Wording, wording

_NEWS: Final = 7  #: days
_KIND_OF: Final = {"displaced": "displacement", "detained": "abduction"}
_BEFORE: Final = 3  #: tokens before a name that say what it does


T = TypeVar("T")


def _by_sentence(text: Wording, things: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    """Things, each with its first token, by the index of their sentence."""
    found: dict[int, list[T]] = {}
    for token, thing in things:
        if token < len(text.sentence_of):
            found.setdefault(text.sentence_of[token], []).append(thing)
    return found


def _days_before(day: date, days: int) -> date | None:
    """None before the first day of the calendar."""
    return day - timedelta(days=days) if (day - date.min).days >= days else None


class ArabicTeller:
    """Makes statements of the parts of one Arabic article."""

    def __init__(self, vocabulary: ArabicVocabulary, published: datetime | None) -> None:
        self._v, self._published = vocabulary, published.date() if published else None

    def tell(self, parts: Iterable[tuple[Part, Doc]], places: Sequence[PlaceMention], named: dict[Part, list[Named]]) -> Told:
        told = Told()
        kinds: Counter[str] = Counter()
        for part, doc in parts:
            text = wording(doc)
            names = (m for m in places if m.span.part == part and m.use == "name")
            here = _by_sentence(text, ((bisect_right(text.ends, m.span.start), m) for m in names))
            actors = _by_sentence(text, ((n.start, n) for n in named.get(part, [])))
            for number in range(len(text.sentences)):
                found = self._triggers(text, number)
                kinds.update(t.kind for t in found)
                some = self._sentence(text, part, number, found, here.get(number, []), actors.get(number, []))
                for statement in some:
                    statement.order = len(told.statements)
                    told.statements.append(statement)
        told.climate = Climate(violence=2.0, peace=0.0, words=2, kinds=kinds)
        return told

    def _triggers(self, text: Wording, number: int) -> list[Trigger]:
        start, end = text.sentences[number]
        found: list[Trigger] = []
        i = start
        while i < end:
            hit = self._v.kinds.at(text.words, i)
            if hit:
                found.append(Trigger(kind=hit[1], start=i, end=i + hit[0], sentence=number, form="noun"))
            i += hit[0] if hit else 1
        return found

    def _sentence(
        self, text: Wording, part: Part, number: int, triggers: list[Trigger], places: Sequence[PlaceMention], named: list[Named]
    ) -> list[Statement]:
        """One statement an act; the people belong to the act that is named most exactly, whose means tells how they died."""
        figures = figures_in(text, number, part, self._v)
        if not figures and any(self._v.peace.at(text.words, i) for i in range(*text.sentences[number])):
            return []  # a team's attack, a fall at the exchange
        reality, day, why = self._reality(text, number, triggers)
        exact = [t for t in triggers if t.kind not in self._v.vague] or triggers
        by_kind = {t.kind: t for t in reversed(exact)}
        heads: Sequence[Trigger | None] = list(reversed(by_kind.values())) or ([None] if figures else [])
        out = []
        for n, trigger in enumerate(heads):
            mine = figures if n == 0 else []
            place = self._place(text, part, number, trigger, mine, places)
            kind = trigger.kind if trigger else next((_KIND_OF[f.kind] for f in mine if f.kind in _KIND_OF), "")
            reasons = [f"kind: '{text.text(trigger.start, trigger.end)}'"] if trigger else []
            reasons += [f"{f.kind}: '{text.text(f.start, f.end)}'" for f in mine] + why
            reasons += [f"place: {place.text}, named in the same sentence"] if place else []
            evidence: list[Span] = [text.span(trigger.start, trigger.end, part)] if trigger else []
            evidence += [s for f in mine for s in (f.span, f.cue)] + ([place.span] if place else [])
            out.append(
                Statement(
                    part=part, sentence=number, order=0, kind=kind, trigger=trigger, figures=mine,
                    place=place.place if place else None, place_span=place.span if place else None, reality=reality, day=day,
                    evidence=evidence, reasons=reasons, actors=self._actors(text, part, number, trigger, named),
                )
            )  # fmt: skip
        return out

    def _place(
        self,
        text: Wording,
        part: Part,
        number: int,
        trigger: Trigger | None,
        figures: list[Figure],
        places: Sequence[PlaceMention],
    ) -> PlaceMention | None:
        """The most exact place of the sentence that stands behind a word of where, nearest to the act."""
        start, _ = text.sentences[number]
        anchor = trigger.start if trigger else figures[0].start if figures else start
        found: list[tuple[float, PlaceMention]] = []
        for mention in places:
            at = bisect_right(text.ends, mention.span.start)
            cost = abs(at - anchor) / 4
            before = text.words[max(start, at - _BEFORE) : at]
            clitic = plain(text.words[at])[:1] == "ب" and len(forms(text.words[at])) > 1
            if clitic or any(self._v.inside.at(before, i) for i in range(len(before))):
                cost -= 5
            elif before and self._v.away.at(before, len(before) - 1):
                cost += 8
            found.append((cost, mention))
        if not found:
            return None
        best = min(found, key=lambda pair: pair[0])
        near = [m for cost, m in found if cost <= best[0] + 3 and m.place.inside(best[1].place.id)]
        return max(near, key=lambda m: len(m.place.within), default=best[1])

    def _reality(self, text: Wording, number: int, triggers: list[Trigger]) -> tuple[Reality, date | None, list[str]]:
        """What the words of the sentence say of it, the day that it names, and why."""
        start, end = text.sentences[number]
        cue = next(((hit[1], i, i + hit[0]) for i in range(start, end) if (hit := self._v.reality.at(text.words, i))), None)
        acts = {i for t in triggers for i in range(t.start, t.end)}
        if cue and cue[0] == "hypothetical" and plain(text.words[cue[1]]) == "قد" and text.words[cue[1] + 1 : cue[1] + 2]:
            follows = plain(text.words[cue[1] + 1])
            cue = cue if follows[:1] in "يت" else None  # "قد قُتل": has been killed; "قد يقتل": may kill
        day, old = self._day(text, start, end)
        if cue and not set(range(cue[1], cue[2])) & acts:
            words = text.text(cue[1], cue[2])
            reality: Reality = cue[0]  # type: ignore[assignment]
            recent = day is not None and self._published is not None and (self._published - day).days <= _NEWS
            if not (reality == "background" and recent):
                return reality, day, [f"{reality}: '{words}'"]
        if old:
            return "background", day, ["background: the day that is named"]
        return "happened", day, []

    def _day(self, text: Wording, start: int, end: int) -> tuple[date | None, bool]:
        """(the day that a sentence names, is it old?). A year of the past is old even without a day."""
        if self._published is None:
            return None, False
        words = text.words
        for i in range(start, end):
            if plain(words[i]) in ("عام", "سنه") or any(f in ("عام", "سنه") for f in forms(words[i])):
                year = number_at(words, i + 1, end, self._v) if i + 1 < end else None
                if year is not None and 1900 < year.low < self._published.year:
                    return None, True
            month = self._v.months.at(words, i)
            if month and i > start and (number := number_at(words, i - 1, i, self._v)) is not None and 1 <= number.low <= 31:
                after = i + month[0]
                said = number_at(words, after, end, self._v) if after < end else None
                year_of = said.low if said and 1900 < said.low < 2100 else self._published.year
                day = day_of(year_of, int(month[1]), number.low)
                if day is not None and day > self._published and not said:
                    day = day_of(year_of - 1, day.month, day.day)
                if day is None:
                    continue
                return day, (self._published - day).days > _NEWS
            for form in forms(words[i]):
                if form in self._v.weekdays:
                    back = (self._published.weekday() - self._v.weekdays[form]) % 7
                    return _days_before(self._published, back), False
                if form in ("امس", "امساً"):
                    return _days_before(self._published, 1), False
        return None, False

    def _actors(self, text: Wording, part: Part, number: int, trigger: Trigger | None, named: list[Named]) -> tuple[Actor, ...]:
        """Who says so, to whom it was done, by whom."""
        start, _ = text.sentences[number]
        out = []
        for n in named:
            before = text.words[max(start, n.start - _BEFORE) : n.start]
            span = (text.span(n.start, n.end, part),)
            if any(self._v.said.at(before, i) for i in range(len(before))):
                out.append(Actor(name=n.name, role="said", evidence=span))
            elif any(self._v.against.at(before, i) for i in range(len(before))):
                out.append(Actor(name=n.name, role="against", evidence=span))
            elif trigger is not None and abs(n.start - trigger.start) <= 6:
                out.append(Actor(name=n.name, role="by", evidence=span))
        return tuple(dict.fromkeys(out))
