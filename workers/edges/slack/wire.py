"""The wire to Slack: the SDK's client without what would say a thing twice, carry the token away or never end.

The SDK's own retries are off (`retry_handlers=[]`): it would post again after a dropped connection. Redirects are not followed:
the token would go to wherever they lead. The SDK's urllib gives each read its own time-out, so that who drips holds it for ever:
all of a call has one deadline here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk import WebClient

from workers.errors import Refused, TooLate
from workers.ports import Guard

if TYPE_CHECKING:
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

TIMEOUT: Final = 10  #: seconds for a call, all in all; less than the lease of a message
LARGEST: Final = 32_000_000  #: bytes of an answer: a page of 200 messages of the largest size has less


#: Asked when the connection stands, directly before the first byte. False: not a byte leaves.
_guard: ContextVar[Guard | None] = ContextVar("_guard", default=None)


@contextmanager
def guarded(guard: Guard | None) -> Iterator[None]:
    """Calls of this thread are made only while the guard lets them; they raise TooLate when it does not."""
    token = _guard.set(guard)
    try:
        yield
    finally:
        _guard.reset(token)


class _Door(aiohttp.TCPConnector):
    """Opens connections. Between a door that stands open and the first byte somebody may have stood still for a minute."""

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout) -> Connection:
        connection = await super().connect(req, traces, timeout)
        guard = _guard.get()
        if guard is not None and not guard():
            connection.close()
            raise TooLate
        return connection


class CarefulClient(WebClient):
    """Slack's client over aiohttp: one deadline a call, no redirects, and an ear for the time at Slack's."""

    ahead: float = 0.0  #: seconds that Slack's clock is ahead of ours
    timed: bool = False
    scopes: frozenset[str] | None = None  #: granted to the token, as Slack last said; None: it did not

    def _perform_urllib_http_request_internal(self, url: str, req: urllib.request.Request) -> dict[str, Any]:
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(self._exchange(url, req))
        finally:
            loop.close()  # a name server that does not answer is not waited for, as asyncio.run would

    async def _exchange(self, url: str, req: urllib.request.Request) -> dict[str, Any]:
        how: dict[str, Any] = {
            "connector": _Door(ssl=self.ssl or True, force_close=True),
            "timeout": aiohttp.ClientTimeout(total=self.timeout, connect=self.timeout / 2),
            "cookie_jar": aiohttp.DummyCookieJar(),
        }
        proxy = self.proxy if not self.proxy or "://" in self.proxy else f"http://{self.proxy}"
        headers = dict(req.header_items()) | {"Accept-Encoding": "identity"}
        async with (
            aiohttp.ClientSession(**how) as session,
            session.post(url, data=req.data, headers=headers, proxy=proxy, allow_redirects=False) as answer,
        ):
            body = await _read(answer)
            self._hear(answer.headers)
            return {"status": answer.status, "headers": dict(answer.headers), "body": body}

    def _hear(self, headers: Mapping[str, str]) -> None:
        """What an answer tells beside itself: the time at Slack's, and the token's scopes."""
        with suppress(ValueError, OverflowError):
            if date := headers.get("Date"):
                self.ahead, self.timed = parsedate_to_datetime(date).timestamp() - time.time(), True
        if granted := headers.get("X-OAuth-Scopes"):
            self.scopes = frozenset(scope.strip() for scope in granted.split(","))


def careful_client(token: str, base_url: str, timeout: int = TIMEOUT) -> CarefulClient:
    """A client that neither retries nor logs. Raises Refused for an address to which no token may go."""
    nearby = vetted(base_url)
    quiet = logging.getLogger("workers.slack_sdk")
    quiet.setLevel(logging.CRITICAL)  # what goes wrong is raised in our own words, and logged once
    client = CarefulClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[], logger=quiet, ssl=trust())
    if nearby:
        client.proxy = None
    return client


async def _read(answer: aiohttp.ClientResponse) -> str:
    """The body, if it is a JSON object; the SDK trips over any other, and takes "" for an answer that is none."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise ValueError(f"an answer of more than {LARGEST} bytes")
    try:
        text = body.decode()
        return text if isinstance(json.loads(text), dict) else ""
    except (ValueError, RecursionError):
        return ""


@cache
def trust() -> ssl.SSLContext:
    """The authorities that vouch for Slack; loading them takes longer than a call."""
    return ssl.create_default_context()


def vetted(base_url: str) -> bool:
    """Refuses an address to which a token must not go in the clear. Is it on this machine?"""
    parts = urlsplit(base_url)
    nearby = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not (parts.scheme == "http" and nearby):
        raise Refused(f"WIREWATCH_SLACK_BASE_URL must be https ({base_url} is not): the token would go in the clear")
    return nearby
