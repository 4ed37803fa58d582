"""What people say of incidents: seen, wrong, these two are one, this one is two.

Incidents are changed as by a filing: the board moves, so that whoever decides just now decides again. What was split or merged
is filed once more by the ordinary job; what stands where it should is found there, so that only what changed is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.alerting import words
from monitor.alerting.corrections import marked, merged, without
from monitor.alerting.decide import refreshed
from monitor.alerting.facts import SERIES
from monitor.model.alert import DeliveryState, Incident
from monitor.model.feedback import Feedback
from monitor.model.people import AuditLine, Mark
from monitor.model.routing import way_of
from workers.edges.store.engine import Database
from workers.edges.store.feedback import keep_feedback
from workers.edges.store.incidents import add_messages, as_told, move_board, reports_of
from workers.edges.store.people import log
from workers.edges.store.tables import articles, incident_reports, incidents, matches, outbox


class CorrectionRows:
    """The part of the store that knows what people say of incidents."""

    db: Database

    def incident(self, incident_id: str) -> Incident | None:
        with self.db.reading() as tx:
            return _incident(tx, incident_id, alone=False)

    def mark_incident(self, incident_id: str, mark: Mark, *, via: str) -> str:
        with self.db.writing() as tx:
            incident = _incident(tx, incident_id)
            if incident is None:
                return f"there is no incident {incident_id}"
            self._keep(tx, marked(incident, mark), mark.at)
            if mark.kind == "wrong":
                _learn(tx, incident, mark)
            about = f"incident {words.incident(incident)}"
            detail = "; ".join(filter(None, (mark.rule_id and f"rule {mark.rule_id}", mark.reason)))
            log(tx, AuditLine(at=mark.at, by=mark.by, via=via, what=_DONE[mark.kind], about=about, detail=detail))
        return ""

    def merge_incidents(self, incident_id: str, into_id: str, *, by: str, via: str, now: datetime) -> str:
        with self.db.writing() as tx:
            incident, into = _incident(tx, incident_id), _incident(tx, into_id)
            if incident is None or into is None:
                return f"there is no incident {incident_id if incident is None else into_id}"
            if incident.id == into.id or into.merged_into or incident.merged_into:
                return "an incident that is merged already, or one with itself, cannot be merged"
            if SERIES in (incident.what, into.what):
                return "a series is counted from incidents: merge those"
            if busy := _file_again(tx, [int(r.article_id) for r in incident.reports]):
                return busy
            name = words.incident(into)
            self._keep(tx, merged(incident, into, Mark(kind="merged", by=by, at=now, reason=name)), now)
            log(tx, AuditLine(at=now, by=by, via=via, what="merge", about=f"incident {words.incident(incident)}", detail=name))
        return ""

    def split_incident(self, incident_id: str, article_ids: Sequence[int], *, by: str, via: str, now: datetime) -> str:
        with self.db.writing() as tx:
            incident = _incident(tx, incident_id)
            if incident is None:
                return f"there is no incident {incident_id}"
            if incident.what == SERIES:
                return "a series is counted from incidents: split those"
            wanted = {str(article_id) for article_id in article_ids}
            keys = [(r.article_id, r.event) for r in incident.reports if r.article_id in wanted]
            if missing := wanted - {article_id for article_id, _ in keys}:
                return f"none of its reports is article {', '.join(sorted(missing))}"
            if len(keys) == len(incident.reports):
                return "that would leave no report: mark the incident wrong, or merge it with another"
            if busy := _file_again(tx, sorted({int(article_id) for article_id, _ in keys})):
                return busy
            left = without(incident, keys)
            for article_id, event in keys:
                mine = sa.and_(incident_reports.c.incident_id == incident.id, incident_reports.c.article_id == article_id)
                number = -1 if event is None else event
                tx.execute(incident_reports.delete().where(mine, incident_reports.c.event == number))
                was = sa.and_(matches.c.article_id == int(article_id), matches.c.incident_id == incident.id)
                same = matches.c.event.is_(None) if event is None else matches.c.event == event
                tx.execute(matches.update().where(was, same).values(incident_id=None))
            self._keep(tx, left, now)
            detail = f"without {', '.join(f'article {a}' for a in sorted(wanted))}"
            log(tx, AuditLine(at=now, by=by, via=via, what="split", about=f"incident {words.incident(left)}", detail=detail))
        return ""

    def _keep(self, tx: Connection, incident: Incident, now: datetime) -> None:
        """The incident as it is now, and its heads with it."""
        move_board(tx)
        tx.execute(incidents.update().where(incidents.c.id == incident.id).values(body=replace(incident, reports=())))
        rows = list(tx.execute(sa.select(outbox).where(outbox.c.incident_id == incident.id).order_by(outbox.c.seq)).mappings())
        told = [as_told(row) for row in rows if way_of(row["channel"]) is None and row["state"] != DeliveryState.DEAD.value]
        waiting = {row["id"] for row in rows if row["state"] == DeliveryState.PENDING.value and row["lease"] is None}
        add_messages(self.db, tx, refreshed(incident, told, now=now, waiting=waiting), now)


_DONE = {"acknowledged": "acknowledge", "wrong": "wrong"}


def _incident(tx: Connection, incident_id: str, *, alone: bool = True) -> Incident | None:
    """With its reports. `alone`: nobody else changes it meanwhile."""
    query = sa.select(incidents.c.body).where(incidents.c.id == incident_id)
    row = tx.execute(query.with_for_update() if alone else query).first()
    body: Incident | None = row.body if row else None
    return replace(body, reports=tuple(reports_of(tx, [incident_id]).get(incident_id, ()))) if body else None


def _file_again(tx: Connection, article_ids: Sequence[int]) -> str:
    """Send articles to the incidents once more; why not, in words."""
    mine = articles.c.id.in_(list(article_ids))
    states = list(tx.execute(sa.select(articles.c.state).where(mine).order_by(articles.c.id).with_for_update()).scalars())
    if len(states) != len(set(article_ids)):
        return "some of its articles are no longer in the archive"
    if any(state != "done" for state in states):
        return "one of its articles is just being filed: try again in a moment"
    again = {"state": "read", "outcome": None, "why": None, "done_at": None, "attempts": 0, "handed_on_at": None}
    tx.execute(articles.update().where(mine).values(**again, not_before=None))
    return ""


def _learn(tx: Connection, incident: Incident, mark: Mark) -> None:
    """A wrong alert is a wrong verdict on each article that made it: `wirewatch rules learn` starts from there."""
    ids = [int(r.article_id) for r in incident.reports if incident.what != SERIES]
    query = sa.select(matches.c.article_id, matches.c.rule_id, matches.c.rule_hash).where(matches.c.article_id.in_(ids))
    query = query.where(matches.c.incident_id == incident.id)
    if mark.rule_id:
        query = query.where(matches.c.rule_id == mark.rule_id)
    for row in tx.execute(query.distinct()):
        said = Feedback(
            article_id=row.article_id, rule_id=row.rule_id, rule_hash=row.rule_hash, verdict="wrong", at=mark.at,
            reason=mark.reason, by=mark.by,
        )  # fmt: skip
        keep_feedback(tx, said)
