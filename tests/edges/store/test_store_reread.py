"""Readings that are replaced by another reader's, on both databases: nothing else of the article is touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from monitor.model.event import Event, Reading
from monitor.model.rule import Match
from tests.edges.store.store_given import (
    ATMEH,
    RULE,
    at,
    cleaned,
    entry,
    filing,
    incident,
    match,
    page,
    poll,
    read,
    reading,
    report,
)
from workers.edges.store import SqlStore
from workers.edges.store.rereading import Wanted
from workers.edges.store.tables import metadata
from workers.ports import HeldDecision, Outcome

NOBODY = Outcome(name="no match", why="none")


def done(store: SqlStore, count: int = 1, *found: Match) -> list[int]:
    """So many articles of the reader v1 that have come to their end."""
    ids = cleaned(store, count)
    lease, _ = store.claim_articles(ids, "cleaned", now=at(0), lease_for=60)
    store.finish_readings(lease, {i: (reading(i), found) for i in ids}, dict.fromkeys(ids, NOBODY), now=at(0))
    return ids


def wanted(**more: Any) -> Wanted:
    return Wanted(**{"since": at(-60), "until": at(60), "unless_by": "v2", **more})


def found(store: SqlStore, **more: Any) -> list[int]:
    return [int(one.article.id) for one in store.rereadable(wanted(**more))]


def fresh(article: int, *kinds: str, reader: str = "v2") -> Reading:
    return Reading(article_id=str(article), language="ar", reader=reader, events=tuple(Event(what=kind) for kind in kinds))


def reread(store: SqlStore, *ids: int, by: str = "v1", kinds: Sequence[str] = ("flood",)) -> set[int]:
    return store.replace_readings({i: (by, fresh(i, *kinds)) for i in ids}, now=at(9))


def kinds(store: SqlStore, article: int) -> list[str]:
    dossier = store.dossier(article)
    assert dossier is not None and dossier.reading is not None
    return [event.what for event in dossier.reading.events]


def rows(store: SqlStore, *but: str) -> dict[str, list[Any]]:
    """All that the store holds, but for these tables."""
    with store.db.reading() as tx:
        tables = [table for table in metadata.sorted_tables if table.name not in but]
        return {table.name: [tuple(row) for row in tx.execute(sa.select(table))] for table in tables}


def test_the_new_reading_takes_the_place_of_the_old_one(store: SqlStore) -> None:
    [article] = done(store)

    assert reread(store, article) == {article}

    dossier = store.dossier(article)
    assert dossier is not None and dossier.reading == fresh(article, "flood") and dossier.read_at == at(9)
    assert store.readers(at(-60)) == {"v2": 1}


def test_what_the_reader_at_hand_has_read_is_passed_over_unless_all_is_wanted(store: SqlStore) -> None:
    first, second = done(store, 2)
    reread(store, first)

    assert found(store) == [second] and store.count_rereadable(wanted()) == (1, 1)
    assert found(store, unless_by=None) == [first, second] and store.count_rereadable(wanted(unless_by=None)) == (2, 0)


def test_only_articles_of_the_asked_time_and_feed_are_read_again(store: SqlStore) -> None:
    done(store)
    [other] = poll(store, entry("x"), name="other", seconds=100)
    lease, _ = store.claim_articles([other], "new", now=at(100), lease_for=60)
    store.finish_pages(lease, {other: page("Words.")}, now=at(100))
    lease, _ = store.claim_articles([other], "cleaned", now=at(100), lease_for=60)
    store.finish_readings(lease, {other: (reading(other), [])}, {other: NOBODY}, now=at(100))

    assert found(store, until=at(900), feed_id="other") == [other]
    assert found(store, since=at(50), until=at(900)) == [other]
    assert other not in found(store)
    assert store.feed_named("https://other.example/feed") == store.feed_named("other") == "other"
    assert store.feed_named("nobody") is None


def test_articles_on_their_way_are_left_to_the_line(store: SqlStore) -> None:
    _, [article] = read(store)

    assert found(store) == [] and reread(store, article) == set()
    assert kinds(store, article) == ["raid"]


def test_a_reading_that_somebody_else_replaced_meanwhile_stays(store: SqlStore) -> None:
    [article] = done(store)
    reread(store, article, kinds=("flood",))

    assert reread(store, article, by="v1", kinds=("siege",)) == set()
    assert kinds(store, article) == ["flood"]


def test_an_article_that_was_forgotten_meanwhile_stays_forgotten(store: SqlStore) -> None:
    [article] = done(store)
    store.forget(at(1000))

    assert reread(store, article) == set()
    assert store.readers(at(-60)) == {}


def test_nobody_is_waited_for(store: SqlStore) -> None:
    first, second = done(store, 2)
    if not store.db.postgres:
        return  # SQLite has one writer, and no rows that are held
    with store.db.writing() as tx:
        tx.execute(sa.text(f"SELECT 1 FROM articles WHERE id = {first} FOR UPDATE"))

        assert reread(store, first, second) == {second}


def test_nothing_but_the_reading_is_changed(store: SqlStore) -> None:
    lease, [article] = read(store)
    filed = filing(incident("raid-1", report(article)), ends=[article], rule="idlib-raid")
    assert store.commit_filing(lease, store.board(at(0)).version, filed, now=at(1))
    before = rows(store, "readings")

    assert reread(store, article) == {article}

    assert rows(store, "readings") == before


def test_what_is_filed_again_is_filed_from_the_reading_that_its_matches_were_made_from(store: SqlStore) -> None:
    lease, [article, stray] = read(store, 2)
    filed = filing(incident("raid-1", report(article), report(stray)), ends=[article, stray], rule="idlib-raid")
    assert store.commit_filing(lease, store.board(at(0)).version, filed, now=at(1))
    reread(store, article, kinds=())
    reread(store, article, by="v2", kinds=("siege", "flood"))

    assert store.split_incident("raid-1", [article], by="Amal", via="test", now=at(20)) == ""
    [pending] = store.pending_incidents([article])

    assert pending.reading == reading(article)
    assert kinds(store, article) == ["siege", "flood"]


def test_what_was_reported_without_a_match_is_filed_from_its_first_reading_too(store: SqlStore) -> None:
    ids = done(store, 2)
    with_reports = filing(incident("raid-1", *map(report, ids)))
    assert store.commit_filing("", store.board(at(0)).version, with_reports, now=at(1))
    reread(store, *ids, kinds=())

    store.split_incident("raid-1", ids[:1], by="Amal", via="test", now=at(20))
    [pending] = store.pending_incidents(ids)

    assert pending.reading == reading(ids[0])


def test_a_held_match_is_shown_and_released_as_it_was_read(store: SqlStore) -> None:
    [article] = cleaned(store)
    lease, _ = store.claim_articles([article], "cleaned", now=at(0), lease_for=60)
    waiting = replace(match(article, replace(RULE, where_unknown="hold")), held=True)
    store.finish_readings(lease, {article: (reading(article), [waiting])}, {article: NOBODY}, now=at(0))
    reread(store, article, kinds=())

    [shown] = store.held()
    said = HeldDecision(match_id=shown.id, decision="released", by="Amal", at=at(20), place=ATMEH)
    assert shown.reading == reading(article)
    assert store.decide_held(said) == ""
    [pending] = store.pending_incidents([article])
    assert pending.reading.events[0].what == "raid"


def test_no_more_than_one_reading_is_kept_of_what_was_never_filed(store: SqlStore) -> None:
    [article] = done(store)
    reread(store, article)

    [row] = rows(store)["readings"]

    assert row[-1] is None
