"""Kinds, places, tolls, days and delays in the words of a calm colleague."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import pycountry

from monitor.model.alert import Incident, Report, Told
from monitor.model.event import Event, Toll
from monitor.model.kinds import EVENT_KINDS
from monitor.model.place import Place
from monitor.model.rule import Level
from monitor.model.targets import TARGETS

#: Kind -> its title; a mention is what a rule without `event:` finds.
KIND: Final[dict[str, str]] = {**{kind.name: kind.title for kind in EVENT_KINDS}, "mention": "Mention"}

MARK: Final[dict[Level, str]] = {"info": "⚪", "low": "🔵", "medium": "🟡", "high": "🟠", "critical": "🔴"}

#: Towns of one incident that are named; the others are counted.
LISTED: Final = 4

#: Countries as people call them, where ISO's own name is long.
COUNTRY: Final[dict[str, str]] = {
    "CD": "DR Congo",
    "IR": "Iran",
    "KP": "North Korea",
    "KR": "South Korea",
    "LA": "Laos",
    "MD": "Moldova",
    "PS": "Palestine",
    "RU": "Russia",
    "SY": "Syria",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "VE": "Venezuela",
}


def country(code: str | None) -> str:
    """The country's name in English; "" when not known."""
    if not code:
        return ""
    found = pycountry.countries.get(alpha_2=code)
    return COUNTRY.get(code) or str(getattr(found, "common_name", None) or getattr(found, "name", code))


def place(where: Place | None, *, short: bool = False) -> str:
    """The place with what it lies in: "Atmeh, Harim, Idlib, Syria"; short: "Atmeh, Idlib"."""
    if where is None:
        return "place unknown"
    inside = [where.admin1] if short else [where.admin2, where.admin1, country(where.country)]
    parts = list(dict.fromkeys([where.name, *(p for p in inside if p)]))
    return ", ".join(parts if not short or where.kind not in ("country", "admin1") else parts[:1])


def places(one: Incident | Report | Event, *, short: bool = False) -> str:
    """Where it was: its place, or all its towns with what all of them lie in: "Kyiv and Odesa, Ukraine"."""
    if one.where is None or not one.also:
        return place(one.where, short=short)
    towns = (one.where, *one.also)
    names = [town.name for town in towns]
    shared: list[set[str | None]] = [{town.admin1 for town in towns}, {country(town.country) for town in towns}]
    inside = [name for some in shared if len(some) == 1 for name in some if name and name not in names]
    return ", ".join([listed(names), *(inside[:1] if short else inside)])


def listed(names: Sequence[str]) -> str:
    """The names as one reads them aloud, the first four: "Kyiv, Odesa and Lviv"; "" of none."""
    more = len(names) - LISTED
    *front, last = [*names[:LISTED], f"{more} more"] if more > 0 else names or [""]
    return f"{', '.join(front)} and {last}" if front else last


def kinds(one: Incident | Report) -> str:
    """What it was, with all its kinds: "Raid and fighting"."""
    first, *others = [KIND.get(kind, kind.replace("_", " ").capitalize()) for kind in (one.what, *one.besides)]
    return listed([first, *(other.lower() for other in others)])


def struck(classes: Sequence[str]) -> str:
    """What was attacked, as messages say it.

    >>> struck(["health", "aid"]), struck([])
    ('health care and aid', '')
    """
    return listed([TARGETS[name].title if name in TARGETS else name for name in classes])


def incident(one: Incident) -> str:
    """What and where: "Raid in Atmeh, Idlib"."""
    return f"{kinds(one)} in {places(one, short=True)}" if one.where else kinds(one)


def toll(number: Toll | None) -> str:
    """The range with its "at least" kept.

    >>> toll(Toll(low=12, high=None)), toll(Toll(low=3, high=12)), toll(Toll(low=0, high=0)), toll(None)
    ('at least 12', '3 to 12', 'none', 'not known')
    """
    if number is None:
        return "not known"
    if number.vague:
        return _vague(number.low)
    if number.high is None:
        return f"{number.low:,} to at least {number.top:,}" if number.top else f"at least {number.low:,}"
    if number.low == number.high:
        return f"{number.low:,}" if number.low else "none"
    return f"up to {number.high:,}" if number.low == 0 else f"{number.low:,} to {number.high:,}"


def _vague(low: int) -> str:
    """The word behind a vague figure's lower bound."""
    names = ((2000, "thousands"), (200, "hundreds"), (24, "dozens"), (2, "several"))
    return next((f"{name} (at least {low:,})" for bound, name in names if low >= bound), "some")


def delay(start: datetime, end: datetime) -> str:
    """How long between two moments, to the unit that matters: "40 s", "4 min", "3 h 10 min", "2 days"."""
    seconds = max(0, int((end - start).total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{minutes // (24 * 60)} days"


def weekday(day: date | None) -> str:
    """The day in full: "Thursday 3 February 2022"."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "day not told"


def moment(at: datetime) -> str:
    """A time of day in UTC: "3 Feb 14:05 UTC"."""
    return f"{at.day} {at:%b %H:%M} UTC"


def differences(before: Told, now: Told) -> list[str]:
    """What changed, each as old and new: "killed 3 → at least 12"."""
    said = []
    for name, old, new in (
        ("killed", before.killed, now.killed),
        ("wounded", before.wounded, now.wounded),
        ("displaced", before.displaced, now.displaced),
        ("abducted", before.abducted, now.abducted),
    ):
        if new is not None and (old is None or (old.low, old.high) != (new.low, new.high)):
            said.append(f"{name} {toll(old)} → {toll(new)}" if old else f"{name} {toll(new)}")
    if now.place_id and now.place_id != before.place_id:
        said.append(f"now placed in {now.place_name}" + (f" (before: {before.place_name})" if before.place_name else ""))
    if now.denied != before.denied:
        said.append("denied" if now.denied else "no longer denied")
    return said
