"""Runs the `tests:` of rules through the evaluator. The reader is handed in: matching does not know how articles are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.matching.cases import RuleTest
from monitor.matching.condition import Case, View
from monitor.matching.match import judge_rule
from monitor.matching.rule import Rule
from monitor.matching.rulebook import Rulebook
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.rule import Match, NearMiss

Read = Callable[[Article], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one test went."""

    rule_id: str
    name: str
    file: str
    line: int
    passed: bool
    detail: str  #: in words: what was expected, and what came

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule_id}, {self.name!r}: {self.detail}"


def run_tests(rulebook: Rulebook, read: Read, now: datetime) -> list[CaseResult]:
    """Every test of every rule, those that are off too. `now` is the moment of publication where a test names none."""
    return [result for rule in rulebook.rules for result in run_rule_tests(rule, read, now)]


def run_rule_tests(rule: Rule, read: Read, now: datetime) -> Iterable[CaseResult]:
    """The tests of one rule. Their texts may be anything: `workers.own_tests` runs them under a limit."""
    return (run_test(rule, test, read, now) for test in rule.tests)


def run_test(rule: Rule, test: RuleTest, read: Read, now: datetime) -> CaseResult:
    """One test of a rule."""
    return result_of(rule, test, _run(rule, test, read, now))


def result_of(rule: Rule, test: RuleTest, wrong: str) -> CaseResult:
    """`wrong`: what went otherwise than expected; "" when nothing did."""
    return CaseResult(
        rule_id=rule.head.id, name=test.name, file=test.file, line=test.line, passed=not wrong, detail=wrong or "as expected"
    )


def _run(rule: Rule, test: RuleTest, read: Read, now: datetime) -> str:
    """What went otherwise than expected; "" when nothing did."""
    moment = test.article.published_at or now
    article = replace(test.article, published_at=moment, seen_at=moment)
    view = View(article, read(article), moment)
    found = judge_rule(rule, view)
    got = "no alert" if not found.matches else "hold" if all(m.held for m in found.matches) else "alert"
    wanted = f"expected {test.expect}" + (f", blocked by {test.blocked_by}" if test.blocked_by else "")
    if got != test.expect:
        why = _told(found.matches[0], view, test.blocked_by) if found.matches else _missed(found.miss)
        return f"{wanted}; got {'an alert' if got == 'alert' else got}: {why}"
    if test.blocked_by and not _blocked(test.blocked_by, found.miss):
        return f"{wanted}; blocked by {_missed(found.miss)}"
    return _facts(test, found.matches, view) if test.facts else ""


def _blocked(path: str, miss: NearMiss | None) -> bool:
    """Is the condition, or one under it, among those that failed?"""
    failed = [v.condition for v in miss.failed] if miss else []
    return any(f == path or f.startswith((f"{path}.", f"{path}[")) for f in failed)


def _facts(test: RuleTest, matches: tuple[Match, ...], view: View) -> str:
    """What is not so in the matched event that fits the facts best; "" when all is."""
    wrong = []
    for match in matches:
        event = view.reading.events[match.event] if match.event is not None else None
        if event is None:
            return "facts are of an event, and the rule asks for none"
        verdicts = [fact.check(Case(view, event)) for fact in test.facts]
        wrong.append("; ".join(f"{v.condition}: {v.detail}" for v in verdicts if not v.held))
    return min(wrong, key=len)


def _told(match: Match, view: View, asked: str) -> str:
    """What matched, and how the condition that was to block it came to hold."""
    held = "; ".join(f"{v.condition}: {v.detail}" for v in match.verdicts if asked and v.condition.startswith(asked))
    if match.event is None:
        return held or "; ".join(v.detail for v in match.verdicts if v.evidence)
    event = view.reading.events[match.event]
    what, where = " and ".join(event.kinds), " and ".join(p.name for p in event.places) or "an unknown place"
    return "; ".join(filter(None, (f"{what} in {where}", held)))


def _missed(miss: NearMiss | None) -> str:
    return "; ".join(f"{v.condition}: {v.detail}" for v in miss.failed) if miss else "nothing"
