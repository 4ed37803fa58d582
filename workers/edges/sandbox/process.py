"""The parent's view of one child: start it, call it with a deadline, kill it. All reading and writing has a time limit."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any, Final

from workers.edges.sandbox import frames
from workers.edges.sandbox.contract import OUT_OF_MEMORY

START_WITHIN: Final = 60.0  #: seconds to import the parsers on a busy machine
MAX_RESULT: Final = 64_000_000  #: bytes
_PIECE: Final = 1 << 16  #: bytes; what a pipe holds on Linux

#: The only parts of the environment that the child sees: tokens and database addresses are not for parsers.
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


class Died(Exception):
    """The child is gone. The words say how."""


class TimedOut(Died):
    """It was killed because its time was over."""


class Child:
    """A running child. After `Died` it is no longer usable."""

    def __init__(self, table: str, memory: int) -> None:
        """Start it; raises RuntimeError with its complaint when it does not come up."""
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (lives until `kill`)
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "workers.edges.sandbox.child", table, str(memory), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the worker, which then closes us
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self.documents = 0
        try:
            header, _ = self._read_frame(time.monotonic() + START_WITHIN)
        except Died as died:
            self._complaints.seek(0)
            complaint = self._complaints.read().decode("utf-8", "replace")[-2_000:].strip()
            self.kill()
            raise RuntimeError(f"the sandbox did not start: {died}\n{complaint}") from None
        except BaseException:
            self.kill()
            raise
        self._born_with: int = header["memory"]
        self.grown = 0  #: bytes since it came up

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def call(self, name: str, args: dict[str, Any], body: bytes, seconds: float) -> tuple[str | None, bytes]:
        """(problem, result): one of them counts. Raises Died."""
        deadline = time.monotonic() + seconds
        try:
            self._write(frames.pack({"call": name, "args": args, "seconds": seconds}, body), deadline)
            header, result = self._read_frame(deadline)
        except BaseException:  # also Ctrl-C and the worker's own time-out: half a frame is in the pipe
            self.kill()
            raise
        self.documents += 1
        self.grown = int(header.get("memory", 0)) - self._born_with
        return header.get("problem"), result

    def kill(self) -> None:
        """End it, whatever it does. May be called twice."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                with suppress(OSError):  # what was still to be written has nowhere to go
                    stream.close()

    def _write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(deadline, to_write=True)
            try:
                view = view[os.write(self._to, view[:_PIECE]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._died() from None

    def _read_frame(self, deadline: float) -> tuple[dict[str, Any], bytes]:
        head, body = frames.LENGTHS.unpack(self._read(frames.LENGTHS.size, deadline))
        if head > frames.MAX_HEADER or body > MAX_RESULT:
            raise Died(f"gave back more than {MAX_RESULT / 1e6:g} MB")
        try:
            header = frames.unpack_header(self._read(head, deadline))
        except ValueError:
            raise Died("answered with rubbish") from None
        return header, self._read(body, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._wait(deadline, to_write=False)
            try:
                piece = os.read(self._from, min(size - len(data), 1 << 20))
            except BlockingIOError:
                continue
            if not piece:
                raise self._died()
            data += piece
        return bytes(data)

    def _wait(self, deadline: float, *, to_write: bool) -> None:
        """Until the pipe is ready; raises TimedOut when the deadline comes first."""
        poll = select.poll()  # not select(): that one fails with more than 1,023 open files
        poll.register(self._to if to_write else self._from, select.POLLOUT if to_write else select.POLLIN)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimedOut("timed out")

    def _died(self) -> Died:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return Died("closed its pipe")
        if code == OUT_OF_MEMORY:
            return Died("needed too much memory")
        if code == -signal.SIGALRM:
            return TimedOut("timed out")
        return Died(f"crashed (signal {-code})" if code < 0 else f"crashed (exit code {code})")
