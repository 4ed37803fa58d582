"""`wirewatch held`: an analyst lists, reads, releases and drops what waits for a place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.matching.match import judge
from monitor.matching.rulebook import load_rulebook
from tests.cli.ruledesk import RAID, RuleDesk, rule_desk
from tests.monitor.reading.newsroom import language
from workers.edges.store import SqlStore, open_store
from workers.errors import Refused
from workers.ports import Outcome

HELD = RAID + "where_unknown: hold\n"
TEXT = f"Soldiers raided a house on {datetime.now(UTC):%A} and seven people were killed, an officer said."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    """Two articles of raids that happened nobody says where, held by the rule."""
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/raid.yaml", HELD)
    desk.archives(TEXT, TEXT.replace("seven", "nine"), finish=False)
    reader, store = language(), opened(desk)
    book, _ = load_rulebook({"alerts/raid.yaml": HELD}, atlas=reader.atlas)
    now = datetime.now(UTC)
    lease, ids = store.claim_articles([1, 2], "cleaned", now=now, lease_for=60)
    read = {int(a.id): (r := reader.read(a), judge(book, a, r, now)[0]) for a in store.articles(ids)}
    store.finish_readings(lease, read, {i: Outcome(name="held", why="place unknown") for i in ids}, now=now)
    store.close()
    return desk


def opened(desk: RuleDesk) -> SqlStore:
    return open_store(f"sqlite:///{desk.home / 'data' / 'wirewatch.db'}")


def test_what_waits_is_listed_and_shown(desk: RuleDesk) -> None:
    listed = desk.say("held")
    shown = desk.say("held", "show", "1")
    plain = [json.loads(line) for line in desk.say("held", "--json").stdout.splitlines()]

    assert "Raid in Idlib" in listed.output and "raid, place not told" in listed.output and "0 min" in listed.output
    assert "seven people were killed" in shown.output and "✓" in shown.output and "taken as right" in shown.output
    assert [(row["number"], row["rule_id"], row["event"]) for row in plain] == [
        (1, "raid", "raid, place not told"),
        (2, "raid", "raid, place not told"),
    ]


def test_released_with_a_place_and_dropped_with_a_reason(desk: RuleDesk) -> None:
    released = desk.say("held", "release", "1", "--where", "Sarmin, Syria", "--by", "Amal")
    dropped = desk.say("held", "drop", "2", "--by", "Bo", "--reason", "an exercise")

    assert released.output == "released: the alert follows, in Sarmīn\n" and dropped.exit_code == 0
    assert desk.say("held").output == "nothing is held\n"
    decided = [json.loads(line) for line in desk.say("held", "--decided", "--json").stdout.splitlines()]
    assert [(d["decision"], d["by"], d["place"], d["reason"]) for d in decided] == [
        ("dropped", "Bo", None, "an exercise"),
        ("released", "Amal", "Sarmīn", ""),
    ]
    assert "an exercise" in desk.say("held", "--decided").output


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("Aleppo, Syria", "does not hold there: event.where: Aleppo, not inside Idlib"),
        ("Xanadupolis", "unknown place 'Xanadupolis'"),
    ],
)
def test_a_place_that_the_rule_does_not_want_is_refused(desk: RuleDesk, where: str, why: str) -> None:
    said = desk.say("held", "release", "1", "--where", where)

    assert isinstance(said.exception, Refused) and why in str(said.exception)
    assert len(opened(desk).held()) == 2


def test_what_is_decided_or_unknown_is_refused_in_words(desk: RuleDesk) -> None:
    desk.say("held", "drop", "1", "--by", "Amal")

    again, unknown = desk.say("held", "release", "1"), desk.say("held", "show", "77")

    assert again.exit_code == 1 and "Amal has dropped it already" in again.output
    assert "nothing is held under the number 77" in str(unknown.exception)
