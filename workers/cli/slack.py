"""Slack: is it set up, and does a message go there and come back?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from workers.cli.base import console, load
from workers.settings import Settings
from workers.toolbox import open_rules, open_slack_probe, secret

app = typer.Typer(no_args_is_help=True, help="Slack: check the app's rights, and try a message there and back.")


@app.command()
def check() -> None:
    """Tokens, scopes, and each channel that a rule or a setting names: well, or what to do. Exit code 1 when something is wrong.

    Nothing is said in any channel.
    """
    settings = load("slack")
    _tell(open_slack_probe(settings).check_access(_channels(settings), secret(settings.slack_app_token)))


@app.command()
def selftest(
    channel: Annotated[str, typer.Argument(help="A channel that the app was invited to, without the hash; a quiet one.")],
    patience: Annotated[float, typer.Option(help="Seconds until a message must show in the history.")] = 60.0,
) -> None:
    """Say a message, find it, answer it, change it, delete it. To be run once on a new workspace.

    It measures how long a message takes to show in the channel's history: WIREWATCH_SETTLE must be longer.
    """
    _tell(open_slack_probe(load("slack")).selftest(channel.lstrip("#"), patience=patience))


def _channels(settings: Settings) -> list[str]:
    """Every channel that something may be said in."""
    state = open_rules(settings).refresh()
    rules = [head.channel for head in state.heads if head.status == "live"]
    named = [settings.default_channel, settings.operators_channel, *rules, *(route.channel for route in state.routing.routes)]
    return sorted({channel for channel in named if channel})


def _tell(findings: Iterable[Any]) -> None:
    wrong = 0
    for finding in findings:
        console.print("[green]ok[/green]   " if finding.well else "[red]mend[/red] ", end="")
        console.print(f"{finding.what}: {finding.words}", markup=False, soft_wrap=True)
        wrong += not finding.well
    raise typer.Exit(1 if wrong else 0)


__all__ = ["app"]
