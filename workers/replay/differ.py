"""The effect of an edit: which incidents the rules would tell that they did not tell before, and which no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitor.matching.rule import Rule
from workers.ports import Limits
from workers.replay.walk import Archived, Walked, Would, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What became of one rule."""

    rule_id: str
    kind: str  #: "new", "gone", "changed"
    gained: tuple[Would, ...]
    lost: tuple[Would, ...]
    kept: int  #: incidents told before and after


def changed(before: Sequence[Rule], after: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules of either side that the other has not with the same content and status. Those that are off tell nothing."""
    old = {(r.head.id, _content(r, before)): r for r in before if r.head.status != "off"}
    new = {(r.head.id, _content(r, after)): r for r in after if r.head.status != "off"}
    return [r for key, r in old.items() if key not in new], [r for key, r in new.items() if key not in old]


def _content(rule: Rule, beside: Sequence[Rule]) -> tuple[str, ...]:
    """What decides what it tells: its own content, and that of the rules whose incidents it counts."""
    named = rule.head.count.rules if rule.head.count else ()
    return rule.head.hash, *sorted(r.head.hash for r in beside if r.head.id in named)


def compare(
    before: Sequence[Rule], after: Sequence[Rule], archive: Callable[[], Iterable[Archived]], limits: Limits
) -> tuple[list[RuleChange], Walked, Walked]:
    """Walks through the archive once for the old version of what changed and once for the new: (changes, old walk, new walk)."""
    old, new = changed(before, after)
    nothing = Walked(articles=0, alerts=())
    was = walk(old, archive(), limits, before) if old else nothing
    will = walk(new, archive(), limits, after) if new else nothing
    names = sorted({r.head.id for r in (*old, *new)})
    gone, fresh = {r.head.id for r in old}, {r.head.id for r in new}
    kinds = {name: "changed" if name in gone & fresh else "gone" if name in gone else "new" for name in names}
    return difference(kinds, was.alerts, will.alerts), was, will


def difference(kinds: dict[str, str], was: Iterable[Would], will: Iterable[Would]) -> list[RuleChange]:
    """An incident is told both times when one report of it is: a rule that hears of it from another article keeps it."""
    old, new = _by_rule(was), _by_rule(will)
    changes = []
    for rule_id, kind in kinds.items():
        mine, theirs = old.get(rule_id, []), new.get(rule_id, [])
        gained, lost = _missing(theirs, mine), _missing(mine, theirs)
        changes.append(
            RuleChange(
                rule_id=rule_id, kind=kind, gained=tuple(gained), lost=tuple(lost), kept=len(theirs) - len(gained)
            )
        )  # fmt: skip
    return changes


def _by_rule(alerts: Iterable[Would]) -> dict[str, list[Would]]:
    found: dict[str, list[Would]] = {}
    for would in alerts:
        found.setdefault(would.rule_id, []).append(would)
    return found


def _missing(some: Iterable[Would], others: Iterable[Would]) -> list[Would]:
    """Those of which no report stands among the others."""
    told = {(t.article_id, t.event) for would in others for t in would.articles}
    return [would for would in some if not any((t.article_id, t.event) in told for t in would.articles)]
