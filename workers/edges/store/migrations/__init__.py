"""How the tables came to be, step by step. `upgrade` is the only thing that makes or changes tables."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from workers.edges.store.engine import make_engine, sorted_failures

#: The newest step; a test compares it with the folder.
HEAD = "0009"

_LOCK = 7_305_961  #: any number: two processes that start at once migrate one after the other


def upgrade(url: str) -> str:
    """Bring the database to the newest step, from nothing if need be. Returns the step; doing it twice does nothing."""
    from alembic import command  # noqa: PLC0415 - a tenth of a second that workers need not pay
    from alembic.config import Config  # noqa: PLC0415

    engine = make_engine(url)
    try:
        with sorted_failures(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return HEAD


def current_revision(url: str) -> str | None:
    """The step at which the database stands; None when it has no tables yet."""
    engine = make_engine(url)
    try:
        with sorted_failures(), engine.execution_options(writes=False).begin() as connection:
            return revision_of(connection)
    finally:
        engine.dispose()


def revision_of(connection: sa.Connection) -> str | None:
    """The same, on a connection."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return revision
