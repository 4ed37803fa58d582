"""Finds the place that a rule means: "Idlib", "Idlib, Syria", "Atmeh, Idlib, Syria".

A name that is both a province and its town means the larger; a name that could be two different places is told with its
choices. Where one bearer of a name is far better known than the others (fifty times the people), it is the one meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import pycountry
from rapidfuzz import fuzz, process

from monitor.matching.condition import Known
from monitor.matching.nodes import Node, Review
from monitor.matching.words import fold, folded_words
from monitor.model.place import Atlas, Place, kilometres

#: What a rule may say under `kind:` -> the gazetteer's kinds.
KINDS: Final = {
    "country": ("country",),
    "province": ("admin1",),
    "admin1": ("admin1",),
    "district": ("admin2",),
    "admin2": ("admin2",),
    "town": ("town", "unlisted"),
    "region": ("region",),
    "site": ("site",),
}
#: People that a kind of place counts for at least, when names are weighed: a gazetteer gives areas no population.
_FLOOR: Final = {"country": 10**9, "region": 10**7, "site": 10**7, "admin1": 500_000, "admin2": 50_000}
_RANKS: Final = frozenset({"governorate", "province", "region", "district", "state", "oblast", "county"})
_FAR_BETTER_KNOWN: Final = 50
LONGEST: Final = 120  # characters
_MOST_PARENTS: Final = 4
MOST_GUESSES: Final = 20  #: of one file: each looks through all names of the gazetteer
_LIKE: Final = 75  # of 100: how like a name must be to be guessed
_LIKE_INSIDE: Final = 50  # the same where the country or province is said


def resolve(name: str, node: Node, review: Review, known: Known, *, kind: str = "", point: bool = False) -> tuple[Place, ...]:
    """The place of that name; () when there is none, or several that it could be (then the mistake has been told).

    More than one comes back when a town and its district share the name and the gazetteer does not say that the one contains
    the other: both are meant. `kind` is a key of KINDS. `point` prefers towns and sites: distances begin at points.
    """
    if len(name) > LONGEST or name.count(",") > _MOST_PARENTS:
        review.mistake(node, "a place is written as in 'Sarmin, Idlib, Syria'; for several places write a list")
        return ()
    candidates = _candidates(name, known) or _candidates(_without_rank(name), known)
    if not kind:
        candidates = _with_their_provinces(candidates, known)
    else:
        candidates = [place for place in candidates if place.kind in KINDS[kind]]
    if not candidates:
        _tell_unknown(name, node, review, known, kind)
        return ()
    points = [place for place in candidates if place.kind in ("town", "site", "unlisted")]
    nests = _nests(points if point and points else candidates)
    wanted = folded_words(name.split(",")[0])
    bearers = [place for place in candidates if folded_words(place.name) == wanted]
    exact = [nest for nest in nests if any(bearer.inside(place.id) for bearer in bearers for place in nest)]
    if len(nests) > 1 and len(exact) == 1:
        others = "; ".join(_full_name(nest[0]) for nest in nests if nest is not exact[0])
        review.advice(node, f"'{name}' is taken as {_full_name(exact[0][0])}; the name is also used for: {others}")
    if len(nests) == 1 or len(exact) == 1:
        chosen = (exact or nests)[0]
        if all(place.kind == "region" for place in chosen):
            told = "events told to be in it, and in what the vocabulary says it contains"
            review.advice(
                node, f"{chosen[0].name} is a region: this finds {told}; to be sure of towns write a list, or within_km"
            )
        return chosen
    choices = "; ".join(dict.fromkeys(_full_name(nest[0]) for nest in nests[:6]))
    more = f"; and {len(nests) - 6} more" if len(nests) > 6 else ""
    review.mistake(node, f"'{name}' could be several places: {choices}{more}: say which")
    return ()


def _with_their_provinces(candidates: list[Place], known: Known) -> list[Place]:
    """A region that is also a province ("Gaza", the Gaza Strip) brings the province, which knows what lies in it."""
    found = {place.id: place for place in candidates}
    for region in (place for place in candidates if place.kind == "region"):
        for other in known.atlas.find(region.name):
            same = folded_words(other.name) == folded_words(region.name) and other.country == region.country
            if same and other.kind in ("country", "admin1", "admin2"):
                found[other.id] = other
    return list(found.values())


def _without_rank(name: str) -> str:
    """ "Idlib Governorate, Syria" is "Idlib, Syria"."""
    first, comma, rest = name.partition(",")
    words = first.split()
    return " ".join(words[:-1]) + comma + rest if len(words) > 1 and words[-1].casefold() in _RANKS else name


def _candidates(name: str, known: Known) -> list[Place]:
    """Every place of the first name that lies in all the places named after it."""
    first, *parents = [part.strip() for part in name.split(",")]
    if not first or not all(parents):
        return []
    if not parents:
        return known.atlas.find(first)
    arounds = [{place.id for place in known.atlas.find(parent)} for parent in parents]
    countries = [p.country for p in known.atlas.find(parents[-1]) if p.kind == "country" and p.country]
    for places in (*(known.atlas.find(first, country=c) for c in countries), known.atlas.find(first)):
        inside = {p.id: p for p in places if all(p.id not in around and around & p.within for around in arounds)}
        if inside:
            return list(inside.values())
    return []


def _nests(candidates: list[Place]) -> list[tuple[Place, ...]]:
    """What a reader could take the name for, best known first: each nest is a place, without those of its name inside it."""
    outer = [p for p in candidates if not any(q.id != p.id and p.inside(q.id) for q in candidates)]
    weights = {p.id: max(_weight(q) for q in candidates if q.inside(p.id)) for p in outer}
    top = max(weights.values())
    country = any(p.kind == "country" for p in outer)  # a province named like a country is a rival, however small (Georgia)
    near = [p for p in outer if weights[p.id] * _FAR_BETTER_KNOWN >= top or (country and p.kind == "admin1")]
    nests: list[tuple[Place, ...]] = []
    for place in sorted(near, key=lambda p: (p.kind not in ("region", "admin2"), -weights[p.id])):
        home = next((nest for nest in nests if _same(nest[0], place)), None)
        if home is None:
            nests.append((place,))
        else:
            nests[nests.index(home)] = (*home, place)
    return sorted(nests, key=lambda nest: -max(weights[p.id] for p in nest))


def _same(home: Place, place: Place) -> bool:
    """Does one name mean both: a district and its town, a region and the province that it is?"""
    if home.kind == "region":
        return home.country is not None and home.country == place.country
    return home.kind == "admin2" and place.kind == "town" and (home.country, home.admin1) == (place.country, place.admin1)


def _weight(place: Place) -> int:
    return max(place.population, _FLOOR.get(place.kind, 1))


def _full_name(place: Place) -> str:
    """How to write the place so that it is this one, with its kind where the name alone would not do."""
    if place.kind == "country":
        return f"{place.name} (the country: {{place: {place.name}, kind: country}})"
    return f"{name_in_rule(place)} ({_kind_in_words(place)})"


def name_in_rule(place: Place) -> str:
    """As a rule names the place: "Atmeh, Idlib, Syria"."""
    if place.kind == "country":
        return place.name
    parts = [place.name]
    if place.kind not in ("admin1", "region") and place.admin1 and fold(place.admin1) != fold(place.name):
        parts.append(place.admin1)
    if place.country:
        found = pycountry.countries.get(alpha_2=place.country)
        parts.append(getattr(found, "common_name", found.name).split(",")[0] if found else place.country)
    return ", ".join(parts)


def _kind_in_words(place: Place) -> str:
    return {"admin1": "province", "admin2": "district", "unlisted": "town", "other": "place"}.get(place.kind, place.kind)


def _tell_unknown(name: str, node: Node, review: Review, known: Known, kind: str) -> None:
    first, _, rest = (part.strip() for part in name.partition(","))
    elsewhere = known.atlas.find(first) if first else []
    if elsewhere:
        there = "; ".join(dict.fromkeys(_full_name(place) for place in elsewhere[:4]))
        wanted = f"{kind} called '{name}'" if kind else f"'{name}'"
        review.mistake(node, f"there is no {wanted}, but there is: {there}")
        return
    review.guesses += 1
    if review.guesses <= MOST_GUESSES:
        near = _guess_place(first, rest, known)
    else:
        near = f" (no guess: only the first {MOST_GUESSES} unknown places of a file get one)"
    review.mistake(node, f"unknown place '{name}'{near}; a place that the gazetteer lacks goes into rules/vocabulary/")


def _guess_place(word: str, parent: str, known: Known) -> str:
    """A polite tail for a message. The rules that use one list all ask for the same: it is looked for once."""
    if (word, parent) not in known.guesses:
        near = _nearest(word, parent, known)
        known.guesses[word, parent] = f" (did you mean '{near}'?)" if near else ""
    return known.guesses[word, parent]


def _nearest(word: str, parent: str, known: Known) -> str:
    """The best known of the places whose names are spelled much like the word; inside the parent also one less like it."""
    names, small = _names(cast(Any, known.atlas))
    around = {place.id for place in known.atlas.find(parent)} if parent else set()
    enough, limit = (_LIKE_INSIDE, 300) if around else (_LIKE, 20)
    near = process.extract(_plain(word), small, scorer=fuzz.ratio, score_cutoff=enough, limit=limit)
    found = [
        (round(score / 8), _weight(place), names[i])
        for _, score, i in near
        for place in known.atlas.find(names[i])
        if not around or around & place.within
    ]
    return max(found)[2] if found else ""


@lru_cache(maxsize=2)
def _names(atlas: Atlas) -> tuple[list[str], list[str]]:
    """The atlas' names as they are, and as they are compared."""
    names = list(atlas.names())
    return names, [_plain(name) for name in names]


def _plain(name: str) -> str:
    return name.lower() if name.isascii() else " ".join(folded_words(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """So many kilometres around a point."""

    name: str
    lat: float  #: degrees
    lon: float  #: degrees
    km: float

    def distance(self, lat: float, lon: float) -> float:
        """Kilometres from the centre, along a great circle.

        >>> round(Circle(name="Damascus", lat=33.5, lon=36.3, km=1).distance(36.2, 37.16))
        310
        """
        return kilometres((self.lat, self.lon), (lat, lon))
