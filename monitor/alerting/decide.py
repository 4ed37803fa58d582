"""Speak now? About an incident, for a rule: which messages go to the outbox, or why none does.

Three clocks, never one: `wait` gathers first reports before the head, changes of fact open a reply, `repeat` says it again.
What falls into a rule's quiet hours, or is a rule's with a digest, becomes an item of one summary; critical news never waits.
The head is kept current by silent updates; a reply comes only when something material changed. What still waits in the outbox is
rendered with the facts of the moment it is sent, so a change that comes in time needs no message of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid5

from monitor.alerting.clocks import gathered_until, is_critical, level_of, speaks_from
from monitor.alerting.facts import FIGURES, peak, tell
from monitor.alerting.incidents import NAMESPACE
from monitor.model.alert import Incident, Message, MessageKind, Reason, Told
from monitor.model.event import Toll
from monitor.model.people import Mute
from monitor.model.rule import LEVELS, AlertPlan, RuleHead

#: A toll rises materially by a tenth: 3 to 4 is news, 100 to 104 only corrects the head. The first dead always are.
MATERIAL: Final = 0.1

_SOURCES: Final = re.compile(r"sources:\s*at least\s+(\d+)")


def decide(
    incident: Incident,
    rule: RuleHead,
    told: Sequence[Message],
    *,
    now: datetime,
    waiting: Set[str] = frozenset(),
    previous: Told | None = None,
    default_channel: str = "wirewatch",
    default_wait: float | None = None,
    mute: Mute | None = None,
    breaks: bool = False,
) -> tuple[Reason, list[Message]]:
    """What to say of the incident for this rule, and why.

    `mute`: what silences it now, if anything does; `breaks`: a mute is on, and this is news for which it does not hold.

    `told`: the pair's messages so far, oldest first; `waiting`: ids of those not yet rendered; `previous`: the incident's facts
    before the report in hand, against which a waiting head's changes are named. Deciding twice makes the same ids.
    """
    channel = rule.channel or default_channel
    if rule.status != "live":
        return Reason.TRIAL, []
    if not any(m.kind == "head" for m in told):
        if incident.sources < rule.sources_at_least:
            return Reason.WAITS_FOR_SOURCES, []
        starts = now + timedelta(seconds=wait_of(rule.alert, default_wait))
        return _open(incident, rule, channel, [m for m in told if m.kind == "item"], starts, waiting, mute)
    told = [m for m in told if m.kind != "item"]
    return _follow_up(incident, rule, told, now, waiting, previous, wait_of(rule.alert, default_wait), mute, breaks)


def wait_of(plan: AlertPlan, default: float | None) -> float:
    """Seconds to gather first reports: the rule's, or the installation's for a rule that does not say."""
    return default if default is not None and plan.wait == AlertPlan().wait else plan.wait


def message_id(incident_id: str, rule_id: str, channel: str, kind: MessageKind, revision: int) -> str:
    """Deterministic: the same decision is the same row."""
    return str(uuid5(NAMESPACE, "|".join((incident_id, rule_id, channel, kind, str(revision)))))


def _open(
    incident: Incident,
    rule: RuleHead,
    channel: str,
    items: Sequence[Message],
    starts: datetime,
    waiting: Set[str],
    mute: Mute | None,
) -> tuple[Reason, list[Message]]:
    """There is no head yet: say it, or keep it for a summary. What a summary has told opens a thread only when it changes."""
    last = items[-1] if items else None
    before = None if last is None or last.id in waiting else last.facts
    starts = max(starts, mute.until) if mute else starts
    until = gathered_until(rule, level_of(rule, incident), starts) or (starts if mute else None)
    late = last is not None and last.reason is Reason.CAUGHT_UP and level_of(rule, incident) != "critical"
    if last is not None and last.id in waiting and (until is not None or late):
        return Reason.NOTHING_NEW, []  # the summary will tell the facts of its moment
    reason: Reason | None = Reason.NEW_INCIDENT
    if before is not None:
        reason = change(before, tell(incident), rule.alert.update_when, rule.alert)
        if reason is None:
            return Reason.NOTHING_NEW, []
    if until is None:
        return Reason.NEW_INCIDENT, [_message(incident, rule, channel, "head", 0, reason or Reason.NEW_INCIDENT, starts, before)]
    revision = max((m.revision for m in items), default=-1) + 1
    why = Reason.MUTED if mute else Reason.GATHERED
    return why, [_message(incident, rule, channel, "item", revision, why, until, before), summary(rule, channel, until, why)]


def summary(rule: RuleHead, channel: str, due: datetime, reason: Reason = Reason.GATHERED) -> Message:
    """The message that will tell of all items of the rule in that channel that are due by then."""
    # A mute's end is exact: one that is lifted and asked for again in the same minute has a summary of its own.
    exact = "microseconds" if reason is Reason.MUTED else "minutes"
    about = f"summary:{rule.id}:{due.astimezone(UTC).isoformat(timespec=exact)}"
    return Message(
        id=message_id(about, rule.id, channel, "digest", 0), incident_id=about, rule_id=rule.id, rule_hash=rule.hash,
        channel=channel, kind="digest", revision=0, reason=reason, not_before=due, facts=Told(),
    )  # fmt: skip


def _follow_up(
    incident: Incident,
    rule: RuleHead,
    told: Sequence[Message],
    now: datetime,
    waiting: Set[str],
    previous: Told | None,
    wait: float,
    mute: Mute | None,
    breaks: bool,
) -> tuple[Reason, list[Message]]:
    """The head is decided: update it, reply, or say nothing."""
    facts, said = tell(incident), [m for m in told if m.id not in waiting]
    if not said:
        return change(previous, facts, rule.alert.update_when) or Reason.NOTHING_NEW, []

    spoken = _last(said, {"head", "reply"})
    shown = _last(said, {"head", "update"})
    reason = change(spoken.facts, facts, rule.alert.update_when, rule.alert)
    seen = any(mark.kind == "acknowledged" for mark in incident.marks)  # somebody has it in hand: nobody need be reminded
    if reason is None and rule.alert.repeat and not seen and now - spoken.not_before >= timedelta(seconds=rule.alert.repeat):
        reason = Reason.REPEATED
    wrong = any(mark.kind == "wrong" and mark.rule_id in ("", rule.id) for mark in incident.marks)
    if wrong and reason is not Reason.BECAME_CRITICAL:
        reason = None  # who was told that it is wrong need not hear of it again; the head is kept current

    channel, revision = told[0].channel, max(m.revision for m in told) + 1
    pending = {m.kind for m in told if m.id in waiting}
    rows = []
    if shown.facts != facts and "update" not in pending:
        rows.append(_message(incident, rule, channel, "update", revision, reason or Reason.NOTHING_NEW, now, shown.facts))
    if reason is not None and "reply" in pending and mute is None and (breaks or reason is Reason.BECAME_CRITICAL):
        late = next(m for m in told if m.kind == "reply" and m.id in waiting)
        return reason, [*rows, replace(late, reason=reason, not_before=now)]  # the same row: what waits is said at once
    if reason is not None and "reply" not in pending:
        starts = max(now, spoken.not_before + timedelta(seconds=wait))
        starts = now if breaks or reason is Reason.BECAME_CRITICAL else speaks_from(rule, level_of(rule, incident), starts)
        starts = max(starts, mute.until) if mute else starts
        rows.append(_message(incident, rule, channel, "reply", revision, reason, starts, spoken.facts))
    if "reply" in pending:
        return change(previous, facts, rule.alert.update_when) or Reason.NOTHING_NEW, rows
    return reason or Reason.NOTHING_NEW, rows


def refreshed(incident: Incident, told: Sequence[Message], *, now: datetime, waiting: Set[str] = frozenset()) -> list[Message]:
    """A silent update of each head that stands, after a person changed what is known. `told`: of all rules and channels."""
    facts, rows = tell(incident), []
    pairs = dict.fromkeys((m.rule_id, m.channel) for m in told)
    for pair in pairs:
        mine = [m for m in told if (m.rule_id, m.channel) == pair and m.kind not in ("item", "digest")]
        said = [m for m in mine if m.id not in waiting]
        if not any(m.kind == "head" for m in said) or any(m.kind == "update" and m.id in waiting for m in mine):
            continue  # what waits will be said with the facts of its moment
        shown, revision = _last(said, {"head", "update"}), max(m.revision for m in mine) + 1
        if shown.facts != facts:
            row = replace(shown, kind="update", revision=revision, reason=Reason.BY_HAND, not_before=now)
            key = message_id(incident.id, *pair, "update", revision)
            rows.append(replace(row, id=key, facts=facts, before=shown.facts))
    return rows


def change(before: Told | None, now: Told, update_when: Iterable[str], plan: AlertPlan | None = None) -> Reason | None:
    """The material change between two states of the facts, the gravest first; None when there is none that the rule asks for."""
    if before is None:
        return None
    if plan is not None and is_critical(plan, now) and not is_critical(plan, before):
        return Reason.BECAME_CRITICAL
    if now.incidents:  # of a series the toll rises with each incident: what is news is when there are far more
        return Reason.COUNT_DOUBLED if now.incidents >= 2 * before.incidents else None
    wanted = tuple(update_when)
    if now.denied and not before.denied and "denied" in wanted:
        return Reason.DENIED
    figures = tuple((getattr(before, figure), getattr(now, figure)) for figure in FIGURES)
    if "toll rises" in wanted and any(rises(old, new) for old, new in figures):
        return Reason.TOLL_ROSE
    if "place changes" in wanted and now.place_id and now.place_id != before.place_id:
        return Reason.PLACE_CHANGED
    steps = [int(m[1]) for clause in wanted if (m := _SOURCES.fullmatch(clause.strip()))]
    if any(before.sources < step <= now.sources for step in steps):
        return Reason.SOURCES_REACHED
    return None


def rises(before: Toll | None, now: Toll | None) -> bool:
    """Does the toll rise materially?

    >>> rises(Toll(low=3, high=3), Toll(low=12, high=None)), rises(Toll(low=100, high=100), Toll(low=104, high=104))
    (True, False)
    """
    if now is None:
        return False
    highest = (peak(before) if before else 0, peak(now))
    lowest = (before.low if before else 0, now.low)
    return highest[1] >= highest[0] and any(new > old and new >= old * (1 + MATERIAL) for old, new in (highest, lowest))


def speaker(rules: Iterable[RuleHead]) -> RuleHead:
    """Of the rules that matched one incident for one channel, the one that speaks: the highest level, then the first name."""
    return min(rules, key=lambda rule: (-LEVELS.index(rule.level), rule.id))


def _last(messages: Sequence[Message], kinds: Set[str]) -> Message:
    """The newest of these kinds; there is always the head."""
    return max((m for m in messages if m.kind in kinds), key=lambda m: m.revision, default=messages[0])


def _message(
    incident: Incident,
    rule: RuleHead,
    channel: str,
    kind: MessageKind,
    revision: int,
    reason: Reason,
    not_before: datetime,
    before: Told | None,
) -> Message:
    return Message(
        id=message_id(incident.id, rule.id, channel, kind, revision),
        incident_id=incident.id,
        rule_id=rule.id,
        rule_hash=rule.hash,
        channel=channel,
        kind=kind,
        revision=revision,
        reason=reason,
        not_before=not_before,
        facts=tell(incident),
        before=before,
    )
