"""An incident's facts as a function of its reports: who is believed, what the range is, how many say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, TypeVar

from monitor.alerting import words
from monitor.alerting.places import apart, covers, may_hold, nested, places_of, province_of
from monitor.model.alert import Incident, Report, Told
from monitor.model.event import Toll
from monitor.model.kinds import PARENT, ancestors
from monitor.model.place import Place

T = TypeVar("T")
Figure = Literal["killed", "wounded", "displaced", "abducted"]
#: An incident that stands for many: what a rule with `count:` speaks of.
SERIES: Final = "series"
FIGURES: Final[tuple[Figure, ...]] = ("killed", "wounded", "displaced", "abducted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One source's figure, as it stands now."""

    source: str
    toll: Toll
    at: datetime
    said_by: tuple[str, ...] = ()
    of: str = ""  #: the one of several towns that it speaks of; "": of the whole


def told_at(report: Report) -> datetime:
    """When the report came out, as far as we know; never later than we saw it."""
    return min(report.published_at or report.seen_at, report.seen_at)


def claims(reports: Sequence[Report], figure: Figure) -> list[Claim]:
    """Each source's newest word on a figure, oldest first, without those that a later and higher one overtook.

    A publisher's newer figure replaces its older one. Tolls rise while an event unfolds: who said 3 in the morning does not
    contradict who says 12 at noon, but who says 9 at noon when 12 was said in the morning does, and then both stand. Who tells of
    one of several towns says nothing of the whole (`parts`).
    """
    newest: dict[str, Claim] = {}
    first, partial = _first_told(reports), _partial(reports)
    for report in sorted((r for r in reports if not partial(r)), key=told_at):
        if (claim := _claim(report, figure, first)) is not None:
            newest[report.source] = _newer(newest.get(report.source), claim)
    standing = sorted(newest.values(), key=lambda c: c.at)
    return [c for i, c in enumerate(standing) if not any(_overtakes(later.toll, c.toll) for later in standing[i + 1 :])]


def parts(reports: Sequence[Report], figure: Figure) -> list[Claim]:
    """What sources say of one town where the incident is in several: the newest of each on each, in the order of the towns."""
    newest: dict[tuple[str, str], Claim] = {}
    first, partial = _first_told(reports), _partial(reports)
    for report in sorted(filter(partial, reports), key=told_at):
        if (claim := _claim(report, figure, first)) is not None:
            town = words.listed([p.name for p in places_of(report)])
            newest[town, report.source] = _newer(newest.get((town, report.source)), replace(claim, of=town))
    return [newest[key] for key in sorted(newest)]


def _partial(reports: Sequence[Report]) -> Callable[[Report], bool]:
    """Which reports tell of a part only: of some of the towns that another one names as one incident's."""
    meant = _meant(reports)
    whole = {place.id: place for r in reports if r.also for place in meant(r)}
    return lambda report: bool(whole) and report.where is not None and not covers(meant(report), whole.values())


def _claim(report: Report, figure: Figure, first: Mapping[str, datetime]) -> Claim | None:
    toll: Toll | None = getattr(report, figure)
    if toll is None or report.reality == "denied":
        return None
    return Claim(source=report.source, toll=toll, at=first[report.story or report.article_id], said_by=report.said_by)


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
    """The range over all that stand: "12" and "at least 15" are 12 and up; None when nobody gives a figure.

    Tolls of different towns neither add up nor make a range: as many as in one of them were killed at least in all.
    """
    standing, of_parts = claims(reports, figure), parts(reports, figure)
    least = max((c.toll.low for c in of_parts), default=0)
    if not standing:
        gravest = [c for c in of_parts if c.toll.low == least > 0]
        return replace(gravest[0].toll, high=None, top=None, sources=(gravest[0].source,)) if gravest else None
    tolls = [c.toll for c in standing]
    highs = [t.high for t in tolls if t.high is not None]
    low, gravest_told = max(least, min(t.low for t in tolls)), max(least, *(peak(t) for t in tolls))
    closed = len(highs) == len(tolls) and max(highs) >= least
    return Toll(
        low=low,
        high=max(highs) if closed else None,
        top=None if closed or gravest_told <= low else gravest_told,
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
    """The place that most sources agree with, the more precise first: Idlib and Atmeh are Atmeh.

    A bare name yields to the town that a report puts into the province of that name: Homs to "Palmyra, Homs".
    """
    groups = _placed(reports)
    places = [p for group in groups for p in group]
    best = _most_supported(places, lambda p: sum(any(nested(p, q) for q in group) for group in groups), _depth)
    towns = [p for p in places if best is not None and may_hold(best, p)]
    found = _most_supported(towns, lambda p: sum(nested(p, q) for q in towns), _depth) or best
    told = [p for r in reports for p in places_of(r) if found is not None and p.id == found.id]
    return next((p for p in told if not p.either), next(iter(told), None))


def also(reports: Sequence[Report], where: Place | None) -> tuple[Place, ...]:
    """Where it was besides: the other places that its reports name, when one of them, or a person, says that all are one."""
    places = [p for group in _placed(reports) for p in group]
    found = [p for p in places if where is not None and p.id == where.id][:1]
    for place in places:
        if all(apart(place, known) for known in found):
            found.append(place)
    return tuple(found[1:])


def _placed(reports: Sequence[Report]) -> list[tuple[Place, ...]]:
    """The places of the newest report of each source that names any, as meant; of all reports when none of those does."""
    meant = _meant(reports)
    return [p for r in latest(reports) if (p := meant(r))] or [p for r in reports if (p := meant(r))]


def _meant(reports: Sequence[Report]) -> Callable[[Report], tuple[Place, ...]]:
    """How to read the places of a report beside those of the others.

    A bare name means the town when one report says that it is the town, or none puts a town into the province of that name.
    """
    sure = {p.id: p for r in reports for p in places_of(r) if not p.either}
    around = frozenset(outer for r in reports for outer in r.around)

    def one(p: Place) -> Place:
        return sure.get(p.id) or (p if province_of(p) in around else replace(p, either=""))

    return lambda report: tuple(map(one, places_of(report)))


def _depth(place: Place) -> tuple[int, bool]:
    """How precise it is: by how much contains it; of a region and a town of equal depth the town."""
    return len(place.within), place.kind not in ("region", "other")


def what(reports: Sequence[Report]) -> str:
    """The kind that most sources agree with, the more precise first: attack and drone_strike are drone_strike."""
    kinds = [r.what for r in latest(reports)]
    return (
        _most_supported(kinds, lambda a: sum(a in lineage(b) or b in lineage(a) for b in kinds), lambda k: len(lineage(k)))
        or "other"
    )


def besides(reports: Sequence[Report], main: str) -> tuple[str, ...]:
    """The other kinds of the act, as its reports tell it: those under or above its main one are no others."""
    told = dict.fromkeys(kind for r in latest(reports) if r.what == main for kind in r.besides)
    return tuple(kind for kind in told if kind not in lineage(main) and main not in lineage(kind))[:3]


def lineage(kind: str) -> tuple[str, ...]:
    """The kind and its parents; a kind that the tree lacks stands alone."""
    return ancestors(kind) if kind in PARENT else (kind,)


def targets(reports: Sequence[Report]) -> tuple[str, ...]:
    """The classes of what was attacked, as any source says, in the order in which they were told."""
    return tuple(dict.fromkeys(target for report in reports for target in report.targets))


def day(reports: Sequence[Report]) -> date | None:
    """The day that most reports name, the earliest of equals."""
    counts = Counter(r.day for r in reports if r.day is not None)
    return min(counts, key=lambda d: (-counts[d], d)) if counts else None


def _most_supported(things: Sequence[T], support: Callable[[T], int], depth: Callable[[T], Any]) -> T | None:
    """The first of those that have most support, and of them the deepest; None of none."""
    if not things:
        return None
    best = max(range(len(things)), key=lambda i: (support(things[i]), depth(things[i]), -i))
    return things[best]


def tell(incident: Incident) -> Told:
    """The facts as a message would say them now."""
    places = places_of(incident)
    return Told(
        killed=incident.killed,
        wounded=incident.wounded,
        displaced=incident.displaced,
        abducted=incident.abducted,
        place_id="+".join(sorted(p.id for p in places)),
        place_name=words.listed([p.name for p in places]),
        sources=incident.sources,
        denied=incident.denied,
        incidents=len(incident.reports) if incident.what == SERIES else 0,
        marks=len(incident.marks),
    )


def with_reports(incident: Incident, reports: tuple[Report, ...]) -> Incident:
    """The incident as these reports tell it."""
    place, kind = where(reports), what(reports)
    return replace(
        incident,
        reports=reports,
        what=kind,
        besides=besides(reports, kind),
        where=place,
        also=also(reports, place),
        day=day(reports),
        killed=merged(reports, "killed"),
        wounded=merged(reports, "wounded"),
        displaced=merged(reports, "displaced"),
        abducted=merged(reports, "abducted"),
        denied=any(r.reality == "denied" for r in latest(reports)),
        sources=independent(reports),
    )
