"""The outbox: every message goes along the arrows of the delivery state machine, and each arrow is written to the log.

pending -> sending -> sent | dead | pending (certainly not said) | uncertain (perhaps said)
uncertain -> sent (found in the channel) | pending (looked for and absent) | uncertain (looked, not known yet)
pending -> suppressed (nothing to say any more, muted) | dead (its head was never said)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.model.alert import DeliveryState, Incident, SlackMessage, Told
from monitor.model.rule import RuleHead
from workers.edges.store.engine import Database, free, new_lease
from workers.edges.store.incidents import message_of, move_board, reports_of
from workers.edges.store.tables import channels, delivery_log, incidents, outbox, rule_heads
from workers.ports import Delivery, Receipt, Step

PENDING, SENDING, UNCERTAIN = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN
SENT, DEAD, SUPPRESSED = DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SUPPRESSED

#: The arrows. A state to itself is no arrow but a wait: another try later, another look later.
ARROWS: Final[Mapping[DeliveryState, frozenset[DeliveryState]]] = {
    PENDING: frozenset({PENDING, SENDING, SUPPRESSED, DEAD}),
    SENDING: frozenset({SENT, PENDING, UNCERTAIN, DEAD}),
    UNCERTAIN: frozenset({SENT, PENDING, UNCERTAIN}),
    SENT: frozenset(),
    DEAD: frozenset(),
    SUPPRESSED: frozenset(),
}
OPEN = (PENDING.value, SENDING.value, UNCERTAIN.value)

SPACING = timedelta(seconds=1)  #: between two messages to one channel (Slack's limit)
LONGEST_WAIT = timedelta(days=8)  #: nothing is put off further; what is, was written before the clock was set back
LONGEST_LEASE = timedelta(hours=1)

_CLAIM_LOCK = 7_305_962  #: any number: who claims looks at the whole queue, one after the other


class IllegalArrow(Exception):
    """A bug in the caller: the delivery state machine knows no such arrow."""


class OutboxRows:
    """The part of the store that knows what is to be said."""

    db: Database

    def messages_due(self, now: datetime) -> int:
        states = (
            sa.and_(outbox.c.state == PENDING.value, _due(now), free(outbox, now, now + LONGEST_LEASE)),
            sa.and_(outbox.c.state == UNCERTAIN.value, free(outbox, now, now + LONGEST_LEASE)),
            sa.and_(outbox.c.state == SENDING.value, outbox.c.lease_until <= now),
        )
        paused = sa.select(channels.c.name).where(channels.c.paused_until.between(now, now + LONGEST_WAIT))
        workable = sa.and_(sa.or_(*states), outbox.c.channel.not_in(paused))
        with self.db.reading() as tx:
            return int(tx.execute(sa.select(sa.func.count()).select_from(outbox).where(workable)).scalar_one())

    def claim_messages(self, *, now: datetime, lease_for: float, settle: float, limit: int) -> list[Delivery]:
        lease = new_lease()
        with self.db.writing() as tx:
            self.db.alone(tx, _CLAIM_LOCK)
            _give_up_expired(tx, now)
            _suppress_followers_of_the_dead(tx, now)
            chosen = _choose(tx, now=now, settle=timedelta(seconds=settle), limit=limit)
            if not chosen:
                return []
            taken = (
                outbox.update()
                .where(outbox.c.seq.in_(chosen), outbox.c.state.in_([PENDING.value, UNCERTAIN.value]))
                .values(lease=lease, lease_until=now + timedelta(seconds=lease_for))
                .returning(outbox)
            )
            rows = sorted(tx.execute(taken).mappings(), key=lambda row: chosen.index(row["seq"]))
            speaking = sorted({row["channel"] for row in rows if row["state"] == PENDING.value})
            if speaking:
                self._reserve(tx, speaking, now)
                move_board(tx)  # what was waiting until now will be said with the facts of this moment
            return _deliveries(tx, rows, lease)

    def _reserve(self, tx: Connection, names: Sequence[str], now: datetime) -> None:
        """Each channel's next second is taken by what was claimed."""
        insert = self.db.insert(channels)
        keep = insert.on_conflict_do_update(index_elements=["name"], set_={"next_send_at": insert.excluded.next_send_at})
        tx.execute(keep, [{"name": name, "next_send_at": now + SPACING} for name in names])

    def start_sending(self, delivery: Delivery, payload: SlackMessage, *, now: datetime, facts: Told | None = None) -> bool:
        values: dict[str, Any] = {
            "payload": payload,
            "attempts": outbox.c.attempts + 1,
            "first_try_at": sa.func.coalesce(outbox.c.first_try_at, sa.bindparam("now", now, outbox.c.first_try_at.type)),
            "last_try_at": now,
        }
        if facts is not None:
            values["facts"] = facts
        with self.db.writing() as tx:
            started = _go(tx, delivery, SENDING, "a try begins", values, now)
            if started:
                move_board(tx)
            return started

    def finish_message(self, delivery: Delivery, step: Step, *, now: datetime) -> bool:
        values: dict[str, Any] = {"lease": None, "lease_until": None, "detail": step.detail}
        if step.receipt is not None:
            values |= {"channel_id": step.receipt.channel_id, "ts": step.receipt.ts}
        if step.not_before is not None:
            values["not_before"] = step.not_before
        if step.to == UNCERTAIN:
            values["last_look_at"] = now
        if step.absent_checks is not None:
            values["absent_checks"] = step.absent_checks
        elif step.to == PENDING:
            values["absent_checks"] = 0
        with self.db.writing() as tx:
            if not _go(tx, delivery, step.to, step.detail, values, now):
                return False
            if step.receipt is not None:
                insert = self.db.insert(channels).values(name=delivery.message.channel, channel_id=step.receipt.channel_id)
                named = {"channel_id": insert.excluded.channel_id}
                tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=named))
            return True

    def pause_channel(self, channel: str, until: datetime) -> None:
        with self.db.writing() as tx:
            insert = self.db.insert(channels).values(name=channel, paused_until=until)
            tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"paused_until": insert.excluded.paused_until}))


def _due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(outbox.c.not_before <= now, outbox.c.not_before > now + LONGEST_WAIT)


def _go(tx: Connection, delivery: Delivery, to: DeliveryState, detail: str, values: Mapping[str, Any], now: datetime) -> bool:
    """One arrow under the lease. False when the lease is another's by now."""
    mine = sa.and_(outbox.c.id == delivery.message.id, outbox.c.lease == delivery.lease)
    state = tx.execute(sa.select(outbox.c.state).where(mine).with_for_update()).scalar()
    if state is None:
        return False
    if to not in ARROWS[DeliveryState(state)]:
        raise IllegalArrow(f"message {delivery.message.id}: {state} -> {to.value}")
    tx.execute(outbox.update().where(mine).values(**values, state=to.value, changed_at=now))
    _log(tx, [(delivery.message.id, state)], to, detail, now)
    return True


def _log(tx: Connection, rows: Iterable[tuple[str, str]], to: DeliveryState, detail: str, now: datetime) -> None:
    lines = [{"message_id": i, "at": now, "from_state": s, "to_state": to.value, "detail": detail} for i, s in rows]
    if lines:
        tx.execute(delivery_log.insert(), lines)


def _give_up_expired(tx: Connection, now: datetime) -> None:
    """Who sends and does not come back may have sent: nobody knows."""
    over = sa.or_(outbox.c.lease_until <= now, outbox.c.lease_until > now + LONGEST_LEASE)
    lost = (
        outbox.update()
        .where(outbox.c.state == SENDING.value, over)
        .values(state=UNCERTAIN.value, lease=None, lease_until=None, changed_at=now, detail="its sender died")
        .returning(outbox.c.id)
    )
    ids = list(tx.execute(lost).scalars())
    _log(tx, [(i, SENDING.value) for i in ids], UNCERTAIN, "its sender died or was held up past its lease", now)


def _suppress_followers_of_the_dead(tx: Connection, now: datetime) -> None:
    """What would hang from a message that will never stand is not said."""
    head = outbox.alias("head")
    dead = sa.exists().where(
        head.c.incident_id == outbox.c.incident_id,
        head.c.channel == outbox.c.channel,
        head.c.rule_id == outbox.c.rule_id,
        head.c.kind == "head",
        head.c.state.in_([DEAD.value, SUPPRESSED.value]),
    )
    why = "its head message was never said"
    idle = sa.or_(outbox.c.lease.is_(None), outbox.c.lease_until <= now)
    gone = (
        outbox.update()
        .where(outbox.c.state == PENDING.value, outbox.c.kind.in_(["update", "reply"]), idle, dead)
        .values(state=SUPPRESSED.value, lease=None, lease_until=None, changed_at=now, detail=why)
        .returning(outbox.c.id)
    )
    ids = list(tx.execute(gone).scalars())
    _log(tx, [(i, PENDING.value) for i in ids], SUPPRESSED, why, now)


def _choose(tx: Connection, *, now: datetime, settle: timedelta, limit: int) -> list[int]:
    """Rows that may be worked on now, oldest first: in order of revision, one in flight an incident and channel."""
    columns = (
        "seq", "id", "incident_id", "rule_id", "channel", "kind", "revision", "state", "not_before",
        "lease", "lease_until", "last_try_at", "last_look_at",
    )  # fmt: skip
    query = sa.select(*(outbox.c[name] for name in columns)).where(outbox.c.state.in_(OPEN))
    rows = list(tx.execute(query.order_by(outbox.c.revision, outbox.c.seq)).mappings())
    closed = _closed_channels(tx, now)
    in_flight = {_place(row) for row in rows if _is_held(row, now) or row["state"] == SENDING.value}
    unsure = {_place(row) for row in rows if row["state"] == UNCERTAIN.value}
    waiting: set[tuple[str, str, str]] = set()  # an earlier revision of the same thread is not through yet
    ready: list[RowMapping] = []
    for row in rows:
        place, thread = _place(row), (*_place(row), row["rule_id"])
        blocked = place in in_flight or thread in waiting
        waiting.add(thread)
        if row["state"] == UNCERTAIN.value:
            looked = max(filter(None, (row["last_try_at"], row["last_look_at"])), default=now - settle)
            if not blocked and row["channel"] not in closed.paused and (looked + settle <= now or looked > now):
                ready.append(row)
        elif not blocked and place not in unsure and _is_due(row, now):
            ready.append(row)
    return _one_each(ready, closed, limit)


class _Closed:
    """Channels that are paused, and those whose second is taken."""

    def __init__(self, paused: set[str], busy: set[str]) -> None:
        self.paused = paused
        self.busy = busy


def _closed_channels(tx: Connection, now: datetime) -> _Closed:
    rows = list(tx.execute(sa.select(channels)))
    paused = {row.name for row in rows if row.paused_until is not None and now < row.paused_until <= now + LONGEST_WAIT}
    busy = {row.name for row in rows if row.next_send_at is not None and now < row.next_send_at <= now + SPACING}
    return _Closed(paused, busy | paused)


def _one_each(ready: Sequence[RowMapping], closed: _Closed, limit: int) -> list[int]:
    chosen: list[int] = []
    places: set[tuple[str, str]] = set()
    speaking = set(closed.busy)
    for row in sorted(ready, key=lambda row: (row["not_before"], row["seq"])):
        pending = row["state"] == PENDING.value
        if len(chosen) == limit or _place(row) in places or (pending and row["channel"] in speaking):
            continue
        chosen.append(row["seq"])
        places.add(_place(row))
        if pending:
            speaking.add(row["channel"])
    return chosen


def _place(row: RowMapping) -> tuple[str, str]:
    return row["incident_id"], row["channel"]


def _is_held(row: RowMapping, now: datetime) -> bool:
    return row["lease"] is not None and now < row["lease_until"] <= now + LONGEST_LEASE


def _is_due(row: RowMapping, now: datetime) -> bool:
    return bool(row["not_before"] <= now or row["not_before"] > now + LONGEST_WAIT)


def _deliveries(tx: Connection, rows: Sequence[RowMapping], lease: str) -> list[Delivery]:
    ids = sorted({row["incident_id"] for row in rows})
    bodies: dict[str, Incident] = {
        row.id: row.body for row in tx.execute(sa.select(incidents.c.id, incidents.c.body).where(incidents.c.id.in_(ids)))
    }
    reports = reports_of(tx, ids)
    wanted = sorted({row["rule_id"] for row in rows})
    heads: dict[tuple[str, str], RuleHead] = {
        (row.id, row.hash): row.head for row in tx.execute(sa.select(rule_heads).where(rule_heads.c.id.in_(wanted)))
    }
    said = sa.select(outbox).where(outbox.c.incident_id.in_(ids), outbox.c.kind == "head", outbox.c.state == SENT.value)
    spoken = list(tx.execute(said.order_by(outbox.c.seq)).mappings())
    return [
        Delivery(
            message=message_of(row),
            rule=heads.get((row["rule_id"], row["rule_hash"]))
            or RuleHead(id=row["rule_id"], title=row["rule_id"], hash=row["rule_hash"]),
            incident=_incident(row["incident_id"], bodies, reports),
            lease=lease,
            state=DeliveryState(row["state"]),
            attempts=row["attempts"],
            first_try_at=row["first_try_at"],
            last_try_at=row["last_try_at"],
            absent_checks=row["absent_checks"],
            payload=row["payload"],
            head=_receipt(row, spoken),
        )
        for row in rows
    ]


def _incident(incident_id: str, bodies: Mapping[str, Incident], reports: Mapping[str, Sequence[Any]]) -> Incident:
    """The incident as it stands; a message of no incident (operator, digest) gets an empty one."""
    body = bodies.get(incident_id) or Incident(id=incident_id, what="other", where=None, day=None, reports=())
    return Incident(
        id=body.id,
        what=body.what,
        where=body.where,
        day=body.day,
        reports=tuple(reports.get(incident_id, ())),
        killed=body.killed,
        wounded=body.wounded,
        displaced=body.displaced,
        denied=body.denied,
        sources=body.sources,
    )


def _receipt(row: RowMapping, spoken: Sequence[RowMapping]) -> Receipt | None:
    """Of the head in that incident and channel: the same rule's before another's."""
    there = [head for head in spoken if _place(head) == _place(row) and head["id"] != row["id"] and head["ts"]]
    own = [head for head in there if head["rule_id"] == row["rule_id"]]
    return next((Receipt(channel_id=head["channel_id"], ts=head["ts"]) for head in [*own, *there]), None)
