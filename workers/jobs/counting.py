"""Rules with `count:`: when enough incidents stand on the desk, they are told as one series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from monitor.alerting.decide import decide
from monitor.alerting.facts import SERIES
from monitor.alerting.mutes import muted, speaks_through
from monitor.alerting.routing import by_way, on_way, passed_on, without_ways
from monitor.alerting.series import area_name, area_of, counted, series_of
from monitor.model.alert import Incident, Reason
from monitor.model.rule import RuleHead
from workers.jobs.desk import Desk, Frame, Ruling


def count_up(desk: Desk, incident: Incident, rules: Mapping[str, RuleHead], frame: Frame) -> tuple[Desk, list[Ruling]]:
    """Count anew for each rule that counts the incident. `rules`: those that matched it."""
    rulings = []
    for rule in {**frame.rules, **rules}.values():
        if rule.count is not None and not rules.keys().isdisjoint((rule.id, *rule.count.rules)):
            desk, ruling = _count(desk, incident, rule, frame)
            rulings.append(ruling)
    return desk, rulings


def _count(desk: Desk, incident: Incident, rule: RuleHead, frame: Frame) -> tuple[Desk, Ruling]:
    count = rule.count
    assert count is not None
    area = area_of(incident, count)
    if area is None:
        return desk, Ruling(rule, Reason.COUNTED, f"not counted: its place is not known by {count.per}")
    wanted = {rule.id, *count.rules}
    mine = {of for of, by in desk.told if by in wanted}
    members = counted((one for i in mine if (one := desk.incidents.get(i)) and not one.merged_into), count, area, frame.now)
    going_on = [i for i in desk.incidents.values() if i.what == SERIES]
    since = frame.now - timedelta(seconds=count.within)
    series = series_of(members, rule, area, going_on, since) if members else None
    if series is None or (series.id not in desk.incidents and len(members) < count.at_least):
        return desk, Ruling(rule, Reason.COUNTED, f"{len(members)} of {count.at_least}")
    pairs = {rule.id: desk.told.get((series.id, rule.id), ())}
    told = without_ways(pairs)[rule.id]
    reason, messages = decide(
        series, rule, told, now=frame.now, waiting=desk.waiting, default_channel=frame.limits.default_channel,
        default_wait=frame.limits.default_wait, mute=muted(frame.mutes, series, rule, frame.now),
        breaks=speaks_through(frame.mutes, series, rule, frame.now),
    )  # fmt: skip
    for way, speaking in by_way({rule.id: rule}, pairs, frame.routing).items():
        rows = decide(
            series, speaking[rule.id], on_way(pairs, way)[rule.id], now=frame.now, waiting=desk.waiting,
            default_wait=frame.limits.default_wait, mute=muted(frame.on(way).mutes, series, rule, frame.now),
        )[1]  # fmt: skip
        messages += passed_on(way, frame.routing, rows)
    desk = desk.with_incident(series, [rule.id], messages)
    where = area_name(series)
    return desk, Ruling(rule, reason, f"{len(series.reports)} incidents" + (f" in {where}" if where else ""))
