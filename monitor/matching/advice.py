"""Advice about rules that are good: what shadows another, what no index can find, what the archive says of their words.

Nothing here keeps a rule out. Every piece says for which rule and which condition of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from monitor.matching.condition import Condition, content
from monitor.matching.index import tried_always
from monitor.matching.rule import Rule, Unless
from monitor.matching.what import What
from monitor.matching.where import Where
from monitor.model.kinds import ancestors
from monitor.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A word about one rule."""

    rule: Rule
    path: str  #: the condition it is about; "" for the rule as a whole
    message: str


def shadowed(rules: Sequence[Rule]) -> Iterator[Advice]:
    """Rules that say nothing which another one does not say already, in the same channel.

    Certain only: every condition of the wider rule follows from one of the narrower rule's.
    """
    live = [rule for rule in rules if rule.head.status == "live"]
    shelf: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in live:
        kinds, places = _asked(rule)
        for key in product(kinds or ("",), [place.id for place in places] or ("",)):
            shelf[key].append(rule)
    for rule in live:
        kinds, places = _asked(rule)
        around = ("", *((places[0].id, *places[0].within) if places else ()))
        keys = product(("", *(ancestors(kinds[0]) if kinds else ())), around)
        wider = next((other for key in keys for other in shelf.get(key, ()) if other is not rule and _covers(other, rule)), None)
        if wider is not None and not (_covers(rule, wider) and rule.head.id < wider.head.id):
            also = "the same as" if _covers(rule, wider) else "already told by"
            told = f"whatever this rule finds is {also} {wider.head.id} ({wider.head.file}) in the same channel"
            yield Advice(rule=rule, path="", message=f"{told}: one of the two is enough, or give them different channels")


def _asked(rule: Rule) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """The kinds and places of its own: whatever covers the rule covers the first of each."""
    kinds = next((c.kinds for c in rule.event if isinstance(c, What)), ())
    return kinds, next((c.places for c in rule.event if isinstance(c, Where) and not c.circles), ())


def _covers(wider: Rule, narrower: Rule) -> bool:
    """Does the wider rule match, and speak, wherever the narrower one does?"""
    a, b = wider.head, narrower.head
    lenient = {"drop": 0, "hold": 1, "alert": 2}
    if (
        a.count != b.count
        or a.channel != b.channel
        or a.sources_at_least > b.sources_at_least
        or bool(wider.event) is not bool(narrower.event)
    ):
        return False
    if lenient[a.where_unknown] < lenient[b.where_unknown] or not (wider.event or wider.article):
        return False
    if len(wider.event) > len(narrower.event) or len(wider.article) > len(narrower.article):
        return False  # conditions of one kind are rarely written twice; certain is what is asked for here, not complete
    blocks = [_bare(block) for block in narrower.unless]
    if any(_bare(block) not in blocks for block in wider.unless):
        return False
    return _all_follow(wider.article, narrower.article) and _all_follow(wider.event, narrower.event)


def _all_follow(wanted: Iterable[Condition], given: Sequence[Condition]) -> bool:
    return all(any(own.implies(condition) for own in given) for condition in wanted)


def _bare(block: Unless) -> object:
    """The block without where it stands in its file."""
    return tuple((type(c), content(c)) for c in (*block.event, *block.article))


def not_indexed(rules: Sequence[Rule]) -> Iterator[Advice]:
    """Rules that have to be tried on every article."""
    for rule in rules:
        if tried_always(rule):
            lacks = "'what', 'where'" if rule.event else "'text', 'title'"
            told = f"the index cannot find this rule, so it is tried on every article: one of {lacks} of its own would help"
            yield Advice(rule=rule, path="event" if rule.event else "article", message=told)
