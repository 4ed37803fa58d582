"""What the child does to itself before it reads anything foreign. Linux has all of it, other systems some."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from typing import Any, BinaryIO, Final

_PR_SET_PDEATHSIG: Final = 1

#: Audit events (PEP 578) of what no parser has to do: it would be a library following a link, or worse.
_FORBIDDEN: Final = frozenset(
    [
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
    ]
)


def claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the frames; a library that reads or prints meets the null device."""
    frames_in, frames_out = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    return os.fdopen(frames_in, "rb"), os.fdopen(frames_out, "wb")


def silence() -> None:
    """From here on the libraries' complaints about foreign documents are nobody's business."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)


def die_with_parent(parent: int) -> None:
    """Be killed when the worker is: it may itself have been killed without a chance to tell us.

    Linux means the thread that started us; should that one end alone, the next document gets a new child.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we had asked
        os._exit(1)


def bound_memory(limit: int) -> None:
    """At most so many bytes of address space, and no core dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere RLIMIT_AS is not honoured, and setting it may fail
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def bound_time(seconds: float) -> None:
    """Be killed by the system after so long, even inside C code: the last resort when nobody watches us. 0: no bound."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def forbid_the_world() -> None:
    """No network and no other programs from here on."""

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"{event} inside the sandbox")

    sys.addaudithook(refuse)


def resident() -> int:
    """Bytes of memory in use now (Linux), at most so far (elsewhere)."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 (every document: no detour)
            return int(statm.read().split()[1]) * resource.getpagesize()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
