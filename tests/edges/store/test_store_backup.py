"""Out of the database and back, and what a restored store does with what it does not know."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.model.alert import DeliveryState
from tests.edges.store.store_given import at, claim, file, filing, incident, log, message, poll, read, report, say
from tests.edges.store.store_given import entry as given_entry
from workers.edges.store import SqlStore, open_store
from workers.edges.store.backup import backup, restore
from workers.edges.store.tables import metadata
from workers.errors import Refused


def lived(store: SqlStore) -> None:
    """A store with something in every table that matters."""
    lease, ids = read(store, 3)
    raid = incident("raid-1", report(ids[0]))
    store.commit_filing(lease, 0, filing(raid, messages=[message("said"), message("waits", "reply", 1)], ends=ids[:2]), now=at(0))
    say(store, claim(store)[0])
    store.heartbeat("scheduler", pid=1, host="here", now=at(0))


def contents(store: SqlStore, *without: str) -> dict[str, list[tuple[object, ...]]]:
    with store.db.reading() as tx:
        return {
            table.name: sorted(map(tuple, tx.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in without
        }


@pytest.fixture(params=["sqlite", "postgres"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Another place, still without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other.db'}"
    found: str = request.getfixturevalue("empty_postgres")
    return found


def test_a_zip_brings_everything_into_either_database(store: SqlStore, url: str, other_url: str, tmp_path: Path) -> None:
    lived(store)

    words = backup(url, tmp_path / "b.zip")
    told = restore(tmp_path / "b.zip", other_url)

    other = open_store(other_url)
    assert contents(other, "outbox", "delivery_log") == contents(store, "outbox", "delivery_log")
    assert f"rows of {len(metadata.sorted_tables)} tables" in words
    assert "1 messages will be looked for before they are said" in told
    highest = max(row.id for row in store.ledger())
    assert poll(other, given_entry("new"), seconds=100) == [highest + 1]  # numbers go on after those that came along
    other.close()


def test_what_waited_is_looked_for_and_what_was_said_is_not_said_again(store: SqlStore, url: str, tmp_path: Path) -> None:
    lived(store)
    backup(url, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", f"sqlite:///{tmp_path / 'other.db'}")
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")

    found = claim(other, 1e6)

    assert [(d.message.id, d.state) for d in found] == [("waits", DeliveryState.UNCERTAIN)]
    assert found[0].first_try_at == at(0)
    assert log(other, "waits") == [">pending", "pending>sending", "sending>uncertain"]
    other.close()


def test_a_sqlite_file_is_copied_while_it_is_in_use_and_put_back(sqlite_url: str, tmp_path: Path) -> None:
    store, target = open_store(sqlite_url), tmp_path / "copy.db"
    lived(store)

    with store.db.writing():
        words = backup(sqlite_url, target)
    before = contents(store, "outbox", "delivery_log")
    poll(store, given_entry("later"), seconds=100)
    store.close()
    told = restore(target, sqlite_url)

    store = open_store(sqlite_url)
    assert contents(store, "outbox", "delivery_log") == before
    assert "checked copy" in words
    assert "the old store is" in told
    assert target.stat().st_mode & 0o077 == 0
    store.close()
    assert len(list(tmp_path.glob("store.db.before-restore-*"))) == 1


def test_a_store_in_use_is_not_replaced(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    lived(store)
    backup(sqlite_url, tmp_path / "copy.db")

    with pytest.raises(Refused, match="in use"):
        restore(tmp_path / "copy.db", sqlite_url)

    assert store.intake() == {"alerted": 2, "read": 1}
    store.close()


def test_a_zip_goes_only_into_an_empty_store(store: SqlStore, url: str, tmp_path: Path) -> None:
    lived(store)
    backup(url, tmp_path / "b.zip")

    with pytest.raises(Refused, match="into an empty one"):
        restore(tmp_path / "b.zip", url)

    assert store.intake() == {"alerted": 2, "read": 1}


def test_a_backup_never_overwrites_and_leaves_no_half_file(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("precious")

    with pytest.raises(Refused, match="exists"):
        backup(sqlite_url, tmp_path / "there.db")
    with pytest.raises(Refused, match="no store yet"):
        backup(f"sqlite:///{tmp_path / 'nothing.db'}", tmp_path / "b.db")

    assert (tmp_path / "there.db").read_text() == "precious"
    assert not list(tmp_path.glob("*.part"))
    assert not (tmp_path / "b.db").exists()


def test_postgres_wants_a_zip_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"name it .*\.zip, or use pg_dump"):
        backup("postgresql://localhost/x", tmp_path / "b.dump")


def test_a_sqlite_file_does_not_go_into_postgres_and_the_way_is_told(sqlite_url: str, tmp_path: Path) -> None:
    backup(sqlite_url, tmp_path / "copy.db")

    with pytest.raises(Refused, match=r"db backup FILE\.zip"):
        restore(tmp_path / "copy.db", "postgresql://localhost/x")


@pytest.mark.parametrize("body", [b"", b"no database at all, only words" * 100, b"SQLite format 3\x00" + b"\x07" * 5000])
def test_a_file_that_is_no_backup_is_refused_and_nothing_is_touched(sqlite_url: str, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "odd").write_bytes(body)

    with pytest.raises(Refused, match="odd is"):
        restore(tmp_path / "odd", sqlite_url)

    open_store(sqlite_url).close()


def test_a_damaged_sqlite_backup_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    lived(store)
    store.close()
    backup(sqlite_url, tmp_path / "copy.db")
    body = bytearray((tmp_path / "copy.db").read_bytes())
    body[20_000:40_000] = b"\x55" * 20_000
    (tmp_path / "copy.db").write_bytes(body)

    with pytest.raises(Refused, match=r"is damaged|no backup"):
        restore(tmp_path / "copy.db", sqlite_url)


def test_a_zip_with_rows_missing_restores_nothing(store: SqlStore, url: str, tmp_path: Path) -> None:
    lived(store)
    backup(url, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"" if name == "matches.jsonl" else good.read(name))
    other = f"sqlite:///{tmp_path / 'other.db'}"

    with pytest.raises(Refused, match="matches has 0 rows, not 3"):
        restore(tmp_path / "bad.zip", other)

    with sqlite3.connect(tmp_path / "other.db") as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_a_foreign_zip_is_refused(tmp_path: Path, sqlite_url: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": "other", "version": "1", "rows": {}}))

    with pytest.raises(Refused, match="version 1"):
        restore(tmp_path / "x.zip", sqlite_url)


def test_messages_of_the_future_wait_on_after_a_restore(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    file(store, message("much later", wait=3e9))
    store.close()
    backup(sqlite_url, tmp_path / "copy.db")

    restore(tmp_path / "copy.db", sqlite_url)

    store = open_store(sqlite_url)
    assert store.health(at(0)).alerts == {"pending": 1}
    store.close()
