"""The places that an article names, each with the place that is meant.

names spelled like places (name_scan) -> is it one, here? (weigh) -> which one? (disambiguation) -> mentions
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from monitor.model.place import Place, PlaceMention
from monitor.model.span import Part, Span
from monitor.reading.cues import (
    COMPASS,
    DIVISION_NOUNS,
    ORG_NOUNS,
    PERSON_VERBS,
    PLACE_NOUNS,
    STRONG_PREPOSITIONS,
    TITLES,
    WEAK_PREPOSITIONS,
)
from monitor.reading.disambiguation import resolve
from monitor.reading.gazetteer import Found, Gazetteer
from monitor.reading.name_scan import Candidate, candidates
from monitor.reading.toponyms import key

#: The weight of evidence from which a name is taken for a place.
ENOUGH = 1.0


def find_places(
    doc: Doc, gazetteer: Gazetteer, *, part: Part = "text", title: Doc | None = None, hints: Iterable[Place] = ()
) -> list[PlaceMention]:
    """The places named in a text, in its order. With `title`, those of the title too: they come first and share their meaning.

    `hints` are places that the article is likely to be about, such as where its outlet is.
    """
    parts: list[tuple[Part, Doc]] = [("title", title)] if title is not None else []
    parts.append((part, doc))
    heard = [_Heard(where, spoken, candidates(spoken, gazetteer), gazetteer) for where, spoken in parts]
    for h in heard:
        h.weigh()
    accepted = _agree(heard)
    return _mentions(accepted, list(hints))


@dataclass(slots=True)
class _Named:
    part: Part
    doc: Doc
    candidate: Candidate
    fixed: Place | None


class _Heard:
    """One part of an article with its candidates, and what the words around each say of it."""

    def __init__(self, part: Part, doc: Doc, names: list[Candidate], gazetteer: Gazetteer) -> None:
        self.part, self.doc, self.names, self.gazetteer = part, doc, names, gazetteer
        self.words = [t.text for t in doc]
        self.lower = [w.lower() for w in self.words]
        self.fixed: dict[int, Place] = {}
        self.starts = {c.start: n for n, c in enumerate(names)}

    def word(self, i: int) -> str:
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def weigh(self) -> None:
        for n, c in enumerate(self.names):
            c.score += prior(c, self.words, self.gazetteer) + self._before(c) + self._after(c)
            self._container(n, c)

    def _before(self, c: Candidate) -> float:
        """What stands before the name."""
        i = c.start - 1
        while i >= 0 and self.lower[i] in COMPASS:
            i -= 1
        word = self.word(i).rstrip(".")
        in_run = c.run[0] <= i
        if word in TITLES and not (in_run and self.doc[c.start].is_sent_start):
            return -4.0
        if in_run and not self.doc[i].is_sent_start:
            return -3.0 if word not in DIVISION_NOUNS else 1.0
        if word == "the":
            word = self.word(i - 1)
        if word == "of" and self.word(i - 1) in PLACE_NOUNS:
            return 3.0
        if word in STRONG_PREPOSITIONS:
            return 2.0
        if word in WEAK_PREPOSITIONS:
            return 1.0
        return 0.0

    def _after(self, c: Candidate) -> float:
        """What stands behind the name."""
        i = c.end
        word = self.word(i).rstrip(".")
        if i < c.run[1]:
            if word in DIVISION_NOUNS:
                return 2.0
            if word in TITLES:
                return 1.0
            if any(self.word(k) in ORG_NOUNS for k in range(i, c.run[1])):
                return -2.0
            if i in self.starts:
                return 0.0
            return -3.0
        if word in PLACE_NOUNS:
            return 2.0
        if word in PERSON_VERBS:
            return -1.0
        if word == "-" and self.word(i + 1) in ("based", "born", "area", "led", "backed"):
            return 2.0
        return 0.0

    def _container(self, n: int, c: Candidate) -> None:
        """ "X, Y": when Y holds a place called X, both are settled."""
        if self.word(c.end) != "," or c.end + 1 >= len(self.words):
            return
        inner, outer = None, None
        if (m := self.starts.get(c.end + 1)) is not None:
            inner, outer = inside(c.found, [f.place for f in self.names[m].found])
            if inner and outer:
                self.names[m].score += 2.0
                self.fixed.setdefault(m, outer)
        if inner is None and (short := self._abbreviated(c.end + 1)):
            inner, outer = inside(c.found, [short])
        if inner:
            c.score += 3.0
            self.fixed[n] = inner

    def _abbreviated(self, i: int) -> Place | None:
        word = self.words[i]
        if i + 1 < len(self.words) and self.words[i + 1] == ".":
            word += "."
        known = self.gazetteer.abbreviations.get(key(word))
        return known if word[0].isupper() and (word.isupper() or "." in word or len(word) > 2) else None


def inside(inner: Sequence[Found], outer: Sequence[Place]) -> tuple[Place | None, Place | None]:
    """The best known pair of an inner place within an outer one."""
    pairs = [
        (f.place, o)
        for o in outer
        if o.kind in ("country", "admin1", "admin2", "region")
        for f in inner
        if f.place.id != o.id and o.id in f.place.within
    ]
    return max(pairs, key=lambda p: (p[1].kind == "country", p[0].population), default=(None, None))


def prior(c: Candidate, words: list[str], gazetteer: Gazetteer) -> float:
    """How likely a name is a place before anything around it is read."""
    best = max(c.found, key=lambda f: (f.place.kind == "country", f.own, f.place.population))
    place = best.place
    if place.kind == "country":
        return 2.0
    score = 2.0 if place.kind in ("region", "site", "other") else 0.0
    score += (
        1.5 if place.population >= 200_000 else 0.5 if place.population >= 15_000 else 0.0 if place.population >= 2_000 else -0.5
    )
    if not best.own:
        score -= 0.5
    if c.end - c.start == 1 and c.key in gazetteer.common:
        score -= 2.5
    if c.end - c.start > 1:
        score += 0.5
    return score


def _agree(heard: list[_Heard]) -> list[_Named]:
    """What is surely a place once is one throughout; what is surely none is none where nothing else is said."""
    best: dict[str, float] = defaultdict(lambda: -9.0)
    worst: dict[str, float] = defaultdict(float)
    for h in heard:
        for c in h.names:
            best[c.key] = max(best[c.key], c.score)
            worst[c.key] = min(worst[c.key], c.score)
    named = []
    for h in heard:
        for n, c in enumerate(h.names):
            score = c.score + (1.0 if best[c.key] >= 3.0 else 0.0) - (1.5 if worst[c.key] <= -2.5 and best[c.key] < 3.0 else 0.0)
            if score >= ENOUGH:
                named.append(_Named(h.part, h.doc, c, h.fixed.get(n)))
    return named


def _mentions(named: list[_Named], hints: list[Place]) -> list[PlaceMention]:
    fixed: dict[str, Place] = {}
    for n in named:
        if n.fixed:
            fixed.setdefault(n.candidate.key, n.fixed)
    names: dict[str, Sequence[Found]] = {n.candidate.key: n.candidate.found for n in named}
    counts = Counter(n.candidate.key for n in named)
    for hint in hints:
        names.setdefault(f"hint {hint.id}", [Found(hint, True)])
    chosen = resolve(names, counts, fixed)
    out = []
    for n in named:
        c = n.candidate
        place = n.fixed or chosen[c.key]
        out.append(
            PlaceMention(span=Span(start=c.first, end=c.last, part=n.part), text=n.doc.text[c.first : c.last], place=place)
        )
    return out
