"""Which report tells of which incident: by what happened, where, on which day and to how many, never by wording.

Each fact that two tellings share is worth some points, each that they contradict costs some or forbids; `ENOUGH` points join
them. The points are few and round so that "why are these two one incident?" has a short answer (`kinship(...).why`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from monitor.alerting.corrections import holds, home_of
from monitor.alerting.facts import lineage, peak, tell, told_at, with_reports
from monitor.alerting.places import covers, may_hold, near, nested, places_of, province_of, same
from monitor.alerting.register import Register
from monitor.model.alert import Incident, Report, Told
from monitor.model.event import Toll
from monitor.model.kinds import alike
from monitor.model.place import Place

NAMESPACE: Final = UUID("6f0f3a0e-7a53-5c0c-9d4e-5b1f1f5f8a01")

#: What a rule without `event:` matches: the article itself. Such reports join only copies of their own story.
MENTION: Final = "mention"

#: Points that make two tellings one incident.
ENOUGH: Final = 4.5


@dataclass(frozen=True, slots=True)
class Kinship:
    """How much speaks for one incident, and what."""

    points: float
    why: tuple[str, ...]

    @property
    def joined(self) -> bool:
        return self.points >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Where a report was filed."""

    report: Report
    incident: Incident  #: with the report in it
    opened: bool  #: the report is the incident's first
    before: Told | None  #: what the incident said without the report; None when it was opened


STRANGERS: Final = Kinship(0.0, ())
COPY: Final = Kinship(2 * ENOUGH, ("copy of a story",))


def assign(incidents: Iterable[Incident], reports: Sequence[Report]) -> list[Assigned]:
    """File each report, in the order given; a report sees the incidents as the ones before it left them.

    Filing an article's event twice changes nothing: it is found where it is.
    """
    board = {i.id: i for i in incidents}
    register = Register(board.values())
    filed = []
    for report in reports:
        one = join(board, report, register) or open_for(report)
        board[one.incident.id] = one.incident
        register.add(one.incident)
        filed.append(one)
    return filed


def join(board: Mapping[str, Incident], report: Report, register: Register) -> Assigned | None:
    """File the report under the incident it tells of; None when it is none of these. `register`: of all on the board."""
    scored = []
    for incident in [board[i] for i in register.candidates(report) if i in board]:
        home = home_of(incident, report, board)
        if home is None:
            continue
        if holds(home, report):
            return Assigned(report=report, incident=home, opened=False, before=tell(home))
        if holds(incident, report):  # merged since, with all that tell of it
            scored = [(ENOUGH, home)]
            break
        if (kin := kinship(incident, report)).joined:
            scored.append((kin.points, home))
    if not scored:
        return None
    best = max(scored, key=lambda pair: pair[0])[1]
    joined = with_reports(best, (*best.reports, report))
    return Assigned(report=report, incident=joined, opened=False, before=tell(best))


def open_for(report: Report) -> Assigned:
    """A new incident for a report that tells of none that is known."""
    return Assigned(report=report, incident=opened(report), opened=True, before=None)


def opened(report: Report) -> Incident:
    """A new incident with this one report. The id comes from the facts: filing again makes the same."""
    name = "|".join((report.what, report.where.id if report.where else "", str(report.day), report.article_id, str(report.event)))
    bare = Incident(id=str(uuid5(NAMESPACE, name)), what=report.what, where=report.where, day=report.day, reports=())
    return with_reports(bare, (report,))


def kinship(incident: Incident, report: Report) -> Kinship:
    """How much speaks for the report telling of the incident. Another day, place or reality forbids, whatever the wording."""
    copies = [r for r in incident.reports if r.story and r.story == report.story and r.article_id != report.article_id]
    day = _day(incident, report)
    if day is None:
        return STRANGERS
    if MENTION in (incident.what, report.what):
        return COPY if copies and incident.what == report.what else STRANGERS
    kind, place = _kind(incident.what, report.what), _where(incident, report)
    if place is None or not _same_reality(incident, report):
        return STRANGERS
    if any((r.event, r.what) == (report.event, report.what) for r in copies):
        return COPY
    if kind is None:
        return STRANGERS
    parts = (
        kind,
        place,
        day,
        _tolls([incident.killed, *(r.killed for r in incident.reports)], report.killed, "killed"),
        _tolls([incident.wounded, *(r.wounded for r in incident.reports)], report.wounded, "wounded"),
        (0.5, "same actors") if _actors(incident) & set(report.actors) else (0.0, ""),
        (3.0, "copy of a story") if copies else (0.0, ""),
    )
    return Kinship(sum(points for points, _ in parts), tuple(word for _, word in parts if word))


def _same_reality(incident: Incident, report: Report) -> bool:
    """A denial speaks of the thing denied; a plan or a drill is another thing than what happened."""
    news = {"happened", "denied"}
    realities = {r.reality for r in incident.reports}
    return report.reality in realities or bool(report.reality in news and realities & news)


def _kind(a: str, b: str) -> tuple[float, str] | None:
    """Points for the kinds; None when they cannot be one thing."""
    if a == b:
        return 2.0, f"both {a}"
    above, below = lineage(a), lineage(b)
    if a in below or b in above:
        return (1.0 if "attack" in (a, b) else 2.0), f"{a} and {b}: one is the other's kind"
    if alike(a, b):
        return 1.0, f"{a} and {b}: told for each other"
    if "attack" in above and "attack" in below:
        return -1.0, f"{a} and {b}: both violent"
    return None


def _where(incident: Incident, report: Report) -> tuple[float, str] | None:
    """Points for the places; None when they lie apart. Of several that one of them names as one, any will do, for a bit less."""
    theirs, mine = places_of(incident), places_of(report)
    if not theirs or not mine:
        return 0.0, ""
    scored = [found for a in theirs for b in mine if (found := _place(a, b, incident.reports, [report])) is not None]
    if not scored:
        return None
    points, why = max(scored, key=lambda found: found[0])
    return (points, why) if covers(theirs, mine) and covers(mine, theirs) else (points - 0.5, why)


def _place(a: Place, b: Place, of_a: Sequence[Report], of_b: Sequence[Report]) -> tuple[float, str] | None:
    """Points for two places; None when they lie apart. `of_a`, `of_b`: the reports that name them."""
    if same(a, b):
        return (1.5 if a.kind == "country" else 2.0 if a.kind == "admin1" else 3.0), f"both in {a.name}"
    if may_hold(a, b) or may_hold(b, a):
        # Who writes "Homs" means the city; or the province, as the other one does who writes "Palmyra, Homs". Even so it takes
        # the same toll: two towns are two incidents. Who writes "Palmyra in Homs province" shows no such use.
        bare, others = (a, of_b) if may_hold(a, b) else (b, of_a)
        if any(province_of(bare) in r.around for r in others):
            return 0.5, f"perhaps both in {bare.name}"
    elif nested(a, b):
        outer = b if a.inside(b.id) else a
        return (1.0 if outer.kind == "country" else 2.0 if outer.kind == "admin1" else 2.5), f"both inside {outer.name}"
    return (0.5, f"{a.name} and {b.name} are near") if near(a, b) else None


def _day(incident: Incident, report: Report) -> tuple[float, str] | None:
    """Points for the day; None when they are days apart. Where one is not told, the day of publication stands in, for less.

    A day apart says nothing: it may be the time zone, or one night. An incident of which nobody tells the day is of the day of
    its first report, so that day after day does not make a chain.
    """
    told = incident.day is not None and report.day is not None
    theirs = incident.day or told_at(incident.reports[0]).date()
    apart = abs((theirs - (report.day or told_at(report).date())).days)
    if apart > 1:
        return None
    return (0.5, "published within a day") if not told else (1.0, "same day") if apart == 0 else (0.0, "a day apart")


def _tolls(told: Iterable[Toll | None], new: Toll | None, figure: str) -> tuple[float, str]:
    """Points for a figure against those told so far: a late copy repeats the first toll, not the risen one."""
    return max((_toll(one, new, figure) for one in told), key=lambda scored: scored[0])


def _toll(a: Toll | None, b: Toll | None, figure: str) -> tuple[float, str]:
    """Points for a figure: the same number of several is telling, ten times as many is another thing, a rise says nothing."""
    if a is None or b is None or not (peak(a) and peak(b)):
        return 0.0, ""
    few, many = sorted((peak(a), peak(b)))
    if few == many:
        return (1.5 if few >= 3 else 0.5), f"both {few} {figure}"
    return (-1.0, f"{few} and {many} {figure}") if many >= 10 * few else (0.0, "")


def _actors(incident: Incident) -> set[str]:
    return {actor for r in incident.reports for actor in r.actors}
