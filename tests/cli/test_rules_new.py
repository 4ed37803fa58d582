"""`wirewatch rules new`: answers that are checked at once, and a file whose own tests pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.matching.drafting import Draft, rule_text
from monitor.model.kinds import PARENT
from tests.cli.ruledesk import RuleDesk, rule_desk
from tests.monitor.reading.newsroom import language
from workers.cli import rules_new


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    return rule_desk(tmp_path, monkeypatch)


def test_in_an_empty_folder_a_rule_comes_with_feeds_and_tests_that_pass(desk: RuleDesk) -> None:
    said = desk.say(
        "rules", "new", "--what", "raid", "--where", "Idlib, Syria", "--at-least", "killed: at least 5",
        "--channel", "syria-alerts", "--level", "high",
    )  # fmt: skip

    path = desk.home / "rules" / "alerts" / "raid-in-idlib-at-least-5-killed.yaml"
    text = path.read_text(encoding="utf-8")
    assert said.exit_code == 0, said.exception
    assert "2 of its tests pass" in said.stdout
    assert "  what: raid\n  where: Idlib, Syria\n  killed: at least 5\n" in text and "blocked_by: event.where" in text
    assert text.startswith("# yaml-language-server: $schema=../rule.schema.json\n")
    assert (desk.home / "rules" / "feeds.yaml").exists() and (desk.home / "rules" / "rule.schema.json").exists()
    assert desk.say("rules", "check").stdout == "1 rules good, 0 mistakes\n"
    assert desk.say("rules", "test").stdout == "2 tests passed, 0 failed\n"


def test_words_in_quotes_make_a_text_watch(desk: RuleDesk) -> None:
    desk.say("rules", "new", "--what", '"Example Relief Fund", "relief: fund"')

    [path] = (desk.home / "rules" / "alerts").iterdir()
    assert '  text: [Example Relief Fund, "relief: fund"]\n' in path.read_text(encoding="utf-8")
    assert desk.say("rules", "test").stdout == "2 tests passed, 0 failed\n"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ([], "something has to be watched for"),
        (["--what", "raids"], "--what: unknown event kind 'raids' (did you mean 'raid'?)"),
        (["--what", "raid", "--where", "Allepo, Syria"], "--where: unknown place 'Allepo, Syria' (did you mean 'Aleppo'?)"),
        (["--what", "raid", "--where", "Georgia"], "could be several places"),
        (["--what", "raid", "--at-least", "dead: 5"], "a figure is one of killed"),
        (["--what", "raid", "--at-least", "killed: > 5"], "did you mean 'at least 6'"),
        (["--what", "raid", "--channel", "#alerts"], "--channel: a channel is written without the hash"),
        (["--what", "raid", "--level", "hihg"], "--level: unknown level 'hihg' (did you mean 'high'?)"),
        (["--what", '"flood"', "--where", "Syria"], "a text watch has no place"),
    ],
)
def test_a_wrong_answer_is_told_at_once(desk: RuleDesk, options: list[str], why: str) -> None:
    said = desk.say("rules", "new", *options)

    assert said.exit_code != 0 and why in str(said.exception)
    assert not (desk.home / "rules").exists()


def test_a_place_may_say_its_kind(desk: RuleDesk) -> None:
    said = desk.say("rules", "new", "--what", "protest", "--where", "Georgia (country); Idlib, Syria")

    [path] = (desk.home / "rules" / "alerts").iterdir()
    assert path.name == "protest-in-georgia-or-idlib.yaml" and "2 of its tests pass" in said.stdout
    assert '  where: [{place: "Georgia", kind: country}, "Idlib, Syria"]\n' in path.read_text(encoding="utf-8")


def test_a_rule_that_is_there_is_not_written_over(desk: RuleDesk) -> None:
    desk.say("rules", "new", "--what", "raid")

    again = desk.say("rules", "new", "--what", "raid")

    assert "there is a rule raid already" in str(again.exception)


def test_a_channel_that_nobody_uses_is_remarked(desk: RuleDesk) -> None:
    desk.say("rules", "new", "--what", "raid", "--channel", "syria-alerts")

    said = desk.say("rules", "new", "--what", "clash", "--channel", "syria-alert")

    assert "no other rule tells #syria-alert (did you mean 'syria-alerts'?)" in said.stderr


@pytest.mark.parametrize("kind", [kind for kind in PARENT if kind != "other"])
def test_for_every_kind_two_examples_come_out_as_they_should(desk: RuleDesk, kind: str) -> None:
    room = rules_new.RuleRoom(
        folder=desk.home, home=desk.home, rulebook=None, problems=[], language=language()  # type: ignore[arg-type]
    )  # fmt: skip
    at = rules_new.Desk(room=room, lists={})

    _, tests = rules_new._with_tests(at, Draft(kinds=(kind,), places=("Idlib, Syria",)), "")

    assert tests == 2


@pytest.mark.parametrize("figure", ["killed", "wounded", "casualties", "displaced", "missing", "detained"])
def test_for_every_figure_two_examples_come_out_as_they_should(desk: RuleDesk, figure: str) -> None:
    room = rules_new.RuleRoom(
        folder=desk.home, home=desk.home, rulebook=None, problems=[], language=language()  # type: ignore[arg-type]
    )  # fmt: skip
    kind = {"displaced": "displacement", "missing": "disaster", "detained": "arrest"}.get(figure, "airstrike")
    draft = Draft(kinds=(kind,), places=("Deir ez-Zor, Syria",), figure=figure, wanted="at least 5")

    _, tests = rules_new._with_tests(rules_new.Desk(room=room, lists={}), draft, "")

    assert tests == 2


def test_what_yaml_would_take_otherwise_is_quoted() -> None:
    text = rule_text(Draft(phrases=("NO", "a: b", "22:00", "plain words")))

    assert '  text: ["NO", "a: b", "22:00", plain words]\n' in text
