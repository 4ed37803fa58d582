"""The short form of `make soak`: the measure itself, and a few seconds of the real thing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.walk.soak import Sample, broken, running, soak
from tests.walk.wholeline import until

STEADY = [
    Sample(
        minute=n, printed=300 * n, through=300 * n, keys=20, log=8.0,
        memory={"read": 300.0, "fetch-child": 90.0 + n}, files={"read": 10, "fetch-child": 4},
    )
    for n in range(60)
]  # fmt: skip


def test_what_stays_as_it_is_keeps_every_promise() -> None:
    assert broken(STEADY, restarts=0) == []


@pytest.mark.parametrize(
    ("grows", "complaint"),
    [
        (lambda s: replace(s, memory={"read": 300 + 0.6 * s.minute}), "read grew by"),
        (lambda s: replace(s, files={**s.files, "read": 10 + int(s.minute) // 5}), "open files"),
        (lambda s: replace(s, keys=20 + 10 * int(s.minute)), "Redis has"),
        (lambda s: replace(s, log=2.0 * s.minute), "the write-ahead log was"),
    ],
)
def test_what_grows_is_told(grows: object, complaint: str) -> None:
    said = broken([grows(sample) for sample in STEADY], restarts=0)  # type: ignore[operator]

    assert len(said) == 1 and complaint in said[0]


def test_processes_that_were_started_again_are_told() -> None:
    assert broken(STEADY, restarts=2) == ["2 processes ended and were started again"]


@pytest.mark.timeout(280)
def test_a_few_seconds_of_it_end_with_every_article_through(tmp_path: Path) -> None:
    with running(tmp_path, {}) as (line, room, book, _slack):
        until(lambda: bool(room.asked), 40, "the feeds are asked for")

        samples, _ = soak(line, room, book, minutes=0.1, rate=300, every=2)

        assert samples[-1].printed == len(room.published) >= 29
        until(lambda: book.rests(len(room.published)), 40, "all of them are through")
        assert {"read", "fetch", "poll", "alert", "scheduler", "redis"} <= samples[-1].memory.keys()
