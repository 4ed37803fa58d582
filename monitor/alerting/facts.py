"""An incident's facts as a function of its reports: who is believed, what the range is, how many say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal, TypeVar

from monitor.model.alert import Incident, Report, Told
from monitor.model.event import Toll
from monitor.model.kinds import PARENT, ancestors
from monitor.model.place import Place

T = TypeVar("T")
Figure = Literal["killed", "wounded", "displaced"]
#: An incident that stands for many: what a rule with `count:` speaks of.
SERIES: Final = "series"
FIGURES: Final[tuple[Figure, ...]] = ("killed", "wounded", "displaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One source's figure, as it stands now."""

    source: str
    toll: Toll
    at: datetime
    said_by: tuple[str, ...] = ()


def told_at(report: Report) -> datetime:
    """When the report came out, as far as we know; never later than we saw it."""
    return min(report.published_at or report.seen_at, report.seen_at)


def claims(reports: Sequence[Report], figure: Figure) -> list[Claim]:
    """Each source's newest word on a figure, oldest first, without those that a later and higher one overtook.

    A publisher's newer figure replaces its older one. Tolls rise while an event unfolds: who said 3 in the morning does not
    contradict who says 12 at noon, but who says 9 at noon when 12 was said in the morning does, and then both stand.
    """
    newest: dict[str, Claim] = {}
    first = _first_told(reports)
    for report in sorted(reports, key=told_at):
        toll: Toll | None = getattr(report, figure)
        if toll is not None and report.reality != "denied":
            claim = Claim(source=report.source, toll=toll, at=first[report.story or report.article_id], said_by=report.said_by)
            newest[report.source] = _newer(newest.get(report.source), claim)
    standing = sorted(newest.values(), key=lambda c: c.at)
    return [c for i, c in enumerate(standing) if not any(_overtakes(later.toll, c.toll) for later in standing[i + 1 :])]


def _first_told(reports: Sequence[Report]) -> dict[str, datetime]:
    """When each story first came out: its copies are as old as the story, however late a site puts them up."""
    first: dict[str, datetime] = {}
    for report in reports:
        key = report.story or report.article_id
        first[key] = min(first.get(key, told_at(report)), told_at(report))
    return first


def _newer(before: Claim | None, claim: Claim) -> Claim:
    """The newer of two claims of a source; of two in one article (two events of it may be one incident) the larger."""
    if before is None or claim.at > before.at:
        return claim
    return claim if claim.at == before.at and peak(claim.toll) > peak(before.toll) else before


def _overtakes(later: Toll, earlier: Toll) -> bool:
    return later.low > peak(earlier)


def peak(toll: Toll) -> int:
    """The largest figure that somebody vouches for: of "12 to 15" 15, of "at least 12" 12, of "9" and "at least 12" 12."""
    if toll.top is not None:
        return toll.top
    return toll.low if toll.high is None else toll.high


def merged(reports: Sequence[Report], figure: Figure) -> Toll | None:
    """The range over all that stand: "12" and "at least 15" are 12 and up; None when nobody gives a figure."""
    standing = claims(reports, figure)
    if not standing:
        return None
    tolls = [c.toll for c in standing]
    highs = [t.high for t in tolls if t.high is not None]
    low, gravest, closed = min(t.low for t in tolls), max(peak(t) for t in tolls), len(highs) == len(tolls)
    return Toll(
        low=low,
        high=max(highs) if closed else None,
        top=None if closed or gravest <= low else gravest,
        vague=all(t.vague for t in tolls),
        sources=tuple(dict.fromkeys(c.source for c in standing)),
    )


def independent(reports: Sequence[Report]) -> int:
    """How many sources speak: reports that share a story or a publisher are one, and so are those linked through a third."""
    groups: list[set[str]] = []
    for report in reports:
        marks = {"publisher:" + report.source} | ({"story:" + report.story} if report.story else set())
        touched = [g for g in groups if g & marks]
        groups = [g for g in groups if not g & marks] + [marks.union(*touched)]
    return len(groups)


def latest(reports: Sequence[Report]) -> list[Report]:
    """The newest report of each source."""
    return list({r.source: r for r in sorted(reports, key=told_at)}.values())


def where(reports: Sequence[Report]) -> Place | None:
    """The place that most sources agree with, the more precise first: Idlib and Atmeh are Atmeh."""
    places = [r.where for r in latest(reports) if r.where is not None] or [r.where for r in reports if r.where is not None]
    return _most_supported(places, _nested, lambda p: len(p.within))


def what(reports: Sequence[Report]) -> str:
    """The kind that most sources agree with, the more precise first: attack and drone_strike are drone_strike."""
    kinds = [r.what for r in latest(reports)]
    return _most_supported(kinds, lambda a, b: a in lineage(b) or b in lineage(a), lambda k: len(lineage(k))) or "other"


def lineage(kind: str) -> tuple[str, ...]:
    """The kind and its parents; a kind that the tree lacks stands alone."""
    return ancestors(kind) if kind in PARENT else (kind,)


def day(reports: Sequence[Report]) -> date | None:
    """The day that most reports name, the earliest of equals."""
    counts = Counter(r.day for r in reports if r.day is not None)
    return min(counts, key=lambda d: (-counts[d], d)) if counts else None


def _nested(a: Place, b: Place) -> bool:
    return a.inside(b.id) or b.inside(a.id)


def _most_supported(things: Sequence[T], agree: Callable[[T, T], bool], depth: Callable[[T], int]) -> T | None:
    """The first of those that agree with most, and of them the deepest; None of none."""
    if not things:
        return None
    best = max(range(len(things)), key=lambda i: (sum(agree(things[i], t) for t in things), depth(things[i]), -i))
    return things[best]


def tell(incident: Incident) -> Told:
    """The facts as a message would say them now."""
    place = incident.where
    return Told(
        killed=incident.killed,
        wounded=incident.wounded,
        displaced=incident.displaced,
        place_id=place.id if place else "",
        place_name=place.name if place else "",
        sources=incident.sources,
        denied=incident.denied,
        incidents=len(incident.reports) if incident.what == SERIES else 0,
        marks=len(incident.marks),
    )


def with_reports(incident: Incident, reports: tuple[Report, ...]) -> Incident:
    """The incident as these reports tell it."""
    return replace(
        incident,
        reports=reports,
        what=what(reports),
        where=where(reports),
        day=day(reports),
        killed=merged(reports, "killed"),
        wounded=merged(reports, "wounded"),
        displaced=merged(reports, "displaced"),
        denied=any(r.reality == "denied" for r in latest(reports)),
        sources=independent(reports),
    )
