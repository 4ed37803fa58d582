"""Vocabulary files of places: what the gazetteer lacks, and further names for what it has.

    places:                                   # new places
      - {name: Atmeh, kind: town, in: "Idlib, Syria", at: [36.30, 36.69], also: [Atma, أطمة]}
    names:                                    # further names for places of the gazetteer
      Rif Damascus: Rif Dimashq, Syria
      - {name: Darfur, kind: region, in: Sudan, contains: [SD.Northern Darfur, SD.Western Darfur]}
    around:                                   # a city that is a province by itself, and the province that lies around it
      Damascus, Syria: Rif Dimashq, Syria
    abbreviations:                            # names that count only behind a place: "Charleston, W.Va."
      W.Va.: West Virginia, United States
    demonyms:                                 # adjectives and peoples
      SY: [Syrian, Syrians]

`in` names a parent or a list of them (a region may lie in several provinces), `contains` what lies wholly in it: countries,
provinces, districts or towns of the gazetteer, with all that is in them. Coordinates are degrees, latitude first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast, get_args

import yaml

from monitor.model.place import PlaceKind

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SECTIONS: Final = ("places", "names", "around", "abbreviations", "demonyms")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """One place of a vocabulary file."""

    name: str
    kind: PlaceKind
    parents: tuple[str, ...] = ()  #: names that the gazetteer or an earlier entry knows: "Idlib, Syria"
    lat: float | None = None  #: degrees, WGS 84
    lon: float | None = None  #: degrees, WGS 84
    contains: tuple[str, ...] = ()  #: names that the gazetteer knows, or ids: "SD.Northern Darfur"
    also: tuple[str, ...] = ()
    population: int = 0  #: people


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """One vocabulary file of places."""

    places: tuple[PlaceEntry, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  #: name -> place as `find` takes it
    around: Mapping[str, str] = field(default_factory=dict)  #: city -> the province that lies around it
    abbreviations: Mapping[str, str] = field(default_factory=dict)  #: the same, for names that count only behind a place
    demonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: place, or country code -> adjectives and peoples


def parse_place_words(text: str) -> PlaceWords:
    """Read one file. Raises ValueError with the entry in words when something is amiss."""
    content = yaml.load(text, Loader=_LOADER) or {}
    if not isinstance(content, dict) or set(content) - set(SECTIONS):
        raise ValueError(f"a places file holds nothing but {', '.join(SECTIONS)}")
    return PlaceWords(
        places=tuple(_entry(e) for e in content.get("places") or ()),
        names=content.get("names") or {},
        around=content.get("around") or {},
        abbreviations=content.get("abbreviations") or {},
        demonyms={place: tuple(names) for place, names in (content.get("demonyms") or {}).items()},
    )


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _coordinates(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(one, int | float) for one in value):
        return False
    return bool(abs(value[0]) <= 90 and abs(value[1]) <= 180)


_FIELDS: Final[Mapping[str, tuple[str, Callable[[object], bool]]]] = {
    "name": ("a text", lambda value: isinstance(value, str)),
    "in": ("a place, or a list of places", lambda value: isinstance(value, str) or _texts(value)),
    "at": ("latitude and longitude, as in [36.1, 36.6]", _coordinates),
    "contains": ("a list of texts", _texts),
    "also": ("a list of texts", _texts),
    "population": ("a number", lambda value: isinstance(value, int)),
}


def _entry(given: Mapping[str, Any]) -> PlaceEntry:
    unknown = set(given) - {"name", "kind", "in", "at", "contains", "also", "population"}
    if unknown or not given.get("name") or given.get("kind", "town") not in get_args(PlaceKind):
        raise ValueError(f"place {given!r}: needs name, a known kind, and nothing but in, at, contains, also, population")
    for name, (words, fits) in _FIELDS.items():
        if given.get(name) and not fits(given[name]):
            raise ValueError(f"place {given['name']!r}: {name} should be {words}")
    lat, lon = given.get("at") or (None, None)
    parents = given.get("in") or ()
    return PlaceEntry(
        name=given["name"],
        kind=cast(PlaceKind, given.get("kind", "town")),
        parents=(parents,) if isinstance(parents, str) else tuple(parents),
        lat=lat,
        lon=lon,
        contains=tuple(given.get("contains") or ()),
        also=tuple(given.get("also") or ()),
        population=int(given.get("population") or 0),
    )
