"""What a rulebook says of its rules: heads, hashes, alert plans, and who is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.matching.rulebook import load_rulebook
from monitor.model.rule import AlertPlan, Count, Problem, QuietHours, Threshold
from tests.monitor.matching.rule_desk import LISTS, book, rule
from tests.monitor.matching.rules_atlas import ATLAS

FULL = """
id: full
title: >-
  A title
  on two lines
description: What it is for, at length.
level: high
status: trial
channel: syria-alerts
where_unknown: hold
event: {what: raid, where: Idlib, sources: at least 2}
unless:
  - article: {text: game}
"""


def _problems(text: str, lists: dict[str, str] | None = None) -> list[str]:
    return [p.message for p in load_rulebook({"r.yaml": text}, atlas=ATLAS, lists=lists or {})[1]]


def _hash(text: str, lists: dict[str, str] | None = None) -> str:
    (head,) = load_rulebook({"r.yaml": text}, atlas=ATLAS, lists=lists or LISTS)[0].heads
    return head.hash


def test_the_head_says_what_the_file_says() -> None:
    (head,) = book(FULL).heads

    assert (head.id, head.title, head.level, head.status) == ("full", "A title on two lines", "high", "trial")
    assert (head.channel, head.where_unknown, head.sources_at_least) == ("syria-alerts", "hold", 2)
    assert head.alert == AlertPlan()


def test_what_is_unsaid_has_the_defaults() -> None:
    (head,) = load_rulebook({"alerts/flood-watch.yaml": rule(article="text: flood")}, atlas=ATLAS)[0].heads

    assert (head.id, head.level, head.status, head.channel) == ("flood-watch", "medium", "live", "")
    assert (head.where_unknown, head.sources_at_least, head.alert.wait, head.alert.repeat) == ("drop", 1, 120.0, None)


def test_a_rule_with_a_mistake_is_left_out_and_the_others_load() -> None:
    rulebook, problems = load_rulebook(
        {"a.yaml": rule("wher: Idlib"), "b.yaml": rule("where: Idlib"), "c.yaml": "{"}, atlas=ATLAS
    )

    assert [head.id for head in rulebook.heads] == ["b"]
    assert {problem.file for problem in problems} == {"a.yaml", "c.yaml"}


def test_a_file_whose_name_is_no_id_needs_one() -> None:
    text = rule(article="text: flood")

    _, problems = load_rulebook({"flood watch.yaml": text}, atlas=ATLAS)

    assert "did you mean 'flood-watch'?" in str(problems[0])
    assert not load_rulebook({"flood watch.yaml": text + "id: flood\n"}, atlas=ATLAS)[1]


def test_ids_differ_by_more_than_case() -> None:
    _, problems = load_rulebook({"a.yaml": FULL, "b.yaml": FULL.replace("id: full", "id: Full")}, atlas=ATLAS)

    assert str(problems[0]) == "b.yaml:2:1: the id 'Full' belongs to a.yaml:2 already: give this rule another one"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (("level: high", "level: low"), False),
        (("what: raid", "what: clash"), False),
        (("text: game", "text: games"), False),
        (("level: high", "level:   high  # a comment"), True),
        (("level: high\nstatus: trial", "status: trial\nlevel: high"), True),
        (("level: high", 'level: "high"'), True),
    ],
)
def test_the_hash_changes_with_what_the_rule_does_and_not_with_how_it_is_written(change: tuple[str, str], same: bool) -> None:
    assert (_hash(FULL) == _hash(FULL.replace(*change))) is same


def test_the_hash_does_not_change_with_the_tests_of_the_rule() -> None:
    assert _hash(FULL) == _hash(FULL + "tests:\n  - {text: A raid., expect: no alert}\n")


def test_the_hash_changes_with_the_lists_that_the_rule_uses_and_with_no_other() -> None:
    text = rule("what: raid, where: {list: ours}")
    lists = {"l.yaml": "ours: [Idlib]\ntheirs: [Iraq]\n"}

    assert _hash(text, lists) == _hash(text, {"l.yaml": "ours: [Idlib]\ntheirs: [Sudan]\n"})
    assert _hash(text, lists) != _hash(text, {"l.yaml": "ours: [Idlib, Iraq]\ntheirs: [Iraq]\n"})


def test_the_alert_block_becomes_a_plan() -> None:
    rest = """
alert:
  wait: 90s
  update_when: [toll rises, "sources: at least 3"]
  repeat: 12h
  mention: syria-duty
  mention_at: high
  critical_when: {killed: at least 20}
  quiet_hours: {zone: Asia/Damascus, from: "22:00", to: "06:00", let_through: critical}
  also: [email-desk]
"""
    rulebook, problems = load_rulebook({"r.yaml": rule(article="text: flood", rest=rest)}, atlas=ATLAS)

    plan = rulebook.heads[0].alert
    assert (plan.wait, plan.repeat, plan.mention, plan.mention_at) == (90.0, 43200.0, "syria-duty", "high")
    assert plan.update_when == ("toll rises", "sources: at least 3")
    assert plan.critical_when == (Threshold(figure="killed", low=20),)
    assert plan.quiet_hours == QuietHours(zone="Asia/Damascus", start="22:00", end="06:00", let_through="critical")
    assert (plan.digest, plan.also) == (None, ("email-desk",))
    assert problems == []


@pytest.mark.parametrize(
    ("written", "level"),
    [("low", "low"), ("[high, critical]", "high"), ("[critical, high, medium]", "medium"), ("[critical]", "critical")],
)
def test_mention_at_is_a_level_or_all_levels_from_one_on(written: str, level: str) -> None:
    assert book(rule(article="text: x", rest=f"alert: {{mention_at: {written}}}")).heads[0].alert.mention_at == level


def test_sources_without_quotes_in_update_when_can_mean_only_one_thing() -> None:
    head = book(rule(article="text: x", rest="alert: {update_when: [denied, sources: at least 2]}")).heads[0]

    assert head.alert.update_when == ("denied", "sources: at least 2")


def test_a_rule_may_count_incidents_instead_of_telling_each() -> None:
    head = book(rule("what: raid", rest="count: {at_least: 5, within: 24h, per: admin2}")).heads[0]

    assert head.count == Count(at_least=5, within=86400.0, per="admin2")


@pytest.mark.parametrize(
    ("count", "problem"),
    [
        ("{within: 24h}", "'at_least' is missing in 'count': written as {at_least: 5, within: 24h, per: admin2}"),
        ("{at_least: 1, within: 24h}", "at_least is from 2 to 1000"),
        ("{at_least: 5, within: 30d}", "within is from 1m to 7d"),
        ("{at_leat: 5, at_least: 5, within: 24h}", "unknown key 'at_leat' (did you mean 'at_least'?)"),
        ("{at_least: 5, within: 24h, rules: [no-such]}", "there is no rule 'no-such' to count"),
    ],
)
def test_a_mistake_in_count_is_told(count: str, problem: str) -> None:
    assert _problems(rule("what: raid", rest=f"count: {count}")) == [problem]


def test_a_rule_that_counts_cannot_be_counted() -> None:
    raids = rule("what: raid", rest="id: raids\ncount: {at_least: 3, within: 24h}")
    many = "id: many\ntitle: Many raids\ncount:\n  at_least: 3\n  within: 24h\n  rules: [raids]\n"

    both, problems = load_rulebook({"a.yaml": many, "b.yaml": raids}, atlas=ATLAS)

    assert [head.id for head in both.heads] == ["raids"]
    assert [str(p) for p in problems] == ["a.yaml:6:11: 'raids' counts incidents itself: name the rules that tell of single ones"]


def test_a_rule_that_names_others_needs_no_event_and_reads_no_article() -> None:
    counting = "id: many\ntitle: Many raids\ncount: {at_least: 3, within: 24h, rules: [raids]}\n"
    both, problems = load_rulebook({"a.yaml": counting, "b.yaml": rule("what: raid", rest="id: raids")}, atlas=ATLAS)

    assert problems == [] and [head.id for head in both.heads] == ["many", "raids"]
    assert [one.head.id for one in both.awake] == ["raids"]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (rule("what: [attack, raid]"), "'attack' has 'raid' in it already"),
        (rule("killed: at least 0"), "'at least 0' holds for every figure that is said: did you mean 'any'?"),
        (
            rule("where: [Idlib, Syria]"),
            'Idlib lies inside Syria, so this list means all of Syria; for the one in the other write "Idlib, Syria" in quotes',
        ),
        (rule("any: [{what: raid}]"), "'any' with one branch is the same as the branch alone"),
        (rule(article="text: {phrase: flood, within: 3}"), "'within' says nothing about a single word"),
    ],
)
def test_advice_does_not_keep_a_rule_out(text: str, advice: str) -> None:
    rulebook, problems = load_rulebook({"r.yaml": text}, atlas=ATLAS)

    assert [(p.severity, p.message) for p in problems] == [("advice", advice)]
    assert len(rulebook.rules) == 1


@pytest.mark.parametrize(
    "text",
    [
        rule("killed: none, casualties: at least 1"),
        rule("what: raid", rest="unless: [{event: {reality: [happened, denied]}}]"),
        rule("where: Syria, none: {where: Idlib}"),
        rule("any: [{what: raid}, {what: clash}]", rest="unless: [{event: {what: raid}}]"),
        rule(article="text: [fire, flood]", rest="unless: [{article: {text: fire}}]"),
        rule("where: Idlib, all: [{where: Eastern Ghouta}]"),
        rule("killed: at most 5", rest="unless: [{event: {killed: at least 3}}]"),
    ],
)
def test_a_rule_is_called_unreachable_only_when_that_is_certain(text: str) -> None:
    can_match = "reality: [happened" not in text

    assert any("can never match" in message for message in _problems(text)) is not can_match


def test_a_problem_says_where_it_stands_and_advice_that_it_is_one() -> None:
    at = {"file": "a.yaml", "line": 7, "column": 3}

    assert str(Problem(**at, message="x")) == "a.yaml:7:3: x"  # type: ignore[arg-type]
    assert str(Problem(**at, message="x", severity="advice")) == "a.yaml:7:3: advice: x"  # type: ignore[arg-type]


def test_a_mistake_in_a_list_is_told_once_however_many_rules_use_it() -> None:
    lists = {"lists/l.yaml": "ours: [Idlib, Nowhereville]\n"}
    text = rule("where: {list: ours}")

    rulebook, problems = load_rulebook({"a.yaml": text, "b.yaml": text}, atlas=ATLAS, lists=lists)

    assert not rulebook.rules
    assert [f"{p.file}:{p.line}:{p.column}" for p in problems] == ["lists/l.yaml:1:15"]


def test_the_full_rules_of_the_manual_are_good() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", manual, re.S) if block.startswith("title:")]
    lists = {"lists/l.yaml": "our_sites: [Zalingei]\n"}

    for block in blocks:
        rulebook, problems = load_rulebook({"from-the-manual.yaml": block}, atlas=ATLAS, lists=lists)
        assert len(rulebook.rules) == 1, problems
    assert len(blocks) >= 2
