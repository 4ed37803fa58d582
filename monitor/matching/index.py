"""Which rules can match an article at all. Only ever too many, never too few: a test proves it against trying all rules.

An event's kind and place decide: a rule is kept under the kinds and places that it asks for, and looked up under the event's kind
and everything above it, and under its place and everything around it. A text watch is kept under one word of each of its phrases,
and looked up under the words of the article. Rules that ask for nothing of this are always candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.matching.condition import View
from monitor.matching.rule import Rule
from monitor.matching.text import Says
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
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  #: rules without event
    any_word: set[int] = field(default_factory=set)  #: rules without event

    def candidates(self, view: View) -> set[int]:
        """Every rule that may match: more than do, never fewer."""
        found = set(self.any_word)
        if self.by_word:
            for words in view.parts:
                for word in words.places.keys() & self.by_word.keys():
                    found |= self.by_word[word]
        for event in view.reading.events:
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
            _keep_by_words(index, rule, i)
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


def _keep_by_words(index: Index, rule: Rule, i: int) -> None:
    """Without one of its phrases a text watch cannot match, and a phrase not without its longest word."""
    says = next((c for c in rule.article if isinstance(c, Says)), None)
    if says is None:
        index.any_word.add(i)
    for phrase in says.phrases if says else ():
        index.by_word[max(phrase.words, key=len)].add(i)
