"""Connections, migrations and the codec."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from monitor.model.alert import Incident, SlackMessage
from monitor.model.event import Reading
from monitor.model.feed import FeedEntry
from monitor.model.rule import RuleHead
from tests.edges.store.store_given import LETTER, NOON, RULE, entry, feed, incident, reading
from workers.edges.store import SqlStore, StoreTrouble, current_revision, migrations, open_store, upgrade
from workers.edges.store.codec import from_json, to_json
from workers.edges.store.engine import SAFE_CHECKPOINTS, Database, make_engine, normal_url
from workers.edges.store.tables import metadata
from workers.errors import Refused, Transient


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'folder' / 'store.db'}"
    found: str = request.getfixturevalue("empty_postgres")
    return found


def test_an_empty_database_is_refused_with_what_to_do_and_upgraded_twice(empty_url: str) -> None:
    with pytest.raises(Refused, match="run `wirewatch db upgrade`"):
        open_store(empty_url)
    assert current_revision(empty_url) is None

    assert (upgrade(empty_url), upgrade(empty_url)) == (migrations.HEAD, migrations.HEAD)

    assert current_revision(empty_url) == migrations.HEAD
    open_store(empty_url).close()


def test_a_database_of_a_newer_program_is_refused(url: str) -> None:
    store = open_store(url)
    with store.db.writing() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(Refused, match="version 9999"):
            open_store(url)
    finally:
        with store.db.writing() as tx:
            tx.execute(sa.text(f"UPDATE alembic_version SET version_num = '{migrations.HEAD}'"))
        store.close()


def test_the_migrations_make_exactly_the_tables_that_the_code_sees(url: str) -> None:
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_the_newest_migration_is_the_one_that_the_program_wants() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_sqlite_is_durable_strict_and_leaves_checkpoints_to_one_process(sqlite_url: str) -> None:
    db = Database(sqlite_url)
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint")

    with db.reading() as tx:
        found = {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas}
    db.close()

    old = sqlite3.sqlite_version_info < SAFE_CHECKPOINTS
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}
    assert found == {**expected, "wal_autocheckpoint": 0 if old else 1000}


def test_only_the_checkpointer_folds_the_log_of_an_old_sqlite_back(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.edges.store.engine.SAFE_CHECKPOINTS", (99, 0, 0))
    worker, scheduler = open_store(sqlite_url), open_store(sqlite_url, checkpointer=True)
    log = Path(sqlite_url.removeprefix("sqlite:///") + "-wal")
    worker.sync_feeds([feed()], NOON)

    worker.checkpoint()
    kept = log.stat().st_size
    scheduler.checkpoint()

    assert (kept > 0, log.stat().st_size) == (True, 0)
    worker.close()
    scheduler.close()


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_of_its_work(sqlite_url: str) -> None:
    db = Database(sqlite_url)

    with db.writing() as writer:
        writer.execute(sa.text("UPDATE board_version SET version = 7"))
        with db.reading() as reader:
            during = reader.execute(sa.text("SELECT version FROM board_version")).scalar()

    with db.reading() as reader:
        assert (during, reader.execute(sa.text("SELECT version FROM board_version")).scalar()) == (0, 7)
    db.close()


def test_an_error_inside_a_transaction_leaves_nothing_of_it(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.db.writing() as tx:
        tx.execute(sa.text("UPDATE board_version SET version = 7"))
        raise ZeroDivisionError

    assert store.board(NOON).version == 0


def test_a_full_database_is_transient_and_says_to_make_room(sqlite_url: str) -> None:
    store = open_store(sqlite_url)

    with pytest.raises(StoreTrouble, match="Make room on the disk") as caught, store.db.writing() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        tx.execute(sa.text("INSERT INTO meta (name, value) VALUES ('big', hex(zeroblob(100000)))"))

    assert isinstance(caught.value, Transient)
    store.close()


def test_a_server_that_is_away_is_transient() -> None:
    db = Database("postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(StoreTrouble, match="cannot be used now"), db.reading():
        pass


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql+pymysql://x/y"])
def test_a_store_that_cannot_be_shared_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="the store needs"):
        make_engine(url)


def test_any_spelling_of_postgres_is_asked_for_through_psycopg_3() -> None:
    spellings = ("postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d")

    assert {normal_url(each) for each in spellings} == {"postgresql+psycopg://h/d"}
    assert normal_url("sqlite:///x") == "sqlite:///x"


@pytest.mark.parametrize(
    ("value", "kind"),
    [(reading(1), Reading), (incident(), Incident), (entry("k", "a"), FeedEntry), (RULE, RuleHead), (LETTER, SlackMessage)],
)
def test_what_is_kept_comes_back_the_same(value: object, kind: type) -> None:
    assert from_json(to_json(value, kind), kind) == value
