"""`wirewatch rules backtest`, `trial` and `diff` on an archive of our own sentences."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.ruledesk import RAID, RuleDesk, rule_desk

TODAY = f"{datetime.now(UTC):%A}"
SEVEN = f"Soldiers raided a house in Idlib on {TODAY} and seven people were killed, an officer said."
THREE = f"Soldiers raided a farm in Idlib on {TODAY} and three people were killed, an officer said."
HOMS = f"Soldiers raided a house in Homs on {TODAY} and nine people were killed, an officer said."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/raid.yaml", RAID)
    return desk


def commit(desk: RuleDesk) -> None:
    git = ["git", "-C", str(desk.home / "rules"), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Rules"]):
        subprocess.run([*git, *words], check=True)


def test_a_backtest_tells_alerts_a_day_with_their_articles(desk: RuleDesk) -> None:
    desk.archives(SEVEN, HOMS)

    told = json.loads(desk.say("rules", "backtest", "raid", "--json").stdout)

    [rule] = told["rules"]
    assert told["articles"] == 2 and sum(rule["per_day"].values()) == 1 and len(rule["per_day"]) == 31
    [incident] = rule["incidents"]
    assert (incident["what"], incident["where"], [a["article_id"] for a in incident["articles"]]) == ("raid", "Idlib", ["1"])


def test_a_backtest_finds_the_second_of_two_towns(desk: RuleDesk) -> None:
    desk.archives(f"Air strikes on Khartoum and Omdurman killed 20 people on {TODAY}, doctors said.")
    desk.writes("alerts/town.yaml", "title: Omdurman\nevent: {what: airstrike, where: 'Omdurman, Sudan'}\n")

    [rule] = json.loads(desk.say("rules", "backtest", "town", "--json").stdout)["rules"]

    assert [incident["what"] for incident in rule["incidents"]] == ["airstrike"]


def test_a_backtest_is_drawn_and_written_as_one_page(desk: RuleDesk) -> None:
    desk.archives(SEVEN, HOMS.replace("Soldiers", "<b>Soldiers</b>"))
    desk.writes("alerts/any.yaml", "title: Any <raid>\nevent: {what: raid}\n")

    said = desk.say("rules", "backtest", "--html", "out.html", "--since", "3d")

    assert said.exit_code == 0 and "raid: Raid in Idlib: 1 alerts" in said.output and "█" in said.output
    assert "#1 The Wire: Soldiers raided a house in Idlib" in said.output and "3 alerts from 2 articles" in said.output
    page = (desk.home / "out.html").read_text()
    assert "<svg" in page and "Any &lt;raid&gt;" in page and "<b>" not in page and "src=" not in page


def were_read_by(desk: RuleDesk, *readers: str) -> None:
    engine = sa.create_engine(f"sqlite:///{desk.home / 'data' / 'wirewatch.db'}")
    with engine.begin() as tx:
        for article, reader in enumerate(readers, 1):
            tx.execute(sa.text(f"UPDATE readings SET reader = '{reader}' WHERE article_id = {article}"))
    engine.dispose()


def test_a_backtest_says_that_an_earlier_reader_read_and_what_to_do(desk: RuleDesk) -> None:
    desk.archives(SEVEN, HOMS)
    were_read_by(desk, "3f2a91c0d7be")

    stored, anew = desk.say("rules", "backtest", "--since", "9d"), desk.say("rules", "backtest", "--read-again")

    assert "1 of 2 articles were read by an earlier reader (3f2a91c0d7be); `wirewatch reread --since 9d` reads" in stored.stderr
    assert "earlier reader" not in anew.output and "1 alerts from 2 articles" in anew.output
    desk.say("reread")
    assert "earlier reader" not in desk.say("rules", "backtest").output


def test_of_many_readers_those_that_read_most_are_named(desk: RuleDesk) -> None:
    desk.archives(SEVEN, HOMS, THREE, SEVEN + " It rained.", HOMS + " It rained.")
    were_read_by(desk, "a", "b", "c", "d", "d")

    said = json.loads(desk.say("rules", "backtest", "--json").stdout)

    assert said["note"].startswith("5 of 5 articles were read by earlier readers (d, a, b and others); `wirewatch reread")


def test_a_diff_says_it_too(desk: RuleDesk) -> None:
    desk.archives(SEVEN)
    were_read_by(desk, "3f2a91c0d7be")
    (desk.home / "old" / "alerts").mkdir(parents=True)

    said = desk.say("rules", "diff", "old", "--since", "2026-01-01")

    assert "1 of 1 articles were read by an earlier reader (3f2a91c0d7be); `wirewatch reread --since 2026-01-01`" in said.stderr


def test_without_an_archive_it_is_said_what_makes_one(desk: RuleDesk) -> None:
    assert "there is no archive yet" in str(desk.say("rules", "backtest").exception)


def test_a_time_that_is_none_is_wrong_usage(desk: RuleDesk) -> None:
    desk.archives(SEVEN)

    said = desk.say("rules", "backtest", "--since", "soon")

    assert said.exit_code == 2 and "'soon' is neither a time such as 30d" in said.output


def test_a_trial_tells_what_trial_rules_alone_would_have_told(desk: RuleDesk) -> None:
    desk.archives(SEVEN, HOMS)

    none = desk.say("rules", "trial")
    desk.writes("alerts/homs.yaml", "title: Homs\nstatus: trial\nevent: {what: raid, where: 'Homs, Syria'}\n")
    one = desk.say("rules", "trial")

    assert "no rule is on trial" in none.output
    assert "homs: Homs [status: trial]: 1 alerts" in one.output and "Idlib" not in one.output


def test_a_diff_tells_what_an_edit_gains_and_loses_against_the_last_commit(desk: RuleDesk) -> None:
    desk.archives(SEVEN, THREE, HOMS)
    desk.writes("alerts/homs.yaml", "title: Homs\nevent: {what: raid, where: 'Homs, Syria'}\n")
    desk.writes("alerts/other.yaml", "title: Other\nevent: {what: raid}\n")
    commit(desk)
    desk.writes("alerts/raid.yaml", RAID.replace("Idlib, Syria", "Homs, Syria"))
    (desk.home / "rules" / "alerts" / "homs.yaml").unlink()

    said, told = desk.say("rules", "diff", "--exit-code"), json.loads(desk.say("rules", "diff", "--json").stdout)

    assert said.exit_code == 4 and "homs (gone): 0 gained, 1 lost, 0 kept" in said.output
    changes = {r["id"]: ([i["where"] for i in r["gained"]], [i["where"] for i in r["lost"]]) for r in told["rules"]}
    assert changes == {"homs": ([], ["Homs"]), "raid": (["Homs"], ["Idlib"])}


def test_a_diff_of_nothing_but_tests_and_comments_says_so(desk: RuleDesk) -> None:
    commit(desk)
    desk.writes("alerts/raid.yaml", f"# a remark\n{RAID}tests:\n  - text: Words.\n    expect: no alert\n")

    said = desk.say("rules", "diff", "--exit-code")

    assert said.exit_code == 0 and "no rule changed what it does" in said.output


def test_a_diff_against_a_folder_takes_its_rules(desk: RuleDesk) -> None:
    desk.archives(SEVEN)
    (desk.home / "old" / "alerts").mkdir(parents=True)

    said = desk.say("rules", "diff", "old")

    assert "raid (new): 1 gained, 0 lost, 0 kept" in said.output


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_what_is_neither_folder_nor_revision_is_refused(desk: RuleDesk, revision: str) -> None:
    commit(desk)

    said = desk.say("rules", "diff", "--", revision)

    assert revision in str(said.exception) and "revision" in str(said.exception)


def test_a_rule_with_a_mistake_is_left_out_and_told(desk: RuleDesk) -> None:
    desk.archives(SEVEN)
    commit(desk)
    desk.writes("alerts/raid.yaml", RAID.replace("where", "wher"))

    said = desk.say("rules", "diff")

    assert said.exit_code == 1 and "unknown condition 'wher'" in said.output and "1 lost" in said.output
