"""By what articles are known again: their addresses and words, kept for sixty days, looked up by their marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model.likeness import Likeness, same_article
from workers.edges.store.engine import CHUNK, Database
from workers.edges.store.tables import likenesses

#: So long an article is known again.
KNOWN_FOR = timedelta(days=60)

#: Of so many articles under one mark the likeness is kept: what has more in common with them is no sameness.
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An article's likeness, and when and where it was first seen."""

    article_id: int
    feed_id: str
    seen_at: datetime
    likeness: Likeness


class Sightings:
    """All likenesses under the marks that somebody asks about; what is added is written down in the end."""

    def __init__(self, db: Database, tx: Connection, marks: Iterable[str]) -> None:
        self._db, self._tx = db, tx
        self._found: dict[str, list[Sighting]] = {mark: [] for mark in marks}
        self._fresh: list[dict[str, Any]] = []
        asked = list(self._found)
        for start in range(0, len(asked), CHUNK):
            some = (
                sa.select(likenesses).where(likenesses.c.mark.in_(asked[start : start + CHUNK])).order_by(likenesses.c.article_id)
            )
            for row in tx.execute(some).mappings():
                words = Likeness(kind=row["kind"], mark=row["mark"], title=row["title"], print=row["print"])
                one = Sighting(article_id=row["article_id"], feed_id=row["feed_id"], seen_at=row["seen_at"], likeness=words)
                self._found[row["mark"]].append(one)

    def before(self, asked: Sighting, words: Sequence[Likeness]) -> Sighting | None:
        """The first article that is the same as this one, of its own feed if there is one; None: it is new.

        What feeds say of articles is kept in their order: an earlier one counts. Of pages the one that was had first counts.
        """
        found = [
            one
            for likeness in words
            for one in self._found[likeness.mark]
            if (one.article_id < asked.article_id or (one.likeness.kind == "page" and one.article_id != asked.article_id))
            and abs(asked.seen_at - one.seen_at) <= KNOWN_FOR
            and same_article(likeness, one.likeness)
        ]
        return min(found, key=lambda one: (one.feed_id != asked.feed_id, one.article_id), default=None)

    def add(self, who: Sighting) -> None:
        """Remember it, unless as many others have its mark already."""
        beside = self._found[who.likeness.mark]
        if len(beside) >= MOST or any(one.article_id == who.article_id for one in beside):
            return
        beside.append(who)
        row = {name: getattr(who, name) for name in ("article_id", "feed_id", "seen_at")}
        self._fresh.append(row | {name: getattr(who.likeness, name) for name in ("kind", "mark", "title", "print")})

    def write(self) -> None:
        if self._fresh:
            self._tx.execute(self._db.insert(likenesses).on_conflict_do_nothing(), self._fresh)
            self._fresh = []
