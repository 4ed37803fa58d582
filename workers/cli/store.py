"""`wirewatch db`: the store's tables, its backups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workers.cli.base import console, load
from workers.edges.store import upgrade
from workers.edges.store.backup import backup as back_up
from workers.edges.store.backup import restore as put_back
from workers.folders import make_private

app = typer.Typer(no_args_is_help=True, help="The store: upgrade its tables, back it up, restore it.")


@app.command("upgrade")
def db_upgrade() -> None:
    """Make or upgrade the tables. `wirewatch run` does it by itself; for several hosts run it once before the processes."""
    settings = load("db")
    make_private(settings.data)
    console.print(f"the store is at revision {upgrade(settings.store_url)}")


@app.command("backup")
def db_backup(
    target: Annotated[Path, typer.Argument(help="A new file: NAME.zip goes into either database, NAME.db is SQLite's own.")],
) -> None:
    """Copy the store while everything runs."""
    console.print(back_up(load("db").store_url, target))


@app.command("restore")
def db_restore(source: Annotated[Path, typer.Argument(help="A file of `db backup`.", exists=True, dir_okay=False)]) -> None:
    """Put a backup in place of the store. Stop Wirewatch first."""
    console.print(put_back(source, load("db").store_url))
