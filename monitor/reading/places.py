"""The places that an article names, each with the place that is meant.

names spelled like places (name_scan) -> is it one, here? (place_evidence) -> which one? (disambiguation) -> mentions
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from monitor.model.place import Place, PlaceMention
from monitor.model.span import Part, Span
from monitor.reading.cues import COMPASS
from monitor.reading.disambiguation import resolve
from monitor.reading.gazetteer import Found, Gazetteer
from monitor.reading.name_scan import Candidate, Words, candidates
from monitor.reading.place_evidence import ENOUGH, SURE, abbreviated, weigh


@dataclass(slots=True)
class Heard:
    """One part of an article: its words, and the names in them."""

    part: Part
    words: Words
    names: list[Candidate]


def find_places(
    doc: Doc, gazetteer: Gazetteer, *, part: Part = "text", title: Doc | None = None, hints: Iterable[Place] = ()
) -> list[PlaceMention]:
    """The places named in a text, in its order. With `title`, those of the title too: they come first and share their meaning.

    `hints` are places that the article is likely to be about, such as where its outlet is.
    """
    parts: list[tuple[Part, Doc]] = [("title", title)] if title is not None else []
    parts.append((part, doc))
    heard = []
    for where, spoken in parts:
        words = Words(spoken)
        names = candidates(words, gazetteer)
        weigh(words, names, gazetteer)
        heard.append(Heard(where, words, names))
    agree(heard)
    for h in heard:
        h.names = [c for c in h.names if c.score >= ENOUGH]
    chosen = settle(heard, list(hints))
    return [m for h in heard for m in mentions(h, chosen, gazetteer)]


def agree(heard: list[Heard]) -> None:
    """What is surely a place once is one throughout; what is surely none is none where nothing else is said."""
    best: dict[str, float] = defaultdict(lambda: -9.0)
    worst: dict[str, float] = defaultdict(float)
    names = [c for h in heard for c in h.names]
    for c in names:
        best[c.key] = max(best[c.key], c.score)
        worst[c.key] = min(worst[c.key], c.score)
    for c in names:
        if best[c.key] >= SURE:
            c.score += 1.0
        elif worst[c.key] <= -2.5:
            c.score -= 1.5


def settle(heard: list[Heard], hints: list[Place]) -> dict[str, Place]:
    """The place of each name of the article, by its key."""
    names = [c for h in heard for c in h.names]
    fixed: dict[str, Place] = {}
    for c in names:
        if c.fixed:
            fixed.setdefault(c.key, c.fixed)
    found: dict[str, Sequence[Found]] = {c.key: c.found for c in names}
    for hint in hints:
        found.setdefault(f"hint {hint.id}", [Found(hint, True)])
    return resolve(found, Counter(c.key for c in names), fixed)


def mentions(heard: Heard, chosen: dict[str, Place], gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """The accepted names of one text as mentions, with the state abbreviations behind them."""
    w = heard.words

    def mention(first: int, last: int, place: Place, use: str = "name") -> PlaceMention:
        span = Span(start=first, end=last, part=heard.part)
        return PlaceMention(span=span, text=w.text[first:last], place=place, use=use)  # type: ignore[arg-type]

    for c in heard.names:
        place = c.fixed or chosen[c.key]
        yield mention(w.at[widened(w, c)], c.last, place, c.use)
        if w[c.end] == "," and (state := abbreviated(w, c.end + 1, gazetteer)) and state.id in place.within:
            first, last = w.span(c.end + 1, c.end + 2)
            if w[c.end + 2] == "." and w.tied(c.end + 2):
                last += 1
            yield mention(first, last, state)


def widened(w: Words, c: Candidate) -> int:
    """Where the name begins: with a compass word that is written as part of it ("South Florida")."""
    i = c.start - 1
    if (
        i >= 0
        and w.lower[i] in COMPASS
        and w.capital[i]
        and not w.opens_sentence[i]
        and c.use == "name"
        and w.at[i] + len(w.words[i]) + 1 == w.at[c.start]
    ):
        return i
    return c.start
