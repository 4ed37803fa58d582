"""What a poll means: what is new, what ends here, what the feed is remembered by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model.feed import FeedEntry, FeedMemory, ParsedFeed
from monitor.polling.cadence import Pace
from monitor.polling.digest import Answer, Failure, PollVerdict, digest_failure, digest_poll, digest_unchanged
from monitor.polling.health import is_silent

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PACE = Pace()
URL = "https://news.example/rss"
HOUR = timedelta(hours=1)


def memory(**fields: Any) -> FeedMemory:
    """A feed that was polled ten minutes ago and is well."""
    polled = {"last_ok_at": NOW - timedelta(minutes=10), "last_full_at": NOW - HOUR}
    return FeedMemory(**{"feed_id": "f", "url": URL, "next_due": NOW, "interval": 600.0, **polled, **fields})


def entry(key: str, age: timedelta | None = timedelta(hours=2)) -> FeedEntry:
    return FeedEntry(key=key, aliases=(), url=None, title=key, published_at=NOW - age if age is not None else None)


def answer(**fields: Any) -> Answer:
    return Answer(**{"asked_for_all": False, "etag": '"e"', "body_hash": "h", **fields})


def poll(
    entries: list[FeedEntry], before: FeedMemory | None = None, *, known: set[str] | None = None, count: int = 50, **parsed: Any
) -> PollVerdict:
    return digest_poll(
        before or memory(),
        parsed.pop("answer", answer()),
        ParsedFeed(title="F", entries=tuple(entries), **{name: parsed[name] for name in parsed.keys() - {"news_age"}}),
        known=known or set(),
        known_count=count,
        now=NOW,
        pace=PACE,
        first_poll_window=86400.0,
        news_age=parsed.pop("news_age", 172800.0),
    )


def fail(before: FeedMemory, *, at: datetime = NOW, **failure: Any) -> FeedMemory:
    return digest_failure(before, Failure(**{"reason": "answered 500", **failure}), now=at, pace=PACE).memory


def test_an_address_that_is_known_makes_no_entry_known_that_has_a_guid_and_a_title_of_its_own() -> None:
    other = replace(entry("new-guid"), aliases=("link:news.example/latest", "words:another title"))
    bare = entry("link:news.example/1")

    verdict = poll([other, bare], known={"link:news.example/latest", "link:news.example/1"})

    assert verdict.fresh == {"new-guid"}


def test_an_alias_that_is_known_makes_the_entry_known() -> None:
    moved = replace(entry("new-guid"), aliases=("link:news.example/1", "words:title and address"))

    verdict = poll([moved, entry("fresh")], known={"words:title and address"})

    assert len(verdict.fresh) == 1
    assert verdict.entries == (moved, entry("fresh"))


def test_of_a_first_poll_the_young_go_on_and_the_old_and_undated_are_archived() -> None:
    first = memory(last_ok_at=None, interval=0.0)

    verdict = poll([entry("old", timedelta(days=2)), entry("young"), entry("undated", None)], first, count=0)

    assert set(verdict.archived) == {"old", "undated"}
    assert set(verdict.archived.values()) == {"first poll of the feed: archived"}
    assert not verdict.quiet


def test_what_a_feed_says_that_was_empty_until_now_is_news_even_undated() -> None:
    assert poll([entry("undated", None)], count=0).archived == {}


def test_twenty_unknown_entries_are_no_flood_and_more_than_half_of_a_large_body_are() -> None:
    few = [entry(f"n{n}") for n in range(20)]
    many = [entry(f"n{n}") for n in range(60)]

    assert not poll(few).quiet
    assert poll(many[:21]).quiet
    assert not poll(many, known={f"n{n}" for n in range(30)}).quiet
    assert poll(many, known={f"n{n}" for n in range(29)}).quiet


def test_a_backlog_after_a_long_silence_of_ours_is_no_flood_but_old_news_is() -> None:
    away = memory(last_ok_at=NOW - timedelta(days=2))

    assert not poll([entry(f"n{n}", n * HOUR) for n in range(40)], away).quiet
    assert poll([entry(f"n{n}", timedelta(days=30 + n)) for n in range(40)], away).quiet


def test_a_body_without_any_known_entry_is_a_suspected_gap() -> None:
    assert poll([entry("a"), entry("b")]).memory.gaps == 1
    assert poll([entry("a"), entry("b")], known={"b"}).memory.gaps == 0
    assert poll([entry("a")], count=4).memory.gaps == 0


def test_a_partial_body_leaves_no_validators_and_a_word_of_what_was_wrong() -> None:
    after = poll([entry("a")], partial=True, warning="malformed: line 3").memory

    assert (after.etag, after.last_modified, after.body_hash) == (None, None, None)
    assert after.last_error == "malformed: line 3"
    assert after.failures == 0


def test_an_empty_feed_is_said_to_be_empty() -> None:
    assert poll([], count=7).memory.last_error == "the feed is empty, though it had 7 entries"


def test_failures_count_up_and_an_answer_ends_them() -> None:
    after = fail(fail(memory()))

    assert (after.failures, after.last_error) == (2, "answered 500")
    assert digest_unchanged(after, answer(), now=NOW, pace=PACE).memory.failures == 0
    assert digest_unchanged(after, answer(), now=NOW, pace=PACE).memory.last_error is None


def test_three_410s_over_a_day_end_a_feed_and_it_is_said() -> None:
    gone: dict[str, Any] = {"reason": "answered 410 Gone", "status": 410, "transient": False}
    one = fail(memory(), **gone)
    two = fail(one, at=NOW + 12 * HOUR, **gone)

    three = digest_failure(two, Failure(**gone), now=NOW + 25 * HOUR, pace=PACE)

    assert not one.disabled and not two.disabled and three.memory.disabled
    assert three.notes[0].startswith("disabled: gone since 2026-03-02 09:00")


def test_another_answer_between_410s_begins_their_day_anew() -> None:
    after = memory()
    for hours, status in ((0, 410), (10, 500), (30, 410), (40, 410)):
        after = fail(after, at=NOW + hours * HOUR, status=status)

    assert not after.disabled
    assert after.gone_since == NOW + 30 * HOUR


def redirected(hours: list[int], target: str = "https://new.example/rss", url: str = URL) -> FeedMemory:
    """The memory after polls at these hours, each of them redirected for good."""
    after = memory(url=url, last_ok_at=None)
    for at in hours:
        after = digest_unchanged(after, answer(permanent_url=target), now=NOW + at * HOUR, pace=PACE).memory
    return after


def test_a_lasting_redirect_is_adopted_after_a_day_of_it() -> None:
    assert redirected([0, 8, 16]).url == URL
    adopted = redirected([0, 8, 16, 24])
    assert adopted.url == "https://new.example/rss"
    assert (adopted.etag, adopted.moved_to, adopted.last_full_at) == (None, None, None)


def test_two_redirects_a_day_apart_prove_nothing() -> None:
    assert redirected([0, 25]).url == URL


def test_a_redirect_that_changes_its_mind_begins_anew() -> None:
    before = redirected([0, 8, 16])

    after = digest_unchanged(before, answer(permanent_url="https://other.example/rss"), now=NOW + 24 * HOUR, pace=PACE).memory

    assert (after.url, after.moved_to) == (URL, "https://other.example/rss")


def test_a_redirect_never_leads_from_https_to_http_nor_to_anything_else() -> None:
    hours = [0, 8, 16, 24, 32]

    assert redirected(hours, "http://news.example/rss").url == URL
    assert redirected(hours, "file:///etc/passwd").url == URL
    assert redirected(hours, "https://news.example/rss", "http://news.example/rss").url == "https://news.example/rss"


def test_a_clock_that_was_set_back_disables_and_moves_nothing() -> None:
    gone = memory(gone_since=NOW + timedelta(days=300), failures=9)
    moved = memory(
        moved_to="https://new.example/rss", moved_since=NOW + timedelta(days=300), last_ok_at=NOW + timedelta(days=300)
    )

    assert not fail(gone, status=410).disabled
    assert digest_unchanged(moved, answer(permanent_url="https://new.example/rss"), now=NOW, pace=PACE).memory.url == URL


def test_a_healthy_feed_is_not_worried_about() -> None:
    assert is_silent(memory(last_new_at=NOW - HOUR), NOW) is None
    assert is_silent(memory(last_new_at=None, interval=0.0, last_ok_at=None), NOW) is None


def test_silence_is_measured_by_the_feeds_own_rhythm() -> None:
    busy = memory(last_new_at=NOW - 9 * HOUR, interval=1200.0)
    weekly = memory(last_new_at=NOW - timedelta(days=20), interval=3.5 * 86400)

    assert is_silent(busy, NOW) == "quiet 9 h, usually 40 min"
    assert is_silent(weekly, NOW) is None


def test_failing_and_ended_feeds_say_since_when_and_why() -> None:
    failing = memory(failures=4, last_error="timed out")
    never = memory(failures=3, last_error="no such host", last_ok_at=None)
    ended = memory(disabled=True, gone_since=NOW, last_error="answered 410 Gone")

    assert is_silent(failing, NOW) == "failing since 2026-03-02 08:50 UTC (4 times): timed out"
    assert is_silent(never, NOW) == "failing, never answered (3 times): no such host"
    assert is_silent(ended, NOW) == "given up by its server since 2026-03-02 09:00 UTC: answered 410 Gone"


def test_an_age_of_many_thousand_years_is_an_age_too() -> None:
    before = replace(memory(), last_ok_at=NOW - timedelta(days=7))
    old = replace(entry("old"), published_at=NOW - timedelta(days=3))

    late = [poll([old], before, news_age=age).late for age in (3600.0, 999_999 * 604_800.0)]

    assert late == [{"old"}, frozenset()]
