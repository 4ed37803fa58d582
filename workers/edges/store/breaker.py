"""How often each rule tells of a new incident, and the mute of one that does so far too often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.alerting.breaker import ENOUGH, HISTORY, WINDOW, Rate
from monitor.model.alert import Message, Reason, SlackMessage
from monitor.model.people import Mute
from monitor.model.routing import way_of
from workers.edges.store.engine import Database
from workers.edges.store.incidents import add_messages, incidents_of, rule_as_last_matched
from workers.edges.store.people import keep_mute
from workers.edges.store.tables import outbox

#: Rows of the outbox that are looked at, the newest: more than are made in an hour.
_NEWEST = 5000
_SHOWN = 200  #: incidents of which the words are counted


class BreakerRows:
    """The part of the store that counts what rules tell."""

    db: Database

    def rates(self, now: datetime) -> list[Rate]:
        with self.db.reading() as tx:
            return [rate for rule_id, told in _busy(tx, now).items() if (rate := _rate(tx, rule_id, told, now)) is not None]

    def trip(self, wanted: Mute, say: Callable[[Mute], Mapping[Message, SlackMessage]], *, now: datetime) -> Mute:
        with self.db.writing() as tx:
            mute = keep_mute(self.db, tx, wanted, via="circuit breaker", now=now)
            letters = say(mute)
            add_messages(self.db, tx, list(letters), now, {message.id: letter for message, letter in letters.items()})
        return mute


def _told() -> sa.ColumnElement[bool]:
    """Of a new incident: a message of its own, or one that a mute held back. Summaries that a rule asks for disturb nobody."""
    return sa.or_(outbox.c.kind == "head", sa.and_(outbox.c.kind == "item", outbox.c.reason == Reason.MUTED.value))


def _busy(tx: Connection, now: datetime) -> dict[str, dict[str, str]]:
    """Rule -> incident -> channel, of the rules that told of many in the last hour."""
    newest = sa.select(outbox.c.seq).order_by(outbox.c.seq.desc()).limit(_NEWEST).subquery()
    fresh = sa.select(outbox.c.rule_id, outbox.c.incident_id, outbox.c.channel).where(
        outbox.c.seq.in_(sa.select(newest.c.seq)), outbox.c.created_at > now - WINDOW, _told()
    )
    found: dict[str, dict[str, str]] = {}
    for row in tx.execute(fresh.order_by(outbox.c.seq)):
        if way_of(row.channel) is None:
            found.setdefault(row.rule_id, {})[row.incident_id] = row.channel
    return {rule_id: told for rule_id, told in found.items() if len(told) >= ENOUGH}


def _rate(tx: Connection, rule_id: str, told: Mapping[str, str], now: datetime) -> Rate | None:
    rule = rule_as_last_matched(tx, rule_id)
    if rule is None:
        return None
    mine = sa.and_(outbox.c.rule_id == rule_id, _told(), outbox.c.created_at <= now - WINDOW)
    within = sa.and_(mine, outbox.c.created_at > now - HISTORY)
    past = tx.execute(sa.select(sa.func.count(outbox.c.incident_id.distinct()), sa.func.min(outbox.c.created_at)).where(within))
    before, first = past.one()
    hours = (now - WINDOW - first).total_seconds() / 3600 if first is not None else 0.0
    channels = tuple(sorted(set(told.values())))
    return Rate(
        rule=rule,
        channels=channels,
        now=len(told),
        before=before,
        hours=hours,
        incidents=tuple(incidents_of(tx, list(told)[-_SHOWN:]).values()),
    )
