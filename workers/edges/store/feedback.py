"""What people said of alerts: kept as long as the article that it is about."""

from __future__ import annotations

from dataclasses import fields

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model.feedback import Feedback
from workers.edges.store.engine import Database
from workers.edges.store.tables import articles, feedback

_NAMES = tuple(field.name for field in fields(Feedback))


class FeedbackRows:
    """The part of the store that knows feedback."""

    db: Database

    def keep_feedback(self, said: Feedback) -> bool:
        """False when the archive has no such article. A person's newest word on a rule and an article counts."""
        with self.db.writing() as tx:
            return keep_feedback(tx, said)

    def feedback_on(self, rule_id: str) -> list[Feedback]:
        """All that was said of a rule, oldest first."""
        query = sa.select(*(feedback.c[name] for name in _NAMES)).where(feedback.c.rule_id == rule_id)
        with self.db.reading() as tx:
            rows = tx.execute(query.order_by(feedback.c.at, feedback.c.id)).mappings()
            return [Feedback(**row) for row in rows]


def keep_feedback(tx: Connection, said: Feedback) -> bool:
    """False when the archive has no such article. A person's newest word on a rule and an article counts."""
    if tx.execute(sa.select(articles.c.id).where(articles.c.id == said.article_id)).first() is None:
        return False
    same = sa.and_(feedback.c.article_id == said.article_id, feedback.c.rule_id == said.rule_id, feedback.c.by == said.by)
    tx.execute(feedback.delete().where(same))
    tx.execute(feedback.insert().values({name: getattr(said, name) for name in _NAMES}))
    return True
