"""New replaces old only when it is good, over restarts too: rules with their tests and lists, and the users' own words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pytest

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from monitor.model.place import Atlas, Place
from workers.edges.language import LocalLanguage
from workers.edges.rules_folder import FolderRules, read_vocabulary
from workers.errors import Transient
from workers.ports import GoodFile, Relearning

IDLIB = Place(id="SY.Idlib", name="Idlib", kind="admin1", country="SY")


class Drawer:
    """Keeps good files as the store does, unless it is locked."""

    def __init__(self) -> None:
        self.files: dict[str, GoodFile] = {}
        self.locked = False
        self.opened = 0

    def good_files(self) -> dict[str, GoodFile]:
        return dict(self.files)

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None:
        if self.locked:
            raise Transient("the store is locked")
        self.opened += 1
        self.files = {n: f for n, f in {**self.files, **{f.name: f for f in kept}}.items() if n not in gone}


class SmallReader:
    """Reads a raid where a word of its vocabulary stands; a file with "broken" in it is broken."""

    def __init__(self, vocabulary: Mapping[str, bytes]) -> None:
        self.problems: list[str] = []
        self.vocabulary: Mapping[str, bytes] = {}
        self.calls = 0
        self.problems = self.relearn(vocabulary)

    @cached_property
    def atlas(self) -> Atlas:
        return _Atlas()

    @property
    def version(self) -> str:
        return repr(self.vocabulary)

    def canonical(self, name: str) -> str:
        return name

    def read(self, article: Article) -> Reading:
        self.calls += 1
        words = b" ".join((b"raid", *self.vocabulary.values())).decode().split()
        told = any(word in article.text for word in words)
        return Reading(article_id=article.id, language="en", events=(Event(what="raid", where=IDLIB),) if told else ())

    def relearn(self, vocabulary: Mapping[str, bytes]) -> list[str]:
        wrong = [f"{name}: it is broken" for name, body in vocabulary.items() if b"broken" in body]
        if not wrong:
            self.vocabulary = vocabulary
        return wrong


class _Atlas:
    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        return [IDLIB] if name == "Idlib" else []

    def names(self) -> Iterable[str]:
        return ["Idlib"]


class Room:
    """A rules folder that analysts write into, and a daemon that can be started anew. Every look is a second after the last."""

    def __init__(self, folder: Path, reader: Callable[[Mapping[str, bytes]], Relearning] = SmallReader) -> None:
        self.folder, self.reader_of = folder, reader
        self.drawer = Drawer()
        self.time = 0.0
        self.writes("feeds.yaml", "- {url: https://a.example/rss, publisher: A}\n")
        (folder / "alerts").mkdir()
        self.restarts()

    def restarts(self) -> None:
        self.reader = self.reader_of(read_vocabulary(self.folder))
        self.rules = FolderRules(
            self.folder, reader=self.reader, memory=self.drawer, zones=("UTC",), clock=lambda: self.time
        )  # fmt: skip
        self.looks()

    def writes(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
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


def _rule(title: str, text: str = "A raid.", where: str = "Idlib") -> str:
    return f"title: {title}\nevent: {{what: raid, where: {where}}}\ntests:\n  - {{name: one, text: {text}, expect: alert}}\n"


def test_a_rule_whose_own_tests_fail_keeps_its_last_good_version(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.looks()

    room.writes("alerts/raid.yaml", _rule("Bad", "Nothing."))

    assert room.looks() == {"raid": "Good"}
    assert room.hears() == [
        "alerts/raid.yaml:4:1: its own test 'one' fails: expected alert; got no alert: event: the article tells of no event"
        " [the last good version stays in force]"
    ]


@pytest.mark.parametrize("bad", [_rule("Bad", "Nothing."), "title: Bad\nevent: {wat: raid}\n", "title: [\n"])
def test_the_last_good_version_of_a_rule_outlives_a_restart(room: Room, bad: str) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.looks()
    room.writes("alerts/raid.yaml", bad)

    room.restarts()

    assert room.looks() == {"raid": "Good"}
    assert room.hears()[0].endswith("[the last good version stays in force]")


def test_a_rule_keeps_the_lists_that_it_was_good_with(room: Room) -> None:
    room.writes("lists/places.yaml", "ours: [Idlib]\n")
    room.writes("alerts/raid.yaml", _rule("Good", where="{list: ours}"))
    room.looks()
    room.writes("lists/places.yaml", "ours: [Atlantis]\n")

    room.restarts()

    assert room.looks() == {"raid": "Good"}
    assert "Atlantis" in room.hears()[0]


def test_a_mended_rule_takes_the_place_of_the_last_good_one_after_a_restart(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.looks()
    room.writes("alerts/raid.yaml", "title: Bad\n")
    room.restarts()

    room.writes("alerts/raid.yaml", _rule("Better"))

    assert room.looks() == {"raid": "Better"}
    assert room.hears() == []


def test_a_deleted_rule_does_not_come_back(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.looks()
    (room.folder / "alerts/raid.yaml").unlink()
    room.looks()
    room.writes("alerts/raid.yaml", "title: Bad\n")

    room.restarts()

    assert room.looks() == {}


def test_a_folder_that_is_gone_at_the_start_takes_no_rule_out_of_force(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.looks()
    shutil.rmtree(room.folder)

    room.restarts()

    assert room.looks() == {"raid": "Good"}
    assert "the folder has vanished" in room.hears()[0]


def test_of_two_rules_with_one_id_the_older_keeps_it_over_a_restart(room: Room) -> None:
    room.writes("alerts/z.yaml", "id: one\n" + _rule("Older"))
    room.looks()
    room.writes("alerts/a.yaml", "id: one\n" + _rule("Newer"))

    room.restarts()

    assert room.looks() == {"one": "Older"}


def test_tests_that_were_passed_are_not_run_again_after_a_restart(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    room.looks()

    room.restarts()

    assert room.looks() == {"raid": "Good"}
    assert isinstance(room.reader, SmallReader) and room.reader.calls == 0


def test_a_store_that_is_away_is_told_later(room: Room) -> None:
    room.drawer.locked = True
    room.writes("alerts/raid.yaml", _rule("Good"))
    assert room.looks() == {"raid": "Good"} and not room.drawer.files

    room.drawer.locked = False
    room.looks()

    assert set(room.drawer.files) == {"alerts/raid.yaml"}


def test_an_unchanged_folder_is_kept_once(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good"))
    for _ in range(3):
        room.looks()

    room.restarts()

    assert room.drawer.opened == 1


def test_a_new_word_is_known_without_a_restart(room: Room) -> None:
    room.writes("alerts/raid.yaml", _rule("Good", "A swoop."))
    assert room.looks() == {}

    room.writes("vocabulary/words.yaml", "swoop")

    assert room.looks() == {"raid": "Good"}
    assert room.hears() == []


def test_a_broken_vocabulary_changes_nothing_and_is_told(room: Room) -> None:
    room.writes("vocabulary/words.yaml", "swoop")
    room.writes("alerts/raid.yaml", _rule("Good", "A swoop."))
    room.looks()

    room.writes("vocabulary/words.yaml", "broken")
    room.writes("vocabulary/more.yaml", "sweep")

    assert room.looks() == {"raid": "Good"}
    assert room.hears() == ["vocabulary/words.yaml:1:1: it is broken [the last good version stays in force]"]
    assert set(room.reader.vocabulary.values()) == {b"swoop", b"sweep"}


def test_the_last_good_vocabulary_outlives_a_restart(room: Room) -> None:
    room.writes("vocabulary/words.yaml", "swoop")
    room.writes("alerts/raid.yaml", _rule("Good", "A swoop."))
    room.looks()
    room.writes("vocabulary/words.yaml", "broken")

    room.restarts()

    assert room.reader.read(Article(id="1", title="", text="A swoop.", source="A")).events
    assert room.hears() == ["vocabulary/words.yaml:1:1: it is broken [the last good version stays in force]"]


def test_a_rule_that_a_new_word_would_break_keeps_its_last_good_version(room: Room) -> None:
    quiet = _rule("Quiet", "A swoop.").replace("expect: alert", "expect: no alert")
    room.writes("alerts/raid.yaml", quiet)
    room.looks()

    room.writes("vocabulary/words.yaml", "swoop")

    assert room.looks() == {"raid": "Quiet"}
    assert "its own test 'one' fails" in room.hears()[0]


def test_the_real_reader_learns_places_and_words_and_unlearns_mistakes(tmp_path: Path) -> None:
    room = Room(tmp_path / "rules", LocalLanguage)
    room.writes(
        "alerts/raid.yaml",
        _rule("Camp", "Soldiers raided the Tel Zarfan camp on Thursday and killed four people.", "Tel Zarfan camp"),
    )
    assert room.looks() == {}

    place = "places:\n  - {name: Tel Zarfan camp, kind: site, in: 'Idlib, Syria', also: [Tel Zarfan]}\n"
    room.writes("vocabulary/camps.yaml", place)
    assert room.hears() == [] and room.looks() == {"raid": "Camp"}

    room.writes("vocabulary/camps.yaml", place + "  - {name: Nowhere, kind: palace}\n")
    assert room.looks() == {"raid": "Camp"}
    assert room.hears()[0].startswith("vocabulary/camps.yaml:") and room.hears()[0].endswith(
        "[the last good version stays in force]"
    )
