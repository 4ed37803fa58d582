"""`wirewatch read`: one article with what was read in it, in colour, with the reason for each claim and each refusal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from monitor.alerting.words import places as place_words
from monitor.alerting.words import toll as toll_words
from monitor.model.article import Article
from monitor.model.event import Event, Reading, Refusal
from monitor.model.span import Part
from workers.cli.articles import given_article
from workers.cli.base import app, console, load
from workers.cli.marks import FIGURES, layers
from workers.errors import Refused

#: Layer -> its colour on a terminal. What is said first lies above what is said later.
STYLES: Final = {"event": "bold red", "figure": "bold yellow", "place": "green", "entity": "cyan"}


@app.command()
def read(
    article: Annotated[str, typer.Argument(help="A file (text, JSON or HTML), a URL, or - for standard input.")],
    title: Annotated[
        str | None, typer.Option(help="The headline; default: the first line, when an empty line follows it.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help='The day that "Thursday" is counted from: 2026-11-20. Default: now.')
    ] = None,
    language: Annotated[str | None, typer.Option(help="ISO code, such as en; default: as detected.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with everything marked, by spaCy's displaCy.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with spans and refusals.")] = False,
) -> None:
    """Read one article and show what was read: events, places, figures, names, marked in the text, each with its reason.

    Under the events stand the words that were passed over, and why: a strike of workers, a place where somebody only spoke, a
    number that counts no people. To see which rules match, and why not: wirewatch explain.

    wirewatch read story.txt   ·   wirewatch read https://... --html story.html   ·   cat story.txt | wirewatch read - --json
    """
    settings = load("read")
    given, where = given_article(article, settings)
    one = replace(
        given, title=title if title is not None else given.title, language=language or given.language,
        published_at=_day(published) if published else given.published_at or datetime.now(UTC),
    )  # fmt: skip
    from workers.toolbox import open_language  # noqa: PLC0415  (spaCy is slow to import)

    reader, _ = open_language(settings)
    reading, refused = reader.explain(one)
    if as_json:
        sys.stdout.write(json.dumps(_plain(one, reading, refused), ensure_ascii=False) + "\n")
        return
    if html is not None:
        from workers.cli.read_page import page  # noqa: PLC0415

        html.write_text(page(one, reading, refused), encoding="utf-8")
        console.print(f"written: {html}", markup=False)
        return
    _show(one, where, reading, refused)


def _day(words: str) -> datetime:
    try:
        when = datetime.fromisoformat(words)
    except ValueError:
        raise Refused(f"--published: {words!r} is no day; write 2026-11-20, or 2026-11-20T14:30Z") from None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def marked(text: str, part: Part, reading: Reading) -> Text:
    """The text in colour; of two marks on one word the weightier one."""
    shown = Text(text)
    for name, spans in reversed(layers(reading).items()):
        for span in spans:
            if span.part == part:
                shown.stylize(STYLES[name], span.start, span.end)
    return shown


def _show(one: Article, where: str, reading: Reading, refused: Sequence[Refusal]) -> None:
    key = Text("  ").join([Text(name, style=style) for name, style in STYLES.items()])
    head = Text(f"{where} · language: {reading.language or 'not told, read as English'} · published {one.published_at:%Y-%m-%d}")
    if reading.written:
        head.append(f" (the article itself says {reading.written})")
    console.print(Group(head, key, Text(), marked(one.title, "title", reading) if one.title else Text(), Text()))
    console.print(marked(one.text, "text", reading))
    for note in reading.notes:
        console.print(f"[yellow]note:[/yellow] {escape(note)}")
    console.print("\n[bold]events[/bold]" if reading.events else "\nno event was read")
    for n, event in enumerate(reading.events, 1):
        console.print(_event(n, event))
    if refused:
        table = Table("words", "why", title="passed over", title_justify="left", box=None, pad_edge=False)
        for refusal in refused:
            table.add_row(escape(refusal.words), escape(refusal.why))
        console.print(table)


def _event(n: int, e: Event) -> Text:
    """Two or three lines: what, where, when, how many; who; why."""
    people = "".join(f", {f} {toll_words(toll)}" for f in FIGURES if (toll := getattr(e, f)) is not None)
    victims = (
        f" ({e.victims}s)"
        if e.victims in ("civilian", "combatant")
        else " (civilians and combatants)"
        if e.victims == "both"
        else ""
    )
    told = Text(f"{n}. ", style="dim")
    told.append(", ".join(e.kinds), style=STYLES["event"] if e.reality == "happened" else "dim")
    told.append(f", {place_words(e)}{f', {e.date}' if e.date else ''}{people}{victims}, {e.reality}{', main' if e.main else ''}")
    if e.targets:
        told.append(f"\n   attacked: {', '.join(f'{t.name} ({t.kind})' for t in e.targets)}")
    if e.actors:
        told.append(f"\n   who: {', '.join(f'{a.role} {a.name}' for a in e.actors)}")
    return told.append(f"\n   why: {'; '.join(e.reasons) or 'no reason was kept'}", style="dim")


def _plain(one: Article, reading: Reading, refused: Sequence[Refusal]) -> dict[str, Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415

    body: dict[str, Any] = TypeAdapter(Reading).dump_python(reading, mode="json")
    told = {"title": one.title, "text": one.text, "published_at": one.published_at.isoformat() if one.published_at else None}
    return {"article": told, **body, "refusals": list(_spans(refused))}


def _spans(refused: Iterable[Refusal]) -> Iterator[dict[str, Any]]:
    for r in refused:
        yield {"start": r.span.start, "end": r.span.end, "part": r.span.part, "words": r.words, "why": r.why}
