"""Is an incident muted for a rule now, and by which mute? Pure; the mutes come from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.alerting import words
from monitor.alerting.clocks import is_critical, reached
from monitor.alerting.places import places_of
from monitor.model.alert import Incident
from monitor.model.people import Mute
from monitor.model.rule import RuleHead


def muted(mutes: Iterable[Mute], incident: Incident, rule: RuleHead, now: datetime) -> Mute | None:
    """The longest of the mutes that silence the rule about this incident now; None when it may speak."""
    mine = [m for m in _about(mutes, incident, rule, now) if not _broken(m, incident, rule)]
    return max(mine, key=lambda m: m.until, default=None)


def speaks_through(mutes: Iterable[Mute], incident: Incident, rule: RuleHead, now: datetime) -> bool:
    """Is there a mute that does not hold for it, as it stands now?"""
    return any(_broken(m, incident, rule) for m in _about(mutes, incident, rule, now))


def _about(mutes: Iterable[Mute], incident: Incident, rule: RuleHead, now: datetime) -> list[Mute]:
    return [m for m in mutes if m.ended_at is None and m.until > now and _is_about(m, incident, rule)]


def _is_about(mute: Mute, incident: Incident, rule: RuleHead) -> bool:
    if mute.kind == "incident":
        return mute.target == incident.id
    if mute.kind == "rule":
        return mute.target == rule.id
    places = places_of(incident)
    return bool(places) and all(place.inside(mute.target) for place in places)


def _broken(mute: Mute, incident: Incident, rule: RuleHead) -> bool:
    """Is this the news for which the mute does not hold?"""
    critical = rule.level == "critical" or is_critical(rule.alert, incident)
    return (mute.unless_critical and critical) or (mute.unless is not None and reached(mute.unless, incident))


def in_words(mute: Mute) -> str:
    """ "Idlib, until 3 Feb 22:05 UTC, by amira"."""
    return f"{mute.name}, until {words.moment(mute.until)}, by {mute.by}"
