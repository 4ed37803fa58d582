"""The archive as a replay walks through it: article after article as they came, their readings still packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.article import Article
from monitor.model.event import Reading
from workers.edges.store.articles import article_of
from workers.edges.store.codec import from_json
from workers.edges.store.engine import CHUNK, Database
from workers.edges.store.tables import articles, feeds, readings


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedPlace:
    """By what an index finds a place."""

    id: str
    within: frozenset[str] = frozenset()
    lat: float | None = None  #: degrees
    lon: float | None = None  #: degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedEvent:
    """By what an index finds an event, and whether it is a denial."""

    what: str
    besides: tuple[str, ...] = ()
    where: SketchedPlace | None = None
    also: tuple[SketchedPlace, ...] = ()
    reality: str = "happened"

    @property
    def kinds(self) -> tuple[str, ...]:
        """As `Event.kinds`."""
        return (self.what, *self.besides)

    @property
    def places(self) -> tuple[SketchedPlace, ...]:
        """As `Event.places`."""
        return () if self.where is None else (self.where, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Of a reading the little that tells whether the rest is worth unpacking: a third of the time."""

    events: tuple[SketchedEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An article of the archive; its reading is unpacked when it is asked for."""

    article: Article
    story: str  #: fingerprint of the text
    quiet: bool  #: of a flood: never told
    reader: str  #: version of the reader that read it
    body: bytes  #: the reading, packed

    def sketch(self) -> Sketch:
        found: Sketch = from_json(zlib.decompress(self.body), Sketch)
        return found

    def reading(self) -> Reading:
        found: Reading = from_json(zlib.decompress(self.body), Reading)
        return found


class Archives:
    """The part of the store that walks through all that was read."""

    db: Database

    def readers(self, since: datetime) -> dict[str, int]:
        """How many articles each version of the reader read, of those seen since then."""
        query = sa.select(readings.c.reader, sa.func.count()).join(articles, articles.c.id == readings.c.article_id)
        with self.db.reading() as tx:
            rows = tx.execute(query.where(articles.c.seen_at >= since).group_by(readings.c.reader)).tuples()
            return dict(rows.all())

    def archived(self, since: datetime) -> Iterator[Archived]:
        """All that was read of what was seen since then, in the order in which it was seen; a chunk at a time."""
        return walk(self.db, articles.c.seen_at >= since)


def walk(db: Database, wanted: sa.ColumnElement[bool], chunk: int = CHUNK) -> Iterator[Archived]:
    """Those of all that was read, in the order in which they were seen. No transaction lasts longer than a chunk."""
    after: tuple[datetime, int] | None = None
    while True:
        query = _WALK.where(wanted).limit(chunk)
        if after is not None:
            later = sa.and_(articles.c.seen_at == after[0], articles.c.id > after[1])
            query = query.where(sa.or_(articles.c.seen_at > after[0], later))
        with db.reading() as tx:
            rows = tx.execute(query).mappings().all()
        yield from map(_archived, rows)
        if len(rows) < chunk:
            return
        after = (rows[-1]["seen_at"], rows[-1]["id"])


_COLUMNS = (
    "id", "title", "source", "url", "published_at", "seen_at", "language", "feed_id", "extraction", "text", "fingerprint",
    "quiet", "news_age", "late",
)  # fmt: skip
_WALK = (
    sa.select(
        *(articles.c[name] for name in _COLUMNS),
        # The feed's entry is only unpacked where it has to stand for the page.
        sa.case((articles.c.text.is_(None), articles.c.entry)).label("entry"),
        feeds.c.tags.label("feed_tags"),
        readings.c.reader,
        sa.type_coerce(readings.c.body, sa.LargeBinary).label("body"),
    )
    .join_from(articles, readings, articles.c.id == readings.c.article_id)
    .join(feeds, articles.c.feed_id == feeds.c.id)
    .order_by(articles.c.seen_at, articles.c.id)
)


def _archived(row: Any) -> Archived:
    return Archived(
        article=article_of(row), story=row["fingerprint"] or "", quiet=row["quiet"], reader=row["reader"], body=row["body"]
    )
