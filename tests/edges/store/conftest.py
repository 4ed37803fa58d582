"""The same tests on SQLite and on PostgreSQL.

PostgreSQL is the one that WIREWATCH_TEST_PG names, else one that runs on this machine, else the one inside the `pgserver` wheel
(WIREWATCH_TEST_PG=wheel takes that at once), else these tests are skipped and say so. Each test process has its own schema.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from workers.edges.store import SqlStore, open_store, upgrade
from workers.edges.store.engine import make_engine
from workers.edges.store.tables import metadata


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite store to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL where we may make schemas."""
    named = os.environ.get("WIREWATCH_TEST_PG")
    for url in [named] if named else ["postgresql:///test", "postgresql:///postgres"]:
        if url != "wheel" and _reachable(url):
            yield url
            return
    if named and named != "wheel":
        pytest.fail(f"WIREWATCH_TEST_PG={named} cannot be reached")
    with tempfile.TemporaryDirectory(prefix="ww-pg-", ignore_cleanup_errors=True) as folder:
        stop, url = _start_wheel(Path(folder))
        yield url
        stop()


def _start_wheel(folder: Path) -> tuple[Callable[[], object], str]:
    """The PostgreSQL that the `pgserver` wheel carries. It refuses to run as root: then it runs as nobody.

    (The wheel's own starter would add a user to the system and open every folder above the data to everybody.)
    """
    wheel = importlib.util.find_spec("pgserver")
    if wheel is None or wheel.origin is None:
        pytest.skip("no PostgreSQL runs here, and there is no pgserver wheel")
    programs, who = Path(wheel.origin).parent / "pginstall" / "bin", "nobody" if os.geteuid() == 0 else None
    if who:
        shutil.chown(folder, who)

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", folder / "data", *arguments], check=True, user=who, cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, extra_groups=[] if who else None,
        )  # fmt: skip

    try:
        call("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8")
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses= -c fsync=off", "start")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no PostgreSQL runs here, and the wheel's does not start: {getattr(error, 'stderr', error)}")
    return lambda: call("pg_ctl", "-m", "immediate", "stop"), f"postgresql://postgres@/postgres?host={folder}"


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: str) -> Iterator[str]:
    """The URL of a migrated schema that is dropped in the end."""
    with _schema(postgres_server) as url:
        upgrade(url)
        yield url


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[str]:
    """The URL of a schema without tables."""
    with _schema(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def postgres_url(postgres_schema: str) -> str:
    engine = make_engine(postgres_schema)
    with engine.begin() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
        tx.execute(sa.text("INSERT INTO board_version (id, version) VALUES (1, 0)"))
    engine.dispose()
    return postgres_schema


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated store, on each database."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    store = open_store(url)
    yield store
    store.close()


def _reachable(url: str) -> bool:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(sa.text("SELECT has_database_privilege(current_database(), 'CREATE')")).scalar())
    except sa.exc.DBAPIError:
        return False
    finally:
        engine.dispose()


class _schema:
    def __init__(self, server: str) -> None:
        self.name = f"wirewatch_test_{uuid.uuid4().hex[:12]}"
        self.engine = make_engine(server)
        self.url = f"{server}{'&' if '?' in server else '?'}options={quote(f'-csearch_path={self.name}')}"

    def __enter__(self) -> str:
        with self.engine.begin() as tx:
            tx.execute(sa.text(f"CREATE SCHEMA {self.name}"))
        return self.url

    def __exit__(self, *_: object) -> None:
        with self.engine.begin() as tx:
            tx.execute(sa.text(f"DROP SCHEMA {self.name} CASCADE"))
        self.engine.dispose()
