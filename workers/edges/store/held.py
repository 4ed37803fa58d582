"""Matches that wait for a person, and what was decided about them.

A held match is one row of `matches`. To release it is to take the mark off and to send its article to the incidents once more:
what was filed of the article before is found where it is, so that only what was released is new.
"""

from __future__ import annotations

from dataclasses import fields, replace

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from monitor.model.rule import RuleHead
from workers.edges.store.articles import AS_FILED, WITH_FEED, article_of, finish, matches_of
from workers.edges.store.engine import CHUNK, Database
from workers.edges.store.tables import articles, held_decisions, matches, readings, rule_heads
from workers.ports import HeldDecision, HeldMatch, Outcome, StoredMatch

_COLUMNS = tuple(field.name for field in fields(HeldDecision))


class HeldRows:
    """The part of the store that knows what is held."""

    db: Database

    def held(self) -> list[HeldMatch]:
        with self.db.reading() as tx:
            waiting = {row.id: row.article_id for row in _waiting(tx)}
            found = []
            for start in range(0, len(waiting), CHUNK):
                found += _held_matches(tx, dict(list(waiting.items())[start : start + CHUNK]))
        return sorted(found, key=lambda match: match.id)

    def decide_held(self, decision: HeldDecision) -> str:
        with self.db.writing() as tx:
            found = _waiting(tx, matches.c.id == decision.match_id)
            if not found:
                return self._why_not(tx, decision.match_id)
            [row] = found
            state = sa.select(articles.c.state).where(articles.c.id == row.article_id).with_for_update()
            if tx.execute(state).scalar_one() != "done":
                return "its article is just being filed: try again in a moment"
            whole = replace(decision, article_id=row.article_id, rule_id=row.rule_id, event=row.event)
            insert = self.db.insert(held_decisions).values({name: getattr(whole, name) for name in _COLUMNS})
            added = insert.on_conflict_do_nothing(index_elements=["match_id"]).returning(held_decisions.c.match_id)
            if tx.execute(added).first() is None:
                return self._why_not(tx, decision.match_id)
            if decision.decision == "released":
                tx.execute(matches.update().where(matches.c.id == decision.match_id).values(held=False))
                again = {"state": "read", "outcome": None, "why": None, "done_at": None, "attempts": 0, "handed_on_at": None}
                tx.execute(articles.update().where(articles.c.id == row.article_id).values(**again, not_before=None))
            elif not _waiting(tx, matches.c.article_id == row.article_id):
                _end(tx, whole)
            return ""

    def held_decisions(self, limit: int = 100) -> list[HeldDecision]:
        query = sa.select(*(held_decisions.c[name] for name in _COLUMNS))
        with self.db.reading() as tx:
            rows = tx.execute(
                query.order_by(held_decisions.c.at.desc(), held_decisions.c.match_id.desc()).limit(limit)
            ).mappings()
            return [HeldDecision(**row) for row in rows]

    def _why_not(self, tx: Connection, match_id: int) -> str:
        said = tx.execute(sa.select(held_decisions).where(held_decisions.c.match_id == match_id)).first()
        return f"{said.by} has {said.decision} it already" if said is not None else f"nothing is held under the number {match_id}"


def count_held(tx: Connection) -> int:
    """How many matches wait for a person."""
    return len(_waiting(tx))


def _waiting(tx: Connection, *where: sa.ColumnElement[bool]) -> list[Row[tuple[int, int, str, int, RuleHead]]]:
    """(id, article_id, rule_id, event, head) of the held matches of live rules that nobody has decided about."""
    same = sa.and_(matches.c.rule_id == rule_heads.c.id, matches.c.rule_hash == rule_heads.c.hash)
    decided = sa.exists().where(held_decisions.c.match_id == matches.c.id)
    query = (
        sa.select(matches.c.id, matches.c.article_id, matches.c.rule_id, matches.c.event, rule_heads.c.head)
        .join(articles, articles.c.id == matches.c.article_id)
        .join(rule_heads, same)
        .where(matches.c.held, matches.c.event.is_not(None), ~articles.c.quiet, articles.c.state == "done", ~decided, *where)
    )
    return [row for row in tx.execute(query.order_by(matches.c.id)) if row.head.status == "live"]


def _held_matches(tx: Connection, waiting: dict[int, int]) -> list[HeldMatch]:
    """`waiting`: match id -> article id."""
    ids = sorted(set(waiting.values()))
    papers = {row["id"]: article_of(row) for row in tx.execute(WITH_FEED.where(articles.c.id.in_(ids))).mappings()}
    bodies = sa.select(readings.c.article_id, AS_FILED).where(readings.c.article_id.in_(ids))
    read = {row.article_id: row.body for row in tx.execute(bodies)}
    stored: dict[int, StoredMatch] = {}
    for found in matches_of(tx, ids).values():
        stored |= dict(found)
    return [
        HeldMatch(
            id=match_id, article=papers[article_id], reading=read[article_id], event=stored[match_id].event or 0,
            rule=stored[match_id].rule, why=stored[match_id].why,
        )
        for match_id, article_id in waiting.items()
    ]  # fmt: skip


def _end(tx: Connection, dropped: HeldDecision) -> None:
    """The last held match of an article that told nothing else is dropped: it ends without a match."""
    words = f"held for rule {dropped.rule_id}, then dropped by {dropped.by}" + (f": {dropped.reason}" if dropped.reason else "")
    ended = tx.execute(sa.select(articles.c.outcome).where(articles.c.id == dropped.article_id)).scalar()
    if ended == "held":
        finish(tx, {dropped.article_id: Outcome(name="no match", why=words)}, dropped.at)
