"""`wirewatch rules diff`: the effect of an edit on the archive before it is live."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.matching.rule import Rule
from monitor.model.rule import Problem
from workers.cli import replaying
from workers.cli.base import console
from workers.cli.replaying import Since
from workers.cli.rule_room import RuleRoom, open_rule_room
from workers.cli.rules import app
from workers.cli.rules_backtest import Again, Json, Most, RulesFolder
from workers.errors import Refused
from workers.replay.differ import RuleChange, changed, compare
from workers.replay.walk import Archived
from workers.settings import Settings
from workers.toolbox import clock, limits


@app.command()
def diff(
    other: Annotated[
        str,
        typer.Argument(
            help="What to compare with: another rules folder, or a revision of the git repository.", metavar="PATH|GIT-REV"
        ),
    ] = "HEAD",
    since: Since = "30d",
    rules: RulesFolder = None,
    again: Again = False,
    most: Most = 20,
    as_json: Json = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit code 4 when an incident is gained or lost.")] = False,
) -> None:
    """Incidents that the rules in the working folder gain and lose against other rules, over the archive, rule by rule.

    Without an argument: against the last commit. Only rules whose content, or whose lists, changed are walked through; the
    answer is that of two full runs. `feeds.yaml` and the vocabulary are those of today on both sides.

    Exit code 0 when the two could be compared, 1 when a rule of the working folder has a mistake and was left out, 4 with
    --exit-code when an incident is gained or lost.

    wirewatch rules diff   ·   wirewatch rules diff main~3 --since 90d   ·   wirewatch rules diff ../rules-in-force
    """  # fmt: skip
    room = open_rule_room(rules)
    with _other_rules(other, room) as (before, old_mistakes):
        start = replaying.moment(since, clock())
        old, new = changed(before, room.rulebook.rules)
        changes, note, articles = list[RuleChange](), "", 0
        if old or new:
            changes, note, articles = _compare(room, before, start, since, again=again)
    if as_json:
        sys.stdout.write(json.dumps(_as_json(changes, articles, note), ensure_ascii=False) + "\n")
    else:
        _print(changes, articles, most)
        replaying.warn(note)
    for mistake in old_mistakes:
        replaying.warn(f"{other}: {mistake}")
    for mistake in room.mistakes:
        replaying.warn(str(mistake))
    moved = any(change.gained or change.lost for change in changes)
    raise typer.Exit(1 if room.mistakes else 4 if exit_code and moved else 0)


def _compare(
    room: RuleRoom, before: Sequence[Rule], start: datetime, since: str, *, again: bool
) -> tuple[list[RuleChange], str, int]:
    with replaying.open_archive() as store:
        readers = store.readers(start)
        total = sum(readers.values())
        fresh = replaying.read_again(store.archived(start), room.language, total) if again else None

        def archive() -> Iterator[Archived]:
            yield from replaying.progress(store.archived(start), total, "replaying") if fresh is None else fresh

        changes, was, will = compare(before, room.rulebook.rules, archive, limits(Settings()))
    note = replaying.tell_readers(readers, room.language.version, since, again=again)
    return changes, note, max(was.articles, will.articles)


@contextmanager
def _other_rules(other: str, room: RuleRoom) -> Iterator[tuple[tuple[Rule, ...], list[Problem]]]:
    """The rules to compare with, and their mistakes: of a folder, else of a revision."""
    if Path(other).is_dir():
        there = open_rule_room(Path(other), room.language)
        yield there.rulebook.rules, there.mistakes
        return
    with tempfile.TemporaryDirectory(prefix="wirewatch-rules-") as folder:
        _check_out(other, room.folder, Path(folder))
        there = open_rule_room(Path(folder), room.language)
        yield there.rulebook.rules, there.mistakes


def _check_out(revision: str, folder: Path, target: Path) -> None:
    """The rules folder as it was at that revision. Raises Refused when git knows no such thing."""
    if revision.startswith("-"):
        raise Refused(f"{revision!r} is neither a folder nor a revision")
    command = ["git", "-C", str(folder), "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        raise Refused(f"there is no folder {revision}, and git is not installed here") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().rpartition("\n")[2].removeprefix("fatal: ")
        raise Refused(f"{revision} is no folder, and no revision of {folder} in git either ({words}): give a folder of rules")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        tar.extractall(target, filter="data")


def _print(changes: Sequence[RuleChange], articles: int, most: int) -> None:
    for change in changes:
        told = f"{change.rule_id} ({change.kind}): {len(change.gained)} gained, {len(change.lost)} lost, {change.kept} kept"
        console.print(told, style="bold", markup=False, soft_wrap=True)
        replaying.tell("[green]+[/green]", change.gained, most)
        replaying.tell("[red]-[/red]", change.lost, most)
    gained, lost = sum(len(c.gained) for c in changes), sum(len(c.lost) for c in changes)
    if not changes:
        console.print("no rule changed what it does")
    else:
        console.print(f"{gained} incidents gained, {lost} lost, over {articles} articles")


def _as_json(changes: Sequence[RuleChange], articles: int, note: str) -> dict[str, Any]:
    return {
        "articles": articles,
        "note": note,
        "rules": [
            {
                "id": change.rule_id,
                "change": change.kind,
                "gained": [replaying.as_data(would) for would in change.gained],
                "lost": [replaying.as_data(would) for would in change.lost],
                "kept": change.kept,
            }
            for change in changes
        ],
    }
