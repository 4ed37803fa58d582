"""Old news on both stores: more of it stands in `tests/jobs/test_old_news.py`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model.likeness import Likeness
from tests.edges.store.store_given import at, entry, page, poll
from tests.jobs.newsline import TOWNS, Line, days, line_at, polled, raid
from workers.edges.store import SqlStore


@pytest.fixture
def line(store: SqlStore, tmp_path: Path) -> Iterator[Line]:
    with line_at(tmp_path, store) as line:
        yield line


def test_old_news_is_archived_and_late_news_told_as_catch_up(line: Line) -> None:
    wire = polled(line)
    for town in TOWNS[:3]:
        raid(wire, town, ago=-days(3))
    raid(wire, TOWNS[3], ago=days(30))

    line.runs(days=7)

    [told] = line.told
    assert told.startswith("Catching up: 3 incidents") and "Manbij" not in line.said
    assert line.outcomes["Raid in Manbij kills 5"][0] == "archived"


def test_ten_archived_entries_with_new_guids_and_addresses_are_the_same_articles(line: Line) -> None:
    wire = line.feed()
    for n, town in enumerate(TOWNS):
        raid(wire, town, ago=timedelta(hours=30 + n, minutes=5))
    line.runs()
    for n, shown in enumerate(wire.entries):
        wire.entries[n] = replace(shown, guid=f"uuid-{n}", link=f"https://wire.example/new/{n}", date="")

    line.runs(hours=1)

    assert line.told == []
    assert all(why.startswith("the same article as") for _, why in line.outcomes.values())


def test_of_three_copies_with_three_workers_one_goes_on(store: SqlStore) -> None:
    ids = poll(store, *(entry(f"k{n}") for n in range(3)))
    words = Likeness(kind="page", mark="m", title="T", print="00000000000000ff")
    leases = [store.claim_articles([i], "new", now=at(0), lease_for=60)[0] for i in ids]

    with ThreadPoolExecutor() as workers:
        done = [
            workers.submit(store.finish_pages, lease, {i: replace(page(f"text {i}"), likenesses=(words,))}, now=at(1))
            for lease, i in zip(leases, ids, strict=True)
        ]
        went_on = [i for one in done for i in one.result()]

    assert len(went_on) == 1
    ends = {row.outcome for row in store.ledger() if row.id not in went_on}
    assert ends == {"archived"}


def test_likenesses_are_forgotten_after_sixty_days(store: SqlStore) -> None:
    words = Likeness(kind="words", mark="m", title="T", print="00000000000000ff")
    poll(store, entry("old"), likenesses={"old": (words,)})
    poll(store, entry("new"), seconds=61 * 86400, likenesses={"new": (replace(words, mark="n"),)})

    counts = store.forget(at(0) - timedelta(days=30))

    assert counts["likenesses"] == 1
