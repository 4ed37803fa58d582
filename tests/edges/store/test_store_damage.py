"""A store that is damaged, or whose disk is full: every command says so, and what to do; none ends with a trace."""

from __future__ import annotations

import json
import random
import resource
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline import ROOT, Ran, wirewatch
from tests.edges.store.store_given import at, feed
from workers.edges.store import open_store, upgrade
from workers.edges.store.engine import StoreTrouble
from workers.errors import Damaged, Refused

COMMANDS = ("run", "status", "incidents", "db upgrade", "db backup {folder}/copy.db", "db backup {folder}/copy.zip", "held")


def command(words: str, folder: Path, prepare: Callable[[], None] = lambda: None) -> Ran:
    env = {"WIREWATCH_DATA": str(folder), "WIREWATCH_LOG_FORMAT": "json"}
    return wirewatch(*words.format(folder=folder).split(), cwd=ROOT, env=env, prepare=prepare)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with a store in it that nobody has open."""
    url = f"sqlite:///{tmp_path / 'wirewatch.db'}"
    upgrade(url)
    store = open_store(url)
    store.sync_feeds([feed()], at(0))
    store.close()
    return tmp_path


def spoil(file: Path, how: str) -> None:
    """Overwrite the head, or pages in the middle; or cut it off."""
    body = file.read_bytes()
    changed = {
        "no database": b"This is no database at all. " * 200,
        "pages overwritten": body[:4096] + random.Random(7).randbytes(len(body) - 4096),
        "cut off": body[: len(body) // 2 - 100],
    }[how]
    file.write_bytes(changed)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_that_the_store_is_damaged_and_what_to_do(home: Path, words: str) -> None:
    spoil(home / "wirewatch.db", "no database")

    ran = command(words, home)

    assert ran.returncode == 3
    assert "the store is damaged" in ran.stderr and "db restore" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("how", ["pages overwritten", "cut off"])
def test_any_damage_is_told_as_such(home: Path, how: str) -> None:
    spoil(home / "wirewatch.db", how)

    with pytest.raises(Damaged, match="db restore"):
        store = open_store(f"sqlite:///{home / 'wirewatch.db'}")
        store.health(at(0))
        store.board(at(0))


def test_a_backup_goes_into_the_place_of_a_damaged_store_which_is_kept_whole(home: Path) -> None:
    command("db backup {folder}/good.db", home)
    spoil(home / "wirewatch.db", "no database")
    damaged = (home / "wirewatch.db").read_bytes()

    ran = command("db restore {folder}/good.db", home)

    assert ran.returncode == 0, ran.stderr
    with sqlite3.connect(home / "wirewatch.db") as restored:
        assert restored.execute("select count(*) from feeds").fetchone() == (1,)
    assert [path.read_bytes() for path in home.glob("wirewatch.db.before-restore-*")] == [damaged]


def test_status_says_that_the_store_cannot_be_written(home: Path) -> None:
    """A limit on the size of files is to a program what a full disk is: the log is longer than it already."""
    running = open_store(f"sqlite:///{home / 'wirewatch.db'}")
    for n in range(30):
        running.heartbeat(f"r{n}", pid=1, host="here", now=at(0))
    most = (home / "wirewatch.db-wal").stat().st_size - 1

    ran = command("status --json", home, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))

    assert ran.returncode == 1, ran.stderr
    assert "the store cannot be used now: disk I/O error. Is the disk full" in json.loads(ran.stdout)["problems"][0]
    running.close()


def test_a_disk_that_is_nearly_full_is_a_grave_trouble(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    store = open_store(f"sqlite:///{home / 'wirewatch.db'}")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**12, 10**12 - 12_000_000, 12_000_000))

    [trouble] = [t for t in store.troubles(at(0)) if t.key == "disk"]

    assert trouble.grave and "12 MB left: make room" in trouble.words
    store.close()


def test_a_store_that_can_be_written_says_nothing(home: Path) -> None:
    store = open_store(f"sqlite:///{home / 'wirewatch.db'}")

    assert store.probe(at(0)) == ""
    store.close()


def test_damage_is_no_trouble_that_passes() -> None:
    assert issubclass(Damaged, Refused) and not issubclass(Damaged, StoreTrouble)
