"""Feeds: which are due, who polls them, and T1, where entries and validators are stored together."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.model.feed import Feed, FeedEntry, FeedMemory, teller
from monitor.model.likeness import Likeness
from workers.edges.store.codec import clean
from workers.edges.store.engine import CHUNK, Database, free, new_lease
from workers.edges.store.likenesses import Sighting, Sightings
from workers.edges.store.tables import article_keys, articles, feeds
from workers.ports import Outcome

#: A longer key is stored as its hash: an index takes no keys of kilobytes, and a stranger chooses them.
LONGEST_KEY = 200

#: Keys are marked as seen once a day: enough for retention, and most polls write nothing.
MARK_EVERY = timedelta(days=1)

#: A feed polled that far in the future was polled before the clock was set back: it is due.
CLOCK_SLACK = timedelta(minutes=5)

_FEED = tuple(f.name for f in fields(Feed))
_MEMORY = tuple(f.name for f in fields(FeedMemory) if f.name not in ("feed_id", "url"))


def stored_key(key: str) -> str:
    """The key as its column holds it."""
    if len(key) <= LONGEST_KEY:
        return clean(key)
    return "blake2b:" + hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def feed_of(row: RowMapping) -> Feed:
    """A feed from its row."""
    return Feed(**{name: row[name] for name in _FEED})


def memory_of(row: RowMapping) -> FeedMemory:
    return FeedMemory(feed_id=row["id"], url=row["ask_url"], **{name: row[name] for name in _MEMORY})


class FeedRows:
    """The part of the store that knows feeds."""

    db: Database

    def sync_feeds(self, listed: Sequence[Feed], now: datetime) -> None:
        with self.db.writing() as tx:
            known = {row["id"]: row for row in tx.execute(sa.select(feeds)).mappings()}
            wanted = {feed.id: feed for feed in listed}
            gone = [feed_id for feed_id, row in known.items() if row["listed"] and feed_id not in wanted]
            if gone:
                tx.execute(feeds.update().where(feeds.c.id.in_(gone)).values(listed=False))
            fresh = [_new_row(feed, now) for feed in wanted.values() if feed.id not in known]
            if fresh:
                tx.execute(self.db.insert(feeds).on_conflict_do_nothing(), fresh)  # another process may do the same just now
            for feed in wanted.values():
                if feed.id in known and (values := _changes(feed, known[feed.id], now)):
                    tx.execute(feeds.update().where(feeds.c.id == feed.id).values(**values))

    def due_feeds(self, now: datetime, *, limit: int, handed_on_for: float) -> list[str]:
        lately = sa.and_(feeds.c.handed_on_at > now - timedelta(seconds=handed_on_for), feeds.c.handed_on_at <= now)
        with self.db.writing() as tx:
            due = (
                sa.select(feeds.c.id)
                .where(_due(now), sa.or_(feeds.c.handed_on_at.is_(None), sa.not_(lately)))
                .order_by(feeds.c.next_due, feeds.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            ids = list(tx.execute(due).scalars())
            if ids:
                tx.execute(feeds.update().where(feeds.c.id.in_(ids)).values(handed_on_at=now))
            return ids

    def claim_feeds(
        self, feed_ids: Sequence[str], *, now: datetime, lease_for: float
    ) -> tuple[str, list[tuple[Feed, FeedMemory]]]:
        lease = new_lease()
        with self.db.writing() as tx:
            mine = sa.select(feeds).where(feeds.c.id.in_(list(feed_ids)), _due(now)).order_by(feeds.c.id)
            rows = {row["id"]: row for row in tx.execute(mine.with_for_update(skip_locked=True)).mappings()}
            if rows:
                until = now + timedelta(seconds=lease_for)
                tx.execute(feeds.update().where(feeds.c.id.in_(list(rows))).values(lease=lease, lease_until=until))
        order = [feed_id for feed_id in dict.fromkeys(feed_ids) if feed_id in rows]
        return lease, [(feed_of(rows[feed_id]), memory_of(rows[feed_id])) for feed_id in order]

    def known_keys(self, feed_id: str, keys: Iterable[str]) -> set[str]:
        original: dict[str, list[str]] = {}
        for key in keys:
            original.setdefault(stored_key(key), []).append(key)
        with self.db.reading() as tx:
            return {key for stored in _articles_of_keys(tx, feed_id, list(original)) for key in original[stored]}

    def known_count(self, feed_id: str) -> int:
        with self.db.reading() as tx:
            count = sa.select(sa.func.count(sa.distinct(article_keys.c.article_id))).where(article_keys.c.feed_id == feed_id)
            return int(tx.execute(count).scalar_one())

    def finish_poll(
        self,
        lease: str,
        memory: FeedMemory,
        entries: Sequence[FeedEntry],
        *,
        now: datetime,
        archived: Mapping[str, Outcome],
        quiet: bool,
        late: Collection[str] = (),
        news_age: float | None = None,
        likenesses: Mapping[str, Sequence[Likeness]] = MappingProxyType({}),
    ) -> list[int]:
        with self.db.writing() as tx:
            held = sa.and_(feeds.c.id == memory.feed_id, feeds.c.lease == lease)
            feed = tx.execute(sa.select(feeds).where(held).with_for_update()).mappings().first()
            if feed is None:
                return []
            values = {name: getattr(memory, name) for name in _MEMORY}
            values |= {"ask_url": memory.url, "lease": None, "lease_until": None, "handed_on_at": None}
            tx.execute(feeds.update().where(held).values(**values))
            seen = {"seen_at": now, "quiet": quiet, "news_age": news_age}
            return self._add_entries(tx, feed_of(feed), entries, seen, archived=archived, late=late, likenesses=likenesses)

    def _add_entries(
        self,
        tx: Connection,
        feed: Feed,
        entries: Sequence[FeedEntry],
        seen: Mapping[str, Any],
        *,
        archived: Mapping[str, Outcome],
        late: Collection[str],
        likenesses: Mapping[str, Sequence[Likeness]],
    ) -> list[int]:
        """New entries become articles, known ones keep their keys alive. Ids that go on, in the entries' order."""
        now = seen["seen_at"]
        names = [list(dict.fromkeys(stored_key(key) for key in (entry.key, *entry.aliases))) for entry in entries]
        owner: dict[str, int | str] = dict(_articles_of_keys(tx, feed.id, [key for keys in names for key in keys]))
        _mark_seen(tx, feed.id, list(owner), now)

        rows: dict[str, dict[str, Any]] = {}  # key -> row; its key stands for the id that it has not got yet
        added: dict[str, int | str] = {}
        for entry, keys in zip(entries, names, strict=True):
            found = next((owner[key] for key in map(stored_key, entry.known_by) if key in owner), None)
            if found is None:
                found = keys[0]
                more = {**seen, "late": entry.key in late}
                rows[found] = _article_row(feed, entry, found, more, outcome=archived.get(entry.key))
            for key in keys:
                if key not in owner:
                    owner[key] = added[key] = found

        if not rows and not added:
            return []
        ids: dict[str, int] = {}
        if rows:
            insert = self.db.insert(articles).on_conflict_do_nothing().returning(articles.c.id, articles.c.key)
            ids = {row.key: row.id for row in tx.execute(insert, list(rows.values()))}
            self._remember(
                tx, feed, [(ids[key], likenesses.get(row["entry"].key, ())) for key, row in rows.items() if key in ids], now
            )
        new_keys = [
            {"feed_id": feed.id, "key": key, "article_id": who if isinstance(who, int) else ids[who], "last_seen_at": now}
            for key, who in added.items()
            if isinstance(who, int) or who in ids
        ]
        if new_keys:
            tx.execute(self.db.insert(article_keys).on_conflict_do_nothing(), new_keys)
        return [ids[key] for key, row in rows.items() if key in ids and row["state"] == "new"]

    def _remember(self, tx: Connection, feed: Feed, found: Sequence[tuple[int, Sequence[Likeness]]], now: datetime) -> None:
        """Keep by what the new articles are known again."""
        seen = Sightings(self.db, tx, (likeness.mark for _, words in found for likeness in words))
        for article_id, words in found:
            for likeness in words:
                seen.add(Sighting(article_id=article_id, feed_id=feed.id, seen_at=now, likeness=likeness))
        seen.write()


def _due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        feeds.c.listed,
        sa.not_(feeds.c.disabled),
        sa.or_(feeds.c.next_due <= now, feeds.c.last_polled_at > now + CLOCK_SLACK),
        free(feeds, now, now + timedelta(hours=1)),
    )


def _new_row(feed: Feed, now: datetime) -> dict[str, Any]:
    memory = FeedMemory(feed_id=feed.id, url=feed.url, next_due=now, interval=0.0)
    row = {name: getattr(memory, name) for name in _MEMORY} | {"ask_url": memory.url, "listed": True}
    return row | {name: getattr(feed, name) for name in _FEED}


def _changes(feed: Feed, row: RowMapping, now: datetime) -> dict[str, Any]:
    """What the user wrote anew; a feed that comes back to the file is enabled and due, with its memory."""
    values: dict[str, Any] = {}
    if feed_of(row) != feed:
        values = {name: getattr(feed, name) for name in _FEED if name != "id"}
    if not row["listed"]:
        values |= {"listed": True, "disabled": False, "next_due": now}
    return values


def _articles_of_keys(tx: Connection, feed_id: str, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), CHUNK):
        some = sa.select(article_keys.c.key, article_keys.c.article_id).where(
            article_keys.c.feed_id == feed_id, article_keys.c.key.in_(keys[start : start + CHUNK])
        )
        found.update((row.key, row.article_id) for row in tx.execute(some))
    return found


def _mark_seen(tx: Connection, feed_id: str, keys: Sequence[str], now: datetime) -> None:
    for start in range(0, len(keys), CHUNK):
        tx.execute(
            article_keys.update()
            .where(
                article_keys.c.feed_id == feed_id,
                article_keys.c.key.in_(keys[start : start + CHUNK]),
                article_keys.c.last_seen_at < now - MARK_EVERY,
            )
            .values(last_seen_at=now)
        )


def _article_row(feed: Feed, entry: FeedEntry, key: str, seen: Mapping[str, Any], *, outcome: Outcome | None) -> dict[str, Any]:
    now = seen["seen_at"]
    return {
        **seen,
        "feed_id": feed.id,
        "key": key,
        "url": entry.url,
        "entry": entry,
        "title": entry.title,
        "source": teller(feed.publisher, entry.url, feed.url),
        "language": entry.language or feed.language,
        "published_at": entry.published_at,
        "extraction": "",
        "state": "done" if outcome else "new",
        "attempts": 0,
        "handed_on_at": now,  # the poll hands them on itself; were that lost, the sweeper does
        "outcome": outcome.name if outcome else None,
        "why": outcome.why if outcome else None,
        "done_at": now if outcome else None,
    }
