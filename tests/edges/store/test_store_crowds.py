"""Several real processes on one store, and kill -9 in the middle of their commits."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import signal
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from monitor.model.alert import DeliveryState
from tests.edges.store import store_child
from tests.edges.store.store_given import at, claim, entry, feed, file, filing, incident, message, names, poll, read
from workers.edges.store import SqlStore, open_store
from workers.edges.store.outbox import ARROWS
from workers.edges.store.tables import articles, delivery_log, feeds, incidents, outbox

#: A server that has the store imported forks each child: they start at once, and share no connection with us.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["workers.edges.store", "workers.edges.store.tables"])


class Child:
    """A real process on the store, and what it says."""

    def __init__(self, mode: str, url: str, seconds: float, name: str) -> None:
        self.pipe, theirs = PROCESSES.Pipe(duplex=False)
        self.process = PROCESSES.Process(target=store_child.main, args=(mode, url, seconds, name, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def ready(self) -> None:
        assert self.pipe.poll(30) and self.pipe.recv() == "ready"

    def kill(self) -> bool:
        """SIGKILL; was it still alive until then?"""
        self.process.kill()
        self.process.join()
        return self.process.exitcode == -signal.SIGKILL

    def lines(self) -> list[str]:
        """All it said until it ended well."""
        said = []
        with contextlib.suppress(EOFError):
            while self.pipe.poll(60):
                said.append(self.pipe.recv())
        self.process.join(10)
        assert self.process.exitcode == 0, said
        return said

    def commits(self) -> int:
        return int(self.lines()[-1].removeprefix("commits "))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_four_writers_for_two_seconds_never_find_the_database_locked(url: str, store: SqlStore) -> None:
    writers = [Child("write", url, 2, f"writer-{n}") for n in range(4)]

    commits = [writer.commits() for writer in writers]

    assert min(commits) >= 1
    assert sum(commits) > 20
    assert len(store.health(at(0)).heartbeats) == 4


def test_two_processes_never_claim_the_same_article_or_message(url: str, store: SqlStore) -> None:
    ids = poll(store, *(entry(f"k{n}") for n in range(200)))
    file(store, *(message(f"m{n}", of=f"raid-{n}", to=f"c{n}") for n in range(60)))

    children = [Child("claim", url, 0, f"p{n}") for n in range(3)]

    claimed = Counter(line for child in children for line in child.lines())

    taken = {thing: times for thing, times in claimed.items() if thing.startswith(("article", "message"))}
    assert set(taken.values()) == {1}
    assert len([thing for thing in taken if thing.startswith("article")]) == len(ids)
    assert len([thing for thing in taken if thing.startswith("message")]) == 60


def test_of_many_filings_on_one_version_at_once_one_wins(store: SqlStore) -> None:
    lease, ids = read(store, 8)
    version = store.board(at(0)).version

    def commit(article: int) -> bool:
        return store.commit_filing(lease, version, filing(incident(f"raid-{article}"), ends=[article]), now=at(1))

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(commit, ids))

    assert won.count(True) == 1
    assert len(store.board(at(0)).incidents) == 1
    assert store.intake() == {"alerted": 1, "read": 7}


def test_many_threads_that_claim_at_once_share_what_there_is(store: SqlStore) -> None:
    ids = poll(store, *(entry(f"k{n}") for n in range(40)))
    file(store, *(message(f"m{n}", of=f"raid-{n}", to=f"c{n}") for n in range(40)))

    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(lambda _: store.claim_articles(ids, "new", now=at(1), lease_for=60)[1], range(6)))
        said = list(threads.map(lambda _: names(claim(store, 1, limit=10)), range(6)))

    assert sorted(article for some in taken for article in some) == ids
    assert sorted(name for some in said for name in some) == sorted(f"m{n}" for n in range(40))


def test_kill_9_in_the_middle_of_commits_leaves_every_invariant_standing(url: str, store: SqlStore) -> None:
    dice, kills = random.Random(1), 0
    store.sync_feeds([feed()], at(0))
    for _ in range(4):
        crowd = [Child("work", url, 60, f"worker-{n}") for n in range(2)]
        for child in crowd:
            child.ready()
        time.sleep(dice.uniform(0.05, 0.4))
        kills += sum(child.kill() for child in crowd)

    commits = Child("work", url, 1, "last").commits()

    assert (kills, commits > 10) == (8, True)
    check_invariants(store)
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def check_invariants(store: SqlStore) -> None:
    """Validators never ahead of entries; one outcome each; filed whole; no state change but along the arrows."""
    with store.db.reading() as tx:
        etag = tx.execute(sa.select(feeds.c.etag)).scalar_one()
        rows = list(tx.execute(sa.select(articles)))
        log = list(tx.execute(sa.select(delivery_log).order_by(delivery_log.c.id)))
        state = {row.id: row.state for row in tx.execute(sa.select(outbox.c.id, outbox.c.state))}
        told = set(tx.execute(sa.select(outbox.c.incident_id)).scalars())
        known = set(tx.execute(sa.select(incidents.c.id)).scalars())

    assert len(rows) == int(etag) > 0
    assert all((row.state == "done") == (row.outcome is not None) for row in rows)
    assert told == known == {f"raid-{row.id}" for row in rows if row.state == "done"}
    assert any(row.state == "done" for row in rows)

    stands: dict[str, str] = {}
    for line in log:
        assert line.from_state == stands.get(line.message_id, "")
        assert not line.from_state or DeliveryState(line.to_state) in ARROWS[DeliveryState(line.from_state)]
        stands[line.message_id] = line.to_state
    assert stands == state


def test_a_disk_that_fills_up_is_said_in_words_and_the_store_goes_on_when_there_is_room(sqlite_url: str) -> None:
    said = Child("fill", sqlite_url, 0, "x").lines()

    assert any(line.startswith("trouble: the store cannot be used now: disk I/O error") for line in said)
    assert "went on with 1 more" in said
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store = open_store(sqlite_url)
    assert store.intake() == {}
    store.close()
