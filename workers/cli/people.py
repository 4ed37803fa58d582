"""`wirewatch incidents`, `mute`, `mutes`, `unmute`, `audit`: what people look at and do while alerts come in."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import typer
from rich.markup import escape
from rich.table import Table

from monitor.alerting import words
from monitor.alerting.facts import FIGURES
from monitor.alerting.mutes import in_words, muted
from monitor.model.alert import Incident
from monitor.model.people import Mute
from monitor.model.rule import RuleHead
from workers.cli import asked
from workers.cli.base import GREATEST, app, complain, console, load
from workers.cli.replaying import moment
from workers.edges.store import SqlStore
from workers.ports import Board
from workers.toolbox import clock, open_store_of

LONGEST: Final = timedelta(days=7)

mute_app = typer.Typer(
    no_args_is_help=True,
    help="""Silence an incident, a place or a rule for a while: at the end one message says what was held back.

Critical news speaks all the same, unless you say [bold]--even-critical[/bold]; [bold]--unless "killed: at least 20"[/bold] lets
graver news through. Heads that stand are kept current, silently. [bold]wirewatch mutes[/bold] lists what is muted, and
[bold]wirewatch unmute N[/bold] lifts it.""",
)
app.add_typer(mute_app, name="mute")

For = Annotated[str, typer.Option("--for", help="How long: 1h, 8h, 3d; at most 7d.")]
Unless = Annotated[str, typer.Option("--unless", help="Graver news speaks: 'killed: at least 20'.")]
EvenCritical = Annotated[bool, typer.Option("--even-critical", help="Critical news is silenced too.")]
Reason = Annotated[str, typer.Option("--reason", help="For the record.")]
By = Annotated[str, typer.Option("--by", help="Who asks for it; default: the user of this machine.")]
Json = Annotated[bool, typer.Option("--json", help="For scripts: one JSON object a line.")]


@app.command()
def incidents(
    as_json: Json = False,
    since: Annotated[str, typer.Option("--since", help="Those that were told of since then: 12h, 3d.")] = "3d",
) -> None:
    """The open incidents, newest first: what is known of each. The number is what `wirewatch mute incident` takes."""
    store, now = _open(), clock()
    board = store.board(moment(since, now))
    alone = [i for i in board.incidents if not i.merged_into]
    rows = sorted(alone, key=lambda i: max(r.seen_at for r in i.reports), reverse=True)
    if as_json:
        for incident in rows:
            sys.stdout.write(json.dumps(_plain(incident, board, now), ensure_ascii=False) + "\n")
        return
    table = Table("", "last told", "incident", "rules")
    for incident in rows:
        told = _plain(incident, board, now)
        known = (told["toll"], "denied" if told["denied"] else "", f"{told['sources']} sources", told["muted"], *told["marks"])
        facts = f"{told['what']}, {told['where']}\n{' · '.join(filter(None, known))}"
        last = told["last"][5:16].replace("T", " ")
        table.add_row(incident.id[: asked.SHORT], last, escape(facts), escape("\n".join(told["rules"])))
    console.print(table if table.row_count else "no incident is open")


@mute_app.command("incident")
def mute_incident(
    number: Annotated[str, typer.Argument(help="As `wirewatch incidents` shows it, or the ref of its message in Slack.")],
    length: For = "8h", unless: Unless = "", even_critical: EvenCritical = False, reason: Reason = "", by: By = "",
) -> None:  # fmt: skip
    """Silence one incident."""
    store, now = _open(), clock()
    found = asked.incident(store.board(now - asked.OPEN_FOR), number)
    name = f"{words.kinds(found)}, {words.places(found, short=True)}"
    _mute(store, Mute(kind="incident", target=found.id, name=name, **_said(length, unless, even_critical, reason, by, now)), now)


@mute_app.command("place")
def mute_place(
    name: Annotated[str, typer.Argument(help="As a rule would write it: 'Idlib, Syria'. All inside it is silenced too.")],
    length: For = "8h", unless: Unless = "", even_critical: EvenCritical = False, reason: Reason = "", by: By = "",
) -> None:  # fmt: skip
    """Silence a place and all inside it."""
    from workers.cli.rule_room import open_rule_room  # noqa: PLC0415  (spaCy is slow to import)

    store, now = _open(), clock()
    place = asked.place(name, open_rule_room(None).language.atlas)
    said = _said(length, unless, even_critical, reason, by, now)
    _mute(store, Mute(kind="place", target=place.id, name=words.place(place, short=True), **said), now)


@mute_app.command("rule")
def mute_rule(
    name: Annotated[str, typer.Argument(help="The rule's id.")],
    length: For = "8h", unless: Unless = "", even_critical: EvenCritical = False, reason: Reason = "", by: By = "",
) -> None:  # fmt: skip
    """Silence a rule."""
    from workers.cli.rule_room import open_rule_room  # noqa: PLC0415  (spaCy is slow to import)

    store, now = _open(), clock()
    head: RuleHead = open_rule_room(None).rule(name).head
    said = _said(length, unless, even_critical, reason, by, now)
    _mute(store, Mute(kind="rule", target=head.id, name=head.title, **said), now)


@app.command()
def mutes(
    every: Annotated[bool, typer.Option("--all", help="Those that ran out or were lifted as well.")] = False,
    as_json: Json = False,
) -> None:
    """The mutes that run, newest first."""
    store, now = _open(), clock()
    found = store.mutes(None if every else now)
    if as_json:
        for mute in found:
            sys.stdout.write(json.dumps(asdict(mute), ensure_ascii=False, default=str) + "\n")
        return
    table = Table("", "muted", "until", "by")
    for mute in found:
        unless = [f"{mute.unless.figure} at least {mute.unless.low}"] if mute.unless else []
        unless += ["critical"] if mute.unless_critical else []
        ended = f"lifted by {mute.ended_by}" if mute.ended_at else "" if mute.until > now else "ran out"
        notes = (f"unless {' or '.join(unless)}" if unless else "critical news too", mute.reason, ended)
        what = f"{mute.kind}: {mute.name}\n{' · '.join(filter(None, notes))}"
        table.add_row(str(mute.id), escape(what), words.moment(mute.until), escape(mute.by))
    console.print(table if table.row_count else "nothing is muted")


@app.command()
def unmute(
    number: Annotated[int, typer.Argument(help="As `wirewatch mutes` shows it.", min=1, max=GREATEST)], by: By = ""
) -> None:
    """Lift a mute: what it held back is said now."""
    if why_not := _open().unmute(number, by=by or asked.me(), via="command line", now=clock()):
        complain(why_not)
        raise typer.Exit(1)
    console.print("lifted: what it held back is said now")


@app.command()
def audit(
    since: Annotated[str, typer.Option("--since", help="Only since then: 12h, 30d, or a day such as 2026-10-01.")] = "30d",
    as_json: Json = False,
) -> None:
    """What people did to alerts, newest first: who, when, how."""
    lines = _open().audit(moment(since, clock()))
    if as_json:
        for line in lines:
            sys.stdout.write(json.dumps({**asdict(line), "at": line.at.isoformat()}, ensure_ascii=False) + "\n")
        return
    table = Table("when", "who", "how", "what", "about", "")
    for line in lines:
        table.add_row(f"{line.at:%m-%d %H:%M}", *map(escape, (line.by, line.via, line.what, line.about, line.detail)))
    console.print(table if table.row_count else "nobody did anything yet")


def _open() -> SqlStore:
    return open_store_of(load("people"))


def _said(length: str, unless: str, even_critical: bool, reason: str, by: str, now: datetime) -> dict[str, Any]:
    return {
        "until": now + asked.duration(length, most=LONGEST), "by": by or asked.me(), "at": now, "reason": reason,
        "unless": asked.threshold(unless) if unless else None, "unless_critical": not even_critical,
    }  # fmt: skip


def _mute(store: SqlStore, wanted: Mute, now: datetime) -> None:
    mute = store.mute(wanted, via="command line", now=now)
    console.print(f"muted as number {mute.id}: {in_words(mute)}", markup=False, soft_wrap=True)


def _plain(incident: Incident, board: Board, now: datetime) -> dict[str, Any]:
    rules = sorted({rule for of, rule in board.told if of == incident.id})
    silent = [m for rule in rules if (m := muted(board.mutes, incident, RuleHead(id=rule, title=rule), now))]
    return {
        "id": incident.id, "what": words.kinds(incident),
        "where": words.place(incident.where, short=True), "day": incident.day.isoformat() if incident.day else None,
        "toll": ", ".join(f"{f} {words.toll(getattr(incident, f))}" for f in FIGURES if getattr(incident, f)),
        "denied": incident.denied, "sources": incident.sources, "rules": rules,
        "channels": sorted({m.channel for rule in rules for m in board.told[incident.id, rule]}),
        "first": min(r.seen_at for r in incident.reports).isoformat(),
        "last": max(r.seen_at for r in incident.reports).isoformat(),
        "muted": f"muted until {words.moment(silent[0].until)}" if silent else "",
        "marks": [f"{mark.kind} by {mark.by}" + (f": {mark.reason}" if mark.reason else "") for mark in incident.marks],
    }  # fmt: skip
