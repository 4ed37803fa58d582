"""Minds the rules: one that fires far above its usual rate is gathered for an hour, and the people of its channel hear why."""

from __future__ import annotations

from monitor.alerting.breaker import Rate, letter, row, trips
from monitor.model.alert import Message, SlackMessage
from monitor.model.people import Mute
from workers.ports import Tools


def mind_rules(tools: Tools) -> list[str]:
    """One look. Ids of the rules that are gathered from now on."""
    now = tools.clock()
    rates = tools.store.rates(now) if tools.limits.breaker else []
    mutes = tools.store.mutes() if rates else []
    tripped = []
    for rate in rates:
        mute = trips(rate, mutes, now, times=tools.limits.breaker)
        if mute is not None:
            tools.store.trip(mute, lambda kept, rate=rate: _letters(tools, rate, kept), now=now)  # type: ignore[misc]
            tripped.append(rate.rule.id)
    if tripped:
        tools.queue.send_alerts()
    return tripped


def _letters(tools: Tools, rate: Rate, mute: Mute) -> dict[Message, SlackMessage]:
    """One in each channel in which the rule spoke."""
    rows = [row(mute, channel) for channel in rate.channels]
    return {message: letter(rate, mute, message, pressable=tools.limits.pressable) for message in rows}
