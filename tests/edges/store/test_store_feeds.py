"""Feeds, on both databases."""

from __future__ import annotations

from dataclasses import replace

from tests.edges.store.store_given import at, entry, feed, poll
from workers.edges.store import SqlStore
from workers.ports import Outcome


def test_a_new_feed_is_due_at_once_and_handed_on_once(store: SqlStore) -> None:
    store.sync_feeds([feed("a"), feed("b")], at(0))

    first = store.due_feeds(at(0), limit=10, handed_on_for=15)
    second = store.due_feeds(at(14), limit=10, handed_on_for=15)
    third = store.due_feeds(at(15), limit=1, handed_on_for=15)

    assert (sorted(first), second, len(third)) == (["a", "b"], [], 1)


def test_a_feed_that_left_the_file_rests_and_keeps_its_memory(store: SqlStore) -> None:
    poll(store, entry("k"), name="a")
    store.sync_feeds([feed("b")], at(10))

    while_away = store.due_feeds(at(100), limit=10, handed_on_for=0)
    store.sync_feeds([feed("a"), feed("b")], at(200))
    _, ((back, memory),) = store.claim_feeds(["a"], now=at(200), lease_for=60)

    assert while_away == ["b"]
    assert (back, memory.etag) == (feed("a"), '"0"')


def test_what_the_user_rewrites_about_a_feed_is_taken_over(store: SqlStore) -> None:
    store.sync_feeds([feed("a")], at(0))
    changed = replace(feed("a"), publisher="Another name", language=None, tags=())

    store.sync_feeds([changed], at(1))

    _, ((found, _),) = store.claim_feeds(["a"], now=at(1), lease_for=60)
    assert found == changed


def test_a_claimed_feed_is_nobody_elses_until_its_lease_ends(store: SqlStore) -> None:
    store.sync_feeds([feed("a")], at(0))

    _, first = store.claim_feeds(["a"], now=at(0), lease_for=60)
    _, second = store.claim_feeds(["a"], now=at(59), lease_for=60)
    _, third = store.claim_feeds(["a", "a", "unknown"], now=at(60), lease_for=60)

    assert (len(first), len(second), len(third)) == (1, 0, 1)


def test_entries_and_validators_are_stored_together_and_the_feed_is_free_again(store: SqlStore) -> None:
    store.sync_feeds([feed()], at(0))
    lease, ((_, memory),) = store.claim_feeds(["wire"], now=at(0), lease_for=60)
    later = replace(memory, etag='"v1"', next_due=at(60), interval=60.0, last_error="slow", gaps=2, moved_since=at(0))

    ids = store.finish_poll(lease, later, [entry("k1"), entry("k2")], now=at(0), archived={}, quiet=False)

    assert len(ids) == 2
    assert store.due_feeds(at(59), limit=10, handed_on_for=15) == []
    assert store.claim_feeds(["wire"], now=at(60), lease_for=60)[1] == [(feed(), later)]


def test_a_poll_whose_lease_was_lost_changes_nothing(store: SqlStore) -> None:
    store.sync_feeds([feed()], at(0))
    stale, ((_, memory),) = store.claim_feeds(["wire"], now=at(0), lease_for=60)
    store.claim_feeds(["wire"], now=at(61), lease_for=60)

    late = store.finish_poll(stale, replace(memory, etag='"late"'), [entry("k1")], now=at(62), archived={}, quiet=False)

    assert late == []
    assert store.known_keys("wire", ["k1"]) == set()
    assert store.claim_feeds(["wire"], now=at(200), lease_for=60)[1][0][1].etag is None


def test_an_entry_is_known_by_its_key_and_by_every_alias(store: SqlStore) -> None:
    poll(store, entry("guid-1", "link-1"), entry("guid-2"))

    known = store.known_keys("wire", ["guid-1", "link-1", "guid-2", "guid-3"])

    assert known == {"guid-1", "link-1", "guid-2"}
    assert store.known_keys("other", ["guid-1"]) == set()
    assert (store.known_count("wire"), store.known_count("other")) == (2, 0)


def test_an_entry_that_comes_back_under_another_name_is_no_new_article_and_its_names_are_learned(store: SqlStore) -> None:
    poll(store, entry("guid-1", "link-1"))

    second = poll(store, entry("guid-2", "link-1"), seconds=60)
    third = poll(store, entry("link-9", "guid-2"), seconds=120)

    assert (second, third, store.known_count("wire")) == ([], [], 1)
    assert store.known_keys("wire", ["guid-2", "link-9"]) == {"guid-2", "link-9"}


def test_an_entry_twice_in_one_body_is_one_article(store: SqlStore) -> None:
    ids = poll(store, entry("a", "x"), entry("b", "x"), entry("a"), entry("c"))

    assert len(ids) == 2
    assert [article.title for article in store.articles(ids)] == ["Title a", "Title c"]


def test_archived_entries_end_where_they_came_in(store: SqlStore) -> None:
    old = Outcome(name="archived", why="first poll of the feed")

    ids = poll(store, entry("old"), entry("new"), archived={"old": old})

    assert len(ids) == 1
    assert [(row.title, row.state, row.outcome, row.why) for row in store.ledger()] == [
        ("Title old", "done", "archived", "first poll of the feed"),
        ("Title new", "new", "", ""),
    ]


def test_keys_may_be_of_any_length_and_of_any_characters(store: SqlStore) -> None:
    odd = ["x" * 50_000, "x" * 50_000 + "y", "nul\x00", "half\ud800", "", "ключ"]

    ids = poll(store, *(entry(key) for key in odd))

    assert len(ids) == 6
    assert store.known_keys("wire", odd) == set(odd)
    assert poll(store, *(entry(key) for key in odd), seconds=60) == []


def test_a_feed_of_thousands_of_entries_with_aliases_is_taken(store: SqlStore) -> None:
    entries = [entry(f"k{n}", f"a{n}", f"b{n}") for n in range(2_500)]

    ids = poll(store, *entries)

    assert len(ids) == 2_500
    assert len(store.known_keys("wire", [key for e in entries for key in (e.key, *e.aliases)])) == 7_500


def test_a_clock_that_was_set_back_stops_no_feed(store: SqlStore) -> None:
    poll(store, entry("k"))
    lease, ((_, memory),) = store.claim_feeds(["wire"], now=at(1), lease_for=60)
    store.finish_poll(lease, replace(memory, next_due=at(60), last_polled_at=at(1)), [], now=at(1), archived={}, quiet=False)

    assert store.due_feeds(at(-10), limit=10, handed_on_for=15) == []
    assert store.due_feeds(at(-86400 * 3650), limit=10, handed_on_for=15) == ["wire"]
