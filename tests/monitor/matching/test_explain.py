"""Why and why not: each condition with its words, the one that failed and how near it was; told by the live evaluator."""

from __future__ import annotations

import pytest

from monitor.matching.condition import View
from monitor.matching.explain import Explained, explain_all, explain_rule
from monitor.matching.match import judge, judge_rule
from monitor.model.article import Article
from monitor.model.event import Event, Reading
from tests.monitor.matching.crosscheck import cross_check
from tests.monitor.matching.rule_desk import NOW, actor, article, book, days_ago, event, rule, toll

RAID = rule("what: raid, where: Idlib, casualties: at least 5")


def view(*events: Event, on: Article | None = None) -> View:
    paper = on or article()
    return View(paper, Reading(article_id=paper.id, language="en", events=events), NOW)


def told(text: str, *events: Event, on: Article | None = None) -> Explained:
    return explain_rule(book(text).rules[0], view(*events, on=on))


def test_a_match_names_every_condition_that_held() -> None:
    found = told(RAID, event(killed=toll(7)))

    assert found.matched and found.summary == "matches"
    assert [(v.condition, v.held) for v in found.verdicts] == [
        ("event.what", True), ("event.where", True), ("event.casualties", True), ("event.reality", True), ("event.recent", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("near", "summary"),
    [
        (event(where="SY.Aleppo", killed=toll(7)), "event.where: Aleppo, not inside Idlib"),
        (event(killed=toll(3)), "event.casualties: casualties: 3, rule wants at least 5"),
        (event("shelling", killed=toll(7)), "event.what: shelling, rule wants raid"),
        (event(killed=toll(7), reality="background"), "event.reality: background, rule wants happened"),
    ],
)
def test_a_near_miss_says_what_failed_and_how_near_it_was(near: Event, summary: str) -> None:
    found = told(RAID, near)

    assert not found.matched and found.near
    assert found.summary == summary


def test_what_holds_for_everything_makes_no_near_miss() -> None:
    found = told(rule("what: chemical"), event())

    assert not found.near and found.summary == "event.what: raid, rule wants chemical"


def test_an_article_without_events_is_near_to_nothing() -> None:
    found = told(RAID)

    assert not found.near and found.summary == "event: the article tells of no event"


def test_of_several_events_the_nearest_is_explained() -> None:
    found = told(RAID, event("siege", where="SY.Aleppo"), event(killed=toll(2)))

    assert found.event == 1 and found.summary == "event.casualties: casualties: 2, rule wants at least 5"


def test_a_match_that_is_held_says_so() -> None:
    found = told(rule("what: raid, where: Idlib", rest="where_unknown: hold"), event(where=None))

    assert found.matched and found.held and "the place could not be told" in found.summary


def test_over_all_rules_matches_and_near_misses_are_told_apart() -> None:
    far, near_it, nearer = "what: siege, where: Iraq", "what: raid, where: Iraq", "what: raid, where: Idlib, by: ISIS"
    rules = book(rule("what: raid"), rule(near_it), rule(far), rule(nearer)).rules

    matching, near = explain_all(rules, view(event()))

    assert [e.rule.id for e in matching] == ["rule-0"]
    assert [e.rule.id for e in near] == ["rule-3", "rule-1"]


def test_it_is_the_judgement_of_the_live_evaluator() -> None:
    rulebook = book(RAID, rule("what: raid", "text: happened"), rule(article="text: flood"))
    looked = view(event(killed=toll(3)))

    live, _ = judge(rulebook, looked.article, looked.reading, NOW)

    told_of = [explain_rule(r, looked) for r in rulebook.rules]
    assert [e.rule.id for e in told_of if e.matched] == [m.rule.id for m in live]
    assert [e.verdicts for e in told_of] == [judge_rule(r, looked).verdicts for r in rulebook.rules]


RULES = [
    RAID,
    rule("what: [strike, bombing], killed: any, wounded: at least 2"),
    rule('what: attack, where: {within_km: 40, of: "Zalingei, Sudan"}, victims: civilian'),
    rule("what: raid, by: Daesh", "text: [house, farm]"),
    rule("any: [{killed: at least 10}, {displaced: at least 1000}]"),
    rule("what: raid, none: [{where: Idlib}]"),
    rule("what: raid", rest="unless: [{article: {text: film}}, {event: {killed: none}}]"),
    rule("what: raid", "text: house, title: news, languages: en", rest="unless: [{article: {text: film, title: news}}]"),
    rule(article="text: flood, sources: The Herald, max_age: 1d"),
    rule("what: raid, reality: [planned, denied], recent: 30d"),
    rule("where: Idlib", rest="where_unknown: alert"),
]


def test_the_condition_that_is_named_is_what_stands_in_the_way() -> None:
    papers = [
        article(),
        article("A raid on a house.", title="News"),
        article("A film about a house and a flood.", title="News", source="X"),
    ]
    events = [
        (), (event(),), (event(killed=toll(7)),), (event(where=None),), (event("shelling", where="SY.Aleppo", wounded=toll(1)),),
        (event(killed=toll(0)), event("siege", where="gn:10")), (event(reality="planned", date=days_ago(40)),),
        (event(actors=(actor("ISIS"),), victims="combatant"), event("aid", displaced=toll(400, None))),
    ]  # fmt: skip

    looked, wrong = cross_check(book(*RULES).rules, (view(*some, on=paper) for some in events for paper in papers))

    assert looked > 150
    assert wrong == []
