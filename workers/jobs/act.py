"""Does what people press in Slack: the same as on the command line, by the same doors of the store."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.alerting import words
from monitor.alerting.mutes import in_words
from monitor.model.alert import Incident
from monitor.model.people import Mark, MarkKind, Mute, Wish
from monitor.model.rule import RuleHead
from workers.ports import Tools

GONE = "this incident is no longer kept: what is older than WIREWATCH_RETENTION_DAYS is forgotten"


def act(tools: Tools, wish: Wish) -> tuple[bool, str]:
    """(done, in words what, or why not)."""
    via, now = f"slack {wish.user_id}", tools.clock()
    if wish.what == "unmute":
        why_not = tools.store.unmute(wish.number, by=wish.by, via=via, now=now)
        tools.queue.send_alerts()
        return not why_not, why_not or f"lifted mute {wish.number}: what it held back is said now"
    found = subject(tools, wish)
    if found is None:
        return False, GONE
    incident, rule = found
    if wish.what == "mute":
        wanted = _mute(wish, incident, rule, now)
        if wanted is None:
            return False, "the place of this incident is not known: mute the incident or the rule"
        mute = tools.store.mute(wanted, via=via, now=now)
        tools.queue.send_alerts()
        return True, f"Muted as number {mute.id}: {in_words(mute)}. At its end one message says what was held back."
    kind: MarkKind = "acknowledged" if wish.what == "acknowledge" else "wrong"
    rule_id = rule.id if wish.what == "wrong" else ""
    mark = Mark(kind=kind, by=wish.by, at=now, reason=wish.reason, rule_id=rule_id)
    why_not = tools.store.mark_incident(incident.id, mark, via=via)
    tools.queue.send_alerts()
    return not why_not, why_not or f"{kind}: {words.incident(incident)}"


def subject(tools: Tools, wish: Wish) -> tuple[Incident, RuleHead] | None:
    """What the wish is about; None when it is no longer kept."""
    incident, rule = tools.store.incident(wish.incident_id), tools.store.rule_head(wish.rule_id)
    return (incident, rule) if incident is not None and incident.reports and rule is not None else None


def _mute(wish: Wish, incident: Incident, rule: RuleHead, now: datetime) -> Mute | None:
    targets = {"incident": (incident.id, words.incident(incident)), "rule": (rule.id, rule.title)}
    if incident.where is not None:
        targets["place"] = (incident.where.id, words.place(incident.where, short=True))
    if wish.mute not in targets:
        return None
    target, name = targets[wish.mute]
    return Mute(
        kind=wish.mute, target=target, name=name, until=now + timedelta(hours=wish.hours), by=wish.by, at=now,
        unless=wish.unless, unless_critical=wish.unless_critical, reason=wish.reason,
    )  # fmt: skip
