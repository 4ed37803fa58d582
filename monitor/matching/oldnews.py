"""Old news is no news: `news_age:`, how long after its publication an article may be first seen and still be told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from monitor.matching import fields
from monitor.matching.nodes import Node, Review
from monitor.matching.when import span_in_words
from monitor.model.article import Article
from monitor.model.rule import RuleHead, Verdict

#: What conditions and reasons call it.
PATH: Final = "news_age"


def news_age(node: Node, review: Review) -> float | None:
    """Seconds, of a rule or of a feed."""
    seconds = fields.duration(node, review, PATH)
    if seconds == 0:
        review.mistake(node, "nothing is 0 old when it is seen: did you mean '1d'?")
        return None
    return seconds


def young_enough(rule: RuleHead, article: Article) -> tuple[Verdict, ...]:
    """Was the article seen in time for this rule? () where nothing is to be said: no rule asked, and it was."""
    limit = article.news_age if rule.news_age is None else rule.news_age
    if why := _too_old(article, limit):
        return (Verdict(condition=PATH, held=False, detail=why),)
    return (Verdict(condition=PATH, held=True, detail="young enough"),) if rule.news_age is not None else ()


def old_news(article: Article) -> str:
    """Why it is no news unless a rule wants older things, in words; "" when it is."""
    return _too_old(article, article.news_age)


def _too_old(article: Article, limit: float | None) -> str:
    published, seen = article.published_at, article.seen_at
    if limit is None or article.late or published is None or seen is None or (seen - published).total_seconds() <= limit:
        return ""
    return (
        f"published {published:%Y-%m-%d %H:%M} UTC, {_age(published, seen)} before it was first seen, not {span_in_words(limit)}"
    )


def _age(published: datetime, seen: datetime) -> str:
    hours = int((seen - published).total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 72 else f"{hours} hours"
