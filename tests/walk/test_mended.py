"""The whole line at a Slack that refuses everything until somebody mends it: `status` says what to do, and then all is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import wirewatch
from tests.newsroom import Newsroom
from tests.walk.wholeline import book_of, daemon, slack_process, until

RULE = "id: idlib\ntitle: Raid in Idlib\nchannel: alerts\nevent:\n  what: raid\n  where: Idlib, Syria\n  killed: at least 1\n"


@pytest.mark.chaos
@pytest.mark.timeout(300)
@pytest.mark.parametrize("error", ["not_in_channel", "account_inactive"])
def test_the_line_waits_for_what_somebody_has_to_mend(tmp_path: Path, error: str) -> None:
    with (
        Newsroom(feeds=("north",)) as room,
        slack_process("alerts", "wirewatch") as slack,
        daemon(tmp_path, room, slack, rules={"idlib": RULE}) as line,
        book_of(line) as book,
    ):
        slack.behave(error=error)
        room.publishes(
            "north", "Raid in Binnish kills 3", "A raid in Binnish, Idlib province, Syria, killed 3 people, officials said."
        )

        def status() -> str:
            return wirewatch("status", cwd=tmp_path, env={"WIREWATCH_DATA": str(line.data)}).stdout.replace("\n", " ")

        until(
            lambda: f"1 alert waits to be told in #alerts, the oldest for 1 minute: {error}: " in status(), 150, "status says it"
        )
        slack.behave(error="")
        until(lambda: book.rests(1) and any("Binnish" in post.text for post in slack.posts()), 90, "it is told")

        assert sum("Binnish" in post.text for post in slack.posts()) == 1
        assert line.stop() == 0
