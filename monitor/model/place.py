"""Places: where things are, and what contains what.

Identity is a string, so that containment is a set question and nothing has to ask a gazetteer again:

    country   "SY"
    admin1    "SY.Idlib"                    ISO 3166-1 alpha-2, then GeoNames' English spelling
    admin2    "SY.Idlib.Harim"
    town      "gn:172955"                   GeoNames id
    region    "region:eastern-ghouta"       from the vocabulary; may lie in several provinces
    site      "site:al-omar-oil-field"      camps, bases, crossings, fields
    unlisted  "text:SY.Idlib/atmeh"         named in a text with its parent; no gazetteer has it
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from monitor.model.span import Span

#: How words speak of a place: by its name, by an adjective of it ("Syrian"), or inside another name ("the Paris Agreement").
#: Only a name can say where an event happened.
Use = Literal["name", "adjective", "part"]
EARTH_KM: Final = 6371.0088  #: mean radius
PlaceKind = Literal["country", "admin1", "admin2", "town", "region", "site", "unlisted", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on earth. `within` names every place that contains it, itself not among them."""

    id: str
    name: str  #: GeoNames' English name, or as the vocabulary or the text spells it
    kind: PlaceKind
    country: str | None = None  #: ISO 3166-1 alpha-2, upper case
    admin1: str | None = None  #: GeoNames' English spelling
    admin2: str | None = None
    lat: float | None = None  #: degrees, WGS 84
    lon: float | None = None  #: degrees, WGS 84
    population: int = 0  #: people
    within: frozenset[str] = frozenset()  #: ids of all that contains it: country, admin1, admin2, regions
    #: Id of the other place that the words may mean, of a town and a province around it that share a name: a bare "Homs" is the
    #: city or the governorate. "" where the text says which.
    either: str = ""

    def inside(self, other_id: str) -> bool:
        """Is it that place, or inside it?"""
        return self.id == other_id or other_id in self.within


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Words of an article that name a place."""

    span: Span
    text: str
    place: Place
    use: Use = "name"
    outer: bool = False  #: a bare name for the province of the place beside it: "Palmyra, Homs", not "Homs province"


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The way between two points (degrees of latitude and longitude) along a great circle.

    >>> round(kilometres((33.5, 36.3), (36.2, 37.16)))
    310
    """
    north, south = math.radians(a[0]), math.radians(b[0])
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class Atlas(Protocol):
    """What knows places by name (the gazetteer with the vocabulary; a handful of places in tests)."""

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        """Every place of that name, in any usual spelling, best known first; [] when none is known."""
        ...

    def names(self) -> Iterable[str]:
        """Every name that `find` knows, for guesses when a rule's place is not found; () when that cannot be told."""
        ...
