"""For every rule that does not match: take out the condition that was named; the rule then matches, or another one is named."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.matching.condition import View
from monitor.matching.explain import explain_rule, without
from monitor.matching.rule import Rule


def cross_check(rules: Iterable[Rule], views: Iterable[View]) -> tuple[int, list[str]]:
    """(non-matches looked at, what was named wrongly)."""
    looked, wrong = 0, []
    rules = list(rules)
    for view in views:
        for rule in rules:
            told = explain_rule(rule, view)
            if told.matched:
                continue
            looked += 1
            here = f"{rule.head.id} on article {view.article.id}"
            if not told.failed:
                wrong.append(f"{here}: nothing is named")
            for verdict in told.failed:
                if not verdict.detail:
                    wrong.append(f"{here}: {verdict.condition} has no words")
                again = explain_rule(without(rule, verdict.condition), view)
                if any(v.condition == verdict.condition for v in again.failed):
                    wrong.append(f"{here}: {verdict.condition} is not what stands in the way")
                if told.near and not again.matched and rule.event and told.failed[0].condition != "event":
                    wrong.append(f"{here}: {verdict.condition} is named alone, and without it {again.summary}")
    return looked, wrong
