"""Why, and why not: one rule on one article with every condition, and of all rules those that match and those that nearly do.

Nothing is evaluated here: what is told is the judgement that the live evaluator gives (`match.judge_rule`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.matching.condition import Condition, View
from monitor.matching.match import Judgement, judge_rule
from monitor.matching.rule import Rule
from monitor.model.event import Event
from monitor.model.rule import RuleHead, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One rule on one article."""

    rule: RuleHead
    matched: bool
    held: bool  #: it matches, but only for a person to look at: the place could not be told
    near: bool  #: no match, but all conditions held save one
    event: int | None  #: the event that matched, or came nearest; None: the rule asks for none, or the article tells of none
    verdicts: tuple[Verdict, ...]  #: every condition, in the rule's order

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.verdicts if not v.held)

    @property
    def summary(self) -> str:
        """In one line: "matches", "held back: ...", or the conditions that failed, in words."""
        if self.matched:
            return "held for a person to look at: the place could not be told" if self.held else "matches"
        return "; ".join(f"{v.condition}: {v.detail}" for v in self.failed)


def explain_rule(rule: Rule, view: View) -> Explained:
    """What the live evaluator says of one rule, condition by condition."""
    return _explained(rule, judge_rule(rule, view))


def explain_all(rules: Iterable[Rule], view: View) -> tuple[list[Explained], list[Explained]]:
    """(the rules that match, in their order; the near misses: all but one condition held, those with the most to them first)."""
    matching, near = [], []
    for rule in rules:
        found = explain_rule(rule, view)
        if found.matched:
            matching.append(found)
        elif found.near:
            near.append(found)
    return matching, sorted(near, key=lambda e: -sum(v.held for v in e.verdicts))


def _explained(rule: Rule, found: Judgement) -> Explained:
    best = found.matches[0] if found.matches else None
    return Explained(
        rule=rule.head,
        matched=best is not None,
        held=best is not None and all(match.held for match in found.matches),
        near=found.near,
        event=best.event if best else found.miss.event if found.miss else None,
        verdicts=found.verdicts,
    )


def without(rule: Rule, path: str) -> Rule:
    """The rule without the condition that a verdict names: what would it say then? `event` takes out the whole block.

    A verdict of `unless:` may name a condition inside its block: the block goes, since nothing less stops blocking.
    """
    if path == "event":
        return replace(rule, event=())
    return replace(
        rule,
        event=_but(rule.event, path),
        article=_but(rule.article, path),
        unless=tuple(block for block in rule.unless if path != block.path and not path.startswith(f"{block.path}.")),
    )


def _but(conditions: tuple[Condition, ...], path: str) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if condition.path != path)


def in_short(event: Event) -> str:
    """An event in a few words: "raid in Aleppo on 2024-03-09, killed at least 12".

    >>> in_short(Event(what="raid"))
    'raid, place not told'
    >>> in_short(Event(what="raid", besides=("clash",)))
    'raid and clash, place not told'
    """
    where = f" in {' and '.join(place.name for place in event.places)}" if event.places else ", place not told"
    reality = "" if event.reality == "happened" else f" ({event.reality})"
    return f"{' and '.join(event.kinds)}{where}{reality}"
