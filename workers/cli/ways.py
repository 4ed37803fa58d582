"""Ways out beside Slack: which there are, and does a message go that way?"""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

import typer

from monitor.alerting.waytext import notice
from monitor.matching.nodes import guess
from monitor.matching.waylist import FILE, load_ways
from monitor.model.routing import Way
from workers.cli.base import complain, console, load
from workers.errors import Ambiguous, Permanent, Refused, Transient
from workers.settings import Settings
from workers.toolbox import open_ways

app = typer.Typer(invoke_without_command=True, help="Other ways out than Slack: list them, and send a marked test message.")


@app.callback()
def listed(context: typer.Context) -> None:
    """The ways of rules/ways.yaml, and what each needs from the environment that is not set. Exit code 1 when something is."""
    if context.invoked_subcommand is not None:
        return
    settings = load("ways")
    door, ways = open_ways(settings), _ways(settings)
    wanting = 0
    for way in ways:
        missing = door.missing(way)
        wanting += bool(missing)
        where = f" {way.file}" if way.file else ""
        console.print(f"{way.name:20} {way.kind}{where}" + (f"  not set: {', '.join(missing)}" if missing else ""), markup=False)
    if not ways:
        console.print(f"{settings.rules_folder / FILE} names none yet (docs/operations.md)", markup=False)
    raise typer.Exit(1 if wanting else 0)


@app.command()
def test(name: Annotated[str, typer.Argument(help="The way's name in rules/ways.yaml.")]) -> None:
    """Send a message that says it is a test. Exit code 1 when it was not taken, with what was said."""
    settings = load("ways")
    ways = {way.name: way for way in _ways(settings)}
    if name not in ways:
        raise Refused(f"{settings.rules_folder / FILE} names no way '{name}'{guess(name, ways)}")
    letter = notice(str(uuid4()), "This is a test of Wirewatch. Nothing has happened.", f"way:{name}")
    try:
        open_ways(settings).send(ways[name], letter)
    except (Transient, Ambiguous, Permanent) as trouble:
        complain(trouble.reason)
        raise typer.Exit(1) from None
    console.print(f"{name}: taken", markup=False)


def _ways(settings: Settings) -> tuple[Way, ...]:
    try:
        body = (settings.rules_folder / FILE).read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Refused(f"{settings.rules_folder / FILE} cannot be read: {error.strerror or error}") from None
    ways, problems = load_ways(body)
    for problem in problems:
        complain(str(problem))
    return ways


__all__ = ["app"]
