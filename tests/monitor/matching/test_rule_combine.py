"""`all:`, `any:`, `none:`, `unless:` and `where_unknown:`."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.model.span import Span
from tests.monitor.matching.rule_desk import alerts, article, book, days_ago, event, failed, judged, rule, toll

EITHER = "any: [{what: raid, where: Idlib}, {what: shelling, killed: at least 5}]"


@pytest.mark.parametrize(
    ("inside", "fields", "holds"),
    [
        (EITHER, {}, True),
        (EITHER, {"where": "gn:3"}, False),
        (EITHER, {"what": "shelling", "killed": toll(5)}, True),
        (EITHER, {"what": "shelling", "killed": toll(4)}, False),
        ("all: [{what: raid}, {where: Idlib}]", {}, True),
        ("all: [{what: raid}, {where: Idlib}]", {"where": "gn:3"}, False),
        ("all: [{what: attack}, {what: [raid, clash]}]", {"what": "clash"}, True),
        ("none: [{what: raid}, {what: clash}]", {"what": "siege"}, True),
        ("none: [{what: raid}, {what: clash}]", {"what": "clash"}, False),
        ("what: attack, none: {what: raid, where: Idlib}", {}, False),
        ("what: attack, none: {what: raid, where: Idlib}", {"where": "gn:3"}, True),
        ("any: [{any: [{what: raid}, {what: clash}], killed: any}, {what: siege}]", {"what": "clash"}, False),
        ("any: [{any: [{what: raid}, {what: clash}], killed: any}, {what: siege}]", {"what": "siege"}, True),
        ("any: [{none: [{where: Iraq}]}, {what: siege}]", {"where": "gn:12"}, False),
        ("any: {what: raid}", {}, True),
    ],
)
def test_blocks_nest_and_stay_with_one_event(inside: str, fields: dict[str, Any], holds: bool) -> None:
    assert alerts(rule(inside), event(**{"what": "raid", **fields})) is holds


def test_a_branch_is_never_met_by_two_events_together() -> None:
    half = [event("raid", where="gn:3"), event("siege", where="gn:1")]

    assert not alerts(rule("any: [{what: raid, where: Idlib}, {what: shelling}]"), *half)


@pytest.mark.parametrize(
    ("inside", "text", "holds"),
    [
        ("any: [{text: flood}, {title: storm}]", "A flood.", True),
        ("any: [{text: flood}, {title: storm}]", "A storm.", False),
        ("all: [{text: flood}, {text: valley}]", "A flood in the valley.", True),
        ("all: [{text: flood}, {text: valley}]", "A flood.", False),
        ("text: flood, none: [{text: film}, {text: novel}]", "A flood.", True),
        ("text: flood, none: [{text: film}, {text: novel}]", "A novel about a flood.", False),
    ],
)
def test_blocks_nest_in_the_article_too(inside: str, text: str, holds: bool) -> None:
    assert alerts(rule(article=inside), on=article(text)) is holds


def test_a_failed_any_tells_why_each_branch_failed() -> None:
    told = failed(rule(f"where: Idlib, casualties: any, {EITHER}"), event("siege", killed=toll(2)))

    assert told["event.any"] == (
        "no branch holds: event.any[0].what: siege, rule wants raid | event.any[1].what: siege, rule wants shelling; "
        "event.any[1].killed: killed: 2, rule wants at least 5"
    )


def test_a_failed_none_tells_what_was_there() -> None:
    told = failed(rule("what: attack, none: {what: raid}"), event())

    assert told == {"event.none": "but event.none[0].what: raid"}


def test_event_and_article_must_both_hold() -> None:
    both = rule("what: raid", "text: hospital")

    assert alerts(both, event(), on=article("A raid on a hospital."))
    assert not alerts(both, event(), on=article("A raid on a house."))
    assert not alerts(both, event("clash"), on=article("A clash at a hospital."))


@pytest.mark.parametrize(
    ("unless", "text", "fields", "blocked"),
    [
        ('[{article: {text: "video game"}}]', "A raid in a video game.", {}, True),
        ('[{article: {text: "video game"}}]', "A raid.", {}, False),
        ("[{event: {by: police}}]", "A raid.", {}, False),
        ("[{event: {killed: none}}]", "A raid.", {"killed": toll(0)}, True),
        ("[{event: {killed: at most 2}, article: {text: drugs}}]", "A raid.", {"killed": toll(1)}, False),
        ("[{event: {killed: at most 2}, article: {text: drugs}}]", "Drugs.", {"killed": toll(1)}, True),
        ("[{event: {killed: at most 2}, article: {text: drugs}}]", "Drugs.", {"killed": toll(9)}, False),
        ("[{article: {text: film}}, {article: {text: novel}}]", "A novel.", {}, True),
        ("[{event: {where: {list: provinces}}}]", "A raid.", {"where": "gn:3"}, True),
    ],
)
def test_any_block_of_unless_blocks_when_all_of_it_holds(unless: str, text: str, fields: dict[str, Any], blocked: bool) -> None:
    wanted = rule("what: raid", rest=f"unless: {unless}")

    assert alerts(wanted, event(**fields), on=article(text)) is not blocked


def test_unless_looks_at_the_same_event() -> None:
    wanted = rule("what: raid", rest="unless: [{event: {where: Iraq}}]")

    matches, _ = judged(wanted, event(), event(where="gn:12"))

    assert [match.event for match in matches] == [0]


def test_unless_says_which_words_blocked() -> None:
    _, (miss,) = judged(rule("what: raid", rest="unless: [{article: {title: film}}]"), event(), on=article("x", title="A film"))

    (verdict,) = miss.failed
    assert verdict.condition == "unless[0].article.title"
    assert verdict.evidence == (Span(start=2, end=6, part="title"),)


def test_unless_of_a_text_watch_looks_at_every_event() -> None:
    watch = rule(article="text: red cross", rest="unless: [{event: {what: accident}}]")

    assert alerts(watch, event("raid"), on=article("The Red Cross spoke."))
    assert not alerts(watch, event("raid"), event("accident"), on=article("The Red Cross spoke."))


@pytest.mark.parametrize(("choice", "matches", "held"), [("drop", 0, False), ("hold", 1, True), ("alert", 1, False)])
def test_where_unknown_decides_when_only_the_place_is_missing(choice: str, matches: int, held: bool) -> None:
    wanted = rule("what: raid, where: Idlib", rest=f"where_unknown: {choice}")

    found, _ = judged(wanted, event(where=None))

    assert len(found) == matches
    assert all(match.held is held for match in found)


def test_where_unknown_does_not_help_what_fails_otherwise() -> None:
    wanted = rule("what: raid, where: Idlib, killed: any", rest="where_unknown: hold")

    assert judged(wanted, event(where=None))[0] == []
    assert judged(wanted, event(where="gn:3", killed=toll(1)))[0] == []


def test_where_unknown_may_stand_in_the_event_block() -> None:
    assert book(rule("what: raid, where: Idlib, where_unknown: hold")).heads[0].where_unknown == "hold"


def test_an_unknown_place_is_not_taken_for_one_that_is_excluded() -> None:
    wanted = rule("what: raid, where: Syria, none: {where: Idlib}", rest="where_unknown: alert")

    assert alerts(wanted, event(where=None))


def test_a_branch_that_asks_for_another_reality_leaves_its_sisters_their_default() -> None:
    wanted = rule("any: [{what: raid}, {what: siege, reality: planned}]")

    assert alerts(wanted, event("raid"))
    assert alerts(wanted, event("siege", reality="planned"))
    assert not alerts(wanted, event("raid", reality="planned"))
    assert not alerts(wanted, event("siege"))


def test_a_branch_with_its_own_recent_leaves_its_sisters_their_default() -> None:
    wanted = rule("any: [{what: raid}, {what: siege, recent: 30d}]")

    assert alerts(wanted, event("siege", date=days_ago(20)))
    assert not alerts(wanted, event("raid", date=days_ago(20)))


def test_the_nearest_miss_comes_first_and_five_are_enough() -> None:
    rules = [rule("what: raid, where: Iraq"), rule("what: siege, where: Idlib, killed: any, wounded: any")]
    rules += [rule(f"what: raid, killed: at least {n}, wounded: any, missing: any") for n in range(2, 9)]

    _, misses = judged(book(*rules), event())

    assert len(misses) == 5
    assert [v.condition for v in misses[0].failed] == ["event.where"]
    assert misses[0].passed == 1  # reality and recent are defaults, not of the rule


def test_rules_that_are_off_are_not_tried_and_trials_are() -> None:
    rulebook = book(rule("what: raid", rest="status: off"), rule("what: raid", rest="status: trial"))

    matches, misses = judged(rulebook, event())

    assert [match.rule.status for match in matches] == ["trial"]
    assert misses == []
    assert len(rulebook.heads) == 2
