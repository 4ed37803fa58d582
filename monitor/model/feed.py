"""A feed, what we remember of it between polls, and what one poll brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A syndicated feed as the user's `rules/feeds.yaml` names it."""

    id: str  #: stable: derived from the URL (see `monitor.polling.identity.feed_id`)
    url: str
    publisher: str = ""  #: who speaks ("BBC News"); "" when the user gave none
    language: str | None = None  #: ISO 639-1; None: not known
    tags: tuple[str, ...] = ()
    news_age: float | None = None  #: seconds from publication until we saw it, at most; None: as the settings say


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMemory:
    """What we know of a feed from earlier polls. Times are UTC and aware."""

    feed_id: str
    url: str  #: the address to ask: the feed's own, or where a lasting redirect led
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None  #: blake2b of the last body: the same body again needs no parsing
    next_due: datetime
    interval: float  #: seconds: half of the usual time between entries, as learned; polls keep within the bounds of the settings
    failures: int = 0  #: failed polls in a row
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None  #: last poll that was answered and understood
    last_new_at: datetime | None = None  #: last poll that brought something new
    last_full_at: datetime | None = None  #: last unconditional GET: servers get stuck on 304
    last_error: str | None = None  #: in words for a person
    gone_since: datetime | None = None  #: first of an unbroken row of 410s
    moved_to: str | None = None  #: where 301s have been pointing
    moved_since: datetime | None = None
    disabled: bool = False
    away_from: datetime | None = None  #: last good poll before the last time that the feed, or we, were away
    away_until: datetime | None = None  #: first good poll after that
    gaps: int = 0  #: polls that brought nothing known: entries may have scrolled out unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed, as plain text; nothing of it is trusted."""

    key: str  #: the entry's own guid, else its link, else a hash
    aliases: tuple[str, ...]  #: other keys under which the same entry may come back
    url: str | None  #: http or https, absolute; None when the entry links nowhere
    title: str
    summary: str = ""  #: plain text
    content: str = ""  #: plain text of the feed's own full text; "" when it has none
    published_at: datetime | None = None  #: UTC, clamped to [seen - 10 years, seen + 10 minutes]
    published_raw: str = ""
    author: str = ""
    language: str | None = None  #: ISO 639-1

    @property
    def known_by(self) -> tuple[str, ...]:
        """Its key, and the aliases by which it is the same entry if they are known.

        An address alone is none beside a guid: *the latest alert* stands at one address every day, under a guid and a title of
        its own. A publisher that changes its guids leaves the titles, and these stand in an alias with the address.
        """
        return (self.key, *(alias for alias in self.aliases if not alias.startswith("link:")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What one body held, in document order."""

    title: str
    entries: tuple[FeedEntry, ...]
    language: str | None = None
    partial: bool = False  #: broken off or malformed: entries are taken, validators are not
    warning: str = ""  #: in words for a person; "" when all was well
    ttl: float | None = None  #: seconds the feed asks us to wait


def teller(publisher: str, url: str | None, feed_url: str) -> str:
    """Who tells this: the feed's publisher, else the host."""
    return publisher or urlsplit(url or feed_url).hostname or feed_url
