"""Edits of a rule's file leave all other characters alone, and what comes out is the rule that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.matching.edit import with_event, with_test, with_unless, written

FULL = """\
# Who asked for it: the desk
title: Raid   # short
event:
  what: raid        # any
  where: "Idlib, Syria"

unless:
  - article: {text: "video game"}   # a game

tests:
  - name: one
    text: >-
      Words
      and more.
    expect: no alert

  - name: two
    text: Words.
    expect: no alert
# the end
"""


def added(before: str, after: str) -> list[str]:
    """The new lines; every old one must still stand, in order."""
    rest = iter(after.splitlines())
    fresh = []
    for line in before.splitlines():
        for other in rest:
            if other == line:
                break
            fresh.append(other)
        else:
            pytest.fail(f"this line is gone: {line}")
    return [*fresh, *rest]


def test_a_test_is_added_after_the_last_one_in_the_files_own_form() -> None:
    after = with_test(FULL, name='it said "no"', text="A raid.\nNobody died: 5 # fled", expect="no alert", published="2026-03-01")

    assert added(FULL, after)[0] == ""  # tests stand apart in this file
    [*_, last] = yaml.safe_load(after)["tests"]
    assert (last["name"], last["text"], last["expect"]) == ('it said "no"', "A raid.\nNobody died: 5 # fled", "no alert")
    assert after.endswith("# the end\n")


def test_a_file_without_tests_gets_the_list() -> None:
    after = with_test("title: Raid\nevent: {what: raid}", name="x", text="- a\n? b", title="# T", expect="alert")

    assert yaml.safe_load(after)["tests"] == [{"name": "x", "title": "# T", "text": "- a\n? b", "expect": "alert"}]


def test_a_block_is_added_to_unless_or_makes_it_before_the_tests() -> None:
    after = with_unless(FULL, 'article: {text: "a b"}')
    fresh = with_unless(FULL.replace('unless:\n  - article: {text: "video game"}   # a game\n\n', ""), "event: {what: clash}")

    assert added(FULL, after) == ['  - article: {text: "a b"}']
    assert list(yaml.safe_load(fresh)) == ["title", "event", "unless", "tests"]


@pytest.mark.parametrize(
    ("content", "key", "value", "event"),
    [
        (FULL, "killed", "at least 5", {"what": "raid", "where": "Idlib, Syria", "killed": "at least 5"}),
        (FULL, "what", "[raid, clash]", {"what": ["raid", "clash"], "where": "Idlib, Syria"}),
        (FULL, "where", '"Homs, Syria"', {"what": "raid", "where": "Homs, Syria"}),
        ("title: x\nevent: {what: raid}  # why\n", "killed", "any", {"what": "raid", "killed": "any"}),
        ("title: x\nevent: {what: [a, b], where: c}\n", "what", "d", {"what": "d", "where": "c"}),
        ("title: x\nevent:\n  what:\n    - a\n    - b\n", "killed", "any", {"what": ["a", "b"], "killed": "any"}),
    ],
)
def test_a_condition_is_set_where_it_stands(content: str, key: str, value: str, event: dict[str, object]) -> None:
    after = with_event(content, key, value)

    assert after is not None and yaml.safe_load(after)["event"] == event
    assert after.count("#") == content.count("#") and written(after, key) == value


def test_what_takes_several_lines_is_left_alone() -> None:
    assert with_event("title: x\nevent:\n  what:\n    - a\n    - b\n", "what", "c") is None


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[3] / "rules" / "alerts").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_shipped_rule_can_be_edited_and_keeps_each_of_its_lines(path: Path) -> None:
    before = path.read_text(encoding="utf-8")

    after = with_unless(with_test(before, name="new", text="Words.", expect="no alert"), 'article: {text: "a b"}')

    was, now = (yaml.load(text, Loader=yaml.BaseLoader) for text in (before, after))
    assert added(before, after)
    assert now.pop("tests") == [*was.pop("tests", []), {"name": "new", "text": "Words.", "expect": "no alert"}]
    assert now.pop("unless") == [*was.pop("unless", []), {"article": {"text": "a b"}}]
    assert now == was
