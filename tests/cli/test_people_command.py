"""`wirewatch incidents`, `mute`, `mutes`, `unmute`, `audit`: what an analyst does while alerts come in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.alert import Incident
from tests.cli.ruledesk import RAID, RuleDesk, rule_desk
from tests.jobs.alertdesk import Desk, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV, exactly
from workers.edges.store import open_store
from workers.errors import Refused


class NoRoom:
    """Nothing is sent here."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    """Two incidents of a rule."""
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/idlib-raid.yaml", RAID)
    desk.archives()
    line = Desk(store=open_store(f"sqlite:///{desk.home / 'data' / 'wirewatch.db'}"), room=NoRoom())  # type: ignore[arg-type]
    line.rule()
    for source, where, killed in (("reuters", ATMEH, 3), ("afp", KYIV, 2)):
        event = raid(where, killed=exactly(killed), day=datetime.now(UTC).date())
        line.files(line.reads(source, event, matches=[("idlib-raid", 0)]))
    line.store.close()
    return desk


def known(desk: RuleDesk) -> list[Incident]:
    store = open_store(f"sqlite:///{desk.home / 'data' / 'wirewatch.db'}")
    found = store.board(datetime.now(UTC) - timedelta(days=1)).incidents
    store.close()
    return list(found)


def test_open_incidents_are_listed_with_what_is_known(desk: RuleDesk) -> None:
    listed = desk.say("incidents").output
    plain = [json.loads(line) for line in desk.say("incidents", "--json").stdout.splitlines()]

    assert "Atmeh" in listed and "idlib-raid" in listed
    assert {(row["where"], row["toll"]) for row in plain} == {("Atmeh, Idlib", "killed 3"), ("Kyiv, Kyiv City", "killed 2")}


def test_an_incident_is_muted_by_the_beginning_of_its_number_and_lifted_again(desk: RuleDesk) -> None:
    first = next(i for i in known(desk) if i.where == ATMEH)

    muted = desk.say("mute", "incident", first.id[:8], "--for", "3d", "--by", "amira", "--reason", "known")
    listed, incidents = desk.say("mutes").output, desk.say("incidents").output
    lifted = desk.say("unmute", "1", "--by", "omar")
    log = [json.loads(line) for line in desk.say("audit", "--json").stdout.splitlines()]

    assert muted.exit_code == 0 and "muted as number 1: Raid, Atmeh, Idlib, until" in muted.output
    assert "amira" in listed and "critical" in listed and "muted until" in " ".join(incidents.split())
    assert lifted.exit_code == 0 and desk.say("mutes").output == "nothing is muted\n"
    assert [(line["by"], line["what"], line["via"]) for line in log] == [
        ("omar", "unmute", "command line"),
        ("amira", "mute", "command line"),
    ]
    assert "lifted by omar" in " ".join(desk.say("mutes", "--all").output.split())


def test_a_place_and_a_rule_are_muted_as_a_rule_would_write_them(desk: RuleDesk) -> None:
    place = desk.say("mute", "place", "Idlib, Syria", "--for", "8h", "--unless", "killed: at least 20")
    rule = desk.say("mute", "rule", "idlib-raid", "--for", "1h", "--even-critical")
    plain = [json.loads(line) for line in desk.say("mutes", "--json").stdout.splitlines()]

    assert place.exit_code == rule.exit_code == 0
    assert [(m["kind"], m["target"], m["unless_critical"], (m["unless"] or {}).get("low")) for m in plain] == [
        ("rule", "idlib-raid", False, None),
        ("place", "SY.Idlib", True, 20),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mute", "incident", "ffffffff"), "there is no open incident"),
        (("mute", "incident", "a"), "at least four characters"),
        (("mute", "place", "Xanadupolis"), "unknown place 'Xanadupolis'"),
        (("mute", "rule", "idlib-rade"), "did you mean 'idlib-raid'?"),
        (("mute", "rule", "idlib-raid", "--unless", "kiled: at least 2"), "did you mean 'killed'?"),
    ],
)
def test_what_cannot_be_muted_is_refused_with_a_word_on_what_to_do(desk: RuleDesk, words: tuple[str, ...], said: str) -> None:
    refused = desk.say(*words)

    assert isinstance(refused.exception, Refused) and said in str(refused.exception)
    assert desk.say("mutes").output == "nothing is muted\n"


@pytest.mark.parametrize("length", ["8", "forever", "30d", "0h"])
def test_a_mute_has_an_end_within_a_week(desk: RuleDesk, length: str) -> None:
    assert desk.say("mute", "rule", "idlib-raid", "--for", length).exit_code == 2


def test_a_mute_that_is_none_cannot_be_lifted(desk: RuleDesk) -> None:
    assert desk.say("unmute", "7").exit_code == 1


def test_an_incident_is_looked_at_acknowledged_and_marked_wrong(desk: RuleDesk) -> None:
    first = next(i for i in known(desk) if i.where == ATMEH)
    number = first.id[:8]

    shown = [json.loads(line) for line in desk.say("incident", number, "--json").stdout.splitlines()]
    desk.say("ack", number, "--by", "amira")
    marked = desk.say("wrong", number, "--because", "old news", "--note", "from 2019", "--by", "omar").output
    listed = [json.loads(line)["marks"] for line in desk.say("incidents", "--json").stdout.splitlines()]
    log = [json.loads(line) for line in desk.say("audit", "--json").stdout.splitlines()]

    assert [(row["source"], row["where"], row["toll"]) for row in shown] == [("reuters", "Atmeh, Idlib", "killed 3")]
    assert f"next: wirewatch rules learn {shown[0]['article']} wrong" in marked
    assert ["acknowledged by amira", "wrong by omar: old news: from 2019"] in listed
    assert [(line["by"], line["what"], line["detail"]) for line in log] == [
        ("omar", "wrong", "old news: from 2019"),
        ("amira", "acknowledge", ""),
    ]


def test_incidents_are_merged_and_split_by_their_numbers(desk: RuleDesk) -> None:
    one, other = (next(i for i in known(desk) if i.where == where) for where in (ATMEH, KYIV))

    merged = desk.say("merge", other.id[:8], one.id[:8], "--by", "amira")
    listed = [json.loads(line)["where"] for line in desk.say("incidents", "--json").stdout.splitlines()]
    refused = desk.say("split", one.id[:8], one.reports[0].article_id)

    assert "merged into Raid in Atmeh, Idlib" in merged.output and listed == ["Atmeh, Idlib"]
    assert refused.exit_code == 1 and "leave no report" in refused.output
