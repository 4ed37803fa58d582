"""Each process tells the store every few seconds that it lives, and leaves when its supervisor is gone."""

from __future__ import annotations

import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable

from workers import logs
from workers.errors import Transient
from workers.ports import Tools
from workers.supervisor import die_with_parent

HEARTBEAT = 5.0  #: seconds
ORPHAN_LOOK = 2.0  #: seconds


def beat_for(tools: Tools, role: str, *, judges: bool = False, well: Callable[[], bool] = lambda: True) -> None:
    """Tell the store every few seconds that this process lives, in a thread; end with a supervisor that was killed.

    `judges`: with the rules that it has in force. A change of these is told at once. `well`: while it says no, nothing is told:
    a process that cannot do its work is missed like one that is down.
    """
    host, pid, parent = socket.gethostname(), os.getpid(), os.getppid()
    log = logs.get(role)

    def beat() -> None:
        last, told = 0.0, None
        while True:
            if os.environ.get("WIREWATCH_SUPERVISED") and os.getppid() != parent:
                os._exit(0)  # the supervisor was killed; the store knows what we were at
            rules = tools.rules.state.in_force if judges else None
            if (time.monotonic() - last >= HEARTBEAT or rules != told) and well():
                try:
                    detail = f"{resident_mb():.0f} MB"
                    tools.store.heartbeat(role, pid=pid, host=host, now=tools.clock(), detail=detail, rules=rules)
                    last, told = time.monotonic(), rules
                except Transient as trouble:
                    log.warning("no heartbeat", reason=trouble.reason)
            time.sleep(ORPHAN_LOOK)

    if os.environ.get("WIREWATCH_SUPERVISED"):
        die_with_parent()
    threading.Thread(target=beat, name="heartbeat", daemon=True).start()


def resident_mb() -> float:
    """Memory of this process now, in MB; its peak where the system does not tell."""
    try:
        with open("/proc/self/statm") as table:  # noqa: PTH123  (a thousand times a minute)
            return int(table.read().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)
