"""The examples of docs/rules.md, as they stand there, alert on what they should and on nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.ruledesk import RuleDesk, rule_desk

MANUAL = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)
#: Blocks that are no part of a rule: the first words of each.
OTHERS = (
    "where: Syria ",
    "our_sites:",
    "# yaml-language-server: $schema=../rule.schema.json\n",
    "name: rules",
    "tests:",
    "# rules/vocabulary/words.yaml\n",
)
LISTS = next(block for block in BLOCKS if block.startswith("our_sites:"))
PROVINCES = "our_provinces: [{}]\n".format(", ".join(f'"{name}"' for name in ("Idlib, Syria", "Punjab, Pakistan")))


@dataclass(frozen=True)
class Example:
    """`begins`: how the block begins. `beside`: what a whole rule needs beside it."""

    begins: str
    alert: tuple[str, ...]
    silent: tuple[str, ...]
    beside: str = ""


EXAMPLES = [
    Example(
        begins="title: Raid in Idlib\nevent:",
        alert=(
            "Soldiers raided a house in Idlib on Thursday, an officer said.",
            "Special forces stormed a compound in the town of Atmeh in Idlib province on Thursday. Two men were killed.",
        ),
        silent=(
            "Police raided a warehouse in Aleppo on Thursday. The goods had been bought in Idlib.",
            "Shells fell on Idlib on Thursday, killing two people.",
            "In October 2019 a raid in Idlib killed the group's leader. On Thursday schools in the province reopened.",
        ),
    ),
    Example(
        begins="title: Hospital hit",
        alert=(
            "An air strike hit a hospital in Idlib on Thursday, killing two nurses, doctors said.",
            "Shells struck the hospital in Nyala on Thursday, aid workers said.",
            "The main hospital was bombed on Thursday. The air strike killed three patients, doctors said.",
            "Four people were killed in an air strike on a clinic in Saada on Thursday, residents said.",
        ),
        silent=(
            "An air strike hit a market in Idlib on Thursday. The wounded were taken to a hospital, doctors said.",
            "Shells hit a house in Nyala on Thursday, hospital officials said. Three people were killed.",
            "An air strike killed two people in Homs on Thursday. The hospital was full, and the clinic closed.",
            "A lorry hit a hospital gate in Leeds on Thursday and injured two people.",
        ),
    ),
    Example(
        begins="event:\n  what: disaster",
        beside="title: A disaster",
        alert=(
            "A flood killed 12 people in Italy on Thursday, officials said.",
            "Floods drove at least 20,000 people from their homes in Idlib province on Thursday, officials said.",
        ),
        silent=(
            "A flood killed four people in Italy on Thursday, officials said.",
            "An earthquake killed 30 people in Japan on Thursday, officials said.",
            "Floods drove at least 20,000 people from their homes in Bavaria on Thursday, officials said.",
            "Floods in Idlib drove 12,000 people from their homes on Thursday. Nobody was killed, officials said.",
        ),
    ),
    Example(
        begins="id: idlib-raid ",
        beside="event: {what: raid, where: Idlib}",
        alert=("Soldiers raided a house in Idlib on Thursday, an officer said.",),
        silent=("Soldiers raided a house in Homs on Thursday, an officer said.",),
    ),
    Example(
        begins="event:\n  what: attack\n  where: Sahel",
        beside="title: Many attacks",
        alert=("Gunmen attacked a village near Gao in Mali on Thursday and killed nine people, officials said.",),
        silent=(
            "Gunmen attacked a village in Kenya on Thursday and killed nine people, officials said.",
            "Gunmen attacked a village near Gao in Mali on Thursday. Nobody was killed, officials said.",
        ),
    ),
    Example(
        begins="title: Monthly reports",
        alert=("TITLE Monthly report on attacks on health care",),
        silent=("TITLE Attacks on health care", "The monthly report on attacks on health care has come out."),
    ),
    Example(
        begins="# yaml-language-server: $schema=../rule.schema.json\nid: syria",
        alert=("An air strike hit a market in the city of Idlib on Thursday and killed nine civilians, doctors said.",),
        silent=(
            "An air strike hit a market in the city of Idlib on Thursday and killed two civilians, doctors said.",
            "An air strike hit a market in Raqqa on Thursday and killed nine civilians, doctors said.",
            "Gunmen killed nine soldiers in the city of Aleppo on Thursday, the army said.",
        ),
    ),
]

#: The lines of the block about places -> where it alerts, where not.
PLACES = {
    "where: Syria": ("Homs", "Mosul"),
    "where: Idlib, Syria": ("Sarmin", "Homs"),
    'where: [Idlib, "Aleppo, Syria"]': ("Sarmin", "Homs"),
    'where: {place: "Aleppo, Syria", kind: town}': ("Aleppo city", "Manbij"),
    'where: {within_km: 40, of: "Zalingei, Sudan"}': ("Zalingei", "Nyala"),
    "where: {within_km: 30, of: {list: our_sites}}": ("Zalingei", "Nyala"),
    "where: {list: our_provinces}": ("Sarmin", "Homs"),
}


def block(begins: str) -> str:
    [found] = [one for one in BLOCKS if one.startswith(begins)]
    return str(found)


def with_tests(rule: str, alert: tuple[str, ...], silent: tuple[str, ...]) -> str:
    cases = [(text, "alert") for text in alert] + [(text, "no alert") for text in silent]
    tests = [
        {
            "name": text,
            "published": "2024-02-09T12:00Z",
            "title" if text.startswith("TITLE ") else "text": text.removeprefix("TITLE "),
            "expect": expect,
        }
        for text, expect in cases
    ]
    rows = "".join(f"  - {json.dumps(test, ensure_ascii=False)}\n" for test in tests)
    return rule.rstrip() + "\n" + ("" if "\ntests:\n" in rule else "tests:\n") + rows


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("lists/all.yaml", LISTS + PROVINCES)
    return desk


def test_every_example_alerts_on_what_it_should_and_on_nothing_else(desk: RuleDesk) -> None:
    for n, one in enumerate(EXAMPLES):
        desk.writes(f"alerts/example-{n}.yaml", with_tests(f"{block(one.begins)}{one.beside}\n", one.alert, one.silent))

    said = desk.say("rules", "test")

    assert said.stderr == "" and said.exit_code == 0
    assert said.stdout == f"{sum(len(one.alert) + len(one.silent) for one in EXAMPLES) + 2} tests passed, 0 failed\n"


def test_every_example_of_a_place_holds_there_and_not_elsewhere(desk: RuleDesk) -> None:
    lines = [line.partition("  #")[0].strip() for line in block("where: Syria ").splitlines()]
    for n, line in enumerate(lines):
        there, elsewhere = (f"Soldiers raided a house in {place} on Thursday, an officer said." for place in PLACES[line])
        desk.writes(f"alerts/place-{n}.yaml", with_tests(f"title: A\nevent:\n  what: raid\n  {line}", (there,), (elsewhere,)))

    said = desk.say("rules", "test")

    assert said.stderr == "" and said.stdout == f"{2 * len(PLACES)} tests passed, 0 failed\n"


def test_the_example_of_tests_goes_with_the_first_rule(desk: RuleDesk) -> None:
    desk.writes("alerts/raid.yaml", block("title: Raid in Idlib\nevent:") + block("tests:"))

    said = desk.say("rules", "test")

    assert (said.stderr, said.stdout) == ("", "2 tests passed, 0 failed\n")


def test_every_example_is_tried() -> None:
    begins = (*(one.begins for one in EXAMPLES), *OTHERS)

    assert [one for one in BLOCKS if not one.startswith(begins)] == []
