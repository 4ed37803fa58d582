"""What operators see, and what is forgotten, on both databases."""

from __future__ import annotations

import json

import sqlalchemy as sa

from tests.edges.store.store_given import at, claim, file, incident, message, poll, read, report, say
from tests.edges.store.store_given import entry as given_entry
from workers.edges.store import SqlStore
from workers.edges.store.tables import metadata
from workers.ports import Outcome

DAY = 86400.0
OLD = Outcome(name="archived", why="old")


def rows(store: SqlStore, *tables: str) -> dict[str, int]:
    with store.db.reading() as tx:
        return {t: tx.execute(sa.select(sa.func.count()).select_from(metadata.tables[t])).scalar_one() for t in tables}


def test_outcomes_and_those_on_their_way_add_up_to_the_intake(store: SqlStore) -> None:
    poll(store, given_entry("old"), archived={"old": OLD}, name="archive")
    read(store, 3)

    assert store.intake() == {"archived": 1, "read": 3}
    assert sum(store.intake().values()) == rows(store, "articles")["articles"]


def test_the_ledger_lists_articles_in_the_order_of_sight(store: SqlStore) -> None:
    poll(store, given_entry("late"), seconds=60)
    poll(store, given_entry("early"), name="archive", archived={"early": OLD})

    assert [(row.title, row.source, row.feed_id, row.outcome) for row in store.ledger()] == [
        ("Title early", "Archive", "archive", "archived"),
        ("Title late", "Wire", "wire", ""),
    ]
    assert len(store.ledger(limit=1)) == 1


def test_health_tells_feeds_alerts_and_processes_in_plain_values(store: SqlStore) -> None:
    poll(store, given_entry("k"))
    file(store, message("m1", wait=-600))
    store.heartbeat("scheduler", pid=7, host="here", now=at(0), detail="ticking")
    store.heartbeat("scheduler", pid=7, host="here", now=at(5))

    health = store.health(at(10))

    assert [(feed["url"], feed["last_ok_at"]) for feed in health.feeds] == [("https://wire.example/feed", at(0).isoformat())]
    assert (health.articles, health.alerts, health.oldest_unsent) == ({"new": 1}, {"pending": 1}, at(-600))
    assert [(beat["role"], beat["pid"], beat["age"], beat["detail"]) for beat in health.heartbeats] == [("scheduler", 7, 5.0, "")]
    assert health.problems == ["1 alerts have waited for more than 5 minutes, the oldest for 10 minutes"]
    json.dumps([health.feeds, health.articles, health.alerts, health.heartbeats, health.problems])


def test_health_names_what_an_operator_should_look_at(store: SqlStore) -> None:
    poll(store, given_entry("k"))
    store.heartbeat("reader", pid=1, host="here", now=at(0))
    store.heartbeat("reader", pid=2, host="there", now=at(1100))
    store.heartbeat("scheduler", pid=3, host="here", now=at(0))

    problems = "\n".join(store.health(at(1110)).problems)

    assert "scheduler: not heard of for 1110 s" in problems
    assert "reader" not in problems
    assert "no feed could be polled since" in problems
    assert "1 articles have waited for more than 5 minutes to be fetched, the oldest for 18 minutes" in problems


def test_an_article_that_was_put_off_waits_from_then_on(store: SqlStore) -> None:
    lease, ids = store.claim_articles(poll(store, given_entry("k")), "new", now=at(0), lease_for=60)
    store.postpone(lease, ids, until=at(600), reason="its site asks for ten minutes")

    early, late = (" ".join(store.health(at(moment)).problems) for moment in (800, 1000))

    assert "have waited" not in early
    assert "1 articles have waited for more than 5 minutes to be fetched, the oldest for 7 minutes" in late


def test_processes_that_are_long_gone_are_not_listed_for_ever(store: SqlStore) -> None:
    store.heartbeat("reader", pid=1, host="here", now=at(0))

    store.heartbeat("reader", pid=2, host="here", now=at(7200))

    assert [beat["pid"] for beat in store.health(at(7200)).heartbeats] == [2]


def test_a_role_that_the_line_needs_is_missed_for_as_long_as_it_is_gone(store: SqlStore) -> None:
    store.heartbeat("worker read", pid=1, host="here", now=at(0))

    store.heartbeat("scheduler", pid=2, host="here", now=at(2 * DAY))

    assert f"worker read: not heard of for {2 * DAY:.0f} s" in store.health(at(2 * DAY)).problems


def test_what_is_older_is_forgotten_and_the_counts_say_so(store: SqlStore) -> None:
    lease, ids = read(store, 2)
    file(store, message("m1"), incidents=[incident("raid-1", report(1))])
    say(store, claim(store)[0])
    for article in ids:
        store.set_aside(lease, article, OLD, trace="", now=at(0))

    counts = store.forget(at(1))

    gone = ("articles", "readings", "matches", "incidents", "incident_reports", "outbox")
    assert rows(store, *gone, "delivery_log") == dict.fromkeys((*gone, "delivery_log"), 0)
    assert counts["articles"] == counts["matches"] == 2
    assert (counts["outbox"], counts["delivery_log"], counts["incidents"]) == (1, 3, 1)


def test_what_is_younger_or_still_to_be_done_is_kept(store: SqlStore) -> None:
    read(store)
    file(store, message("unsaid", of="old"), incidents=[incident("old", report(1, -DAY)), incident("young", report(2, 5))])
    file(store, message("said", of="young", to="other"))
    say(store, next(d for d in claim(store) if d.message.id == "said"))
    kept = rows(store, "articles", "readings", "matches", "incidents", "incident_reports", "outbox", "delivery_log")

    store.forget(at(1))

    assert rows(store, *kept) == kept


def test_entries_are_remembered_twice_as_long_as_articles_and_while_the_feed_shows_them(store: SqlStore) -> None:
    gone, shown = given_entry("gone", "gone-link"), given_entry("shown", "shown-link")
    poll(store, gone, shown, archived={"gone": OLD, "shown": OLD})

    poll(store, shown, seconds=100 * DAY)
    store.forget(at(10 * DAY))  # 90 days, on day 100
    after_90 = poll(store, gone, shown, seconds=100 * DAY + 1)
    poll(store, shown, seconds=270 * DAY)
    store.forget(at(180 * DAY))
    after_270 = store.known_keys("wire", ["gone", "gone-link", "shown", "shown-link"])
    poll(store, shown, seconds=290 * DAY)
    store.forget(at(200 * DAY))
    after_290 = store.known_keys("wire", ["gone", "gone-link", "shown", "shown-link"])

    assert (after_90, store.intake()) == ([], {})
    assert after_270 == {"gone", "gone-link", "shown", "shown-link"}  # last shown 170 days ago
    assert after_290 == {"shown", "shown-link"}


def test_forgetting_thousands_goes_in_steps_and_to_the_end(store: SqlStore) -> None:
    many = [given_entry(f"k{n}") for n in range(1200)]
    poll(store, *many, archived={each.key: OLD for each in many})

    assert store.forget(at(1))["articles"] == 1200
    assert store.forget(at(1)).get("articles", 0) == 0


def test_a_checkpoint_can_be_asked_for_at_any_time(store: SqlStore) -> None:
    poll(store, given_entry("k"))

    store.checkpoint()

    assert store.intake() == {"new": 1}
