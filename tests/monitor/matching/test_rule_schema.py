"""The JSON Schema for editors: it is made from the parsers' tables, takes what they take, and refuses planted mistakes."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from monitor.matching import alertplan, cases
from monitor.matching.combine import ARTICLE, EVENT
from monitor.matching.rule import KEYS
from monitor.matching.rulebook import load_rulebook
from monitor.matching.schema import rule_schema
from tests.monitor.matching.rule_desk import FEEDS, LISTS
from tests.monitor.matching.rules_atlas import ATLAS

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "rules" / "rule.schema.json"
RULES = sorted((ROOT / "rules" / "alerts").rglob("*.yaml"))
MISTAKES = sorted((ROOT / "tests" / "golden" / "rules" / "mistakes" / "alerts").glob("*.yaml"))
#: What only a look at the world tells: unreachable rules, two of one id, rules that are not there.
#: (Files that are no YAML at all are the parser's matter.)
BEYOND = {"count-named", "never-none", "never", "twin-a", "twin-b", "twin-c"}


class Yaml12(yaml.SafeLoader):
    """Reads as editors do (YAML 1.2): NO, on and 2022-02-03 are texts."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag.rpartition(":")[2] in ("int", "float", "null")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


@cache
def validator() -> Draft7Validator:
    return Draft7Validator(rule_schema())


def refused(text: str) -> list[str]:
    return [error.message for error in validator().iter_errors(yaml.load(text, Loader=Yaml12))]


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(rule_schema())


def test_the_shipped_file_is_the_one_that_is_made() -> None:
    made = json.dumps(rule_schema(), indent=1, ensure_ascii=False) + "\n"

    if os.environ.get("UPDATE_GOLDEN"):
        SHIPPED.write_text(made, encoding="utf-8")
    assert SHIPPED.read_text(encoding="utf-8") == made, "UPDATE_GOLDEN=1 rewrites it"


def test_it_knows_every_key_of_the_language() -> None:
    schema = rule_schema()

    rule = schema["properties"]
    assert tuple(rule) == KEYS
    assert set(EVENT) <= set(schema["definitions"]["event"]["properties"]) <= set(rule["event"]["properties"])
    assert set(ARTICLE) | {"entities", "all", "any", "none"} == set(schema["definitions"]["article"]["properties"])
    assert tuple(rule["alert"]["properties"]) == alertplan.KEYS
    assert tuple(rule["tests"]["items"]["properties"]) == cases.KEYS


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_shipped_rule_fits_and_tells_editors_where_the_schema_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert refused(text) == []
    assert text.startswith("# yaml-language-server: $schema=../rule.schema.json\n")


def test_the_rules_of_the_manual_fit() -> None:
    manual = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    whole = [block for block in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL) if re.search(r"^title:", block, re.MULTILINE)]

    fitting = [block for block in whole if re.search(r"^(event|article):", block, re.MULTILINE)]

    assert fitting
    assert [refused(block) for block in fitting] == [[]] * len(fitting)


@pytest.mark.parametrize("path", [p for p in MISTAKES if p.stem not in BEYOND], ids=lambda path: path.stem)
def test_every_planted_file_is_refused(path: Path) -> None:
    try:
        found = refused(path.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        return  # no YAML: the editor says so without a schema

    assert found


SMALL = "title: A rule\nevent: {what: raid}\n"


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("level: High", False), ("level: high", True), ("status: on", False), ("status: off", True), ("prio: 1", False),
        ("channel: '#alerts'", False), ("channel: alerts", True), ("id: my_rule", False), ("where_unknown: keep", False),
        ("unless: {article: {text: x}}", False), ("unless: [{article: {text: x}}]", True),
        ("unless: [{event: {text: x}}]", False),
        ("article: {text: []}", False), ("article: {text: {phrase: a b, within: 5}}", True), ("article: {texts: a}", False),
        ("article: {languages: english}", False), ("article: {entities: {persons: A}}", False), ("article: {max_age: 2}", False),
        ("alert: {wait: 2}", False), ("alert: {wait: 2m}", True), ("alert: {digest: {at: '7:00', zone: UTC}}", False),
        ("alert: {update_when: [toll raises]}", False), ("alert: {critical_when: {kiled: at least 2}}", False),
        ("tests: [{text: a}]", False), ("tests: [{text: a, expect: alert}]", True), ("tests: {text: a, expect: alert}", False),
        ("tests: [{text: a, expect: alert, blocked_by: event.what}]", False),
        ("tests: [{text: a, expect: no alert, facts: {killed: any}}]", False),
    ],
)  # fmt: skip
def test_a_line_is_taken_or_refused(line: str, good: bool) -> None:
    assert (refused(SMALL + line + "\n") == []) is good


def test_the_schema_takes_count_as_soon_as_rules_do() -> None:
    text = SMALL + "count: {at_least: 5, within: 24h, per: admin2}\n"

    book, _ = load_rulebook({"rule.yaml": text}, atlas=ATLAS)

    assert (refused(text) == []) is bool(book.rules)


@pytest.mark.parametrize(
    "inside",
    [
        "what: raid", "what: [raid, 'acled:Armed clash']", "what: raids", "where: Idlib", "where: {list: provinces}", "where: []",
        'where: {within_km: 40, of: "Zalingei, Sudan"}', "where: {within_km: forty, of: Idlib}",
        "where: {place: Idlib, kind: city}",
        "where: {within_km: 5, of: [{name: A, lat: 36, lon: 36}, Idlib]}", "killed: any", "killed: at least 5", "killed: 5",
        "killed: '> 5'", "killed: 3 to 9", "killed: at leat 3", "casualties: none", "victims: civilian", "victims: civilians",
        "by: [ISIS, {list: armed}]", "reality: [denied, planned]", "reality: real", "recent: 7d", "recent: 7 days", "text: flood",
        "what: raid, sources: at least 2", "what: raid, sources: '2'", "any: [{what: raid}, {killed: any}]",
        "any: []", "none: {where: Idlib}", "wat: raid",
    ],
)  # fmt: skip
def test_the_schema_says_of_an_event_what_the_parsers_say(inside: str) -> None:
    text = f"title: A rule\nevent: {{{inside}}}\n"

    book, _ = load_rulebook({"rule.yaml": text}, atlas=ATLAS, lists=LISTS, feeds=FEEDS)

    assert (refused(text) == []) is bool(book.rules)
