"""`wirewatch rules check` and `test`: mistakes and advice for people and machines, and the tests in the files."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.cli.ruledesk import RAID, RuleDesk, rule_desk
from workers.cli import rules_cases
from workers.own_tests import run_own_tests

WRONG = "title: Wrong\nevent: {wat: raid}\n"
HIT = "Soldiers raided a house in Idlib on Thursday and killed seven people, an officer said."
FAR = "Police raided a warehouse in Aleppo on Thursday and killed seven people, an officer said."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/raid.yaml", RAID)
    return desk


def with_tests(*cases: tuple[str, str, str]) -> str:
    return RAID + "tests:\n" + "".join(f"  - {{name: {n}, text: '{text}', {expect}}}\n" for n, text, expect in cases)


def test_a_good_folder_is_good(desk: RuleDesk) -> None:
    said = desk.say("rules", "check")

    assert (said.exit_code, said.stdout) == (0, "1 rules good, 0 mistakes\n")


def test_mistakes_and_advice_stand_together(desk: RuleDesk) -> None:
    desk.writes("alerts/wrong.yaml", WRONG)
    desk.writes("alerts/narrow.yaml", RAID.replace("at least 5", "at least 9"))

    said = desk.say("rules", "check")

    assert said.exit_code == 1
    assert "alerts/wrong.yaml:2:9: unknown condition 'wat' (did you mean 'what'?)" in said.stderr
    assert "alerts/narrow.yaml:1:1: advice: whatever this rule finds is already told by raid" in said.stderr


def test_a_mistake_in_the_vocabulary_is_told_with_what_to_write(desk: RuleDesk) -> None:
    desk.writes("vocabulary/good.yaml", "tolls: {killed: {transitive: [neutralised]}}\nreality: {background: [commemorates]}\n")
    desk.writes("vocabulary/words.yaml", "reality: {recalled: [commemorates]}\n")

    said = desk.say("rules", "check")

    assert said.exit_code == 1
    assert (
        "vocabulary/words.yaml:1:1: reality: write background, planned, denied" in said.stderr and "good.yaml" not in said.stderr
    )


@pytest.mark.parametrize(
    ("written", "guessed"),
    [
        ("Qwxlib, Syria", "Idlib"),
        ("Idlbi, Syria", "Idlib"),
        ("Idlibb", "Idlib"),
        ("Idlibb, Syrria", "Idlib"),
        ("Khaan Shaykhoon, Syria", "Khān Shaykhūn"),
        ("Kharkow, Ukraine", "Kharkiv"),
        ("{place: Idlibb, kind: province}", "Idlib"),
        ("{within_km: 5, of: Idlibb}", "Idlib"),
    ],
)
def test_a_place_spelled_as_no_list_has_it_is_a_mistake_with_a_guess(desk: RuleDesk, written: str, guessed: str) -> None:
    desk.writes("alerts/raid.yaml", RAID.replace("Idlib, Syria", written))

    said = desk.say("rules", "check")

    assert said.exit_code == 1
    assert "unknown place" in said.stderr and f"(did you mean '{guessed}'?)" in said.stderr


def test_thousands_of_unknown_places_are_told_in_about_linear_time(desk: RuleDesk) -> None:
    ends = ("ba", "ze", "ki", "lo", "mu", "ra", "ti", "wo", "ga", "de", "fu", "ny", "she", "xa", "po")
    unknown = [f"Qwx{a}{b}{c}" for a in ends for b in ends for c in ends]
    desk.writes("alerts/raid.yaml", RAID.replace("Idlib, Syria", f"[{', '.join(unknown)}]"))
    began = time.process_time()

    said = desk.say("rules", "check", "--no-advice")

    assert time.process_time() - began < 10  # measured 1.1 s; it took 35 s when each was compared with all names there are
    assert said.stderr.count("unknown place '") == len(unknown) == 3375
    assert said.stderr.count("(no guess: only the first 20 unknown places of a file get one)") == len(unknown) - 20


def test_json_says_the_same(desk: RuleDesk) -> None:
    desk.writes("alerts/wrong.yaml", WRONG)

    said = json.loads(desk.say("rules", "check", "--json").stdout)

    assert (said["rules"], said["mistakes"]) == (1, 1)
    assert said["problems"] == [
        {
            "file": "alerts/wrong.yaml", "line": 2, "column": 9, "severity": "error",
            "message": "unknown condition 'wat' (did you mean 'what'?)",
        }
    ]  # fmt: skip


def test_github_annotations_name_the_files_of_the_repository(desk: RuleDesk) -> None:
    desk.writes("alerts/wrong.yaml", "title: 100% wrong\nevent: {killed: 5}\n")

    said = desk.say("rules", "check", "rules", "--format", "github")

    assert said.exit_code == 1
    assert said.stdout.startswith("::error file=rules/alerts/wrong.yaml,line=2,col=17::a bare number does not say")


def test_sarif_has_what_code_scanning_asks_for(desk: RuleDesk) -> None:
    desk.writes("alerts/wrong rule.yaml", WRONG)

    log = json.loads(desk.say("rules", "check", str(desk.home / "rules"), "--format", "sarif").stdout)

    [run] = log["runs"]
    assert log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
    assert run["tool"]["driver"]["name"] == "wirewatch"
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {(r["ruleId"], r["level"]) for r in run["results"]} == {("mistake", "error")} and known == {"mistake", "advice"}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "rules/alerts/wrong%20rule.yaml"},
        "region": {"startLine": place["region"]["startLine"], "startColumn": place["region"]["startColumn"]},
    }
    assert place["region"]["startLine"] >= 1 and run["results"][0]["message"]["text"]


def test_the_archive_tells_what_words_bring_and_what_is_missed(desk: RuleDesk) -> None:
    desk.writes("alerts/raid.yaml", "title: Raid\nevent: {where: 'Idlib, Syria'}\narticle: {text: raided}\n")
    desk.archives(*[HIT.replace("raided", "stormed").replace("house", f"house {n}") for n in range(3)], HIT, FAR)

    said = json.loads(desk.say("rules", "check", "--json", "--costs").stdout)

    [advice] = said["problems"]
    assert (advice["file"], advice["line"], advice["column"]) == ("alerts/raid.yaml", 3, 17)
    assert advice["message"] == "'stormed': 3 archived articles in Idlib are not covered, though all other conditions hold"
    assert {(c["words"], c["articles"]) for c in said["costs"]} == {("Idlib", 4), ("raided", 2)}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a: b\n" * 2_100_000, "larger than 256 kB"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not UTF-8"),
        ("title: Zürich\n".encode("utf-16"), "the file is UTF-16"),
        (b"title: " + b"[" * 60_000, "nested more than"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n", "YAML anchor"),
    ],
)
def test_a_hostile_file_is_one_clear_line_and_the_others_are_checked(desk: RuleDesk, content: bytes, why: str) -> None:
    (desk.home / "rules" / "alerts" / "hostile.yaml").write_bytes(content)

    said = desk.say("rules", "check")

    assert said.exit_code == 1 and why in said.stderr and "1 rules good" in said.stdout


def test_lists_that_hold_each_other_are_told(desk: RuleDesk) -> None:
    desk.writes("lists/round.yaml", "a: [{list: b}]\nb: [{list: a}]\n")

    said = desk.say("rules", "check")

    assert said.stderr.count("a list cannot hold another list") == 2


def test_one_id_in_two_files_is_told_with_the_other_s_place(desk: RuleDesk) -> None:
    desk.writes("alerts/z.yaml", f"id: raid\n{RAID}")

    said = desk.say("rules", "check", "--no-advice")

    assert "alerts/z.yaml:1:1: the id 'raid' belongs to alerts/raid.yaml:1 already" in said.stderr


def test_a_folder_that_is_not_there_is_told(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_RULES", "gone")

    said = desk.say("rules", "check")

    assert "there is no rules folder gone" in str(said.exception)


def test_each_failure_says_what_was_expected_what_came_and_why(desk: RuleDesk) -> None:
    text = with_tests(
        ("good", HIT, "expect: alert, facts: {killed: exactly 7}"),
        ("too many", HIT, "expect: no alert, blocked_by: event.where"),
        ("elsewhere", FAR, "expect: alert"),
        ("other facts", HIT, "expect: alert, facts: {killed: exactly 8}"),
    )
    desk.writes("alerts/raid.yaml", text)

    said = desk.say("rules", "test", "--junit", "out.xml")

    assert said.exit_code == 1 and said.stdout == "1 tests passed, 3 failed\n"
    assert "expected no alert, blocked by event.where; got an alert: raid in Idlib; event.where: Idlib" in said.stderr
    assert "expected alert; got no alert: event.where: Aleppo, not inside Idlib" in said.stderr
    assert "facts.killed: killed: 7, rule wants exactly 8" in said.stderr
    root = ElementTree.parse(desk.home / "out.xml").getroot()
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "3", "0")
    assert [case.get("name") for case in root.iter("testcase") if case.find("failure") is None] == ["good"]


def test_a_mistake_is_an_error_of_the_run(desk: RuleDesk) -> None:
    desk.writes("alerts/raid.yaml", with_tests(("good", HIT, "expect: alert")))
    desk.writes("alerts/wrong.yaml", WRONG)

    said = desk.say("rules", "test", "--junit", "out.xml")

    root = ElementTree.parse(desk.home / "out.xml").getroot()
    assert said.exit_code == 1 and (root.get("tests"), root.get("errors")) == ("2", "1")


def test_one_rule_alone_may_be_tested(desk: RuleDesk) -> None:
    desk.writes("alerts/raid.yaml", with_tests(("good", HIT, "expect: alert")))
    desk.writes("alerts/other.yaml", with_tests(("bad", FAR, "expect: alert")))

    assert desk.say("rules", "test", "--rule", "raid").stdout == "1 tests passed, 0 failed\n"


def test_over_several_processes_the_results_are_the_same(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_cases, "_WORTH_A_PROCESS", 2)
    for n in range(4):
        desk.writes(f"alerts/r{n}.yaml", with_tests(("good", HIT, "expect: alert"), ("bad", FAR, "expect: alert")))

    one, several = desk.say("rules", "test", "-j", "1"), desk.say("rules", "test", "-j", "2")

    assert one.stdout == several.stdout == "4 tests passed, 4 failed\n"
    assert one.stderr == several.stderr and one.stderr.count("Aleppo, not inside Idlib") == 4


def test_the_whole_rule_of_the_manual_passes_its_own_tests(desk: RuleDesk) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    [whole] = [block for block in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL) if "id: syria-deadly-attacks" in block]
    (desk.home / "rules" / "alerts" / "raid.yaml").write_text(whole)

    said = desk.say("rules", "test", "rules")

    assert said.stdout == "2 tests passed, 0 failed\n"


def test_the_workflow_of_the_manual_runs_commands_that_there_are(desk: RuleDesk) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    [workflow] = [yaml.safe_load(b) for b in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL) if b.startswith("name: rules")]
    lines = [step["run"] for step in workflow["jobs"]["rules"]["steps"] if step.get("run", "").startswith("wirewatch ")]

    codes = [desk.say(*line.replace(" . ", " rules ").split()[1:]).exit_code for line in lines]

    assert codes == [0, 0]


def test_a_rule_about_the_second_of_two_towns_alerts(desk: RuleDesk) -> None:
    text = "Air strikes killed 20 people in Khartoum and Omdurman on Thursday, doctors said."
    desk.writes(
        "alerts/omdurman.yaml",
        "title: Omdurman\nevent: {what: airstrike, where: 'Omdurman, Sudan'}\n"
        f"tests: [{{name: both, text: '{text}', expect: alert, facts: {{where: Omdurman, killed: exactly 20}}}}]\n",
    )

    said = desk.say("rules", "test", "--rule", "omdurman")

    assert (said.exit_code, said.stdout) == (0, "1 tests passed, 0 failed\n"), said.stderr


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a call inside the garbage collector comes again
def test_a_test_whose_text_takes_too_long_fails_and_is_named(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.writes("alerts/raid.yaml", with_tests(("hit", HIT, "expect: alert")))
    assert desk.say("rules", "test").exit_code == 0  # the reader's words are loaded with the first text
    monkeypatch.setitem(run_own_tests.__kwdefaults__ or {}, "longest_test", 0.2)
    text = "An airstrike in Aleppo " + "killed 3 people and " * 4000 + "fled."
    desk.writes("alerts/raid.yaml", with_tests(("hostile", text, "expect: no alert"), ("hit", HIT, "expect: alert")))

    said = desk.say("rules", "test")

    assert (said.exit_code, said.stdout) == (1, "1 tests passed, 1 failed\n")
    assert said.stderr.startswith("alerts/raid.yaml:7: raid, 'hostile': broken off: it took more than 0.2 s of processor time")
