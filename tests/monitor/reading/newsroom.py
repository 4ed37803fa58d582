"""Short articles read by the whole reader, for tests of triggers, binding and events."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from workers.edges.language import LocalLanguage

PUBLISHED = datetime(2022, 2, 4, 12, tzinfo=UTC)  # a Friday


@cache
def language() -> LocalLanguage:
    return LocalLanguage()


def read(text: str, *, title: str = "") -> Reading:
    return language().read(Article(id="1", title=title, text=text, source="test", published_at=PUBLISHED))


def events(text: str, *, title: str = "") -> list[Event]:
    """The events that are news."""
    return [e for e in read(text, title=title).events if e.reality == "happened"]


def deadly(text: str, *, title: str = "") -> Event:
    """The first event that is news and killed people."""
    return next(e for e in events(text, title=title) if e.killed and e.killed.low)


def attacks(text: str, *, title: str = "") -> list[Event]:
    """Acts of violence that are news."""
    from monitor.model.kinds import is_a

    return [e for e in events(text, title=title) if is_a(e.what, "attack")]
