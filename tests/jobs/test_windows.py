"""Which messages arrive in which window, and that nothing else does: a day at the desk, played second by second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.people import Mute
from monitor.model.place import Place
from monitor.model.rule import AlertPlan, Digest, QuietHours, Threshold
from tests.collector import Collector
from tests.jobs.alertdesk import Desk, desk_with_slack, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV, ODESA, SARMADA, exactly
from tests.slackserver import SlackServer

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE, HOUR = 60.0, 3600.0
GRAVE = (Threshold(figure="killed", low=20),)


class Day:
    """News at its time, a sender that looks every few seconds, and a collector."""

    def __init__(self, desk: Desk, slack: SlackServer) -> None:
        self.desk, self.slack = desk, slack
        self.begin = desk.now
        self.wanted = Collector(desk.now)
        self._happens: list[tuple[float, Callable[[], object]]] = []

    def at(self, seconds: float, what: Callable[[], object]) -> None:
        self._happens.append((seconds, what))

    def report(self, seconds: float, source: str, where: Place, killed: int, rule: str = "idlib-raid") -> None:
        def comes_in() -> None:
            event = raid(where, killed=exactly(killed), day=self.begin.date())
            self.desk.files(self.desk.reads(source, event, matches=[(rule, 0)]))

        self.at(seconds, comes_in)

    def passes(self, until: float, *, step: float = 5.0) -> None:
        """Fails when something did not arrive in its window, or when anything else did."""
        waiting = sorted(self._happens, key=lambda pair: pair[0])
        at = 0.0
        while at <= until:
            self.desk.now = self.begin + timedelta(seconds=at)
            while waiting and waiting[0][0] <= at:
                waiting.pop(0)[1]()
            self.desk.sends()
            due = self.desk.next_due()
            soon = [seconds for seconds, _ in waiting[:1]] + ([(due - self.begin).total_seconds()] if due else [])
            at = max(at + step, min(soon, default=until) // step * step)
        assert self.wanted.complaints(self.slack.posts, self.slack.space.names) == []


@contextmanager
def a_day(folder: Path, plan: AlertPlan, begin: datetime = NOON) -> Iterator[Day]:
    with desk_with_slack(folder) as (desk, slack):
        desk.now = begin
        desk.rule(alert=plan)
        yield Day(desk, slack)


def test_first_reports_are_gathered_for_the_wait_and_told_once(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=120.0)) as day:
        day.report(0, "reuters", ATMEH, 3)
        day.report(60, "afp", ATMEH, 5)
        day.wanted.wants("alerts", "killed 5", between=(120, 125))
        day.passes(20 * MINUTE)


def test_a_change_opens_a_reply_after_the_wait_and_a_repetition_opens_none(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=60.0)) as day:
        day.report(0, "reuters", ATMEH, 3)
        day.report(10 * MINUTE, "afp", ATMEH, 3)
        day.report(20 * MINUTE, "sana", ATMEH, 9)
        day.report(20 * MINUTE + 20, "bbc", ATMEH, 12)
        day.wanted.wants("alerts", "Raid in Atmeh", between=(60, 65))
        day.wanted.wants("alerts", "killed 3 → ", in_thread_of="Atmeh", between=(20 * MINUTE, 21 * MINUTE + 5))
        day.wanted.wants("alerts", "killed", in_thread_of="Atmeh", between=(20 * MINUTE + 20, 23 * MINUTE))
        day.passes(40 * MINUTE)


def test_what_becomes_critical_waits_for_nothing(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=600.0, critical_when=GRAVE)) as day:
        day.report(0, "reuters", ATMEH, 3)
        day.report(15 * MINUTE, "afp", ATMEH, 40)
        day.wanted.wants("alerts", "Raid in Atmeh", between=(600, 605))
        day.wanted.wants("alerts", "now critical", in_thread_of="Atmeh", between=(15 * MINUTE, 15 * MINUTE + 10))
        day.passes(40 * MINUTE)


def test_a_repeat_comes_at_its_time_with_the_next_report_and_not_before(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=0.0, repeat=HOUR)) as day:
        for minute in (0, 30, 50, 65, 90, 130):
            day.report(minute * MINUTE, f"paper{minute}", ATMEH, 3)
        day.wanted.wants("alerts", "Raid in Atmeh", between=(0, 5))
        day.wanted.wants("alerts", "", in_thread_of="Atmeh", between=(65 * MINUTE, 66 * MINUTE))
        day.wanted.wants("alerts", "", in_thread_of="Atmeh", between=(125 * MINUTE, 131 * MINUTE))
        day.passes(3 * HOUR)


def test_a_night_is_quiet_but_for_what_is_let_through_and_ends_in_one_message(tmp_path: Path) -> None:
    quiet = QuietHours(zone="UTC", start="22:00", end="06:00")
    with a_day(tmp_path, AlertPlan(wait=0.0, quiet_hours=quiet, critical_when=GRAVE), NOON.replace(hour=21)) as day:
        day.report(0, "reuters", ATMEH, 3)
        day.report(2 * HOUR, "afp", ATMEH, 7)
        day.report(2 * HOUR, "sana", KYIV, 2)
        day.report(3 * HOUR, "bbc", SARMADA, 4)
        day.report(4 * HOUR, "efe", ODESA, 40)
        day.wanted.wants("alerts", "Raid in Atmeh", between=(0, 5))
        day.wanted.wants("alerts", "Raid in Odesa", between=(4 * HOUR, 4 * HOUR + 10))
        day.wanted.wants("alerts", "While it was quiet: 2 incidents", between=(9 * HOUR, 9 * HOUR + 30))
        day.wanted.wants("alerts", "killed 3 → 7", in_thread_of="Atmeh", between=(9 * HOUR, 9 * HOUR + 30))
        day.passes(11 * HOUR, step=10)


def test_a_digest_comes_at_its_hour_and_nothing_before(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=0.0, digest=Digest(zone="UTC", at="18:00"))) as day:
        day.report(0, "reuters", ATMEH, 3)
        day.report(2 * HOUR, "afp", KYIV, 7)
        day.wanted.wants("alerts", "Summary: 2 incidents", between=(6 * HOUR, 6 * HOUR + 10))
        day.passes(8 * HOUR, step=10)


def test_a_mute_holds_back_until_its_end_and_says_so_then(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=0.0, critical_when=GRAVE)) as day:
        until = NOON + timedelta(hours=1, microseconds=7)
        mute = Mute(kind="rule", target="idlib-raid", name="raids", until=until, by="amira", at=NOON)
        day.at(60, lambda: day.desk.store.mute(mute, via="test", now=day.desk.now))
        day.report(0, "reuters", ATMEH, 3)
        day.report(10 * MINUTE, "afp", KYIV, 2)
        day.report(20 * MINUTE, "sana", ODESA, 30)
        day.wanted.wants("alerts", "Raid in Atmeh", between=(0, 5))
        day.wanted.wants("alerts", "Raid in Odesa", between=(20 * MINUTE, 20 * MINUTE + 10))
        day.wanted.wants("alerts", "Held back by a mute: 1 incident", between=(HOUR, HOUR + 15))
        day.passes(2 * HOUR)


def test_after_an_outage_the_catch_up_comes_as_soon_as_slack_is_back(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=0.0, critical_when=GRAVE)) as day:
        day.at(0, lambda: setattr(day.slack.space, "error", "ratelimited"))
        for n in range(8):
            town = Place(id=f"XX:{n}", name=f"Town {n}", kind="town", country="SY", admin1=f"P{n}")
            day.report(60.0 * n, f"paper{n}", town, 2)
        day.report(100, "sana", ODESA, 30)
        day.at(30 * MINUTE, lambda: setattr(day.slack.space, "error", ""))
        day.wanted.wants("alerts", "Raid in Odesa", between=(30 * MINUTE, 36 * MINUTE))
        day.wanted.wants("alerts", "Catching up: 8 incidents", between=(30 * MINUTE, 36 * MINUTE))
        day.passes(HOUR)


def test_a_collector_complains_of_what_comes_outside_its_window(tmp_path: Path) -> None:
    with a_day(tmp_path, AlertPlan(wait=0.0)) as day:
        day.report(0, "reuters", ATMEH, 3)
        day.wanted.wants("alerts", "Raid in Atmeh", between=(50, 60))
        with pytest.raises(AssertionError, match=r"not within \(50, 60\) s in #alerts: 'Raid in Atmeh', but at 0 s"):
            day.passes(MINUTE)
