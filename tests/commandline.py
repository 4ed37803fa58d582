"""`wirewatch` as somebody types it: a process of its own, with its own folder, settings, standard streams and exit code.

The process is forked from this one, which has the program's modules loaded: a new interpreter would import them for a second and
a half each time, and these tests were a quarter of all processor time.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import workers.cli

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  #: seconds

#: What a user's own settings are called; none of them is to reach a test.
OURS = ("WIREWATCH_", "SLACK_", "DATABASE_URL", "REDIS_URL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    returncode: int
    raw: bytes
    raw_err: bytes

    @property
    def stdout(self) -> str:
        return self.raw.decode()

    @property
    def stderr(self) -> str:
        return self.raw_err.decode()


def wirewatch(
    *words: str, cwd: Path, given: str = "", prepare: Callable[[], None] = lambda: None, env: Mapping[str, str] | None = None
) -> Ran:
    """Run it and wait for its end. `given`: standard input. `prepare` is called in the new process."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    settings = {**clean, "COLUMNS": "200", "PYTHONPATH": str(ROOT), **(env or {})}
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write(given.encode())
        stdin.seek(0)
        pid = os.fork()
        if pid == 0:
            _become(words, cwd, settings, (stdin.fileno(), out.fileno(), err.fileno()), prepare)
        code = _wait(pid)
        out.seek(0)
        err.seek(0)
        return Ran(returncode=code, raw=out.read(), raw_err=err.read())


def _become(
    words: tuple[str, ...], cwd: Path, env: Mapping[str, str], streams: tuple[int, int, int], prepare: Callable[[], None]
) -> NoReturn:
    """In the child: what the interpreter does at its start and end, and the program in between."""
    code = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, (0, 1, 2), ("r", "w", "w"))
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
        os.environ.clear()
        os.environ.update(env)
        os.chdir(cwd)
        sys.argv = ["wirewatch", *words]
        signal.setitimer(signal.ITIMER_REAL, 0)  # pytest-timeout's alarm is the parent's
        prepare()
        workers.cli.main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _wait(pid: int) -> int:
    end = time.monotonic() + PATIENCE
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise TimeoutError(f"wirewatch was not through after {PATIENCE:g} s")
        time.sleep(0.005)
