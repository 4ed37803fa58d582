"""Hop 3: articles are read into entities, places and events, and the rules are held against them.

gather   claim cleaned articles; a batch is read in one go
decide   what each says (`monitor.reading`), which rules match and why the others do not (`monitor.matching`)
act      readings, matches and outcomes in one transaction; articles with something to tell go on to the incidents
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from typing import Final

from monitor.matching.explain import in_short
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.rule import Match, NearMiss
from workers.ports import Outcome, Tools

POISON: Final = "reading it ended {n} workers: set aside, look at the article with `wirewatch analyse`"

_MOST_TOLD: Final = 3  # events in the words of an outcome


def read_articles(tools: Tools, article_ids: Sequence[int]) -> dict[str, int]:
    """Read a batch. Counts: "matched" went on, "no match" ended here, "set aside" broke the reader."""
    now, limits = tools.clock(), tools.limits
    tools.rules.refresh()
    lease, claimed = tools.store.claim_articles(article_ids, "cleaned", now=now, lease_for=limits.lease)
    counts: Counter[str] = Counter()
    tries = tools.store.attempts(claimed)
    for poisonous in [i for i in claimed if tries[i] > limits.max_attempts]:
        why = POISON.format(n=limits.max_attempts)
        tools.store.set_aside(lease, poisonous, Outcome(name="set aside", why=why), trace="", now=now)
        counts["set aside"] += 1

    articles = tools.store.articles([i for i in claimed if tries[i] <= limits.max_attempts])
    done: dict[int, tuple[Reading, Sequence[Match]]] = {}
    outcomes: dict[int, Outcome] = {}
    for article, reading in zip(articles, tools.language.read_many(articles), strict=True):
        key = int(article.id)
        try:
            if isinstance(reading, Exception):
                raise reading
            matches, near = tools.rules.judge(article, reading, now)
        except Exception as bug:  # seen by operators with its trace; the other articles go on
            why = f"reading failed: {type(bug).__name__}: {bug}"[:500]
            trace = "".join(traceback.format_exception(bug))
            tools.store.set_aside(lease, key, Outcome(name="set aside", why=why), trace=trace, now=now)
            counts["set aside"] += 1
            continue
        done[key] = (reading, matches)
        if not matches and not _denies(reading):
            outcomes[key] = Outcome(name="no match", why=why_not(article, reading, near))

    go_on = tools.store.finish_readings(lease, done, outcomes, now=tools.clock())
    tools.queue.update_incidents(go_on)
    counts["matched"] += len(go_on)
    counts["no match"] += len(outcomes)
    return dict(counts)


def _denies(reading: Reading) -> bool:
    """A denial matches no ordinary rule, but concerns an incident that may have been told."""
    return any(event.reality == "denied" for event in reading.events)


def why_not(article: Article, reading: Reading, near: Sequence[NearMiss]) -> str:
    """The rule that nearly held and the one condition that failed; where none came near, plainly what was read."""
    if not article.text.strip():
        return "no text could be had"
    if not reading.events:
        return "; ".join(("no event was read in it", *reading.notes))
    for miss in near:
        if len(miss.failed) == 1 and miss.passed:
            failed = miss.failed[0]
            return f"nearest is {miss.rule.title!r}, but {failed.condition}: {failed.detail}"
    told = list(dict.fromkeys(in_short(event) for event in reading.events))
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return f"read: {'; '.join(told[:_MOST_TOLD])}{more}; no rule comes near it"
