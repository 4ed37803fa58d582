"""The limit on processor time: it ends what takes too long, whatever that is, and nothing else."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.article import Article
from workers.budget import OutOfTime, processor_time
from workers.edges.language import LocalLanguage

HERE = Path(__file__).parents[1]


def busy() -> None:
    while True:
        pass


def swallowing() -> None:
    while True:
        with suppress(Exception):
            sum(range(1000))


def in_a_regex() -> None:
    re.match(r"(a+)+$", "a" * 40 + "b")


def swallowing_everything_once() -> None:
    try:
        busy()
    except BaseException:
        busy()


@pytest.mark.parametrize("work", [busy, swallowing, in_a_regex, swallowing_everything_once])
def test_what_takes_too_long_is_broken_off(work: object) -> None:
    with pytest.raises(OutOfTime, match=r"more than 0\.1 s"), processor_time(0.1):
        work()  # type: ignore[operator]


def test_what_is_in_time_is_left_alone() -> None:
    with processor_time(0.1):
        done = sum(range(1000))

    started = time.process_time()
    while time.process_time() - started < 0.3:  # the limit is over with the block
        pass
    assert done == 499500


def test_waiting_costs_nothing() -> None:
    with processor_time(0.1):
        time.sleep(0.3)


def test_what_never_comes_back_from_c_ends_the_process() -> None:
    """Its article is met alone by the next reader, and set aside when it has ended three."""
    code = "from workers.budget import processor_time\nwith processor_time(0.1, grace=0.2): sum(range(10**11))"

    ended = subprocess.run([sys.executable, "-c", code], cwd=HERE, timeout=60)

    assert ended.returncode == -signal.SIGVTALRM


# A call that comes inside a destructor is swallowed there; the next one is heard.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_reader_that_was_broken_off_anywhere_reads_on_as_before() -> None:
    language, dice = LocalLanguage(), random.Random(7)
    text = "An air strike killed four people and wounded nine in Idlib on Monday, medics told Reuters. "
    paper = Article(id="1", title="Strike in Idlib", text=text * 20, source="own", published_at=datetime(2026, 3, 4, tzinfo=UTC))
    fresh = language.read(paper)

    broken = 0
    for n in range(150):
        other = Article(id="2", title="", text=text.replace("Idlib", f"Idlib and Xq{n}z") * 200, source="own", published_at=None)
        with suppress(OutOfTime), processor_time(dice.uniform(0.001, 0.02)):
            language.read(other)
            broken -= 1
        broken += 1

    assert broken > 50
    assert language.read(paper) == fresh
