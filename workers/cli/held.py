"""`wirewatch held`: matches that wait for a person, because where it happened could not be told."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from monitor.alerting.reports import report_of
from monitor.matching.explain import in_short
from monitor.model.people import AuditLine
from monitor.model.place import Place
from workers.cli import asked
from workers.cli.base import GREATEST, complain, console, load
from workers.cli.base import app as main_app
from workers.edges.store import SqlStore
from workers.errors import Refused
from workers.ports import HeldDecision, HeldMatch
from workers.toolbox import clock, open_store_of

app = typer.Typer(
    invoke_without_command=True,
    help="""Matches of rules with [bold]where_unknown: hold[/bold]: all conditions hold, but the place could not be told.

Without a command: those that wait for you, oldest first. Read one with [bold]held show[/bold], then [bold]held release[/bold] it
(it alerts the ordinary way, once) or [bold]held drop[/bold] it. Who decided what is kept: [bold]held --decided[/bold].""",
)
main_app.add_typer(app, name="held")

Number = Annotated[int, typer.Argument(help="The number in the list.", min=1, max=GREATEST)]
By = Annotated[str, typer.Option("--by", help="Who decides; default: the user of this machine.")]
Json = Annotated[bool, typer.Option("--json", help="For scripts.")]


@app.callback()
def waiting(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a match, or a decision.")] = False,
    decided: Annotated[bool, typer.Option("--decided", help="What was decided, newest first, instead of what waits.")] = False,
) -> None:
    """List what is held."""
    if context.invoked_subcommand is not None:
        return
    store, now = _open(), clock()
    if decided:
        _tell_decisions(store, as_json=as_json)
        return
    found = store.held()
    if as_json:
        for match in found:
            sys.stdout.write(json.dumps(_plain(match, now), ensure_ascii=False) + "\n")
        return
    if not found:
        console.print("nothing is held")
        return
    table = Table("", "age", "rule", "article", "told")
    for match in found:
        told = in_short(match.reading.events[match.event])
        table.add_row(str(match.id), _age(match, now), escape(match.rule.title), escape(match.article.title), escape(told))
    console.print(table)
    console.print("wirewatch held show NUMBER · release NUMBER [--where PLACE] · drop NUMBER", style="dim")


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """One held match: the article, its sentence, and which conditions hold."""
    match, now = _one(_open(), number), clock()
    if as_json:
        sys.stdout.write(json.dumps(_plain(match, now), ensure_ascii=False) + "\n")
        return
    told = _plain(match, now)
    for name in ("rule", "title", "source", "url", "age", "event", "quote"):
        if told[name]:
            console.print(f"[dim]{name:<7}[/dim] ", end="")
            console.print(str(told[name]), markup=False, soft_wrap=True)
    for line in match.why:
        console.print("[green]✓[/green]       ", end="")
        console.print(line, markup=False, soft_wrap=True)
    if named := dict.fromkeys(m.place.name for m in match.reading.places):
        console.print(f"the article names: {', '.join(named)}", markup=False, soft_wrap=True)


@app.command()
def release(
    number: Number,
    where: Annotated[str, typer.Option("--where", help="Where it happened, as a rule would write it: 'Sarmin, Syria'.")] = "",
    by: By = "",
    reason: Annotated[str, typer.Option("--reason", help="For the record.")] = "",
) -> None:
    """Let it alert, the ordinary way and once. With --where the alert says so, and the rule must hold for that place."""
    store = _open()
    place = _place_for(_one(store, number), where) if where else None
    _decide(
        store, HeldDecision(match_id=number, decision="released", by=by or asked.me(), at=clock(), reason=reason, place=place)
    )
    console.print(f"released: the alert follows{f', in {place.name}' if place else ''}", markup=False)


@app.command()
def drop(
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="For the record.")] = "",
    by: By = "",
) -> None:
    """Let it go: nothing is said of it."""
    _decide(_open(), HeldDecision(match_id=number, decision="dropped", by=by or asked.me(), at=clock(), reason=reason))
    console.print("dropped")


def _open() -> SqlStore:
    return open_store_of(load("held"))


def _one(store: SqlStore, number: int) -> HeldMatch:
    found = next((match for match in store.held() if match.id == number), None)
    if found is None:
        raise Refused(f"nothing is held under the number {number}: wirewatch held lists what is")
    return found


def _decide(store: SqlStore, decision: HeldDecision) -> None:
    if why_not := store.decide_held(decision):
        complain(why_not)
        raise typer.Exit(1)
    what = "release" if decision.decision == "released" else "drop"
    detail = "; ".join(filter(None, (f"in {decision.place.name}" if decision.place else "", decision.reason)))
    about = f"held match {decision.match_id}"
    store.write_audit(AuditLine(at=decision.at, by=decision.by, via="command line", what=what, about=about, detail=detail))


def _place_for(match: HeldMatch, name: str) -> Place:
    """The place, if the rule holds with the event there. Raises Refused with the condition that fails."""
    from monitor.matching.condition import View  # noqa: PLC0415
    from monitor.matching.match import judge_rule  # noqa: PLC0415
    from workers.cli.rule_room import open_rule_room  # noqa: PLC0415  (spaCy is slow to import)

    room = open_rule_room(None)
    place = asked.place(name, room.language.atlas)
    rule = room.rule(match.rule.id)
    there = replace(match.reading.events[match.event], where=place)
    view = View(match.article, replace(match.reading, events=(there,)), match.article.seen_at or clock())
    judged = judge_rule(rule, view)
    if judged.miss is not None:
        failed = "; ".join(f"{v.condition}: {v.detail}" for v in judged.miss.failed)
        raise Refused(f"rule {rule.head.id} does not hold there: {failed}. Drop it, or release it without --where")
    return place


def _plain(match: HeldMatch, now: datetime) -> dict[str, Any]:
    event = match.reading.events[match.event]
    report = report_of(match.article, match.reading, match.event, story="", seen_at=match.article.seen_at or now)
    return {
        "number": match.id, "rule": f"{match.rule.title} ({match.rule.id})", "rule_id": match.rule.id,
        "article_id": match.article.id, "title": match.article.title, "source": match.article.source, "url": match.article.url,
        "age": _age(match, now), "seen_at": match.article.seen_at.isoformat() if match.article.seen_at else None,
        "event": in_short(event), "quote": report.quote, "held_because": "its place could not be told", "why": list(match.why),
    }  # fmt: skip


def _tell_decisions(store: SqlStore, *, as_json: bool) -> None:
    table = Table("", "decision", "by", "when", "rule", "article", "where", "reason")
    for made in store.held_decisions():
        if as_json:
            plain = {**asdict(made), "at": made.at.isoformat(), "place": made.place.name if made.place else None}
            sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
        where = made.place.name if made.place else ""
        cells = (made.decision, made.by, f"{made.at:%m-%d %H:%M}", made.rule_id, f"#{made.article_id}", where, made.reason)
        table.add_row(str(made.match_id), *map(escape, cells))
    if not as_json:
        console.print(table if table.row_count else "nothing was decided yet")


def _age(match: HeldMatch, now: datetime) -> str:
    if match.article.seen_at is None:
        return ""
    minutes = int((now - match.article.seen_at).total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"
