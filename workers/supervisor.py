"""Starts processes, starts them again when they end, and takes them down with it.

Workers leave for many reasons (RELIABILITY: RQ's exits on READONLY, a grown worker asks to be replaced), so whatever the exit
code: start again, slower each time it dies young.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workers import logs

SHORTEST_PAUSE = 0.3  #: seconds before the first restart
LONGEST_PAUSE = 15.0  #: seconds
GROWN_UP = 30.0  #: seconds: who lived that long starts again at once
PATIENCE = 15.0  #: seconds a process has to end before it is killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    last: bool = False  #: ends after all others: they still need it


@dataclass(slots=True, kw_only=True)
class Running:
    """A program and the process that runs it now."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0  #: monotonic seconds
    pause: float = SHORTEST_PAUSE
    start_at: float = 0.0  #: monotonic seconds
    restarts: int = 0


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone: a killed supervisor leaves no orphans. Elsewhere: nothing."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _in_the_child() -> None:
    os.setpgrp()  # Ctrl-C goes to the supervisor, which ends the others in order
    die_with_parent()


class Supervisor:
    """Keeps programs alive until told to stop."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.running = [Running(program=p) for p in programs]
        self.stopping = False
        self._log = logs.get("supervisor")

    def run(self, *, until: Callable[[], bool] = lambda: False, step: float = 0.1) -> None:
        """Blocks until SIGINT, SIGTERM or `until()`; then ends all."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            while not self.stopping and not until():
                self.tend(time.monotonic())
                time.sleep(step)
        finally:
            self.end_all()

    def tend(self, now: float) -> None:
        """Start what is not running and due."""
        for one in self.running:
            if one.process is not None and (code := one.process.poll()) is not None:
                lived = now - one.started
                one.process = None
                one.restarts += 1
                one.pause = SHORTEST_PAUSE if lived > GROWN_UP else min(one.pause * 2, LONGEST_PAUSE)
                one.start_at = now + one.pause
                self._log.warning("process ended", program=one.program.name, code=code, lived=round(lived, 1), again_in=one.pause)
            if one.process is None and now >= one.start_at:
                self._start(one, now)

    def pids(self) -> dict[str, int]:
        """Process ids of what runs, by program name."""
        return {r.program.name: r.process.pid for r in self.running if r.process is not None}

    def end_all(self) -> None:
        """SIGTERM to all, SIGKILL to who does not listen; what the others need (Redis) ends last."""
        for last in (False, True):
            alive = [r.process for r in self.running if r.program.last is last and r.process is not None]
            for process in alive:
                process.terminate()
            deadline = time.monotonic() + PATIENCE
            for process in alive:
                try:
                    process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _start(self, one: Running, now: float) -> None:
        env = {**os.environ, **one.program.env}
        one.process = subprocess.Popen(one.program.command, env=env, stdin=subprocess.DEVNULL, preexec_fn=_in_the_child)
        one.started = now
        self._log.debug("process started", program=one.program.name, pid=one.process.pid)

    def _stop(self, _number: int, _frame: object) -> None:
        self.stopping = True
