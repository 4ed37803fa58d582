"""The `tests:` of a rule: read, and run through the same evaluator that works live."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.matching.casetests import CaseResult, run_tests
from monitor.model.article import Article
from monitor.model.event import Reading
from tests.monitor.matching.rule_desk import NOW, book, event, rule, toll
from tests.monitor.matching.rules_atlas import ATMEH

RAID = "what: raid, where: Idlib, killed: at least 5"


def _read(article: Article) -> Reading:
    """A reader of few words: knows one village, one far town, one number and one drill."""
    events = []
    if "raid" in article.text:
        where = ATMEH if "Atmeh" in article.text else "gn:3" if "Aleppo" in article.text else None
        reality = "exercise" if "drill" in article.text else "happened"
        events.append(event(where=where, killed=toll(12, None) if "12" in article.text else None, reality=reality))
    return Reading(article_id=article.id, language="en", events=tuple(events))


def _run(*cases: str, inside: str = RAID, rest: str = "") -> list[CaseResult]:
    tests = "tests:\n" + "".join(f"  - {{{case}}}\n" for case in cases)
    return run_tests(book(rule(inside, rest=rest + tests)), _read, NOW)


@pytest.mark.parametrize(
    "case",
    [
        "text: A raid in Atmeh killed 12., expect: alert",
        "text: A raid in Atmeh killed 12., expect: alert, facts: {where: Atmeh, killed: at least 12}",
        'text: A raid in Atmeh killed 12., expect: alert, facts: {where: "Idlib, Syria", what: attack, reality: happened}',
        "text: Nothing., expect: no alert",
        "text: Nothing., expect: no alert, blocked_by: event",
        "text: A raid in Aleppo killed 12., expect: no alert, blocked_by: event.where",
        "text: A raid in Atmeh., expect: no alert, blocked_by: event.killed",
        "text: A raid in a drill in Atmeh killed 12., expect: no alert, blocked_by: event.reality",
    ],
)
def test_a_case_that_goes_as_expected_passes(case: str) -> None:
    (result,) = _run(case)

    assert result.passed, result.detail


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (
            "text: A raid in Aleppo killed 12., expect: alert",
            "expected alert; got no alert: event.where: Aleppo, not inside Idlib",
        ),
        ("text: Nothing., expect: alert", "expected alert; got no alert: event: the article tells of no event"),
        ("text: A raid in Atmeh killed 12., expect: no alert", "expected no alert; got an alert: raid in Atmeh"),
        (
            "text: A raid in Atmeh killed 12., expect: no alert, blocked_by: event.killed",
            "expected no alert, blocked by event.killed; got an alert: raid in Atmeh; event.killed: killed: at least 12",
        ),
        (
            "text: A raid in Atmeh., expect: no alert, blocked_by: event.where",
            "expected no alert, blocked by event.where; blocked by event.killed: killed: not said, rule wants at least 5",
        ),
        (
            "text: A raid in Atmeh killed 12., expect: alert, facts: {killed: exactly 12, where: Aleppo}",
            "facts.killed: killed: at least 12, rule wants exactly 12; facts.where: Atmeh, not Aleppo",
        ),
        ("text: A raid killed 12., expect: alert", "expected alert; got hold: raid in an unknown place"),
    ],
)
def test_a_case_that_goes_otherwise_says_how(case: str, why: str) -> None:
    (result,) = _run(case, rest="where_unknown: hold\n")

    assert not result.passed
    assert result.detail == why


def test_hold_can_be_expected() -> None:
    (result,) = _run("text: A raid killed 12., expect: hold", rest="where_unknown: hold\n")

    assert result.passed


def test_a_case_can_be_blocked_by_unless() -> None:
    blocks = "unless: [{article: {text: film}}]\n"

    results = _run(
        "text: A raid in a film in Atmeh killed 12., expect: no alert, blocked_by: unless",
        "text: A raid in a film in Atmeh killed 12., expect: no alert, blocked_by: 'unless[0]'",
        "text: A raid in a film in Atmeh killed 12., expect: no alert, blocked_by: 'unless[0].article.text'",
        rest=blocks,
    )

    assert [r.detail for r in results if not r.passed] == []


def test_a_result_says_rule_name_file_and_line() -> None:
    (result,) = _run("name: the village, text: Nothing., expect: alert")

    assert str(result).startswith("rule-0.yaml:4: rule-0, 'the village': expected alert")


def test_published_is_the_day_given_or_else_the_moment_of_the_run() -> None:
    seen = []

    def read(article: Article) -> Reading:
        seen.append(article.published_at)
        return Reading(article_id=article.id, language="en")

    tests = "tests:\n" + "".join(
        f"  - {{text: x, expect: no alert{published}}}\n"
        for published in ("", ", published: 2022-02-03", ", published: 2022-02-03T14:30Z", ", published: '2022-02-03 14:30'")
    )
    run_tests(book(rule(RAID, rest=tests)), read, NOW)

    assert seen == [
        NOW,
        datetime(2022, 2, 3, 12, tzinfo=UTC),
        datetime(2022, 2, 3, 14, 30, tzinfo=UTC),
        datetime(2022, 2, 3, 14, 30, tzinfo=UTC),
    ]


def test_rules_that_are_off_are_tested_too() -> None:
    (result,) = _run("text: Nothing., expect: alert", rest="status: off\n")

    assert not result.passed
