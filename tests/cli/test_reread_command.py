"""`wirewatch reread`: after a change of the vocabulary the archive is read again, and it is told what changed."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.model.article import Article
from monitor.model.event import Reading
from tests.cli.ruledesk import RAID, RuleDesk, rule_desk
from tests.monitor.reading.newsroom import language
from workers.edges.language import LocalLanguage

TOLD = "Soldiers raided a house in Idlib on Thursday and seven people were killed, an officer said."
WORD = "A moonshine barrage killed four people in Idlib on Thursday, an officer said."
NEXT = "A flood in Homs killed nine people on Thursday, an officer said."
OWN = "kinds:\n  shelling:\n    nouns: [moonshine barrage]\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/raid.yaml", RAID)
    return desk


def tables(desk: RuleDesk) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(desk.home / "data" / "wirewatch.db")) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: list(store.execute(f"SELECT * FROM {name}")) for name in names}


def told(desk: RuleDesk, *words: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(desk.say("reread", "--json", *words).stdout)
    return said


def test_what_a_new_word_changes_is_told_and_kept(desk: RuleDesk) -> None:
    desk.archives(TOLD, WORD)
    desk.writes("vocabulary/own.yaml", OWN)

    said = desk.say("reread")

    assert said.exit_code == 0, said.output
    assert re.search(r"2 articles were read again by this reader \([0-9a-f]{12}\)\n", said.output)
    assert "1 readings say the same, 1 changed: 1 other kinds\n" in said.output
    assert "shelling" in desk.say("explain", "2").output


def test_the_next_call_has_nothing_left_to_do_unless_all_is_asked_for(desk: RuleDesk) -> None:
    desk.archives(TOLD, WORD)
    desk.writes("vocabulary/own.yaml", OWN)
    desk.say("reread")

    again, every = desk.say("reread"), told(desk, "--all")

    assert "all 2 were read by this reader" in again.output and again.exit_code == 0
    assert (every["wanted"], every["read"], every["same"], every["passed_over"]) == (2, 2, 2, 0)


def test_nothing_but_readings_is_written_and_nothing_is_waiting_afterwards(desk: RuleDesk) -> None:
    desk.archives(TOLD, WORD)
    before = tables(desk)
    desk.writes("vocabulary/own.yaml", OWN)

    desk.say("reread")

    after = tables(desk)
    assert after.pop("readings") != before.pop("readings")
    assert after == before


def test_a_dry_run_tells_the_same_and_writes_nothing(desk: RuleDesk) -> None:
    desk.archives(TOLD, WORD)
    desk.writes("vocabulary/own.yaml", OWN)
    before = tables(desk)

    said = desk.say("reread", "--dry-run")

    assert "1 changed: 1 other kinds" in said.output and "nothing was written" in said.output
    assert tables(desk) == before


def test_scripts_get_one_object(desk: RuleDesk) -> None:
    desk.archives(TOLD, WORD)
    desk.writes("vocabulary/own.yaml", OWN)

    said = told(desk, "--since", "2026-01-01", "--feed", "https://wire.example/rss")

    assert said["since"] == "2026-01-01T00:00:00+00:00" and said["feed"] == "wire" and not said["dry_run"]
    assert {name: n for name, n in said["changes"].items() if n} == {"other kinds": 1}
    assert (said["wanted"], said["read"], said["changed"], said["left"], said["stopped"]) == (2, 2, 1, [], False)


def test_progress_is_told_in_lines_where_there_is_no_terminal(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.cli.reread._EVERY", -1.0)
    monkeypatch.setattr("workers.replay.rereading.BATCH", 1)
    desk.archives(TOLD, WORD)

    said = desk.say("reread", "--all")

    assert said.stderr.splitlines() == ["reading 2 articles again", "1 of 2 articles (50 %)", "2 of 2 articles (100 %)"]


class Troubled:
    """The reader, with trouble of its own with one article."""

    problems: tuple[str, ...] = ()
    version = "troubled"

    def __init__(self, trouble: type[BaseException], with_article: str) -> None:
        self.trouble, self.with_article = trouble, with_article

    def read(self, article: Article) -> Reading:
        if article.id == self.with_article:
            raise self.trouble
        return language().read(article)


def troubled(monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException], article: str) -> None:
    monkeypatch.setattr("workers.cli.reread.open_reader", lambda _: Troubled(trouble, article))


def test_an_article_that_breaks_the_reader_is_told_and_keeps_its_reading(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.archives(TOLD, WORD)
    before = tables(desk)["readings"]
    troubled(monkeypatch, ZeroDivisionError, "2")

    said = desk.say("reread")

    assert said.exit_code == 1 and "1 articles keep the reading that they had:" in said.output
    assert "#2 A moonshine barrage" in said.output and "reading it failed: ZeroDivisionError" in said.output
    assert tables(desk)["readings"][1] == before[1] and tables(desk)["readings"][0] != before[0]


def test_after_an_interruption_the_next_call_goes_on_with_the_rest(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.replay.rereading.BATCH", 1)
    desk.archives(TOLD, WORD, NEXT)
    desk.writes("vocabulary/own.yaml", OWN)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(LocalLanguage, "read", stopping_at("2", LocalLanguage.read))
        stopped = desk.say("reread")

    said = told(desk)

    assert stopped.exit_code == 130 and "stopped: 2 articles are left for the next call; what was read is kept" in stopped.output
    assert (said["wanted"], said["passed_over"], said["read"]) == (2, 1, 2)


def stopping_at(article_id: str, read: Any) -> Any:
    def interrupted(self: LocalLanguage, article: Article) -> Reading:
        if article.id == article_id:
            raise KeyboardInterrupt
        found: Reading = read(self, article)
        return found

    return interrupted


def test_a_vocabulary_with_a_mistake_is_mended_first(desk: RuleDesk) -> None:
    desk.archives(TOLD)
    desk.writes("vocabulary/own.yaml", "colours: [red]\n")

    assert "vocabulary/own.yaml" in str(desk.say("reread").exception) and "mend it first" in str(desk.say("reread").exception)


def test_a_feed_that_the_archive_does_not_have_is_refused(desk: RuleDesk) -> None:
    desk.archives(TOLD)

    assert "has no feed 'nobody'" in str(desk.say("reread", "--feed", "nobody").exception)


def test_an_archive_without_articles_of_that_time_says_so(desk: RuleDesk) -> None:
    desk.archives(TOLD)

    assert "there are none" in desk.say("reread", "--since", "0s").output


def test_without_an_archive_it_is_said_what_makes_one(desk: RuleDesk) -> None:
    assert "there is no archive yet" in str(desk.say("reread").exception)
