"""What lies on the desk while articles are filed: the open incidents, what was told of them, and what came of it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.alerting.register import Register
from monitor.model.alert import Incident, Message, Reason
from monitor.model.people import Mute
from monitor.model.routing import RECORDS, Routing
from monitor.model.rule import RuleHead
from workers.ports import Limits, Outcome

#: (incident id, rule id)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A board with what was filed on it since; each article filed makes a new one."""

    incidents: Mapping[str, Incident]
    register: Register  #: of these and of some that came to nothing
    told: Mapping[Pair, tuple[Message, ...]]
    waiting: frozenset[str]
    changed: frozenset[str] = frozenset()
    messages: tuple[Message, ...] = ()
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    assigned: tuple[tuple[int, str, str], ...] = ()

    def with_incident(self, incident: Incident, rules: Sequence[str], messages: Sequence[Message]) -> Desk:
        """With an incident as it stands now, the rules that have to do with it, and what is to be said."""
        self.register.add(incident)
        told = {(incident.id, rule): self.told.get((incident.id, rule), ()) for rule in rules}
        for message in messages:
            told[incident.id, message.rule_id] = (*told[incident.id, message.rule_id], message)
        return replace(
            self,
            incidents={**self.incidents, incident.id: incident},
            changed=self.changed | {incident.id},
            told={**self.told, **told},
            waiting=self.waiting | {m.id for m in messages},
            messages=(*self.messages, *messages),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stays the same while a batch is filed."""

    rules: Mapping[str, RuleHead]  #: in force now, by id
    limits: Limits
    now: datetime
    mutes: tuple[Mute, ...] = ()
    routing: Routing | None = None  #: None: neither routes nor other ways out, as in a replay

    def on(self, way: str) -> Frame:
        """The frame for a way out: what keeps a record is not muted."""
        record = self.routing is not None and self.routing.kind_of(way) in RECORDS
        return replace(self, mutes=()) if record else self


@dataclass(frozen=True, slots=True)
class Ruling:
    """What came of one rule on one incident."""

    rule: RuleHead
    reason: Reason
    detail: str = ""
