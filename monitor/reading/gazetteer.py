"""The gazetteer: places of the world by name, from one compiled file and the vocabulary's own places.

The file (made by tools/build_gazetteer.py from GeoNames, CC BY 4.0) holds no names to search, only their hashes, sorted: 44 bits
of blake2b, so that of a million look-ups of unknown names fewer than one meets a wrong place. A look-up is a binary search;
a Place is made when it is asked for. Beside the exact keys it holds the skeletons of names that come to English by
transliteration.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from typing import Any, Final

import numpy as np
from rapidfuzz.fuzz import ratio

from monitor.model.place import Place, PlaceKind
from monitor.reading.place_words import PlaceEntry, PlaceWords
from monitor.reading.toponyms import bare, key, skeleton

KINDS: Final[tuple[PlaceKind, ...]] = ("country", "admin1", "admin2", "town", "region", "site", "unlisted", "other")

#: Nouns that may stand behind the name of a province: "Idlib governorate".
DIVISIONS: Final = frozenset(
    ("governorate", "province", "state", "region", "oblast", "department", "district", "county", "prefecture")
)
#: How alike (of 100) a name and a place's own name must be for their common skeleton to count.
ALIKE: Final = 55
#: The same when the skeleton has only two consonants.
SHORT_ALIKE: Final = 80


def fingerprint(text: str) -> int:
    """44 bits that stand for a key."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big") >> 4


@dataclass(frozen=True, slots=True)
class Found:
    """A place that bears a name, and whether the name is its own (not one of its alternate names)."""

    place: Place
    own: bool
    capital: bool = False  #: of a country


class Index:
    """Sorted hashes of keys, each with the rows that bear it."""

    def __init__(self, deltas: Any, counts: Any, rows: Any) -> None:
        self._hashes = np.cumsum(deltas, dtype=np.int64)
        self._ends = np.cumsum(counts, dtype=np.int64)
        self._rows = rows

    def rows(self, text: str) -> list[tuple[int, bool]]:
        """(row, is the name its own) for each place of that key."""
        wanted = fingerprint(text)
        i = int(self._hashes.searchsorted(wanted))
        if i == len(self._hashes) or self._hashes[i] != wanted:
            return []
        start = int(self._ends[i - 1]) if i else 0
        return [(packed >> 1, bool(packed & 1)) for packed in self._rows[start : self._ends[i]].tolist()]


class Gazetteer:
    """Knows places by name: an `Atlas`. Immutable once made; `from_bytes` takes half a second."""

    def __init__(self, arrays: dict[str, Any], extra: Iterable[PlaceWords] = ()) -> None:
        self._exact = Index(arrays["exact_deltas"], arrays["exact_counts"], arrays["exact_rows"])
        self._coarse = Index(arrays["coarse_deltas"], arrays["coarse_counts"], arrays["coarse_rows"])
        #: Ordinary words of English, among them names of places: "reading", "royal".
        self.common = frozenset(arrays["common"].tobytes().decode().split("\n"))
        names = arrays["names"].tobytes()
        breaks = np.flatnonzero(arrays["names"] == 10)
        self._names, self._starts, self._stops = names, np.append(0, breaks + 1), np.append(breaks, len(names))
        self._admin2s = arrays["admin2s"].tobytes().decode().split("\n")
        self._columns = {name: arrays[name] for name in ("admin2", "kind", "lat", "lon", "population", "geonameid")}
        self._capitals = frozenset(arrays["capitals"].tolist())
        self._extra: dict[str, list[Found]] = {}
        self._extra_bones: dict[str, list[Found]] = {}
        self.place = lru_cache(maxsize=65536)(self._place)
        self.named = lru_cache(maxsize=65536)(self._named)
        #: Codes of the countries whose names reach English by transliteration.
        self.transliterated = frozenset(arrays["transliterated"].tobytes().decode().split())
        #: Names that count only behind a place ("Charleston, W.Va."), by key.
        self.abbreviations: dict[str, Place] = {}
        #: Adjectives and peoples ("Syrian", "Syrians"), by key.
        self.demonyms: dict[str, Place] = {}
        rows = np.flatnonzero(arrays["kind"] == KINDS.index("country")).tolist()
        self.countries: dict[str, Place] = {str(p.country): p for p in map(self.place, rows)}
        self._learn(list(extra))

    @classmethod
    def from_bytes(cls, data: bytes, extra: Iterable[PlaceWords] = ()) -> Gazetteer:
        """The gazetteer of a compiled file, with the places of vocabulary files."""
        with np.load(BytesIO(data), allow_pickle=False) as archive:
            return cls({name: archive[name] for name in archive.files}, extra)

    def _learn(self, files: list[PlaceWords]) -> None:
        """Take in vocabulary files. Raises ValueError for a parent or target that is no place."""
        waiting = [entry for words in files for entry in words.places]
        while waiting:  # a parent may stand behind its child, or in another file
            named = {entry.name for entry in waiting}
            later = [e for e in waiting if not all(p not in named and self._known(p) for p in e.parents)]
            if len(later) == len(waiting):
                raise ValueError(f"place {later[0].name}: no place {' or '.join(later[0].parents)}")
            for entry in waiting:
                if entry not in later:
                    self._add(self._made(entry), entry.also)
            self.named.cache_clear()
            waiting = later
        for words in files:
            for name, target in words.names.items():
                self._add(self._target(target), (name,))
            self.abbreviations |= {key(name): self._target(target) for name, target in words.abbreviations.items()}
            for target, names in words.demonyms.items():
                self.demonyms |= dict.fromkeys(map(key, names), self._target(target))
        self.named.cache_clear()

    def _known(self, target: str) -> bool:
        return target in self.countries or bool(self.find(target))

    def _target(self, target: str) -> Place:
        """The best known place of that name; or the place of an id: "SY", "SY.Idlib", "gn:169389"."""
        if "." in target and target[:2] in self.countries:
            return next(p for p in self.find(target[3:], country=target[:2]) if p.id == target)
        found = self.countries.get(target) or self._numbered(target) or next(iter(self.find(target)), None)
        if found is None:
            raise ValueError(f"the gazetteer has no {target!r}")
        return found

    def _numbered(self, target: str) -> Place | None:
        number = target.removeprefix("gn:")
        if number == target or not number.isdigit():
            return None
        rows = np.flatnonzero(self._columns["geonameid"] == int(number))
        return self.place(int(rows[0])) if len(rows) else None

    def _made(self, entry: PlaceEntry) -> Place:
        """An entry as a place: inside its parents, and in the country and province that all of them share."""
        parents = [self._target(parent) for parent in entry.parents]
        countries, admin1s, admin2s = ({getattr(p, level) for p in parents} for level in ("country", "admin1", "admin2"))
        inside = {i for p in parents for i in (p.id, *p.within)}
        slug = key(entry.name).replace(" ", "-")
        shared = [s.pop() if len(s) == 1 else None for s in (countries, admin1s, admin2s)]
        return Place(
            id=f"{entry.kind}:{slug}"
            if entry.kind in ("region", "site", "other")
            else f"text:{parents[0].id if parents else ''}/{slug}",
            name=entry.name,
            kind=entry.kind,
            country=shared[0],
            admin1=shared[1],
            admin2=shared[2],
            lat=entry.lat,
            lon=entry.lon,
            population=entry.population,
            within=frozenset(inside),
        )

    def _add(self, place: Place, others: tuple[str, ...]) -> None:
        found = Found(place, True)
        for k in {k for name in (place.name, *others) for k in (key(name), bare(key(name)))}:
            self._extra.setdefault(k, []).append(found)
            if bones := skeleton(k):
                self._extra_bones.setdefault(bones, []).append(found)

    def _place(self, row: int) -> Place:
        column = self._columns
        country, admin1, admin2 = self._admin2s[int(column["admin2"][row])].split("\t")
        kind = KINDS[int(column["kind"][row])]
        number = int(column["geonameid"][row])
        ids = [country] + ([f"{country}.{admin1}"] if admin1 else []) + ([f"{country}.{admin1}.{admin2}"] if admin2 else [])
        own = f"gn:{number}" if kind == "town" else ids[-1]
        return Place(
            id=own,
            name=self._names[int(self._starts[row]) : int(self._stops[row])].decode(),
            kind=kind,
            country=country,
            admin1=admin1 or None,
            admin2=admin2 or None,
            lat=int(column["lat"][row]) / 1000,
            lon=int(column["lon"][row]) / 1000,
            population=int(column["population"][row]),
            within=frozenset(i for i in ids if i != own),
        )

    def _named(self, name: str) -> tuple[Found, ...]:
        """Every place of that name in any usual spelling, own names and the vocabulary's first, then by population."""
        k = key(name)
        extra = self._extra.get(k, [])
        found = self._rows(k)
        if not found and not extra and (short := bare(k, arabic=False)) != k:
            extra = self._extra.get(short, [])
            found = self._rows(short)
        listed = {f.place.id for f in extra}
        return (*extra, *sorted((f for f in found if f.place.id not in listed), key=lambda f: -f.place.population))

    def _rows(self, k: str) -> list[Found]:
        return [Found(self.place(row), own, row in self._capitals) for row, own in self._exact.rows(k)]

    def alike(self, name: str, countries: Collection[str]) -> list[Found]:
        """Places in these countries whose names have the same consonants: what a transliteration unseen so far may mean."""
        bones = skeleton(key(name))
        if not bones:
            return []
        rows = [Found(self.place(row), own) for row, own in self._coarse.rows("~" + bones)]
        candidates = [f for f in (*self._extra_bones.get(bones, ()), *rows) if f.place.country in countries]
        short = bare(key(name))
        enough = ALIKE if len(bones) > 2 else SHORT_ALIKE
        scored = [(ratio(short, bare(key(f.place.name))), f) for f in candidates]
        near = sorted(
            (f for score, f in scored if score >= enough or (not f.own and len(bones) > 2)),
            key=lambda f: (-f.own, -f.place.population),
        )
        return list({f.place.id: f for f in reversed(near)}.values())[::-1]

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        """Every place of that name, best known first. "Hasakah, Syria": of that name inside the other.

        A province comes before the town it is named after; with a country, spellings by sound are tried too.
        """
        name, _, outer = name.partition(",")
        around = [p.id for p in self.find(outer)] if outer.strip() else []
        found = [f.place for f in self.named(name.strip()) if country in (None, f.place.country)]
        if not found and (division := name.strip().rpartition(" "))[2].lower() in DIVISIONS:  # "Idlib governorate"
            found = [p for p in self.find(division[0], country=country) if p.kind in ("admin1", "admin2")]
        if not found:
            countries = [country] if country else [i for i in around if len(i) == 2]
            found = [f.place for f in self.alike(name, countries)]
        if around:
            found = [p for p in found if any(p.inside(i) and p.id != i for i in around)]
        return sorted(found, key=rank)

    def names(self) -> Iterable[str]:
        """The places' own names: what a misspelt one is compared with."""
        return [*self._names.decode().split("\n"), *(found.place.name for entry in self._extra.values() for found in entry)]

    def within(self, inner: Place, outer: Place) -> Place:
        """The inner place, said to lie in the outer one too."""
        return replace(inner, within=inner.within | outer.within | {outer.id})


def rank(place: Place) -> tuple[int, int]:
    """Order of fame: countries, the vocabulary's regions and sites, then by people; a province has at least its town's."""
    return (0 if place.kind == "country" else 1 if place.kind in ("region", "other", "site") else 2, -place.population)
