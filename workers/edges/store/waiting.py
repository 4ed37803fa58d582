"""Messages that wait to be said: for whom, since when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.alerting.catchup import BY as CATCH_UP
from monitor.model.alert import Reason
from monitor.model.routing import way_of
from monitor.model.trouble import Trouble
from workers.edges.store.claims import GATHERED, PENDING
from workers.edges.store.tables import outbox

SLOW_ALERT = timedelta(minutes=5)
REFUSED = timedelta(minutes=1)  #: what could not be said for so long is shown with its reason
SOON = timedelta(hours=1)  #: what is put off further waits for a mute's end or the like, not for Slack


@dataclass(frozen=True, slots=True)
class _Queue:
    """What waits for one channel."""

    channel: str
    why: str  #: what its last try was told; "": none was made
    since: datetime
    number: int

    @property
    def name(self) -> str:
        return way_of(self.channel) or f"#{self.channel}"


def waiting_troubles(tx: Connection, now: datetime) -> list[Trouble]:
    """Alerts that are refused, by the reason; and those that nobody takes up."""
    queues = sorted(_queues(tx, now), key=lambda queue: (_subject(queue.why), queue.channel))
    found = [_refused(list(of), now) for why, of in groupby(queues, key=lambda queue: _subject(queue.why)) if why]
    idle = [queue for queue in queues if not queue.why]
    if idle:
        number, age = sum(queue.number for queue in idle), now - min(queue.since for queue in idle)
        words = f"{number} alerts have waited for more than {minutes(SLOW_ALERT)}, the oldest for {minutes(age)}"
        found.append(Trouble(key="alerts:late", words=words, grave=True))
    return found


def _refused(queues: Sequence[_Queue], now: datetime) -> Trouble:
    number, age = sum(queue.number for queue in queues), now - min(queue.since for queue in queues)
    names = ", ".join(queue.name for queue in queues[:5]) + (f" and {len(queues) - 5} more" if len(queues) > 5 else "")
    alerts = "1 alert waits" if number == 1 else f"{number} alerts wait"
    words = f"{alerts} to be told in {names}, the oldest for {minutes(age)}: {queues[0].why}"
    return Trouble(key=f"alerts:refused:{_subject(queues[0].why)}", words=words, grave=age > SLOW_ALERT)


def _subject(why: str) -> str:
    """What the trouble is called: Slack's word for it, without the channel."""
    return why.partition(":")[0]


def _queues(tx: Connection, now: datetime) -> Iterator[_Queue]:
    """One a channel in which something has waited too long."""
    since = sa.func.coalesce(outbox.c.first_try_at, outbox.c.not_before)
    said_soon = sa.and_(outbox.c.state == PENDING.value, outbox.c.not_before <= now + SOON, since < now)
    late_item = sa.and_(outbox.c.state == GATHERED.value, outbox.c.reason == Reason.CAUGHT_UP.value)
    columns = [
        outbox.c[name]
        for name in ("channel", "rule_id", "state", "attempts", "detail", "first_try_at", "last_try_at", "created_at")
    ]
    query = sa.select(*columns, outbox.c.not_before).where(sa.or_(said_soon, late_item)).order_by(outbox.c.channel)
    for channel, rows in groupby(tx.execute(query).mappings(), key=lambda row: row["channel"]):
        if queue := _queue(channel, list(rows), now):
            yield queue


def _queue(channel: str, rows: Sequence[RowMapping], now: datetime) -> _Queue | None:
    pending = [row for row in rows if row["state"] == PENDING.value]
    tried = [row for row in pending if row["attempts"] and row["first_try_at"] <= now - REFUSED]
    if tried:
        latest = max(tried, key=lambda row: row["last_try_at"])
        items = [row["created_at"] for row in rows if row["state"] == GATHERED.value]
        since = min([row["first_try_at"] or row["not_before"] for row in pending] + items)
        number = len(items) + sum(row["rule_id"] != CATCH_UP for row in pending)  # a catch-up counts as what it tells of
        return _Queue(channel, latest["detail"] or "no reason was given", since, number)
    idle = [row["not_before"] for row in pending if row["not_before"] < now - SLOW_ALERT]
    return _Queue(channel, "", min(idle), len(idle)) if idle else None


def minutes(span: timedelta) -> str:
    """
    >>> minutes(timedelta(seconds=70)), minutes(timedelta(hours=3))
    ('1 minute', '3 hours')
    """
    number = round(span.total_seconds() / 60)
    if number < 120:
        return "1 minute" if number == 1 else f"{number} minutes"
    return f"{number / 60:.0f} hours"
