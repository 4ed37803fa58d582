"""Places that a sentence names in one breath, for the same people: "strikes on Khartoum and Omdurman killed 20"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from monitor.model.place import Place
from monitor.reading.english.page import Page, PlaceAt
from monitor.reading.english.text import EnglishText

_JOINS: Final = frozenset(("and", "&"))
_LIST_GAP: Final = 6  # tokens
_MOST_LISTED: Final = 12  # places to either side


def in_one_breath(page: Page, p: PlaceAt) -> tuple[Place, ...]:
    """The places that the sentence lists with it, itself first: "strikes on Khartoum and Omdurman killed 20"; () for no list.

    In a list with a town of its province a bare name means the town.
    """
    places, at = page.places.of(p.sentence), page.places.rank(p.sentence, p.start)
    if at is None:
        return ()
    first = last = at
    while first and at - first < _MOST_LISTED and _listed(page.text, places[first - 1], places[first]):
        first -= 1
    while last + 1 < len(places) and last - at < _MOST_LISTED and _listed(page.text, places[last], places[last + 1]):
        last += 1
    lower, start, end = page.text.lower, places[first].start, places[last].end
    if "between" in lower[max(0, start - 3) : start] or "respectively" in lower[end : end + 3]:
        return ()
    if _JOINS.isdisjoint(lower[start:end]):
        return ()
    listed = [q.place for q in places[first : last + 1] if q.place.kind != "country" and q.start != p.start]
    apart = {q.id: q for q in (p.place, *(q for q in listed if not (q.inside(p.place.id) or p.place.inside(q.id))))}
    return tuple(_itself(q, listed) for q in apart.values()) if len(apart) > 1 else ()


def _itself(place: Place, listed: Iterable[Place]) -> Place:
    """The town, where the list names another town of the province that its name may mean."""
    other = place.kind == "town" and any(q.id != place.id and q.inside(place.either) for q in listed)
    return replace(place, either="") if other else place


def _listed(text: EnglishText, a: PlaceAt, b: PlaceAt) -> bool:
    """Do only words of a list stand between them, and is the second no subject of a clause of its own?"""
    between, links = text.lower[a.end : b.start], text.lexicon["list_links"]
    if not 0 < len(between) <= _LIST_GAP or ("," not in between and _JOINS.isdisjoint(between)):
        return False
    if not all(word in links or word.endswith("ern") for word in between):
        return False
    return text.lexicon["predicates"].isdisjoint(text.lower[b.end : b.end + 1])
