"""Our own troubles reach the operators' channel once; the dead man's switch hears of us while all is well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.jobs.alertdesk import Desk, desk_with_slack, raid
from tests.monitor.alerting.newsdesk import ATMEH
from workers.jobs.watch import say_alive, watch
from workers.ports import Fetched, NotFetched


def watches(desk: Desk, *, minutes: int) -> None:
    """A look every half minute, with the sender at work."""
    for _ in range(minutes * 2):
        watch(desk.tools)
        desk.sends()
        desk.waits(30)


def fails(desk: Desk, feed: str) -> None:
    with desk.store.db.writing() as tx:
        tx.execute(
            sa.text("update feeds set failures = 5, last_error = 'HTTP 403 <!here>', last_ok_at = null where id = :id"),
            {"id": feed},
        )


def test_a_feed_that_fails_is_told_once_in_the_operators_channel(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.limits = replace(desk.limits, operators_channel="other")
        desk.reads("reuters")
        fails(desk, "reuters")

        watches(desk, minutes=30)

        told = [(p.channel, p.text) for p in slack.space.posts]
        assert told and {channel for channel, _ in told} == {slack.space.names["other"]}
        assert sum("HTTP 403" in str(p.blocks) and "*New*" in str(p.blocks) for p in slack.space.posts) == 1
        assert "<!here>" not in str(told)


def test_two_schedulers_say_it_once(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.limits = replace(desk.limits, operators_channel="other")
        desk.store.heartbeat("fetch", pid=1, host="h", now=desk.now)
        desk.waits(70)
        watch(desk.tools)
        desk.waits(130)
        book = desk.store.watchbook()

        watch(desk.tools)
        desk.store.keep_watchbook(book, None, now=desk.now)  # the other one had read the book before
        watch(desk.tools)
        desk.sends_all()

        assert len(slack.space.posts) == 1
        assert "fetch: not heard of" in str(slack.space.posts[0].blocks)


def test_an_alert_that_was_given_up_is_told_with_its_reason(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.limits = replace(desk.limits, operators_channel="other")
        desk.rule()
        slack.plan("chat.postMessage", "error:no_text")
        desk.files(desk.reads("afp", raid(ATMEH, day=desk.now.date()), matches=[("idlib-raid", 0)]))
        desk.sends_all()

        watches(desk, minutes=4)

        [told] = slack.space.posts
        assert "1 alerts could not be delivered" in told.text and "(no_text" in told.text


def test_the_dead_mans_switch_hears_of_us_only_while_nothing_grave_is_wrong(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, _):
        asked = _Asked()
        tools = replace(desk.tools, web=asked, limits=replace(desk.limits, alive_url="https://alive.example/x"))  # type: ignore[arg-type]

        well = say_alive(tools)
        desk.store.heartbeat("read", pid=1, host="h", now=desk.now)
        desk.waits(minutes=5)
        ill = say_alive(tools)

        assert (well, ill, asked.urls) == ("pinged", "not pinged: read: not heard of for 300 s", ["https://alive.example/x"])


class _Asked:
    """A web that answers everything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def get_many(self, requests: Any) -> list[Fetched | NotFetched]:
        self.urls += [r.url for r in requests]
        return [Fetched(key=r.key, url=r.url, status=200, body=b"OK", content_type="text/plain") for r in requests]
