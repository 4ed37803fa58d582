"""What went wrong with a request, in words for an operator, and whether trying again may help."""

from __future__ import annotations

import errno
import os
from http import HTTPStatus

import aiohttp
from yarl import URL

from monitor.model.plain import one_line
from workers.ports import NotFetched

LONGEST = 300  #: characters of a reason

#: HTTP statuses below 500 after which the same request may well succeed later.
_PASSING = frozenset({408, 421, 425, 429})

_ERRNO_WORDS = {
    errno.ECONNREFUSED: "connection refused by {place}",
    errno.ECONNRESET: "connection reset by {place}",
    errno.ENETUNREACH: "no network to reach {place}",
    errno.EHOSTUNREACH: "no way to {place}",
    errno.ETIMEDOUT: "no connection to {place}",
    errno.EMFILE: "too many open files on this machine",
}


class Failure(Exception):
    """Ends a request inside this package; outside it is a `NotFetched`."""

    def __init__(
        self, reason: str, *, transient: bool = False, status: int | None = None, retry_after: float | None = None
    ) -> None:
        reason = one_line(reason)[:LONGEST]  # servers write part of it, and it is stored and shown
        super().__init__(reason)
        self.reason = reason
        self.transient = transient
        self.status = status
        self.retry_after = retry_after  #: seconds

    def answer(self, key: str) -> NotFetched:
        """The answer to the request of that key."""
        return NotFetched(key=key, reason=self.reason, transient=self.transient, status=self.status, retry_after=self.retry_after)


def of_status(status: int, retry_after: float | None) -> Failure:
    """An HTTP status that is no answer to use."""
    transient = status >= 500 or status in _PASSING
    return Failure(f"answered {status_words(status)}", transient=transient, status=status, retry_after=retry_after)


def status_words(status: int) -> str:
    """
    >>> status_words(404), status_words(599)
    ('404 Not Found', '599')
    """
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def of_error(error: Exception, url: URL) -> Failure:
    """What aiohttp or the system raised. Only an address that we refuse and an answer that is no HTTP are for good."""
    place = f"{url.host}:{url.port}"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Failure(f"name could not be resolved: {url.host} ({error.os_error.strerror or 'no answer'})", transient=True)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return Failure(f"certificate of {url.host} not trusted: {error.certificate_error}", transient=True)
    if isinstance(error, aiohttp.ClientSSLError):
        return Failure(f"no secure connection to {place}: {error.os_error.strerror or error.os_error}", transient=True)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Failure(f"{place} closed the connection without an answer", transient=True)
    if isinstance(error, aiohttp.ClientPayloadError):
        return Failure(f"the body broke off or could not be unpacked: {error}", transient=True)
    if isinstance(error, aiohttp.ClientResponseError):
        return Failure(f"the answer is no proper HTTP: {error.message}", transient=False)
    if isinstance(error, aiohttp.InvalidURL):
        return Failure(f"the address cannot be read: {error}")
    if isinstance(error, OSError):
        return _of_os_error(error, place)
    return Failure(f"{type(error).__name__}: {error}", transient=isinstance(error, aiohttp.ClientError))


def _of_os_error(error: OSError, place: str) -> Failure:
    if isinstance(error, aiohttp.ClientConnectorError):
        error = error.os_error
    if error.errno == errno.EACCES:  # our own gate: see addresses.Gate.open_socket
        return Failure(error.strerror or f"{place} is not allowed")
    words = _ERRNO_WORDS.get(error.errno or 0)
    if words is None:
        words = f"connection to {{place}} failed: {os.strerror(error.errno) if error.errno else error}"
    return Failure(words.format(place=place), transient=True)
