"""One compiled sheet of places: the shipped gazetteer's, or a user's GeoNames dump (monitor/reading/names/geonames.py).

A sheet holds no names to search, only their hashes, sorted: 44 bits of blake2b, so that of a million look-ups of unknown names
fewer than one meets a wrong place. A look-up is a binary search; a Place is made when it is asked for. Beside the exact keys it
holds the skeletons of names that come to English by transliteration.
"""

from __future__ import annotations

from hashlib import blake2b
from io import BytesIO
from typing import Any, Final

import numpy as np

from monitor.model.place import Place, PlaceKind

KINDS: Final[tuple[PlaceKind, ...]] = ("country", "admin1", "admin2", "town", "region", "site", "unlisted", "other")
#: Those that bear the number of GeoNames as their id; the others bear their codes and names.
_NUMBERED: Final = ("town", "site")
_COLUMNS: Final = ("admin2", "kind", "lat", "lon", "population", "geonameid")
_ARRAYS: Final = frozenset(
    (
        *("names", "admin2s", "capitals", *_COLUMNS),
        *(f"{index}_{part}" for index in ("exact", "coarse") for part in ("deltas", "counts", "rows")),
    )
)


def fingerprint(text: str) -> int:
    """44 bits that stand for a key."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big") >> 4


def unpack(data: bytes) -> dict[str, Any]:
    """The arrays of a compiled file. Raises ValueError for what is none."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except Exception as error:  # a damaged archive raises what its damage hits: zip, zlib, struct, value errors
        raise ValueError(f"no compiled places: {error}") from None
    if missing := _ARRAYS - set(arrays):
        raise ValueError(f"no compiled places: {', '.join(sorted(missing))} not in it")
    return arrays


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


class Sheet:
    """Places by row. Raises KeyError when made of arrays that are no sheet."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.exact = Index(arrays["exact_deltas"], arrays["exact_counts"], arrays["exact_rows"])
        self.coarse = Index(arrays["coarse_deltas"], arrays["coarse_counts"], arrays["coarse_rows"])
        names = arrays["names"].tobytes()
        breaks = np.flatnonzero(arrays["names"] == 10)
        self._names, self._starts, self._stops = names, np.append(0, breaks + 1), np.append(breaks, len(names))
        self._admin2s = arrays["admin2s"].tobytes().decode().split("\n")
        self._columns = {name: arrays[name] for name in _COLUMNS}
        self.capitals = frozenset(arrays["capitals"].tolist())

    def place(self, row: int) -> Place:
        """The place of a row, in its country, province and district."""
        column = self._columns
        country, admin1, admin2 = self._admin2s[int(column["admin2"][row])].split("\t")
        kind = KINDS[int(column["kind"][row])]
        ids = [country] + ([f"{country}.{admin1}"] if admin1 else []) + ([f"{country}.{admin1}.{admin2}"] if admin2 else [])
        own = f"gn:{int(column['geonameid'][row])}" if kind in _NUMBERED else ids[-1]
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

    def rows_of_kind(self, kind: PlaceKind) -> list[int]:
        """The rows of one kind, in their order."""
        return [int(row) for row in np.flatnonzero(self._columns["kind"] == KINDS.index(kind))]

    def row_numbered(self, geonameid: int) -> int | None:
        """The row of a GeoNames number."""
        rows = np.flatnonzero(self._columns["geonameid"] == geonameid)
        return int(rows[0]) if len(rows) else None

    def divisions(self) -> dict[int, tuple[str, str, str]]:
        """GeoNames number -> (country, province, district), of the numbered rows."""
        numbers, divisions = self._columns["geonameid"].tolist(), self._columns["admin2"].tolist()
        split = [tuple(line.split("\t")) for line in self._admin2s]
        return {n: split[d] for n, d in zip(numbers, divisions, strict=True) if n}

    def names(self) -> list[str]:
        """The places' own names."""
        return str(self._names.decode()).split("\n")
