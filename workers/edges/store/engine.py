"""How we speak to SQLite and PostgreSQL: connections, transactions, and what their failures mean."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from workers.errors import Damaged, Refused, Transient
from workers.folders import unusable

#: From here on two connections may checkpoint at once (sqlite.org/wal.html, "the WAL-reset bug").
SAFE_CHECKPOINTS: Final = (3, 51, 3)
BUSY: Final = 30.0  #: seconds to wait for another writer

#: Ids in one IN (...): PostgreSQL's protocol takes 65,535 parameters, SQLite 32,766.
CHUNK: Final = 5000


class StoreTrouble(Transient):
    """The database cannot be written or reached now: disk full, locked for too long, server gone. Nothing was written."""


def normal_url(url: str) -> str:
    """PostgreSQL is always asked for through psycopg 3, whatever the URL's spelling."""
    return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", url)


def make_engine(url: str) -> Engine:
    """An engine with our habits; connects nowhere yet."""
    try:
        address = make_url(normal_url(url))
    except (ArgumentError, ValueError):
        raise Refused("DATABASE_URL cannot be read as the address of a database, as in postgresql://HOST/NAME") from None
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    if address.get_backend_name() == "postgresql":
        options: dict[str, Any] = {"connect_timeout": 10, "options": "-c timezone=UTC -c lock_timeout=30s"}
        if "options" in address.query:  # the user's own stay in force, after ours
            options["options"] += f" {address.query['options']}"
            address = address.difference_update_query(["options"])
        return sa.create_engine(address, pool_pre_ping=True, pool_size=5, connect_args=options)
    raise Refused(f"the store needs sqlite:///file or postgresql://..., not {address.get_backend_name()}://")


def _sqlite(address: sa.URL) -> Engine:
    if not address.database or address.database == ":memory:":
        raise Refused("the store needs a file: several processes share it")
    folder = Path(address.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unusable(folder, error) from None
    engine = sa.create_engine(address, connect_args={"timeout": BUSY, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we begin by ourselves: Python's own BEGIN is deferred and comes too late
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if sqlite3.sqlite_version_info < SAFE_CHECKPOINTS:
            connection.execute("PRAGMA wal_autocheckpoint=0")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later dies of SQLITE_BUSY at once, whatever the time-out.
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """One database, one process. Open it after forking, not before."""

    def __init__(self, url: str, *, checkpointer: bool = False) -> None:
        self.engine = make_engine(url)
        self.checkpointer = checkpointer
        self.postgres = self.engine.dialect.name == "postgresql"
        self._reads = self.engine.execution_options(writes=False)
        self._pid = os.getpid()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that writes nothing: on SQLite one snapshot, and nobody waits for it."""
        with sorted_failures(), self._reads.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, committed whole at the end of the block, or not at all."""
        with sorted_failures(), self.engine.begin() as connection:
            yield connection

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """INSERT that knows ON CONFLICT, in this database's dialect."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    def alone(self, connection: Connection, lock: int) -> None:
        """Hold others off until the end of the transaction. SQLite has one writer anyway."""
        if self.postgres:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))

    def checkpoint(self) -> None:
        """Fold SQLite's write-ahead log back into the file.

        TRUNCATE takes the writers' lock first, so that nobody writes meanwhile; it gives up after two seconds when a reader
        keeps the log in use, and the next call tries again. On an old SQLite only the one checkpointer may do it.
        """
        if self.postgres or not (self.checkpointer or sqlite3.sqlite_version_info >= SAFE_CHECKPOINTS):
            return
        with sorted_failures():
            connection = sqlite3.connect(self.engine.url.database or "", timeout=2.0, isolation_level=None)
            try:
                connection.execute("PRAGMA wal_autocheckpoint=0")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


@contextmanager
def sorted_failures() -> Iterator[None]:
    """Trouble of the machine is Transient, in words; whatever is our own mistake flies as it is."""
    try:
        yield
    except DBAPIError as error:
        if _is_damage(error.orig):
            raise Damaged(f"the store is damaged ({_words(error.orig)}): {WHAT_TO_DO}") from error
        if isinstance(error, (OperationalError, InterfaceError)):
            raise StoreTrouble(f"the store cannot be used now: {_words(error.orig)}") from error
        if error.statement is None and error.orig is not None and "connection option" in str(error.orig):
            raise Refused(f"DATABASE_URL: {_words(error.orig)}") from None  # an option that no driver knows
        raise
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            raise Damaged(f"the store is damaged ({error}): {WHAT_TO_DO}") from error
        if isinstance(error, sqlite3.OperationalError):
            raise StoreTrouble(f"the store cannot be used now: {_words(error)}") from error
        raise


WHAT_TO_DO: Final = (
    "stop Wirewatch, and put the last backup in its place (wirewatch db restore FILE, which keeps the damaged store beside it);"
    " without a backup move the store away and start anew. A disk that fails damages the next one too: look at it"
)

#: SQLite: the file is malformed, or no database. PostgreSQL: data or an index are corrupted (appendix A, class XX).
_SQLITE_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_POSTGRES_DAMAGE: Final = frozenset({"XX001", "XX002"})


def _is_damage(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)  # the lowest byte is the primary one
    return (code is not None and code & 0xFF in _SQLITE_DAMAGE) or getattr(error, "sqlstate", None) in _POSTGRES_DAMAGE


def _words(error: BaseException | None) -> str:
    words = str(error).strip().split("\n")[0]
    if "full" in words or "No space" in words:
        return f"{words}. Make room on the disk; nothing was lost, work goes on by itself"
    if "disk I/O" in words:
        return f"{words}. Is the disk full (make room: work goes on by itself), or failing?"
    return words


def new_lease() -> str:
    """A fencing token: nobody else has it, and who has lost it cannot commit."""
    return uuid4().hex


def free(table: Table, now: datetime, longest: datetime) -> sa.ColumnElement[bool]:
    """Held by nobody, or by somebody whose time is up. One that ends after `longest` is from before the clock was set back."""
    return sa.or_(table.c.lease.is_(None), table.c.lease_until <= now, table.c.lease_until > longest)
