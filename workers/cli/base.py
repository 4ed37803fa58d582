"""What the commands share: the app, the settings, how to complain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workers import logs
from workers.folders import vouch_for_words
from workers.screen import SafeConsole
from workers.settings import Settings
from workers.toolbox import product_version

CANNOT_START = 3
GREATEST = 2**63 - 1  #: number that a store takes

app = typer.Typer(
    name="wirewatch",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Watches news feeds, reads articles into events, matches your rules, tells Slack.

First time? [bold]wirewatch demo[/bold] shows everything in a minute; [bold]wirewatch check[/bold] tells what is set up and what
is missing; [bold]wirewatch run[/bold] starts the daemon. Rules and feeds are YAML files in ./rules.

Settings are environment variables (or a .env file): SLACK_BOT_TOKEN, DATABASE_URL, REDIS_URL, WIREWATCH_DATA, WIREWATCH_RULES ...

Exit codes: 0 well, 1 something is wrong, 2 wrong usage, 3 cannot start (the message says what to change).""",
)

#: For people; standard output. Rich drops colours when it is no terminal.
console = SafeConsole(highlight=False)


def complain(words: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"wirewatch: {logs.blank_credentials(words)}\n")


def load(process: str) -> Settings:
    """Settings, with logging set up for this process."""
    settings = Settings()
    logs.configure(process, form=settings.log_format, level=settings.log_level)
    return settings


def _version(wanted: bool) -> None:
    if wanted:
        console.print(f"wirewatch {product_version()}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Options that stand before the command."""
    vouch_for_words(Path(".env"))
