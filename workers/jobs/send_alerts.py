"""Empties the outbox: says what is due, looks for what may have been said, and writes down what came of it.

No byte leaves before the store knows that one will (`start_sending`), and nothing that may have been said is said again before a
look into the channel. Several senders may run: leases in the store keep them apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.alerting import message as letters
from monitor.alerting import waytext
from monitor.alerting.decide import message_id
from monitor.alerting.delivery import Attempt, after_attempt, back_off
from monitor.alerting.facts import tell
from monitor.alerting.summary import digest
from monitor.model.alert import DeliveryState, SlackMessage
from monitor.model.routing import way_of
from workers.errors import Ambiguous, BadBlocks, Permanent, TooLate, Transient
from workers.jobs.looking import Looked, look, look_on_way, patience_of, row_of, step_along, way_named
from workers.ports import Delivery, Receipt, Step, Tools

#: Rows claimed at once: few, so that even with every answer at its time-out the last is started within its lease.
AT_ONCE: Final = 4

#: Rounds of one job; what is left then is found by the next.
ROUNDS: Final = 100

#: Seconds of one job after which no further rows are claimed.
LONG_ENOUGH: Final = 20.0


def send_alerts(tools: Tools) -> dict[str, int]:
    """Say what is due now. Counts by the state that rows went to; "lost" are rows whose lease had run out."""
    counts: Counter[str] = Counter()
    bugs: list[Exception] = []
    started = tools.clock()
    for _ in range(ROUNDS):
        now = tools.clock()
        if (now - started).total_seconds() > LONG_ENOUGH:
            break
        limits = tools.limits
        claimed = tools.store.claim_messages(now=now, lease_for=limits.message_lease, settle=limits.settle, limit=AT_ONCE)
        if not claimed:
            break
        claimed = sorted(claimed, key=lambda delivery: way_of(delivery.message.channel) is not None)  # no way delays Slack
        looked: Looked = {}
        for delivery in claimed:
            try:
                counts[_deliver(tools, delivery, claimed, looked, late=now + timedelta(seconds=limits.message_lease / 2))] += 1
            except Exception as bug:  # its lease runs out, the others go on, and the bug is raised when they are through
                bugs.append(bug)
    if bugs:
        raise bugs[0]
    return dict(counts)


def _deliver(tools: Tools, delivery: Delivery, claimed: list[Delivery], looked: Looked, *, late: datetime) -> str:
    """One row, one arrow; what became of it, in a word."""
    if tools.clock() > late:
        step = Step(to=delivery.state, detail="not reached in time", not_before=late, absent_checks=delivery.absent_checks)
    elif delivery.state is DeliveryState.UNCERTAIN:
        on_its_way = way_of(delivery.message.channel) is not None
        step = look_on_way(tools, delivery) if on_its_way else look(tools, delivery, claimed, looked)
    else:
        tried = _send(tools, delivery)
        if tried is None:
            return "lost"
        step = tried
    return str(step.to) if tools.store.finish_message(delivery, step, now=tools.clock()) else "lost"


def _send(tools: Tools, delivery: Delivery) -> Step | None:
    """Say it, if it can be said now; None when the lease was lost before a byte left."""
    if delivery.head is None and delivery.message.kind in ("update", "reply"):
        return _without_head(tools, delivery, tools.clock())
    if (elsewhere := _unlocated(tools, delivery)) is not None:
        return elsewhere
    now = tools.clock()
    letter = render(delivery, now, pressable=tools.limits.pressable)
    if letter is None:
        return Step(to=DeliveryState.SUPPRESSED, detail="nothing had changed any more when it was to be said")
    if not tools.store.start_sending(delivery, letter, now=now, facts=tell(delivery.incident)):
        return None
    try:
        receipt = _say(tools, delivery, letter)
    except Transient as problem:
        _rest(tools, delivery, problem)
        return _step(tools, delivery, now, "not said", problem.reason, retry_after=problem.retry_after)
    except Ambiguous as problem:
        _rest(tools, delivery, problem)
        return _step(tools, delivery, now, "perhaps", problem.reason)
    except Permanent as problem:
        return _step(tools, delivery, now, "never", problem.reason)
    except TooLate as problem:
        return _step(tools, delivery, now, "not said", str(problem), retry_after=0.0)
    return _step(tools, delivery, now, "said", _said_where(delivery.message.channel), receipt=receipt)


def _unlocated(tools: Tools, delivery: Delivery) -> Step | None:
    """The try that ends before it begins, since Slack does not tell the channel's id; None when it is known."""
    if delivery.message.kind == "update" or way_of(delivery.message.channel) is not None:
        return None  # a head knows where it stands
    now = tools.clock()
    try:
        tools.room.locate(delivery.message.channel)
    except Transient as problem:
        _rest(tools, delivery, problem)
        return replace(_step(tools, delivery, now, "not said", problem.reason, retry_after=problem.retry_after), tried_at=now)
    return None


def _said_where(channel: str) -> str:
    name = way_of(channel)
    return f"said in #{channel}" if name is None else f"told by {name}"


def _without_head(tools: Tools, delivery: Delivery, now: datetime) -> Step:
    """A follow-up waits for its head; when the head never comes, nobody would understand it."""
    if now - delivery.message.not_before > timedelta(seconds=tools.limits.message_retry_for):
        return Step(to=DeliveryState.SUPPRESSED, detail="its head was never said")
    return Step(to=DeliveryState.PENDING, detail="waits for its head", not_before=now + timedelta(seconds=tools.limits.settle))


def render(delivery: Delivery, now: datetime, *, pressable: bool = False) -> SlackMessage | None:
    """The message with the facts of this moment; None when there is nothing left to say, or nothing left of the incident.

    `pressable`: heads have buttons.
    """
    message, incident, rule = delivery.message, delivery.incident, delivery.rule
    if message.kind == "head" and incident.merged_into:
        return None  # it was merged before it was told: the other incident tells of it
    if way_of(message.channel) is not None and message.kind != "operator":
        opened = message_id(message.incident_id, message.rule_id, message.channel, "head", 0)
        return waytext.letter(incident, rule, message, head_id=opened, items=delivery.items)
    if message.kind == "digest":
        return digest(delivery.items, rule, message, now=now, rules=delivery.rules)
    if message.kind == "operator":
        return delivery.payload  # written when it was decided: it tells of that moment
    if not incident.reports:
        return None
    if message.kind == "reply":
        return letters.reply(incident, rule, message, now=now)
    told = _moment(delivery.head) if message.kind == "update" else None
    return letters.head(incident, rule, message, now=now, told=told, pressable=pressable)


def _say(tools: Tools, delivery: Delivery, letter: SlackMessage) -> Receipt:
    """Over the wire; as plain text when Slack refuses the blocks."""
    if (name := way_of(delivery.message.channel)) is not None:
        if not tools.store.still_held(delivery, now=tools.clock()):
            raise TooLate
        return tools.ways.send(way_named(tools, name), letter)
    try:
        return _once(tools, delivery, letter)
    except BadBlocks:
        return _once(tools, delivery, letters.plain(letter))


def _once(tools: Tools, delivery: Delivery, letter: SlackMessage) -> Receipt:
    head, message = delivery.head, delivery.message

    def ours() -> bool:
        """A sender that was stopped (a suspended laptop, a debugger) and wakes may find that another has said it."""
        return tools.store.still_held(delivery, now=tools.clock())

    if message.kind == "update" and head is not None:
        return tools.room.update(head.channel_id, head.ts, letter, guard=ours)
    thread = head.ts if head and message.kind == "reply" else None
    return tools.room.post(message.channel, letter, thread_ts=thread, guard=ours)


def _rest(tools: Tools, delivery: Delivery, problem: Transient | Ambiguous) -> None:
    """Nothing goes there for a while, if the problem asks for it."""
    if (pause := _pause(delivery, problem)) is not None:
        tools.store.pause_channel(delivery.message.channel, tools.clock() + timedelta(seconds=pause))


def _pause(delivery: Delivery, problem: Transient | Ambiguous) -> float | None:
    """Seconds in which nothing goes there: what Slack asks for; a way that fails rests, so that its hanging delays no other."""
    asked = problem.retry_after if isinstance(problem, Transient) else None
    if way_of(delivery.message.channel) is None:
        return asked
    return max(asked or 0.0, min(back_off(delivery.attempts + 1), 60.0), 30.0 if isinstance(problem, Ambiguous) else 0.0)


def _step(
    tools: Tools,
    delivery: Delivery,
    tried_at: datetime,
    attempt: Attempt,
    words: str,
    *,
    receipt: Receipt | None = None,
    retry_after: float | None = None,
) -> Step:
    row = row_of(delivery, tried_at, tries=delivery.attempts + 1)
    arrow = after_attempt(row, attempt, words, now=tools.clock(), patience=patience_of(tools), retry_after=retry_after)
    return step_along(arrow, receipt)


def _moment(head: Receipt | None) -> datetime | None:
    """When the head was said: Slack's ts is seconds since 1970."""
    return datetime.fromtimestamp(float(head.ts), UTC) if head else None
