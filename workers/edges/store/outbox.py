"""The outbox: every message goes along the arrows of the delivery state machine, and each arrow is written to the log.

pending -> sending -> sent | dead | pending (certainly not said) | uncertain (perhaps said)
uncertain -> sent (found in the channel) | pending (looked for and absent) | uncertain (looked, not known yet)
pending -> gathered (late: a catch-up tells of it)
dead -> pending (its incident is reported again)
pending -> suppressed (nothing to say any more, muted) | dead (its head was never said)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.alerting.facts import tell
from monitor.model.alert import DeliveryState, Reason, SlackMessage, Told
from workers.edges.store.catching_up import fold_late
from workers.edges.store.claims import (
    DEAD,
    GATHERED,
    LONGEST_LEASE,
    LONGEST_WAIT,
    PENDING,
    SENDING,
    SENT,
    SPACING,
    SUPPRESSED,
    UNCERTAIN,
    choose,
    deliveries_of,
    due,
    gathered,
    give_up_expired,
    suppress_followers_of_the_dead,
    write_log,
)
from workers.edges.store.engine import Database, free, new_lease
from workers.edges.store.incidents import move_board
from workers.edges.store.tables import channels, outbox
from workers.ports import Delivery, Step

#: The arrows. A state to itself is no arrow but a wait: another try later, another look later.
ARROWS: Final[Mapping[DeliveryState, frozenset[DeliveryState]]] = {
    PENDING: frozenset({PENDING, SENDING, SUPPRESSED, DEAD, GATHERED}),  # gathered: folded into a catch-up
    SENDING: frozenset({SENT, PENDING, UNCERTAIN, DEAD}),
    UNCERTAIN: frozenset({SENT, PENDING, UNCERTAIN}),
    SENT: frozenset(),
    DEAD: frozenset({PENDING}),  # a new report of the incident begins anew: `incidents.add_messages`
    SUPPRESSED: frozenset(),
    GATHERED: frozenset(),  # it follows its summary
}
_CLAIM_LOCK = 7_305_962  #: any number: who claims looks at the whole queue, one after the other


class IllegalArrow(Exception):
    """A bug in the caller: the delivery state machine knows no such arrow."""


class OutboxRows:
    """The part of the store that knows what is to be said."""

    db: Database

    def messages_due(self, now: datetime) -> int:
        states = (
            sa.and_(outbox.c.state == PENDING.value, due(now), free(outbox, now, now + LONGEST_LEASE)),
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
            give_up_expired(tx, now)
            suppress_followers_of_the_dead(tx, now)
            fold_late(self.db, tx, now)
            chosen = choose(tx, now=now, settle=timedelta(seconds=settle), limit=limit)
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
            return deliveries_of(tx, rows, lease, now)

    def _reserve(self, tx: Connection, names: Sequence[str], now: datetime) -> None:
        """Each channel's next second is taken by what was claimed."""
        insert = self.db.insert(channels)
        keep = insert.on_conflict_do_update(index_elements=["name"], set_={"next_send_at": insert.excluded.next_send_at})
        tx.execute(keep, [{"name": name, "next_send_at": now + SPACING} for name in names])

    def start_sending(self, delivery: Delivery, payload: SlackMessage, *, now: datetime, facts: Told | None = None) -> bool:
        values: dict[str, Any] = {
            "payload": payload,
            "attempts": outbox.c.attempts + 1,
            "first_try_at": _first_try(now),
            "last_try_at": now,
        }
        if facts is not None:
            values["facts"] = facts
        with self.db.writing() as tx:
            started = _go(tx, delivery, SENDING, "a try begins", values, now)
            if started:
                move_board(tx)
            return started

    def still_held(self, delivery: Delivery, *, now: datetime) -> bool:
        mine = sa.and_(outbox.c.id == delivery.message.id, outbox.c.lease == delivery.lease, outbox.c.state == SENDING.value)
        with self.db.reading() as tx:
            until = tx.execute(sa.select(outbox.c.lease_until).where(mine)).scalar()
        return until is not None and now < until

    def finish_message(self, delivery: Delivery, step: Step, *, now: datetime) -> bool:
        values: dict[str, Any] = {"lease": None, "lease_until": None, "detail": step.detail}
        if step.receipt is not None:
            values |= {"channel_id": step.receipt.channel_id, "ts": step.receipt.ts}
        if step.not_before is not None:
            values["not_before"] = step.not_before
        if step.tried_at is not None:
            values |= {"attempts": outbox.c.attempts + 1, "last_try_at": step.tried_at, "first_try_at": _first_try(step.tried_at)}
        if step.to == UNCERTAIN:
            values["last_look_at"] = now
        if step.absent_checks is not None:
            values["absent_checks"] = step.absent_checks
        elif step.to == PENDING:
            values["absent_checks"] = 0
        with self.db.writing() as tx:
            if not _go(tx, delivery, step.to, step.detail, values, now):
                return False
            if delivery.message.kind == "digest" and step.to in (SENT, SUPPRESSED):
                _close_items(tx, delivery, SENT, now)
            if delivery.message.reason is Reason.CAUGHT_UP and step.to == DEAD:
                _close_items(tx, delivery, DEAD, now)
            if step.receipt is not None:
                insert = self.db.insert(channels).values(name=delivery.message.channel, channel_id=step.receipt.channel_id)
                named = {"channel_id": insert.excluded.channel_id}
                tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=named))
            return True

    def pause_channel(self, channel: str, until: datetime) -> None:
        with self.db.writing() as tx:
            insert = self.db.insert(channels).values(name=channel, paused_until=until)
            tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"paused_until": insert.excluded.paused_until}))


def _first_try(now: datetime) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(outbox.c.first_try_at, sa.bindparam("now", now, outbox.c.first_try_at.type))


def _close_items(tx: Connection, delivery: Delivery, to: DeliveryState, now: datetime) -> None:
    """The summary was said, and its items with it: what changes from now on is measured against what it told.

    A catch-up that never will be said takes its items along: the next report of such an incident opens a thread of its own.
    (A rule's summary leaves them to the rule's next one.)
    """
    message = delivery.message
    rendered = sa.select(sa.func.coalesce(outbox.c.last_try_at, outbox.c.not_before)).where(outbox.c.id == message.id)
    mine = gathered(message.rule_id, message.channel, tx.execute(rendered).scalar_one())
    for incident in delivery.items:
        tx.execute(outbox.update().where(mine, outbox.c.incident_id == incident.id).values(facts=tell(incident)))
    told = outbox.update().where(mine).values(state=to.value, changed_at=now).returning(outbox.c.id)
    ids = list(tx.execute(told).scalars())
    write_log(tx, [(i, GATHERED.value) for i in ids], to, f"with summary {message.id}", now)


def _go(tx: Connection, delivery: Delivery, to: DeliveryState, detail: str, values: Mapping[str, Any], now: datetime) -> bool:
    """One arrow under the lease. False when the lease is another's by now."""
    mine = sa.and_(outbox.c.id == delivery.message.id, outbox.c.lease == delivery.lease)
    state = tx.execute(sa.select(outbox.c.state).where(mine).with_for_update()).scalar()
    if state is None:
        return False
    if to not in ARROWS[DeliveryState(state)]:
        raise IllegalArrow(f"message {delivery.message.id}: {state} -> {to.value}")
    tx.execute(outbox.update().where(mine).values(**values, state=to.value, changed_at=now))
    write_log(tx, [(delivery.message.id, state)], to, detail, now)
    return True
