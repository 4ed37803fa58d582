"""Alerts by other ways than Slack, over the same outbox: real files, a real receiver, a real mail server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from lxml import etree

from monitor.model.event import Toll
from monitor.model.place import Place
from monitor.model.routing import Route, Routing, Way
from monitor.model.rule import AlertPlan, QuietHours
from tests.jobs.alertdesk import Desk, desk_at, raid
from tests.waysides import MailServer, Receiver
from workers.edges.console import ConsoleRoom
from workers.edges.ways import OpenWays
from workers.edges.web.post import post
from workers.ports import RulesState, Tools

ATMEH = Place(id="atmeh", name="Atmeh", kind="town", country="SY", within=frozenset({"SY"}))
SYRIA = Place(id="SY", name="Syria", kind="country", country="SY")
LOCAL = ("127.0.0.0/8",)
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Crossroads:
    """A desk with ways out; `environment` is what their secrets come from."""

    desk: Desk
    folder: Path
    routing: Routing = field(default_factory=Routing)
    environment: dict[str, str] = field(default_factory=dict)

    def leads(self, *ways: Way, routes: tuple[Route, ...] = ()) -> None:
        self.routing = Routing(ways=ways, routes=routes)

    def tells(self, source: str, killed: int) -> None:
        """A report comes in and is filed; then all is sent that is due within ten minutes."""
        event = raid(ATMEH, killed=Toll(low=killed, high=killed))
        matches = [(rule, 0) for rule in self.desk.rules]
        self.desk.files(self.desk.reads(source, event, matches=matches))

    def rows(self, channel: str) -> list[tuple[str, str]]:
        with self.desk.store.db.reading() as tx:
            found = tx.execute(sa.text("select kind, state from outbox where channel = :c order by seq"), {"c": channel})
            return [(row[0], row[1]) for row in found]


@contextmanager
def crossroads(folder: Path) -> Iterator[Crossroads]:
    with desk_at(folder, ConsoleRoom(folder / "slack.jsonl")) as desk:
        place = Crossroads(desk, folder)

        class Here(Desk):
            @property
            def tools(self) -> Tools:
                ways = OpenWays(environment=place.environment, folder=folder, post=_impatient, clock=lambda: self.now.timestamp())
                return replace(super().tools, rules=_Shelf(place), ways=ways)  # type: ignore[arg-type]

        place.desk = Here(store=desk.store, room=desk.room)
        yield place


def _impatient(*args: Any, **how: Any) -> str:
    return post(*args, **how, patience=0.3)


@dataclass
class _Shelf:
    place: Crossroads

    def refresh(self) -> RulesState:
        return RulesState(heads=tuple(self.place.desk.rules.values()), problems=(), routing=self.place.routing)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Crossroads]:
    with crossroads(tmp_path) as place:
        yield place


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_rules_further_ways_are_told_beside_its_channel(here: Crossroads) -> None:
    here.leads(Way(name="archive", kind="jsonl", file="archive.jsonl"))
    here.desk.rule(alert=AlertPlan(also=("archive",)))

    here.tells("afp", 3)
    here.desk.sends_all()

    [record] = lines(here.folder / "archive.jsonl")
    assert (record["kind"], record["title"], record["incident"]["killed"]) == (
        "alert", "Raid in Atmeh: killed 3", {"low": 3, "high": 3},
    )  # fmt: skip
    assert here.rows("alerts") == [("head", "sent")]


def test_a_route_gives_the_channel_and_ways_of_a_rule_that_names_none(here: Crossroads) -> None:
    route = Route(places=(SYRIA,), levels=frozenset({"high"}), channel="syria-urgent", also=("archive",))
    here.leads(Way(name="archive", kind="jsonl", file="archive.jsonl"), routes=(route,))
    here.desk.rule("routed", channel="", level="high")
    here.desk.rule("its-own", channel="alerts", level="high")

    here.tells("afp", 3)
    here.desk.sends_all()

    assert here.rows("syria-urgent") == [("head", "sent")]
    assert here.rows("alerts") == [("head", "sent")]
    assert len(lines(here.folder / "archive.jsonl")) == 1  # two rules, one voice


def test_what_was_told_in_one_channel_goes_on_there_when_the_routes_change(here: Crossroads) -> None:
    here.leads(routes=(Route(channel="first"),))
    here.desk.rule("routed", channel="")
    here.tells("afp", 3)
    here.desk.sends_all()

    here.leads(routes=(Route(channel="second"),))
    here.tells("reuters", 12)
    here.desk.sends_all()

    assert here.rows("second") == []
    assert ("reply", "sent") in here.rows("first")


def test_a_record_is_kept_of_each_change_and_none_twice(here: Crossroads) -> None:
    here.leads(Way(name="archive", kind="jsonl", file="archive.jsonl"))
    here.desk.rule(alert=AlertPlan(also=("archive",)))
    here.tells("afp", 3)
    here.desk.sends_all()

    here.tells("reuters", 12)
    here.desk.sends_all()

    records = lines(here.folder / "archive.jsonl")
    assert [r["kind"] for r in records] == ["alert", "updated", "changed"]
    assert records[-1]["changes"] == ["killed 3 → 12"]
    assert len({r["id"] for r in records}) == 3


def test_a_line_that_a_dead_sender_wrote_is_not_written_again(here: Crossroads) -> None:
    here.leads(Way(name="archive", kind="jsonl", file="archive.jsonl"))
    here.desk.rule(alert=AlertPlan(also=("archive",)))
    here.tells("afp", 3)
    store, finish = here.desk.store, here.desk.store.finish_message
    cast(Any, store).finish_message = lambda *a, **k: False  # killed after the line, before the receipt

    here.desk.waits(minutes=3)
    here.desk.sends()
    cast(Any, store).finish_message = finish
    here.desk.waits(minutes=3)
    here.desk.sends_all()

    assert len(lines(here.folder / "archive.jsonl")) == 1
    assert here.rows("way:archive") == [("head", "sent")]


def test_a_torn_line_is_taken_away_before_the_next(here: Crossroads) -> None:
    (here.folder / "archive.jsonl").write_text('{"id":"whole"}\n{"id":"to')
    here.leads(Way(name="archive", kind="jsonl", file="archive.jsonl"))
    here.desk.rule(alert=AlertPlan(also=("archive",)))

    here.tells("afp", 3)
    here.desk.sends_all()

    assert [r["id"] == "whole" for r in lines(here.folder / "archive.jsonl")] == [True, False]


def test_a_writer_killed_at_any_moment_leaves_each_message_once(tmp_path: Path) -> None:
    program = """
import sys
from datetime import timedelta
from pathlib import Path
from monitor.alerting.waytext import notice
from workers.edges.ways.files import append
for n in range(100000):
    append(Path(sys.argv[1]), notice(f"m{n}", "x" * 300, "archive"), "archive")
    print(n, flush=True)
"""
    path = tmp_path / "archive.jsonl"

    for wanted in (3, 9, 15):
        writer = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < wanted:
            pass
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()

    whole = path.read_bytes().rpartition(b"\n")[0].splitlines()
    ids = [json.loads(line)["id"] for line in whole]
    assert ids == [f"m{n}" for n in range(len(ids))]
    assert len(ids) > 15


def test_a_feed_shows_each_alert_as_it_is_now(here: Crossroads) -> None:
    here.leads(Way(name="feed", kind="atom", file="alerts.atom"))
    here.desk.rule(alert=AlertPlan(also=("feed",)))
    here.tells("afp", 3)
    here.desk.sends_all()
    [before] = etree.parse(here.folder / "alerts.atom").findall(f"{ATOM}entry")

    here.tells("reuters", 12)
    here.desk.sends_all()

    [after] = etree.parse(here.folder / "alerts.atom").findall(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}title") == "Raid in Atmeh: killed 12"
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert (after.findtext(f"{ATOM}updated") or "") > (before.findtext(f"{ATOM}updated") or "")


def test_a_webhook_is_signed_and_a_repeat_has_the_same_id(here: Crossroads) -> None:
    with Receiver("s3cret", faults=["500", "drop", "hang"]) as receiver:
        here.leads(_hook())
        here.environment = {"HOOK_URL": receiver.url, "HOOK_SECRET": "s3cret"}
        here.desk.rule(alert=AlertPlan(also=("desk",)))

        here.tells("afp", 3)
        here.desk.sends_all()

        assert here.rows("way:desk") == [("head", "sent")]
        assert here.rows("alerts") == [("head", "sent")]
        assert [c.verified for c in receiver.calls] == [True] * 4
        assert len({c.delivery for c in receiver.calls}) == 1
        assert receiver.calls[-1].body["schema"] == "wirewatch.alert/1"


def test_a_webhook_into_a_private_network_must_be_opened_by_the_operator(here: Crossroads) -> None:
    with Receiver("s3cret") as receiver:
        here.leads(replace(_hook(), networks=()))
        here.environment = {"HOOK_URL": receiver.url, "HOOK_SECRET": "s3cret"}
        here.desk.rule(alert=AlertPlan(also=("desk",)))

        here.tells("afp", 3)
        here.desk.sends_all()

        assert here.rows("way:desk") == [("head", "dead")]
        assert any("'networks' in ways.yaml" in detail for detail in here.desk.details())
        assert receiver.calls == []


def test_a_missing_secret_keeps_the_alert_until_it_is_set(here: Crossroads) -> None:
    with Receiver("s3cret") as receiver:
        here.leads(_hook())
        here.desk.rule(alert=AlertPlan(also=("desk",)))
        here.tells("afp", 3)
        here.desk.waits(minutes=3)
        here.desk.sends()
        assert here.rows("way:desk") == [("head", "pending")]

        here.environment = {"HOOK_URL": receiver.url, "HOOK_SECRET": "s3cret"}
        here.desk.sends_all()

        assert here.rows("way:desk") == [("head", "sent")]


def test_a_way_that_is_gone_is_a_dead_alert_and_the_channel_is_told_all_the_same(here: Crossroads) -> None:
    here.desk.rule(alert=AlertPlan(also=("nowhere",)))

    here.tells("afp", 3)
    here.desk.sends_all()

    assert here.rows("way:nowhere") == [("head", "dead")]
    assert here.rows("alerts") == [("head", "sent")]


def test_a_mail_is_short_and_plain_and_a_refused_one_is_tried_again(here: Crossroads) -> None:
    with MailServer(refuse=1) as server:
        here.leads(Way(name="email-desk", kind="apprise", url="${MAIL_URL}"))
        here.environment = {"MAIL_URL": f"mailto://127.0.0.1:{server.port}/?from=w@example.org&to=desk@example.org"}
        here.desk.rule(title="Raids in Idlib", alert=AlertPlan(also=("email-desk",)))

        here.tells("afp", 3)
        here.desk.sends_all()
        here.tells("reuters", 12)
        here.desk.sends_all()

        first, second = server.mails
        assert first["Subject"] == "[medium] Raid in Atmeh: killed 3"
        assert first.get_content_type() == "text/plain"
        assert "https://afp.example/1" in first.get_payload(decode=True).decode()
        assert second["Subject"].startswith("Re: [medium] Raid in Atmeh: killed 12")
        assert first["X-Wirewatch-Id"] != second["X-Wirewatch-Id"]


def _hook() -> Way:
    return Way(name="desk", kind="webhook", url="${HOOK_URL}", secret="${HOOK_SECRET}", networks=LOCAL)


def test_a_way_that_hangs_rests_and_does_not_keep_slack_waiting(here: Crossroads) -> None:
    with Receiver("s3cret", faults=["hang"] * 50) as receiver:
        here.leads(_hook())
        here.environment = {"HOOK_URL": receiver.url, "HOOK_SECRET": "s3cret"}
        here.desk.rule(alert=AlertPlan(also=("desk",), wait=0.0))
        here.tells("afp", 3)
        here.desk.sends()

        for _ in range(20):  # seconds in which the way rests
            here.desk.waits(1)
            here.desk.sends()

        assert here.rows("alerts") == [("head", "sent")]
        assert len(receiver.calls) == 1


def test_a_mail_that_keeps_quiet_hours_is_one_summary_and_the_record_is_kept_at_once(here: Crossroads) -> None:
    with MailServer() as server:
        here.leads(
            Way(name="email-desk", kind="apprise", url="${MAIL_URL}"), Way(name="archive", kind="jsonl", file="archive.jsonl")
        )
        here.environment = {"MAIL_URL": f"mailto://127.0.0.1:{server.port}/?from=w@example.org&to=desk@example.org"}
        now = here.desk.now
        quiet = QuietHours(zone="UTC", start=f"{now - timedelta(hours=1):%H:%M}", end=f"{now + timedelta(hours=1):%H:%M}")
        here.desk.rule(alert=AlertPlan(also=("email-desk", "archive"), quiet_hours=quiet))

        here.tells("afp", 3)
        here.desk.waits(2)
        here.desk.sends()
        assert len(lines(here.folder / "archive.jsonl")) == 1
        assert server.mails == []
        here.desk.sends_all(seconds=7300)

        [mail] = server.mails
        assert mail["Subject"] == "Summary: idlib raid (1)"
