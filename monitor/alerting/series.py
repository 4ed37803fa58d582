"""Many incidents told as one: what a rule with `count:` speaks of, and how it is told.

A series rides on all that single incidents have: it stands on the board as an incident of kind "series", each of its reports
stands for one incident, and so waiting, quiet hours, updates and delivery are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid5

from monitor.alerting import words
from monitor.alerting.escape import clip, link, name
from monitor.alerting.facts import FIGURES, SERIES, Figure, independent, peak, told_at, where
from monitor.alerting.incidents import MENTION, NAMESPACE
from monitor.model.alert import Incident, Report
from monitor.model.event import Toll
from monitor.model.place import Place
from monitor.model.rule import Count, RuleHead

#: Incidents that get a line of their own in a message; the others are counted.
LISTED: Final = 8

_DEPTH: Final = {"country": 1, "admin1": 2, "admin2": 3}


def area_of(incident: Incident, count: Count) -> str | None:
    """Where the incident is counted, by the id of that place; None when its own place is not known so closely."""
    place = incident.where
    if count.per == "anywhere":
        return ""
    if place is None or place.country is None:
        return None
    if count.per == "place":
        return place.id if place.kind not in ("country", "region", "other", "admin1", "admin2") else None
    parts = (place.country, place.admin1, place.admin2)[: _DEPTH[count.per]]
    return ".".join(part for part in parts if part) if all(parts) else None


def counted(incidents: Iterable[Incident], count: Count, area: str, now: datetime) -> list[Incident]:
    """Those that count in that area now: news of the window, and not denied. Oldest first."""
    since = now - timedelta(seconds=count.within)
    some = [i for i in incidents if i.what not in (SERIES, MENTION) and not i.denied and i.reports and area_of(i, count) == area]
    return sorted((i for i in some if began(i) > since), key=lambda i: (began(i), i.id))


def began(incident: Incident) -> datetime:
    """When it was first told: what is told again later is no new incident."""
    return min(told_at(r) for r in incident.reports)


def series_of(
    members: Sequence[Incident], rule: RuleHead, area: str, open_series: Iterable[Incident], since: datetime
) -> Incident:
    """The series that these, all of the window, make: one that is going on, else a new one. `since`: when the window began.

    A series goes on as long as its window holds at least half as many incidents as the rule asks for: a lull ends it. A number
    that wavers by one does not, and an incident a day does not keep it alive for ever.
    """
    enough = max(1, (rule.count.at_least if rule.count else 2) // 2)
    mine = [s for s in open_series if s.what == SERIES and _rule_and_area(s) == (rule.id, area)]
    known = next((s for s in mine if sum(told_at(r) > since for r in s.reports) >= enough), None)
    fresh = tuple(_as_report(member, rule, area) for member in members)
    if known is None:
        first = members[0].id
        bare = Incident(
            id=str(uuid5(NAMESPACE, f"series|{rule.id}|{area}|{first}")), what=SERIES, where=None, day=None, reports=()
        )
        return _told(bare, fresh, members)
    return _told(known, fresh, members)


def _told(series: Incident, reports: tuple[Report, ...], members: Sequence[Incident]) -> Incident:
    """The series with these reports. Its tolls are sums: each incident has dead of its own."""
    return replace(
        series, reports=reports, where=_around([r.where for r in reports]) or series.where, day=None,
        killed=_sum(reports, "killed"), wounded=_sum(reports, "wounded"), displaced=_sum(reports, "displaced"),
        abducted=_sum(reports, "abducted"),
        sources=max(independent([r for member in members for r in member.reports]), series.sources if series.reports else 1),
    )  # fmt: skip


def _as_report(member: Incident, rule: RuleHead, area: str) -> Report:
    """An incident as one report of the series: its first telling, with its facts as they stand now."""
    first = member.reports[0]
    return replace(
        first, what=member.what, where=member.where, day=member.day, killed=member.killed, wounded=member.wounded,
        displaced=member.displaced, abducted=member.abducted, story="", reality="happened",
        why=f"{rule.id}|{area}", rules=(rule.title,),
    )  # fmt: skip


def _rule_and_area(series: Incident) -> tuple[str, str]:
    rule, _, area = series.reports[0].why.partition("|")
    return rule, area


def _around(places: Sequence[Place | None]) -> Place | None:
    """The place itself when all are one; else the smallest of them that contains the others, if one does."""
    known = [p for p in places if p is not None]
    return next((p for p in known if all(other.inside(p.id) for other in known)), None)


def _sum(reports: Sequence[Report], figure: Figure) -> Toll | None:
    tolls: list[Toll] = [toll for r in reports if (toll := getattr(r, figure)) is not None]
    if not tolls:
        return None
    highs = [toll.high for toll in tolls if toll.high is not None]
    low, gravest, closed = sum(t.low for t in tolls), sum(peak(t) for t in tolls), len(highs) == len(tolls)
    return Toll(low=low, high=sum(highs) if closed else None, top=None if closed or gravest <= low else gravest)


# ---------------------------------------------------------------- in words


def title(series: Incident) -> str:
    """What and where, unescaped: "5 × Air strike in Ariha, Idlib, Syria"."""
    kinds = {r.what for r in series.reports}
    what = words.KIND.get(next(iter(kinds)), "Incidents") if len(kinds) == 1 else "Incidents"
    area = area_name(series)
    return f"{len(series.reports)} × {what}" + (f" in {area}" if area else "")


def area_name(series: Incident) -> str:
    """The area in words: "Ariha, Idlib, Syria"; "" for anywhere."""
    _, area = _rule_and_area(series)
    if not area:
        return ""
    place = where(series.reports) if area.count(":") else None
    if place is not None:
        return words.place(place, short=True)
    country, *inner = area.split(".")
    return ", ".join([*reversed(inner), words.country(country)])


def asked(count: Count) -> str:
    """What the rule asks for: "at least 5 incidents within 24 h"."""
    hours = count.within / 3600
    time = f"{hours:g} h" if hours >= 1 else f"{count.within / 60:g} min"
    return f"at least {count.at_least} incidents within {time}"


def lines(series: Incident) -> list[str]:
    """One line an incident, newest first, each with its first report."""
    shown = sorted(series.reports, key=told_at, reverse=True)
    more = len(shown) - LISTED
    return [*(_line(r) for r in shown[:LISTED]), f"• and {more} more" if more > 0 else ""]


def _line(r: Report) -> str:
    tolls = [f"{figure} {words.toll(getattr(r, figure))}" for figure in FIGURES if getattr(r, figure)]
    place = words.place(r.where, short=True)
    facts = f"{words.KIND.get(r.what, r.what)}, {name(place, 120)}" + (f": {', '.join(tolls)}" if tolls else "")
    return f"• {facts} – {link(r.url, clip(r.title or r.source, 120))} ({name(r.source)}, {words.moment(told_at(r))})"


def span(series: Incident) -> str:
    """From the first to the last of them: "3 Feb 14:05 UTC to 4 Feb 01:10 UTC"."""
    times = [told_at(r) for r in series.reports]
    return f"{words.moment(min(times))} to {words.moment(max(times))}"
