"""The sandbox with functions that do on purpose what hostile documents make parsers do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.feed import FeedEntry, ParsedFeed
from workers.edges.sandbox import ChildSandbox
from workers.edges.sandbox.keeper import SandboxLimits
from workers.edges.sandbox.process import Child
from workers.errors import Permanent

TABLE = "tests.edges.sandbox_table"
SECONDS = 0.5


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ChildSandbox]:
    """With a memory limit that is reached quickly."""
    box = ChildSandbox(table=TABLE, limits=SandboxLimits(memory=400_000_000, feed_seconds=SECONDS, page_seconds=SECONDS))
    yield box
    box.close()


def run(sandbox: ChildSandbox, name: str, body: bytes = b"", **args: str) -> bytes:
    return sandbox.run(name, args, body, SECONDS)


#: what the document makes the parser do -> what the operator reads
DEADLY = {
    "loop": "timed out after 0.5 s",
    "sleep_in_c": "timed out after 0.5 s",
    "swallow_everything": "timed out after 0.5 s",
    "lie_about_lengths": "gave back more than 64 MB",
    "eat_memory": "needed more than 0.4 GB of memory",
    "segfault": "crashed (signal 11)",
    "read_null": "crashed (signal 11)",
    "leave": "crashed (exit code 3)",
}


@pytest.mark.parametrize("name", DEADLY)
def test_a_document_that_kills_its_reader_is_an_outcome_and_the_next_is_fine(sandbox: ChildSandbox, name: str) -> None:
    run(sandbox, "echo")  # starting the child is not part of a document's time
    started = time.monotonic()
    with pytest.raises(Permanent) as ending:
        run(sandbox, name)
    took = time.monotonic() - started

    assert ending.value.reason == DEADLY[name]
    assert took < SECONDS + 3  # killed at once, on a busy machine
    assert run(sandbox, "echo", b"the next document") == b"the next document"


#: what the parser does -> what the operator reads; the child lives on
STUMBLES = {
    "say_no": "there is no article in it",
    "quote_the_document": "no article in 80",
    "stumble": "broke the parser: KeyError: 'colour'",
    "stumble_on_a_letter": "broke the parser: UnicodeDecodeError",
    "recurse": "broke the parser: RecursionError: maximum recursion depth exceeded",
    "connect": "broke the parser: PermissionError: socket.getaddrinfo inside the sandbox",
    "resolve": "broke the parser: PermissionError: socket.getaddrinfo inside the sandbox",
    "run_program": "broke the parser: PermissionError: subprocess.Popen inside the sandbox",
    "shell": "broke the parser: PermissionError: os.system inside the sandbox",
    "no such function": "broke the parser: KeyError: 'no such function'",
}


@pytest.mark.parametrize("name", STUMBLES)
def test_a_document_that_cannot_be_read_is_an_outcome_and_the_child_lives_on(sandbox: ChildSandbox, name: str) -> None:
    before = run(sandbox, "who")

    with pytest.raises(Permanent) as ending:
        run(sandbox, name, b"80")

    assert ending.value.reason.startswith(STUMBLES[name])
    assert run(sandbox, "who") == before


def test_a_document_comes_back_whole(sandbox: ChildSandbox) -> None:
    body = os.urandom(3_000_000)

    assert run(sandbox, "echo", body, url="é") == body + "é".encode()


def test_a_library_that_prints_does_not_break_the_line(sandbox: ChildSandbox) -> None:
    assert run(sandbox, "print_a_lot") == b"done"
    assert run(sandbox, "echo", b"next") == b"next"


def test_a_library_that_reads_the_keyboard_finds_nothing(sandbox: ChildSandbox) -> None:
    assert run(sandbox, "read_input") == b"nothing to read"


def test_a_huge_result_is_refused_and_the_next_is_fine(sandbox: ChildSandbox) -> None:
    assert len(run(sandbox, "give_back", b"20000000")) == 20_000_000
    with pytest.raises(Permanent, match="gave back more than 64 MB"):
        run(sandbox, "give_back", b"65000000")

    assert run(sandbox, "echo", b"next") == b"next"


def test_the_child_knows_no_secrets(sandbox: ChildSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hidden")

    assert b"xoxb-hidden" not in run(sandbox, "environment")


def test_a_child_that_is_killed_from_outside_is_replaced(sandbox: ChildSandbox) -> None:
    victim = int(run(sandbox, "who"))

    os.kill(victim, signal.SIGKILL)
    time.sleep(0.1)

    assert int(run(sandbox, "who")) != victim


def test_a_child_that_is_stopped_from_outside_is_replaced(sandbox: ChildSandbox) -> None:
    os.kill(int(run(sandbox, "who")), signal.SIGSTOP)

    with pytest.raises(Permanent, match="timed out"):
        run(sandbox, "echo", bytes(5_000_000))  # more than the pipe holds: writing must not hang either

    assert run(sandbox, "echo", b"next") == b"next"


def test_a_child_serves_so_many_documents_and_no_more() -> None:
    sandbox = ChildSandbox(table=TABLE, limits=SandboxLimits(documents=3))

    children = [run(sandbox, "who") for _ in range(7)]
    sandbox.close()

    assert [children.count(child) for child in dict.fromkeys(children)] == [3, 3, 1]


def test_a_child_that_has_grown_fat_is_replaced() -> None:
    sandbox = ChildSandbox(table=TABLE, limits=SandboxLimits(growth=50_000_000))

    first = run(sandbox, "who")
    run(sandbox, "grow", b"10000000")
    second = run(sandbox, "who")
    run(sandbox, "grow", b"60000000")
    third = run(sandbox, "who")
    sandbox.close()

    assert first == second != third


def test_the_worker_s_own_time_out_leaves_no_half_document_behind(sandbox: ChildSandbox) -> None:
    class Enough(Exception):
        pass

    def ring(*_: object) -> None:
        raise Enough

    run(sandbox, "echo")
    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    with pytest.raises(Enough):
        run(sandbox, "loop")
    signal.signal(signal.SIGALRM, old)

    assert run(sandbox, "echo", b"next") == b"next"


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "in a loop"])
def test_a_child_never_outlives_its_worker(tmp_path: Path, busy: bool) -> None:
    script = textwrap.dedent(f"""
        import os, sys, threading
        from workers.edges.sandbox import ChildSandbox
        sandbox = ChildSandbox(table={TABLE!r})
        print(sandbox.run("who", {{}}, b"", 5).decode(), flush=True)
        sandbox.run("loop" if {busy} else "echo", {{}}, b"", 60)
        print("idle", flush=True)
        sys.stdin.read()
    """)
    worker = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert worker.stdout is not None and worker.stdin is not None
    child = int(worker.stdout.readline())
    assert _runs(child)

    worker.kill()
    worker.wait()
    worker.stdin.close()
    worker.stdout.close()

    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    """Is there such a process, and is it more than a body that nobody has collected?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_child_that_does_not_come_up_says_why() -> None:
    with pytest.raises(RuntimeError, match="No module named 'no_such_table'"):
        Child("no_such_table", 1_000_000_000)


def test_results_come_back_as_our_own_types(sandbox: ChildSandbox) -> None:
    seen = datetime(2026, 1, 5, 10, tzinfo=UTC)
    body = json.dumps(
        {
            "title": "News",
            "entries": [
                {"key": "k", "aliases": ["a"], "url": None, "title": "Ünrest \u202e", "published_at": "2026-01-05T09:00:00Z"}
            ],
        }
    ).encode()

    feed = sandbox.parse_feed(body, url="http://a.example/", content_type="text/xml", seen_at=seen)

    entry = FeedEntry(key="k", aliases=("a",), url=None, title="Ünrest \u202e", published_at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert feed == ParsedFeed(title="News", entries=(entry,))


@pytest.mark.parametrize("body", [b"", b"[]", b"not json", b'{"title": 3, "entries": []}', b'{"title": "x"}'])
def test_a_result_that_is_none_is_refused(sandbox: ChildSandbox, body: bytes) -> None:
    with pytest.raises(Permanent, match="the parser's result is none"):
        sandbox.parse_feed(body, url="u", content_type="c", seen_at=datetime(2026, 1, 5, tzinfo=UTC))


def test_a_closed_sandbox_opens_again(sandbox: ChildSandbox) -> None:
    first = run(sandbox, "who")

    sandbox.close()
    sandbox.close()

    assert run(sandbox, "who") != first
