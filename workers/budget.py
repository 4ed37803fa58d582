"""A limit on processor time inside this process: the net under whatever reads foreign text here.

It is no time-out: time in which another process had the processor does not count, so a busy machine sets no article aside.
"""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Final

#: Seconds until what swallowed the first call is called again.
AGAIN: Final = 0.25

#: Seconds after the limit at which the process is ended: a function in C that never comes back hears no call.
GRACE: Final = 5.0


class OutOfTime(BaseException):
    """What was inside took too long. No Exception: code that catches all of these would go on as if nothing had happened."""


class processor_time:
    """Raises OutOfTime when what is inside takes more than so many seconds of this process' processor time.

    For the main thread only (signals come nowhere else), and not nested. What does not hear that within `grace` seconds is
    ended by the system, with the process.
    """

    def __init__(self, seconds: float, *, grace: float = GRACE) -> None:
        self._seconds, self._grace = seconds, grace

    def __enter__(self) -> None:
        signal.signal(signal.SIGPROF, self._call)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)  # its default is the end of the process
        signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds + self._grace)
        signal.setitimer(signal.ITIMER_PROF, self._seconds, AGAIN)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _call(self, _number: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"took more than {self._seconds:g} s of processor time")
