"""A series: when incidents are counted together, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.message import head
from monitor.alerting.series import area_name, area_of, counted, series_of
from monitor.model.alert import Incident, Message, Reason, Told
from monitor.model.rule import Count
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, KYIV, SARMADA, exactly, incident, minutes, report, rule

LONG_AGO = minutes(-10_000)
DAY = Count(at_least=3, within=86400.0, per="admin1")


def told(where: object = SARMADA, *, at: float = 0, killed: int | None = None, **how: object) -> Incident:
    return incident(report(where=where, at=at, killed=exactly(killed) if killed else None, **how))


def test_areas_are_the_places_around() -> None:
    one = told(SARMADA)

    assert [area_of(one, replace(DAY, per=per)) for per in ("anywhere", "country", "admin1", "admin2", "place")] == [
        "", "SY", "SY.Idlib", "SY.Idlib.Harim", "gn:1",
    ]  # fmt: skip
    assert area_of(told(IDLIB), replace(DAY, per="admin2")) is None
    assert area_of(told(None), replace(DAY, per="country")) is None


def test_an_incident_is_as_old_as_its_first_report() -> None:
    old = incident(report(at=-2000), report("AFP", at=0))

    assert len(counted([old], DAY, "SY.Idlib", minutes(60))) == 0


@given(st.permutations(range(6)), st.lists(st.floats(0, 3000), min_size=6, max_size=6))
def test_what_counts_does_not_hang_on_the_order_in_which_it_is_told(order: list[int], at: list[float]) -> None:
    incidents = [told(where, at=at[n]) for n, where in enumerate([ATMEH, SARMADA, KYIV, IDLIB, SARMADA, ATMEH])]

    found = counted([incidents[n] for n in order], DAY, "SY.Idlib", minutes(3000))

    assert found == counted(incidents, DAY, "SY.Idlib", minutes(3000))
    assert all(i.where is not KYIV and minutes(3000) - i.reports[0].seen_at < timedelta(days=1, minutes=1) for i in found)


def test_the_dead_of_a_series_are_those_of_its_incidents_together() -> None:
    series = series_of([told(killed=3), told(ATMEH), told(killed=9)], rule(), "SY.Idlib", [], LONG_AGO)

    assert series.killed == exactly(12) and len(series.reports) == 3


def test_a_series_goes_on_while_half_of_what_is_asked_for_stands_in_its_window() -> None:
    mine = replace(rule(), count=replace(DAY, at_least=4))
    series = series_of([told(at=n) for n in range(4)], mine, "SY.Idlib", [], LONG_AGO)
    more = [told(at=9)]

    assert series_of(more, mine, "SY.Idlib", [series], minutes(1.5)).id == series.id
    assert series_of(more, mine, "SY.Idlib", [series], minutes(2.5)).id != series.id
    assert series_of(more, replace(mine, id="other"), "SY.Idlib", [series], LONG_AGO).id != series.id
    assert series_of(more, mine, "SY", [series], LONG_AGO).id != series.id


def test_a_series_is_told_with_its_incidents_one_a_line() -> None:
    mine = replace(rule(), count=DAY)
    series = series_of(
        [told(killed=3, at=n, title=f"Raid <!channel> {n}") for n in range(10)], mine, "SY.Idlib.Harim", [], LONG_AGO
    )
    message = Message(
        id="1", incident_id=series.id, rule_id=mine.id, rule_hash="h", channel="alerts", kind="head", revision=0,
        reason=Reason.NEW_INCIDENT, not_before=minutes(20), facts=Told(),
    )  # fmt: skip

    letter = head(series, mine, message, now=minutes(20))
    text = "\n".join(str(block) for block in letter.blocks)

    assert letter.text.startswith("🟠 10 × Raid in Harim, Idlib, Syria: killed 30")
    assert text.count("• Raid, Sarmada, Idlib: killed 3") == 8 and "and 2 more" in text
    assert "at least 3 incidents within 24 h" in text and "<!channel>" not in text


def test_an_area_has_a_name() -> None:
    series = [series_of([told()], rule(), area, [], LONG_AGO) for area in ("", "SY", "SY.Idlib", "gn:1")]

    assert [area_name(s) for s in series] == ["", "Syria", "Idlib, Syria", "Sarmada, Idlib"]
