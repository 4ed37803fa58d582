"""Folds a channel's late heads into one message, in the transaction of whoever claims next: nobody is saying them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.alerting.catchup import AHEAD, BY, Head, as_item, catch_up, late_ones
from monitor.model.alert import DeliveryState
from monitor.model.routing import way_of
from monitor.model.rule import RuleHead
from workers.edges.store.engine import Database
from workers.edges.store.incidents import add_messages, incidents_of, message_of, move_board, rules_as_matched
from workers.edges.store.tables import delivery_log, outbox

_PENDING, _GATHERED = DeliveryState.PENDING.value, DeliveryState.GATHERED.value


def fold_late(db: Database, tx: Connection, now: datetime) -> None:
    """What is late in a channel becomes items of its catch-up. Cheap while nothing waits."""
    going_on = set(tx.execute(sa.select(outbox.c.channel).where(_free(), outbox.c.rule_id == BY)).scalars())
    for channel in tx.execute(sa.select(outbox.c.channel).where(_free(), _heads(now)).distinct()).scalars().all():
        if way_of(channel) is None:
            _fold(db, tx, channel, now, going_on=channel in going_on)


def _fold(db: Database, tx: Connection, channel: str, now: datetime, *, going_on: bool) -> None:
    rows = list(tx.execute(sa.select(outbox).where(_free(), _heads(now), outbox.c.channel == channel)).mappings())
    late = late_ones(list(_as_heads(tx, _alone(tx, rows, channel, now))), now, going_on=going_on)
    if not late:
        return
    for head in late:
        item = as_item(head.message, _next_revision(tx, head), now)
        words = {"id": item.id, "kind": "item", "revision": item.revision, "reason": item.reason.value, "state": _GATHERED}
        mine = outbox.c.id == head.message.id
        tx.execute(outbox.update().where(mine).values(**words, attempts=0, not_before=now, changed_at=now, detail=""))
        log: dict[str, Any] = {"at": now, "from_state": _PENDING, "detail": "late: told with others in one message"}
        line = [{**log, "message_id": i, "to_state": _GATHERED} for i in (head.message.id, item.id)]
        tx.execute(delivery_log.insert(), line)
    if going_on:  # what has just come waits its own two days
        mine = sa.and_(_free(), outbox.c.rule_id == BY, outbox.c.channel == channel)
        tx.execute(outbox.update().where(mine).values(first_try_at=None))
    else:
        add_messages(db, tx, [catch_up(channel, late, now)], now)
    move_board(tx)


def _free() -> sa.ColumnElement[bool]:
    return sa.and_(outbox.c.state == _PENDING, outbox.c.lease.is_(None))


def _heads(now: datetime) -> sa.ColumnElement[bool]:
    """Heads whose moment has come or is near. One that failed is put off a little each time: it counts from its first try."""
    return sa.and_(outbox.c.kind == "head", sa.func.coalesce(outbox.c.first_try_at, outbox.c.not_before) <= now + AHEAD)


def _alone(tx: Connection, rows: Sequence[RowMapping], channel: str, now: datetime) -> list[RowMapping]:
    """Those with nothing hanging from them, and that no mute and no quiet hour puts off."""
    kinds = ["update", "reply"]
    ids = [row["incident_id"] for row in rows]
    query = sa.select(outbox.c.incident_id, outbox.c.rule_id).where(outbox.c.channel == channel, outbox.c.kind.in_(kinds))
    followed = {(row.incident_id, row.rule_id) for row in tx.execute(query.where(outbox.c.incident_id.in_(ids)))}
    rows = [row for row in rows if row["first_try_at"] or row["not_before"] <= max(now, row["created_at"] + AHEAD)]
    return [row for row in rows if (row["incident_id"], row["rule_id"]) not in followed]


def _as_heads(tx: Connection, rows: Sequence[RowMapping]) -> list[Head]:
    known = incidents_of(tx, sorted({row["incident_id"] for row in rows}))
    rules = rules_as_matched(tx, (row["rule_id"] for row in rows))
    return [
        Head(
            message=message_of(row),
            since=_since(row, rules[row["rule_id"], row["rule_hash"]]),
            incident=known[row["incident_id"]],
            rule=rules[row["rule_id"], row["rule_hash"]],
        )
        for row in rows
        if row["incident_id"] in known and (row["rule_id"], row["rule_hash"]) in rules
    ]


def _since(row: RowMapping, rule: RuleHead) -> datetime:
    """When it was to be said. A try that fails puts it off, and one row's failure keeps the others of its channel waiting."""
    if row["first_try_at"] is None:
        return row["not_before"]  # type: ignore[no-any-return]
    return min(row["first_try_at"], row["created_at"] + timedelta(seconds=rule.alert.wait))  # type: ignore[no-any-return]


def _next_revision(tx: Connection, head: Head) -> int:
    one = head.message
    mine = sa.and_(outbox.c.incident_id == one.incident_id, outbox.c.rule_id == one.rule_id, outbox.c.channel == one.channel)
    last = tx.execute(sa.select(sa.func.max(outbox.c.revision)).where(mine, outbox.c.kind == "item")).scalar()
    return 0 if last is None else int(last) + 1
