"""Where a report and an incident are, and what places have to do with each other. Pure questions; the points are kinship's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from monitor.model.alert import Incident, Report
from monitor.model.place import Place, kilometres

#: Kilometres within which one may be meant by the name of the other: the lake and its port, a camp and the town beside it.
NEARBY: Final = {"other": 30.0, "region": 30.0, "site": 20.0}
#: Kinds of places whose borders are not told, or lie across others.
VAGUE: Final = frozenset(NEARBY)


def places_of(one: Incident | Report) -> tuple[Place, ...]:
    """All places where it happened; () when none is known."""
    return () if one.where is None else (one.where, *one.also)


def nested(a: Place, b: Place) -> bool:
    """Does one contain the other?"""
    return a.inside(b.id) or b.inside(a.id)


def same(a: Place, b: Place) -> bool:
    """One place, or one that the gazetteer knows and one that a text named with the same province: Atmeh and Atmeh."""
    if a.id == b.id:
        return True
    return a.name.casefold() == b.name.casefold() and bool(a.admin1) and (a.country, a.admin1) == (b.country, b.admin1)


def may_hold(bare: Place, town: Place) -> bool:
    """May the bare name mean the province in which that other town lies: "Homs" and Palmyra?"""
    if not bare.either or town.id in (bare.id, bare.either):
        return False
    if bare.kind == "town":
        return town.inside(bare.either) and not nested(bare, town)
    return town.inside(bare.id) and not town.inside(bare.either)


def province_of(bare: Place) -> str:
    """Id of the wider of the two places that the bare name may mean."""
    return bare.either if bare.kind == "town" else bare.id


def near(a: Place, b: Place) -> bool:
    """Is one of them water, a mountain, a site or a region beside the other?

    Two towns are two places however near they lie, and so are two camps, bases or crossings.
    """
    if VAGUE.isdisjoint((a.kind, b.kind)) or (a.kind, b.kind) == ("site", "site"):
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return kilometres((a.lat, a.lon), (b.lat, b.lon)) <= max(NEARBY.get(a.kind, 0.0), NEARBY.get(b.kind, 0.0))


def apart(a: Place, b: Place) -> bool:
    """Are they two places, neither of which may be meant by the other's name?"""
    return not (same(a, b) or nested(a, b) or may_hold(a, b) or may_hold(b, a) or near(a, b))


def covers(places: Iterable[Place], wanted: Iterable[Place]) -> bool:
    """Does each place that is wanted lie in one of the places, or hold one of them?"""
    mine = list(places)
    return all(any(not apart(one, each) for one in mine) for each in wanted)
