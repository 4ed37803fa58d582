"""A GeoNames dump ("SY.txt", 19 columns with tabs between) as a sheet of places.

The dump tells provinces and districts by code, the shipped gazetteer by name: the towns that both have say which is which. So a
dump is read twice, line by line: `survey` first, then `add`.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.sheet import KINDS, fingerprint
from monitor.reading.names.toponyms import bare, key, skeleton

COLUMNS: Final = 19
#: GeoNames' classes of features, in words.
CLASSES: Final = {
    "P": "cities, towns, villages",
    "S": "buildings, camps, airports, farms",
    "L": "parks, military areas, fields",
    "T": "mountains, hills, capes, islands",
    "H": "rivers, lakes, springs, dams' waters",
    "R": "roads, railways, tunnels",
    "V": "forests, heaths",
}
#: Codes of what is no more: historical places end in H, and "PPLH" is a town that was.
_GONE: Final = re.compile(r"^(PPLH|PPLW|.{3,}H)$")
_MOST_PEOPLE: Final = 2**32 - 1
_LONGEST: Final = 200  # characters of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a dump."""

    geonameid: int
    names: tuple[str, ...]  #: the first is the one shown
    lat: float  #: degrees
    lon: float  #: degrees
    feature: str  #: class
    code: str
    country: str
    admin1: str  #: code
    admin2: str  #: code
    population: int


def parse_line(line: str) -> Row:
    """Raises ValueError in words for what is no line of a dump."""
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns, not {COLUMNS}")
    number, name, plain, others, lat, lon = cells[:6]
    if not number.isascii() or not number.isdigit() or not 0 < int(number) < 2**32:
        raise ValueError(f"the first column is no number of GeoNames: {number[:20]!r}")
    try:
        at = float(lat), float(lon)
        people = int(cells[14] or 0)
    except ValueError:
        raise ValueError("latitude, longitude or population is no number") from None
    if not (-90 <= at[0] <= 90 and -180 <= at[1] <= 180):
        raise ValueError(f"{lat[:12]}, {lon[:12]} is nowhere on earth")
    names = dict.fromkeys(n.strip() for n in (name, plain, *others.split(",")))
    kept = tuple(n for n in names if 1 < len(n) <= _LONGEST and "\n" not in n and "://" not in n)
    if not kept:
        raise ValueError("no name")
    return Row(
        geonameid=int(number), names=kept, lat=at[0], lon=at[1], feature=cells[6], code=cells[7], country=cells[8],
        admin1=cells[10], admin2=cells[11], population=min(max(people, 0), _MOST_PEOPLE),
    )  # fmt: skip


class Dump:
    """Rows on their way into a sheet. `classes`: the classes of features that are taken, of CLASSES."""

    def __init__(self, gazetteer: Gazetteer, classes: str = "P") -> None:
        self._gazetteer, self._classes = gazetteer, frozenset(classes)
        self._shipped = gazetteer.shipped.divisions()
        self._votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self._divisions: dict[tuple[str, str, str], int] = {}
        self._names: list[str] = []
        self._columns = {name: array(kind) for name, kind in (("admin2", "I"), ("kind", "B"), ("lat", "i"), ("lon", "i"))}
        self._columns |= {"population": array("L"), "geonameid": array("L")}
        self._exact, self._coarse = (array("Q"), array("Q")), (array("Q"), array("Q"))

    def __len__(self) -> int:
        return len(self._names)

    def survey(self, row: Row) -> None:
        """First reading: which province and district do its codes mean?"""
        if (known := self._shipped.get(row.geonameid)) and known[0] == row.country:
            self._votes[row.country, row.admin1][known[1]] += 1
            self._votes[row.country, row.admin1, row.admin2][known[2]] += 1
        elif row.code == "ADM1":  # a province without a town that both have: by its name
            places = (p for n in row.names for p in self._gazetteer.find(n, country=row.country) if p.kind == "admin1")
            if place := next(places, None):
                self._votes[row.country, row.admin1][str(place.admin1)] += 1

    def add(self, row: Row) -> bool:
        """Second reading: take the row in, if it is of a class that is wanted. Raises ValueError for a country that is none."""
        if row.feature not in self._classes or _GONE.match(row.code):
            return False
        if row.country not in self._gazetteer.countries:
            raise ValueError(f"no country has the code {row.country[:10]!r}")
        number = len(self._names)
        division = (row.country, self._meant(row.country, row.admin1), self._meant(row.country, row.admin1, row.admin2))
        self._names.append(row.names[0])
        for name, value in (
            ("admin2", self._divisions.setdefault(division, len(self._divisions))),
            ("kind", KINDS.index("town" if row.feature == "P" else "site")),
            ("lat", round(row.lat * 1000)),
            ("lon", round(row.lon * 1000)),
            ("population", row.population),
            ("geonameid", row.geonameid),
        ):
            self._columns[name].append(value)
        own = {key(n) for n in row.names[:2]}
        own |= {bare(k) for k in own}
        for k in {k for n in row.names for k in (key(n), bare(key(n)))} | own:
            if len(k) > 1:
                self._put(self._exact, k, 2 * number + (k in own))
            if row.country in self._gazetteer.transliterated and (bones := skeleton(k)):
                self._put(self._coarse, "~" + bones, 2 * number + (k in own))
        return True

    def _meant(self, *codes: str) -> str:
        votes = self._votes.get(codes) if codes[-1] else None
        return votes.most_common(1)[0][0] if votes else ""

    def _put(self, index: tuple[array[int], array[int]], k: str, packed: int) -> None:
        index[0].append(fingerprint(k))
        index[1].append(packed)

    def arrays(self) -> dict[str, Any]:
        """The sheet's arrays. Raises ValueError when nothing was taken in."""
        if not self._names:
            raise ValueError("no place of the classes asked for")
        types = {"kind": np.uint8, "lat": np.int32, "lon": np.int32}
        return {
            "names": np.frombuffer("\n".join(self._names).encode(), dtype=np.uint8),
            "admin2s": np.frombuffer("\n".join(map("\t".join, self._divisions)).encode(), dtype=np.uint8),
            "capitals": np.array([], dtype=np.uint32),
            **{name: np.array(column, dtype=types.get(name, np.uint32)) for name, column in self._columns.items()},
            **{f"exact_{name}": column for name, column in _index(*self._exact).items()},
            **{f"coarse_{name}": column for name, column in _index(*self._coarse).items()},
        }


def _index(hashes: array[int], rows: array[int]) -> dict[str, Any]:
    """Sorted hashes as their differences, how many rows each has, and the rows."""
    if not len(hashes):
        return {name: np.array([], dtype=np.uint32) for name in ("deltas", "counts", "rows")}
    table = np.stack([np.frombuffer(hashes, dtype=np.uint64), np.frombuffer(rows, dtype=np.uint64)], axis=1)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    table = table[np.append(True, np.any(np.diff(table, axis=0) != 0, axis=1))]
    found, counts = np.unique(table[:, 0], return_counts=True)
    return {
        "deltas": np.diff(found, prepend=np.uint64(0)),
        "counts": counts.astype(np.uint16 if counts.max() < 65536 else np.uint32),
        "rows": table[:, 1].astype(np.uint32),
    }
