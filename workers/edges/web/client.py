"""`AiohttpWeb`: many requests at once for jobs that are not asynchronous.

One session and one event loop live in a thread of their own as long as the process does: connections stay open between polls, and
the certificate store is loaded once. The thread starts with the first request.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver

from workers.edges.web.addresses import Gate
from workers.edges.web.failures import Failure
from workers.edges.web.fetcher import Fetcher, FetchLimits
from workers.edges.web.headers import user_agent
from workers.edges.web.hosts import Hosts
from workers.ports import Fetched, NotFetched, Request

AT_ONCE: Final = 64  #: requests on their way, over all hosts
MAX_FIELD: Final = 16_384  #: bytes of one header line
MAX_HEADERS: Final = 128  #: header lines
NAME_THREADS: Final = 16  #: a name server that does not answer must not stop the other names


class AiohttpWeb:
    """The web as `workers.ports.Web` asks for it.

    `patience` (seconds) bounds one call of `get_many`, so that the jobs' leases hold: what has not been answered by then is a
    transient failure. `obey_robots=False` overrules the requests. `resolver` is for tests.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        allow_networks: Sequence[str] = (),
        ports: Sequence[int] = (80, 443, 8080, 8443),
        obey_robots: bool = True,
        limits: FetchLimits | None = None,
        per_host: int = 2,
        patience: float = 40.0,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._gate = Gate(allow_networks=allow_networks, ports=ports)
        self._limits = limits or FetchLimits()
        self._agent = user_agent(contact)
        self._obey_robots = obey_robots
        self._per_host = per_host
        self._patience = patience
        self._resolver = resolver
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._session: aiohttp.ClientSession | None = None
        self._fetcher: Fetcher | None = None

    def get_many(self, requests: Sequence[Request]) -> list[Fetched | NotFetched]:
        """Answers in the order of the requests; raises for none of them."""
        if not requests:
            return []
        future = asyncio.run_coroutine_threadsafe(self._get_many(requests), self._running_loop())
        try:
            return future.result()
        except BaseException:  # Ctrl-C, or the worker's own time-out: leave nothing running behind
            future.cancel()
            raise

    def close(self) -> None:
        """Close every connection and end the thread. May be called twice."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._close(), loop).result(timeout=5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        if not thread.is_alive():
            loop.close()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(ThreadPoolExecutor(NAME_THREADS, thread_name_prefix="web-names"))
                self._thread = threading.Thread(target=self._loop.run_forever, name="web", daemon=True)
                self._thread.start()
                asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
            return self._loop

    async def _open(self) -> None:
        connector = aiohttp.TCPConnector(
            limit=0,  # `Hosts` bounds the requests before their deadline starts; here waiting would count
            ttl_dns_cache=60,
            resolver=self._resolver,
            socket_factory=self._gate.open_socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect),
            headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, br"},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            max_line_size=MAX_FIELD,
            max_field_size=MAX_FIELD,
            max_headers=MAX_HEADERS,
        )
        turns = Hosts(per_host=self._per_host, at_once=AT_ONCE)
        self._fetcher = Fetcher(self._session, self._gate, turns, self._limits)

    async def _close(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        self._session = self._fetcher = None

    async def _get_many(self, requests: Sequence[Request]) -> list[Fetched | NotFetched]:
        tasks = [asyncio.ensure_future(self._get(request)) for request in requests]
        try:
            _, late = await asyncio.wait(tasks, timeout=self._patience)
        except asyncio.CancelledError:
            await _cancel(tasks)
            raise
        await _cancel(list(late))
        words = f"its turn did not come within {self._patience:g} s"
        return [
            NotFetched(key=request.key, reason=words, transient=True) if task in late else task.result()
            for request, task in zip(requests, tasks, strict=True)
        ]

    async def _get(self, request: Request) -> Fetched | NotFetched:
        assert self._fetcher is not None
        if not self._obey_robots:
            request = replace(request, obey_robots=False)
        try:
            return await self._fetcher.get(request)
        except Failure as failure:
            return failure.answer(request.key)
        except Exception as error:  # a bug of ours or of a library must not take the other requests with it
            return Failure(f"the fetcher broke: {type(error).__name__}: {error}").answer(request.key)


async def _cancel(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
