"""robots.txt (RFC 9309): asked once an hour and site, remembered within bounds.

No file (any 4xx, or one that cannot be had for good) allows everything; a site that is down (5xx, time-out) allows nothing for
now.
Crawl-delay is no part of the standard and not obeyed: two requests at once and one visit an article are little.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego
from yarl import URL

from workers.edges.web.failures import Failure
from workers.edges.web.headers import AGENT

MAX_BYTES: Final = 512_000  #: read of one file; the standard asks for at least 500 KiB
LIFETIME: Final = 3_600.0  #: seconds
LIFETIME_OF_FAILURE: Final = 60.0  #: seconds
MAX_REMEMBERED: Final = 8_000_000  #: bytes of files, over all sites
_OVERHEAD: Final = 1_000  #: bytes that a site costs at least

_AGENT_LINE: Final = re.compile(r"\s*user[\s-]*agent[\s:]*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Protego | Failure
    expires: float  #: monotonic seconds
    weight: int  #: bytes


class Robots:
    """Says which URLs of a site we may ask for. `fetch` gets a robots.txt, cut at MAX_BYTES, or raises Failure."""

    def __init__(self, fetch: Callable[[URL], Awaitable[bytes]]) -> None:
        self._fetch = fetch
        self._known: OrderedDict[URL, _Known] = OrderedDict()
        self._asking: dict[URL, asyncio.Task[_Known]] = {}
        self._weight = 0

    async def check(self, url: URL) -> None:
        """Raises Failure when we may not ask for it: permanent when forbidden, transient when the site cannot be asked."""
        rules = (await self._rules(url.origin())).rules
        if isinstance(rules, Failure):
            raise Failure(f"robots.txt: {rules.reason}", transient=True, status=rules.status, retry_after=rules.retry_after)
        if not rules.can_fetch(str(url), AGENT):
            raise Failure("robots.txt forbids it")

    async def _rules(self, origin: URL) -> _Known:
        known = self._known.get(origin)
        if known is not None and known.expires > time.monotonic():
            self._known.move_to_end(origin)
            return known
        task = self._asking.get(origin)
        if task is None:
            task = self._asking[origin] = asyncio.ensure_future(self._ask(origin))
        # Shielded: one page that is given up must not break the question that others wait for.
        return await asyncio.shield(task)

    async def _ask(self, origin: URL) -> _Known:
        try:
            body = await self._fetch(origin / "robots.txt")
        except Failure as failure:
            body = b""
            rules: Protego | Failure = failure if failure.transient else Protego.parse("")
        else:
            rules = Protego.parse(_concerning_us(body.decode("utf-8", "replace").lstrip("\ufeff")))
        finally:
            self._asking.pop(origin, None)
        lifetime = LIFETIME_OF_FAILURE if isinstance(rules, Failure) else LIFETIME
        known = _Known(rules, time.monotonic() + lifetime, len(body) + _OVERHEAD)
        self._remember(origin, known)
        return known

    def _remember(self, origin: URL, known: _Known) -> None:
        old = self._known.pop(origin, None)
        self._weight += known.weight - (old.weight if old else 0)
        self._known[origin] = known
        while self._weight > MAX_REMEMBERED:
            self._weight -= self._known.popitem(last=False)[1].weight


def _concerning_us(text: str) -> str:
    """The file with all foreign agents under one name.

    Protego keeps each rule once for each agent of its group: a file of 16,000 agents and 13,000 rules took minutes and gigabytes.

    >>> _concerning_us("User-agent: Goodbot\\nUser-Agent: wirewatch/2\\nDisallow: /a")
    'User-agent: other\\nUser-agent: wirewatch\\nDisallow: /a'
    """
    lines = []
    for line in text.splitlines():
        if found := _AGENT_LINE.match(line.partition("#")[0]):
            name = found[1].strip().lower()
            token = name.partition("/")[0].replace("*", "").strip()
            ours = bool(token) and AGENT.lower().startswith(token)
            line = f"User-agent: {token if ours else '*' if name == '*' else 'other'}"
        lines.append(line)
    return "\n".join(lines)
