"""Buttons, forms and /wirewatch over Socket Mode: a real connection to a local Slack, a real store, real alerts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model.rule import AlertPlan, Threshold
from tests.jobs.alertdesk import Desk, desk_with_slack, heads_and_replies, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV, exactly
from tests.slackserver import Post, SlackServer
from tests.slacksocket import APP_TOKEN
from workers.edges.slack import SlackEar
from workers.errors import Permanent
from workers.listener import Listener
from workers.ports import Limits

SOON = AlertPlan(wait=0.0, critical_when=(Threshold(figure="killed", low=20),))


@contextmanager
def listening(folder: Path) -> Iterator[tuple[Desk, SlackServer]]:
    """A desk whose alerts can be pressed, with somebody who listens."""
    with desk_with_slack(folder) as (desk, slack):
        desk.limits = Limits(settle=5.0, pressable=True)
        desk.rule(alert=SOON)
        listener = Listener(desk.tools, ear_of(slack))
        listener.ear.open()
        until(lambda: len(slack.board.lines) == 1, "the line is open")
        try:
            yield desk, slack
        finally:
            listener.ear.close()


def ear_of(slack: SlackServer, token: str = APP_TOKEN) -> Callable[[Any], SlackEar]:
    return lambda heard: SlackEar(token, slack.token, heard, base_url=slack.url)


def until(holds: Callable[[], object], what: str, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def alert(desk: Desk, slack: SlackServer, where: Any = ATMEH, killed: int = 3, source: str = "reuters") -> Post:
    """The head of a new incident."""
    article = desk.reads(source, raid(where, killed=exactly(killed), day=desk.now.date()), matches=[("idlib-raid", 0)])
    desk.files(article)
    desk.waits(2)
    desk.sends()
    heads = [post for post in slack.space.posts if post.thread_ts is None]
    assert heads, f"nothing was said: {desk.states()}, {desk.details()}"
    return heads[-1]


def said_to_one(slack: SlackServer) -> str:
    until(lambda: slack.board.whispers, "somebody is told")
    return str(slack.board.whispers[-1]["text"])


def test_who_presses_acknowledge_is_shown_in_the_head_and_in_the_audit_log(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        head = alert(desk, slack)

        slack.presses(head, "acknowledge", user="amira")
        desk.sends_all()

        assert "✓ Acknowledged by amira" in str(head.blocks) and len(heads_and_replies(slack.space.posts)) == 1
        [line] = desk.store.audit()
        assert (line.by, line.via, line.what) == ("amira", "slack UAMIRA0000", "acknowledge")
        assert desk.woken >= 1


def test_what_somebody_marks_wrong_is_feedback_and_falls_silent(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        head = alert(desk, slack)

        slack.presses(head, "wrong", value="old news", user="omar")
        alert(desk, slack, killed=9, source="afp")
        desk.sends_all()

        assert "✗ Marked wrong by omar" in str(head.blocks) and "old news" in str(head.blocks)
        assert len(heads_and_replies(slack.space.posts)) == 1
        [said] = desk.store.feedback_on("idlib-raid")
        assert (said.verdict, said.reason, said.by) == ("wrong", "old news", "omar")


def test_mute_asks_what_and_for_how_long_and_says_what_was_done(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        head = alert(desk, slack)

        slack.presses(head, "mute")
        [form] = slack.board.views
        answer = slack.submits(what="place", hours="72", killed="10", reason="an exercise", user="omar")

        offered = [o["text"]["text"] for o in form["blocks"][1]["element"]["options"]]
        assert offered == ["This incident", "All in Atmeh, Idlib", "All alerts of the rule idlib raid"]
        assert answer is not None and "Muted as number 1: Atmeh, Idlib, until" in str(answer["view"]["blocks"])
        [mute] = desk.store.mutes(desk.now)
        assert (mute.kind, mute.target, mute.until, mute.by) == ("place", ATMEH.id, desk.now + timedelta(hours=72), "omar")
        assert (mute.unless, mute.unless_critical) == (Threshold(figure="killed", low=10), True)
        assert mute.reason == "an exercise"


@pytest.mark.parametrize(("what", "silent"), [("incident", {"Atmeh"}), ("rule", {"Atmeh", "Kyiv"})])
def test_what_was_muted_by_a_button_is_silent_and_nothing_else(tmp_path: Path, what: str, silent: set[str]) -> None:
    with listening(tmp_path) as (desk, slack):
        slack.presses(alert(desk, slack), "mute")
        slack.submits(what=what, hours="8", critical=[])

        alert(desk, slack, ATMEH, 40, "afp")
        alert(desk, slack, KYIV, 40, "sana")

        said = heads_and_replies(slack.space.posts)
        assert len([line for line in said if "Atmeh" in line or line.startswith("  ")]) == 1
        assert any("Kyiv" in line for line in said) is ("Kyiv" not in silent)


def test_an_envelope_whose_answer_was_lost_is_done_once(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        slack.board.patience = 6.0
        head = alert(desk, slack)
        slack.presses(head, "mute")
        slack.board.drop_answers = 1

        answer = slack.submits(what="rule", hours="1")

        assert slack.board.sent >= 3 and answer is not None and "number 1" in str(answer)
        assert [line.what for line in desk.store.audit()] == ["mute"]


def test_when_slack_replaces_the_line_what_is_pressed_next_is_heard(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        head = alert(desk, slack)
        old = slack.board.lines[0]

        slack.hangs_up()
        until(lambda: slack.board.lines and old not in slack.board.lines, "another line", 20)
        slack.presses(head, "acknowledge")

        assert [line.what for line in desk.store.audit()] == ["acknowledge"]


def test_a_button_under_an_alert_that_is_no_longer_kept_says_so_to_who_pressed(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        head = alert(desk, slack)
        desk.store.forget(desk.now + timedelta(days=400))

        slack.presses(head, "acknowledge")

        assert "no longer kept" in said_to_one(slack) and desk.store.audit() == []


def test_a_form_that_slack_refuses_is_told_to_who_pressed(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        slack.plan("views.open", "error:expired_trigger_id")

        slack.presses(alert(desk, slack), "mute")

        assert "press again" in said_to_one(slack)


@pytest.mark.parametrize("payload", [
    {}, {"type": "block_actions"}, {"type": "block_actions", "actions": [{"action_id": "acknowledge", "block_id": "x"}]},
    {"type": "block_actions", "actions": [{"action_id": "wrong", "block_id": '["a", "b"]'}], "user": {"id": "U1"}},
    {"type": "view_submission", "view": {"callback_id": "mute-form", "state": {"values": {}}}}, {"type": "shortcut"},
])  # fmt: skip
def test_what_is_none_of_ours_is_answered_and_does_nothing(tmp_path: Path, payload: dict[str, Any]) -> None:
    with listening(tmp_path) as (desk, slack):
        answered = slack._hears("interactive", payload)

        assert answered == {} and desk.store.audit() == [] and slack.board.whispers == []


def test_recent_and_status_and_mutes_are_told_to_who_asks(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        head = alert(desk, slack, killed=12)
        slack.presses(head, "acknowledge")
        slack.presses(head, "mute")
        slack.submits(what="rule", hours="8")

        assert "*Raid in Atmeh, Idlib*: killed 12 · 1 source" in slack.writes("recent")
        assert "acknowledged by amira" in slack.writes("recent")
        assert "1. rule: idlib raid, until" in slack.writes("mutes") and "by amira" in slack.writes("mutes")
        status = slack.writes("status")
        assert status.startswith("*1 feeds*") and "sent 1" in status
        assert "Lifted" in slack.writes("unmute 1", user="omar")
        assert slack.writes("unmute 1") == "Not lifted: omar has lifted it already."
        assert slack.writes("mutes") == "Nothing is muted."
        assert next((line.what, line.by) for line in desk.store.audit()) == ("unmute", "omar")


def test_why_tells_what_became_of_an_article(tmp_path: Path) -> None:
    with listening(tmp_path) as (desk, slack):
        alert(desk, slack)

        told = slack.writes("why <https://reuters.example/1>")

        assert told.startswith("*Report 1*") and "alerted: idlib raid" in told and "wirewatch explain 1" in told
        assert "No article of that address" in slack.writes("why https://nowhere.example/")
        assert "/wirewatch why https://" in slack.writes("why not")


def test_what_is_not_understood_is_answered_with_what_is(tmp_path: Path) -> None:
    with listening(tmp_path) as (_, slack):
        assert "/wirewatch mutes" in slack.writes("")
        strange = slack.writes("<!channel> *dance*")
        assert strange.startswith("There is no /wirewatch &lt;!channel&gt;") and "unmute" in strange
        assert "Give the number" in slack.writes("unmute all")


@pytest.mark.parametrize(("error", "advice"), [
    ("", "xapp-"), ("missing_scope", "connections:write"), ("socket_mode_disabled", "turn Socket Mode on"),
])  # fmt: skip
def test_a_connection_that_slack_refuses_says_what_to_do(tmp_path: Path, error: str, advice: str) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        slack.board.error = error
        listener = Listener(desk.tools, ear_of(slack, APP_TOKEN if error else "xapp-wrong"))

        with pytest.raises(Permanent, match=advice):
            listener.ear.open()


def test_without_somebody_who_listens_heads_have_no_buttons(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=SOON)

        assert "actions" not in [block["type"] for block in alert(desk, slack).blocks]


def test_the_process_listens_is_heard_of_while_it_is_connected_and_ends_when_told(tmp_path: Path) -> None:
    """`wirewatch listen` as a process of its own, with a store that a press goes into."""
    with listening_process(tmp_path) as (desk, slack, process):
        until(lambda: slack.board.lines, "it listens", 20)
        head = alert(desk, slack)
        slack.presses(head, "acknowledge", user="omar")
        until(lambda: "listener" in {beat["role"] for beat in desk.store.health(desk.now).heartbeats}, "it is heard of", 20)
        process.terminate()

        assert [line.by for line in desk.store.audit()] == ["omar"] and process.wait(15) == 0


def test_a_process_that_slack_refuses_says_why_and_is_missed(tmp_path: Path) -> None:
    with listening_process(tmp_path, SLACK_APP_TOKEN="xapp-wrong") as (desk, _, process):
        time.sleep(4.0)
        process.terminate()
        said = process.communicate(timeout=15)[0]

        assert "SLACK_APP_TOKEN must be an app-level token" in said
        assert desk.store.health(desk.now).heartbeats == []


def test_without_an_app_token_the_process_waits_and_does_nothing(tmp_path: Path) -> None:
    with listening_process(tmp_path, SLACK_APP_TOKEN="") as (desk, slack, process):
        until(lambda: desk.store.health(desk.now).heartbeats, "it is heard of", 20)
        process.terminate()
        said = process.communicate(timeout=15)[0]

        assert "SLACK_APP_TOKEN is not set" in said and slack.board.lines == [] and process.returncode == 0


@contextmanager
def listening_process(folder: Path, **env: str) -> Iterator[tuple[Desk, SlackServer, subprocess.Popen[str]]]:
    with desk_with_slack(folder) as (desk, slack):
        desk.limits = Limits(settle=5.0, pressable=True)
        desk.rule(alert=SOON)
        (folder / "wirewatch.db").symlink_to(folder / "desk.db")
        settings = {
            "WIREWATCH_DATA": str(folder), "REDIS_URL": f"unix://{folder}/none.sock", "SLACK_BOT_TOKEN": slack.token,
            "WIREWATCH_SLACK_BASE_URL": slack.url, "SLACK_APP_TOKEN": APP_TOKEN,
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "workers", "listen"], env={**os.environ, **settings, **env}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        try:
            yield desk, slack, process
        finally:
            process.kill()
            process.wait(10)
