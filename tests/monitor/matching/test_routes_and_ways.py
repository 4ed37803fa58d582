"""routes.yaml and ways.yaml: what they mean, and every mistake at its place with a guess."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from monitor.matching.condition import Known
from monitor.matching.routes import load_routes
from monitor.matching.rule import load_rule
from monitor.matching.rulebook import load_rulebook
from monitor.matching.waylist import load_ways
from monitor.model.place import Place

SYRIA = Place(id="SY", name="Syria", kind="country", country="SY")


class OnePlace:
    """An atlas with nothing but Syria in it."""

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        return [SYRIA] if name == "Syria" else []

    def names(self) -> Iterable[str]:
        return ["Syria"]


KNOWN = Known(atlas=OnePlace(), ways=["email-desk"])


def test_a_route_is_read_whole() -> None:
    text = "- {level: high and above, where: Syria, tags: [wire], channel: syria-urgent, also: [email-desk]}\n"

    [route], problems = load_routes(text, KNOWN, ways=["email-desk"], rules=["raid"])

    assert problems == []
    assert route.levels == {"high", "critical"}
    assert (route.places, route.tags) == ((SYRIA,), {"wire"})
    assert (route.channel, route.also) == ("syria-urgent", ("email-desk",))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- {levle: high, channel: a}", "routes.yaml:1:4: unknown key 'levle' (did you mean 'level'?)"),
        ("- {level: hihg and above, channel: a}", "routes.yaml:1:11: unknown level 'hihg' (did you mean 'high'?)"),
        ("- {rule: riad, channel: a}", "routes.yaml:1:10: there is no rule 'riad' (did you mean 'raid'?)"),
        ("- {channel: '#a'}", "routes.yaml:1:13: a channel is written without the hash (did you mean 'a'?)"),
        ("- {also: email-dsk}", "routes.yaml:1:10: unknown way out 'email-dsk' (did you mean 'email-desk'?)"),
        ("- {level: high}", "routes.yaml:1:3: a route leads somewhere: it has 'channel', 'also' or both"),
    ],
)
def test_a_mistake_in_a_route_is_told_at_its_place(line: str, told: str) -> None:
    _, problems = load_routes(line, KNOWN, ways=["email-desk"], rules=["raid"])

    assert [str(problem) for problem in problems] == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("desk: {kind: webhok}", "ways.yaml:1:14: unknown kind of way 'webhok' (did you mean 'webhook'?)"),
        ("desk: {kind: jsonl}", "ways.yaml:1:7: 'file' is missing: a way of kind jsonl needs file"),
        (
            "desk: {kind: jsonl, file: wirewatch.db}",
            "ways.yaml:1:27: the file of a way of kind jsonl ends in .jsonl or .ndjson",
        ),
        (
            "desk: {kind: jsonl, file: alerts.jsonl}",
            "ways.yaml:1:27: alerts.jsonl is Wirewatch's own: alerts lie there when no Slack token is set; name it otherwise",
        ),
        (
            "desk: {kind: webhook, url: 'https://a.example', secret: hunter2}",
            'ways.yaml:1:57: a secret does not stand in a file: write "${SOME_NAME}" and set SOME_NAME in the environment',
        ),
        (
            "desk: {kind: apprise, url: 'mailto://me:hunter2@a.example'}",
            'ways.yaml:1:28: such an address holds a password or token: write "${SOME_NAME}" and set it in the environment',
        ),
    ],
)
def test_a_mistake_in_a_way_is_told_at_its_place(text: str, told: str) -> None:
    ways, problems = load_ways(text)

    assert ways == ()
    assert [str(problem) for problem in problems] == [told]


def test_a_rule_that_names_an_unknown_way_is_mistaken_there() -> None:
    text = "title: Raids\narticle: {text: raid}\nalert:\n  also: [email-dsk]\n"

    rule, problems = load_rule(text, "alerts/raid.yaml", KNOWN)

    assert rule is None
    assert [str(p) for p in problems] == ["alerts/raid.yaml:4:10: unknown way out 'email-dsk' (did you mean 'email-desk'?)"]
    assert load_rulebook({"raid.yaml": text}, atlas=OnePlace())[1] == []  # where no ways are known, none is checked
