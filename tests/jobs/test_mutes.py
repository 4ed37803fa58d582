"""Mutes on a real store and a local Slack: silence while they run, one message at their end, and nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.people import Mute, MuteKind
from monitor.model.rule import AlertPlan, Threshold
from tests.jobs.alertdesk import Desk, desk_with_slack, heads_and_replies, raid
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, KYIV, ODESA, SARMADA, exactly

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
SOON = AlertPlan(wait=0.0, critical_when=(Threshold(figure="killed", low=20),))


def news(desk: Desk, source: str, where: object, killed: int) -> int:
    article = desk.reads(source, raid(where, killed=exactly(killed), day=desk.now.date()), matches=[("idlib-raid", 0)])
    desk.files(article)
    return article


def mutes(desk: Desk, kind: MuteKind = "rule", target: str = "idlib-raid", *, hours: float = 8, **how: object) -> Mute:
    until = desk.now + timedelta(hours=hours)
    wanted = Mute(kind=kind, target=target, name=target, until=until, by="amira", at=desk.now, **how)  # type: ignore[arg-type]
    return desk.store.mute(wanted, via="command line", now=desk.now)


def test_what_is_muted_is_told_in_one_message_at_the_end(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        mutes(desk)

        first = news(desk, "reuters", ATMEH, 3)
        news(desk, "afp", KYIV, 2)
        desk.sends()
        before = len(slack.space.posts)
        desk.sends_all(seconds=9 * 3600)

        assert before == 0 and heads_and_replies(slack.space.posts) == [
            "Held back by a mute: 2 incidents: idlib raid. 2 × raid; killed: at least 5"
        ]
        assert desk.outcome(first) == ("filed", "idlib raid: muted (idlib-raid, until 20 Nov 20:00 UTC, by amira)")


@pytest.mark.parametrize(
    ("kind", "target", "silent"),
    [("place", IDLIB.id, {"Atmeh", "Sarmada"}), ("rule", "another", set()), ("place", "UA", {"Kyiv"})],
)
def test_a_mute_holds_for_what_it_is_about_and_no_more(tmp_path: Path, kind: MuteKind, target: str, silent: set[str]) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        mutes(desk, kind, target)

        for where in (ATMEH, SARMADA, KYIV):
            news(desk, "reuters", where, 3)
        desk.waits(60)
        for _ in range(5):
            desk.sends()
            desk.waits(1)

        assert {name for name in ("Atmeh", "Sarmada", "Kyiv") if not any(name in p.text for p in slack.space.posts)} == silent


def test_critical_news_and_the_figure_that_was_named_speak_all_the_same(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        mutes(desk, unless=Threshold(figure="killed", low=10))

        news(desk, "reuters", ATMEH, 30)
        news(desk, "afp", KYIV, 12)
        news(desk, "sana", ODESA, 4)
        desk.waits(5)
        for _ in range(5):
            desk.sends()
            desk.waits(1)

        assert sorted(p.text.split(":")[0] for p in slack.space.posts) == [
            "🔴 Raid in Atmeh, Idlib",
            "🟡 Raid in Kyiv, Kyiv City",
        ]


def test_critical_news_is_muted_too_when_that_was_asked_for(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        mutes(desk, unless_critical=False)

        news(desk, "reuters", ATMEH, 30)
        desk.waits(60)
        desk.sends()

        assert slack.space.posts == []


def test_a_thread_that_is_muted_is_kept_current_and_says_at_the_end_what_changed(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        news(desk, "reuters", ATMEH, 3)
        desk.sends_all()
        [incident] = desk.store.board(desk.now - timedelta(days=1)).incidents
        mutes(desk, "incident", incident.id)

        desk.waits(minutes=30)
        news(desk, "afp", ATMEH, 7)
        for _ in range(3):
            desk.sends()
            desk.waits(1)
        [head] = heads_and_replies(slack.space.posts)
        desk.sends_all(seconds=9 * 3600)

        assert head.startswith("🟡 Raid in Atmeh, Idlib: killed 7")
        assert [line.split(" (")[0] for line in heads_and_replies(slack.space.posts)][1:] == ["  killed 3 → 7"]


def test_a_thread_speaks_through_its_mute_when_the_figure_is_passed(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        news(desk, "reuters", ATMEH, 3)
        desk.sends_all()
        mutes(desk, "place", IDLIB.id, unless=Threshold(figure="killed", low=10))

        desk.waits(minutes=10)
        news(desk, "afp", ATMEH, 7)
        desk.sends()
        quiet = len(heads_and_replies(slack.space.posts))
        desk.waits(minutes=10)
        news(desk, "sana", ATMEH, 15)
        desk.sends_all(seconds=60)

        assert quiet == 1 and heads_and_replies(slack.space.posts)[1].startswith("  killed 3 → ")


def test_what_waits_when_the_mute_begins_is_put_off_and_told_at_its_end(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=AlertPlan(wait=120.0))
        news(desk, "reuters", ATMEH, 3)
        mutes(desk, hours=1)

        desk.waits(minutes=10)
        desk.sends()
        before = len(slack.space.posts)
        desk.sends_all(seconds=2 * 3600)

        assert before == 0 and len(slack.space.posts) == 1
        assert desk.now >= NOON + timedelta(hours=1)


def test_a_mute_that_is_lifted_says_at_once_what_it_held_back(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        mute = mutes(desk)
        news(desk, "reuters", ATMEH, 3)
        desk.waits(minutes=5)

        lifted = desk.store.unmute(mute.id, by="omar", via="command line", now=desk.now)
        desk.sends_all(seconds=60)
        again = mutes(desk, hours=8)
        news(desk, "afp", KYIV, 2)
        desk.sends_all(seconds=9 * 3600)

        assert lifted == "" and [p.text.split(":")[0] for p in slack.space.posts] == ["Held back by a mute"] * 2
        assert desk.store.unmute(mute.id, by="x", via="slack", now=desk.now) == "omar has lifted it already"
        assert desk.store.unmute(again.id, by="x", via="slack", now=desk.now) == "it has run out already"
        assert [line.what for line in desk.store.audit()] == ["mute", "unmute", "mute"]


def test_a_mute_asked_for_again_within_the_minute_loses_nothing(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.now = NOON
        desk.rule(alert=SOON)
        mute = mutes(desk)
        news(desk, "reuters", ATMEH, 3)
        desk.store.unmute(mute.id, by="omar", via="command line", now=desk.now)
        desk.sends_all(seconds=60)
        desk.now = NOON + timedelta(seconds=1)
        mutes(desk)
        news(desk, "afp", KYIV, 2)

        desk.sends_all(seconds=9 * 3600)

        assert [p.text.split(":")[0] for p in slack.space.posts] == ["Held back by a mute"] * 2
