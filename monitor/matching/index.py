"""Which rules can match an article at all. Only ever too many, never too few: a test proves it against trying all rules.

An event's kind and place decide: a rule is kept under the kinds and places that it asks for, and looked up under the event's kind
and everything above it, and under its place and everything around it. Rules that ask for neither are always candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.matching.rule import Rule
from monitor.matching.what import What
from monitor.matching.where import Where
from monitor.model.event import Event
from monitor.model.kinds import ancestors

_UNKNOWN = ""  # the key of an event whose place could not be told


@dataclass(frozen=True, slots=True)
class Index:
    """Positions of rules, by what they ask for."""

    by_kind: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    any_kind: set[int] = field(default_factory=set)
    by_place: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    any_place: set[int] = field(default_factory=set)
    without_event: set[int] = field(default_factory=set)

    def candidates(self, events: Iterable[Event]) -> set[int]:
        """Every rule that may match: more than do, never fewer."""
        found = set(self.without_event)
        for event in events:
            kinds, places = self._keys(event)
            found |= kinds & places
        return found

    def nearly(self, events: Iterable[Event]) -> set[int]:
        """The rules that ask for the kind or the place of one of the events: where the near misses are."""
        found: set[int] = set()
        for event in events:
            for kind in ancestors(event.what):
                found |= self.by_kind.get(kind, set())
            for place in (event.where.id, *event.where.within) if event.where else ():
                found |= self.by_place.get(place, set())
        return found

    def _keys(self, event: Event) -> tuple[set[int], set[int]]:
        kinds = self.any_kind.union(*(self.by_kind.get(kind, ()) for kind in ancestors(event.what)))
        around = (event.where.id, *event.where.within) if event.where else (_UNKNOWN,)
        return kinds, self.any_place.union(*(self.by_place.get(place, ()) for place in around))


def build(rules: Sequence[Rule]) -> Index:
    """The index of rules by their positions."""
    index = Index()
    for i, rule in enumerate(rules):
        if not rule.event:
            index.without_event.add(i)
            continue
        # Conditions inside `any:` or `none:` promise nothing alone: only those of the block itself are used.
        whats = [c for c in rule.event if isinstance(c, What)]
        if not whats:
            index.any_kind.add(i)
        for kind in whats[0].kinds if whats else ():
            index.by_kind[kind].add(i)
        wheres = [c for c in rule.event if isinstance(c, Where)]
        if not wheres or wheres[0].circles:
            index.any_place.add(i)
            continue
        for place in wheres[0].places:
            index.by_place[place.id].add(i)
        if rule.head.where_unknown != "drop":
            index.by_place[_UNKNOWN].add(i)
    return index
