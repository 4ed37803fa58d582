"""The named things of an article: people, organisations, places, peoples. From rules and vocabulary, without a trained part.

actors, people, organisations by form, places  ->  one label for each word: the surest, then the longest, wins
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from monitor.model.event import Entity, Label
from monitor.model.place import PlaceMention
from monitor.model.span import Part, Span
from monitor.reading.names.actors import Actors
from monitor.reading.names.name_scan import Words, runs
from monitor.reading.names.organisations import find_organisations
from monitor.reading.names.person_names import People, find_people, later_mentions
from monitor.reading.names.words import NameWords

KIND_LABELS: Final[dict[str, Label]] = {"region": "LOC", "other": "LOC", "site": "FAC"}
_BEHIND: Final = re.compile(r" (\w+)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """Characters that may be an entity. The higher rank wins where two overlap, then the longer."""

    first: int
    last: int
    label: Label
    rank: int


def find_entities(
    doc: Doc,
    places: Iterable[PlaceMention],
    actors: Actors,
    lexicon: NameWords,
    *,
    common: Set[str] = frozenset(),
    part: Part = "text",
) -> list[Entity]:
    """The entities of one part of an article, in its order; none overlaps another.

    `places` are its place mentions, `common` the ordinary words of its language (the gazetteer has them).
    """
    w = Words.of(doc, lexicon)
    places = list(places)
    people = find_people(w)
    claims = [
        *_places(w, [p for p in places if p.span.part == part]),
        *_actors(w, actors),
        *_people(w, people),
        *_organisations(w),
        *_bands(w, {p.span.start for p in places if p.span.part == part and p.use == "adjective"}),
    ]
    taken = settle(claims)
    taken = settle([*taken, *_acronyms(w, common), *_unknown(w, taken, common)])
    trimmed = ((c, *trim(w.text, c.first, c.last)) for c in sorted(taken, key=lambda c: c.first))
    return [
        Entity(span=Span(start=first, end=last, part=part), label=c.label, text=w.text[first:last])
        for c, first, last in trimmed
        if first < last
    ]


def trim(text: str, first: int, last: int) -> tuple[int, int]:
    """Characters of a name without a footnote's mark or a stop that the tokenizer left on it: "al-Freiji.[2"."""
    cut = text.find("[", first, last)
    last = cut if cut > 0 else last
    while last > first and not (text[last - 1].isalnum() or (text[last - 1] == "." and "." in text[first : last - 1])):
        last -= 1
    return first, last


def settle(claims: Sequence[Claim]) -> list[Claim]:
    """Those claims that no better one overlaps."""
    kept: list[Claim] = []
    taken = bytearray(max((c.last for c in claims), default=0))
    for c in sorted(claims, key=lambda c: (-c.rank, c.first - c.last, c.first)):
        if taken.find(1, c.first, c.last) < 0:
            taken[c.first : c.last] = b"\1" * (c.last - c.first)
            kept.append(c)
    return kept


def _places(w: Words, mentions: Iterable[PlaceMention]) -> Iterator[Claim]:
    for m in mentions:
        if m.use == "adjective":
            yield Claim(m.span.start, m.span.end, "NORP", 2)
        else:
            label = KIND_LABELS.get(m.place.kind, "GPE")
            if m.place.kind == "unlisted" and m.text.rpartition(" ")[2].lower().rstrip(".") in w.lexicon["site_endings"]:
                label = "FAC"
            yield Claim(*stretched(w, m.span.start, m.span.end), label, 3)


def stretched(w: Words, first: int, last: int) -> tuple[int, int]:
    """A place with the small words that belong to it: "northern Iraq", "Idlib province", "the Tigris river"."""
    before = w.text[max(0, first - 14) : first].split(" ")
    if len(before) > 1 and before[-1] == "" and before[-2] in w.lexicon["compass"]:
        first -= len(before[-2]) + 1
    behind = _BEHIND.match(w.text, last)
    if behind and behind[1].lower() in w.lexicon["ends_of_places"]:
        last = behind.end()
    return first, last


def _actors(w: Words, actors: Actors) -> Iterator[Claim]:
    for a in actors.find(w):
        yield Claim(*w.span(a.start, a.end), "ORG", 4 if a.listed else 3)


def _people(w: Words, people: People) -> Iterator[Claim]:
    for start, end in people.spans:
        yield Claim(*w.span(titled(w, start), end), "PERSON", 6)
    for start, end in later_mentions(w, people):
        yield Claim(*w.span(titled(w, start), end), "PERSON", 2)
    for start, end in roles(w):
        yield Claim(*w.span(start, end), "PERSON", 1)


_LONGEST_TITLES: Final = 16  #: tokens before one name


def titled(w: Words, start: int) -> int:
    """Where a person's name begins when its titles count: "Prime Minister X", "Lt. Gen. X"."""
    titles = w.lexicon["title_words"]
    i = start
    while i > max(0, start - _LONGEST_TITLES) and not w.opens_sentence[i]:
        dot = w[i - 1] == "." and i > 1
        if not (w.capital[i - 1 - dot] and w[i - 1 - dot].rstrip(".") in titles):
            break
        i -= 1 + dot
    return i


def roles(w: Words) -> Iterator[tuple[int, int]]:
    """Somebody named by an office alone, with its capitals: "the Foreign Secretary", "the Prime Minister said"."""
    offices, titles = w.lexicon["offices"], w.lexicon["title_words"]
    for start, end in runs(w):
        i = start + (w[start] == "the")
        if i == end or w[end - 1] not in offices or not all(w[k] in titles for k in range(i, end)):
            continue
        alone = end - i == 1
        if w[i - 1] == "the" or (not alone and (w.opens_sentence[i] or w[i - 1] in ("and", "by", "to"))):
            yield i, end


def _organisations(w: Words) -> Iterator[Claim]:
    for start, end in find_organisations(w):
        yield Claim(*w.span(start, end), "ORG", 4)


def _bands(w: Words, adjectives: Set[int]) -> Iterator[Claim]:
    """A people or creed with a noun of armed men or politics: "Kurdish fighters", "Shia Muslim militiamen"."""
    armed, peoples = w.lexicon["armed_nouns"], w.lexicon["peoples"]
    for j, word in enumerate(w.lower):
        if word not in armed:
            continue
        i = j
        while i > 0 and w.capital[i - 1] and (w[i - 1] in peoples or w.at[i - 1] in adjectives):
            i -= 1
        if i < j:
            yield Claim(*w.span(i, j + 1), "ORG", 3)


def _acronyms(w: Words, common: Set[str]) -> Iterator[Claim]:
    """Capitals only, two to nine letters, in a text that is not all capitals: an organisation; no weapon, unit or office."""
    shouted = sum(word.isupper() and len(word) > 3 for word in w.words) > w.count / 4
    never, openers, no_bodies = (w.lexicon[name] for name in ("never_alone", "sentence_openers", "no_bodies"))
    for i, word in enumerate(w.words):
        if not w.capital[i] or shouted:
            continue
        letters = word.replace(".", "")
        if not (letters.isupper() and letters.isalpha()) or w[i] in never or w[i] in openers or letters in no_bodies:
            continue
        if 2 <= len(letters) <= 9 and not (len(letters) > 4 and w[i] in common) and w[i + 1] not in (":", "°"):
            yield Claim(*w.span(i, i + 1), "ORG", 1)


def _unknown(w: Words, taken: Sequence[Claim], common: Set[str]) -> Iterator[Claim]:
    """Capitalised words that nothing else explains: behind "in" or "near" a place, two or three of them mostly a person."""
    covered = bytearray(len(w.text))
    for c in taken:
        covered[c.first] = 1
    known = w.lexicon
    never, openers, titles, leads = (
        known[name] for name in ("never_alone", "sentence_openers", "title_words", "before_unknown_places")
    )
    surnames: set[str] = set()
    single: list[tuple[int, int, int]] = []
    for start, end in runs(w):
        i = start
        while i < end and (w[i] in openers or w[i] in never or w[i].rstrip(".") in titles or w[i] in common):
            i += 1
        if i == end or not w.words[i].isascii():
            continue
        first, last = w.span(i, end)
        if covered.find(1, first, last) >= 0 or any(
            w[k] in never or w[k] in common or w.words[k].isupper() for k in range(i, end)
        ):
            continue
        capitals = sum(w.capital[k] for k in range(i, end))
        if w[i - 1] in leads and i == start and capitals <= 3:
            yield Claim(first, last, "GPE", 1)
        elif capitals == 1 and spoken_of(w, i, end):
            yield Claim(*w.span(titled(w, i), end), "PERSON", 1)
        elif 2 <= capitals <= 4 and not any(w.words[k] in ("of", "and", "for", "the") for k in range(i, end)):
            yield Claim(*w.span(titled(w, i), end), "PERSON", 1)
            surnames.add(w[end - 1])
        elif end - i == 1:
            single.append((i, first, last))
    yield from (Claim(first, last, "PERSON", 1) for i, first, last in single if w[i] in surnames)


def spoken_of(w: Words, i: int, end: int) -> bool:
    """Does one capitalised word do what only a person does: "X said", "said X", "X, 31,", "14-year-old X"?"""
    if w[end] in w.lexicon["person_verbs"] or w[i - 1] in ("said", "says", "year-old"):
        return True
    if w[i - 1] == "old" and w[i - 2] == "-":
        return True
    return w[end] == "," and w[end + 1].isdigit() and len(w[end + 1]) == 2 and w[end + 2] in (",", ".")
