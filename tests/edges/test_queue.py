"""The door to Redis, on a real server: ids go in, only our own handlers come out, and Redis may die."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import rq
from rq.serializers import JSONSerializer

from tests.conftest import RedisHere
from workers.edges.queue import OurJob, RqQueue, UnknownJob, connect, work_off
from workers.errors import Transient


class Bench:
    """A worker in this thread that stops when it has seen what a test waits for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[tuple[str, Any]] = []
        self.failures: list[BaseException] = []

    def handler(self, job: str, fails: bool = False) -> Any:
        def handle(ids: Any) -> None:
            self.seen.append((job, ids))
            if fails:
                raise ValueError("a bug")

        return handle

    def works(self, queue: str, *, until: int, fails: bool = False) -> None:
        jobs = {"poll": ["poll_feeds"], "fetch": ["fetch_pages"], "alert": ["update_incidents", "send_alerts"]}[queue]
        work_off(
            self.url,
            queue,
            {job: self.handler(job, fails) for job in jobs},
            keep_on=lambda: len(self.seen) + len(self.failures) < until,
            on_failure=lambda _job, error: self.failures.append(error),
        )


@pytest.fixture
def bench(redis_here: RedisHere) -> Bench:
    return Bench(redis_here.url)


def test_ids_come_out_as_they_went_in(redis_here: RedisHere, bench: Bench) -> None:
    queue = RqQueue(redis_here.url, batch=2)

    assert queue.fetch_pages([1, 2, 3])
    bench.works("fetch", until=2)

    assert bench.seen == [("fetch_pages", [1, 2]), ("fetch_pages", [3])]


def test_each_job_waits_in_its_own_queue(redis_here: RedisHere) -> None:
    queue = RqQueue(redis_here.url)

    queue.poll_feeds(["a"])
    queue.read_articles([1])
    queue.update_incidents([1])
    queue.send_alerts()

    assert queue.depths() == {"poll": 1, "fetch": 0, "read": 1, "alert": 2}


def test_a_failing_job_is_told_and_the_next_goes_on(redis_here: RedisHere, bench: Bench) -> None:
    RqQueue(redis_here.url, batch=1).poll_feeds(["a", "b"])

    bench.works("poll", until=4, fails=True)

    assert [ids for _, ids in bench.seen] == [["a"], ["b"]]
    assert [str(e) for e in bench.failures] == ["a bug", "a bug"]


def test_a_job_that_names_a_function_of_the_system_is_refused(redis_here: RedisHere, bench: Bench, tmp_path: Any) -> None:
    spoils = tmp_path / "owned"
    foreign = rq.Queue("poll", connection=connect(redis_here.url), serializer=JSONSerializer, job_class=OurJob)
    foreign.enqueue("os.system", f"touch {spoils}")

    bench.works("poll", until=1)

    assert not spoils.exists()
    assert isinstance(bench.failures[0], UnknownJob)


def test_pickles_are_not_opened(redis_here: RedisHere, bench: Bench, tmp_path: Any) -> None:
    spoils = tmp_path / "owned"

    class Trap:
        def __reduce__(self) -> Any:
            return os.system, (f"touch {spoils}",)

    rq.Queue("poll", connection=connect(redis_here.url)).enqueue("poll_feeds", Trap())
    RqQueue(redis_here.url).poll_feeds(["honest"])

    bench.works("poll", until=2)

    assert not spoils.exists()
    assert ("poll_feeds", ["honest"]) in bench.seen


def test_without_redis_handing_on_says_no_and_never_raises(redis_here: RedisHere) -> None:
    queue = RqQueue(redis_here.url)
    redis_here.kill()

    assert queue.read_articles([1]) is False
    assert queue.depths() is None


def test_the_queue_goes_on_with_a_redis_that_came_back(redis_here: RedisHere, bench: Bench) -> None:
    queue = RqQueue(redis_here.url)
    queue.poll_feeds(["before"])
    redis_here.kill()
    redis_here.start()

    assert queue.poll_feeds(["after"])
    bench.works("poll", until=1)

    assert bench.seen == [("poll_feeds", ["after"])]


def test_a_worker_whose_redis_stays_away_says_so(redis_here: RedisHere) -> None:
    redis_here.kill()

    with pytest.raises(Transient, match="Redis does not answer"):
        work_off(redis_here.url, "poll", {}, keep_on=lambda: True, on_failure=lambda *_: None, wait_for_redis=0.2)


def test_a_worker_waits_for_a_redis_that_is_starting(redis_here: RedisHere, bench: Bench) -> None:
    redis_here.kill()
    later = threading.Timer(0.5, redis_here.start)
    later.start()
    hand_on = threading.Timer(1.0, lambda: RqQueue(redis_here.url).poll_feeds(["x"]))
    hand_on.start()

    bench.works("poll", until=1)

    assert bench.seen == [("poll_feeds", ["x"])]


def test_the_socket_is_for_its_user_alone(redis_here: RedisHere) -> None:
    mode = stat.S_IMODE(redis_here.socket.stat().st_mode)

    assert mode & 0o077 == 0


def test_finished_jobs_leave_nothing_behind(redis_here: RedisHere, bench: Bench) -> None:
    RqQueue(redis_here.url, batch=1).poll_feeds([str(n) for n in range(20)])

    bench.works("poll", until=20)
    time.sleep(0.1)

    assert not connect(redis_here.url).keys("rq:job:*")


def test_a_worker_without_work_calls_at_rest_every_few_seconds(redis_here: RedisHere) -> None:
    rests: list[float] = []

    def rest() -> None:
        rests.append(time.monotonic())
        if len(rests) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    work_off(redis_here.url, "poll", {}, keep_on=lambda: True, on_failure=lambda *_: None, at_rest=rest)

    assert len(rests) >= 3 and rests[2] - rests[1] < 4


DYING = """
import os, signal, sys, time
from pathlib import Path
from workers.edges.queue import work_off

def job(ids):
    os.kill(int(sys.argv[2]), signal.SIGKILL)  # Redis
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.01)
    print("ended in peace", flush=True)
    os._exit(0)

work_off(sys.argv[1], "fetch", {"fetch_pages": job}, keep_on=lambda: True, on_failure=lambda job, error: print(error, flush=True))
"""


def test_a_worker_that_is_told_to_stop_while_redis_is_gone_ends_its_job_in_peace(redis_here: RedisHere) -> None:
    """The supervisor was killed: Redis goes, and the worker's parent has gone. The job in hand must not take the blame."""
    assert RqQueue(redis_here.url).fetch_pages([1]) and redis_here.process is not None
    worker = [sys.executable, "-c", DYING, redis_here.url, str(redis_here.process.pid)]

    said = subprocess.run(worker, capture_output=True, text=True, timeout=30, cwd=Path(__file__).parents[2]).stdout

    assert said == "ended in peace\n"
