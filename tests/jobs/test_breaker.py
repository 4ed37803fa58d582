"""A rule that fires far above its usual rate is gathered for an hour, says why, and is let speak again by a press."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.alerting.buttons import wish_of
from monitor.model.place import Place
from monitor.model.rule import AlertPlan, Threshold
from tests.jobs.alertdesk import Desk, desk_with_slack, raid
from tests.monitor.alerting.newsdesk import exactly
from tests.slacksocket import pressed
from workers.jobs.act import act
from workers.jobs.mind_rules import mind_rules
from workers.ports import Limits

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PLAN = AlertPlan(wait=0.0, critical_when=(Threshold(figure="killed", low=20),))


def news(desk: Desk, rule: str, killed: int = 3) -> None:
    """A new incident, and time for it to be said."""
    where = Place(id=f"XX:{desk.count}", name=f"Town {desk.count}", kind="town", country="SY", admin1=f"P{desk.count}")
    event = raid(where, killed=exactly(killed), day=desk.now.date())
    desk.files(desk.reads(f"paper{desk.count % 20}", event, matches=[(rule, 0)]))
    desk.sends()
    desk.waits(2)
    mind_rules(desk.tools)


def rules_of(desk: Desk) -> None:
    desk.now = NOON
    desk.limits = Limits(settle=5.0, pressable=True)
    desk.rule("wide", alert=PLAN)
    desk.rule("calm", alert=PLAN)


def test_a_rule_that_was_widened_trips_within_twenty_alerts_and_no_other_does(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        for n in range(20):
            news(desk, "wide")
            if n % 5 == 0:
                news(desk, "calm")
        desk.sends()
        desk.waits(2)

        heads = [p.text for p in slack.space.posts if p.text.startswith("🟡")]
        assert sum("wide" in text for text in heads) == 12 and sum("calm" in text for text in heads) == 4
        [told] = [p for p in slack.space.posts if p.text.startswith("Gathered: wide")]
        assert "12 alerts within an hour" in told.text and "*raid* (12)" in str(told.blocks)
        assert [(m.target, m.by) for m in desk.store.mutes(desk.now)] == [("wide", "wirewatch")]
        assert [(line.what, line.via) for line in desk.store.audit()] == [("mute", "circuit breaker")]


def test_what_was_gathered_is_told_when_the_hour_is_over(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        for _ in range(16):
            news(desk, "wide")
        desk.sends_all(seconds=2 * 3600)

        assert slack.space.posts[-1].text.startswith("Held back by a mute: 4 incidents: wide")


def test_critical_news_of_the_rule_speaks_at_once(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        for _ in range(14):
            news(desk, "wide")
        news(desk, "wide", killed=50)
        desk.sends()

        assert slack.space.posts[-1].text.startswith("🔴")


def test_a_press_lets_it_speak_again_and_it_is_left_alone_for_a_day(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        for _ in range(14):
            news(desk, "wide")
        desk.sends()
        [told] = [p for p in slack.space.posts if p.text.startswith("Gathered")]

        wish = wish_of(pressed(vars(told), "unmute", user="omar"))
        assert wish is not None
        assert act(desk.tools, wish) == (True, "lifted mute 1: what it held back is said now")
        assert act(desk.tools, wish) == (False, "omar has lifted it already")
        for _ in range(20):
            news(desk, "wide")

        assert len([p for p in slack.space.posts if p.text.startswith("Gathered")]) == 1
        assert desk.store.mutes(desk.now) == []


def test_a_rule_that_always_fires_often_is_left_alone(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        desk.limits = replace(desk.limits, breaker=0.0)
        for _ in range(72):
            desk.now += timedelta(minutes=20)
            news(desk, "wide")
        desk.limits = replace(desk.limits, breaker=6.0)
        for _ in range(15):
            news(desk, "wide")

        assert not any(p.text.startswith("Gathered") for p in slack.space.posts)


def test_it_goes_on_while_the_flood_does_until_the_flood_is_usual(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        for _ in range(8 * 15):
            news(desk, "wide")
            desk.waits(minutes=4)
        desk.sends_all(seconds=2 * 3600)

        gathered = [p for p in slack.space.posts if p.text.startswith("Gathered")]
        alone = [p for p in slack.space.posts if p.text.startswith("🟡")]
        assert 3 <= len(gathered) <= 5 and 12 <= len(alone) <= 80


def test_with_the_breaker_off_nothing_is_gathered(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        rules_of(desk)
        desk.limits = replace(desk.limits, breaker=0.0)
        for _ in range(20):
            news(desk, "wide")

        assert len([p for p in slack.space.posts if p.text.startswith("🟡")]) == 20
