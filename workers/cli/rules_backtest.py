"""`wirewatch rules backtest` and `rules trial`: what rules would have told."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.matching.rule import Rule
from workers.cli import replaying
from workers.cli.backtest_page import page
from workers.cli.base import console
from workers.cli.replaying import Since
from workers.cli.rule_room import RuleRoom, open_rule_room
from workers.cli.rules import app
from workers.errors import Refused
from workers.replay.walk import Walked, walk
from workers.settings import Settings
from workers.toolbox import clock, limits

RulesFolder = Annotated[
    Path | None, typer.Option("--rules", help="Rules folder; default: the one of the settings.", exists=True, file_okay=False)
]
Again = Annotated[bool, typer.Option("--read-again", help="Read the articles anew instead of taking their stored readings.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Most = Annotated[int, typer.Option("--most", min=0, help="Incidents that are printed of each rule.")]


@app.command()
def backtest(
    rule: Annotated[
        str | None, typer.Argument(help="A rule's id or file name; without it: all that are live or on trial.")
    ] = None,
    since: Since = "30d",
    rules: RulesFolder = None,
    again: Again = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with a chart there.", dir_okay=False)] = None,
    most: Most = 20,
    as_json: Json = False,
) -> None:
    """What rules would have told in the past: alerts a day, the incidents, their articles.

    The archive is walked through again with the stored readings, by the evaluator and the incidents of the live line. Each rule
    is taken by itself and as if it were live. When another reader read the articles, a line says so. Exit code 1 when rules that
    were to be walked with have a mistake.

    wirewatch rules backtest idlib-raid --since 90d --html idlib.html
    """
    room = open_rule_room(rules)
    chosen = [room.rule(rule)] if rule is not None else list(room.rulebook.awake)
    if not chosen:
        raise Refused(f"there is no rule that is live or on trial in {room.folder}")
    until = clock()
    start = replaying.moment(since, until)
    walked, note = _walk(room, chosen, start, since, again=again)
    if html is not None:
        _write(html, page(chosen, walked, start, until, note))
    if as_json:
        sys.stdout.write(json.dumps(_as_json(chosen, walked, start, until, note), ensure_ascii=False) + "\n")
    else:
        _print(chosen, walked, start, until, most)
        replaying.warn(note)
    mistakes = room.mistakes if rule is None else []
    for mistake in mistakes:
        replaying.warn(str(mistake))
    raise typer.Exit(1 if mistakes else 0)


@app.command()
def trial(since: Since = "7d", rules: RulesFolder = None, again: Again = False, most: Most = 20, as_json: Json = False) -> None:
    """What the rules with `status: trial` would have told, by day, with the incidents and their articles.

    A trial rule is evaluated beside the live ones and never speaks. When what it would have told is right, set `status: live`.
    """
    room = open_rule_room(rules)
    chosen = [one for one in room.rulebook.awake if one.head.status == "trial"]
    until = clock()
    start = replaying.moment(since, until)
    walked, note = _walk(room, chosen, start, since, again=again) if chosen else (Walked(articles=0, alerts=()), "")
    if as_json:
        sys.stdout.write(json.dumps(_as_json(chosen, walked, start, until, note), ensure_ascii=False) + "\n")
        return
    if not chosen:
        console.print("no rule is on trial: a rule with `status: trial` is evaluated and never speaks")
        return
    _print(chosen, walked, start, until, most)
    replaying.warn(note)


def _walk(room: RuleRoom, chosen: Sequence[Rule], start: datetime, since: str, *, again: bool) -> tuple[Walked, str]:
    """(what came of it, a note when the readings are of another reader). `since`: `start` as it was asked for."""
    with replaying.open_archive() as store:
        readers = store.readers(start)
        total = sum(readers.values())
        archive = store.archived(start)
        some = replaying.read_again(archive, room.language, total) if again else replaying.progress(archive, total, "replaying")
        walked = walk(chosen, some, limits(Settings()), room.rulebook.rules)
    for article in walked.broken:
        replaying.warn(f"article {article} could not be filed: live it would have been set aside")
    return walked, replaying.tell_readers(readers, room.language.version, since, again=again)


def _print(chosen: Sequence[Rule], walked: Walked, start: datetime, until: datetime, most: int) -> None:
    for one in chosen:
        mine = [would for would in walked.alerts if would.rule_id == one.head.id]
        state = "" if one.head.status == "live" else f" [status: {one.head.status}]"
        console.print(f"{one.head.id}: {one.head.title}{state}: {len(mine)} alerts", style="bold", markup=False, soft_wrap=True)
        if mine:
            console.print(replaying.plot(replaying.per_day(mine, start, until)))
            replaying.tell("•", mine, most)
    console.print(f"{len(walked.alerts)} alerts from {walked.articles} articles since {start:%Y-%m-%d}")


def _as_json(chosen: Sequence[Rule], walked: Walked, start: datetime, until: datetime, note: str) -> dict[str, object]:
    rules = []
    for one in chosen:
        mine = [would for would in walked.alerts if would.rule_id == one.head.id]
        days = replaying.per_day(mine, start, until)
        rules.append(
            {
                "id": one.head.id,
                "title": one.head.title,
                "status": one.head.status,
                "hash": one.head.hash,
                "per_day": {day.isoformat(): count for day, count in days.items()},
                "incidents": [replaying.as_data(would) for would in mine],
            }
        )
    return {"since": start.isoformat(), "until": until.isoformat(), "articles": walked.articles, "note": note, "rules": rules}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
