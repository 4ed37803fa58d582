"""Good manners towards a host: two requests at once, silence when it asked for it, and no queueing at a dead one."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from yarl import URL

from workers.edges.web.failures import Failure

REMEMBERED = 5_000  #: hosts; the one that was not asked for the longest time is forgotten first
DEAD_AFTER = 2  #: time-outs in a row before those that queue for the host are sent away
DEAD_FOR = 30.0  #: seconds


@dataclass(slots=True)
class Host:
    """What we know of a host. Times are of the monotonic clock."""

    slots: asyncio.Semaphore
    quiet_until: float = 0.0  #: seconds
    why: str = ""  #: why it is left alone until then
    timeouts: int = field(default=0)  #: in a row


class Hosts:
    """All hosts that were asked lately. Belongs to one event loop."""

    def __init__(self, *, per_host: int, at_once: int) -> None:
        self._per_host = per_host
        self._all = asyncio.Semaphore(at_once)
        self._hosts: OrderedDict[str, Host] = OrderedDict()

    @asynccontextmanager
    async def turn(self, url: URL) -> AsyncIterator[Host]:
        """Wait for a turn at the host; raises a transient Failure when it is to be left alone."""
        host = self._host(url)
        _refuse_if_quiet(host)
        async with host.slots, self._all:
            _refuse_if_quiet(host)  # it may have asked for silence while we waited
            yield host

    def _host(self, url: URL) -> Host:
        # http and https of one host share their turns; another port is another server (tests, intranets).
        name = (url.host or "") if url.is_default_port() else url.authority
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(slots=asyncio.Semaphore(self._per_host))
            if len(self._hosts) > REMEMBERED:
                self._hosts.popitem(last=False)
        self._hosts.move_to_end(name)
        return host


def hush(host: Host, seconds: float, why: str) -> None:
    """Leave the host alone for so long."""
    host.quiet_until = max(host.quiet_until, time.monotonic() + seconds)
    host.why = why


def timed_out(host: Host, why: str) -> None:
    """Count a time-out. After some in a row, those that wait for the host need not find out one by one."""
    host.timeouts += 1
    if host.timeouts >= DEAD_AFTER:
        hush(host, DEAD_FOR, why)


def _refuse_if_quiet(host: Host) -> None:
    left = host.quiet_until - time.monotonic()
    if left > 0:
        raise Failure(f"left alone for another {left:.0f} s: the host {host.why}", transient=True, retry_after=left)
