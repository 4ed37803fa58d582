"""What a server's headers tell (all of it foreign, none of it trusted), and who we say we are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final

SHORTEST_WAIT: Final = 60.0  #: seconds
LONGEST_WAIT: Final = 86_400.0  #: seconds; a server that says "in a year" is mistaken or malicious
LONGEST_AGE: Final = 30 * 86_400.0  #: seconds

AGENT: Final = "Wirewatch"  #: the product token that robots.txt is asked with


def user_agent(contact: str) -> str:
    """Who asks, and whom to write to when it is too much. `contact` is a URL or an e-mail address, or "".

    >>> user_agent("ops@example.org").partition("/")[0]
    'Wirewatch'
    """
    try:
        own = version("wirewatch")
    except PackageNotFoundError:  # run from a tree that was never installed
        own = "0"
    contact = "".join(char for char in contact if char.isascii() and char.isprintable() and char not in "()").strip()
    return f"{AGENT}/{own} (+{contact})" if contact else f"{AGENT}/{own}"


def plain(value: str | None, limit: int = 1024) -> str | None:
    """A header value that can be stored and sent back as it is; None when there is none or it is odd.

    >>> plain('"abc"'), plain("a" * 2000), plain("\\udcff")
    ('"abc"', None, None)
    """
    if not value or len(value) > limit or not (value.isascii() and value.isprintable()):
        return None
    return value


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from seconds or an HTTP date, between a minute and a day; None when it says nothing.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> retry_after("5", now), retry_after("Thu, 01 Jan 2026 00:10:00 GMT", now), retry_after("soon", now)
    (60.0, 600.0, None)
    """
    seconds = asked_wait(value, now)
    return None if seconds is None else min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


def asked_wait(value: str | None, now: datetime) -> float | None:
    """The same as it stands there, without bounds; it may have passed already.

    >>> from datetime import UTC, datetime
    >>> asked_wait("5", datetime(2026, 1, 1, tzinfo=UTC)), asked_wait("²", datetime(2026, 1, 1, tzinfo=UTC))
    (5.0, None)
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    when = _http_date(value)
    return None if when is None else (when - now).total_seconds()


def max_age(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which the answer stays fresh, from Cache-Control, else Expires (RFC 9111 4.2.1); None: nothing said.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> max_age({"Cache-Control": "public, max-age=300"}, now), max_age({"Cache-Control": "no-store"}, now)
    (300.0, None)
    """
    directives = [part.strip().lower() for part in headers.get("Cache-Control", "").split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return None
    for directive in directives:
        name, _, value = directive.partition("=")
        value = value.strip('"')
        if name == "max-age" and value.isascii() and value.isdigit():
            return min(float(value[:12]), LONGEST_AGE)
    expires = _http_date(headers.get("Expires", ""))
    if expires is None or "max-age" in headers.get("Cache-Control", ""):
        return None
    started = _http_date(headers.get("Date", "")) or now
    return min(max((expires - started).total_seconds(), 0.0), LONGEST_AGE)


def _http_date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # the standard library raises all of these on odd dates
        return None
