"""From a real feed server through real processes to a local Slack: each incident is told once, and what follows stands in its
thread. Nothing is faked but the newspaper and Slack, and both are real servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collector import Collector
from tests.newsroom import Newsroom
from tests.slacksocket import APP_TOKEN
from tests.walk.wholeline import Book, Daemon, SlackProcess, book_of, daemon, slack_process, until

RULES = {
    "idlib": "id: idlib\ntitle: Raid in Idlib\nchannel: alerts\nevent:\n  what: raid\n  where: Idlib, Syria\n"
    "  killed: at least 1\nalert:\n  update_when: [toll rises]\n",
    "kharkiv": "id: kharkiv\ntitle: Shelling in Ukraine\nchannel: alerts\nevent:\n  what: shelling\n  where: Ukraine\n"
    "  killed: at least 1\nalert:\n  update_when: [toll rises]\n",
}
NEIGHBOURS = (
    "A nurse of the hospital spoke to this paper by telephone.\n"
    "The road to the north was closed for the day, and lessons at the school began at noon."
)
QUIET = "The town council has given the library a reading room with forty chairs, two long tables and a window to the garden."


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(feeds=("north", "south")) as running:
        yield running


@pytest.fixture
def slack() -> Iterator[SlackProcess]:
    with slack_process("alerts", "wirewatch", visible_after=0.5, spacing=1) as running:
        yield running


@pytest.fixture
def line(tmp_path: Path, room: Newsroom, slack: SlackProcess) -> Iterator[Daemon]:
    with daemon(
        tmp_path, room, slack, rules=RULES, WIREWATCH_LEASE="20", WIREWATCH_SETTLE="1.5", SLACK_APP_TOKEN=APP_TOKEN
    ) as running:
        yield running


@pytest.fixture
def book(line: Daemon) -> Iterator[Book]:
    with book_of(line) as opened:
        yield opened


def test_each_incident_is_told_once_and_followed_up_in_its_thread(
    room: Newsroom, slack: SlackProcess, line: Daemon, book: Book
) -> None:
    slack.plan("chat.postMessage", "429:2", "drop_after", "reset_after", "drop_before")
    raid = "A raid in Binnish, Idlib province, Syria, killed 3 people, rescue workers said.\n" + NEIGHBOURS
    shells = "Shelling killed 5 people in Kupiansk, Ukraine, rescue workers said.\n" + NEIGHBOURS
    room.publishes("north", "Raid in Binnish kills 3", raid)
    room.publishes("south", "Raid in Binnish kills 3, agency says", raid)
    room.publishes("south", "Shelling of Kupiansk kills 5", shells, page="missing")
    room.publishes("north", "Library gets a reading room", QUIET)
    room.publishes("south", "Raid in Sarmin kills 9", "A raid in Sarmin, Syria, killed 9 people, officials said.", days_ago=4)

    until(lambda: book.rests(5) and len(slack.posts()) == 2, 40, "both incidents are told")
    old = "A raid in Saraqib, Syria, killed 11 people, officials said."
    room.publishes("south", "Raid in Saraqib kills 11", old, days_ago=30)
    room.publishes("south", "Shelling of Kupiansk kills 5", shells)  # anew: another guid, another address, today's date
    room.publishes("south", "Raid in Binnish: toll rises to 8", raid.replace("killed 3", "killed 8"))
    until(lambda: book.rests(8) and len(slack.posts()) == 3, 20, "the higher toll is told")

    told = Collector()
    told.wants("alerts", "Binnish")
    told.wants("alerts", "Kupyansk")
    told.wants("alerts", "8", in_thread_of="Binnish")
    assert told.complaints(slack.posts(), slack.seen()["channels"]) == []
    head = next(post for post in slack.posts() if "Binnish" in post.text)
    assert head.edits and "8 (South News)" in head.text
    slack.presses(head, "acknowledge", user="amira")
    until(lambda: "Acknowledged by amira" in slack.shown(head), 20, "the head shows who has it in hand")
    ended = {key: outcome for key, (_, outcome, _) in book.outcomes().items()}
    first_two = {ended.pop("north-story-1"), ended.pop("south-story-2")}  # whichever feed was asked first
    assert first_two == {"alerted", "filed"}
    assert ended == {
        "south-story-3": "alerted",
        "north-story-4": "no match",
        "south-story-5": "archived",
        "south-story-6": "archived",
        "south-story-7": "archived",
        "south-story-8": "updated",
    }
    assert {fault.partition(":")[0] for fault in slack.seen()["faults"]} == {"429", "drop_after", "reset_after", "drop_before"}
    assert line.stop() == 0
