"""What is not as it should be, as far as the store can see it: for `wirewatch status` and for the operators' channel."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.alerting.operators import notice_message, notice_row
from monitor.model.trouble import Trouble, Watchbook
from monitor.polling.health import is_silent
from workers.edges.store.claims import DEAD, UNCERTAIN
from workers.edges.store.codec import from_json, to_json
from workers.edges.store.engine import Database, StoreTrouble
from workers.edges.store.feeds import memory_of
from workers.edges.store.incidents import add_messages
from workers.edges.store.tables import articles, feeds, heartbeats, meta, outbox
from workers.edges.store.waiting import minutes, waiting_troubles
from workers.ports import Said

SILENT = timedelta(seconds=60)  #: a role that has not been heard of for so long is down
SLOW_ARTICLE = timedelta(minutes=5)
NO_POLL = timedelta(minutes=15)
LONG_UNCERTAIN = timedelta(minutes=30)
LATELY = timedelta(hours=24)  #: what was given up longer ago is no trouble of today

LEAST_ROOM = 200_000_000  #: bytes on the disk of a SQLite store

_BOOK, _PROBE = "watchbook", "probe"


class Troubles:
    """The part of the store that knows what is wrong, and what the operators know of it."""

    db: Database

    def troubles(self, now: datetime) -> list[Trouble]:
        with self.db.reading() as tx:
            return [*room_left(self.db), *troubles_of(tx, now)]

    def probe(self, now: datetime) -> str:
        """Can the store be written? Why not, in words, or ""."""
        try:
            with self.db.writing() as tx:
                kept = self.db.insert(meta).values(name=_PROBE, value=now.isoformat())
                tx.execute(kept.on_conflict_do_update(index_elements=["name"], set_={"value": kept.excluded.value}))
        except StoreTrouble as trouble:
            return trouble.reason
        return ""

    def watchbook(self) -> Watchbook:
        with self.db.reading() as tx:
            kept = tx.execute(sa.select(meta.c.value).where(meta.c.name == _BOOK)).scalar()
        return from_json(kept, Watchbook) if kept else Watchbook(worries={})

    def keep_watchbook(self, book: Watchbook, said: Said | None, *, now: datetime) -> None:
        """The book, and the notice that it led to, in one transaction. The same notice twice is one row."""
        with self.db.writing() as tx:
            kept = self.db.insert(meta).values(name=_BOOK, value=to_json(book, Watchbook).decode())
            tx.execute(kept.on_conflict_do_update(index_elements=["name"], set_={"value": kept.excluded.value}))
            if said is None:
                return
            row = notice_row(book.number, said.channel, now)
            add_messages(self.db, tx, [row], now, {row.id: notice_message(said.notice, row)})


def troubles_of(tx: Connection, now: datetime) -> list[Trouble]:
    """Everything that an operator should look at; processes first, then feeds, then what waits too long."""
    known = list(tx.execute(sa.select(feeds).where(feeds.c.listed).order_by(feeds.c.url)).mappings())
    return [
        *_processes(tx, now),
        *_rules(tx, now),
        *_feeds(known, now),
        *_on_their_way(tx, now),
        *waiting_troubles(tx, now),
        *_ended_badly(tx, now),
    ]


def room_left(db: Database) -> list[Trouble]:
    """Is the disk nearly full? A PostgreSQL's disk is its administrator's care."""
    if db.postgres:
        return []
    folder = Path(db.engine.url.database or "").absolute().parent
    free = shutil.disk_usage(folder).free
    if free >= LEAST_ROOM:
        return []
    words = f"the disk of {folder} has {free // 1_000_000} MB left: make room, or nothing more is read or said when it is full"
    return [Trouble(key="disk", words=words, grave=True)]


def _processes(tx: Connection, now: datetime) -> list[Trouble]:
    latest = tx.execute(sa.select(heartbeats.c.role, sa.func.max(heartbeats.c.at).label("at")).group_by(heartbeats.c.role))
    ages = {row.role: now - _moment(row.at) for row in latest}
    return [
        Trouble(key=f"process:{role}", words=f"{role}: not heard of for {age.total_seconds():.0f} s", grave=True)
        for role, age in ages.items()
        if age > SILENT
    ]


def _rules(tx: Connection, now: datetime) -> list[Trouble]:
    """What is wrong with the rules folder, as the processes that judge tell it; and whether they judge alike."""
    living = sa.select(heartbeats.c.role, heartbeats.c.pid, heartbeats.c.rules).where(heartbeats.c.at > now - SILENT)
    seen = [row for row in tx.execute(living.order_by(heartbeats.c.at.desc())) if row.rules is not None]
    wrong = dict.fromkeys(problem for row in seen for problem in row.rules.problems)
    found = [Trouble(key=f"rules:{told.partition(': ')[0]}", words=f"rules: {told}") for told in wrong]
    if len({row.rules.hash for row in seen}) > 1:
        which = ", ".join(f"{row.role} ({row.pid}) {row.rules.count} rules, {row.rules.hash}" for row in seen)
        found.append(Trouble(key="rules:differ", words=f"rules: the processes have not the same in force: {which}"))
    return found


def _feeds(known: list[Any], now: datetime) -> list[Trouble]:
    found = []
    polls = [row["last_ok_at"] for row in known if row["last_ok_at"]]
    if polls and now - max(polls) > NO_POLL:
        since = max(polls).isoformat(timespec="seconds")
        found.append(Trouble(key="feeds", words=f"no feed could be polled since {since}", grave=True))
    for row in known:
        if why := is_silent(memory_of(row), now):
            found.append(Trouble(key=f"feed:{row['id']}", words=f"feed {row['url']}: {why}"))
    return found


#: What an article waits for, by its state.
_WAITS_FOR: Mapping[str, str] = {"new": "to be fetched", "cleaned": "to be read", "read": "to be filed"}


def _on_their_way(tx: Connection, now: datetime) -> list[Trouble]:
    """Articles that nobody takes up or gets done. One that was put off waits from the moment until which it was."""
    since = sa.func.coalesce(articles.c.not_before, articles.c.seen_at)
    late = sa.select(articles.c.state, sa.func.count().label("number"), sa.func.min(since).label("oldest"))
    slow = late.where(articles.c.state.in_(list(_WAITS_FOR)), since < now - SLOW_ARTICLE).group_by(articles.c.state)
    found = {row.state: (row.number, now - _moment(row.oldest)) for row in tx.execute(slow)}
    return [
        Trouble(
            key=f"articles:{state}",
            words=f"{found[state][0]} articles have waited for more than {minutes(SLOW_ARTICLE)} {words},"
            f" the oldest for {minutes(found[state][1])}",
            grave=True,
        )
        for state, words in _WAITS_FOR.items()
        if state in found
    ]


def _ended_badly(tx: Connection, now: datetime) -> list[Trouble]:
    count = sa.select(sa.func.count())
    late = count.select_from(outbox)
    unsure = late.where(outbox.c.state == UNCERTAIN.value, outbox.c.last_try_at < now - LONG_UNCERTAIN)
    dead = late.where(outbox.c.state == DEAD.value, outbox.c.kind != "item", outbox.c.changed_at > now - LATELY)
    aside = count.select_from(articles).where(articles.c.outcome == "set aside", articles.c.done_at > now - LATELY)
    reasons = sa.select(outbox.c.detail).where(
        outbox.c.state == DEAD.value, outbox.c.kind != "item", outbox.c.changed_at > now - LATELY
    )
    lines: Mapping[str, tuple[sa.Select[Any], str, bool]] = {
        "alerts:unsure": (
            unsure, f"alerts are uncertain for more than {minutes(LONG_UNCERTAIN)}: can the bot read the history?", True,
        ),
        "alerts:dead": (dead, "alerts could not be delivered and were given up in the last day", True),
        "articles:aside": (aside, "articles broke the line and were set aside in the last day", False),
    }  # fmt: skip
    found = []
    for key, (query, words, grave) in lines.items():
        if number := tx.execute(query).scalar_one():
            why = tx.execute(reasons.order_by(outbox.c.changed_at.desc()).limit(1)).scalar() if key == "alerts:dead" else ""
            found.append(Trouble(key=key, words=f"{number} {words}" + (f" ({why})" if why else ""), grave=grave))
    return found


def _moment(value: Any) -> datetime:
    """SQLite's max() forgets the column's type."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
