"""Words for the alerting tests: places, reports and rules with what matters said and the rest left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.alerting.incidents import assign
from monitor.model.alert import Incident, Report
from monitor.model.event import Toll
from monitor.model.place import Place
from monitor.model.rule import AlertPlan, RuleHead

NOON = datetime(2022, 2, 3, 12, 0, tzinfo=UTC)

SYRIA = Place(id="SY", name="Syria", kind="country", country="SY", lat=35.0, lon=38.0)
IDLIB = Place(id="SY.Idlib", name="Idlib", kind="admin1", country="SY", admin1="Idlib", within=frozenset({"SY"}))
ATMEH = Place(
    id="text:SY.Idlib/atmeh", name="Atmeh", kind="unlisted", country="SY", admin1="Idlib", within=frozenset({"SY", "SY.Idlib"})
)
SARMADA = Place(
    id="gn:1",
    name="Sarmada",
    kind="town",
    country="SY",
    admin1="Idlib",
    admin2="Harim",
    lat=36.18,
    lon=36.72,
    within=frozenset({"SY", "SY.Idlib", "SY.Idlib.Harim"}),
)
KYIV = Place(
    id="gn:703448", name="Kyiv", kind="town", country="UA", admin1="Kyiv City", lat=50.45, lon=30.52, within=frozenset({"UA"})
)
ODESA = Place(
    id="gn:698740", name="Odesa", kind="town", country="UA", admin1="Odessa", lat=46.48, lon=30.73, within=frozenset({"UA"})
)
KHARTOUM_STATE = Place(
    id="SD.Khartoum", name="Khartoum", kind="admin1", country="SD", admin1="Khartoum", within=frozenset({"SD"})
)
#: The bare name: the city or the state.
KHARTOUM = Place(
    id="gn:379252", name="Khartoum", kind="town", country="SD", admin1="Khartoum", lat=15.55, lon=32.53,
    within=frozenset({"SD", "SD.Khartoum"}), either="SD.Khartoum",
)  # fmt: skip
KHARTOUM_CITY = replace(KHARTOUM, either="")
OMDURMAN = Place(
    id="gn:365137", name="Omdurman", kind="town", country="SD", admin1="Khartoum", lat=15.64, lon=32.48,
    within=frozenset({"SD", "SD.Khartoum"}),
)  # fmt: skip
UKRAINE = Place(id="UA", name="Ukraine", kind="country", country="UA")

_numbers = iter(range(1, 1_000_000))


def minutes(n: float) -> datetime:
    """That many minutes after noon of 3 February 2022."""
    return NOON + timedelta(minutes=n)


def exactly(n: int) -> Toll:
    return Toll(low=n, high=n)


def at_least(n: int) -> Toll:
    return Toll(low=n, high=None)


def report(source: str = "Reuters", *, at: float = 0, **said: Any) -> Report:
    """A raid in Atmeh on that day, unless said otherwise; `at`: minutes after noon."""
    n = next(_numbers)
    facts: dict[str, Any] = {
        "article_id": f"a{n}",
        "event": 0,
        "source": source,
        "story": f"story {n}",
        "url": f"https://news.example/{source.lower().replace(' ', '-')}",
        "title": "Raid on a house in Atmeh",
        "published_at": minutes(at),
        "seen_at": minutes(at + 1),
        "what": "raid",
        "where": ATMEH,
        "day": date(2022, 2, 3),
        "killed": None,
        "wounded": None,
        "reality": "happened",
    }
    return Report(**(facts | said))


def incident(*reports: Report) -> Incident:
    """The one incident that these reports tell of."""
    filed: dict[str, Incident] = {}
    for one in reports:
        filed |= {a.incident.id: a.incident for a in assign(filed.values(), [one])}
    assert len(filed) == 1, "these reports tell of several incidents"
    return next(iter(filed.values()))


def how_many(*reports: Report) -> int:
    """How many incidents these reports tell of."""
    return len({a.incident.id for a in assign([], reports)})


PLAN = ("wait", "update_when", "repeat", "mention", "mention_at", "critical_when", "quiet_hours", "digest")


def rule(rule_id: str = "idlib-raid", **said: Any) -> RuleHead:
    plan = {k: said.pop(k) for k in PLAN if k in said}
    facts: dict[str, Any] = {
        "id": rule_id,
        "title": "Raid in Idlib with casualties",
        "level": "high",
        "channel": "syria-alerts",
        "hash": "h1",
        "alert": AlertPlan(**plan),
    }
    return RuleHead(**(facts | said))
