"""Out of the database and back.

    SQLite file   `VACUUM INTO`: one consistent copy while everything runs; restored by putting the file in place
    *.zip         every table as JSON Lines, from SQLite or PostgreSQL, into either: also the way from one to the other

A restored store does not know what was said after its backup. Messages that waited in it come back as uncertain, so that they
are looked for in the channel before they are said again. Articles that came after the backup are polled, and may be told, anew.
"""

from __future__ import annotations

import base64
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from workers.edges.store.codec import Kept, KeptPacked, Packed, Words
from workers.edges.store.engine import BUSY, make_engine, sorted_failures
from workers.edges.store.migrations import HEAD, revision_of, upgrade
from workers.edges.store.tables import delivery_log, metadata, outbox
from workers.errors import Refused

FORMAT: Final = "wirewatch tables 1"
ROWS: Final = 500  #: read and written at once


def backup(url: str, target: Path) -> str:
    """Copy the store to `target`, which must not exist yet; what was done, in words. Raises Refused when it cannot be done."""
    if target.exists():
        raise Refused(f"{target} exists: name another file, or move it away")
    postgres = make_url(url).get_backend_name() != "sqlite"
    if postgres and target.suffix != ".zip":
        raise Refused(f"a backup of PostgreSQL is a .zip: name it {target}.zip, or use pg_dump")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with sorted_failures():
            words = _dump(url, part) if target.suffix == ".zip" else _vacuum(_file(url), part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return f"{target}: {words}, {target.stat().st_size / 1e6:.1f} MB"


def restore(source: Path, url: str) -> str:
    """Put a backup in place of the store. Everything must be stopped. Raises Refused when the backup or the place is not fit."""
    if not source.is_file():
        raise Refused(f"{source}: no such file")
    if zipfile.is_zipfile(source):
        return _load(source, url)
    if make_url(url).get_backend_name() != "sqlite":
        raise Refused(f"{source} is no .zip: make one from the SQLite store with `wirewatch db backup FILE.zip`")
    return _replace(source, _file(url), url)


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


# ---------------------------------------------------------------- SQLite, as a file


def _vacuum(path: Path, target: Path) -> str:
    if not path.is_file():
        raise Refused(f"{path}: there is no store yet")
    with closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("VACUUM INTO ?", (str(target),))
    return f"checked copy, version {_checked(target)}"


def _checked(path: Path) -> str:
    """The version of a sound SQLite store. Raises Refused for anything else."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            words = connection.execute("PRAGMA integrity_check").fetchone()[0]
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is no backup of a store: {error}") from error
    if words != "ok" or version is None:
        raise Refused(f"{path} is damaged: {words}")
    return str(version[0])


def _replace(source: Path, path: Path, url: str) -> str:
    version = _checked(source)
    if version > HEAD:
        raise Refused(f"{source} is of version {version}, this program knows {HEAD}: use a newer program")
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if path.exists():
        _refuse_if_in_use(path)
        kept = path.with_name(f"{path.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        path.replace(kept)
        for end in ("-wal", "-shm"):  # folded back and gone when the last connection, ours, was closed; not of a damaged store
            with suppress(FileNotFoundError):
                path.with_name(path.name + end).replace(kept.with_name(kept.name + end))
    part = path.with_name(path.name + ".part")
    part.write_bytes(source.read_bytes())
    part.chmod(0o600)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
    upgrade(url)
    doubts = _doubt(url)
    return f"{path}: restored from {source}{doubts}" + (f"; the old store is {kept}" if kept else "")


def _refuse_if_in_use(path: Path) -> None:
    """An exclusive lock can only be had when no other connection is open."""
    try:
        with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise Refused(f"{path} is in use ({error}): stop everything first") from error
    except sqlite3.DatabaseError:
        pass  # no database, or a broken one: that is why it is replaced


# ---------------------------------------------------------------- any database, as a zip of tables


def _dump(url: str, target: Path) -> str:
    engine = make_engine(url)
    options: dict[str, Any] = {"writes": False}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with engine.execution_options(**options).begin() as tx, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            version = revision_of(tx)
            if version != HEAD:
                raise Refused(f"the store is of version {version or 'none'}, not {HEAD}: run `wirewatch db upgrade` first")
            counts = {table.name: _dump_table(tx, table, archive) for table in metadata.sorted_tables}
            archive.writestr("manifest.json", json.dumps({"format": FORMAT, "version": version, "rows": counts}))
    finally:
        engine.dispose()
    return f"{sum(counts.values())} rows of {len(counts)} tables"


def _dump_table(tx: Connection, table: sa.Table, archive: zipfile.ZipFile) -> int:
    plain, count = _plain(table), 0
    rows = tx.execution_options(yield_per=ROWS).execute(sa.select(plain).order_by(*_primary(plain, table)))
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in rows:
            file.write(json.dumps([_out(value) for value in row], separators=(",", ":")).encode() + b"\n")
            count += 1
    return count


def _load(source: Path, url: str) -> str:
    upgrade(url)
    engine = make_engine(url)
    try:
        with engine.begin() as tx, zipfile.ZipFile(source) as archive:
            counts = _manifest(source, archive)
            for table in metadata.sorted_tables:
                if table.name != "board_version" and tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one():
                    raise Refused(f"the store has rows in {table.name}: a .zip is restored into an empty one")
            for table in metadata.sorted_tables:
                tx.execute(table.delete())
                _load_table(tx, table, archive, counts[table.name])
        doubts = _doubt(url)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(f"{source} is damaged: {error}; nothing was restored") from error
    finally:
        engine.dispose()
    return f"{sum(counts.values())} rows of {len(counts)} tables restored from {source}{doubts}"


def _manifest(source: Path, archive: zipfile.ZipFile) -> dict[str, int]:
    try:
        manifest = json.loads(archive.read("manifest.json"))
        kind, version, rows = manifest["format"], manifest["version"], manifest["rows"]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"{source} is no backup of a store: it has no manifest") from error
    if (kind, version) != (FORMAT, HEAD):
        raise Refused(f"{source} is of version {version} ({kind}), this program reads {HEAD} ({FORMAT})")
    return dict(rows)


def _load_table(tx: Connection, table: sa.Table, archive: zipfile.ZipFile, expected: int) -> None:
    plain, count = _plain(table), 0
    with io.TextIOWrapper(archive.open(f"{table.name}.jsonl"), encoding="utf-8") as file:
        names = [column.name for column in plain.columns]
        rows = (dict(zip(names, map(_in, json.loads(line)), strict=True)) for line in file)
        while some := list(islice(rows, ROWS)):
            tx.execute(plain.insert(), some)
            count += len(some)
    if count != expected:
        raise ValueError(f"{table.name} has {count} rows, not {expected}")
    number = table.autoincrement_column
    if tx.dialect.name == "postgresql" and number is not None and number.autoincrement is True:
        # Rows brought their numbers along; the sequence has to go on after them.
        highest = sa.select(sa.func.coalesce(sa.func.max(number), 0) + 1).scalar_subquery()
        tx.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, number.name), highest, False)))


def _plain(table: sa.Table) -> sa.TableClause:
    """The table with its values as they lie there; only times and truths differ from database to database."""
    return sa.table(table.name, *(sa.column(column.name, _plain_type(column.type)) for column in table.columns))


def _plain_type(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    if isinstance(kind, Packed | KeptPacked):
        return sa.LargeBinary()
    return sa.Text() if isinstance(kind, Kept | Words) else kind


def _primary(plain: sa.TableClause, table: sa.Table) -> Iterator[sa.ColumnElement[Any]]:
    return (plain.columns[column.name] for column in table.primary_key)


def _out(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    return {"time": value.isoformat()} if isinstance(value, datetime) else value


def _in(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return datetime.fromisoformat(value["time"]) if "time" in value else base64.b64decode(value["bytes"])


# ---------------------------------------------------------------- after a restore


def _doubt(url: str) -> str:
    """What waited to be said may have been said since the backup: look first. In words, "" when nothing waited."""
    now, why = datetime.now(UTC), "restored from a backup: may have been said since"
    engine = make_engine(url)
    tried = sa.func.coalesce(outbox.c.first_try_at, outbox.c.created_at)
    last = sa.func.coalesce(outbox.c.last_try_at, outbox.c.created_at)
    try:
        with engine.begin() as tx:
            doubted = (
                outbox.update()
                .where(outbox.c.state == "pending", outbox.c.not_before <= now)
                .values(state="uncertain", lease=None, lease_until=None, changed_at=now, detail=why)
                .values(first_try_at=tried, last_try_at=last, absent_checks=0)
                .returning(outbox.c.id)
            )
            ids = list(tx.execute(doubted).scalars())
            arrows = (("pending", "sending"), ("sending", "uncertain"))
            lines = [{"message_id": i, "at": now, "from_state": a, "to_state": b, "detail": why} for i in ids for a, b in arrows]
            if lines:
                tx.execute(delivery_log.insert(), lines)
    finally:
        engine.dispose()
    return f"; {len(ids)} messages will be looked for before they are said" if ids else ""
