"""A channel's id by its name: read a page at a time from where we were, kept over restarts, asked for as seldom as it helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.jobs.alertdesk import desk_with_slack, raid
from tests.monitor.alerting.newsdesk import ATMEH
from tests.slackserver import SlackServer
from workers.edges.slack import SlackRoom
from workers.edges.slack.names import ShortMemory
from workers.errors import Mendable, Transient

LIST = "conversations.list"


@dataclass
class Office:
    """A workspace, and processes that look for its channels: `book` outlives them."""

    slack: SlackServer
    book: ShortMemory = field(default_factory=ShortMemory)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def starts(self) -> SlackRoom:
        return SlackRoom(self.slack.token, base_url=self.slack.url, timeout=2, book=self.book, clock=lambda: self.now)

    def waits(self, **span: float) -> None:
        self.now += timedelta(**span)

    @property
    def pages(self) -> int:
        return self.slack.space.calls[LIST]


@pytest.fixture
def office() -> Iterator[Office]:
    with SlackServer([f"channel-{n}" for n in range(6)]) as slack:
        yield Office(slack)


def finds(room: SlackRoom, channel: str) -> str:
    """ "found", else what kept it from being found."""
    try:
        room.locate(channel)
    except Transient as problem:
        return problem.reason
    return "found"


def test_the_last_of_six_thousand_channels_is_found_though_slack_says_slow_down_and_we_are_killed() -> None:
    with SlackServer([f"channel-{n}" for n in range(6000)], list_page=200) as slack:
        office = Office(slack)
        slack.plan(LIST, *["", "", "", "429:1"] * 12)
        tries = 0
        while finds(office.starts(), "channel-5999") != "found" and tries < 60:
            tries += 1

        assert tries == 9
        assert office.pages == 30 + 9


def test_a_sender_finds_it_too_and_loses_nothing(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        slack.space.names = {f"channel-{n}": f"C{n:09d}" for n in range(6000)}
        slack.space.list_page = 200
        slack.plan(LIST, *["", "", "429:5"] * 20)
        desk.rule("idlib-raid", channel="channel-5999")
        desk.files(desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)]))
        desk.waits(minutes=3)

        desk.sends()
        desk.room = desk.new_room(slack)  # a restart
        waiting = desk.states()
        desk.sends_all()

        assert waiting == [("head", "pending")] and [post.channel for post in slack.posts] == ["C000005999"]
        assert slack.space.calls["chat.postMessage"] == 1 and slack.space.calls[LIST] == 30 + 14


def test_names_are_known_after_a_restart(office: Office) -> None:
    office.starts().locate("channel-5")
    pages = office.pages

    office.starts().locate("channel-0")

    assert office.pages == pages


def test_an_id_needs_no_list(office: Office) -> None:
    office.starts().locate("C000000003")

    assert office.pages == 0


def test_a_list_is_read_no_further_than_to_the_name(office: Office) -> None:
    office.starts().locate("channel-0")

    assert office.pages == 1


def test_a_name_that_nobody_has_is_looked_for_every_five_minutes_and_found_when_it_is_there(office: Office) -> None:
    room = office.starts()
    first = finds(room, "new-desk")
    pages = office.pages
    for _ in range(4):
        office.waits(minutes=1)
        finds(room, "new-desk")
        finds(office.starts(), "another")
    meanwhile = office.pages

    office.slack.space.names["new-desk"] = "C000000777"
    office.waits(minutes=1)

    assert first.startswith("channel_not_found: create the channel") and (pages, meanwhile) == (3, 3)
    assert finds(room, "new-desk") == "found"


def test_a_cursor_that_slack_does_not_know_any_more_begins_the_list_anew(office: Office) -> None:
    office.slack.plan(LIST, "", "429:1", "error:invalid_cursor")
    room = office.starts()

    said = [finds(room, "channel-5") for _ in range(3)]

    assert said[1:] == ["the list of channels begins anew", "found"]


def test_an_answer_without_channels_is_no_end_of_the_list(office: Office) -> None:
    office.slack.plan(LIST, "", "ok_alone_after", "array_after")
    room = office.starts()

    said = [finds(room, "channel-5") for _ in range(3)]

    assert said[2] == "found" and office.pages == 5


def test_a_channel_that_slack_does_not_know_any_more_is_looked_for_anew(office: Office) -> None:
    from tests.edges.test_slack import letter

    room = office.starts()
    room.locate("channel-5")
    office.slack.space.names["channel-5"] = "C000000777"  # another channel has got the name
    with pytest.raises(Mendable, match="channel_not_found"):
        room.post("channel-5", letter())

    assert room.post("channel-5", letter()).channel_id == "C000000777"


def test_a_list_of_yesterday_is_read_again_beside_the_work(office: Office) -> None:
    office.starts().locate("channel-5")
    office.slack.space.names["channel-5"] = "C000000777"
    office.waits(hours=25)

    for _ in range(3):
        office.starts().locate("channel-5")

    assert office.book.channel_id("channel-5") == "C000000777" and office.pages == 6


def test_what_was_printed_before_there_was_a_token_names_no_channel(office: Office) -> None:
    office.book.learn_channels({"channel-1": "channel-1"}, office.book.list_read())

    office.starts().locate("channel-1")

    assert office.book.channel_id("channel-1") == "C000000002"
