"""Two notifiers are killed and Slack misbehaves: nothing is lost, nothing said twice. The same harness catches careless senders.

The short forms run with the other tests. `make chaos` runs the long one; with DATABASE_URL=postgresql://... in a new
database beside that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.model.rule import AlertPlan
from tests.jobs.alertdesk import Desk, raid
from tests.monitor.alerting.newsdesk import ATMEH
from tests.slackserver import CHAOS_FAULTS
from tests.walk.senders import CHANNELS, Senders, Tally, notifiers, two_notifiers
from tests.walk.wholeline import fresh_database, slack_process, until
from workers.edges.store import SqlStore, open_store, upgrade
from workers.settings import Settings

NEVER = (0.0, 0.0)


@contextmanager
def store_at(url: str) -> Iterator[SqlStore]:
    upgrade(url)
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def chaos(
    folder: Path, *how: str, url: str = "", alerts: int, seconds: float, pause: tuple[float, float], faults: float = 0.0,
    plan: Sequence[str] = (), visible_after: float = 0.5, patience: float = 60.0, least_kills: int = 0,
    kinds: Sequence[str] = CHAOS_FAULTS,
) -> Tally:  # fmt: skip
    """`how`: options of the notifiers; `plan`: what befalls the first messages."""
    where = url or f"sqlite:///{folder}/senders.db"
    with (
        slack_process(*CHANNELS, visible_after=visible_after, faults=faults, seed=5, hang=2.5) as slack,
        store_at(where) as store,
        two_notifiers(folder, where, slack, *how) as notifiers,
    ):
        slack.plan("chat.postMessage", *plan)
        slack.behave(fault_kinds=list(kinds))
        tally = Senders(store, slack, notifiers, alerts, seconds, pause, least_kills).run(patience=patience)
        print(f"\n{tally}")
        return tally


@pytest.mark.timeout(280)
def test_killed_notifiers_and_a_failing_slack_lose_and_double_nothing(tmp_path: Path) -> None:
    swift = tuple(fault for fault in CHAOS_FAULTS if fault not in ("hang_after", "drip_after"))
    tally = chaos(tmp_path, alerts=30, seconds=5, pause=(0.4, 0.7), faults=0.4, least_kills=4, kinds=swift)

    assert tally.amiss == [], str(tally)
    assert tally.kills >= 4 and tally.faults.total() >= 5, str(tally)


@pytest.mark.timeout(280)
def test_a_settling_time_shorter_than_slacks_lag_is_caught(tmp_path: Path) -> None:
    tally = chaos(
        tmp_path, "--settle", "0.05", alerts=12, seconds=2, pause=NEVER, plan=["500_after", ""] * 6, visible_after=3
    )  # fmt: skip

    assert tally.doubled and not tally.lost, str(tally)


@pytest.mark.timeout(280)
def test_the_retries_that_slacks_sdk_has_by_default_are_caught(tmp_path: Path) -> None:
    tally = chaos(tmp_path, "--careless", alerts=12, seconds=2, pause=NEVER, plan=["reset_after", ""] * 6)

    assert tally.doubled and not tally.lost, str(tally)


def one_stands_still(folder: Path, *how: str) -> int:
    """Two notifiers, one alert; one stops once its try has begun, and wakes when the other has said it. How often it was said."""
    url = f"sqlite:///{folder}/senders.db"
    quick = ("--settle", "0.3", "--lease", "1.5")
    still = folder / "stopped"
    with (
        slack_process("alerts") as slack,
        store_at(url) as store,
        notifiers(folder, [url, slack.url, *quick, "--stands-still", str(still), *how], [url, slack.url, *quick]) as both,
    ):
        first, second = both
        desk = Desk(store=store, room=None)  # type: ignore[arg-type]
        desk.rule("raid", alert=AlertPlan(wait=0.0))
        desk.files(desk.reads("reuters", raid(ATMEH), matches=[("raid", 0)]))
        first.start()
        until(still.exists, 20, "a try begins and stands still")
        second.start()
        until(lambda: len(slack.posts()) == 1, 20, "the other says it")
        first.wakes()
        until(still.with_suffix(".on").exists, 20, "the first goes on")
        return len(slack.posts())


@pytest.mark.timeout(120)
def test_a_sender_that_stood_still_past_its_lease_says_nothing_when_it_wakes(tmp_path: Path) -> None:
    assert one_stands_still(tmp_path) == 1


@pytest.mark.timeout(120)
def test_a_sender_that_does_not_look_at_its_lease_when_it_wakes_is_caught(tmp_path: Path) -> None:
    assert one_stands_still(tmp_path, "--heedless") == 2


@pytest.mark.chaos
@pytest.mark.timeout(120)
def test_a_sender_that_gives_up_what_can_be_mended_is_caught(tmp_path: Path) -> None:
    mended = ["error:not_in_channel", "", "error:token_revoked", "", "redirect", ""]
    tally = chaos(tmp_path, "--gives-up", alerts=12, seconds=2, pause=NEVER, plan=mended)

    assert tally.lost and not tally.doubled, str(tally)


@pytest.mark.chaos
@pytest.mark.timeout(3000)
def test_seven_hundred_kills_and_faults_of_every_kind_over_a_thousand_alerts(tmp_path: Path) -> None:
    with fresh_database() as database:
        url = Settings(database_url=database["DATABASE_URL"]).store_url if database else ""
        tally = chaos(tmp_path, url=url, alerts=1000, seconds=720, pause=(0.5, 0.9), faults=0.25, patience=900, least_kills=710)

    assert tally.amiss == [], str(tally)
    assert tally.kills >= 700 and tally.stops >= 10 and tally.faults.total() >= 600, str(tally)
    assert set(tally.faults) >= {*CHAOS_FAULTS} - {"error:invalid_cursor"}, str(tally)
