"""The n-th statement fails, for every n, as a kill at that point would: each method is done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from monitor.model.alert import DeliveryState
from tests.edges.store.store_given import (
    ALERTED,
    LETTER,
    RULE,
    at,
    claim,
    cleaned,
    entry,
    feed,
    file,
    filing,
    incident,
    match,
    message,
    page,
    poll,
    read,
    reading,
    say,
)
from workers.edges.store import SqlStore
from workers.edges.store.tables import metadata
from workers.ports import Receipt, Step

Act = Callable[[], object]


class Fault(Exception):
    """As if the process had died here."""


def contents(store: SqlStore) -> dict[str, list[str]]:
    with store.db.reading() as tx:
        return {t.name: sorted(repr(tuple(row)) for row in tx.execute(sa.select(t))) for t in metadata.sorted_tables}


def fails_at(store: SqlStore, n: int, act: Act) -> bool:
    """Do it with the n-th statement (or commit) failing. False when it was done before that many."""
    left = n

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Fault

    engine = store.db.engine
    sa.event.listen(engine, "before_cursor_execute", count)
    sa.event.listen(engine, "commit", count)
    try:
        act()
    except Fault:
        return True
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
        sa.event.remove(engine, "commit", count)
    return False


def a_poll(store: SqlStore) -> Act:
    poll(store, entry("known", "old name"), seconds=-100_000)
    lease, ((_, memory),) = store.claim_feeds(["wire"], now=at(0), lease_for=60)
    later = replace(memory, etag='"new"', last_modified="today", next_due=at(60))
    entries = [entry("known", "new name"), entry("k1", "a1"), entry("k2")]
    return lambda: store.finish_poll(lease, later, entries, now=at(0), archived={"k2": ALERTED}, quiet=False)


def feeds_rewritten(store: SqlStore) -> Act:
    store.sync_feeds([feed("a"), feed("b")], at(0))
    return lambda: store.sync_feeds([replace(feed("b"), publisher="New"), feed("c")], at(1))


def pages(store: SqlStore) -> Act:
    ids = poll(store, entry("k1"), entry("k2"))
    lease, _ = store.claim_articles(ids, "new", now=at(0), lease_for=60)
    return lambda: store.finish_pages(lease, {i: page() for i in ids}, now=at(1))


def readings(store: SqlStore) -> Act:
    ids = cleaned(store, 2)
    lease, _ = store.claim_articles(ids, "cleaned", now=at(0), lease_for=60)
    results = {i: (reading(i), [match(i)]) for i in ids}
    return lambda: store.finish_readings(lease, results, {ids[0]: ALERTED}, now=at(1))


def a_filing(store: SqlStore) -> Act:
    lease, ids = read(store, 2)
    filed = filing(incident(), messages=[message("m1")], ends=ids, rule=RULE.id)
    return lambda: store.commit_filing(lease, store.board(at(0)).version, filed, now=at(1))


def a_claim_of_messages(store: SqlStore) -> Act:
    file(store, message("lost", of="a"), message("dead", of="b", to="other"), message("reply", "reply", 1, of="b", to="other"))
    file(store, message("next", of="c"))
    lost, dead = claim(store, lease_for=1)
    for delivery in (lost, dead):
        store.start_sending(delivery, LETTER, now=at(0))
    store.finish_message(dead, Step(to=DeliveryState.DEAD, detail="channel_not_found"), now=at(0))
    return lambda: claim(store, 60)


def a_sending(store: SqlStore) -> Act:
    file(store, message("m1"))
    (delivery,) = claim(store)
    return lambda: store.start_sending(delivery, LETTER, now=at(0), facts=delivery.message.facts)


def an_outcome(store: SqlStore) -> Act:
    file(store, message("m1"))
    (delivery,) = claim(store)
    store.start_sending(delivery, LETTER, now=at(0))
    sent = Step(to=DeliveryState.SENT, detail="said", receipt=Receipt(channel_id="C", ts="1"))
    return lambda: store.finish_message(delivery, sent, now=at(1))


def forgetting_of_incidents(store: SqlStore) -> Act:
    file(store, message("m1"))
    say(store, claim(store)[0])
    return lambda: store.forget(at(100))


EVERY = [a_poll, feeds_rewritten, pages, readings, a_filing, a_claim_of_messages, a_sending, an_outcome, forgetting_of_incidents]


@pytest.mark.parametrize("prepare", EVERY)
def test_whatever_statement_fails_nothing_is_half_done_and_the_next_try_succeeds(
    store: SqlStore, prepare: Callable[[SqlStore], Act]
) -> None:
    act = prepare(store)
    before = contents(store)

    faults = 0
    while fails_at(store, faults + 1, act):
        faults += 1
        assert contents(store) == before

    assert faults >= 3
    assert contents(store) != before
