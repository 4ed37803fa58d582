"""What somebody can mend keeps alerts waiting, says what to do, and lets all of them through once it is mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.jobs.alertdesk import Desk, desk_with_slack, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV, exactly
from tests.slackserver import SlackServer
from workers.cli import app, care
from workers.edges.slack.answers import ADVICE
from workers.errors import Refused
from workers.jobs.watch import watch
from workers.settings import Settings

Pair = tuple[Desk, SlackServer]

#: What an operator can mend; "redirect" is an answer of HTTP.
OPERATORS = (
    "not_in_channel", "missing_scope", "org_login_required", "accesslimited", "ekm_access_denied", "team_access_not_granted",
    "enterprise_is_restricted", "token_revoked", "account_inactive", "channel_not_found", "is_archived", "restricted_action",
    "invalid_auth", "never_heard_of", "redirect",
)  # fmt: skip


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule("idlib-raid", level="high")
        yield desk, slack


def refuses(slack: SlackServer, error: str) -> None:
    """From now on, whatever is called; "": never more."""
    slack.space.error = "" if error == "redirect" else error
    slack.space.fault_kinds = ("redirect",)
    slack.space.fault_rate = 1.0 if error == "redirect" else 0.0


def an_alert(desk: Desk, number: int = 0) -> None:
    town = replace(ATMEH, id=f"gn:{number}", name=f"Town {number}")
    desk.files(desk.reads("reuters", raid(town, killed=exactly(3)), matches=[("idlib-raid", 0)]))


@pytest.mark.parametrize("error", OPERATORS)
def test_an_alert_waits_a_day_for_what_can_be_mended_and_is_told_then(pair: Pair, error: str) -> None:
    desk, slack = pair
    an_alert(desk)
    desk.waits(minutes=3)
    refuses(slack, error)
    for _ in range(5):
        desk.sends()
        desk.waits(minutes=6 * 60)
    waiting = (desk.states(), [trouble.words for trouble in desk.store.troubles(desk.now)])

    refuses(slack, "")
    desk.sends_all()

    assert waiting[0] == [("head", "pending")]
    assert any("1 alert waits to be told in #alerts, the oldest for 30 hours: " in words for words in waiting[1])
    assert desk.states() == [("head", "sent")] and len(slack.posts) == 1


def test_an_alert_that_nobody_mends_for_two_days_is_dead(pair: Pair) -> None:
    desk, slack = pair
    an_alert(desk)
    desk.waits(minutes=3)
    refuses(slack, "not_in_channel")
    for _ in range(10):
        desk.sends()
        desk.waits(minutes=6 * 60)

    assert desk.states() == [("head", "dead")]
    assert desk.details()[0].endswith("not_in_channel: invite the app: /invite @wirewatch in #alerts")


def test_a_channel_that_refuses_is_tried_once_a_minute_however_much_waits_for_it(pair: Pair) -> None:
    desk, slack = pair
    for number in range(4):
        an_alert(desk, number)
    desk.waits(minutes=3)
    refuses(slack, "is_archived")

    for _ in range(120):
        desk.sends()
        desk.waits(1.0)

    assert slack.space.calls.total() == 2


def test_what_waited_comes_as_one_catch_up_when_it_is_mended(pair: Pair) -> None:
    desk, slack = pair
    refuses(slack, "token_revoked")
    for number in range(8):
        an_alert(desk, number)
        desk.waits(minutes=5)
        desk.sends()
    desk.waits(minutes=15)
    words = [trouble.words for trouble in desk.store.troubles(desk.now)]

    refuses(slack, "")
    desk.sends_all()

    assert len(slack.posts) == 1 and "Catching up: " in slack.posts[0].text
    assert [w for w in words if "token_revoked" in w] and "8 alerts wait to be told in #alerts, the oldest for " in words[0]


def test_what_joins_a_catch_up_that_waits_has_two_days_of_its_own(pair: Pair) -> None:
    desk, slack = pair
    refuses(slack, "is_archived")
    for number in range(8):
        an_alert(desk, number)
    desk.waits(minutes=30)
    desk.sends()
    for hours in (40, 20):
        desk.waits(minutes=60 * hours)
        desk.sends()
        if hours == 40:
            an_alert(desk, 8)
            desk.waits(minutes=15)
            desk.sends()

    refuses(slack, "")
    desk.sends_all()

    assert len(slack.posts) == 1 and "9 incidents" in slack.posts[0].text


def test_trouble_of_one_kind_in_several_channels_is_one_trouble(pair: Pair) -> None:
    desk, slack = pair
    desk.rule("field-desk", channel="other")
    desk.files(
        desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)]),
        desk.reads("afp", raid(KYIV), matches=[("field-desk", 0)]),
    )
    desk.waits(minutes=3)
    refuses(slack, "token_revoked")
    desk.sends()
    desk.waits(minutes=10)
    desk.sends()

    [trouble] = [trouble for trouble in desk.store.troubles(desk.now) if trouble.key.startswith("alerts:")]

    assert trouble.words == (
        f"2 alerts wait to be told in #alerts, #other, the oldest for 10 minutes: token_revoked: {ADVICE['token_revoked']}"
    )
    assert trouble.grave


def test_status_and_check_say_what_to_do_and_since_when(pair: Pair, tmp_path: Path) -> None:
    desk, slack = pair
    desk.waits(minutes=-30)
    an_alert(desk)
    desk.waits(minutes=3)
    refuses(slack, "is_archived")
    desk.sends()
    (tmp_path / "data").mkdir()
    with (
        closing(sqlite3.connect(tmp_path / "desk.db")) as here,
        closing(sqlite3.connect(tmp_path / "data/wirewatch.db")) as there,
    ):
        here.backup(there)
    settings = {"WIREWATCH_DATA": str(tmp_path / "data"), "SLACK_BOT_TOKEN": ""}

    status = CliRunner().invoke(app, ["status"], env=settings)
    with pytest.raises(Refused) as check:
        care._alerts(Settings(data=tmp_path / "data", database_url=None, _env_file=None))  # type: ignore[call-arg]

    words = "1 alert waits to be told in #alerts, the oldest for 27 minutes: is_archived: the channel #alerts is archived"
    assert status.exit_code == 1 and words in status.output.replace("\n", " ") and words in str(check.value)


def test_the_operators_are_told_what_to_do(pair: Pair) -> None:
    desk, slack = pair
    desk.limits = replace(desk.limits, operators_channel="other")
    slack.space.not_in.add("alerts")
    an_alert(desk)
    desk.waits(minutes=3)
    for _ in range(6):
        desk.sends()
        watch(desk.tools)
        desk.waits(minutes=1)

    [notice] = slack.posts

    assert notice.channel == slack.space.names["other"]
    assert "1 alert waits to be told in #alerts" in notice.text and "/invite @wirewatch in #alerts" in notice.text


def test_what_may_have_been_said_before_the_token_was_revoked_is_looked_for_when_there_is_a_new_one(pair: Pair) -> None:
    desk, slack = pair
    an_alert(desk)
    desk.waits(minutes=3)
    slack.plan("chat.postMessage", "drop_after")
    desk.sends()
    refuses(slack, "token_revoked")
    for _ in range(12):
        desk.waits(minutes=60)
        desk.sends()

    refuses(slack, "")
    desk.sends_all()

    assert len(slack.posts) == 1 and desk.details() == ["found in the history"]


def test_a_look_obeys_what_slack_asks_for(pair: Pair) -> None:
    desk, slack = pair
    an_alert(desk)
    desk.waits(minutes=3)
    slack.plan("chat.postMessage", "drop_before")
    slack.plan("conversations.history", "429:300")

    desk.sends()
    for _ in range(28):
        desk.waits(10)
        desk.sends()

    assert slack.space.calls["conversations.history"] == 1


@pytest.mark.parametrize("fault", ["ok_alone_after", "array_after", "429:²"])
def test_a_list_of_channels_that_is_none_loses_nothing(pair: Pair, fault: str) -> None:
    desk, slack = pair
    an_alert(desk)
    desk.waits(minutes=3)
    slack.plan("conversations.list", fault, fault)

    desk.sends_all()

    assert desk.states() == [("head", "sent")] and len(slack.posts) == 1
