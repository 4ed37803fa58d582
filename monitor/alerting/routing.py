"""Where an incident is told: the rule's own channel, else the first route that fits; and by which other ways."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.alerting.clocks import level_of
from monitor.alerting.places import places_of
from monitor.model.alert import Incident, Message
from monitor.model.routing import PREFIX, RECORDS, Route, Routing, WayKind, way_of
from monitor.model.rule import RuleHead


@dataclass(frozen=True, slots=True)
class Routed:
    """Where, and why in words."""

    channel: str  #: "": the default channel
    also: tuple[str, ...]
    why: str


def route(rule: RuleHead, incident: Incident, tags: Collection[str], routes: Iterable[Route]) -> Routed:
    """The rule's own channel always wins; the first route that fits gives the channel of a rule that names none.

    The further ways are the rule's and those of that route, each once.
    """
    found = next((one for one in routes if fits(one, rule, incident, tags)), None)
    also = tuple(dict.fromkeys((*rule.alert.also, *(found.also if found else ()))))
    if rule.channel:
        return Routed(rule.channel, also, "the rule's own channel")
    if found is not None and found.channel:
        return Routed(found.channel, also, f"routes.yaml, line {found.line}")
    return Routed("", also, "the default channel")


def fits(one: Route, rule: RuleHead, incident: Incident, tags: Collection[str]) -> bool:
    """Does all hold that the route asks for? An incident whose place is not known is in no place."""
    if one.rules and rule.id not in one.rules:
        return False
    if one.levels and level_of(rule, incident) not in one.levels:
        return False
    if one.tags and one.tags.isdisjoint(tags):
        return False
    return not one.places or any(where.inside(place.id) for where in places_of(incident) for place in one.places)


def routed(
    rules: Mapping[str, RuleHead],
    told: Mapping[str, Sequence[Message]],
    incident: Incident,
    tags: Collection[str],
    routing: Routing | None,
) -> dict[str, RuleHead]:
    """The rules with the channels in which they speak of this incident. What has been told in one channel goes on there."""
    if routing is None:
        return dict(rules)
    placed = {}
    for rule_id, rule in rules.items():
        said = [m.channel for m in told.get(rule_id, ()) if way_of(m.channel) is None]
        where = route(rule, incident, tags, routing.routes)
        alert = replace(rule.alert, also=where.also) if where.also != rule.alert.also else rule.alert
        placed[rule_id] = replace(rule, channel=said[-1] if said else where.channel, alert=alert)
    return placed


def by_way(
    rules: Mapping[str, RuleHead], told: Mapping[str, Sequence[Message]], routing: Routing | None
) -> dict[str, dict[str, RuleHead]]:
    """Way's name -> the rules that speak there, each as if the way were its channel; ways already told go on."""
    found: dict[str, dict[str, RuleHead]] = {}
    if routing is None:
        return found
    for rule_id, rule in rules.items():
        before = [name for m in told.get(rule_id, ()) if (name := way_of(m.channel))]
        for name in dict.fromkeys((*rule.alert.also, *before)):
            found.setdefault(name, {})[rule_id] = _on_the_way(rule, name, routing.kind_of(name))
    return found


def _on_the_way(rule: RuleHead, name: str, kind: WayKind | None) -> RuleHead:
    """A record is kept at once and whole: it knows no quiet hours, no digest, no gathering and no repetition."""
    alert = rule.alert
    if kind in RECORDS:
        alert = replace(alert, wait=0.0, repeat=None, quiet_hours=None, digest=None)
    return replace(rule, channel=PREFIX + name, alert=alert)


def without_ways(told: Mapping[str, Sequence[Message]]) -> dict[str, tuple[Message, ...]]:
    """What was told in Slack's channels; a rule that said nothing there keeps its empty row."""
    return {rule: tuple(m for m in said if way_of(m.channel) is None) for rule, said in told.items()}


def on_way(told: Mapping[str, Sequence[Message]], name: str) -> dict[str, tuple[Message, ...]]:
    """What was told by that way."""
    return {rule: tuple(m for m in said if way_of(m.channel) == name) for rule, said in told.items()}


def passed_on(way: str, routing: Routing | None, rows: Iterable[Message]) -> list[Message]:
    """Those of the rows that this way takes."""
    return [row for row in rows if routing is not None and says(routing.kind_of(way), row)]


def says(kind: WayKind | None, message: Message) -> bool:
    """Does that kind of way pass this on? Only records take silent updates; a feed's entry is what it is now, without replies."""
    if message.kind == "update":
        return kind in RECORDS
    return not (message.kind == "reply" and kind == "atom")
