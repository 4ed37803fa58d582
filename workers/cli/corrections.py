"""`wirewatch incident`, `ack`, `wrong`, `merge`, `split`: what people say of an incident; Slack shows it in the head."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from monitor.alerting import words
from monitor.alerting.facts import FIGURES
from monitor.model.alert import Incident, Report
from monitor.model.people import Mark, MarkKind, WrongReason
from workers.cli import asked
from workers.cli.base import GREATEST, app, complain, console, load
from workers.cli.people import By, Json
from workers.edges.store import SqlStore
from workers.toolbox import clock, open_store_of

Number = Annotated[str, typer.Argument(help="As `wirewatch incidents` shows it, or the ref of its message in Slack.")]


@app.command()
def incident(number: Number, as_json: Json = False) -> None:
    """One incident: who reports what of it, with the articles' numbers that `split` and `rules learn` take."""
    found = _found(_open(), number, clock())
    reports = sorted(found.reports, key=lambda r: r.seen_at)
    if as_json:
        for report in reports:
            sys.stdout.write(json.dumps(_plain(report), ensure_ascii=False) + "\n")
        return
    console.print(f"{words.incident(found)}, {words.weekday(found.day)}", highlight=False, markup=False)
    table = Table("article", "seen", "source", "says")
    for report in reports:
        plain = _plain(report)
        says = f"{report.title}\n{', '.join(filter(None, (plain['what'], plain['where'], plain['toll'])))}"
        table.add_row(report.article_id, words.moment(report.seen_at), escape(report.source), escape(says))
    console.print(table)
    for mark in found.marks:
        console.print(f"{mark.kind} by {mark.by}, {words.moment(mark.at)} {mark.reason}", highlight=False, markup=False)


@app.command()
def ack(number: Number, by: By = "") -> None:
    """Acknowledge an incident: its message shows who and when, and it is not said again."""
    store, now = _open(), clock()
    found = _found(store, number, now)
    _mark(store, found, _said("acknowledged", by, now), "acknowledged")


@app.command()
def wrong(
    number: Number,
    because: Annotated[WrongReason, typer.Option("--because", help="Why.")] = "other",
    rule: Annotated[str, typer.Option("--rule", help="Whose alert is wrong; default: all that alerted.")] = "",
    note: Annotated[str, typer.Option("--note", help="More about why, in your words.")] = "",
    by: By = "",
) -> None:
    """Mark an alert wrong: its thread falls silent unless it becomes critical, and `rules learn` can start from it."""
    store, now = _open(), clock()
    found = _found(store, number, now)
    reason = ": ".join(filter(None, (because, note)))
    _mark(store, found, _said("wrong", by, now, reason=reason, rule_id=rule), "marked wrong")
    for report in found.reports[:1]:
        console.print(f"next: wirewatch rules learn {report.article_id} wrong {rule}".rstrip(), highlight=False)


@app.command()
def merge(
    number: Number,
    into: Annotated[str, typer.Argument(help="The incident that tells of both from now on.")],
    by: By = "",
) -> None:
    """Make one incident part of another: what resembles either is filed there. `split` undoes it, article by article."""
    store, now = _open(), clock()
    one, other = _found(store, number, now), _found(store, into, now)
    _done(
        store.merge_incidents(one.id, other.id, by=by or asked.me(), via="command line", now=now),
        f"merged into {words.incident(other)}: its reports are filed there",
    )


@app.command()
def split(
    number: Number,
    articles: Annotated[
        list[int],
        typer.Argument(help="Articles that tell of something else: `wirewatch incident` has them.", min=1, max=GREATEST),
    ],
    by: By = "",
) -> None:
    """Take articles out of an incident for good: they are filed again, under another incident or a new one."""
    store, now = _open(), clock()
    found = _found(store, number, now)
    _done(
        store.split_incident(found.id, articles, by=by or asked.me(), via="command line", now=now),
        f"taken out of {words.incident(found)}: filed again in a moment",
    )


def _open() -> SqlStore:
    return open_store_of(load("corrections"))


def _found(store: SqlStore, number: str, now: datetime) -> Incident:
    return asked.incident(store.board(now - asked.OPEN_FOR), number)


def _said(kind: MarkKind, by: str, now: datetime, *, reason: str = "", rule_id: str = "") -> Mark:
    return Mark(kind=kind, by=by or asked.me(), at=now, reason=reason, rule_id=rule_id)


def _mark(store: SqlStore, found: Incident, mark: Mark, done: str) -> None:
    _done(store.mark_incident(found.id, mark, via="command line"), f"{done}: {words.incident(found)}")


def _done(why_not: str, done: str) -> None:
    if why_not:
        complain(why_not)
        raise typer.Exit(1)
    console.print(done, highlight=False, markup=False, soft_wrap=True)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "article": int(report.article_id) if report.article_id.isdigit() else report.article_id, "source": report.source,
        "title": report.title, "url": report.url, "seen": report.seen_at.isoformat(),
        "what": words.kinds(report), "where": words.places(report, short=True),
        "toll": ", ".join(f"{f} {words.toll(getattr(report, f))}" for f in FIGURES if getattr(report, f)),
        "reality": report.reality,
    }  # fmt: skip
