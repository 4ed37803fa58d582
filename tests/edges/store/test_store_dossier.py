"""All of one article, on both databases."""

from __future__ import annotations

from tests.edges.store.store_given import at, claim, cleaned, filing, incident, message, read, report, say
from workers.edges.store import SqlStore


def test_a_told_article_is_known_from_its_feed_to_its_message(store: SqlStore) -> None:
    lease, [article] = read(store)
    filed = filing(incident("raid-1", report(article)), messages=[message("m1")], ends=[article], rule="idlib-raid")
    assert store.commit_filing(lease, store.board(at(0)).version, filed, now=at(1))
    say(store, claim(store, 2)[0], 2)

    found = store.dossier(article)

    assert found is not None
    assert (found.feed_url, found.publisher, found.state, found.outcome) == (
        "https://wire.example/feed",
        "Wire",
        "done",
        "alerted",
    )
    assert found.reading is not None and found.reading.reader == "v1" and found.read_at == at(0)
    assert [(m.rule_id, m.incident_id, len(m.verdicts)) for m in found.matches] == [("idlib-raid", "raid-1", 2)]
    assert [(m.kind, m.state, m.channel, m.detail) for m in found.messages] == [("head", "sent", "alerts", "said")]


def test_an_article_that_was_not_read_yet_has_no_reading(store: SqlStore) -> None:
    [article] = cleaned(store)

    found = store.dossier(article)

    assert found is not None and (found.state, found.reading, found.matches, found.messages) == ("cleaned", None, (), ())


def test_an_article_that_is_not_there_is_none(store: SqlStore) -> None:
    assert store.dossier(404) is None


def test_the_newest_readings_come_newest_first(store: SqlStore) -> None:
    _, ids = read(store, 3)

    found = store.newest_read(2)

    assert [int(article.id) for article, _ in found] == [ids[2], ids[1]]
    assert all(reading.article_id == article.id for article, reading in found)
