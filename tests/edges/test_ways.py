"""The kinds of ways by themselves: hostile words, the documented body, the command."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from typer.testing import CliRunner

from monitor.alerting.waytext import letter
from monitor.model.alert import Incident, Message, Reason, Report, SlackMessage, Told
from monitor.model.rule import RuleHead
from workers.cli import app
from workers.edges.ways import outside
from workers.edges.ways.outside import written
from workers.edges.ways.webhook import signature
from workers.errors import Ambiguous

HOSTILE = (
    "@everyone <!channel> [click](https://evil.example) <script>alert(1)</script>",
    "**bold** `code` \u202eturned\r\nBcc: all@example.org",
    "<a href='https://evil.example'>x</a> <@U123> # top",
)
AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


def told(title: str, url: str = "https://afp.example/1") -> SlackMessage:
    report = Report(
        article_id="1", event=None, source=title, story="", url=url, title=title, published_at=AT, seen_at=AT, what="mention",
        where=None, day=None, killed=None, wounded=None, reality="happened", quote=title,
    )  # fmt: skip
    incident = Incident(id="i", what="mention", where=None, day=None, reports=(report,))
    message = Message(
        id="3f0c5f7e-0000-5000-8000-000000000000", incident_id="i", rule_id="r", rule_hash="h", channel="way:x", kind="head",
        revision=0, reason=Reason.NEW_INCIDENT, not_before=AT, facts=Told(),
    )  # fmt: skip
    said = letter(incident, RuleHead(id="r", title=title), message, head_id=message.id)
    assert said is not None
    return said


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_works_nowhere(title: str) -> None:
    said = told(title)

    subject = said.metadata["event_payload"]["subject"]
    assert not re.search(r"[\x00-\x1f\u202e]", subject)
    assert "\u202e" not in said.text
    assert "\nBcc" not in said.text
    html = written(said.text, "html")
    assert set(re.findall(r"<[^>]*>", html)) == {"<br/>"}
    markdown = written(said.text, "markdown")
    assert "](" not in markdown.replace("\\]\\(", "")
    assert not re.search(r"(?<!\\)[*`\[]", markdown)
    for form in ("text", "markdown", "html"):
        assert not re.search(r"@\w|<[!@#]", written(said.text, form).replace("\\", ""))


def test_only_a_real_address_is_shown_as_one() -> None:
    assert "javascript:" not in told("news", url="javascript:alert(1)").text
    assert "https://afp.example/1\n" in told("news").text


def test_a_mail_server_that_never_ends_is_not_waited_for() -> None:
    ends = Event()

    with pytest.raises(Ambiguous, match="no answer"):
        outside.in_time(lambda: ends.wait(30), seconds=0.05)
    ends.set()


def test_the_documented_signature_is_the_one_we_send() -> None:
    page = Path("docs/operations.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    body = json.dumps(json.loads(example)).encode()

    wanted = hmac.new(b"s3cret", b"1795242000." + body, hashlib.sha256).hexdigest()

    assert signature("s3cret", 1795242000, body) == f"v1={wanted}"


def test_the_documented_body_has_the_keys_that_we_send() -> None:
    page = Path("docs/operations.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    shown, sent = json.loads(example), told("news").metadata["event_payload"]["record"]

    assert shown.keys() == sent.keys()
    assert shown["incident"].keys() == sent["incident"].keys()
    assert shown["reports"][0].keys() == sent["reports"][0].keys()
    assert shown["schema"] == sent["schema"]


def test_the_command_lists_ways_and_sends_a_marked_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ways.yaml").write_text(
        "archive: {kind: jsonl, file: archive.jsonl}\ndesk: {kind: apprise, url: '${WAY_TEST_URL}'}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREWATCH_DATA", str(tmp_path / "data"))
    run = CliRunner()

    listed = run.invoke(app, ["ways"])
    sent = run.invoke(app, ["ways", "test", "archive"])

    assert "not set: WAY_TEST_URL" in listed.stdout
    assert listed.exit_code == 1
    assert sent.exit_code == 0
    [line] = (tmp_path / "data" / "archive.jsonl").read_text().splitlines()
    assert json.loads(line)["kind"] == "test"
