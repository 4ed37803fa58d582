"""All that the store knows of one article, for `wirewatch explain`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.rule import Verdict
from workers.edges.store.articles import WITH_FEED, article_of
from workers.edges.store.engine import CHUNK, Database
from workers.edges.store.tables import articles, matches, outbox, readings


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMatch:
    """A match as it was found when the article was read."""

    rule_id: str
    rule_hash: str
    held: bool
    verdicts: tuple[Verdict, ...]
    incident_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message about one of the article's incidents, and what became of it."""

    rule_id: str
    channel: str
    kind: str  #: head, update, reply, digest
    reason: str  #: why it was to be said
    state: str
    detail: str
    at: datetime  #: of the last change
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One article of the archive, from its feed to its messages."""

    article: Article
    feed_url: str
    publisher: str
    state: str  #: new, cleaned, read, done
    outcome: str  #: "" while it is on its way
    why: str
    note: str  #: why it was postponed last
    attempts: int
    reading: Reading | None
    read_at: datetime | None
    read_again: bool  #: since it was filed: matches and messages rest on an earlier reading
    matches: tuple[KeptMatch, ...]
    messages: tuple[KeptMessage, ...]


class Dossiers:
    """The part of the store that tells the whole of one article."""

    db: Database

    def dossier(self, article_id: int) -> Dossier | None:
        """None when the archive has no such article (any more)."""
        with self.db.reading() as tx:
            row = tx.execute(WITH_FEED.where(articles.c.id == article_id)).mappings().first()
            return _dossier(tx, row) if row is not None else None

    def newest_read(self, limit: int) -> list[tuple[Article, Reading]]:
        """The newest articles that were read, newest first, for advice about rules."""
        newest = sa.select(readings.c.article_id).order_by(readings.c.article_id.desc()).limit(limit)
        with self.db.reading() as tx:
            ids = list(tx.execute(newest).scalars())
            found: list[tuple[Article, Reading]] = []
            for start in range(0, len(ids), CHUNK):
                some = ids[start : start + CHUNK]
                bodies = sa.select(readings.c.article_id, readings.c.body).where(readings.c.article_id.in_(some))
                read = {row.article_id: row.body for row in tx.execute(bodies)}
                rows = tx.execute(WITH_FEED.where(articles.c.id.in_(some))).mappings()
                found += [(article_of(row), read[row["id"]]) for row in rows]
            return sorted(found, key=lambda pair: -int(pair[0].id))


def _dossier(tx: Connection, row: RowMapping) -> Dossier:
    read = tx.execute(sa.select(readings).where(readings.c.article_id == row["id"])).mappings().first()
    found = tx.execute(sa.select(matches).where(matches.c.article_id == row["id"]).order_by(matches.c.id)).mappings()
    kept = tuple(
        KeptMatch(
            rule_id=m["rule_id"], rule_hash=m["rule_hash"], held=m["held"], verdicts=m["verdicts"], incident_id=m["incident_id"]
        )
        for m in found
    )
    incidents = {m.incident_id for m in kept if m.incident_id}
    said = tx.execute(sa.select(outbox).where(outbox.c.incident_id.in_(incidents)).order_by(outbox.c.seq)).mappings()
    return Dossier(
        article=article_of(row),
        feed_url=row["feed_url"],
        publisher=row["feed_publisher"],
        state=row["state"],
        outcome=row["outcome"] or "",
        why=row["why"] or "",
        note=row["note"] or "",
        attempts=row["attempts"],
        reading=read["body"] if read else None,
        read_at=read["read_at"] if read else None,
        read_again=read is not None and read["filed"] is not None,
        matches=kept,
        messages=tuple(
            KeptMessage(
                rule_id=m["rule_id"],
                channel=m["channel"],
                kind=m["kind"],
                reason=m["reason"],
                state=m["state"],
                detail=m["detail"] or "",
                at=m["changed_at"],
                incident_id=m["incident_id"],
            )
            for m in said
        ),
    )
