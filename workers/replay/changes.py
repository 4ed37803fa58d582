"""How two readings of one article differ, in the few words that tell an editor whether it matters."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Final

from monitor.model.event import Event, Reading, Toll

_FIGURES: Final = ("killed", "wounded", "displaced", "missing", "detained", "abducted")

MORE: Final = "more events"
FEWER: Final = "fewer events"
OTHERWISE: Final = "otherwise"  #: none of the others: names, places that are only named, who did it, which words it rests on


def _tolls(event: Event) -> Hashable:
    told: list[Toll | None] = [getattr(event, figure) for figure in _FIGURES]
    return tuple((toll.low, toll.high, toll.vague, toll.top) if toll is not None else None for toll in told)


#: What makes one event of both readings another one.
_OF_EVENT: Final[Mapping[str, Callable[[Event], Hashable]]] = {
    "other kinds": lambda event: event.kinds,
    "other places": lambda event: frozenset(place.id for place in event.places),
    "other tolls": _tolls,
    "other targets": lambda event: event.target_kinds,
    "other days": lambda event: event.date,
    "other reality": lambda event: event.reality,
}

#: Every word that `changes` may say, in the order in which they are told.
CHANGES: Final = (MORE, FEWER, *_OF_EVENT, OTHERWISE)

#: By what an event of one reading is known in the other, the surest first. Of two that are left over one stands for the other: an
#: attack that is an air strike now is another kind, not one event fewer and one more.
_KNOWN_BY: Final[tuple[Callable[[Event], Hashable], ...]] = (
    lambda event: event.trigger and (event.trigger, event.what, _OF_EVENT["other places"](event)),
    lambda event: event.trigger and (event.trigger, event.what),
    lambda event: event.trigger,
    lambda event: event.what,
    lambda _: True,
)


def changes(old: Reading, new: Reading) -> frozenset[str]:
    """Which of `CHANGES` hold; none: they say the same. The wording of reasons and notes is no change."""
    pairs = _pairs(old, new)
    found = {name for name, of in _OF_EVENT.items() if any(of(before) != of(after) for before, after in pairs)}
    found |= {MORE} if len(new.events) > len(pairs) else set()
    found |= {FEWER} if len(old.events) > len(pairs) else set()
    if not found and _said(old) != _said(new):
        found = {OTHERWISE}
    return frozenset(found)


def _pairs(old: Reading, new: Reading) -> list[tuple[Event, Event]]:
    """The events that both readings have, as each tells them."""
    before, after = list(old.events), list(new.events)
    pairs = []
    for name in _KNOWN_BY:
        for event in list(before):
            same = next((other for other in after if name(event) is not None and name(other) == name(event)), None)
            if same is not None:
                before.remove(event)
                after.remove(same)
                pairs.append((event, same))
    return pairs


def _said(reading: Reading) -> Reading:
    """Without who read it, and how that is accounted for."""
    return replace(reading, reader="", notes=(), events=tuple(replace(event, reasons=()) for event in reading.events))
