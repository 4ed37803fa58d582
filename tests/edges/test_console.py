"""Alerts without Slack: printed as Slack would show them, kept in a file that finds them again."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from monitor.alerting import message as letters
from monitor.alerting.decide import decide
from monitor.model.alert import SlackMessage
from tests.monitor.alerting.newsdesk import at_least, incident, minutes, report, rule
from workers.edges.console import ConsoleRoom

LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


def alert() -> SlackMessage:
    one = incident(
        report(
            "BBC & Co",
            article_id="a",
            killed=at_least(12),
            title="Raid <!channel>",
            quote="A raid killed 12 people.",
            highlights=((2, 6),),
            url="https://news.example/1?a=1&b=2",
        )
    )
    return letters.head(one, rule(), decide(one, rule(), [], now=minutes(0))[1][0], now=minutes(4))


def id_of(message: SlackMessage) -> str:
    return str(message.metadata["event_payload"]["message_id"])


def room_at(path: Path, *, terminal: bool = False) -> tuple[ConsoleRoom, io.StringIO]:
    screen = io.StringIO()
    return ConsoleRoom(path, console=Console(file=screen, width=100, force_terminal=terminal)), screen


def test_an_alert_is_printed_as_slack_would_show_it(tmp_path: Path) -> None:
    room, screen = room_at(tmp_path / "alerts.jsonl")

    room.post("alerts", alert())

    shown = screen.getvalue()
    for words in ("🟠 Raid in Atmeh, Idlib", "#alerts", "Killed: at least 12 (BBC & Co)", "│ A raid killed 12 people.",
                  "Raid <!channel> https://news.example/1?a=1&b=2", "4 min after publication"):  # fmt: skip
        assert words in shown
    assert "\x1b[" not in shown and "&amp;" not in shown


def test_on_a_terminal_the_matched_words_are_bold(tmp_path: Path) -> None:
    room, screen = room_at(tmp_path / "alerts.jsonl", terminal=True)

    room.post("alerts", alert())

    assert "\x1b[1mraid\x1b[0m" in screen.getvalue()


def test_a_reply_hangs_from_its_incidents_name(tmp_path: Path) -> None:
    room, screen = room_at(tmp_path / "alerts.jsonl")
    head = room.post("alerts", alert())

    room.post("alerts", SlackMessage(text="killed 3 → 12", blocks=(), metadata=alert().metadata), thread_ts=head.ts)

    assert screen.getvalue().endswith("↳ 🟠 Raid in Atmeh, Idlib\n  killed 3 → 12\n")


def test_an_update_is_kept_and_prints_nothing(tmp_path: Path) -> None:
    room, screen = room_at(tmp_path / "alerts.jsonl")
    head = room.post("alerts", alert())
    before = screen.getvalue()

    room.update(head.channel_id, head.ts, alert())

    assert screen.getvalue() == before
    assert [json.loads(line)["edited"] for line in (tmp_path / "alerts.jsonl").read_text().splitlines()] == [False, True]


def test_another_process_finds_what_was_told(tmp_path: Path) -> None:
    room, _ = room_at(tmp_path / "alerts.jsonl")
    head = room.post("alerts", alert())
    reply = room.post("alerts", alert(), thread_ts=head.ts)

    later, _ = room_at(tmp_path / "alerts.jsonl")

    assert later.find("alerts", since=LONG_AGO) == {id_of(alert()): head}
    assert later.find("alerts", since=LONG_AGO, thread_ts=head.ts) == {id_of(alert()): reply}
    assert later.find("other", since=LONG_AGO) == {}
    assert later.find("alerts", since=datetime.now(UTC) + timedelta(minutes=5)) == {}


def test_it_is_in_the_file_before_it_is_on_the_screen(tmp_path: Path) -> None:
    class Unplugged(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError("no screen")

    room = ConsoleRoom(tmp_path / "alerts.jsonl", console=Console(file=Unplugged()))

    with pytest.raises(OSError, match="no screen"):
        room.post("alerts", alert())

    assert list(room.find("alerts", since=LONG_AGO)) == [id_of(alert())]


def test_a_line_torn_by_a_crash_hides_no_other(tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    room, _ = room_at(file)
    room.post("alerts", alert())
    whole = file.read_text()
    file.write_text(whole + whole[: len(whole) // 2])

    room.post("alerts", alert(), thread_ts="1.0")

    assert len(room.find("alerts", since=LONG_AGO)) == 1
    assert len(room.find("alerts", since=LONG_AGO, thread_ts="1.0")) == 1


def test_without_a_file_nothing_is_found_and_the_check_says_where_it_will_be(tmp_path: Path) -> None:
    room, _ = room_at(tmp_path / "new" / "alerts.jsonl")

    assert room.find("alerts", since=LONG_AGO) == {}
    assert room.check() == f"no Slack token: alerts are printed, and kept in {tmp_path / 'new' / 'alerts.jsonl'}"
