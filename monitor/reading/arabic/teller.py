"""What an Arabic article tells: statements of the same make as the English ones, merged into events by the same rules."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime
from typing import Final, TypeVar

from spacy.tokens import Doc

from monitor.model.kinds import CALAMITIES, PARENT, PEACEFUL, is_a
from monitor.model.place import PlaceMention
from monitor.model.span import Part, Span
from monitor.reading.arabic.actors import actors_of
from monitor.reading.arabic.clauses import clauses_of
from monitor.reading.arabic.figures import figures_in
from monitor.reading.arabic.passing import without_passing
from monitor.reading.arabic.places import place_of
from monitor.reading.arabic.reality import Cue, Judge, RealityVerdict, frame
from monitor.reading.arabic.targets import aims_of, are_free
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.triggers import definite, find_triggers, without_loose
from monitor.reading.arabic.words import ArabicWords
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.news import DATED, Spot, with_news
from monitor.reading.telling.statement import Aim, Statement, Told
from monitor.reading.telling.teller import Piece
from monitor.reading.telling.trigger import Climate, Trigger
from monitor.reading.text.named import Named
from monitor.reading.text.wording import wording

_KIND_OF: Final = {"displaced": "displacement", "detained": "arrest", "abducted": "abduction"}

#: Kinds that "bombardment" and "explosion" are told for where an article tells of them.
_BY_WHICH_MEANS: Final = ("drone_strike", "airstrike")

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
        triggers: list[Trigger] = []
        starts: dict[tuple[Part, int], int] = {}
        resuming = set[tuple[Part, int]]()
        published = piece.published.date() if piece.published else None
        framed: Cue | None = None
        for part, doc in piece.parts:
            text = wording(doc, self._v)
            names = (m for m in piece.places if m.span.part == part and m.use == "name")
            places = _by_sentence(text, ((bisect_right(text.ends, m.span.start), m) for m in names))
            actors = _by_sentence(text, ((n.start, n) for n in piece.named.get(part, ())))
            for number in range(len(text.sentences)):
                sentence = _Sentence(text, part, number, places.get(number, []), actors.get(number, []), self._v)
                if sentence.is_of_peace():
                    continue  # a team's attack, a fall at the exchange
                starts[part, number] = text.starts[text.sentences[number][0]]
                triggers += sentence.triggers
                if sentence.resumes():
                    resuming.add((part, number))
                if part == "title" and framed is None:
                    framed = sentence.frame()
                statements += sentence.statements(published, framed)
        kept = without_passing(_resumed(_with_means(statements, triggers), resuming))
        spots = [Spot(headline=s.part == "title", character=starts[s.part, s.sentence], sentence=s.sentence) for s in kept]
        kept = with_news(kept, spots, article=frozenset(), published=published, weights=self._v.weights["news"])
        told = tuple(replace(s, order=n) for n, s in enumerate(kept))
        kinds = Counter(t.kind for t in triggers)
        if not CALAMITIES & kinds.keys() and any(s.counts("killed") and not s.died for s in kept):
            kinds["attack"] += 1  # people were killed, and nothing else is said of it
        return Told(statements=told, climate=Climate(violence=2.0, peace=0.0, words=2, violent=True, kinds=kinds))


def _grave(kind: str) -> bool:
    """Does such an act kill and wound: violence, a calamity?"""
    return kind in CALAMITIES or (kind in PARENT and is_a(kind, "attack") and kind != "abduction")


def _with_means(statements: Sequence[Statement], triggers: Sequence[Trigger]) -> list[Statement]:
    """A "bombardment" is an air strike where the article tells of aircraft and of no shells; so is an "explosion"."""
    strong = {t.kind for t in triggers if not t.weak}
    known = [kind for kind in _BY_WHICH_MEANS if kind in strong]
    meant = {weak: next(iter(known), weak) for weak in ("shelling", "bombing") if weak not in strong}
    return [replace(s, kind=meant.get(s.kind, s.kind)) if s.trigger and s.trigger.weak else s for s in statements]


def _resumed(statements: Sequence[Statement], resuming: AbstractSet[tuple[Part, int]]) -> list[Statement]:
    """What is recalled of "the same market", "the city", was where the news before it is. `resuming`: such sentences."""
    out: list[Statement] = []
    last: Statement | None = None
    for s in statements:
        if (
            s.place is None
            and (s.part, s.sentence) in resuming
            and s.reality in ("background", "cumulative")
            and last is not None
        ):
            s = replace(s, place=last.place, place_span=last.place_span, reasons=(*s.reasons, "place: the same"))
        if s.place is not None and s.reality == "happened":
            last = s
        out.append(s)
    return out


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
        self.figures = figures_in(text, number, part, v)
        self.triggers = without_loose(text, find_triggers(text, number, v), self.figures, v)
        self._clauses = clauses_of(text, number, v)

    def is_of_peace(self) -> bool:
        """Does it use such words for other things: sport, money?"""
        tokens = range(*self._text.sentences[self._number])
        if self.figures or any(t.kind in PEACEFUL for t in self.triggers):
            return False
        return any(self._v.peace.at(self._text.words, i) for i in tokens)

    def resumes(self) -> bool:
        """Does it speak of a place that was named before: "the town", "the same market"?"""
        return any(self._v.resuming.at(self._text.words, i) for i in range(*self._text.sentences[self._number]))

    def frame(self) -> Cue | None:
        """What a headline makes of the whole article, before it names an act."""
        cue = frame(self._text, self._number, self._v)
        return cue if cue and all(cue.start < t.start for t in self.triggers) else None

    def statements(self, published: date | None, framed: Cue | None) -> Iterator[Statement]:
        """One an act; the people belong to the act of their clause, else to the one before it.

        What happened, what is recalled and what is feared are acts of their own.
        """
        tokens = {i for t in self.triggers for i in range(t.start, t.end)}
        tokens |= {i for f in self.figures for i in range(f.cue_start, f.cue_end)}
        judge = Judge(self._text, self._number, self._clauses, frozenset(tokens), published, self._v)
        verdicts = {i: _in_frame(judge.of(i), framed) for i in sorted(tokens)}
        aims = aims_of(self._text, self._number, self._part, self.figures, self._v) if tokens else []
        aims = [aim for aim in aims if not any(_within(aim, m) for m in self._places)]
        for reality in dict.fromkeys(v.reality for v in verdicts.values()):
            triggers = [t for t in self.triggers if verdicts[t.start].reality == reality]
            figures = [f for f in self.figures if verdicts[f.cue_start].reality == reality]
            for trigger, people in self._acts(triggers, figures):
                at = trigger.start if trigger else people[0].cue_start
                yield self._statement(trigger, people, aims, verdicts[at])
                aims = []

    def _acts(
        self, triggers: Sequence[Trigger], figures: Sequence[Figure]
    ) -> Iterator[tuple[Trigger | None, list[Figure]]]:  # fmt: skip
        """Each act with its people."""
        grave = any(_grave(t.kind) and t.kind not in self._v.vague for t in triggers)
        exact = [t for t in triggers if not (grave and t.kind in self._v.vague)]
        heads = list({t.kind: t for t in reversed(exact)}.values())[::-1]
        heads.sort(key=lambda t: t.start)
        if not heads:
            if figures:
                yield None, list(figures)
            return
        people: dict[int, list[Figure]] = {t.start: [] for t in heads}
        if not any(_grave(t.kind) or t.kind == "abduction" for t in heads):  # who dies where people flee dies of something else
            alone = [f for f in figures if f.kind in ("killed", "wounded") and f.low]
            figures = [f for f in figures if f not in alone]
            if alone:
                yield None, alone
        for f in figures:
            fit = [t for t in exact if (t.kind == _KIND_OF[f.kind] if f.kind in _KIND_OF else _grave(t.kind))] or exact
            own = [t for t in fit if self._clause(t.start) == self._clause(f.cue_start)]
            before = [t for t in fit if t.start < f.cue_start]
            near = min(own, key=lambda t: abs(t.start - f.cue_start)) if own else before[-1] if before else fit[0]
            people[next(h.start for h in heads if h.kind == near.kind)].append(f)
        for head in heads:
            yield head, people[head.start]

    def _clause(self, token: int) -> int:
        return next((n for n, (a, b) in enumerate(self._clauses) if a <= token < b), 0)

    def _by_itself(self, figure: Figure) -> bool:
        """Do the words say that these people died, and nothing of a killer?"""
        return any(self._v.natural.at(self._text.words, i) for i in range(figure.cue_start, figure.cue_end))

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
        place = place_of(text, number, anchor, self._places, self._v, self._clauses)
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
            signs=_signs(trigger, figures, recent=verdict.recent),
            anaphoric=trigger is not None and definite(text, trigger),
            died=bool(figures) and all(f.kind != "killed" or self._by_itself(f) for f in figures),
            actors=actors_of(text, part, number, trigger, self._named, self._v), aims=tuple(aims),
        )  # fmt: skip


def _within(aim: Aim, mention: PlaceMention) -> bool:
    """Is it a word of the name of a place: "Deir al-Balah" is no monastery?"""
    spans = aim.target.evidence
    return mention.place.kind not in ("site", "unlisted") and any(
        mention.span.start <= s.start and s.end <= mention.span.end for s in spans
    )


def _signs(trigger: Trigger | None, figures: Sequence[Figure], *, recent: bool) -> frozenset[str]:
    """What a statement shows by itself of whether it is news; the rest is where it stands (`telling.news`)."""
    said = ((DATED, recent), ("no word for the act", trigger is None), ("no fate", not figures))
    return frozenset(name for name, holds in said if holds)


def _in_frame(verdict: RealityVerdict, framed: Cue | None) -> RealityVerdict:
    """What the headline makes of it, unless it is dated to these days."""
    if framed is None or verdict.reality != "happened" or verdict.recent:
        return verdict
    return replace(verdict, reality=framed.reality, reason=f"{framed.reality}: the headline")
