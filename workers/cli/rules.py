"""`wirewatch rules`: check the files, and what else analysts do with them (each in a file of its own)."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.markup import escape
from rich.table import Table

from monitor.matching.archive_advice import Cost
from monitor.model.rule import Problem
from workers.cli.base import console
from workers.cli.problem_formats import as_github, as_json, as_sarif
from workers.cli.rule_room import open_rule_room
from workers.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="Rule files: a new one, every mistake at once, advice, the tests in them.",
)

Folder = Annotated[
    Path | None, typer.Argument(help="Rules folder; default: the one of the settings.", exists=True, file_okay=False)
]
_MOST_COSTS = 40  # lines of the table


@app.command()
def check(
    folder: Folder = None,
    form: Annotated[
        Literal["text", "json", "sarif", "github"],
        typer.Option("--format", help="text; json; sarif (code scanning); github (annotations of a workflow)."),
    ] = "text",
    as_json_too: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    with_costs: Annotated[
        bool, typer.Option("--costs", help="How many archived articles each word, place and kind would bring.")
    ] = False,
    advice: Annotated[bool, typer.Option("--advice/--no-advice", help="Advice beside the mistakes.")] = True,
) -> None:
    """Every mistake in the rule files as file:line:column, with a guess; then advice. Exit code 1 when there is a mistake.

    Advice never keeps a rule out: rules that another one shadows, that no index can find, and, from the articles that this
    machine has archived, words that bring too much and words that are missed.
    """
    from workers.cli import rules_advice  # noqa: PLC0415

    room = open_rule_room(folder)
    archive = rules_advice.open_archive(Settings()) if advice or with_costs else None
    found = [*room.problems, *rules_advice.advise(room, archive)] if advice else room.mistakes
    costs = rules_advice.costs(room, archive) if with_costs else []
    home = room.home.relative_to(Path.cwd()) if room.home.is_absolute() and room.home.is_relative_to(Path.cwd()) else room.home
    rules, wrong = len(room.rulebook.heads), len(room.mistakes)
    if as_json_too or form == "json":
        more = {"costs": [asdict(cost) for cost in costs]} if with_costs else {}
        sys.stdout.write(as_json(found, rules=rules, mistakes=wrong, archived=len(archive.views) if archive else 0, **more))
    elif form == "sarif":
        sys.stdout.write(as_sarif(found, home))
    elif form == "github":
        sys.stdout.write(as_github(found, home))
    else:
        _tell(found, costs, archived=len(archive.views) if archive else None)
        console.print(f"{rules} rules good, {wrong} mistakes")
    raise typer.Exit(1 if wrong else 0)


def _tell(problems: list[Problem], costs: list[Cost], *, archived: int | None) -> None:
    """Mistakes and advice on standard error, as compilers do; the table of costs on standard output."""
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if archived is None:
        return
    if costs:
        table = Table("articles", "word, place or kind", "condition", "rule", title=f"of {archived} archived articles")
        for cost in costs[:_MOST_COSTS]:
            table.add_row(str(cost.articles), escape(cost.words), cost.path, cost.rule_id)
        console.print(table)
        if len(costs) > _MOST_COSTS:
            console.print(f"and {len(costs) - _MOST_COSTS} more: --json has them all")


@app.command()
def schema() -> None:
    """The JSON Schema of rule files, for editors: wirewatch rules schema > rules/rule.schema.json

    A first line `# yaml-language-server: $schema=../rule.schema.json` in a rule makes editors complete and check it.
    """
    from monitor.matching.schema import rule_schema  # noqa: PLC0415

    sys.stdout.write(json.dumps(rule_schema(), indent=1, ensure_ascii=False) + "\n")
