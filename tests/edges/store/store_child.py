"""What a process does that works on a store until its time is up, or until it is killed. It dies of any error.

The whole line in small: polls bring entries, articles go their way, filings make messages, messages are said.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import uuid4

from monitor.model.alert import DeliveryState
from tests.edges.store.store_given import ALERTED, LETTER, entry, feed, incident, match, message, page, reading, report
from workers.edges.store import SqlStore, StoreTrouble, open_store
from workers.ports import Filing, Receipt, Step


def now() -> datetime:
    return datetime.now(UTC)


Say = Callable[[str], None]


def work(store: SqlStore, name: str, say: Say) -> int:
    """One round of every hop; how many commits it made."""
    commits = _poll(store) + _advance(store) + _say(store)
    store.heartbeat(name, pid=1, host="here", now=now())
    return commits + 1


def _poll(store: SqlStore) -> int:
    """Each poll brings one entry more, and an etag that says how many there are: the two must never disagree."""
    lease, claimed = store.claim_feeds(["wire"], now=now(), lease_for=0.3)
    for _, memory in claimed:
        count = int(memory.etag or 0) + 1
        entries = [entry(f"k{n}") for n in range(max(0, count - 3), count)]
        later = replace(memory, etag=str(count), next_due=now(), interval=1.0)
        store.finish_poll(lease, later, entries, now=now(), archived={}, quiet=False)
    return len(claimed)


def _advance(store: SqlStore) -> int:
    stale = store.stale_articles(now(), limit=20, handed_on_for=0)
    lease, ids = store.claim_articles(stale["new"], "new", now=now(), lease_for=0.3)
    store.finish_pages(lease, {i: page(f"text {i}") for i in ids}, now=now())
    lease, ids = store.claim_articles(stale["cleaned"], "cleaned", now=now(), lease_for=0.3)
    store.finish_readings(lease, {i: (reading(i), [match(i)]) for i in ids}, {}, now=now())
    lease, ids = store.claim_articles(stale["read"], "read", now=now(), lease_for=0.3)
    if ids:
        raids = tuple(incident(f"raid-{i}", replace(report(i), seen_at=now())) for i in ids)
        letters = tuple(message(f"m-{i}", of=f"raid-{i}", to=f"channel-{i % 50}") for i in ids)
        filed = Filing(incidents=raids, messages=letters, outcomes=dict.fromkeys(ids, ALERTED))
        store.commit_filing(lease, store.board(now()).version, filed, now=now())
    return 6


def _say(store: SqlStore) -> int:
    claimed = store.claim_messages(now=now(), lease_for=0.3, settle=0.1, limit=4)
    for delivery in claimed:
        if delivery.state is DeliveryState.UNCERTAIN:
            back = Step(to=DeliveryState.PENDING, detail="absent")
            store.finish_message(delivery, back, now=now())
        elif store.start_sending(delivery, LETTER, now=now()):
            said = Step(to=DeliveryState.SENT, detail="said", receipt=Receipt(channel_id="C", ts="1.1"))
            store.finish_message(delivery, said, now=now())
    return 1 + 2 * len(claimed)


def write(store: SqlStore, name: str, say: Say) -> int:
    """Short commits, as many as go."""
    store.heartbeat(name, pid=1, host="here", now=now(), detail="x" * 200)
    return 1


def claim(store: SqlStore, name: str, say: Say) -> int:
    """Take whatever is there, and say what it was."""
    ids = [row.id for row in store.ledger(limit=10_000)]
    for start in range(0, len(ids), 10):
        _, mine = store.claim_articles(ids[start : start + 10], "new", now=now(), lease_for=600)
        for article in mine:
            say(f"article {article}")
    while claimed := store.claim_messages(now=now(), lease_for=600, settle=0, limit=3):
        for delivery in claimed:
            say(f"message {delivery.message.id}")
    return 1


def fill(store: SqlStore, name: str, say: Say) -> int:
    """Write until the disk is full, see it said, make room, and go on."""
    path = Path(store.db.engine.url.database or "")
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 300_000, resource.RLIM_INFINITY))
    noise = "".join(uuid4().hex for _ in range(1000))
    try:
        for n in range(1000):
            store.heartbeat(f"{name}-{n}", pid=1, host="here", now=now(), detail=noise)
    except StoreTrouble as trouble:
        say(f"trouble: {trouble}")
    before = store.health(now())
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.heartbeat("afterwards", pid=1, host="here", now=now())
    say(f"went on with {len(store.health(now()).heartbeats) - len(before.heartbeats)} more")
    return 1


MODES: dict[str, Callable[[SqlStore, str, Say], int]] = {"work": work, "write": write, "claim": claim, "fill": fill}


def main(mode: str, url: str, seconds: float, name: str, pipe: Connection) -> None:
    """Says "ready", what the mode has to say, and in the end how often it committed."""
    store, commits, end = open_store(url), 0, time.monotonic() + seconds
    store.sync_feeds([feed()], now())
    pipe.send("ready")
    while True:
        commits += MODES[mode](store, name, pipe.send)
        if time.monotonic() > end:
            break
    pipe.send(f"commits {commits}")
    store.close()
