"""Jobs, keys and commands that somebody who can write to Redis forges: met by our worker, on a real Redis.

Each stands before an honest job, which must be done. Nothing that is named in Redis is imported, called or asked for.
"""

from __future__ import annotations

import json
import pickle
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

import redis
from rq.registry import StartedJobRegistry

from tests.conftest import RedisHere
from tests.edges.test_queue_forged import DATA, ENTRIES, FIELDS, HONEST, PLANTED, RAW, VALUES
from tests.hostile.case import Case, Door
from workers.edges.queue import RqQueue, UnknownJob, connect, work_off

#: What a stranger does to our Redis.
Deed = Callable[[redis.Redis], Any]

_NUMBERS: Final = count(1)


# ---------------------------------------------------------------- the door


@contextmanager
def open_door() -> Iterator[Callable[[Deed], str]]:
    """Says how many of the forged jobs were done as if they were ours, and with which words the others were refused."""
    with tempfile.TemporaryDirectory(prefix="ww-") as folder:
        server = RedisHere(Path(folder))
        server.start()
        marks = Path(folder, "marks")
        marks.mkdir()
        code = f"from pathlib import Path\nPath({str(marks)!r}, 'imported').touch()\n"
        code += f"def run(*args, **named): Path({str(marks)!r}, 'called').touch()\n"
        Path(folder, f"{PLANTED.partition('.')[0]}.py").write_text(code)
        sys.path.insert(0, folder)
        try:
            yield lambda deed: _meet(deed, server.url, marks)
        finally:
            sys.path.remove(folder)
            server.kill()


def _meet(deed: Deed, url: str, marks: Path) -> str:
    """The stranger acts, we hand on, and a worker works until our job is done."""
    client = connect(url)
    client.flushall()
    done: list[Any] = []
    refused: list[str] = []
    deed(client)
    later = threading.Timer(
        0.0 if client.type("rq:queue:poll") in (b"list", b"none") else 1.0, RqQueue(url).poll_feeds, [["ours"]]
    )
    later.start()

    def failed(_name: str, error: BaseException) -> None:
        refused.append(str(error) if isinstance(error, UnknownJob) else f"BROKEN {type(error).__name__}: {error}")

    work_off(url, "poll", {"poll_feeds": done.append}, keep_on=lambda: done[-1:] != [["ours"]], on_failure=failed)
    later.join()
    told = [f"done: {len(done) - 1}", *(f"refused: {words}" for words in dict.fromkeys(refused))]
    left = sum(client.exists(key) for key in client.keys("rq:job:forged-*[0-9]"))
    return "; ".join([*told, *(f"BROKEN {mark.name}" for mark in marks.iterdir()), *([f"{left} left"] if left else [])])


def _forge(client: redis.Redis, data: bytes, fields: dict[str, bytes] | None = None) -> None:
    name = f"forged-{next(_NUMBERS)}"
    client.hset(f"rq:job:{name}", mapping={"data": data, **(fields or {})})
    client.rpush("rq:queue:poll", name)


# ---------------------------------------------------------------- what is forged


def _every_value(field: str, client: redis.Redis) -> None:
    for value in VALUES.values():
        _forge(client, HONEST, {field: value})


def _job(data: object) -> Callable[[], Deed]:
    packed = data if isinstance(data, bytes) else json.dumps(data).encode()
    return lambda: lambda client: _forge(client, packed)


def _deed(act: Deed) -> Callable[[], Deed]:
    return lambda: act


class _Runs:
    """What a pickle would do when it is unpacked."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (__import__, (PLANTED.partition(".")[0],))


OTHERS: Final = "done: 0; refused: *"

FORGED: Final = (
    *(
        Case(f"field {field}", partial(partial, _every_value, field), f"done: {len(VALUES)}", field == "success_callback_name")
        for field in FIELDS
    ),
    *(Case(f"data: {name}", _job(data), OTHERS, name == "another function") for name, data in DATA.items()),
    *(Case(f"data: {name}", _job(data), OTHERS, name == "a bomb") for name, data in RAW.items()),
    Case("data: a pickle that runs code", _job(pickle.dumps(_Runs())), OTHERS, short=True),
    Case("data: a packed pickle that runs code", _job(zlib.compress(pickle.dumps(_Runs()))), OTHERS),
    Case("data: ours, with a key twice", _job(b'["poll_feeds", null, [["a"]], {"a": 1, "a": 2}]'), OTHERS),
    Case("data: NaN", _job(b'["poll_feeds", null, [[NaN]], {}]'), OTHERS),
    Case("data: half a number", _job(["poll_feeds", None, [[1.5]], {}]), OTHERS),
    Case("data: a number as big as a store takes", _job(["poll_feeds", None, [[2**63 - 1]], {}]), "done: 1"),
    Case("data: an object of the handler's class", _job(["poll_feeds", "workers.cli.main", [["a"]], {}]), OTHERS),
    Case("data: UTF-16", _job(json.dumps(["poll_feeds", None, [["a"]], {}]).encode("utf-16")), "done: 1"),
    Case("data: behind a mark", _job(b"\xef\xbb\xbf" + HONEST), "done: 1"),
    Case(
        "all fields at once",
        _deed(lambda client: _forge(client, HONEST, dict.fromkeys(FIELDS, PLANTED.encode()))),
        "done: 1",
        short=True,
    ),
    Case(
        "a job of a thousand fields",
        _deed(lambda client: _forge(client, HONEST, {f"f{n}": b"x" for n in range(1000)})),
        "done: 1",
    ),
    Case("a field of 20 MB", _deed(lambda client: _forge(client, HONEST, {"description": b"x" * 20_000_000})), "done: 1"),
)


def _pushed(*entries: bytes) -> Callable[[], Deed]:
    return lambda: lambda client: client.rpush("rq:queue:poll", *entries)


def _abandoned(client: redis.Redis) -> None:
    client.hset(
        "rq:job:forged-gone", mapping={"data": HONEST, "origin": "poll", "failure_callback_name": PLANTED, "retries_left": "5"}
    )
    client.zadd(StartedJobRegistry("poll", connection=client).key, {"forged-gone:1": 1})
    client.expire("rq:job:forged-gone", 1)


def _publishes(client: redis.Redis) -> None:
    """As soon as a worker is known, and to every name that one could have."""

    def speak() -> None:
        for _ in range(20):
            for name in client.smembers("rq:workers"):
                client.publish("rq:pubsub:" + name.decode().removeprefix("rq:worker:"), json.dumps({"command": "shutdown"}))
            threading.Event().wait(0.02)

    threading.Thread(target=speak, daemon=True).start()


def _dependents(client: redis.Redis) -> None:
    _forge(client, HONEST)
    client.hset("rq:job:dependent", mapping={"data": HONEST, "origin": "poll", "status": "deferred"})
    for name in client.lrange("rq:queue:poll", 0, -1):
        client.sadd(f"rq:job:{name.decode()}:dependents", "dependent")


QUEUES: Final = (
    *(Case(f"an entry: {entry[:20]!r}", _pushed(entry), "done: 0") for entry in ENTRIES),
    Case("3,000 entries that name nothing", _pushed(*(b"none-%d" % n for n in range(3_000))), "done: 0"),
    Case(
        "1,000 entries of a job",
        _deed(
            lambda client: (_forge(client, HONEST), client.rpush("rq:queue:poll", *client.lrange("rq:queue:poll", 0, 0) * 999))
        ),
        "done: 1",
    ),
    Case(
        "a job that is a text",
        _deed(lambda client: (client.set("rq:job:a-text", "x"), client.rpush("rq:queue:poll", "a-text"))),
        OTHERS,
    ),
    Case(
        "a job that is a list",
        _deed(lambda client: (client.rpush("rq:job:a-list", "x"), client.rpush("rq:queue:poll", "a-list"))),
        OTHERS,
    ),
    Case(
        "a job without data",
        _deed(lambda client: (client.hset("rq:job:bare", "origin", "poll"), client.rpush("rq:queue:poll", "bare"))),
        "done: 0*",
    ),
    Case("a queue that is a text", _deed(lambda client: client.set("rq:queue:poll", "x")), "done: 0"),
    Case("a queue that is a stream", _deed(lambda client: client.xadd("rq:queue:poll", {"a": "b"})), "done: 0"),
    Case("workers that are a text", _deed(lambda client: client.set("rq:workers", "x")), "done: 0"),
    Case("workers that are no text", _deed(lambda client: client.sadd("rq:workers", b"\xff\xfe", b"rq:worker:a b")), "done: 0"),
    Case("queues that are a list", _deed(lambda client: client.rpush("rq:queues", "x")), "done: 0"),
    Case(
        "an intermediate queue that is a hash",
        _deed(lambda client: client.hset("rq:queue:poll:intermediate", "a", "b")),
        "done: 0",
    ),
    Case(
        "an intermediate queue of strangers",
        _deed(lambda client: client.rpush("rq:queue:poll:intermediate", b"\xff", "a b", "x" * 1_000_000)),
        "done: 0",
    ),
    Case("a job that was abandoned", _deed(_abandoned), "done: 0*"),
    Case("a registry that is a text", _deed(lambda client: client.set("rq:wip:poll", "x")), "done: 0"),
    Case("dependents of a job", _deed(_dependents), "done: 1"),
    Case("a group that is no text", _deed(lambda client: client.sadd("rq:groups", b"rq:group:\xff")), "done: 0"),
    Case("the order to rest", _deed(lambda client: client.set("rq:suspended", "1")), "done: 0", short=True),
    Case("the order to shut down", _deed(_publishes), "done: 0"),
    Case("a scheduler's lock", _deed(lambda client: client.set("rq:scheduler-lock:poll", "1")), "done: 0"),
    Case("scheduled jobs", _deed(lambda client: client.zadd("rq:scheduled:poll", {"forged-later": 1})), "done: 0"),
    Case("scripts and functions", _deed(lambda client: client.script_load("return redis.call('flushall')")), "done: 0"),
)

DOOR: Final = Door(name="jobs", cases=FORGED + QUEUES, open=open_door, seconds=10, megabytes=150)
