"""The gazetteer: places of the world by name, from compiled sheets and the vocabulary's own places.

The first sheet is shipped (made by tools/build_gazetteer.py from GeoNames, CC BY 4.0); users add theirs (`wirewatch places add`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from monitor.model.place import Place
from monitor.reading.names.place_words import PlaceEntry, PlaceWords
from monitor.reading.names.sheet import Sheet, unpack
from monitor.reading.names.toponyms import bare, key, same_name, skeleton

#: Characters of the longest name, and parents behind it, that are looked for.
LONGEST: Final = 200
MOST_PARENTS: Final = 5
#: What GeoNames writes before the names of some provinces, and newspapers do not.
_PROVINCE: Final = "province of "
#: Countries whose script leaves out most vowels, so that everybody writes others.
UNSAID_VOWELS: Final = frozenset(
    (
        "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "IL", "IQ", "IR", "JO", "KW", "LB",
        "LY", "MA", "MR", "OM", "PK", "PS", "QA", "SA", "SD", "SY", "TD", "TN", "YE",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A place that bears a name, and whether the name is its own (not one of its alternate names)."""

    place: Place
    own: bool
    capital: bool = False  #: of a country


class Gazetteer:
    """Knows places by name: an `Atlas`. Immutable once made; `from_bytes` takes half a second."""

    def __init__(
        self,
        arrays: dict[str, Any],
        divisions: Set[str],
        extra: Iterable[PlaceWords] = (),
        sheets: Iterable[dict[str, Any]] = (),
    ) -> None:
        """`divisions`: nouns that may stand behind the name of a province, "governorate"."""
        self._divisions = divisions
        self.shipped = Sheet(arrays)
        self._sheets = [self.shipped, *map(Sheet, sheets)]
        #: Ordinary words of English, among them names of places: "reading", "royal".
        self.common = frozenset(arrays["common"].tobytes().decode().split("\n"))
        #: What the vocabulary says to lie in regions: id -> the regions that hold it, and all that holds them.
        self._holders: dict[str, frozenset[str]] = {}
        #: Cities that are provinces by themselves, by id, and the provinces around them.
        self.around: dict[str, Place] = {}
        self._extra: dict[str, list[Found]] = {}
        self._extra_bones: dict[str, list[tuple[Found, str]]] = {}
        self.place = lru_cache(maxsize=16384)(self._place)
        self.named = lru_cache(maxsize=16384)(self._named)
        #: Codes of the countries whose names reach English by transliteration.
        self.transliterated = frozenset(arrays["transliterated"].tobytes().decode().split())
        #: Names that count only behind a place ("Charleston, W.Va."), by key.
        self.abbreviations: dict[str, Place] = {}
        #: Adjectives and peoples ("Syrian", "Syrians"), by key.
        self.demonyms: dict[str, Place] = {}
        countries = map(self.place, self.shipped.rows_of_kind("country"))
        self.countries: dict[str, Place] = {str(p.country): p for p in countries}
        self._learn(list(extra))

    @classmethod
    def from_bytes(
        cls, data: bytes, divisions: Set[str], extra: Iterable[PlaceWords] = (), sheets: Iterable[dict[str, Any]] = ()
    ) -> Gazetteer:
        """The gazetteer of a compiled file, with the places of vocabulary files and of further sheets."""
        return cls(unpack(data), divisions, extra, sheets)

    def _learn(self, files: list[PlaceWords]) -> None:
        """Take in vocabulary files. Raises ValueError for a parent or target that is no place."""
        self._hold([entry for words in files for entry in words.places])
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
            for city, ring in words.around.items():
                outer = self._target(ring)
                cities = self.find(city)[:2] or [self._target(city)]  # a province and its town
                self.around |= {p.id: outer for p in cities if not p.inside(outer.id)}
            self.abbreviations |= {key(name): self._target(target) for name, target in words.abbreviations.items()}
            for target, names in words.demonyms.items():
                self.demonyms |= dict.fromkeys(map(key, names), self._target(target))
        self.named.cache_clear()

    def _hold(self, entries: list[PlaceEntry]) -> None:
        """Remember what regions contain, before any place is made from it."""
        held: dict[str, set[str]] = {}
        regions = {entry.name: f"region:{key(entry.name).replace(' ', '-')}" for entry in entries if entry.kind == "region"}
        for entry in entries:
            around = {regions[entry.name], *(regions[p] for p in entry.parents if p in regions)} if entry.contains else ()
            for inner in entry.contains:
                held.setdefault(self._target(inner).id, set()).update(around)
        if held:
            self._holders = {inner: frozenset(outer) for inner, outer in held.items()}
            self.place.cache_clear()
            self.named.cache_clear()
            self.countries = {code: self._held(place) for code, place in self.countries.items()}

    def _held(self, place: Place) -> Place:
        """A place, in the regions that hold it or what it lies in."""
        outer = {region for i in (place.id, *place.within) for region in self._holders.get(i, ())}
        return replace(place, within=place.within | outer) if outer else place

    def _known(self, target: str) -> bool:
        try:
            return bool(self._target(target))
        except ValueError:
            return False

    def _target(self, target: str) -> Place:
        """The best known place of that name; or the place of an id: "SY", "SY.Idlib", "gn:169389"."""
        if "." in target and target[:2] in self.countries:
            found = next((p for p in self.find(target.split(".")[-1], country=target[:2]) if p.id == target), None)
        else:
            found = self.countries.get(target) or self._numbered(target) or next(iter(self.find(target)), None)
        if found is None:
            raise ValueError(f"the gazetteer has no {target!r}")
        return found

    def _numbered(self, target: str) -> Place | None:
        number = target.removeprefix("gn:")
        if number == target or not number.isdigit():
            return None
        rows = ((sheet.row_numbered(int(number)), i) for i, sheet in enumerate(self._sheets))
        return next((self.place(row, i) for row, i in rows if row is not None), None)

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
                self._extra_bones.setdefault(bones, []).append((found, k))

    def _place(self, row: int, sheet: int = 0) -> Place:
        return self._held(self._sheets[sheet].place(row))

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
        exact = self.shipped.exact
        shipped = [Found(self.place(row), own, row in self.shipped.capitals) for row, own in exact.rows(k)]
        shipped += [Found(self.place(row), own) for row, own in exact.rows(_PROVINCE + k)]  # "Province of Laguna"
        return self._with_sheets(shipped, k, coarse=False) if len(self._sheets) > 1 else shipped

    def _with_sheets(self, found: list[Found], k: str, *, coarse: bool) -> list[Found]:
        """What is found, with what the users' sheets have of that key."""
        listed = {f.place.id for f in found}
        for i, sheet in enumerate(self._sheets[1:], start=1):
            for row, own in (sheet.coarse if coarse else sheet.exact).rows(k):
                place = self.place(row, i)
                if place.id not in listed:
                    listed.add(place.id)
                    found.append(Found(place, own))
        return found

    def alike(self, name: str, countries: Collection[str]) -> list[Found]:
        """Places in these countries that a transliteration unseen so far may mean, best known first.

        The consonants find them; a place counts when one of its names that can be told is the same name, written otherwise.
        """
        named = key(name)
        if not (bones := skeleton(named)):
            return []
        near = sorted(
            (
                f
                for f, k in self.of_bones((bones,), countries)
                if same_name(named, k, vowels=f.place.country not in UNSAID_VOWELS)
            ),
            key=lambda f: (-f.own, -f.place.population),
        )
        return list({f.place.id: f for f in reversed(near)}.values())[::-1]

    def of_bones(self, some: Iterable[str], countries: Collection[str]) -> list[tuple[Found, str]]:
        """The places of these countries with one of these skeletons, each with the key of a name that can be told."""
        found: list[tuple[Found, str]] = []
        for bones in some:
            shipped = [Found(self.place(row), own) for row, own in self.shipped.coarse.rows("~" + bones)]
            rows = [(f, key(f.place.name)) for f in self._with_sheets(shipped, "~" + bones, coarse=True)]
            found += [(f, k) for f, k in (*self._extra_bones.get(bones, ()), *rows) if f.place.country in countries]
        return found

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        """Every place of that name, best known first. "Hasakah, Syria": of that name inside the other.

        A province comes before the town it is named after. Likeness by sound is no spelling: `alike` is for what texts say.
        """
        if len(name) > LONGEST or name.count(",") > MOST_PARENTS:
            return []
        name, _, outer = name.partition(",")
        around = [p.id for p in self.find(outer)] if outer.strip() else []
        found = [f.place for f in self.named(name.strip()) if country in (None, f.place.country)]
        if not found and (division := name.strip().rpartition(" "))[2].lower() in self._divisions:  # "Idlib governorate"
            found = [p for p in self.find(division[0], country=country) if p.kind in ("admin1", "admin2")]
        if around:
            found = [p for p in found if any(p.inside(i) and p.id != i for i in around)]
        return sorted(found, key=rank)

    def province(self, place: Place) -> Place:
        """The province that a place lies in; the place itself when that cannot be told."""
        try:
            return self._target(f"{place.country}.{place.admin1}") if place.country and place.admin1 else place
        except ValueError:
            return place

    def names(self) -> Iterable[str]:
        """The places' own names: what a misspelt one is compared with."""
        sheets = (name for sheet in self._sheets for name in sheet.names())
        return [*sheets, *(found.place.name for entry in self._extra.values() for found in entry)]

    def within(self, inner: Place, outer: Place) -> Place:
        """The inner place, said to lie in the outer one too."""
        return replace(inner, within=inner.within | outer.within | {outer.id})


def rank(place: Place) -> tuple[int, int]:
    """Order of fame: countries, the vocabulary's regions and sites, then by people; a province has at least its town's."""
    return (0 if place.kind == "country" else 1 if is_chosen(place) else 2, -place.population)


def is_chosen(place: Place) -> bool:
    """Is it a region or site that a vocabulary file names? A dump's sites are many, and most of them unknown to news."""
    return place.kind in ("region", "other", "site") and not place.id.startswith("gn:")
