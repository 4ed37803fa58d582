"""Quiet hours and digests on a real store and a local Slack: one message in the morning, and nothing told twice or lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.model.event import Toll
from monitor.model.rule import AlertPlan, Digest, QuietHours, Threshold
from tests.jobs.alertdesk import Desk, desk_with_slack, heads_and_replies, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV, ODESA, SARMADA, exactly

NIGHT = AlertPlan(
    wait=0.0,
    quiet_hours=QuietHours(zone="UTC", start="22:00", end="06:00"),
    critical_when=(Threshold(figure="killed", low=20),),
)
EVENING = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)


def news(desk: Desk, source: str, where: object, killed: int) -> None:
    event = raid(where, killed=exactly(killed), day=desk.now.date())
    desk.files(desk.reads(source, event, matches=[("idlib-raid", 0)]))


def test_a_night_ends_in_one_message_and_critical_news_breaks_it(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = EVENING
        desk.rule(alert=NIGHT)
        news(desk, "reuters", ATMEH, 3)
        news(desk, "afp", KYIV, 2)
        desk.sends()
        assert slack.space.posts == []

        news(desk, "sana", ODESA, 40)
        desk.sends_all(seconds=8 * 3600)

        first, *rest = heads_and_replies(slack.space.posts)
        assert first.startswith("🔴 Raid in Odesa")
        assert rest == ["While it was quiet: 2 incidents: idlib raid. 2 × raid; killed: at least 5"]
        assert sorted(desk.states()) == sorted([("item", "sent"), ("digest", "sent"), ("item", "sent"), ("head", "sent")])


def test_what_the_summary_told_opens_a_thread_when_it_changes_and_says_nothing_when_it_does_not(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = EVENING
        desk.rule(alert=NIGHT)
        news(desk, "reuters", ATMEH, 3)
        desk.waits(minutes=60)
        news(desk, "afp", ATMEH, 5)
        desk.sends_all(seconds=8 * 3600)

        desk.waits(minutes=90)
        news(desk, "sana", ATMEH, 5)
        desk.sends_all()
        quiet_since = len(slack.space.posts)
        news(desk, "bbc", ATMEH, 9)
        desk.sends_all()

        assert quiet_since == 1
        assert [p.text.split(":")[0] for p in slack.space.posts] == ["While it was quiet", "🟡 Raid in Atmeh, Idlib"]


def test_news_that_became_critical_at_night_is_left_out_of_the_summary(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = EVENING
        desk.rule(alert=NIGHT)
        news(desk, "reuters", ATMEH, 3)
        news(desk, "reuters-2", SARMADA, 1)
        news(desk, "afp", ATMEH, 30)
        desk.sends_all(seconds=8 * 3600)

        assert len(slack.space.posts) == 2
        assert "1 incident:" in slack.space.posts[1].text


def test_a_reply_that_turns_critical_reaches_the_channel_at_once_though_one_was_waiting(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = EVENING.replace(hour=21)
        desk.rule(alert=NIGHT)
        news(desk, "reuters", ATMEH, 3)
        desk.sends_all()
        desk.waits(minutes=120)
        news(desk, "afp", ATMEH, 9)
        desk.sends()
        assert [p.thread_ts is None for p in slack.space.posts] == [True]

        news(desk, "sana", ATMEH, 50)
        desk.sends_all(seconds=60)

        head, reply = slack.space.posts
        assert reply.thread_ts == head.ts and reply.text.startswith("now critical: killed 3 → ")
        assert reply.broadcast


def test_a_digest_that_died_leaves_its_items_to_the_next(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = EVENING
        desk.rule(alert=AlertPlan(wait=0.0, digest=Digest(zone="UTC", at="07:00")))
        news(desk, "reuters", ATMEH, 3)
        slack.plan("chat.postMessage", "error:no_text")
        desk.now = EVENING.replace(day=21, hour=8)
        desk.sends_all()

        assert slack.space.posts == []
        assert ("digest", "dead") in desk.states() and ("item", "gathered") in desk.states()

        news(desk, "afp", KYIV, 3)
        desk.now = EVENING.replace(day=22, hour=8)
        desk.sends_all()

        assert [p.text.split(".")[0] for p in slack.space.posts] == ["Summary: 2 incidents: idlib raid"]


def test_a_toll_of_none_gathers_like_any_other(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = EVENING
        desk.rule(alert=NIGHT)
        desk.files(desk.reads("un", raid(ATMEH, killed=Toll(low=0, high=0), day=desk.now.date()), matches=[("idlib-raid", 0)]))

        desk.sends_all(seconds=8 * 3600)

        assert "killed: at least" not in slack.space.posts[0].text
