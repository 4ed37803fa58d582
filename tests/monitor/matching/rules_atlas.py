"""A small world for the rules' tests: some thirty places, found by any of their names."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model.place import Place, PlaceKind


def _place(
    id: str,
    name: str,
    kind: PlaceKind,
    *within: str,
    at: tuple[float, float] | None = None,
    people: int = 0,
    also: tuple[str, ...] = (),
) -> tuple[Place, tuple[str, ...]]:
    country = id[:2] if id[2:3] in (".", "") else next((w for w in within if len(w) == 2), None)
    admin1 = next((w.split(".")[1] for w in (id, *within) if w[2:3] == "." and w.count(".") == 1), None)
    place = Place(
        id=id,
        name=name,
        kind=kind,
        country=country,
        admin1=admin1,
        lat=at[0] if at else None,
        lon=at[1] if at else None,
        population=people,
        within=frozenset(within),
    )
    return place, (name, *also)


_WORLD = (
    _place("SY", "Syria", "country", also=("Syrie", "سوريا")),
    _place("SY.Idlib", "Idlib", "admin1", "SY", at=(35.9, 36.6), also=("Idleb", "إدلب")),
    _place("SY.Idlib.Harim", "Harim", "admin2", "SY", "SY.Idlib"),
    _place("gn:1", "Idlib", "town", "SY", "SY.Idlib", at=(35.93, 36.63), people=128_000, also=("Idleb",)),
    _place("gn:2", "Sarmin", "town", "SY", "SY.Idlib", at=(35.9, 36.72), people=14_000),
    _place("SY.Aleppo", "Aleppo", "admin1", "SY", at=(36.2, 37.5), also=("Halab",)),
    _place("gn:3", "Aleppo", "town", "SY", "SY.Aleppo", at=(36.2, 37.16), people=1_600_000, also=("Halab",)),
    _place("SY.Deir ez-Zor", "Deir ez-Zor", "admin1", "SY", also=("Deir al-Zor", "Dayr az Zawr")),
    _place("gn:4", "Deir ez-Zor", "town", "SY", "SY.Deir ez-Zor", at=(35.33, 40.14), people=242_000),
    _place("gn:5", "Damascus", "town", "SY", at=(33.51, 36.29), people=1_570_000),
    _place("gn:6", "Damascus", "town", "US", "US.Maryland", at=(39.29, -77.2), people=15_000),
    _place("GE", "Georgia", "country"),
    _place("US", "United States", "country", also=("USA",)),
    _place("US.Georgia", "Georgia", "admin1", "US"),
    _place("US.Maryland", "Maryland", "admin1", "US"),
    _place("LY", "Libya", "country"),
    _place("gn:7", "Tripoli", "town", "LY", at=(32.88, 13.19), people=1_150_000),
    _place("LB", "Lebanon", "country"),
    _place("gn:8", "Tripoli", "town", "LB", at=(34.43, 35.84), people=229_000),
    _place("SD", "Sudan", "country"),
    _place("SD.Central Darfur", "Central Darfur", "admin1", "SD", at=(12.9, 23.5)),
    _place("gn:9", "Zalingei", "town", "SD", "SD.Central Darfur", at=(12.91, 23.47), people=32_000),
    _place("gn:10", "Nertiti", "town", "SD", "SD.Central Darfur", at=(12.97, 24.04), people=20_000),
    _place("gn:11", "El Fasher", "town", "SD", "SD.North Darfur", at=(13.63, 25.35), people=252_000, also=("Al Fashir",)),
    _place("SD.North Darfur", "North Darfur", "admin1", "SD"),
    _place("site:zamzam", "Zamzam Camp", "site", "SD", "SD.North Darfur"),
    _place("region:eastern-ghouta", "Eastern Ghouta", "region", "SY"),
    _place("IQ", "Iraq", "country"),
    _place("gn:12", "Baghdad", "town", "IQ", at=(33.34, 44.4), people=7_000_000),
    _place("gn:13", "Springfield", "town", "US", "US.Missouri", people=160_000),
    _place("gn:14", "Springfield", "town", "US", "US.Illinois", people=116_000),
)


class SmallAtlas:
    """The world above, as `monitor.model.place.Atlas`."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Place]] = {}
        for place, names in _WORLD:
            for name in dict.fromkeys(n.casefold() for n in names):
                self._by_name.setdefault(name, []).append(place)

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        found = self._by_name.get(name.casefold(), [])
        return [place for place in found if country is None or place.id == country or country in place.within]

    def names(self) -> Iterable[str]:
        return [name for _, names in _WORLD for name in names]


ATLAS = SmallAtlas()


def place(id: str) -> Place:
    return next(p for p, _ in _WORLD if p.id == id)


#: A village that no gazetteer has, named in a text with its province.
ATMEH = Place(id="text:SY.Idlib/atmeh", name="Atmeh", kind="unlisted", country="SY", within=frozenset({"SY", "SY.Idlib"}))
