"""`wirewatch rules learn`: a test from a wrong or missed alert, and what would mend the rule."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.ruledesk import RuleDesk, rule_desk

TODAY = f"{datetime.now(UTC):%A}"
RULE = """\
title: Raids   # the desk's
event:
  what: raid
  where: Syria
"""
RIGHT = f"Soldiers raided a house in Idlib on {TODAY} and seven people were killed, an officer said."
WRONG = f"Soldiers raided a bakery in Homs on {TODAY} over unpaid taxes and two people were killed, an officer said."
CLASH = f"Fighters clashed with soldiers in Idlib on {TODAY} and nine people were killed, an officer said."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/raids.yaml", RULE)
    return desk


def rule_text(desk: RuleDesk) -> str:
    return (desk.home / "rules" / "alerts" / "raids.yaml").read_text()


def test_a_wrong_alert_gives_a_test_and_measured_proposals_and_changes_nothing(desk: RuleDesk) -> None:
    desk.archives(RIGHT, WRONG)

    told = json.loads(desk.say("rules", "learn", "2", "wrong", "--json").stdout)

    assert rule_text(desk) == RULE and not told["written"]
    assert told["rule"] == "raids" and "+    expect: no alert" in told["diff"]
    assert {p["effect"] for p in told["proposals"]} == {"removes 1 wrong, loses 0 right, gains 0; all tests pass"}
    changes = [p["proposal"]["change"] for p in told["proposals"]]
    assert "event.killed: at least 3" in changes and any("Homs" in change for change in changes)


def test_a_proposal_that_loses_what_is_right_comes_last(desk: RuleDesk) -> None:
    desk.archives(RIGHT, WRONG.replace("two", "eight"))

    told = json.loads(desk.say("rules", "learn", "2", "wrong", "raids", "--json").stdout)

    assert told["proposals"][-1]["proposal"]["change"] == "event.killed: at least 9"
    assert told["proposals"][-1]["effect"].startswith("removes 1 wrong, loses 1 right")


def test_what_is_accepted_is_written_and_its_tests_pass(desk: RuleDesk) -> None:
    desk.archives(RIGHT, WRONG)

    said = desk.say("rules", "learn", "2", "wrong", "raids", "--accept", "--mend", "1", "--reason", "taxes, no raid")

    assert said.exit_code == 0 and rule_text(desk).startswith("title: Raids   # the desk's\n")
    assert "taxes, no raid" in rule_text(desk) and "1 tests passed, 0 failed" in desk.say("rules", "test").output


def test_the_test_alone_is_written_with_a_word_of_warning(desk: RuleDesk) -> None:
    desk.archives(WRONG)

    said = desk.say("rules", "learn", "1", "wrong", "--accept")

    assert "The new test fails until raids is mended" in said.output and desk.say("rules", "test").exit_code == 1


def test_a_missed_alert_loosens_the_condition_that_failed(desk: RuleDesk) -> None:
    [_, clash] = desk.archives(RIGHT, CLASH)

    told = json.loads(desk.say("rules", "learn", str(clash), "missed", "raids", "--json").stdout)

    [one] = told["proposals"]
    assert one["proposal"]["change"] == "event.what: [raid, clash]" and "gains 1" in one["effect"]
    assert "+    expect: alert" in told["diff"]


def test_several_conditions_are_loosened_at_once(desk: RuleDesk) -> None:
    desk.writes("alerts/raids.yaml", "title: Raids\nevent: {what: raid, where: 'Aleppo, Syria', killed: at least 20}\n")
    desk.archives(RIGHT)

    desk.say("rules", "learn", "1", "missed", "raids", "--accept", "--mend", "1")

    assert "killed: at least 7" in rule_text(desk) and "1 tests passed" in desk.say("rules", "test").output


def test_a_file_is_learned_from_without_an_archive(desk: RuleDesk) -> None:
    (desk.home / "story.txt").write_text(WRONG)

    said = desk.say("rules", "learn", "story.txt", "wrong")

    assert said.exit_code == 0 and "1. " in said.output and "nothing was changed: --accept" in said.output


def test_a_verdict_that_the_rule_gives_already_is_only_kept_as_a_test(desk: RuleDesk) -> None:
    (desk.home / "story.txt").write_text(CLASH)

    said = desk.say("rules", "learn", "story.txt", "wrong", "raids")

    assert "the rule gives the right verdict today" in said.output and "1. " not in said.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("story.txt", "missed"), "say which rule missed it"),
        (("story.txt", "wrong"), "those that match the article: none"),
        (("story.txt", "wrong", "raids", "--mend", "3"), "there is no proposal 3"),
        (("7", "wrong"), "there is no archive yet"),
    ],
)
def test_what_cannot_be_learned_says_why(desk: RuleDesk, words: tuple[str, ...], why: str) -> None:
    (desk.home / "story.txt").write_text(CLASH)

    assert why in str(desk.say("rules", "learn", *words).exception)


def test_what_was_called_wrong_before_is_counted_as_wrong(desk: RuleDesk) -> None:
    desk.archives(RIGHT, WRONG, WRONG.replace("Homs", "Aleppo"))
    before = json.loads(desk.say("rules", "learn", "3", "wrong", "raids", "--json").stdout)

    desk.say("rules", "learn", "2", "wrong", "raids", "--accept")
    after = json.loads(desk.say("rules", "learn", "3", "wrong", "raids", "--json").stdout)

    def effect(told: dict[str, list[dict[str, str]]]) -> str:
        [one] = [p for p in told["proposals"] if "killed: at least 3" in str(p["proposal"])]
        return one["effect"]

    assert effect(before).startswith("removes 1 wrong, loses 1 right")
    assert effect(after).startswith("removes 2 wrong, loses 0 right")
