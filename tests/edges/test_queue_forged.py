"""Whoever can write to Redis forges jobs, keys and commands: no code of theirs runs, and the worker goes on with ours."""

from __future__ import annotations

import inspect
import json
import re
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import redis
from rq.job import Job
from rq.registry import StartedJobRegistry

from tests.conftest import RedisHere
from workers.edges.queue import RqQueue, UnknownJob, connect, work_off
from workers.edges.queue.work import TYPES
from workers.errors import Transient

#: Every field that RQ reads back from a job's hash, by its own source: a new version's new fields are tried too.
FIELDS: Final = sorted(set(re.findall(r"obj(?:\.get\(|\[)'(\w+)'", inspect.getsource(Job.restore))) - {"data"})

PLANTED: Final = "planted_by_a_stranger.run"

#: What a stranger writes into a field.
VALUES: Final = {
    "the name of a callable": PLANTED.encode(),
    "no text": b"\xff\xfe\x00",
    "packed no text": zlib.compress(b"\xff\xfe"),
    "a huge number": b"9" * 400,
    "a negative number": b"-1",
    "a list": json.dumps([PLANTED, 1, None]).encode(),
    "hooks": json.dumps([{"url": "http://127.0.0.1:9/", "events": ["finished", "failed"]}]).encode(),
    "nothing": b"",
}

#: What stands in a queue and names no job of ours.
ENTRIES: Final = [b"\xff\xfe", b"a b", b"../../etc/passwd", b"", b"x" * 1_000_000, b"id:with:colons", b"no-such-job"]

#: Data of jobs that are not ours, or not as we write them.
DATA: Final = {
    "another function": ["os.system", None, [["true"]], {}],
    "a method of a value": ["upper", "text", [[]], {}],
    "named arguments": ["poll_feeds", None, [["a"]], {"tools": 1}],
    "two arguments": ["poll_feeds", None, [["a"], ["b"]], {}],
    "no arguments": ["poll_feeds", None, [], {}],
    "a number for a list": ["poll_feeds", None, [7], {}],
    "lists in the list": ["poll_feeds", None, [[["a"]]], {}],
    "numbers and texts": ["poll_feeds", None, [["a", 1]], {}],
    "truth values": ["poll_feeds", None, [[True]], {}],
    "a number no store takes": ["poll_feeds", None, [[2**63]], {}],
    "a negative number": ["poll_feeds", None, [[-1]], {}],
    "too many": ["poll_feeds", None, [list(range(1001))], {}],
    "too long": ["poll_feeds", None, [["a" * 201]], {}],
    "a NUL": ["poll_feeds", None, [["a\0"]], {}],
    "half a letter": ["poll_feeds", None, [["\ud800"]], {}],
    "the job of another queue": ["read_articles", None, [[1]], {}],
    "a dictionary": {"poll_feeds": 1},
    "a text": "poll_feeds",
}

RAW: Final = {
    "no JSON": b"poll_feeds",
    "a pickle": b"\x80\x04\x95",
    "deep": b"[" * 50_000,
    "a bomb": zlib.compress(b"[" + b" " * 100_000_000 + b"]"),
    "long": b" " * 1_000_000,
    "a long number": b'["poll_feeds", null, [[' + b"9" * 10_000 + b"]], {}]",
    "empty": b"",
}


class Stranger:
    """Somebody who can write to our Redis."""

    def __init__(self, url: str) -> None:
        self.redis = connect(url)
        self._ids = iter(range(1_000_000))

    def forges(self, data: bytes, fields: dict[str, bytes] | None = None, queue: str = "poll") -> str:
        job_id = f"forged-{next(self._ids)}"
        self.redis.hset(f"rq:job:{job_id}", mapping={"data": data, **(fields or {})})
        self.redis.rpush(f"rq:queue:{queue}", job_id)
        return job_id


class Worker:
    """Ours, in this thread; it ends with the job whose only id is "last"."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.done: list[Any] = []
        self.refused: list[str] = []
        self.broken: list[BaseException] = []

    def works(self) -> None:
        RqQueue(self.url).poll_feeds(["last"])
        work_off(
            self.url,
            "poll",
            {"poll_feeds": self.done.append},
            keep_on=lambda: self.done[-1:] != [["last"]],
            on_failure=self._told,
        )

    def _told(self, _name: str, error: BaseException) -> None:
        if isinstance(error, UnknownJob):
            self.refused.append(str(error))
        else:
            self.broken.append(error)


@pytest.fixture
def stranger(redis_here: RedisHere) -> Stranger:
    return Stranger(redis_here.url)


@pytest.fixture
def worker(redis_here: RedisHere) -> Worker:
    return Worker(redis_here.url)


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A module that anybody could name: a file comes up when it is imported, another when it is called."""
    marks = tmp_path / "marks"
    marks.mkdir()
    code = f"from pathlib import Path\nPath({str(marks)!r}, 'imported').touch()\n"
    code += f"def run(*args, **named): Path({str(marks)!r}, 'called').touch()\n"
    (tmp_path / "planted_by_a_stranger.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield marks


HONEST: Final = json.dumps(["poll_feeds", None, [["a"]], {}]).encode()


def test_of_all_fields_of_a_job_only_its_name_and_ids_count(stranger: Stranger, worker: Worker, planted: Path) -> None:
    assert len(FIELDS) > 30
    for field in FIELDS:
        for value in VALUES.values():
            stranger.forges(HONEST, {field: value})

    worker.works()

    assert worker.done == [["a"]] * (len(FIELDS) * len(VALUES)) + [["last"]]
    assert worker.broken == []
    assert not list(planted.iterdir())


def test_callbacks_of_a_job_that_fails_are_not_called_either(stranger: Stranger, worker: Worker, planted: Path) -> None:
    named = {f"{kind}_callback_name": PLANTED.encode() for kind in ("success", "failure", "stopped")}
    stranger.forges(json.dumps([PLANTED, None, [[]], {}]).encode(), named)

    worker.works()

    assert len(worker.refused) == 1
    assert not list(planted.iterdir())


@pytest.mark.parametrize("data", [*(json.dumps(one).encode() for one in DATA.values()), *RAW.values()], ids=[*DATA, *RAW])
def test_a_job_that_is_not_written_as_ours_are_is_refused(stranger: Stranger, worker: Worker, data: bytes) -> None:
    stranger.forges(data)

    worker.works()

    assert (len(worker.refused), worker.broken, worker.done) == (1, [], [["last"]])


def test_what_names_no_job_is_passed_over(stranger: Stranger, worker: Worker) -> None:
    for entry in ENTRIES:
        stranger.redis.rpush("rq:queue:poll", entry)
    stranger.redis.set("rq:job:a-text", "x")
    stranger.redis.rpush("rq:queue:poll", "a-text")

    worker.works()

    assert worker.done == [["last"]]
    assert len(worker.refused) == 1


def test_nobody_can_tell_a_worker_to_stop(stranger: Stranger, worker: Worker) -> None:
    heard: list[int] = []

    def shut_down() -> None:
        names = [w.decode().removeprefix("rq:worker:") for w in stranger.redis.smembers("rq:workers")]
        command = json.dumps({"command": "shutdown"})
        heard.extend(stranger.redis.publish(f"rq:pubsub:{name}", command) for name in names)
        stranger.redis.set("rq:suspended", "1")
        stranger.forges(HONEST)

    later = threading.Timer(0.5, shut_down)
    worker.url = worker.url
    later.start()
    threading.Timer(1.5, lambda: RqQueue(worker.url).poll_feeds(["last"])).start()
    work_off(
        worker.url, "poll", {"poll_feeds": worker.done.append}, keep_on=lambda: len(worker.done) < 2, on_failure=worker._told
    )

    assert heard == [0]
    assert worker.done == [["a"], ["last"]]


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize("other", ["a text", "a list", "a sorted set"])
def test_a_key_of_ours_that_became_something_else_does_not_keep_the_line_down(
    stranger: Stranger, worker: Worker, key: str, other: str
) -> None:
    name = key.format(queue="poll")
    if (other, TYPES[key]) == ("a list", b"list"):
        pytest.skip("that is as it should be")
    {
        "a text": lambda: stranger.redis.set(name, "x"),
        "a list": lambda: stranger.redis.rpush(name, "x"),
        "a sorted set": lambda: stranger.redis.zadd(name, {"x": 1}),
    }[other]()
    threading.Timer(1.0, lambda: RqQueue(worker.url).poll_feeds(["last"])).start()

    worker.works()

    assert worker.done[-1] == ["last"]


def test_a_queue_that_becomes_something_else_under_a_worker_is_mended_by_its_next_start(
    stranger: Stranger, worker: Worker
) -> None:
    def spoil() -> None:
        stranger.redis.delete("rq:queue:poll")
        stranger.redis.set("rq:queue:poll", "x")

    threading.Timer(0.5, spoil).start()
    with pytest.raises(Transient):
        work_off(worker.url, "poll", {}, keep_on=lambda: True, on_failure=worker._told)
    threading.Timer(1.0, lambda: RqQueue(worker.url).poll_feeds(["last"])).start()

    worker.works()

    assert worker.done[-1] == ["last"]


def test_dependents_registries_and_groups_of_strangers_are_left_alone(stranger: Stranger, worker: Worker, planted: Path) -> None:
    first = stranger.forges(HONEST)
    stranger.redis.hset("rq:job:dependent", mapping={"data": HONEST, "origin": "poll", "status": "deferred"})
    stranger.redis.sadd(f"rq:job:{first}:dependents", "dependent")
    gone = {"data": HONEST, "origin": "poll", "failure_callback_name": PLANTED, "retries_left": "5"}
    stranger.redis.hset("rq:job:abandoned", mapping=gone)
    stranger.redis.zadd(StartedJobRegistry("poll", connection=stranger.redis).key, {"abandoned:1": 1})
    stranger.redis.sadd("rq:groups", "rq:group:\udcff".encode("utf-8", "surrogateescape"))

    worker.works()

    assert worker.done == [["a"], ["last"]]
    assert worker.broken == []
    assert not list(planted.iterdir())


def test_what_a_killed_worker_left_in_redis_goes_by_itself(redis_here: RedisHere, worker: Worker) -> None:
    client: redis.Redis = connect(redis_here.url)
    RqQueue(redis_here.url).poll_feeds(["a"])
    [job] = client.keys("rq:job:*")
    client.rpush("rq:queue:poll:intermediate", job.removeprefix(b"rq:job:"))  # as between pop and end

    life = client.ttl(job)
    worker.works()

    assert 0 < life <= 3600
    assert not client.exists("rq:queue:poll:intermediate")
