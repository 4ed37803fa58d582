"""What the two readers of feeds hand on: an entry as the feed wrote it, nothing checked yet."""

from __future__ import annotations

from dataclasses import dataclass, field


class NotAFeed(Exception):
    """There is no feed in these bytes; says why, for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry, raw."""

    guid: str
    link: str  #: possibly relative
    title: str
    title_is_html: bool = False
    summary: str = ""
    summary_is_html: bool = False
    content: str = ""
    content_is_html: bool = True
    date: str = ""  #: as written
    moment: tuple[int, ...] = ()  #: the date as feedparser read it, UTC; (): it could not, or was not asked
    author: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFeed:
    """One feed, raw."""

    title: str
    site: str = ""  #: the feed's home page
    language: str = ""
    entries: list[Draft] = field(default_factory=list)
    count: int = 0  #: entries of the body, those that were not taken too; 0: as many as there are here
    broken: str = ""  #: in words, what was wrong with the body; "" when it was whole
    ttl: float | None = None  #: seconds
