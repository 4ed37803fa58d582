"""Hop 3: articles are read into entities, places and events, and the rules are held against them.

gather   claim cleaned articles, those that were claimed before and never finished one by one
decide   what each says (`monitor.reading`), which rules match and why the others do not (`monitor.matching`)
act      readings, matches and outcomes in one transaction; articles with something to tell go on to the incidents

No article holds the line: one that takes too long is broken off and set aside, and what was read before it goes on at once. One
that ends its reader is met alone the next time, so that its neighbours do not pay for it.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.matching.explain import in_short
from monitor.matching.oldnews import old_news
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.rule import Match, NearMiss
from workers.budget import OutOfTime, processor_time
from workers.ports import Outcome, Tools

POISON: Final = "reading it ended {n} workers: set aside, look at the article with `wirewatch analyse`"
TOO_LONG: Final = "reading it {reason}: set aside, so that the others need not wait; nothing of it was matched"

HAND_ON: Final = 0.5  #: seconds after which what has been read is committed and goes on
PART_OF_LEASE: Final = 0.5  #: after which no further article is begun: others may have the rest

_MOST_TOLD: Final = 3  # events in the words of an outcome


def read_articles(tools: Tools, article_ids: Sequence[int]) -> dict[str, int]:
    """Read a batch. Counts: "matched" went on, "no match" and "archived" ended here, "set aside" broke the reader, "later" was
    handed back."""
    tools.rules.refresh()
    counts: Counter[str] = Counter()
    for group in _groups(tools, article_ids):
        counts += _Batch(tools, group).read()
    return dict(counts)


def _groups(tools: Tools, article_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """All at once; alone and last those that somebody claimed and never finished."""
    attempts = tools.store.attempts(article_ids)
    suspects = [each for each in article_ids if attempts.get(each, 0)]
    if others := [each for each in article_ids if not attempts.get(each, 0)]:
        yield others
    yield from ([each] for each in suspects)


@dataclass(slots=True)
class _Batch:
    """Articles under one lease: what of them has been read and is not committed yet, and how many ended how."""

    tools: Tools
    ids: Sequence[int]
    lease: str = ""
    done: dict[int, tuple[Reading, Sequence[Match]]] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def read(self) -> Counter[str]:
        began, limits = self.tools.clock(), self.tools.limits
        self.lease, claimed = self.tools.store.claim_articles(self.ids, "cleaned", now=began, lease_for=limits.lease)
        tries = self.tools.store.attempts(claimed)
        for poisonous in [i for i in claimed if tries[i] > limits.max_attempts]:
            self._set_aside(poisonous, POISON.format(n=limits.max_attempts))

        committed = began
        waiting = self.tools.store.articles([i for i in claimed if tries[i] <= limits.max_attempts])
        for n, article in enumerate(waiting):
            if (self.tools.clock() - began).total_seconds() > PART_OF_LEASE * limits.lease:
                self._hand_back([int(other.id) for other in waiting[n:]])
                break
            self._read_one(article, began)
            if self.tools.clock() - committed > timedelta(seconds=HAND_ON):
                self._hand_on()
                committed = self.tools.clock()
        self._hand_on()
        return self.counts

    def _read_one(self, article: Article, now: datetime) -> None:
        key = int(article.id)
        try:
            with processor_time(self.tools.limits.reading):
                reading = self.tools.language.read(article)
                matches, near = self.tools.rules.judge(article, reading, now)
        except OutOfTime as stop:
            self._set_aside(key, TOO_LONG.format(reason=stop), trace="".join(traceback.format_exception(stop)))
        except Exception as bug:  # seen by operators with its trace; the other articles go on
            why = f"reading failed: {type(bug).__name__}: {bug}"[:500]
            self._set_aside(key, why, trace="".join(traceback.format_exception(bug)))
        else:
            self.done[key] = (reading, matches)
            if not matches and (why := old_news(article)):
                self.outcomes[key] = Outcome(name="archived", why=f"old news: {why}")
            elif not matches and not _denies(reading):
                self.outcomes[key] = Outcome(name="no match", why=why_not(article, reading, near))

    def _set_aside(self, article_id: int, why: str, *, trace: str = "") -> None:
        outcome = Outcome(name="set aside", why=why)
        self.tools.store.set_aside(self.lease, article_id, outcome, trace=trace, now=self.tools.clock())
        self.counts["set aside"] += 1

    def _hand_back(self, ids: Sequence[int]) -> None:
        """The lease would run out meanwhile; what was not begun is no suspect."""
        self.tools.store.hand_back(self.lease, ids)
        self.counts["later"] += len(ids)

    def _hand_on(self) -> None:
        """Commit, then tell the incidents. A lost call to the queue costs one sweep."""
        if not self.done:
            return
        go_on = self.tools.store.finish_readings(self.lease, self.done, self.outcomes, now=self.tools.clock())
        if go_on:
            self.tools.queue.update_incidents(go_on)
        self.counts["matched"] += len(go_on)
        self.counts.update(outcome.name for outcome in self.outcomes.values())
        self.done, self.outcomes = {}, {}


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
