"""The one evaluator: live, in tests, in explanations. What it says of a rule, it says with each condition's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from monitor.matching.condition import Case, View
from monitor.matching.oldnews import PATH as NEWS_AGE
from monitor.matching.oldnews import young_enough
from monitor.matching.rule import Rule
from monitor.matching.rulebook import Rulebook
from monitor.matching.when import RealityIs, Recent
from monitor.model.article import Article
from monitor.model.event import Event, Reading, Toll
from monitor.model.rule import Match, NearMiss, Verdict

_MOST_NEARLY = 32  # rules that are tried only for the sake of a near miss


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One rule on one article: its matches, best first, or else the nearest miss."""

    matches: tuple[Match, ...]
    miss: NearMiss | None
    distance: int  #: conditions that failed for the nearest event; those that could not be tried, for want of one, count too
    verdicts: tuple[Verdict, ...]  #: every condition that was tried, for the best match, or else for the nearest event

    @property
    def near(self) -> bool:
        """Did all but one condition hold, and at least one of those that make the rule?"""
        return self.miss is not None and self.distance == 1 and self.miss.passed > 0


def judge(
    rulebook: Rulebook, article: Article, reading: Reading, now: datetime, *, near: int = 5
) -> tuple[list[Match], list[NearMiss]]:
    """All rules on one article: what matched (a match for each event), and of the others the `near` nearest, nearest first."""
    view = View(article, reading, now)
    candidates = rulebook.index.candidates(view)
    hopeful = {i for i in candidates if _may_match(rulebook.awake[i], view)}
    nearly = _nearly(rulebook, view, candidates - hopeful, hopeful) if near else ()
    matches: list[Match] = []
    missed: list[tuple[int, int, str, NearMiss]] = []
    for i in (*sorted(hopeful), *nearly):
        found = judge_rule(rulebook.awake[i], view)
        matches.extend(found.matches)
        if found.miss is not None and found.miss.passed:
            missed.append((found.distance, -found.miss.passed, found.miss.rule.id, found.miss))
    missed.sort(key=lambda m: m[:3])
    return matches, [miss for *_, miss in missed[:near]]


def _nearly(rulebook: Rulebook, view: View, failed: set[int], matched: set[int]) -> Iterator[int]:
    """The rules to look at for a near miss: candidates that did not match, then who asks for the place or the kind; not many."""
    rest = (i for i in rulebook.index.nearly(view.reading.events) if i not in matched)
    return islice(dict.fromkeys((*sorted(failed)[:_MOST_NEARLY], *islice(rest, 4 * _MOST_NEARLY))), _MOST_NEARLY)


def _may_match(rule: Rule, view: View) -> bool:
    """A quick look that stops at the first condition that fails: true for every rule that matches, and for few others."""
    if not all(v.held for v in young_enough(rule.head, view.article)):
        return False
    if not all(condition.check(Case(view)).held for condition in rule.article):
        return False
    lenient = rule.head.where_unknown != "drop"
    cases = (Case(view, event, place_assumed=lenient and event.where is None) for event in view.reading.events)
    return not rule.event or any(all(condition.check(case).held for condition in rule.event) for case in cases)


def judge_rule(rule: Rule, view: View) -> Judgement:
    """One rule on one article, every condition tried."""
    about_article = tuple(condition.check(Case(view)) for condition in rule.article) + young_enough(rule.head, view.article)
    if not rule.event:
        verdicts = about_article + tuple(block.check(Case(view)) for block in rule.unless)
        if all(v.held for v in verdicts):
            match = Match(rule=rule.head, article_id=view.article.id, event=None, verdicts=verdicts)
            return Judgement(matches=(match,), miss=None, distance=0, verdicts=verdicts)
        return _missed(rule, None, verdicts)
    if not view.reading.events:
        none = Verdict(condition="event", held=False, detail="the article tells of no event")
        return _missed(rule, None, (none, *about_article), untried=len(rule.event) - 1)
    return _judge_events(rule, view, about_article)


def _judge_events(rule: Rule, view: View, about_article: tuple[Verdict, ...]) -> Judgement:
    matches: list[Match] = []
    misses: list[tuple[int, tuple[Verdict, ...]]] = []
    told: set[object] = set()
    events = view.reading.events
    for i in sorted(range(len(events)), key=lambda i: (not events[i].main, i)):
        verdicts, held = _try(rule, Case(view, events[i]), about_article)
        if not all(v.held for v in verdicts):
            misses.append((i, verdicts))
        elif (facts := _facts(events[i])) not in told:
            told.add(facts)
            matches.append(Match(rule=rule.head, article_id=view.article.id, event=i, verdicts=verdicts, held=held))
    if matches:
        return Judgement(matches=tuple(matches), miss=None, distance=0, verdicts=matches[0].verdicts)
    event, verdicts = min(misses, key=lambda miss: sum(not v.held for v in miss[1]))
    return _missed(rule, event, verdicts)


def _try(rule: Rule, case: Case, about_article: tuple[Verdict, ...]) -> tuple[tuple[Verdict, ...], bool]:
    """(verdicts, hold): hold when only the unknown place is in the way, and the rule wants to be held then."""
    verdicts = _verdicts(rule, case, about_article)
    unknown = case.event is not None and case.event.where is None
    if not unknown or rule.head.where_unknown == "drop" or all(v.held for v in verdicts):
        return verdicts, False
    assumed = _verdicts(rule, Case(case.view, case.event, place_assumed=True), about_article)
    return (assumed, rule.head.where_unknown == "hold") if all(v.held for v in assumed) else (verdicts, False)


def _verdicts(rule: Rule, case: Case, about_article: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    about_event = tuple(condition.check(case) for condition in rule.event)
    return about_event + about_article + tuple(block.check(case) for block in rule.unless)


def _missed(rule: Rule, event: int | None, verdicts: Sequence[Verdict], *, untried: int = 0) -> Judgement:
    failed = tuple(v for v in verdicts if not v.held)
    by_itself = {c.path for c in rule.event if isinstance(c, RealityIs | Recent)} | {u.path for u in rule.unless} | {NEWS_AGE}
    passed = sum(v.held and v.condition not in by_itself for v in verdicts)
    miss = NearMiss(rule=rule.head, event=event, failed=failed, passed=passed)
    return Judgement(matches=(), miss=miss, distance=len(failed) + untried, verdicts=tuple(verdicts))


def _facts(event: Event) -> object:
    """What makes two events of an article one: an article may tell the same thing twice."""
    figures = (event.killed, event.wounded, event.displaced, event.missing, event.detained, event.abducted)
    where = tuple(place.id for place in event.places)
    return (event.kinds, where, event.date, event.reality, tuple(map(_range, figures)))


def _range(toll: Toll | None) -> tuple[int, int | None] | None:
    return (toll.low, toll.high) if toll else None
