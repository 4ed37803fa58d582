"""The rules folder: what is good comes into force, what is broken changes nothing, whatever happens to the folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from monitor.model.place import Place
from workers.edges.rules_folder import FolderRules, read_vocabulary
from workers.own_tests import run_own_tests

IDLIB = Place(id="SY.Idlib", name="Idlib", kind="admin1", country="SY")
NOW = datetime(2024, 3, 10, tzinfo=UTC)


class OnePlace:
    """An atlas with nothing but Idlib in it."""

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        return [IDLIB] if name == "Idlib" else []

    def names(self) -> Iterable[str]:
        return ["Idlib"]


class Room:
    """A rules folder that analysts write into, and the rules that watch it. Every look is a second after the last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = 0.0
        self.read_calls = 0
        (folder / "alerts").mkdir(parents=True)
        self.writes("feeds.yaml", "- {url: https://a.example/rss, publisher: A}\n")
        self.rules = self.opens()

    def opens(self, *, with_tests: bool = False) -> FolderRules:
        read = self._read if with_tests else None
        return FolderRules(self.folder, atlas=OnePlace(), read=read, zones=("UTC",), clock=lambda: self.time)

    def _read(self, article: Article) -> Reading:
        self.read_calls += 1
        while "endless" in article.text:
            pass
        events = (Event(what="raid", where=IDLIB),) if "raid" in article.text else ()
        return Reading(article_id=article.id, language="en", events=events)

    def writes(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.time += 1
        os.utime(path, (self.time, self.time))

    def looks(self) -> dict[str, str]:
        """Rules in force: id -> title."""
        self.time += 1
        return {head.id: head.title for head in self.rules.refresh().heads}

    def hears(self) -> list[str]:
        self.time += 1
        return [str(problem) for problem in self.rules.refresh().problems]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "rules")


def _rule(title: str = "Raid", what: str = "raid", rest: str = "") -> str:
    return f"title: {title}\nevent: {{what: {what}, where: Idlib}}\n{rest}"


def test_a_new_rule_is_in_force_at_the_next_look(room: Room) -> None:
    room.looks()

    room.writes("alerts/raid.yaml", _rule())
    room.writes("alerts/more/deep.yml", _rule("Deep"))

    assert room.looks() == {"raid": "Raid", "deep": "Deep"}
    assert room.hears() == []


def test_the_rules_judge(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    room.looks()
    article = Article(id="1", title="", text="A raid.", source="A", published_at=NOW)

    matches, misses = room.rules.judge(
        article, Reading(article_id="1", language="en", events=(Event(what="raid", where=IDLIB),)), NOW
    )

    assert [match.rule.id for match in matches] == ["raid"]
    assert misses == []


def test_an_edit_takes_the_place_of_the_rule(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Old"))
    before = room.rules.refresh().heads[0].hash

    room.writes("alerts/raid.yaml", _rule("New"))

    assert room.looks() == {"raid": "New"}
    assert room.rules.refresh().heads[0].hash != before


def test_a_broken_edit_keeps_the_last_good_version_and_tells(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.writes("alerts/other.yaml", _rule("Other"))
    room.looks()

    room.writes("alerts/raid.yaml", _rule("Bad", what="riad"))
    room.writes("alerts/other.yaml", _rule("Other, better"))

    assert room.looks() == {"raid": "Good", "other": "Other, better"}
    assert room.hears() == [
        "alerts/raid.yaml:2:15: unknown event kind 'riad' (did you mean 'raid'?) [the last good version stays in force]"
    ]


def test_a_rule_that_never_was_good_stays_out(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule(what="riad"))

    assert room.looks() == {}
    assert room.hears() == ["alerts/raid.yaml:2:15: unknown event kind 'riad' (did you mean 'raid'?)"]


def test_a_mended_rule_comes_into_force_and_the_complaint_ends(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule(what="riad"))
    room.looks()

    room.writes("alerts/raid.yaml", _rule())

    assert room.looks() == {"raid": "Raid"}
    assert room.hears() == []


def test_a_deleted_rule_is_out_of_force(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    room.looks()

    (room.folder / "alerts/raid.yaml").unlink()

    assert room.looks() == {}


def test_a_renamed_file_keeps_its_rule(room: Room) -> None:
    room.writes("alerts/a.yaml", _rule(rest="id: raid\n"))
    room.looks()

    (room.folder / "alerts/a.yaml").rename(room.folder / "alerts/b.yaml")

    assert room.looks() == {"raid": "Raid"}
    assert room.hears() == []


def test_a_folder_that_vanishes_takes_no_rule_out_of_force(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    room.looks()

    shutil.rmtree(room.folder)

    assert room.looks() == {"raid": "Raid"}
    assert "the folder has vanished: its rules stay in force" in room.hears()[0]
    assert [feed.url for feed in room.rules.feeds()[0]] == ["https://a.example/rss"]


def test_a_folder_that_comes_back_is_read_again(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    room.looks()
    shutil.move(room.folder, room.folder.with_name("away"))
    room.looks()

    shutil.move(room.folder.with_name("away"), room.folder)
    room.writes("alerts/raid.yaml", _rule("Back"))

    assert room.looks() == {"raid": "Back"}
    assert room.hears() == []


def test_a_missing_folder_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    rules = FolderRules(tmp_path / "none", atlas=OnePlace(), zones=())

    state = rules.refresh()

    assert state.heads == ()
    assert "there is no such folder" in str(state.problems[0])
    assert "there is no feeds.yaml" in str(rules.feeds()[1][0])


def test_of_two_rules_with_one_id_the_one_that_had_it_keeps_it(room: Room) -> None:
    room.writes("alerts/z.yaml", _rule("First", rest="id: raid\n"))
    room.looks()

    room.writes("alerts/a.yaml", _rule("Second", rest="id: raid\n"))

    assert room.looks() == {"raid": "First"}
    assert "alerts/a.yaml:1:1: the id 'raid' belongs to alerts/z.yaml:1 already" in room.hears()[0]


def test_a_list_that_breaks_keeps_the_rules_that_use_it(room: Room) -> None:
    room.writes("lists/words.yaml", "words: [flood]\n")
    room.writes("alerts/watch.yaml", "title: Watch\narticle: {text: {list: words}}\n")
    room.looks()

    room.writes("lists/words.yaml", "words: [flood\n")

    assert room.looks() == {"watch": "Watch"}
    assert any("lists/words.yaml:1:8" in told for told in room.hears())
    assert any("alerts/watch.yaml:2:24" in told and "stays in force" in told for told in room.hears())


def test_a_list_that_changes_changes_the_rules_that_use_it(room: Room) -> None:
    room.writes("lists/words.yaml", "words: [flood]\n")
    room.writes("alerts/watch.yaml", "title: Watch\narticle: {text: {list: words}}\n")
    before = room.rules.refresh().heads[0].hash

    room.writes("lists/words.yaml", "words: [flood, storm]\n")
    room.looks()

    assert room.rules.refresh().heads[0].hash != before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title: x\n" * 1_200_000, "larger than 256 kB"),
        (b"\x00\x01\x02binary", "is no character of a text file"),
        ("title: x\n".encode("utf-16"), "UTF-16"),
        (b"event: " + b"[" * 100_000, "nested more than"),
        (b"a: &a [1]\nb: *a\n", "YAML anchor"),
    ],
)
def test_a_hostile_file_is_told_and_the_others_stay(room: Room, content: bytes, said: str) -> None:
    room.writes("alerts/raid.yaml", _rule())
    room.looks()

    room.writes("alerts/bad.yaml", content)

    assert room.looks() == {"raid": "Raid"}
    assert any(told.startswith("alerts/bad.yaml:") and said in told for told in room.hears())


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that exists and cannot be read, even by root")
def test_a_file_that_cannot_be_read_is_told(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    (room.folder / "alerts/link.yaml").symlink_to("/proc/self/mem")

    assert room.looks() == {"raid": "Raid"}
    assert room.hears()[0].startswith("alerts/link.yaml:1:1: cannot be read")


def test_what_is_no_file_is_left_alone(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    (room.folder / "alerts/folder.yaml").mkdir()
    (room.folder / "alerts/dangling.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(room.folder / "alerts/pipe.yaml")

    assert room.looks() == {"raid": "Raid"}
    assert room.hears() == []


def test_hidden_files_backups_and_other_kinds_are_left_alone(room: Room) -> None:
    for name in ("alerts/.raid.yaml.swp", "alerts/.#raid.yaml", "alerts/raid.yaml~", "alerts/notes.txt", "alerts/.git/x.yaml"):
        room.writes(name, "not: a rule: at all")

    assert room.looks() == {}
    assert room.hears() == []


def test_the_folder_is_looked_at_once_a_second_at_most(room: Room) -> None:
    room.looks()

    room.writes("alerts/raid.yaml", _rule())
    room.time -= 0.5
    early = room.rules.refresh().heads
    room.time += 1

    assert early == ()
    assert len(room.rules.refresh().heads) == 1


def test_an_unchanged_folder_is_not_read_again(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule())
    room.looks()
    before = room.rules.rulebook

    room.looks()

    assert room.rules.rulebook is before


def test_a_rule_whose_own_tests_fail_stays_out_when_tests_are_asked_for(room: Room) -> None:
    room.rules = room.opens(with_tests=True)
    good = "tests:\n  - {text: A raid., expect: alert}\n"
    room.writes("alerts/good.yaml", _rule("Good", rest=good))
    room.writes("alerts/bad.yaml", _rule("Bad", rest="tests:\n  - {name: none, text: Nothing., expect: alert}\n"))

    assert room.looks() == {"good": "Good"}
    assert room.hears() == [
        "alerts/bad.yaml:4:1: its own test 'none' fails: expected alert; got no alert: event: the article tells of no event"
    ]


def test_a_rule_whose_own_test_never_ends_stays_out_and_the_others_come_into_force(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(run_own_tests.__kwdefaults__ or {}, "longest_test", 0.1)
    room.rules = room.opens(with_tests=True)
    endless = "tests:\n  - {name: hostile, text: An endless story., expect: alert}\n  - {text: A raid., expect: alert}\n"
    room.writes("alerts/bad.yaml", _rule("Bad", rest=endless))
    room.writes("alerts/good.yaml", _rule("Good"))

    assert room.looks() == {"good": "Good"}
    told = "broken off: it took more than 0.1 s of processor time; shorten its text"
    assert room.hears() == [f"alerts/bad.yaml:4:1: its own test 'hostile' fails: {told}"]


def test_of_a_rule_with_very_many_slow_tests_the_last_are_not_run(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(run_own_tests.__kwdefaults__ or {}, "longest_rule", 0.0)
    room.rules = room.opens(with_tests=True)
    tests = "tests:\n  - {text: A raid., expect: alert}\n  - {name: late, text: A raid., expect: alert}\n"
    room.writes("alerts/slow.yaml", _rule("Slow", rest=tests))

    assert room.looks() == {}
    assert "its own test 'late' fails: not run: the tests before it took 0 s of processor time" in room.hears()[-1]


def test_tests_run_again_only_for_rules_that_changed(room: Room) -> None:
    room.rules = room.opens(with_tests=True)
    room.writes("alerts/a.yaml", _rule(rest="tests:\n  - {text: A raid., expect: alert}\n"))
    room.looks()
    calls = room.read_calls

    room.writes("alerts/b.yaml", _rule("B"))
    room.looks()

    assert room.read_calls == calls == 1


def test_feeds_come_from_feeds_yaml(room: Room) -> None:
    feeds, problems = room.rules.feeds()

    assert [(feed.url, feed.publisher) for feed in feeds] == [("https://a.example/rss", "A")]
    assert problems == []


def test_a_mistake_in_feeds_yaml_adds_feeds_and_takes_none_away(room: Room) -> None:
    room.rules.feeds()

    room.writes("feeds.yaml", "- {url: htps://a.example/rss, publisher: A}\n- https://b.example/rss\n")
    room.looks()

    feeds, problems = room.rules.feeds()
    assert [feed.url for feed in feeds] == ["https://a.example/rss", "https://b.example/rss"]
    assert str(problems[0]).startswith("feeds.yaml:1:9:")


def test_a_feed_that_is_taken_out_is_gone(room: Room) -> None:
    room.rules.feeds()

    room.writes("feeds.yaml", "- https://b.example/rss\n")
    room.looks()

    assert [feed.url for feed in room.rules.feeds()[0]] == ["https://b.example/rss"]


def test_the_vocabulary_is_handed_on_as_it_is(room: Room) -> None:
    room.writes("vocabulary/places.yaml", "places: []\n")

    assert read_vocabulary(room.folder) == {"vocabulary/places.yaml": b"places: []\n"}
    assert read_vocabulary(room.folder / "nowhere") == {}


def test_one_edit_among_two_thousand_rules_is_live_soon(room: Room) -> None:
    import time

    for i in range(2000):
        (room.folder / f"alerts/r{i}.yaml").write_text(_rule(f"Rule {i}"))
    room.looks()

    room.writes("alerts/r7.yaml", _rule("Edited"))
    started = time.process_time()
    heads = room.looks()

    assert heads["r7"] == "Edited"
    assert time.process_time() - started < 2
