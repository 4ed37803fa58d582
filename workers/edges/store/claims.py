"""Which rows of the outbox may be worked on now: due, in order, one a second and channel; and what comes along with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.alerting.catchup import BY as CATCH_UP
from monitor.alerting.decide import speaker
from monitor.model.alert import DeliveryState, Incident, Reason
from monitor.model.rule import RuleHead
from workers.edges.store.incidents import incidents_of, message_of, rules_as_matched
from workers.edges.store.tables import channels, delivery_log, outbox, rule_heads
from workers.ports import Delivery, Receipt

PENDING, SENDING, UNCERTAIN = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN
SENT, DEAD, SUPPRESSED = DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SUPPRESSED
GATHERED = DeliveryState.GATHERED
OPEN = (PENDING.value, SENDING.value, UNCERTAIN.value)

SPACING = timedelta(seconds=1)  #: between two messages to one channel (Slack's limit)
#: A moment that is ahead of us by less is another sender's: it was written while we waited for our turn, or its clock is not
#: quite ours. What is further ahead was written before the clock was set back.
ANOTHERS = timedelta(seconds=30)
LONGEST_WAIT = timedelta(days=8)  #: nothing is put off further; what is, was written before the clock was set back
LONGEST_LEASE = timedelta(hours=1)


def due(now: datetime) -> sa.ColumnElement[bool]:
    """Its time has come, or was set before the clock was set back."""
    return sa.or_(outbox.c.not_before <= now, outbox.c.not_before > now + LONGEST_WAIT)


def write_log(tx: Connection, rows: Iterable[tuple[str, str]], to: DeliveryState, detail: str, now: datetime) -> None:
    """Lines for rows of (id, state they left)."""
    lines = [{"message_id": i, "at": now, "from_state": s, "to_state": to.value, "detail": detail} for i, s in rows]
    if lines:
        tx.execute(delivery_log.insert(), lines)


def give_up_expired(tx: Connection, now: datetime) -> None:
    """Who sends and does not come back may have sent: nobody knows."""
    over = sa.or_(outbox.c.lease_until <= now, outbox.c.lease_until > now + LONGEST_LEASE)
    lost = (
        outbox.update()
        .where(outbox.c.state == SENDING.value, over)
        .values(state=UNCERTAIN.value, lease=None, lease_until=None, changed_at=now, detail="its sender died")
        .returning(outbox.c.id)
    )
    ids = list(tx.execute(lost).scalars())
    write_log(tx, [(i, SENDING.value) for i in ids], UNCERTAIN, "its sender died or was held up past its lease", now)


def suppress_followers_of_the_dead(tx: Connection, now: datetime) -> None:
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
    write_log(tx, [(i, PENDING.value) for i in ids], SUPPRESSED, why, now)


def choose(tx: Connection, *, now: datetime, settle: timedelta, limit: int) -> list[int]:
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
            if not blocked and row["channel"] not in closed.paused and (looked + settle <= now or looked > now + ANOTHERS):
                ready.append(row)
        elif not blocked and place not in unsure and _is_due(row, now):
            ready.append(row)
    return _one_each(ready, closed, limit)


@dataclass(frozen=True, slots=True)
class _Closed:
    """Channels that are paused, and those in which nothing may be said now: paused too, or their second is taken."""

    paused: set[str]
    busy: set[str]


def _closed_channels(tx: Connection, now: datetime) -> _Closed:
    shut = sa.or_(channels.c.paused_until > now, channels.c.next_send_at > now)
    rows = list(tx.execute(sa.select(channels).where(shut)))  # the table knows every channel of the workspace
    paused = {row.name for row in rows if row.paused_until is not None and now < row.paused_until <= now + LONGEST_WAIT}
    busy = {row.name for row in rows if row.next_send_at is not None and now < row.next_send_at <= now + SPACING + ANOTHERS}
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


def deliveries_of(tx: Connection, rows: Sequence[RowMapping], lease: str, now: datetime) -> list[Delivery]:
    """Claimed rows with their incidents, rules and heads: four queries, however many rows."""
    items = {row["id"]: items_of(tx, row["rule_id"], row["channel"], now) for row in rows if row["kind"] == "digest"}
    ids = sorted({row["incident_id"] for row in rows}.union(*items.values()))
    known = incidents_of(tx, ids)
    heads = rules_as_matched(tx, (row["rule_id"] for row in rows))
    late = {row["id"]: _rules_of_late(tx, row["channel"], now) for row in rows if row["rule_id"] == CATCH_UP}
    said = sa.select(outbox).where(outbox.c.incident_id.in_(ids), outbox.c.kind == "head", outbox.c.state == SENT.value)
    spoken = list(tx.execute(said.order_by(outbox.c.seq)).mappings())
    return [
        Delivery(
            message=message_of(row),
            rule=heads.get((row["rule_id"], row["rule_hash"]))
            or RuleHead(id=row["rule_id"], title=row["rule_id"], hash=row["rule_hash"]),
            incident=_incident(row["incident_id"], known),
            lease=lease,
            state=DeliveryState(row["state"]),
            attempts=row["attempts"],
            first_try_at=row["first_try_at"],
            last_try_at=row["last_try_at"],
            absent_checks=row["absent_checks"],
            payload=row["payload"],
            head=_receipt(row, spoken),
            rules=late.get(row["id"], {}),
            items=tuple(i for of in items.get(row["id"], ()) if not (i := _incident(of, known)).merged_into),
        )
        for row in rows
    ]


def _rules_of_late(tx: Connection, channel: str, now: datetime) -> dict[str, RuleHead]:
    """Incident -> the rule that alerted, the one of the highest level, of the items of a catch-up."""
    same = sa.and_(rule_heads.c.id == outbox.c.rule_id, rule_heads.c.hash == outbox.c.rule_hash)
    query = sa.select(outbox.c.incident_id, rule_heads.c.head).join(rule_heads, same).where(gathered(CATCH_UP, channel, now))
    found: dict[str, list[RuleHead]] = {}
    for row in tx.execute(query):
        found.setdefault(row.incident_id, []).append(row.head)
    return {incident: speaker(rules) for incident, rules in found.items()}


def gathered(rule_id: str, channel: str, by: datetime) -> sa.ColumnElement[bool]:
    """The items that a summary said at that moment tells of."""
    late = outbox.c.reason == Reason.CAUGHT_UP.value
    whose = late if rule_id == CATCH_UP else sa.and_(outbox.c.rule_id == rule_id, ~late)
    mine = sa.and_(whose, outbox.c.channel == channel, outbox.c.kind == "item")
    return sa.and_(mine, outbox.c.state == GATHERED.value, outbox.c.not_before <= by)


def items_of(tx: Connection, rule_id: str, channel: str, now: datetime) -> list[str]:
    """Incidents of the summary, in the order in which they came; not those that have got a message of their own since."""
    head = outbox.alias("head")
    alone = sa.exists().where(
        head.c.incident_id == outbox.c.incident_id,
        head.c.channel == outbox.c.channel,
        head.c.rule_id == outbox.c.rule_id,
        head.c.kind == "head",
        head.c.state.not_in([DEAD.value, SUPPRESSED.value]),
    )
    query = sa.select(outbox.c.incident_id).where(gathered(rule_id, channel, now), ~alone).order_by(outbox.c.seq)
    return list(dict.fromkeys(tx.execute(query).scalars()))


def _incident(incident_id: str, known: Mapping[str, Incident]) -> Incident:
    """The incident as it stands; a message of no incident (operator, digest) gets an empty one."""
    return known.get(incident_id) or Incident(id=incident_id, what="other", where=None, day=None, reports=())


def _receipt(row: RowMapping, spoken: Sequence[RowMapping]) -> Receipt | None:
    """Of the head in that incident and channel: the same rule's before another's."""
    there = [head for head in spoken if _place(head) == _place(row) and head["id"] != row["id"] and head["ts"]]
    own = [head for head in there if head["rule_id"] == row["rule_id"]]
    return next((Receipt(channel_id=head["channel_id"], ts=head["ts"]) for head in [*own, *there]), None)
