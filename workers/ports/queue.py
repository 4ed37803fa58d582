"""Redis, as the jobs see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Queue(Protocol):
    """Redis carries ids and nothing else; a lost call costs one sweep. Never raises when Redis is away: answers False."""

    def poll_feeds(self, feed_ids: Sequence[str]) -> bool: ...

    def fetch_pages(self, article_ids: Sequence[int]) -> bool: ...

    def read_articles(self, article_ids: Sequence[int]) -> bool: ...

    def update_incidents(self, article_ids: Sequence[int]) -> bool: ...

    def send_alerts(self) -> bool: ...

    def depths(self) -> dict[str, int] | None:
        """Jobs waiting by queue name; None when Redis cannot be reached."""
        ...
