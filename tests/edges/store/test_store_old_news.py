"""Old news on both stores: more of it stands in `tests/jobs/test_old_news.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
