"""Slack's door against a local Slack: every ending sorted, the token kept, messages found again."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.model.alert import SlackMessage
from tests.collector import Collector
from tests.slackserver import EVERY_FAULT, SlackServer, patience
from workers.edges.slack import SlackRoom
from workers.errors import Ambiguous, BadBlocks, Mendable, Permanent, Refused, TooLate, Transient

LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


def letter(message_id: str = "11111111-2222-5333-8444-555555555555", text: str = "a raid", **said: Any) -> SlackMessage:
    mark = message_id.replace("-", "")[:12]
    blocks = ({"type": "context", "elements": [{"type": "mrkdwn", "text": f"ref: {mark}", "verbatim": True}]},)
    metadata = {"event_type": "wirewatch_alert", "event_payload": {"message_id": message_id, "revision": 0}}
    return SlackMessage(**({"text": text, "blocks": blocks, "metadata": metadata} | said))


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer([f"channel-{n}" for n in range(5)] + ["alerts"], hang=2.0) as server:
        yield server


@pytest.fixture
def room(slack: SlackServer, request: pytest.FixtureRequest) -> SlackRoom:
    return SlackRoom(slack.token, base_url=slack.url, timeout=patience(request.node.name))


@contextmanager
def raw_slack(status: int, body: bytes, **headers: str) -> Iterator[SlackRoom]:
    """A room at a server that gives this answer to everything."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response_only(status)
            for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield SlackRoom("xoxb-secret", base_url=f"http://127.0.0.1:{server.server_port}/api/", timeout=2)
    finally:
        server.shutdown()
        server.server_close()


def test_a_message_said_by_channel_name_stands_in_that_channel(slack: SlackServer, room: SlackRoom) -> None:
    receipt = room.post("alerts", letter())

    assert receipt.channel_id == slack.space.names["alerts"]
    assert [(p.text, p.ts) for p in slack.posts] == [("a raid", receipt.ts)]


def test_names_are_resolved_once_over_all_pages(slack: SlackServer, room: SlackRoom) -> None:
    room.post("alerts", letter())
    pages = slack.space.calls["conversations.list"]

    room.post("channel-0", letter())

    assert pages == 3 and slack.space.calls["conversations.list"] == pages


def test_a_reply_stands_in_its_thread_and_an_update_changes_the_head(slack: SlackServer, room: SlackRoom) -> None:
    head = room.post("alerts", letter())

    room.post("alerts", letter(text="3 → 12"), thread_ts=head.ts)
    room.update(head.channel_id, head.ts, letter(text="a raid, 12 killed"))

    assert [(p.text, p.thread_ts) for p in slack.posts] == [("a raid, 12 killed", None), ("3 → 12", head.ts)]


@pytest.mark.parametrize("fault", [f for f in EVERY_FAULT if not f.startswith("429")])
def test_what_may_have_been_said_is_ambiguous(slack: SlackServer, room: SlackRoom, fault: str) -> None:
    slack.plan("chat.postMessage", fault)

    with pytest.raises(Ambiguous):
        room.post("alerts", letter())

    assert len(slack.posts) == (0 if fault.endswith("before") else 1)


def test_429_is_not_said_and_carries_how_long_to_wait(slack: SlackServer, room: SlackRoom) -> None:
    slack.plan("chat.postMessage", "429:17")

    with pytest.raises(Transient) as caught:
        room.post("alerts", letter())

    assert caught.value.retry_after == 17


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/api/", "https://no-such-host.invalid/api/"])
def test_no_connection_is_certainly_not_said(url: str) -> None:
    room = SlackRoom("xoxb-x", base_url=url, timeout=1)
    room._client.proxy = None

    with pytest.raises(Transient):
        room.post("C012345678", letter())


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("channel_not_found", "/invite @wirewatch in #alerts"),
        ("not_in_channel", "/invite @wirewatch in #alerts"),
        ("is_archived", "#alerts is archived"),
        ("restricted_action", "administrator"),
        ("missing_scope", "slack/manifest.yaml"),
        ("token_revoked", "SLACK_BOT_TOKEN"),
        ("account_inactive", "install"),
        ("org_login_required", "Enterprise"),
        ("accesslimited", "administrator"),
        ("ekm_access_denied", "EKM"),
        ("team_access_not_granted", "administrator"),
        ("enterprise_is_restricted", "administrator"),
        ("something_new", "docs.slack.dev"),
    ],
)
def test_what_somebody_can_mend_says_how(slack: SlackServer, room: SlackRoom, error: str, advice: str) -> None:
    slack.plan("chat.postMessage", f"error:{error}")

    with pytest.raises(Mendable, match=f"{error}: .*{advice}"):
        room.post("alerts", letter())


@pytest.mark.parametrize(("error", "words"), [("msg_too_long", "report it"), ("thread_not_found", "thread_not_found")])
def test_what_is_the_messages_own_fault_is_permanent(slack: SlackServer, room: SlackRoom, error: str, words: str) -> None:
    slack.plan("chat.postMessage", f"error:{error}")

    with pytest.raises(Permanent, match=words):
        room.post("alerts", letter())


@pytest.mark.parametrize("value", ["²", "soon", "nan", "-5", "1e9", "9" * 400, "", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_retry_after_that_is_no_number_of_seconds_is_half_a_minute(value: str) -> None:
    limited = raw_slack(429, b'{"ok": false, "error": "ratelimited"}', **{"Retry-After": value})
    with limited as room, pytest.raises(Transient) as caught:
        room.post("C012345678", letter())

    assert caught.value.retry_after == 30


@pytest.mark.parametrize("body", [b"[]", b"null", b"17", b'"ok"', b'[{"ok": true}]', b"\xff\xfe", b"[" * 100_000, b'{"ok": 1}'])
def test_an_answer_of_another_shape_may_have_been_said_and_answers_no_question(body: bytes) -> None:
    with raw_slack(200, body) as room:
        with pytest.raises(Ambiguous):
            room.post("C012345678", letter())
        with pytest.raises(Transient):
            room.find("C012345678", since=LONG_AGO)
        with pytest.raises(Transient):
            room.post("alerts", letter())


@pytest.mark.parametrize("rows", [b"17", b'{"C1": {}}', b'["alerts"]', b"null"])
def test_a_list_without_its_rows_is_a_fault_of_slacks_and_no_empty_list(rows: bytes) -> None:
    with raw_slack(200, b'{"ok": true, "channels": %s, "messages": %s}' % (rows, rows)) as room:
        with pytest.raises(Transient, match="without channels") as caught:
            room.post("alerts", letter())
        with pytest.raises(Transient, match="without messages"):
            room.find("C012345678", since=LONG_AGO)

    assert not isinstance(caught.value, Mendable)


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.history"])
def test_a_call_ends_in_time_though_a_header_is_dripped(method: str) -> None:
    with SlackServer(["alerts"], hang=5.0) as slack:
        room = SlackRoom(slack.token, base_url=slack.url, timeout=1)
        slack.plan(method, "drip_after")
        began = time.monotonic()
        with pytest.raises((Ambiguous, Transient)):
            room.post("alerts", letter())
            room.find("alerts", since=LONG_AGO)

    assert time.monotonic() - began < 2.5


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait(10) and [])
    room = SlackRoom("xoxb-x", base_url="https://slow.invalid/api/", timeout=1)
    room._client.proxy = None
    began = time.monotonic()

    with pytest.raises(Transient, match="no connection"):
        room.post("C012345678", letter())
    took = time.monotonic() - began
    answers.set()

    assert took < 2.0


@pytest.mark.parametrize("say", ["post", "update"])
def test_who_held_a_message_too_long_says_nothing(slack: SlackServer, room: SlackRoom, say: str) -> None:
    head = room.post("alerts", letter())
    asked = slack.space.calls.total()

    with pytest.raises(TooLate):
        if say == "post":
            room.post("alerts", letter(), guard=lambda: False)
        else:
            room.update(head.channel_id, head.ts, letter(), guard=lambda: False)
    room.post("alerts", letter(), guard=lambda: True)

    assert slack.space.calls.total() == asked + 1


def test_a_date_that_is_none_does_not_spoil_the_answer() -> None:
    with raw_slack(200, b'{"ok": true, "ts": "1.2", "channel": "C012345678"}', Date="soon") as room:
        assert room.post("C012345678", letter()).ts == "1.2"


def test_a_double_that_slack_cannot_find_is_said_without_our_id(slack: SlackServer, room: SlackRoom) -> None:
    slack.plan("chat.postMessage", "error:duplicate_message_not_found")

    room.post("alerts", letter())

    assert len(slack.posts) == 1


def test_a_channel_that_nobody_knows_can_be_mended(room: SlackRoom) -> None:
    with pytest.raises(Mendable, match="create the channel"):
        room.post("nowhere", letter())


def test_refused_blocks_are_told_from_other_refusals(slack: SlackServer, room: SlackRoom) -> None:
    with pytest.raises(BadBlocks, match="151"):
        room.post("alerts", letter(blocks=({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},)))


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive"])
def test_trouble_with_the_token_keeps_messages_and_fails_the_check(slack: SlackServer, room: SlackRoom, error: str) -> None:
    slack.space.error = error

    with pytest.raises(Mendable):
        room.post("C000000006", letter())
    with pytest.raises(Mendable, match=r"SLACK_BOT_TOKEN|install"):
        room.check()


def test_a_wrong_token_is_found_by_the_check(slack: SlackServer) -> None:
    with pytest.raises(Mendable, match="SLACK_BOT_TOKEN is wrong"):
        SlackRoom("xoxb-wrong", base_url=slack.url).check()


def test_the_check_says_who_we_are(room: SlackRoom) -> None:
    assert room.check() == "Slack: wirewatch in Test (https://test.slack.com/)"


@pytest.mark.parametrize("trouble", ["500_after", "drop_after", "hang_after", "garbage_after", "array_after", "ok_alone_after"])
def test_a_question_that_breaks_is_never_ambiguous(slack: SlackServer, room: SlackRoom, trouble: str) -> None:
    slack.plan("conversations.list", trouble)
    slack.plan("conversations.history", trouble)

    with pytest.raises(Transient):
        room.post("alerts", letter())
    with pytest.raises(Transient):
        room.find("alerts", since=LONG_AGO)


def test_our_messages_are_found_over_many_pages(slack: SlackServer, room: SlackRoom) -> None:
    ids = [f"{n:08d}-0000-5000-8000-000000000000" for n in range(40)]
    said = {message_id: room.post("alerts", letter(message_id)) for message_id in ids}

    found = room.find("alerts", since=LONG_AGO)

    assert found == said and slack.space.calls["conversations.history"] == 3


def test_replies_are_found_in_their_thread_alone(room: SlackRoom) -> None:
    head = room.post("alerts", letter("aaaaaaaa-0000-5000-8000-000000000000"))
    reply = room.post("alerts", letter("bbbbbbbb-0000-5000-8000-000000000000"), thread_ts=head.ts)

    in_channel, in_thread = room.find("alerts", since=LONG_AGO), room.find("alerts", since=LONG_AGO, thread_ts=head.ts)

    assert reply not in in_channel.values()
    assert in_thread["bbbbbbbb-0000-5000-8000-000000000000"] == reply


def test_without_metadata_the_reference_is_the_name(slack: SlackServer, room: SlackRoom) -> None:
    slack.space.strip_metadata = True
    receipt = room.post("alerts", letter())

    assert room.find("alerts", since=LONG_AGO) == {"111111112222": receipt}


def test_what_is_older_than_asked_for_is_not_looked_at(room: SlackRoom) -> None:
    room.post("alerts", letter())

    assert room.find("alerts", since=datetime.now(UTC) + timedelta(minutes=1)) == {}


def test_a_slack_whose_clock_is_behind_ours_is_asked_further_back(room: SlackRoom) -> None:
    receipt = room.post("alerts", letter())
    room._client.ahead, room._client.timed = -3600.0, True  # Slack's clock is an hour behind

    found = room.find("alerts", since=datetime.now(UTC) + timedelta(minutes=30))

    assert list(found.values()) == [receipt]


@pytest.mark.parametrize("url", ["http://slack.com/api/", "http://10.0.0.1/api/", "ftp://127.0.0.1/"])
def test_a_token_never_goes_in_the_clear(url: str) -> None:
    with pytest.raises(Refused, match="https"):
        SlackRoom("xoxb-secret", base_url=url)


def test_a_redirect_is_not_followed_with_the_token() -> None:
    asked: list[str | None] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.headers.get("Authorization"))
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args: object) -> None: ...

    class Here(Elsewhere):
        def do_POST(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{elsewhere.server_port}/")
            self.end_headers()

    elsewhere, here = HTTPServer(("127.0.0.1", 0), Elsewhere), HTTPServer(("127.0.0.1", 0), Here)
    for server in (elsewhere, here):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    room = SlackRoom("xoxb-secret", base_url=f"http://127.0.0.1:{here.server_port}/api/", timeout=2)

    with pytest.raises(Mendable, match="redirect"):
        room.post("C012345678", letter())

    assert asked == []
    for server in (elsewhere, here):
        server.shutdown()
        server.server_close()


def test_an_ok_without_ts_is_no_success() -> None:
    with raw_slack(200, b'{"ok": true}') as room, pytest.raises(Ambiguous, match="without ts"):
        room.post("C012345678", letter())


def test_the_sdks_own_retries_would_double_and_this_server_sees_it(slack: SlackServer) -> None:
    from slack_sdk import WebClient

    careless = WebClient(slack.token, base_url=slack.url, timeout=1)
    slack.plan("chat.postMessage", "drop_after")

    careless.chat_postMessage(channel="alerts", text="a raid")

    assert len(slack.posts) == 2


def test_no_token_is_ever_in_an_error(slack: SlackServer, caplog: pytest.LogCaptureFixture) -> None:
    room = SlackRoom("xoxb-very-secret", base_url=slack.url, timeout=1)
    said = []
    for fault in ("", "500_after", "drop_after", "garbage_after", "429:1", "redirect"):
        slack.plan("chat.postMessage", fault)
        with pytest.raises((Transient, Ambiguous, Permanent)) as caught:
            room.post("C000000001", letter())
        said.append(str(caught.value))

    assert "very-secret" not in " ".join(said) + caplog.text


# ---------------------------------------------------------------- the server itself


REFUSED = [
    ({}, "no_text"),
    ({"channel": "nowhere", "text": "x"}, "channel_not_found"),
    ({"text": "x" * 40_001}, "msg_too_long"),
    ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
    ({"blocks": [{"type": "banner"}]}, "invalid_blocks"),
    ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]}, "invalid_blocks"),
    ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]}, "invalid_blocks"),
    ({"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]}, "invalid_blocks"),
    ({"blocks": [{"type": "context", "elements": []}]}, "invalid_blocks"),
    ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
    ({"text": "x", "thread_ts": "soon"}, "invalid_thread_ts"),
    ({"text": "x", "thread_ts": "1700000000.000001"}, "thread_not_found"),
]


@pytest.mark.parametrize(("body", "error"), REFUSED)
def test_the_local_slack_refuses_what_the_real_one_refuses(slack: SlackServer, body: dict[str, Any], error: str) -> None:
    assert called(slack, "chat.postMessage", {"channel": "alerts"} | body)["error"] == error
    assert slack.posts == []


def test_the_local_slack_wants_a_token(slack: SlackServer) -> None:
    assert called(slack, "auth.test", {}, token="")["error"] == "not_authed"
    assert called(slack, "auth.test", {}, token="wrong")["error"] == "invalid_auth"


def test_the_local_slack_keeps_its_rate(slack: SlackServer, room: SlackRoom) -> None:
    slack.space.spacing = 1.0
    room.post("alerts", letter())

    with pytest.raises(Transient):
        room.post("alerts", letter())
    room.post("channel-0", letter())


def test_a_deleted_message_is_gone(slack: SlackServer, room: SlackRoom) -> None:
    receipt = room.post("alerts", letter())

    called(slack, "chat.delete", {"channel": receipt.channel_id, "ts": receipt.ts})

    assert slack.posts == [] and room.find("alerts", since=LONG_AGO) == {}


def test_the_collector_complains_of_what_is_missing_doubled_or_too_much(slack: SlackServer, room: SlackRoom) -> None:
    room.post("alerts", letter(text="a raid"))
    room.post("alerts", letter(text="a raid"))
    collector = Collector()
    collector.wants("alerts", "a raid")
    collector.wants("alerts", "a strike")

    complaints = collector.complaints(slack.posts, slack.space.names)

    assert complaints == ["missing in #alerts: 'a strike'", "not wanted: 'a raid'"]


def test_the_local_slack_runs_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.slackserver", "--port", "0", "--channels", "alerts"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=Path(__file__).parents[2], text=True
    )
    assert process.stdout is not None
    try:
        where = json.loads(process.stdout.readline())
        plan = json.dumps({"method": "chat.postMessage", "faults": ["drop_after"]}).encode()
        urllib.request.urlopen(
            urllib.request.Request(f"{where['control']}/plan", plan, {"Content-Type": "application/json"}), timeout=5
        )
        room = SlackRoom(where["token"], base_url=where["url"], timeout=2)
        with pytest.raises(Ambiguous):
            room.post("alerts", letter())
        with urllib.request.urlopen(where["control"], timeout=5) as answer:
            seen = json.load(answer)
    finally:
        process.terminate()
        process.wait(10)

    assert [p["message_id"] for p in seen["posts"]] == ["11111111-2222-5333-8444-555555555555"]
    assert seen["faults"] == {"drop_after": 1}


def test_the_apps_manifest_asks_for_the_least() -> None:
    manifest = yaml.safe_load((Path(__file__).parents[2] / "slack" / "manifest.yaml").read_text())

    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {
        "chat:write", "channels:read", "groups:read", "channels:history", "groups:history", "commands",
    }  # fmt: skip


def called(slack: SlackServer, method: str, body: dict[str, Any], *, token: str = "xoxb-test-0000") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(slack.url + method, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return dict(json.load(answer))
