"""Articles that are read again by another reader: their readings are replaced, and nothing else of theirs.

Matches, reports and people's decisions name events by their numbers in the reading that they were made from. Where an article has
any of these, that reading is kept beside the new one (`filed`), and whatever is filed again later is filed from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model.event import Reading
from workers.edges.store.archive import Archived, walk
from workers.edges.store.engine import Database
from workers.edges.store.tables import articles, feeds, incident_reports, matches, readings

_CHUNK = 200  #: articles that are taken out of the store at once: each is held for as long as those before it are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the articles that have come to their end are to be read again."""

    since: datetime  #: seen then or later
    until: datetime  #: seen before then: what comes meanwhile is read by the line
    feed_id: str | None = None  #: None: of all feeds
    unless_by: str | None = None  #: those that this reader read are passed over


class RereadingRows:
    """The part of the store that has articles read again."""

    db: Database

    def feed_named(self, words: str) -> str | None:
        """The id of the feed with that id or address; None when the store has none."""
        with self.db.reading() as tx:
            return tx.execute(sa.select(feeds.c.id).where(sa.or_(feeds.c.id == words, feeds.c.url == words))).scalar()

    def count_rereadable(self, wanted: Wanted) -> tuple[int, int]:
        """(how many articles these are, how many are passed over)."""
        query = sa.select(sa.func.count()).select_from(readings).join(articles, articles.c.id == readings.c.article_id)
        with self.db.reading() as tx:
            mine, everything = (
                tx.execute(query.where(_condition(one))).scalar_one() for one in (wanted, replace(wanted, unless_by=None))
            )
        return mine, everything - mine

    def rereadable(self, wanted: Wanted) -> Iterator[Archived]:
        """These articles with their readings, in the order in which they were seen."""
        return walk(self.db, _condition(wanted), _CHUNK)

    def replace_readings(self, fresh: Mapping[int, tuple[str, Reading]], *, now: datetime) -> set[int]:
        """Article id -> (the reader whose reading is to be replaced, the new reading), in one transaction.

        Left alone is what was forgotten, or read by somebody else, since it was taken out, and what is just on its way again.
        Nobody is waited for. Returns the articles whose reading is the new one.
        """
        with self.db.writing() as tx:
            mine = (
                sa.select(articles.c.id, readings.c.reader)
                .join_from(articles, readings, articles.c.id == readings.c.article_id)
                .where(articles.c.id.in_(list(fresh)), articles.c.state == "done")
                .order_by(articles.c.id)
                .with_for_update(of=articles, skip_locked=True)
            )
            free = {row.id for row in tx.execute(mine) if row.reader == fresh[row.id][0]}
            if free:
                _keep_filed(tx, free)
                rows = [{"row": key, "read_at": now, **_values(fresh[key][1])} for key in sorted(free)]
                tx.execute(readings.update().where(readings.c.article_id == sa.bindparam("row")), rows)
            return free


def _condition(wanted: Wanted) -> sa.ColumnElement[bool]:
    conditions = [articles.c.state == "done", articles.c.seen_at >= wanted.since, articles.c.seen_at < wanted.until]
    conditions += [articles.c.feed_id == wanted.feed_id] if wanted.feed_id is not None else []
    conditions += [readings.c.reader != wanted.unless_by] if wanted.unless_by is not None else []
    return sa.and_(*conditions)


def _values(reading: Reading) -> dict[str, object]:
    return {"reader": reading.reader, "language": reading.language, "body": reading}


def _keep_filed(tx: Connection, ids: set[int]) -> None:
    """The first reading stays what was filed, however often the article is read again."""
    matched = sa.select(matches.c.article_id).where(matches.c.article_id.in_(ids)).distinct()
    reported = sa.select(incident_reports.c.article_id).where(incident_reports.c.article_id.in_(map(str, ids))).distinct()
    filed = {*tx.execute(matched).scalars(), *map(int, tx.execute(reported).scalars())}
    first = sa.and_(readings.c.article_id.in_(filed), readings.c.filed.is_(None))
    tx.execute(readings.update().where(first).values(filed=readings.c.body))
