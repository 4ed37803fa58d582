"""The supervisor on real processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workers.errors import Refused
from workers.run import programs, sole_user_of
from workers.settings import Settings
from workers.supervisor import Program, Supervisor

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")


def eventually(true: Callable[[], bool], within: float = 10.0) -> bool:
    """Does it become true in time?"""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def tended(supervisor: Supervisor, true: Callable[[], bool]) -> bool:
    """Does it become true while the supervisor tends its processes?"""

    def look() -> bool:
        supervisor.tend(time.monotonic())
        return true()

    return eventually(look)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_process_is_started_again() -> None:
    supervisor = Supervisor([Program(name="one", command=SLEEPER)])
    supervisor.tend(time.monotonic())
    first = supervisor.pids()["one"]

    os.kill(first, signal.SIGKILL)

    assert tended(supervisor, lambda: supervisor.pids().get("one", first) != first)
    supervisor.end_all()


def test_a_process_that_ends_well_is_started_again_too() -> None:
    supervisor = Supervisor([Program(name="one", command=(sys.executable, "-c", "pass"))])

    assert tended(supervisor, lambda: supervisor.running[0].restarts >= 2)
    supervisor.end_all()


def test_who_dies_young_waits_longer_each_time() -> None:
    supervisor = Supervisor([Program(name="one", command=(sys.executable, "-c", "raise SystemExit(3)"))])

    assert tended(supervisor, lambda: supervisor.running[0].restarts >= 2)

    assert supervisor.running[0].pause >= 1.0
    supervisor.end_all()


def test_ending_leaves_nobody_behind_not_even_the_deaf() -> None:
    deaf = (
        sys.executable,
        "-c",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
    )
    supervisor = Supervisor([Program(name="deaf", command=deaf), Program(name="one", command=SLEEPER)])
    supervisor.tend(time.monotonic())
    pids = supervisor.pids()
    time.sleep(0.3)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workers.supervisor.PATIENCE", 0.5)
        supervisor.end_all()

    assert not any(alive(pid) for pid in pids.values())


def test_what_the_others_need_ends_last(tmp_path: Path) -> None:
    log = tmp_path / "order"
    line = (
        "import signal, sys, time\ndef end(*_):\n    open({log!r}, 'a').write({name!r}); sys.exit()\n"
        "signal.signal(15, end)\nopen({up!r}, 'w')\ntime.sleep(60)"
    )

    def program(name: str, last: bool) -> Program:
        code = line.format(log=str(log), name=name, up=str(tmp_path / f"up-{name}"))
        return Program(name=name, command=(sys.executable, "-c", code), last=last)

    supervisor = Supervisor([program("r", True), program("w", False)])
    supervisor.tend(time.monotonic())
    assert eventually(lambda: (tmp_path / "up-r").exists() and (tmp_path / "up-w").exists())

    supervisor.end_all()

    assert log.read_text() == "wr"


def test_a_data_folder_has_one_daemon(tmp_path: Path) -> None:
    with sole_user_of(tmp_path / "data"), pytest.raises(Refused, match="another Wirewatch runs"), sole_user_of(tmp_path / "data"):
        pass


def test_a_data_folder_that_cannot_be_used_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Refused, match="WIREWATCH_DATA"), sole_user_of(tmp_path / "file" / "data"):
        pass


def test_a_redis_of_your_own_is_not_started(tmp_path: Path) -> None:
    names = [p.name for p in programs(Settings(data=tmp_path, redis_url="redis://127.0.0.1:1/0"))]

    assert "redis" not in names and {"scheduler", "poll", "fetch", "read", "alert"} <= set(names)


def test_more_readers_can_be_asked_for(tmp_path: Path) -> None:
    names = [p.name for p in programs(Settings(data=tmp_path, read_workers=3))]

    assert [n for n in names if n.startswith("read")] == ["read", "read-2", "read-3"]


def test_the_socket_moves_where_the_data_folder_s_path_is_too_long(tmp_path: Path) -> None:
    deep = Settings(data=tmp_path / ("d" * 120))

    assert len(str(deep.redis_socket)) <= 100
    assert deep.redis_socket != Settings(data=tmp_path / ("e" * 120)).redis_socket
