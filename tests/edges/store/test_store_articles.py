"""Articles on their way, on both databases."""

from __future__ import annotations

import pytest

from tests.edges.store.store_given import (
    ALERTED,
    RULE,
    at,
    cleaned,
    entry,
    feed,
    filing,
    incident,
    match,
    page,
    poll,
    read,
    reading,
)
from workers.edges.store import SqlStore
from workers.ports import Outcome, StoredMatch


def test_an_article_goes_its_whole_way_to_one_outcome(store: SqlStore) -> None:
    (article,) = poll(store, entry("k1"))
    lease, _ = store.claim_articles([article], "new", now=at(0), lease_for=60)
    assert store.finish_pages(lease, {article: page()}, now=at(1)) == [article]
    lease, _ = store.claim_articles([article], "cleaned", now=at(2), lease_for=60)
    assert store.finish_readings(lease, {article: (reading(article), [match(article)])}, {}, now=at(3)) == [article]
    lease, _ = store.claim_articles([article], "read", now=at(4), lease_for=60)

    filed = store.commit_filing(lease, store.board(at(0)).version, filing(incident(), ends=[article]), now=at(5))

    assert filed
    assert [(row.outcome, row.why, row.state) for row in store.ledger()] == [("alerted", "new incident", "done")]
    assert store.intake() == {"alerted": 1}


def test_a_page_to_fetch_comes_with_its_feed_and_entry(store: SqlStore) -> None:
    sent = entry("k1", "link", content="The feed's own text.", published_at=at(-5))
    ids = poll(store, sent, entry("k2"))
    lease, claimed = store.claim_articles([ids[1], ids[0]], "new", now=at(9), lease_for=60)

    pages = store.pending_pages(lease, claimed)

    assert [p.id for p in pages] == [ids[1], ids[0]]
    assert (pages[1].entry, pages[1].feed, pages[1].url, pages[1].seen_at, pages[1].attempts) == (
        sent,
        feed(),
        sent.url,
        at(0),
        1,
    )
    assert store.pending_pages("another lease", claimed) == []


def test_a_cleaned_article_has_the_pages_text_to_the_character(store: SqlStore) -> None:
    (article_id,) = poll(store, entry("k1"))
    lease, _ = store.claim_articles([article_id], "new", now=at(0), lease_for=60)
    text = "Naïve – “quoted”\nعربى 🙂 nul\x00 half\ud800 end"

    store.finish_pages(lease, {article_id: page(text, language="ar", fingerprint="f")}, now=at(0))

    (article,) = store.articles([article_id])
    assert len(article.text) == len(text)
    assert article.text == "Naïve – “quoted”\nعربى 🙂 nul\ufffd half\ufffd end"
    assert (article.id, article.language, article.source, article.tags) == (str(article_id), "ar", "Wire", ("news",))
    assert (article.seen_at, article.published_at, article.extraction, article.feed_id) == (at(0), at(-60), "page", "wire")


def test_an_article_without_a_page_has_the_feeds_text(store: SqlStore) -> None:
    ids = poll(store, entry("k1", summary="short", content="long"), entry("k2", summary="short"))

    assert [article.text for article in store.articles(ids)] == ["long", "short"]


def test_a_claim_takes_only_what_is_in_that_state_and_free(store: SqlStore) -> None:
    ids = poll(store, entry("k1"), entry("k2"), entry("k3"))
    store.claim_articles(ids[:1], "new", now=at(0), lease_for=60)

    _, wrong_state = store.claim_articles(ids, "cleaned", now=at(1), lease_for=60)
    _, rest = store.claim_articles([ids[2], ids[0], ids[1], ids[1], 999_999], "new", now=at(1), lease_for=60)
    _, expired = store.claim_articles(ids, "new", now=at(60.5), lease_for=60)

    assert (wrong_state, rest, expired) == ([], [ids[2], ids[1]], ids[:1])


def test_every_claim_counts_an_attempt_and_progress_starts_anew(store: SqlStore) -> None:
    (article,) = poll(store, entry("k1"))

    store.claim_articles([article], "new", now=at(0), lease_for=10)
    lease, _ = store.claim_articles([article], "new", now=at(20), lease_for=10)
    before = store.attempts([article])
    store.finish_pages(lease, {article: page()}, now=at(21))

    assert (before, store.attempts([article])) == ({article: 2}, {article: 0})


def test_a_stale_lease_commits_nothing(store: SqlStore) -> None:
    ids = cleaned(store, 2)
    stale, _ = store.claim_articles(ids, "cleaned", now=at(0), lease_for=10)
    fresh, _ = store.claim_articles(ids[:1], "cleaned", now=at(11), lease_for=10)

    done = store.finish_readings(stale, {i: (reading(i), [match(i)]) for i in ids}, {}, now=at(12))
    store.postpone(stale, ids[:1], until=at(99), reason="stale")
    store.set_aside(stale, ids[0], ALERTED, trace="stale", now=at(12))

    assert done == [ids[1]]
    assert store.finish_readings(fresh, {ids[0]: (reading(ids[0]), [])}, {}, now=at(13)) == [ids[0]]
    assert store.finish_pages(fresh, {ids[0]: page()}, now=at(14)) == []


def test_an_article_that_matches_nothing_ends_with_its_reading_kept(store: SqlStore) -> None:
    first, second = cleaned(store, 2)
    lease, _ = store.claim_articles([first, second], "cleaned", now=at(0), lease_for=60)
    nothing = Outcome(name="no match", why="wrong province")

    on = store.finish_readings(
        lease, {first: (reading(first), []), second: (reading(second), [match(second)])}, {first: nothing}, now=at(1)
    )

    assert on == [second]
    assert store.intake() == {"no match": 1, "read": 1}


def test_incidents_get_article_reading_and_matches_as_they_were(store: SqlStore) -> None:
    _, ids = read(store, 2)

    pending = store.pending_incidents(list(reversed(ids)))

    assert [int(p.article.id) for p in pending] == list(reversed(ids))
    assert pending[0].reading == reading(ids[1])
    assert pending[0].matches == (
        StoredMatch(
            rule=RULE, event=0, held=False, evidence=((0, 6, "text"), (2, 6, "title")), why=("killed: at least 12", "raid")
        ),
    )
    assert (pending[0].story, pending[0].quiet) == (f"fp-text {ids[1]}", False)


def test_what_came_in_a_flood_stays_quiet(store: SqlStore) -> None:
    (article,) = poll(store, entry("k1"), quiet=True)
    lease, _ = store.claim_articles([article], "new", now=at(0), lease_for=60)
    store.finish_pages(lease, {article: page()}, now=at(0))
    lease, _ = store.claim_articles([article], "cleaned", now=at(0), lease_for=60)
    store.finish_readings(lease, {article: (reading(article), [match(article)])}, {}, now=at(0))

    assert [p.quiet for p in store.pending_incidents([article])] == [True]


def test_a_postponed_article_waits_and_then_is_found_by_the_sweeper(store: SqlStore) -> None:
    (article,) = poll(store, entry("k1"))
    lease, _ = store.claim_articles([article], "new", now=at(0), lease_for=60)

    store.postpone(lease, [article], until=at(30), reason="503")

    assert store.claim_articles([article], "new", now=at(29), lease_for=60)[1] == []
    assert store.stale_articles(at(29), limit=10, handed_on_for=15)["new"] == []
    assert store.stale_articles(at(30), limit=10, handed_on_for=15)["new"] == [article]
    assert store.claim_articles([article], "new", now=at(30), lease_for=60)[1] == [article]


def test_a_poisonous_article_is_set_aside_with_its_trace_and_done_for_good(store: SqlStore) -> None:
    (article,) = poll(store, entry("k1"))
    lease, _ = store.claim_articles([article], "new", now=at(0), lease_for=60)
    bug = Outcome(name="set aside", why="KeyError: 'x'")

    store.set_aside(lease, article, bug, trace="Traceback\x00 ...", now=at(1))
    store.set_aside(lease, article, ALERTED, trace="", now=at(2))

    assert [(row.outcome, row.why) for row in store.ledger()] == [("set aside", "KeyError: 'x'")]
    assert store.claim_articles([article], "new", now=at(999), lease_for=60)[1] == []


def test_the_sweeper_finds_what_a_dead_worker_left_once_in_a_while(store: SqlStore) -> None:
    ids = cleaned(store, 3)
    store.claim_articles(ids[:1], "cleaned", now=at(0), lease_for=60)

    just_done = store.stale_articles(at(1), limit=10, handed_on_for=15)
    lost = store.stale_articles(at(16), limit=10, handed_on_for=15)
    again = store.stale_articles(at(17), limit=10, handed_on_for=15)
    dead = store.stale_articles(at(61), limit=1, handed_on_for=15)

    assert just_done == {"new": [], "cleaned": [], "read": []}
    assert (lost["cleaned"], again["cleaned"], dead["cleaned"]) == (ids[1:], [], ids[:1])


def test_copies_of_a_story_are_found_by_their_fingerprint(store: SqlStore) -> None:
    ids = poll(store, entry("k1"), entry("k2"), entry("k3"))
    lease, _ = store.claim_articles(ids, "new", now=at(0), lease_for=60)
    store.finish_pages(lease, {i: page(fingerprint="same" if i != ids[1] else "other") for i in ids}, now=at(0))

    assert store.story_of("same", since=at(0)) == [ids[0], ids[2]]
    assert store.story_of("same", since=at(1)) == []


def test_a_reading_with_half_characters_is_kept_too(store: SqlStore) -> None:
    (article,) = cleaned(store)
    lease, _ = store.claim_articles([article], "cleaned", now=at(0), lease_for=60)
    broken = type(reading(article))(article_id=str(article), language=None, notes=("half \udc80 and nul \x00",))

    store.finish_readings(lease, {article: (broken, [match(article)])}, {}, now=at(0))

    assert store.pending_incidents([article])[0].reading.notes[0].startswith("half \ufffd and nul ")


def test_a_time_without_a_zone_is_a_bug_and_flies(store: SqlStore) -> None:
    with pytest.raises(Exception, match="without a zone"):
        store.sync_feeds([feed()], at(0).replace(tzinfo=None))
