"""The register of open incidents loses none that a report tells of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.incidents import MENTION, assign, kinship
from monitor.alerting.register import Register
from monitor.model.alert import Incident, Report
from monitor.model.place import Place
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, KYIV, SARMADA, SYRIA, UKRAINE, exactly, minutes, report

LEVANT = Place(id="region:levant", name="Levant", kind="region", lat=34.0, lon=37.0)
LAKE = Place(id="site:lake", name="Lake Sarmada", kind="site", country="SY", lat=36.2, lon=36.7)
TOWN = Place(id="gn:2", name="Idlib", kind="town", country="SY", admin1="Idlib", within=frozenset({"SY", "SY.Idlib", LEVANT.id}))
NAMESAKE = Place(id="gn:3", name="Atmeh", kind="town", country="SY", admin1="Idlib", within=frozenset({"SY", "SY.Idlib"}))
BARE = replace(TOWN, either=IDLIB.id)
BARE_PROVINCE = replace(IDLIB, either=TOWN.id)
PLACES = [None, SYRIA, IDLIB, ATMEH, SARMADA, KYIV, UKRAINE, LEVANT, LAKE, TOWN, NAMESAKE, BARE, BARE_PROVINCE]
DAY = date(2022, 2, 3)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    day = draw(st.sampled_from([None, DAY, DAY + timedelta(days=1), DAY + timedelta(days=2), DAY - timedelta(days=3)]))
    killed = draw(st.sampled_from([None, 3, 12]))
    where = draw(st.sampled_from(PLACES))
    also = (draw(st.sampled_from([KYIV, SARMADA, BARE])),) if where is not None and draw(st.booleans()) else ()
    return report(
        draw(st.sampled_from(["Reuters", "AFP", "SANA"])), at=draw(st.sampled_from([0, 700, 1500, 3000, 9000])), day=day,
        story=draw(st.sampled_from(["", "a", "b"])), where=where, also=also, around=draw(st.sampled_from([(), (IDLIB.id,)])),
        what=draw(st.sampled_from(["raid", "clash", "attack", "airstrike", MENTION])),
        killed=exactly(killed) if killed else None, reality=draw(st.sampled_from(["happened", "denied", "planned"])),
    )  # fmt: skip


def joinable(incidents: list[Incident], one: Report) -> set[str]:
    return {i.id for i in incidents if kinship(i, one).joined}


@given(st.lists(reports(), min_size=2, max_size=14))
def test_every_incident_that_kinship_would_join_is_a_candidate(news: list[Report]) -> None:
    board: dict[str, Incident] = {}
    register = Register()

    for one in news:
        assert joinable(list(board.values()), one) <= set(register.candidates(one))
        filed = assign(board.values(), [one])[0].incident
        board[filed.id] = filed
        register.add(filed)


def test_a_report_that_was_filed_is_found_whatever_it_tells_by_now() -> None:
    [filed] = assign([], [report(article_id="a", day=DAY)])
    again = report(article_id="a", day=DAY + timedelta(days=30), where=KYIV, at=90_000)

    assert Register([filed.incident]).candidates(again) == [filed.incident.id]


def test_what_happened_elsewhere_or_long_before_is_no_candidate() -> None:
    incidents = [a.incident for a in assign([], [report(where=KYIV), report(day=DAY - timedelta(days=9), at=-20_000)])]

    assert Register(incidents).candidates(report()) == []


def test_candidates_come_in_the_order_in_which_they_were_taken_in() -> None:
    incidents = [a.incident for a in assign([], [report(what="raid"), report(what="protest"), report(what="aid")])]

    assert Register(incidents).candidates(report(published_at=minutes(5))) == [i.id for i in incidents]
