"""Places whose names a text spells in a way that no list has: found by their consonants, in the countries it is about."""

from __future__ import annotations

from collections.abc import Iterator, Set

from monitor.reading.gazetteer import Gazetteer
from monitor.reading.name_scan import Candidate, Words, runs, split
from monitor.reading.person_names import BEFORE_PLACES, People
from monitor.reading.toponyms import key


def by_sound(w: Words, names: list[Candidate], people: People, gazetteer: Gazetteer, countries: Set[str]) -> Iterator[Candidate]:
    """Unknown names behind a preposition that sound like a place of the article's countries: a transliteration not met before."""
    wanted = countries & gazetteer.transliterated
    taken = {i for c in names for i in range(c.start, c.end)}
    names_of_text = (part for run in runs(w) for part in split(w, *run)) if wanted else ()
    for i, j in names_of_text:
        if w[i - 1] not in BEFORE_PLACES or people.covers(i, j) or any(k in taken for k in range(i, j)):
            continue
        first, last = w.span(i, j)
        if found := gazetteer.alike(w.text[first:last], wanted):
            yield Candidate(i, j, "~" + key(w.text[first:last]), tuple(found), first, last, score=2.0)
