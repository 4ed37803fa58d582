"""routes.yaml and ways.yaml in the rules folder: edits come into force, mistakes take nothing away, also over a restart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from tests.edges.test_rules_folder import OnePlace
from tests.edges.test_rules_folder import Room as PlainRoom
from workers.edges.rules_folder import FolderRules
from workers.ports import GoodFile, RulesState

WAYS = "archive: {kind: jsonl, file: archive.jsonl}\n"
ROUTES = "- {where: Idlib, channel: idlib, also: archive}\n"


class Memory:
    """Keeps good files as the store does."""

    def __init__(self) -> None:
        self.files: dict[str, GoodFile] = {}

    def good_files(self) -> dict[str, GoodFile]:
        return dict(self.files)

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None:
        self.files |= {file.name: file for file in kept}
        self.files = {name: file for name, file in self.files.items() if name not in gone}


class Room(PlainRoom):
    """A folder with a rule that uses a way, and a memory."""

    def __init__(self, folder: Path) -> None:
        self.memory = Memory()
        super().__init__(folder)
        self.writes("alerts/raid.yaml", "title: Raids\nevent: {what: raid}\nalert: {also: archive}\n")
        self.writes("ways.yaml", WAYS)
        self.writes("routes.yaml", ROUTES)

    def restarts(self) -> None:
        self.time += 1
        self.rules = FolderRules(self.folder, atlas=OnePlace(), zones=("UTC",), clock=lambda: self.time, memory=self.memory)

    def state(self) -> RulesState:
        self.time += 1
        return self.rules.refresh()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.restarts()
    return room


def test_routes_and_ways_are_in_force_with_the_rules_that_use_them(room: Room) -> None:
    state = room.state()

    assert state.problems == ()
    assert [way.name for way in state.routing.ways] == ["archive"]
    assert [(route.channel, route.also) for route in state.routing.routes] == [("idlib", ("archive",))]
    assert [head.id for head in state.heads] == ["raid"]


def test_an_edit_of_a_route_is_in_force_at_the_next_look(room: Room) -> None:
    room.state()

    room.writes("routes.yaml", ROUTES.replace("channel: idlib", "channel: north"))

    assert [route.channel for route in room.state().routing.routes] == ["north"]


def test_a_mistake_in_either_file_takes_nothing_away(room: Room) -> None:
    room.state()

    room.writes("routes.yaml", "- {were: Idlib, channel: north}\n")
    room.writes("ways.yaml", "archive: {kind: jsnl, file: archive.jsonl}\n")
    state = room.state()

    assert {problem.file for problem in state.problems} == {"routes.yaml", "ways.yaml"}
    assert all("last good version stays in force" in problem.message for problem in state.problems)
    assert [route.channel for route in state.routing.routes] == ["idlib"]
    assert [way.file for way in state.routing.ways] == ["archive.jsonl"]


def test_a_mistake_takes_nothing_away_over_a_restart(room: Room) -> None:
    room.state()
    room.writes("routes.yaml", "- {were: Idlib, channel: north}\n")
    room.writes("ways.yaml", "archive: {kind: jsnl, file: archive.jsonl}\n")
    room.state()

    room.restarts()
    state = room.state()

    assert [route.channel for route in state.routing.routes] == ["idlib"]
    assert [way.name for way in state.routing.ways] == ["archive"]
    assert [head.id for head in state.heads] == ["raid"]


def test_a_rule_stays_in_force_when_its_way_goes_and_the_mistake_is_told(room: Room) -> None:
    room.state()

    room.writes("ways.yaml", WAYS.replace("archive", "archives"))
    state = room.state()
    room.restarts()
    again = room.state()

    for one in (state, again):
        assert [head.id for head in one.heads] == ["raid"]
        assert any("unknown way out 'archive' (did you mean 'archives'?)" in str(problem) for problem in one.problems)
