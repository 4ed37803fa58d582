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
from monitor.alerting.register import VAGUE, Register
from monitor.model.alert import Incident, Report, Told
from monitor.model.event import Toll
from monitor.model.place import Place, kilometres

NAMESPACE: Final = UUID("6f0f3a0e-7a53-5c0c-9d4e-5b1f1f5f8a01")

#: What a rule without `event:` matches: the article itself. Such reports join only copies of their own story.
MENTION: Final = "mention"

#: Points that make two tellings one incident.
ENOUGH: Final = 4.5

#: Kinds that reporters use for each other: who storms a house also fights over it; a blast is a bomb, a shell or a rocket.
LOOKALIKES: Final = (
    frozenset({"raid", "clash", "offensive", "shooting"}),
    frozenset({"strike", "airstrike", "drone_strike", "shelling", "bombing"}),
    frozenset({"shooting", "execution", "assault"}),
    frozenset({"protest", "clash", "shooting"}),  # police fire into a crowd
)

#: Kilometres within which two places may be two names for where one thing happened: the lake and its port.
NEARBY: Final = 30.0


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
    """How much speaks for the report telling of the incident."""
    copies = [r for r in incident.reports if r.story and r.story == report.story and r.article_id != report.article_id]
    if MENTION in (incident.what, report.what):
        return COPY if copies and incident.what == report.what else STRANGERS
    kind, place = _kind(incident.what, report.what), _place(incident.where, report.where)
    if place is None:
        return STRANGERS
    if any((r.event, r.what) == (report.event, report.what) for r in copies):
        return COPY
    day = _day(incident, report) if kind is not None and _same_reality(incident, report) else None
    if kind is None or day is None:
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
    if any(a in like and b in like for like in LOOKALIKES):
        return 1.0, f"{a} and {b}: told for each other"
    if "attack" in above and "attack" in below:
        return -1.0, f"{a} and {b}: both violent"
    return None


def _place(a: Place | None, b: Place | None) -> tuple[float, str] | None:
    """Points for the places; None when they lie apart."""
    if a is None or b is None:
        return 0.0, ""
    if a.id == b.id or _namesakes(a, b):
        return (1.5 if a.kind == "country" else 2.0 if a.kind == "admin1" else 3.0), f"both in {a.name}"
    outer = b if a.inside(b.id) else a if b.inside(a.id) else None
    if outer is None:
        if _says_province(a, b) or _says_province(b, a):
            return 1.0, f"perhaps both in {a.admin1}"
        return (0.5, f"{a.name} and {b.name} are near") if _near(a, b) else None
    return (1.0 if outer.kind == "country" else 2.0 if outer.kind == "admin1" else 2.5), f"both inside {outer.name}"


def _near(a: Place, b: Place) -> bool:
    """Is one of them water, a mountain, a site or a region beside the other? Two towns are two places however near they lie."""
    if VAGUE.isdisjoint((a.kind, b.kind)) or a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return kilometres((a.lat, a.lon), (b.lat, b.lon)) <= NEARBY


def _says_province(capital: Place, other: Place) -> bool:
    """A town that bears its province's name: who writes "Idlib" may mean either."""
    province = (capital.country, capital.admin1)
    return bool(capital.admin1) and capital.name == capital.admin1 and province == (other.country, other.admin1)


def _namesakes(a: Place, b: Place) -> bool:
    """A place that the gazetteer knows and one that a text named with the same province: Atmeh and Atmeh."""
    return a.name.casefold() == b.name.casefold() and bool(a.admin1) and (a.country, a.admin1) == (b.country, b.admin1)


def _day(incident: Incident, report: Report) -> tuple[float, str] | None:
    """Points for the day; None when they are days apart. Where one is not told, the day of publication stands in, for less."""
    if incident.day is not None and report.day is not None:
        apart = abs((incident.day - report.day).days)
        return None if apart > 1 else (1.0, "same day") if apart == 0 else (0.0, "a day apart")
    days = [incident.day] if incident.day else [told_at(r).date() for r in incident.reports]
    apart = min(abs((d - (report.day or told_at(report).date())).days) for d in days)
    return (0.5, "published within a day") if apart <= 1 else None


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
