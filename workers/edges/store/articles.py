"""Articles on their way: new -> cleaned -> read -> done, each step under a lease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feed import Feed
from monitor.model.rule import Match
from workers.edges.store.engine import Database, free, new_lease
from workers.edges.store.likenesses import Sighting, Sightings
from workers.edges.store.tables import articles, feeds, held_decisions, matches, rule_heads
from workers.edges.store.tables import readings as reading_rows
from workers.ports import ArticleState, Outcome, PageText, PendingIncident, PendingPage, StoredMatch

T = TypeVar("T")

#: Nothing is postponed further: what is, was written before the clock was set back.
LONGEST_WAIT = timedelta(days=2)
LONGEST_LEASE = timedelta(hours=1)

#: A reading as it is filed: matches and reports count the events of the reading that they were made from.
AS_FILED = sa.func.coalesce(reading_rows.c.filed, reading_rows.c.body).label("body")

_RELEASED: dict[str, Any] = {"lease": None, "lease_until": None, "note": None}


def article_of(row: RowMapping) -> Article:
    """An article from its row joined with its feed's. Without a text of its own it has the feed's."""
    text = row["text"]
    if text is None:
        text = row["entry"].content or row["entry"].summary
    return Article(
        id=str(row["id"]),
        title=row["title"],
        text=text,
        source=row["source"],
        url=row["url"],
        published_at=row["published_at"],
        seen_at=row["seen_at"],
        language=row["language"],
        feed_id=row["feed_id"],
        tags=row["feed_tags"],
        extraction=row["extraction"],
        news_age=row["news_age"],
        late=row["late"],
    )


#: Articles with what their feed adds, in the order of their ids.
WITH_FEED = (
    sa.select(
        articles,
        feeds.c.url.label("feed_url"),
        feeds.c.publisher.label("feed_publisher"),
        feeds.c.language.label("feed_language"),
        feeds.c.tags.label("feed_tags"),
    )
    .join_from(articles, feeds, articles.c.feed_id == feeds.c.id)
    .order_by(articles.c.id)
)


class ArticleRows:
    """The part of the store that knows articles."""

    db: Database

    def claim_articles(
        self, article_ids: Sequence[int], state: ArticleState, *, now: datetime, lease_for: float
    ) -> tuple[str, list[int]]:
        lease = new_lease()
        with self.db.writing() as tx:
            mine = (
                sa.select(articles.c.id)
                .where(articles.c.id.in_(list(article_ids)), articles.c.state == state, _workable(now))
                .order_by(articles.c.id)
                .with_for_update(skip_locked=True)
            )
            ids = set(tx.execute(mine).scalars())
            if ids:
                until = now + timedelta(seconds=lease_for)
                values = {"lease": lease, "lease_until": until, "attempts": articles.c.attempts + 1}
                tx.execute(articles.update().where(articles.c.id.in_(ids)).values(**values))
        return lease, [article_id for article_id in dict.fromkeys(article_ids) if article_id in ids]

    def pending_pages(self, lease: str, ids: Sequence[int]) -> list[PendingPage]:
        with self.db.reading() as tx:
            rows = tx.execute(WITH_FEED.where(articles.c.id.in_(list(ids)), articles.c.lease == lease)).mappings()
            return _in_order(ids, {row["id"]: _pending_page(row) for row in rows})

    def articles(self, ids: Sequence[int]) -> list[Article]:
        with self.db.reading() as tx:
            rows = tx.execute(WITH_FEED.where(articles.c.id.in_(list(ids)))).mappings()
            return _in_order(ids, {row["id"]: article_of(row) for row in rows})

    def pending_incidents(self, ids: Sequence[int]) -> list[PendingIncident]:
        with self.db.reading() as tx:
            wanted = list(ids)
            bodies = sa.select(reading_rows.c.article_id, AS_FILED).where(reading_rows.c.article_id.in_(wanted))
            read: dict[int, Reading] = {row.article_id: row.body for row in tx.execute(bodies)}
            read = _with_places(tx, read)
            found = matches_of(tx, wanted)
            rows = tx.execute(WITH_FEED.where(articles.c.id.in_(wanted), articles.c.state == "read")).mappings()
            return _in_order(
                ids,
                {
                    row["id"]: PendingIncident(
                        article=article_of(row),
                        reading=read[row["id"]],
                        matches=tuple(match for _, match in found.get(row["id"], ())),
                        story=row["fingerprint"] or "",
                        quiet=row["quiet"],
                    )
                    for row in rows
                },
            )

    def attempts(self, ids: Sequence[int]) -> dict[int, int]:
        with self.db.reading() as tx:
            rows = tx.execute(sa.select(articles.c.id, articles.c.attempts).where(articles.c.id.in_(list(ids))))
            return {row.id: row.attempts for row in rows}

    def finish_pages(self, lease: str, pages: Mapping[int, PageText], *, now: datetime) -> list[int]:
        with self.db.writing() as tx:
            held = _held(tx, lease, list(pages), "new")
            if not held:
                return []
            before = self._seen_before(tx, held, pages)
            tx.execute(
                articles.update().where(articles.c.id == sa.bindparam("row")),
                [{"row": key, **_cleaned(row, pages[key], before.get(key), now)} for key, row in held.items()],
            )
            again = {key: _again(one) for key, one in before.items() if one.feed_id == held[key]["feed_id"]}
            finish(tx, again, now)
            return [article_id for article_id in pages if article_id in held and article_id not in again]

    def _seen_before(self, tx: Connection, held: Mapping[int, RowMapping], pages: Mapping[int, PageText]) -> dict[int, Sighting]:
        """Of each article that its publisher has shown before, the first that was the same; the others are remembered.

        The feeds' rows are locked: two workers with two copies of one article take turns.
        """
        if not any(pages[key].likenesses for key in held):
            return {}
        theirs = sorted({row["feed_id"] for row in held.values()})
        tx.execute(sa.select(feeds.c.id).where(feeds.c.id.in_(theirs)).order_by(feeds.c.id).with_for_update()).all()
        seen = Sightings(self.db, tx, (likeness.mark for key in held for likeness in pages[key].likenesses))
        before: dict[int, Sighting] = {}
        for key, row in sorted(held.items()):
            mine = [
                Sighting(article_id=key, feed_id=row["feed_id"], seen_at=row["seen_at"], likeness=likeness)
                for likeness in pages[key].likenesses
            ]
            if mine and (first := seen.before(mine[0], pages[key].likenesses)):
                before[key] = first
            else:
                for one in mine:
                    seen.add(one)
        seen.write()
        return before

    def finish_readings(
        self,
        lease: str,
        readings: Mapping[int, tuple[Reading, Sequence[Match]]],
        outcomes: Mapping[int, Outcome],
        *,
        now: datetime,
    ) -> list[int]:
        with self.db.writing() as tx:
            held = _held(tx, lease, [*readings, *outcomes], "cleaned")
            mine = {article_id: result for article_id, result in readings.items() if article_id in held}
            self._keep_readings(tx, mine, now)
            finish(tx, {article_id: outcome for article_id, outcome in outcomes.items() if article_id in held}, now)
            going_on = [article_id for article_id in mine if article_id not in outcomes]
            if going_on:
                values = {**_RELEASED, "state": "read", "attempts": 0, "not_before": None, "handed_on_at": now}
                tx.execute(articles.update().where(articles.c.id.in_(going_on)).values(**values))
            return going_on

    def _keep_readings(self, tx: Connection, results: Mapping[int, tuple[Reading, Sequence[Match]]], now: datetime) -> None:
        """Readings and matches, instead of any older ones of the same articles."""
        if not results:
            return
        insert = self.db.insert(reading_rows)
        fresh = {name: insert.excluded[name] for name in ("reader", "language", "read_at", "body", "filed")}
        tx.execute(
            insert.on_conflict_do_update(index_elements=["article_id"], set_=fresh),
            [
                {"article_id": key, "reader": r.reader, "language": r.language, "read_at": now, "body": r, "filed": None}
                for key, (r, _) in results.items()
            ],
        )
        tx.execute(matches.delete().where(matches.c.article_id.in_(list(results))))
        found = [(article_id, match) for article_id, (_, some) in results.items() for match in some]
        if not found:
            return
        heads = {(m.rule.id, m.rule.hash): m.rule for _, m in found}
        keep = self.db.insert(rule_heads)
        tx.execute(
            keep.on_conflict_do_update(
                index_elements=["id", "hash"],
                set_={"head": keep.excluded.head, "last_seen_at": keep.excluded.last_seen_at},
            ),
            [{"id": i, "hash": h, "head": heads[i, h], "last_seen_at": now} for i, h in sorted(heads)],
        )
        tx.execute(
            matches.insert(),
            [
                {
                    "article_id": article_id,
                    "rule_id": m.rule.id,
                    "rule_hash": m.rule.hash,
                    "event": m.event,
                    "held": m.held,
                    "verdicts": m.verdicts,
                }
                for article_id, m in found
            ],
        )

    def postpone(self, lease: str, ids: Sequence[int], *, until: datetime, reason: str) -> None:
        values = {**_RELEASED, "note": reason, "not_before": until, "handed_on_at": None}
        with self.db.writing() as tx:
            held = sa.and_(articles.c.id.in_(list(ids)), articles.c.lease == lease, articles.c.state != "done")
            tx.execute(articles.update().where(held).values(**values))

    def hand_back(self, lease: str, ids: Sequence[int]) -> None:
        values = {**_RELEASED, "attempts": articles.c.attempts - 1, "handed_on_at": None}
        with self.db.writing() as tx:
            held = sa.and_(articles.c.id.in_(list(ids)), articles.c.lease == lease, articles.c.state != "done")
            tx.execute(articles.update().where(held).values(**values))

    def set_aside(self, lease: str, article_id: int, outcome: Outcome, *, trace: str, now: datetime) -> None:
        values = {**_RELEASED, "state": "done", "outcome": outcome.name, "why": outcome.why, "trace": trace, "done_at": now}
        with self.db.writing() as tx:
            held = sa.and_(articles.c.id == article_id, articles.c.lease == lease, articles.c.state != "done")
            tx.execute(articles.update().where(held).values(**values))

    def stale_articles(self, now: datetime, *, limit: int, handed_on_for: float) -> dict[ArticleState, list[int]]:
        lately = sa.and_(articles.c.handed_on_at > now - timedelta(seconds=handed_on_for), articles.c.handed_on_at <= now)
        stale: dict[ArticleState, list[int]] = {}
        states: tuple[ArticleState, ...] = ("new", "cleaned", "read")
        with self.db.writing() as tx:
            for state in states:
                lying = (
                    sa.select(articles.c.id)
                    .where(articles.c.state == state, _workable(now))
                    .where(sa.or_(articles.c.handed_on_at.is_(None), sa.not_(lately)))
                    .order_by(articles.c.id)
                    .limit(limit)
                    .with_for_update(skip_locked=True)
                )
                stale[state] = list(tx.execute(lying).scalars())
            if ids := [article_id for some in stale.values() for article_id in some]:
                tx.execute(articles.update().where(articles.c.id.in_(ids)).values(handed_on_at=now))
        return stale

    def story_of(self, fingerprint: str, *, since: datetime) -> list[int]:
        with self.db.reading() as tx:
            same = sa.select(articles.c.id).where(articles.c.fingerprint == fingerprint, articles.c.seen_at >= since)
            return list(tx.execute(same.order_by(articles.c.seen_at, articles.c.id)).scalars())


def finish(tx: Connection, outcomes: Mapping[int, Outcome], now: datetime) -> None:
    """Articles whose lease was checked come to their one named end."""
    if outcomes:
        tx.execute(
            articles.update()
            .where(articles.c.id == sa.bindparam("row"))
            .values(**_RELEASED, state="done", outcome=sa.bindparam("name"), why=sa.bindparam("words"), done_at=now),
            [{"row": article_id, "name": o.name, "words": o.why} for article_id, o in sorted(outcomes.items())],
        )


def _held(tx: Connection, lease: str, ids: Sequence[int], state: ArticleState) -> dict[int, RowMapping]:
    """Those rows whose lease is still this one, locked until the end of the transaction."""
    columns = (articles.c.id, articles.c.title, articles.c.state, articles.c.feed_id, articles.c.seen_at, articles.c.late)
    mine = sa.select(*columns).where(articles.c.id.in_(list(ids)), articles.c.lease == lease, articles.c.state == state)
    return {row["id"]: row for row in tx.execute(mine.order_by(articles.c.id).with_for_update()).mappings()}


def _workable(now: datetime) -> sa.ColumnElement[bool]:
    wait = articles.c.not_before
    due = sa.or_(wait.is_(None), wait <= now, wait > now + LONGEST_WAIT)
    return sa.and_(due, free(articles, now, now + LONGEST_LEASE))


def _again(first: Sighting) -> Outcome:
    return Outcome(name="archived", why=f"the same article as {first.article_id}, first seen {first.seen_at:%Y-%m-%d %H:%M} UTC")


def _cleaned(row: RowMapping, page: PageText, before: Sighting | None, now: datetime) -> dict[str, Any]:
    """`before`: the same article, as its publisher showed it first, perhaps in another feed: it is no younger than
    that, and was seen in time."""
    known = [moment for moment in (page.published_at, before.seen_at if before else None) if moment is not None]
    return {
        **_RELEASED,
        "state": "cleaned",
        "attempts": 0,
        "not_before": None,
        "handed_on_at": now,
        "title": page.title or row["title"],
        "text": page.text,
        "language": page.language,
        "published_at": min(known, default=None),
        "late": row["late"] and not before,  # in every row: many are written with the columns of the first
        "extraction": page.extraction,
        "fingerprint": page.fingerprint,
    }


def _pending_page(row: RowMapping) -> PendingPage:
    feed = Feed(
        id=row["feed_id"],
        url=row["feed_url"],
        publisher=row["feed_publisher"],
        language=row["feed_language"],
        tags=row["feed_tags"],
        news_age=row["news_age"],
    )
    return PendingPage(
        id=row["id"], url=row["url"], feed=feed, entry=row["entry"], seen_at=row["seen_at"], attempts=row["attempts"]
    )


def _with_places(tx: Connection, read: dict[int, Reading]) -> dict[int, Reading]:
    """The readings with the places that people said when they released a match."""
    said = sa.select(held_decisions.c.article_id, held_decisions.c.event, held_decisions.c.place)
    query = said.where(held_decisions.c.article_id.in_(list(read)), held_decisions.c.decision == "released")
    for row in tx.execute(query.order_by(held_decisions.c.at)):
        if row.place is not None:
            events = list(read[row.article_id].events)
            events[row.event] = replace(events[row.event], where=row.place)
            read[row.article_id] = replace(read[row.article_id], events=tuple(events))
    return read


def matches_of(tx: Connection, ids: Sequence[int]) -> dict[int, list[tuple[int, StoredMatch]]]:
    """Article id -> its matches with their row numbers."""
    same = sa.and_(matches.c.rule_id == rule_heads.c.id, matches.c.rule_hash == rule_heads.c.hash)
    query = sa.select(matches, rule_heads.c.head).join_from(matches, rule_heads, same)
    found: dict[int, list[tuple[int, StoredMatch]]] = {}
    for row in tx.execute(query.where(matches.c.article_id.in_(ids)).order_by(matches.c.id)):
        spans = sorted({span for verdict in row.verdicts for span in verdict.evidence})
        evidence = tuple((span.start, span.end, span.part) for span in spans)
        why = tuple(verdict.detail for verdict in row.verdicts if verdict.held)
        match = StoredMatch(rule=row.head, event=row.event, evidence=evidence, held=row.held, why=why)
        found.setdefault(row.article_id, []).append((row.id, match))
    return found


def _in_order(ids: Sequence[int], rows: Mapping[int, T]) -> list[T]:
    return [rows[article_id] for article_id in dict.fromkeys(ids) if article_id in rows]
