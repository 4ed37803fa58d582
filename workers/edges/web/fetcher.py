"""One request from its first byte to its last, within every limit.

Redirects are followed by hand, each hop vetted like the first. The deadline covers all hops together, and not the wait for the
host's turn. Decoding is aiohttp's, which unpacks piece by piece: a bomb is seen when it has grown past the caps, not after.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import aiohttp
from yarl import URL

from workers.edges.web import failures, headers, hosts
from workers.edges.web.addresses import Gate, parse_url
from workers.edges.web.failures import Failure
from workers.edges.web.robots import MAX_BYTES as ROBOTS_MAX_BYTES
from workers.edges.web.robots import Robots
from workers.ports import Fetched, Request

LASTING: Final = frozenset({301, 308})
REDIRECTS: Final = LASTING | {302, 303, 307}
ENCODINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br"})
NEVER_TEXT: Final = ("audio/", "video/", "image/", "font/")  #: refused before the body is read
SMALL: Final = 1_000_000  #: bytes; below it any ratio of compression is believed

_WHAT_WE_READ: Final = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much of a server we bear."""

    deadline: float = 20.0  #: seconds for a request with all its redirects
    connect: float = 10.0  #: seconds for one connection
    max_body: int = 10_000_000  #: bytes, decoded; a request may ask for less
    max_ratio: float = 200.0  #: decoded bytes for one received
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one hop gave: a place to go to, or a body."""

    url: URL
    status: int
    headers: dict[str, str]
    body: bytes = b""
    location: str | None = None


class Fetcher:
    """Gets one URL at a time; belongs to one event loop."""

    def __init__(self, session: aiohttp.ClientSession, gate: Gate, turns: hosts.Hosts, limits: FetchLimits) -> None:
        self._session = session
        self._gate = gate
        self._turns = turns
        self._limits = limits
        self._robots = Robots(self._robots_txt)

    async def get(self, request: Request) -> Fetched:
        """The answer; raises Failure."""
        cap = min(request.max_bytes or self._limits.max_body, self._limits.max_body)
        asked = {"Accept": _WHAT_WE_READ}
        if etag := headers.plain(request.etag):
            asked["If-None-Match"] = etag
        if modified := headers.plain(request.last_modified):
            asked["If-Modified-Since"] = modified
        answer, lasting = await self._follow(parse_url(request.url), asked, cap, robots=request.obey_robots)
        return Fetched(
            key=request.key,
            url=str(answer.url),
            status=answer.status,
            body=answer.body,
            content_type=headers.plain(answer.headers.get("Content-Type")) or "",
            etag=headers.plain(answer.headers.get("Etag")),
            last_modified=headers.plain(answer.headers.get("Last-Modified")),
            permanent_url=str(lasting) if lasting else None,
            max_age=headers.max_age(answer.headers, datetime.now(UTC)),
        )

    async def _robots_txt(self, url: URL) -> bytes:
        answer, _ = await self._follow(url, {"Accept": "text/plain"}, ROBOTS_MAX_BYTES, robots=False, cut=True)
        return answer.body

    async def _follow(
        self, url: URL, asked: dict[str, str], cap: int, *, robots: bool, cut: bool = False
    ) -> tuple[_Answer, URL | None]:
        """The last answer, and where an unbroken row of lasting redirects led (never from https back to http)."""
        left = self._limits.deadline
        lasting, unbroken = None, True
        for _ in range(self._limits.max_redirects + 1):
            url = self._gate.check_url(url)
            if robots:
                await self._robots.check(url)
            async with self._turns.turn(url) as host:
                started = asyncio.get_running_loop().time()
                answer = await self._hop(host, url, asked, cap, left, cut=cut)
                left -= asyncio.get_running_loop().time() - started
            if answer.location is None:
                return answer, lasting
            target = _join(url, answer.location)
            unbroken = unbroken and moved_for_good(answer.status, url, target)
            lasting = target if unbroken else lasting
            url = target
        raise Failure(f"more than {self._limits.max_redirects} redirects")

    async def _hop(self, host: hosts.Host, url: URL, asked: dict[str, str], cap: int, seconds: float, *, cut: bool) -> _Answer:
        """One request and its answer; raises Failure."""
        progress = [0]
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                async with self._session.get(url, headers=asked, allow_redirects=False) as response:
                    host.timeouts = 0
                    answer = _judge(response, host, conditional=len(asked) > 1)
                    if answer.status != 200:
                        return answer
                    body = await _read(response, cap, self._limits.max_ratio, progress, cut=cut)
                    return _Answer(answer.url, answer.status, answer.headers, body)
        except aiohttp.ServerTimeoutError:  # a TimeoutError too, so it comes first
            hosts.timed_out(host, "could not be connected to")
            raise Failure(f"no connection to {url.host}:{url.port} within {self._limits.connect:g} s", transient=True) from None
        except TimeoutError:
            reason = f"timed out after {self._limits.deadline:g} s"
            if not progress[0]:
                hosts.timed_out(host, "did not answer in time")
            else:
                reason += f" with {progress[0]} bytes of the body"
            raise Failure(reason, transient=True) from None
        except Failure:
            raise
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failures.of_error(error, url) from None


def moved_for_good(status: int, url: URL, target: URL) -> bool:
    """May the new address replace the old one? Never one that gives up https: whoever sits on the wire could have said it.

    >>> moved_for_good(301, URL("http://a.example"), URL("https://a.example"))
    True
    >>> moved_for_good(301, URL("https://a.example"), URL("http://a.example"))
    False
    """
    return status in LASTING and not (url.scheme == "https" and target.scheme == "http")


def _judge(response: aiohttp.ClientResponse, host: hosts.Host, *, conditional: bool) -> _Answer:
    """What the status line and the headers amount to; raises Failure when there is nothing to read."""
    status = response.status
    head = {name.title(): value for name, value in response.headers.items()}
    if status in REDIRECTS:
        if "Location" not in head:
            raise Failure(f"answered {failures.status_words(status)} without saying where to", status=status)
        return _Answer(response.url, status, head, location=head["Location"])
    if status == 304 and conditional:
        return _Answer(response.url, status, head)
    if status != 200:
        wait = headers.retry_after(head.get("Retry-After"), datetime.now(UTC))
        if status == 429 or (status == 503 and wait is not None):
            hosts.hush(host, wait or headers.SHORTEST_WAIT, f"answered {failures.status_words(status)}")
        raise failures.of_status(status, wait)
    kind = head.get("Content-Type", "").strip().lower()
    if kind.startswith(NEVER_TEXT) and not kind.startswith("image/svg"):
        raise Failure(f"not text: {kind.partition(';')[0][:60]}", status=status)
    encoding = head.get("Content-Encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise Failure("the body is packed in a way that was not asked for", status=status)
    return _Answer(response.url, status, head)


async def _read(response: aiohttp.ClientResponse, cap: int, max_ratio: float, progress: list[int], *, cut: bool) -> bytes:
    """The decoded body. `cut`: what fits the cap is enough; otherwise a larger one is a Failure."""
    packed = bool(response.headers.get("Content-Encoding"))
    if not packed and not cut and (response.content_length or 0) > cap:
        raise Failure(f"body larger than {_size(cap)}", status=200)
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        progress[0] = size
        chunks.append(chunk)
        if size > cap:
            if cut:
                break
            raise Failure(f"body larger than {_size(cap)}", status=200)
        if packed and size > SMALL and size > max_ratio * response.content.total_raw_bytes:
            raise Failure(f"body unpacks to more than {max_ratio:g} times its size", status=200)
    return b"".join(chunks)[:cap]


def _join(url: URL, location: str) -> URL:
    """Where a Location header leads; raises a permanent Failure."""
    try:
        return url.join(parse_url(location)).with_fragment(None)
    except ValueError as error:
        raise Failure(f"redirected to an address that cannot be read: {error}") from None


def _size(count: int) -> str:
    """
    >>> _size(10_000_000), _size(300_000)
    ('10 MB', '300 kB')
    """
    return f"{count / 1e6:g} MB" if count >= 1_000_000 else f"{count / 1e3:g} kB"
