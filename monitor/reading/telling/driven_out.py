"""Who a flood drives out is told as a displacement, and is a figure of the flood as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.model.event import Event
from monitor.model.kinds import CALAMITIES


def with_driven_out(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, each disaster and accident with those who had to leave its place.

    The displacement stays an event of its own: some rules ask for it, whatever drove people out.
    """
    return tuple(_with(event, events) for event in events)


def _with(event: Event, events: Sequence[Event]) -> Event:
    if event.displaced is not None or event.what not in CALAMITIES:
        return event
    for other in events:
        if other.what == "displacement" and other.displaced and other.reality == event.reality and _one_place(event, other):
            reasons = (*event.reasons, "displaced: as of the displacement that is told with it")
            evidence = tuple(sorted({*event.evidence, *other.displaced.evidence}))
            return replace(event, displaced=other.displaced, evidence=evidence, reasons=reasons)
    return event


def _one_place(a: Event, b: Event) -> bool:
    return a.where is not None and b.where is not None and (a.where.inside(b.where.id) or b.where.inside(a.where.id))
