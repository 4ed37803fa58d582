"""One POST through the gate: no redirects, and no address that the operator has not opened."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import aiohttp

from monitor.model.plain import one_line
from workers.edges.web.addresses import Gate, parse_url
from workers.edges.web.failures import Failure, status_words
from workers.edges.web.headers import asked_wait, user_agent
from workers.errors import Ambiguous, Permanent, Transient

PATIENCE: Final = 10.0  #: seconds, all in all
CONNECT: Final = 5.0  #: seconds
_LATER: Final = frozenset({408, 421, 425, 429})
_LONGEST_WAIT: Final = 3600.0  #: seconds that a receiver may ask for


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    networks: Sequence[str] = (),
    contact: str = "",
    patience: float = PATIENCE,
) -> str:
    """What was answered, in words, once it was a 2xx. Raises Transient (certainly not taken), Ambiguous, Permanent."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_post(url, body, headers, networks, contact, patience))
    finally:
        loop.close()  # a name server that does not answer is not waited for, as asyncio.run would


async def _post(url: str, body: bytes, headers: Mapping[str, str], networks: Sequence[str], contact: str, patience: float) -> str:
    try:
        parsed = parse_url(url)
        gate = Gate(allow_networks=networks, ports=() if parsed.port is None else (parsed.port,))
        target = gate.check_url(parsed)
    except Failure as failure:
        raise Permanent(failure.reason) from None
    connector = aiohttp.TCPConnector(socket_factory=gate.open_socket, force_close=True)
    timeout = aiohttp.ClientTimeout(total=patience, sock_connect=min(CONNECT, patience))
    sent = {"User-Agent": user_agent(contact), **headers}
    try:
        async with (
            aiohttp.ClientSession(
                connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.post(target, data=body, headers=sent, allow_redirects=False) as answer,
        ):
            return _judge(answer.status, answer.headers.get("Retry-After"))
    except aiohttp.ClientConnectorError as error:
        words = one_line(error.os_error.strerror or str(error))[:200]
        if isinstance(error.os_error, PermissionError):
            raise Permanent(words.replace("WIREWATCH_ALLOW_NETWORKS", "'networks' in ways.yaml")) from None
        raise Transient(f"no connection: {words}") from None
    except aiohttp.ConnectionTimeoutError:
        raise Transient("no connection in time") from None
    except PermissionError as error:
        raise Permanent(one_line(str(error))) from None
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Ambiguous(f"no answer: {type(error).__name__}") from None


def _judge(status: int, retry_after: str | None) -> str:
    if 200 <= status < 300:
        return f"answered {status_words(status)}"
    if status >= 500 or status in _LATER:
        asked = asked_wait(retry_after, datetime.now(UTC))
        wait = None if asked is None else min(max(asked, 0.0), _LONGEST_WAIT)
        raise Transient(f"answered {status_words(status)}", retry_after=wait)
    raise Permanent(f"answered {status_words(status)}")
