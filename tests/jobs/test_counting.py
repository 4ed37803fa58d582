"""Rules that count: on a real store and a local Slack, one message tells of many incidents, and none of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from monitor.model.place import Place
from monitor.model.rule import AlertPlan, Count
from tests.jobs.alertdesk import Desk, desk_with_slack, heads_and_replies, raid
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, KYIV, SARMADA, exactly

SOON = AlertPlan(wait=0.0)
MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def village(n: int) -> Place:
    return replace(SARMADA, id=f"gn:{1000 + n}", name=f"Village {n}", lat=36.0 + n, lon=36.0)


def news(desk: Desk, where: object, killed: int | None = None, *, rule: str = "many", **how: object) -> int:
    event = raid(where, killed=exactly(killed) if killed else None, day=desk.now.date(), **how)
    article = desk.reads(f"source-{desk.count}", event, matches=[(rule, 0)])
    desk.files(article)
    return article


def counting(desk: Desk, at_least: int = 3, **how: object) -> None:
    desk.rule("many", alert=SOON, count=Count(at_least=at_least, within=24 * 3600.0, **{"per": "admin1", **how}))


def test_the_third_incident_makes_one_message_and_the_first_two_make_none(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)

        first = news(desk, village(1), 2)
        second = news(desk, village(2))
        desk.sends_all()
        before = len(slack.space.posts)
        third = news(desk, village(3), 4)
        desk.sends_all()

        assert before == 0 and heads_and_replies(slack.space.posts) == [
            "🟡 3 × Raid in Idlib, Syria: killed 6 (3 sources) · many"
        ]
        assert [desk.outcome(a)[1] for a in (first, second)] == ["many: counted (1 of 3)", "many: counted (2 of 3)"]
        assert desk.outcome(third) == ("alerted", "many: new incident (3 incidents in Idlib, Syria)")


def test_copies_of_one_incident_and_incidents_elsewhere_count_nothing(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)

        for where in (ATMEH, ATMEH, ATMEH, village(1), KYIV, IDLIB):
            news(desk, where, 5)
        desk.sends_all()

        assert slack.space.posts == []


def test_a_series_that_goes_on_keeps_its_head_current_and_replies_when_it_doubled(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)
        for n in range(3):
            news(desk, village(n), 1)
        desk.sends_all()

        for n in range(3, 6):
            desk.waits(minutes=60)
            news(desk, village(n), 1)
            desk.sends_all()

        head, reply = heads_and_replies(slack.space.posts)
        assert head.startswith("🟡 6 × Raid in Idlib, Syria: killed 6")
        assert reply.startswith("  incidents 3 → 6; killed 3 → 6")


@pytest.mark.parametrize("order", list(permutations(range(4)))[::9], ids=str)
def test_one_head_comes_at_the_third_incident_in_whatever_order_the_reports_come(tmp_path: Path, order: tuple[int, ...]) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)

        heads = []
        for n in order:
            news(desk, (village(1), village(2), village(2), village(3))[n], n + 1)
            desk.sends_all()
            heads.append(len({post.ts for post in slack.space.posts}))

        different = [len({(1, 2, 2, 3)[n] for n in order[: k + 1]}) for k in range(4)]
        assert heads == [1 if many >= 3 else 0 for many in different]


def test_incidents_further_apart_than_the_window_are_no_series(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)

        for n in range(4):
            news(desk, village(n))
            desk.waits(minutes=13 * 60)
        desk.sends_all()

        assert slack.space.posts == []


def test_a_new_series_begins_when_the_old_one_has_run_out(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)
        for n in range(3):
            news(desk, village(n))
        desk.sends_all()

        desk.waits(minutes=30 * 60)
        for n in range(3, 6):
            news(desk, village(n))
        desk.sends_all()

        assert [p.text.split(" (")[0] for p in slack.space.posts] == ["🟡 3 × Raid in Idlib, Syria"] * 2


def test_a_surge_is_heard_though_an_incident_a_day_smouldered_before_it(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk, at_least=4)
        for n in range(4):
            news(desk, village(n))
        desk.sends_all()
        for n in range(4, 9):
            desk.waits(minutes=20 * 60)
            news(desk, village(n))
            desk.sends_all()
        before = len(slack.space.posts)

        for n in range(9, 13):
            news(desk, village(n))
        desk.sends_all()

        assert before == 1 and len(slack.space.posts) == 2
        assert slack.space.posts[1].text.startswith("🟡 6 × Raid in Idlib, Syria")


def test_a_denied_incident_is_taken_out_of_the_series(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        counting(desk)
        for n in range(3):
            news(desk, village(n), 1)
        desk.sends_all()

        desk.waits(minutes=5)
        denial = raid(village(1), day=desk.now.date(), reality="denied")
        desk.files(desk.reads("source-1", denial))
        news(desk, village(9), 1)
        desk.sends_all()

        [head] = heads_and_replies(slack.space.posts)
        assert head.startswith("🟡 3 × Raid in Idlib, Syria: killed 3")


def test_incidents_of_named_rules_are_counted_and_still_told_by_them(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = MORNING
        desk.rule("raids", alert=SOON, channel="other")
        counting(desk, rules=("raids",), per="country")

        for n in range(3):
            news(desk, village(n), rule="raids")
        desk.sends_all()

        told = [p.text.split(":")[0].split(" (")[0] for p in slack.space.posts]
        assert sorted(told) == ["🟡 3 × Raid in Syria", *(f"🟡 Raid in Village {n}, Idlib" for n in range(3))]


def test_a_place_that_is_not_known_closely_enough_is_not_counted(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, _):
        desk.now = MORNING
        counting(desk, per="admin2")

        article = news(desk, IDLIB)

        assert desk.outcome(article)[1] == "many: counted (not counted: its place is not known by admin2)"
