"""An article, from the entry that announced it to the text that is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedPage:
    """What a page says once its furniture is gone."""

    title: str
    text: str  #: paragraphs, separated by one newline each
    published_at: datetime | None = None  #: UTC
    language: str | None = None  #: ISO 639-1
    author: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is read. `text` is never changed after this: every span counts its characters."""

    id: str  #: the store's key as text; in `wirewatch analyse` whatever the caller gave
    title: str
    text: str
    source: str  #: publisher or host: who tells this
    url: str | None = None
    published_at: datetime | None = None  #: UTC; None: not known
    seen_at: datetime | None = None  #: UTC; when we first saw it: orders everything
    language: str | None = None  #: ISO 639-1; None: to be detected
    feed_id: str | None = None
    tags: tuple[str, ...] = ()  #: of its feed
    extraction: str = "page"  #: "page", or "feed text: " and why the page was not had
    news_age: float | None = None  #: seconds from publication until we saw it, at most, to be news; None: nobody asks
    late: bool = False  #: nobody could have seen it in time: its feed, or we, were away
