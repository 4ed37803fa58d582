"""When a feed is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.polling.cadence import DAY, Pace, Wishes, after_failure, after_success, ask_for_all, learned, usual_gap

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PACE = Pace(shortest=60, longest=3600)


def learn(
    interval: float = 600, gap: float | None = None, new: int = 1, entries: int = 30, since_new: float | None = 600
) -> float:
    return learned(interval, gap=gap, new=new, entries=entries, since_new=since_new, pace=PACE)


def seconds(due: datetime) -> float:
    return (due - NOW).total_seconds()


def test_the_rhythm_is_the_mean_gap_of_the_newest_entries_and_the_silence_counts() -> None:
    busy = [NOW - timedelta(minutes=10 * n) for n in range(1, 40)]

    assert usual_gap(busy, NOW) == 600
    assert usual_gap(busy, NOW + timedelta(hours=20)) == (20 * 3600 + 12000) / 20
    assert usual_gap(busy[:2], NOW) is None


def test_dates_in_the_future_teach_nothing() -> None:
    assert usual_gap([NOW + timedelta(days=1)] * 10, NOW) is None


def test_a_feed_is_asked_twice_in_the_usual_gap() -> None:
    assert learn(gap=1800) == 900


def test_few_known_entries_halve_the_interval_for_some_may_have_been_missed() -> None:
    assert learn(interval=600, gap=7200, new=25, entries=30) == 300
    assert learn(interval=600, gap=7200, new=5, entries=30) == 1200


def test_the_interval_never_falls_below_the_shortest_nor_more_than_doubles_at_once() -> None:
    assert learn(gap=1) == 60
    assert learn(interval=300, gap=30 * DAY, new=0) == 600


def test_without_dates_the_feed_is_learned_from_what_it_brings() -> None:
    faster = learn(interval=600, gap=None, new=6, since_new=600)
    slower = learn(interval=600, gap=None, new=0, since_new=90000)

    assert faster < 600 < slower


def test_what_the_server_wishes_comes_first_up_to_the_longest_interval() -> None:
    def wait(**wishes: float) -> float:
        return seconds(after_success("f", 120, now=NOW, wishes=Wishes(**wishes), pace=PACE))

    assert 120 <= wait() <= 132
    assert 900 <= wait(ttl=900) <= 990
    assert 1800 <= wait(max_age=1800, ttl=60) <= 1980
    assert 3600 <= wait(ttl=DAY * 3) <= 3960


def test_failures_double_the_wait_up_to_a_day_and_it_is_never_given_up() -> None:
    waits = [
        seconds(after_failure("f", n, now=NOW, transient=True, wishes=Wishes(), pace=PACE))
        for n in (1, 2, 3, 8, 11, 12, 100, 5000)
    ]

    assert 60 <= waits[0] <= 66 and 120 <= waits[1] <= 132 and 240 <= waits[2] <= 264
    assert waits == sorted(waits)
    assert waits[-1] <= DAY


def test_what_will_hardly_get_better_is_not_hurried() -> None:
    assert seconds(after_failure("f", 1, now=NOW, transient=False, wishes=Wishes(), pace=PACE)) >= 1800


def test_retry_after_is_at_least_a_minute_and_at_most_a_day() -> None:
    def wait(retry_after: float) -> float:
        wishes = Wishes(retry_after=retry_after)
        return seconds(after_failure("f", 1, now=NOW, transient=True, wishes=wishes, pace=Pace(shortest=5, longest=60)))

    assert 60 <= wait(0) <= 66
    assert 7200 <= wait(7200) <= 7920
    assert wait(10 * DAY) == DAY
    assert wait(-5) >= 60


def test_feeds_of_one_moment_do_not_all_come_back_in_one_moment() -> None:
    dues = {after_success(f"feed-{n}", 600, now=NOW, wishes=Wishes(), pace=PACE) for n in range(50)}

    assert len(dues) > 40


def test_everything_is_asked_for_at_first_once_a_day_and_when_the_clock_was_set_back() -> None:
    assert ask_for_all(None, NOW)
    assert not ask_for_all(NOW - timedelta(hours=23), NOW)
    assert ask_for_all(NOW - timedelta(hours=24), NOW)
    assert ask_for_all(NOW + timedelta(days=400), NOW)
