"""Which of the places of one name is meant: container in the text, the article's focus, fame.

Every name of the article has one meaning. Names that are sure (countries, names with their container, names borne by one place)
vote for their country, their province and their surroundings; the others are weighed by these votes, and vote in the next round
themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log10

from monitor.model.place import Place
from monitor.reading.gazetteer import Found

ROUNDS = 3
#: Fame of places by kind: alone (areas), or added to the order of magnitude of the people who live there.
AREA_FAME = {"country": 10.0, "region": 8.0, "other": 7.0, "site": 5.0}
PEOPLE_FAME = {"admin1": -0.5, "admin2": -1.0, "town": 0.0, "unlisted": 0.0}
OWN_NAME, CAPITAL = 1.5, 1.0
COUNTRY_WEIGHT, ADMIN1_WEIGHT, NEAR_WEIGHT = 4.5, 4.0, 1.5
#: How much a name that could be elsewhere counts against one that is sure.
UNSURE = 0.5


def fame(found: Found) -> float:
    """How likely a name means this place when nothing else is known, in orders of magnitude."""
    place = found.place
    if (area := AREA_FAME.get(place.kind)) is not None:
        return area + OWN_NAME * found.own
    return log10(place.population + 50) + PEOPLE_FAME[place.kind] + OWN_NAME * found.own + CAPITAL * found.capital


def resolve(names: Mapping[str, Sequence[Found]], counts: Mapping[str, int], fixed: Mapping[str, Place]) -> dict[str, Place]:
    """The place of each name. `fixed` are those that the text itself settles; `counts` how often each is said."""
    ranked = {name: sorted(((fame(f), f.place) for f in found), key=lambda s: -s[0]) for name, found in names.items()}
    chosen = {name: fixed.get(name) or options[0][1] for name, options in ranked.items()}
    weights = {
        name: (1.0 if name in fixed or is_sure(options) else UNSURE) * (1 + log10(counts.get(name, 1)))
        for name, options in ranked.items()
    }
    open_names = [name for name, options in ranked.items() if name not in fixed and len(options) > 1]
    for _ in range(ROUNDS):
        focus = Focus(chosen, weights)
        again = {name: max(ranked[name], key=lambda s: s[0] + focus.favour(s[1], name))[1] for name in open_names}
        if all(again[name] is chosen[name] for name in open_names):
            break
        chosen |= again
    return chosen


def is_sure(options: Sequence[tuple[float, Place]]) -> bool:
    """Is there one place of this name, or one so famous that others hardly count?"""
    return len(options) == 1 or options[0][0] - options[1][0] > 2.5


class Focus:
    """What an article is about, by the votes of the names in it."""

    def __init__(self, chosen: Mapping[str, Place], weights: Mapping[str, float]) -> None:
        self._chosen, self._weights = chosen, weights
        self._country: dict[str | None, float] = defaultdict(float)
        self._admin1: dict[tuple[str | None, str | None], float] = defaultdict(float)
        self._cells: dict[tuple[int, int], float] = defaultdict(float)
        self._total = 0.0
        for name, place in chosen.items():
            self._vote(place, weights[name])

    def _vote(self, place: Place, weight: float) -> None:
        self._total += weight if place.country else 0.0
        self._country[place.country] += weight
        if place.admin1:
            self._admin1[place.country, place.admin1] += weight
        for cell in cells(place):
            self._cells[cell] += weight

    def favour(self, place: Place, name: str) -> float:
        """What the rest of the article says for this place; the name's own vote is left out."""
        self._vote(self._chosen[name], -self._weights[name])
        score = 0.0
        if self._total > 0.01:
            score += COUNTRY_WEIGHT * self._country[place.country] / self._total
            if place.admin1 and place.kind != "admin1":
                score += ADMIN1_WEIGHT * self._admin1[place.country, place.admin1] / self._total
            if place.kind not in ("country", "region", "other") and place.lat is not None and place.lon is not None:
                score += NEAR_WEIGHT * min(2.0, self._cells[round(place.lat), round(place.lon)])
        self._vote(self._chosen[name], self._weights[name])
        return score


def cells(place: Place) -> list[tuple[int, int]]:
    """The degree squares around a town or district; [] for wider areas."""
    if place.kind in ("country", "admin1", "region", "other") or place.lat is None or place.lon is None:
        return []
    lat, lon = round(place.lat), round(place.lon)
    return [(lat + a, lon + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
