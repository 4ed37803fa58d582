"""When a rule may speak: how grave an incident is, the quiet hours, the hour of the digest, by the clocks of the rule's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.alerting.facts import peak
from monitor.model.alert import Incident, Told
from monitor.model.event import Toll
from monitor.model.rule import LEVELS, AlertPlan, Level, QuietHours, RuleHead, Threshold


def level_of(rule: RuleHead, facts: Incident | Told) -> Level:
    """How grave the incident is for this rule: the rule's level, or critical once a figure of `critical_when` is reached."""
    return "critical" if is_critical(rule.alert, facts) else rule.level


def is_critical(plan: AlertPlan, facts: Incident | Told) -> bool:
    """Does somebody vouch for a figure that makes it critical? Any one of them is enough: a missed one is not forgiven."""
    return any(reached(threshold, facts) for threshold in plan.critical_when)


def reached(threshold: Threshold, facts: Incident | Told) -> bool:
    """Does somebody vouch for so many?"""
    if threshold.figure == "casualties":
        tolls: tuple[Toll | None, ...] = (facts.killed, facts.wounded)
    else:
        tolls = (getattr(facts, threshold.figure),)
    said = [peak(toll) for toll in tolls if toll is not None]
    return bool(said) and sum(said) >= threshold.low and (threshold.high is None or sum(said) <= threshold.high)


def speaks_from(rule: RuleHead, level: Level, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into; a level that is let through never waits."""
    quiet = rule.alert.quiet_hours
    if quiet is None or LEVELS.index(level) >= LEVELS.index(quiet.let_through):
        return at
    return end_of_quiet(quiet, at) or at


def end_of_quiet(quiet: QuietHours, at: datetime) -> datetime | None:
    """When the quiet hours around that moment end; None when it is not quiet.

    >>> from datetime import UTC
    >>> hours = QuietHours(zone="Asia/Damascus", start="22:00", end="06:00")
    >>> end_of_quiet(hours, datetime(2026, 11, 20, 23, 30, tzinfo=UTC)).isoformat()  # half past two in Damascus
    '2026-11-21T03:00:00+00:00'
    >>> end_of_quiet(hours, datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    """
    here = at.astimezone(ZoneInfo(quiet.zone))
    start, end, now = _clock(quiet.start), _clock(quiet.end), here.time()
    if start < end:
        is_quiet, day = start <= now < end, 0
    else:
        is_quiet, day = now >= start or now < end, int(now >= start)
    if not is_quiet:
        return None
    over = datetime.combine(here.date() + timedelta(days=day), end, here.tzinfo)
    return over.astimezone(at.tzinfo)


def next_at(clock: str, zone: str, after: datetime) -> datetime:
    """The next time that the clocks of a zone show this, later than `after`.

    >>> from datetime import UTC
    >>> next_at("07:00", "Europe/London", datetime(2026, 7, 1, 6, 30, tzinfo=UTC)).isoformat()
    '2026-07-02T06:00:00+00:00'
    """
    here = after.astimezone(ZoneInfo(zone))
    today = datetime.combine(here.date(), _clock(clock), here.tzinfo)
    due = today if today > here else datetime.combine(here.date() + timedelta(days=1), _clock(clock), here.tzinfo)
    return due.astimezone(after.tzinfo)


def gathered_until(rule: RuleHead, level: Level, at: datetime) -> datetime | None:
    """When a summary will tell of what would be said at that moment; None when it is said by itself.

    A rule with a digest gathers always, others in their quiet hours; what is critical is never gathered by a digest that lets
    nothing wait: it is said by itself.
    """
    if rule.alert.digest is not None and level != "critical":
        return next_at(rule.alert.digest.at, rule.alert.digest.zone, at)
    starts = speaks_from(rule, level, at)
    return starts if starts > at else None


def _clock(words: str) -> time:
    return time.fromisoformat(words)
