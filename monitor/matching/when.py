"""`reality:` did it happen, and `recent:` how long ago. By default a rule asks for news: it happened, within seven days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Node, Review
from monitor.matching.words import quoted
from monitor.model.kinds import REALITIES
from monitor.model.rule import Verdict

RECENT: Final = timedelta(days=7).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class RealityIs(Condition):
    """The event is told as one of these."""

    realities: tuple[str, ...] = ("happened",)

    def check(self, case: Case) -> Verdict:
        event = case.event
        assert event is not None
        evidence = [event.trigger] if event.trigger else []
        if event.reality in self.realities:
            return self.holds(event.reality, evidence)
        return self.fails(f"{event.reality}, rule wants {quoted(self.realities)}", evidence)

    def excludes(self, other: Condition) -> bool:
        return isinstance(other, RealityIs) and not set(self.realities) & set(other.realities)

    def implies(self, other: Condition) -> bool:
        return isinstance(other, RealityIs) and set(self.realities) <= set(other.realities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent(Condition):
    """The event's day is within the time before publication. An event whose day is not said counts as news."""

    seconds: float = RECENT
    every: bool = False  #: asked for by the rule: counts for recalled, planned, ... events too, not only for what happened

    def check(self, case: Case) -> Verdict:
        event = case.event
        assert event is not None
        if event.date is None:
            return self.holds("no day is said: counts as news")
        if event.reality != "happened" and not self.every:
            return self.holds(f"{event.reality}: not asked")
        # A day lasts until its end, and it ends at different moments around the world: the kindest reading is taken.
        end = datetime.combine(event.date, time(), tzinfo=UTC) + timedelta(days=1)
        age = (case.view.published - end).total_seconds()
        if age <= self.seconds:
            return self.holds(f"{event.date}, recent enough")
        days = max(1, round(age / 86400))
        return self.fails(f"{event.date}, {days} days before publication, rule wants {span_in_words(self.seconds)}")


def parse_reality(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    words = [fields.choice(member, review, "reality", REALITIES) for member in known.members(node, review, "reality")]
    wanted = tuple(dict.fromkeys(word for word in words if word))
    return RealityIs(path=path, realities=wanted) if wanted else None


def parse_recent(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    seconds = fields.duration(node, review, "recent")
    if seconds == 0:
        review.mistake(node, "no event is 0 old: did you mean '1d'?")
        return None
    return Recent(path=path, seconds=seconds, every=True) if seconds is not None else None


def span_in_words(seconds: float) -> str:
    """
    >>> span_in_words(7 * 86400), span_in_words(5400)
    ('7 days', '90 minutes')
    """
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds:g} seconds"
