"""Asking the web, and parsing what it answers where it can do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.model.article import CleanedPage
from monitor.model.feed import ParsedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One GET. `key` names it in the answer."""

    key: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    obey_robots: bool = False
    max_bytes: int | None = None  #: decoded; None: the web's own cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, read to its end within every limit."""

    key: str
    url: str  #: where redirects led
    status: int  #: 200 or 304
    body: bytes  #: decoded; b"" for 304
    content_type: str  #: as sent, with its charset
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None  #: where an unbroken row of 301/308 led; None: there was none
    max_age: float | None = None  #: seconds, from Cache-Control or Expires


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFetched:
    """No answer to use, and why, in words for a person."""

    key: str
    reason: str
    transient: bool
    status: int | None = None  #: HTTP status where there was one
    retry_after: float | None = None  #: seconds


class Web(Protocol):
    def get_many(self, requests: Sequence[Request]) -> list[Fetched | NotFetched]:
        """Ask for all at once (bounded per host); answers in the order of the requests. Never raises for one of them."""
        ...

    def close(self) -> None: ...


class Sandbox(Protocol):
    """A killable child that reads foreign bytes. Raises Permanent with the reason ("timed out after 10 s") and lives on;
    Transient when it could not be started, which is no fault of the document.
    """

    def parse_feed(self, body: bytes, *, url: str, content_type: str, seen_at: datetime) -> ParsedFeed: ...

    def clean_page(self, body: bytes, *, url: str, content_type: str) -> CleanedPage: ...

    def close(self) -> None: ...
