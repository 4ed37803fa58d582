"""What people said of alerts, on both databases; and that every match and message keeps its rule's content hash."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from monitor.model.feedback import Feedback
from tests.edges.store.store_given import NOON, at, cleaned, filing, incident, message, read, report
from workers.edges.store import SqlStore
from workers.edges.store.tables import matches, outbox


def wrong(article: int, **more: object) -> Feedback:
    return replace(Feedback(article_id=article, rule_id="idlib-raid", verdict="wrong", at=NOON, rule_hash="h1", by="U1"), **more)  # type: ignore[arg-type]


def test_what_was_said_of_a_rule_comes_back_oldest_first(store: SqlStore) -> None:
    first, second = cleaned(store, 2)
    late = wrong(first, at=at(60), reason="old news")

    assert store.keep_feedback(late) and store.keep_feedback(wrong(second)) and store.keep_feedback(wrong(first, rule_id="other"))

    assert store.feedback_on("idlib-raid") == [wrong(second), late]


def test_a_persons_newest_word_counts(store: SqlStore) -> None:
    [article] = cleaned(store)

    for said in (wrong(article), wrong(article, by="U2"), wrong(article, verdict="right", at=at(5))):
        store.keep_feedback(said)

    assert [(f.by, f.verdict) for f in store.feedback_on("idlib-raid")] == [("U2", "wrong"), ("U1", "right")]


def test_feedback_on_what_is_not_archived_is_not_kept(store: SqlStore) -> None:
    assert not store.keep_feedback(wrong(404)) and store.feedback_on("idlib-raid") == []


def test_feedback_is_forgotten_with_its_article(store: SqlStore) -> None:
    lease, [article] = read(store)
    assert store.commit_filing(lease, store.board(at(0)).version, filing(incident(), ends=[article]), now=at(1))
    store.keep_feedback(wrong(article))

    store.forget(NOON + timedelta(days=1))

    assert store.feedback_on("idlib-raid") == []


def test_every_match_and_message_keeps_the_content_hash_of_its_rule(store: SqlStore) -> None:
    lease, [article] = read(store)
    filed = filing(incident("raid-1", report(article)), messages=[message("m1")], ends=[article], rule="idlib-raid")

    assert store.commit_filing(lease, store.board(at(0)).version, filed, now=at(1))

    with store.db.reading() as tx:
        assert tx.execute(sa.select(matches.c.rule_hash)).scalars().all() == ["h1"]
        assert tx.execute(sa.select(outbox.c.rule_hash)).scalars().all() == ["h1"]


def test_the_archive_is_walked_in_the_order_of_time_in_chunks(store: SqlStore) -> None:
    _, ids = read(store, 3)

    found = list(store.archived(at(-1)))

    assert [int(a.article.id) for a in found] == ids and store.readers(at(-1)) == {"v1": 3}
    assert found[0].reading().events[0].what == "raid" and found[0].sketch().events[0].where is not None
    assert list(store.archived(at(1))) == []
