"""`wirewatch rules`: check the files, run their tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workers.cli.base import console
from workers.errors import Refused
from workers.settings import Settings
from workers.toolbox import clock

if TYPE_CHECKING:
    from monitor.matching.rulebook import Rulebook
    from monitor.model.rule import Problem
    from workers.edges.language import LocalLanguage

app = typer.Typer(no_args_is_help=True, help="Rule files: every mistake at once, and the tests in them.")

Folder = Annotated[
    Path | None, typer.Argument(help="Rules folder; default: the one of the settings.", exists=True, file_okay=False)
]


@app.command()
def check(folder: Folder = None) -> None:
    """Every mistake in the rule files as file:line:column; exit code 1 when there is one."""
    rulebook, problems, _ = load(folder)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    wrong = sum(problem.severity == "error" for problem in problems)
    console.print(f"{len(rulebook.heads)} rules good, {wrong} mistakes")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def test(folder: Folder = None) -> None:
    """Run the tests that stand in the rule files; exit code 1 when one fails."""
    from monitor.matching.casetests import run_tests  # noqa: PLC0415

    rulebook, problems, language = load(folder)
    results = run_tests(rulebook, language.read, clock())
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    for result in results:
        if not result.passed:
            sys.stderr.write(f"{result}\n")
    failed = sum(not result.passed for result in results)
    console.print(f"{len(results) - failed} tests passed, {failed} failed")
    raise typer.Exit(1 if failed or any(p.severity == "error" for p in problems) else 0)


def load(folder: Path | None) -> tuple[Rulebook, list[Problem], LocalLanguage]:
    """(rulebook, problems, language) of a folder."""
    from workers.analyse import load_rules  # noqa: PLC0415  (spaCy is slow to import)
    from workers.edges.language import LocalLanguage  # noqa: PLC0415
    from workers.edges.rules_folder import read_vocabulary  # noqa: PLC0415

    where = folder or Settings().rules_folder
    if not where.is_dir():
        raise Refused(f"there is no rules folder {where}: set WIREWATCH_RULES, or copy the examples there")
    language = LocalLanguage(read_vocabulary(where))
    rulebook, problems = load_rules(where, language)
    return rulebook, problems, language
