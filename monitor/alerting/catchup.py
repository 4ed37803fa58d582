"""After an outage: many alerts that are late are told in one message a channel, instead of a flood. Pure.

Late is what should have been said long ago (Slack or the sender was away), and what came out long before we saw it (we were
away). Late news, which was old already when anybody could see it first, is told so even where it is one alone. Critical news is
never folded, and neither is what somebody may have seen: the caller gives only heads that certainly were not said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.alerting.clocks import level_of
from monitor.alerting.decide import message_id
from monitor.model.alert import Incident, Message, Reason, Told
from monitor.model.rule import RuleHead

ENOUGH: Final = 6  #: late heads of one channel that make a flood
LATE: Final = timedelta(minutes=10)  #: after the moment at which a head was to be said
OLD: Final = timedelta(hours=2)  #: after the newest report of it came out
GATHERS: Final = timedelta(minutes=1)  #: for what is old: more of it is being read just now
AHEAD: Final = timedelta(minutes=5)  #: so soon before their moment heads count as waiting

#: What stands in the outbox for the rule of such a message: it tells of all rules.
BY: Final = "catch-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head that could be said now or soon, and certainly was not."""

    message: Message
    since: datetime  #: since when it could have been said
    incident: Incident
    rule: RuleHead


def late_ones(heads: Sequence[Head], now: datetime, *, going_on: bool) -> list[Head]:
    """Those to be told together, of the heads of one channel; none when they are too few to be a flood.

    `going_on`: a catch-up of this channel waits already; what is late by now joins it, however few.
    """
    late = [head for head in heads if level_of(head.rule, head.incident) != "critical" and _is_late(head, now)]
    return late if going_on or len(late) >= ENOUGH or any(is_late_news(head.incident) for head in late) else []


def is_late_news(incident: Incident) -> bool:
    """Is all that is known of it late news?"""
    return all(report.late for report in incident.reports)


def _is_late(head: Head, now: datetime) -> bool:
    published = [r.published_at for r in head.incident.reports if r.published_at is not None]
    old = OLD + timedelta(seconds=head.rule.alert.wait)  # a rule that gathers for hours is not late for that
    return is_overdue(head, now) or is_late_news(head.incident) or (bool(published) and now - max(published) >= old)


def is_overdue(head: Head, now: datetime) -> bool:
    """Should it have been said long ago?"""
    return now - head.since >= LATE


def as_item(head: Message, revision: int, now: datetime) -> Message:
    """The head as an item of the catch-up: what changes later is measured against what that told."""
    key = message_id(head.incident_id, head.rule_id, head.channel, "item", revision)
    return Message(
        id=key, incident_id=head.incident_id, rule_id=head.rule_id, rule_hash=head.rule_hash, channel=head.channel, kind="item",
        revision=revision, reason=Reason.CAUGHT_UP, not_before=now, facts=head.facts, before=head.before,
    )  # fmt: skip


def catch_up(channel: str, late: Sequence[Head], now: datetime) -> Message:
    """The message that tells of all that was late in that channel: of what is overdue at once."""
    due = now if any(is_overdue(head, now) for head in late) else now + GATHERS
    about = f"catch-up:{now.astimezone(UTC).isoformat(timespec='microseconds')}"
    return Message(
        id=message_id(about, BY, channel, "digest", 0), incident_id=about, rule_id=BY, rule_hash="", channel=channel,
        kind="digest", revision=0, reason=Reason.CAUGHT_UP, not_before=due, facts=Told(),
    )  # fmt: skip
