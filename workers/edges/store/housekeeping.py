"""What operators see of the store, and how it stays small."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from workers.edges.store.claims import GATHERED, OPEN
from workers.edges.store.engine import Database
from workers.edges.store.held import count_held
from workers.edges.store.incidents import move_board
from workers.edges.store.likenesses import KNOWN_FOR
from workers.edges.store.tables import (
    article_keys,
    articles,
    delivery_log,
    feeds,
    heartbeats,
    held_decisions,
    incident_reports,
    incidents,
    likenesses,
    matches,
    outbox,
    readings,
    rule_heads,
)
from workers.edges.store.troubles import room_left, troubles_of
from workers.ports import Health, LedgerRow, RulesInForce

FORGET_HEARTBEATS = timedelta(hours=1)

#: Roles without which the line stands still: the last beat of each is kept until there is another, so that it is missed for ever.
NEEDED = ("scheduler", "worker poll", "worker fetch", "worker read", "worker alert")

BATCH = 500  #: articles forgotten in one transaction: others want to write meanwhile


_LEDGER = sa.select(*(articles.c[f.name] for f in fields(LedgerRow)))


def _ledger_row(row: Row[Any]) -> LedgerRow:
    return LedgerRow(**{**row._mapping, "outcome": row.outcome or "", "why": row.why or ""})


class Housekeeping:
    """The part of the store that counts and sweeps."""

    db: Database

    def heartbeat(
        self, role: str, *, pid: int, host: str, now: datetime, detail: str = "", rules: RulesInForce | None = None
    ) -> None:
        with self.db.writing() as tx:
            insert = self.db.insert(heartbeats).values(role=role, host=host, pid=pid, at=now, detail=detail, rules=rules)
            fresh = {name: insert.excluded[name] for name in ("at", "detail", "rules")}
            tx.execute(insert.on_conflict_do_update(index_elements=["role", "host", "pid"], set_=fresh))
            old = heartbeats.c.at < now - FORGET_HEARTBEATS
            tx.execute(heartbeats.delete().where(old, sa.or_(heartbeats.c.role.not_in(NEEDED), heartbeats.c.role == role)))

    def intake(self) -> dict[str, int]:
        with self.db.reading() as tx:
            return _intake(tx)

    def ledger(self, limit: int = 1000) -> list[LedgerRow]:
        with self.db.reading() as tx:
            return [_ledger_row(row) for row in tx.execute(_LEDGER.order_by(articles.c.seen_at, articles.c.id).limit(limit))]

    def find_article(self, url: str) -> LedgerRow | None:
        keyed = sa.select(article_keys.c.article_id).where(article_keys.c.key == url)
        mine = _LEDGER.where(sa.or_(articles.c.url == url, articles.c.id.in_(keyed)))
        with self.db.reading() as tx:
            row = tx.execute(mine.order_by(articles.c.id.desc()).limit(1)).first()
        return None if row is None else _ledger_row(row)

    def health(self, now: datetime) -> Health:
        with self.db.reading() as tx:
            states = sa.select(outbox.c.state, sa.func.count().label("number")).group_by(outbox.c.state)
            unsent = sa.select(sa.func.min(outbox.c.not_before)).where(outbox.c.state.in_(OPEN))
            beats = [dict(row) for row in tx.execute(sa.select(heartbeats).order_by(heartbeats.c.role)).mappings()]
            listed = sa.select(feeds).where(feeds.c.listed).order_by(feeds.c.url)
            known = [dict(row) for row in tx.execute(listed).mappings()]
            return Health(
                feeds=[_feed_line(row) for row in known],
                articles=_intake(tx),
                alerts={row.state: row.number for row in tx.execute(states)},
                oldest_unsent=tx.execute(unsent).scalar(),
                heartbeats=[_beat_line(row, now) for row in beats],
                troubles=[*room_left(self.db), *troubles_of(tx, now)],
                held=count_held(tx),
            )

    def forget(self, before: datetime) -> dict[str, int]:
        counts: dict[str, int] = {}
        while self._forget_articles(before, counts):
            pass
        with self.db.writing() as tx:
            _forget_incidents(tx, before, counts)
            _forget_the_rest(tx, before, counts)
        return counts

    def _forget_articles(self, before: datetime, counts: dict[str, int]) -> bool:
        """One batch. True while there may be more."""
        old = sa.select(articles.c.id).where(articles.c.state == "done", articles.c.seen_at < before)
        with self.db.writing() as tx:
            ids = list(tx.execute(old.order_by(articles.c.seen_at).limit(BATCH)).scalars())
            if ids:
                _delete(tx, matches, matches.c.article_id.in_(ids), counts)
                _delete(tx, readings, readings.c.article_id.in_(ids), counts)
                _delete(tx, articles, articles.c.id.in_(ids), counts)
        return len(ids) == BATCH


def _intake(tx: Connection) -> dict[str, int]:
    counted = sa.select(articles.c.state, articles.c.outcome, sa.func.count().label("number"))
    rows = list(tx.execute(counted.group_by(articles.c.state, articles.c.outcome)))
    return dict(sorted((row.outcome or row.state, row.number) for row in rows))


def _delete(tx: Connection, table: sa.Table, where: sa.ColumnElement[bool], counts: dict[str, int]) -> None:
    counts[table.name] = counts.get(table.name, 0) + tx.execute(table.delete().where(where)).rowcount


def _forget_incidents(tx: Connection, before: datetime, counts: dict[str, int]) -> None:
    """Closed incidents with what was said of them, unless something is still to be said."""
    unsaid = sa.select(outbox.c.incident_id).where(outbox.c.state.in_((*OPEN, GATHERED.value)))
    closed = sa.select(incidents.c.id).where(incidents.c.last_seen_at < before, incidents.c.id.not_in(unsaid))
    _delete(tx, outbox, outbox.c.incident_id.in_(closed), counts)
    _delete(tx, incident_reports, incident_reports.c.incident_id.in_(closed), counts)
    _delete(tx, incidents, sa.and_(incidents.c.last_seen_at < before, incidents.c.id.not_in(unsaid)), counts)
    if counts["incidents"]:
        move_board(tx)


def _forget_the_rest(tx: Connection, before: datetime, counts: dict[str, int]) -> None:
    """Messages of no incident, the log of messages that are gone, rules that nothing names, and the keys of entries.

    A feed may show an entry for months after its article is forgotten: keys are kept twice as long, counted from the last
    poll that showed them (or from the newest of all, if no clock can be asked).
    """
    ended = sa.and_(outbox.c.state.not_in((*OPEN, GATHERED.value)), outbox.c.changed_at < before)
    _delete(tx, outbox, sa.and_(ended, outbox.c.incident_id.not_in(sa.select(incidents.c.id))), counts)
    gone = delivery_log.c.message_id.not_in(sa.select(outbox.c.id))
    _delete(tx, delivery_log, sa.and_(delivery_log.c.at < before, gone), counts)

    _delete(tx, held_decisions, held_decisions.c.at < before, counts)
    named = [sa.exists().where(t.c.rule_id == rule_heads.c.id, t.c.rule_hash == rule_heads.c.hash) for t in (matches, outbox)]
    _delete(tx, rule_heads, sa.and_(rule_heads.c.last_seen_at < before, sa.not_(sa.or_(*named))), counts)

    last = tx.execute(sa.select(sa.func.max(likenesses.c.seen_at))).scalar()
    if last is not None:
        _delete(tx, likenesses, likenesses.c.seen_at < last - KNOWN_FOR, counts)
    newest = tx.execute(sa.select(sa.func.max(article_keys.c.last_seen_at))).scalar()
    if newest is not None and newest > before:
        _delete(tx, article_keys, article_keys.c.last_seen_at < before - (newest - before), counts)


def _feed_line(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "url", "publisher", "next_due", "interval", "failures", "last_polled_at", "last_ok_at", "last_new_at")
    rest = ("last_error", "gone_since", "moved_to", "disabled", "gaps")
    return {name: _json(row[name]) for name in (*names, *rest)}


def _beat_line(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    age = round((now - row["at"]).total_seconds(), 1)
    rules: RulesInForce | None = row["rules"]
    told = asdict(rules) if rules is not None else None
    return {name: _json(row[name]) for name in ("role", "host", "pid", "at", "detail")} | {"age": age, "rules": told}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
