"""Which of the places of one name is meant: container in the text, the article's focus, fame.

Every name of the article has one meaning. Names that are sure (countries, names with their container, names borne by one place)
vote for countries and provinces; the others are weighed by these votes, and vote in the next round themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log10

from monitor.model.place import Place
from monitor.reading.gazetteer import Found

ROUNDS = 3
FAME = {"country": 8.0, "region": 5.5, "site": 4.0, "other": 5.0, "admin2": -1.0, "admin1": 0.0, "town": 0.0, "unlisted": 0.0}
COUNTRY_WEIGHT, ADMIN1_WEIGHT, OWN_NAME = 3.0, 2.5, 1.0


def fame(found: Found) -> float:
    """How likely a name means this place when nothing else is known: the order of magnitude of its people."""
    place = found.place
    people = log10(place.population + 50)
    if place.kind in ("country", "region", "site", "other"):
        people = 0.0
    return people + FAME[place.kind] + OWN_NAME * found.own


def resolve(names: Mapping[str, Sequence[Found]], counts: Mapping[str, int], fixed: Mapping[str, Place]) -> dict[str, Place]:
    """The place of each name. `fixed` are those that the text itself settles; `counts` how often each is said."""
    chosen = {name: fixed.get(name) or max(found, key=fame).place for name, found in names.items()}
    sure = {name for name, found in names.items() if name in fixed or is_sure(found)}
    for _ in range(ROUNDS):
        country, admin1 = votes(chosen, counts, sure)
        chosen = {
            name: fixed.get(name) or max(found, key=lambda f: fame(f) + favour(f.place, name, chosen, country, admin1)).place
            for name, found in names.items()
        }
    return chosen


def is_sure(found: Sequence[Found]) -> bool:
    """Is there one place of this name, or one so famous that others hardly count?"""
    ranked = sorted((fame(f) for f in found), reverse=True)
    return len(ranked) == 1 or ranked[0] - ranked[1] > 2.0


def votes(chosen: Mapping[str, Place], counts: Mapping[str, int], sure: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How much the article is about each country and each province, by the names said."""
    country: Counter[str] = Counter()
    admin1: Counter[str] = Counter()
    sure = set(sure)
    for name, place in chosen.items():
        weight = (1.0 if name in sure else 0.4) * (1 + log10(counts.get(name, 1)))
        if place.country:
            country[place.country] += weight  # type: ignore[assignment]
        if place.admin1:
            admin1[f"{place.country}.{place.admin1}"] += weight  # type: ignore[assignment]
    return country, admin1


def favour(place: Place, name: str, chosen: Mapping[str, Place], country: Counter[str], admin1: Counter[str]) -> float:
    """What the rest of the article says for this place: shares of the votes, its own vote left out."""
    mine = chosen[name]
    own_country = 0.4 if mine.country == place.country else 0.0
    total = sum(country.values()) - 0.4
    if total <= 0:
        return 0.0
    score = COUNTRY_WEIGHT * max(0.0, country[place.country or ""] - own_country) / total
    if place.admin1 and place.kind != "admin1":
        here = f"{place.country}.{place.admin1}"
        own = 0.4 if mine.admin1 == place.admin1 and mine.country == place.country else 0.0
        score += ADMIN1_WEIGHT * max(0.0, admin1[here] - own) / max(1.0, sum(admin1.values()) - 0.4)
    return score
