"""The board of open incidents, and the one way to change it: a filing, committed whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from monitor.alerting.facts import SERIES
from monitor.model.alert import DeliveryState, Incident, Message, Reason, Report, SlackMessage
from monitor.model.rule import RuleHead
from workers.edges.store.articles import finish
from workers.edges.store.engine import CHUNK, Database
from workers.edges.store.mute_rows import running_mutes
from workers.edges.store.tables import (
    articles,
    board_version,
    delivery_log,
    incident_reports,
    incidents,
    matches,
    outbox,
    rule_heads,
)
from workers.ports import Board, Filing


def message_of(row: RowMapping) -> Message:
    """An outbox row as a message."""
    return Message(
        id=row["id"],
        incident_id=row["incident_id"],
        rule_id=row["rule_id"],
        rule_hash=row["rule_hash"],
        channel=row["channel"],
        kind=row["kind"],
        revision=row["revision"],
        reason=Reason(row["reason"]),
        not_before=row["not_before"],
        facts=row["facts"],
        before=row["before"],
    )


def as_told(row: RowMapping) -> Message:
    """What was never said leaves told what was told before it."""
    message = message_of(row)
    unsaid = row["state"] in (DeliveryState.DEAD.value, DeliveryState.SUPPRESSED.value)
    return replace(message, facts=message.before) if unsaid and message.before is not None else message


def move_board(tx: Connection) -> None:
    """Whoever decided on the board as it was must decide again."""
    tx.execute(board_version.update().values(version=board_version.c.version + 1))


class IncidentRows:
    """The part of the store that knows incidents."""

    db: Database

    def board(self, since: datetime) -> Board:
        with self.db.reading() as tx:
            # The version first: what is committed while we read makes it an older one, and our own commit is refused.
            version = tx.execute(sa.select(board_version.c.version)).scalar_one()
            bodies = sa.select(incidents.c.id, incidents.c.body).where(incidents.c.last_seen_at >= since)
            rows = {row.id: row.body for row in tx.execute(bodies.order_by(incidents.c.first_seen_at, incidents.c.id))}
            reports = reports_of(tx, list(rows))
            told: dict[tuple[str, str], list[Message]] = {pair: [] for pair in _matched_pairs(tx, list(rows))}
            waiting = set()
            for row in _messages_of(tx, list(rows)):
                if row["state"] == DeliveryState.DEAD.value and row["kind"] in ("head", "item"):
                    continue  # never said: the next report says it, under the same id
                told.setdefault((row["incident_id"], row["rule_id"]), []).append(as_told(row))
                # A claimed row does not wait any more: its sender has read the incident's facts already.
                if row["state"] in _WAITING and row["lease"] is None:
                    waiting.add(row["id"])
            mutes = running_mutes(tx)
        return Board(
            version=version,
            incidents=tuple(replace(body, reports=tuple(reports.get(key, ()))) for key, body in rows.items()),
            told={key: tuple(some) for key, some in told.items()},
            waiting=frozenset(waiting),
            mutes=mutes,
        )

    def commit_filing(self, lease: str, version: int, filing: Filing, *, now: datetime) -> bool:
        with self.db.writing() as tx:
            same = board_version.update().where(board_version.c.version == version)
            if tx.execute(same.values(version=version + 1)).rowcount != 1:
                return False
            ids = sorted(filing.outcomes)
            mine = sa.select(articles.c.id).where(articles.c.id.in_(ids), articles.c.lease == lease, articles.c.state == "read")
            if len(tx.execute(mine.order_by(articles.c.id).with_for_update()).all()) != len(ids):
                tx.rollback()
                return False
            self._keep_incidents(tx, filing.incidents, now)
            _hasten(tx, filing.messages, now)
            add_messages(self.db, tx, filing.messages, now)
            _assign(tx, filing.assigned)
            finish(tx, filing.outcomes, now)
            return True

    def _keep_incidents(self, tx: Connection, changed: Sequence[Incident], now: datetime) -> None:
        if not changed:
            return
        rows = []
        for incident in changed:
            seen = [report.seen_at for report in incident.reports] or [now]
            body = replace(incident, reports=())
            rows.append({"id": incident.id, "body": body, "first_seen_at": min(seen), "last_seen_at": max(seen)})
        insert = self.db.insert(incidents)
        fresh = {"body": insert.excluded.body, "last_seen_at": insert.excluded.last_seen_at}
        tx.execute(insert.on_conflict_do_update(index_elements=["id"], set_=fresh), rows)

        stored = _report_keys(tx, [incident.id for incident in changed])
        of_series = {incident.id: incident.what == SERIES for incident in changed}
        new = {_key(incident.id, report): report for incident in changed for report in incident.reports}
        added = [
            {"incident_id": key[0], "article_id": key[1], "event": key[2], "seen_at": report.seen_at, "body": report}
            for key, report in new.items()
            if key not in stored or of_series[key[0]]  # what stands for an incident changes with it
        ]
        if added:
            row = self.db.insert(incident_reports)
            fresh_report = {"body": row.excluded.body}
            tx.execute(row.on_conflict_do_update(index_elements=["incident_id", "article_id", "event"], set_=fresh_report), added)
        for incident in (i for i in changed if of_series[i.id]):
            _drop_left(tx, incident)


def _drop_left(tx: Connection, series: Incident) -> None:
    """What has left a series' window, or is denied, is no longer told of."""
    kept = {_key(series.id, report) for report in series.reports}
    gone = [key for key in _report_keys(tx, [series.id]) if key not in kept]
    for _, article_id, event in gone:
        mine = sa.and_(incident_reports.c.incident_id == series.id, incident_reports.c.article_id == article_id)
        tx.execute(incident_reports.delete().where(mine, incident_reports.c.event == event))


def add_messages(
    db: Database, tx: Connection, messages: Sequence[Message], now: datetime, letters: Mapping[str, SlackMessage] | None = None
) -> None:
    """New rows of the outbox; one whose id exists is left alone, unless it was given up: then it begins anew.

    `letters`: by message id, of those that are written when they are decided.
    """
    if not messages:
        return
    rows = [
        {
            **{name: getattr(message, name) for name in _OF_MESSAGE},
            "reason": message.reason.value,
            "created_at": now,
            "changed_at": now,
            "state": _first_state(message),
            "attempts": 0,
            "absent_checks": 0,
            "payload": (letters or {}).get(message.id),
        }
        for message in messages
    ]
    insert = db.insert(outbox).on_conflict_do_nothing(index_elements=["id"]).returning(outbox.c.id)
    added = [row.id for row in tx.execute(insert, rows)]
    _begin_anew(tx, [row for row in rows if row["id"] not in set(added) and row["kind"] in ("head", "item")], now)
    if added:
        said = {message.id: message for message in messages}
        lines = [
            {"message_id": i, "at": now, "from_state": "", "to_state": _first_state(said[i]), "detail": said[i].reason.value}
            for i in added
        ]
        tx.execute(delivery_log.insert(), lines)


def _begin_anew(tx: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """A head that could not be said is tried again when there is a new report: the channel may be there by now."""
    fresh = {"first_try_at": None, "last_try_at": None, "last_look_at": None, "detail": ""}
    for row in rows:
        dead = sa.and_(outbox.c.id == row["id"], outbox.c.state == DeliveryState.DEAD.value)
        if tx.execute(outbox.update().where(dead).values(**row, **fresh)).rowcount:
            line = {"message_id": row["id"], "at": now, "from_state": DeliveryState.DEAD.value, "to_state": row["state"]}
            tx.execute(delivery_log.insert().values(**line, detail="a new report: tried again"))


_WAITING = frozenset({DeliveryState.PENDING.value, DeliveryState.GATHERED.value})


def _first_state(message: Message) -> str:
    return (DeliveryState.GATHERED if message.kind == "item" else DeliveryState.PENDING).value


def _hasten(tx: Connection, messages: Sequence[Message], now: datetime) -> None:
    """What became too grave to wait on is said at once: the same row, with an earlier moment and the graver reason."""
    for message in messages:
        if message.kind == "reply":
            untried = sa.and_(outbox.c.id == message.id, outbox.c.state == DeliveryState.PENDING.value, outbox.c.attempts == 0)
            sooner = outbox.update().where(untried, outbox.c.not_before > message.not_before)
            tx.execute(sooner.values(not_before=message.not_before, reason=message.reason.value, changed_at=now))


_OF_MESSAGE = (
    "id", "incident_id", "rule_id", "rule_hash", "channel", "kind", "revision", "not_before", "facts", "before",
)  # fmt: skip


def reports_of(tx: Connection, incident_ids: Sequence[str]) -> dict[str, list[Report]]:
    """The reports of these incidents, in the order in which they were seen."""
    found: dict[str, list[Report]] = {}
    for some in _chunks(incident_ids):
        query = sa.select(incident_reports.c.incident_id, incident_reports.c.body).where(incident_reports.c.incident_id.in_(some))
        for row in tx.execute(query.order_by(incident_reports.c.seen_at, incident_reports.c.id)):
            found.setdefault(row.incident_id, []).append(row.body)
    return found


def incidents_of(tx: Connection, incident_ids: Sequence[str]) -> dict[str, Incident]:
    """These incidents as they stand, with their reports."""
    reports, found = reports_of(tx, incident_ids), dict[str, Incident]()
    for some in _chunks(incident_ids):
        for row in tx.execute(sa.select(incidents.c.id, incidents.c.body).where(incidents.c.id.in_(some))):
            found[row.id] = replace(row.body, reports=tuple(reports.get(row.id, ())))
    return found


def rules_as_matched(tx: Connection, rule_ids: Iterable[str]) -> dict[tuple[str, str], RuleHead]:
    """(rule id, hash) -> the rule as it was when it matched."""
    wanted = sorted(set(rule_ids))
    return {(row.id, row.hash): row.head for row in tx.execute(sa.select(rule_heads).where(rule_heads.c.id.in_(wanted)))}


def rule_as_last_matched(tx: Connection, rule_id: str) -> RuleHead | None:
    """The rule as it was when it matched last; None when it never did."""
    query = sa.select(rule_heads.c.head).where(rule_heads.c.id == rule_id).order_by(rule_heads.c.last_seen_at.desc())
    head: RuleHead | None = tx.execute(query.limit(1)).scalar()
    return head


def _report_keys(tx: Connection, incident_ids: Sequence[str]) -> set[tuple[str, str, int]]:
    keys = sa.select(incident_reports.c.incident_id, incident_reports.c.article_id, incident_reports.c.event)
    found: set[tuple[str, str, int]] = set()
    for some in _chunks(incident_ids):
        rows = tx.execute(keys.where(incident_reports.c.incident_id.in_(some)))
        found.update((row.incident_id, row.article_id, row.event) for row in rows)
    return found


def _key(incident_id: str, report: Report) -> tuple[str, str, int]:
    return incident_id, report.article_id, -1 if report.event is None else report.event


def _messages_of(tx: Connection, incident_ids: Sequence[str]) -> list[RowMapping]:
    rows: list[RowMapping] = []
    for some in _chunks(incident_ids):
        rows.extend(tx.execute(sa.select(outbox).where(outbox.c.incident_id.in_(some)).order_by(outbox.c.seq)).mappings())
    return rows


def _matched_pairs(tx: Connection, incident_ids: Sequence[str]) -> list[tuple[str, str]]:
    """(incident id, rule id) of every match that was filed there."""
    pairs: list[tuple[str, str]] = []
    for some in _chunks(incident_ids):
        query = sa.select(matches.c.incident_id, matches.c.rule_id).where(matches.c.incident_id.in_(some)).distinct()
        pairs.extend(
            (row.incident_id, row.rule_id) for row in tx.execute(query.order_by(matches.c.incident_id, matches.c.rule_id))
        )
    return pairs


def _assign(tx: Connection, assigned: Sequence[tuple[int, str, str]]) -> None:
    if assigned:
        tx.execute(
            matches.update()
            .where(matches.c.article_id == sa.bindparam("article"), matches.c.rule_id == sa.bindparam("rule"))
            .values(incident_id=sa.bindparam("incident")),
            [{"article": a, "rule": r, "incident": i} for a, r, i in assigned],
        )


def _chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
