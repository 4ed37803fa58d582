"""`wirewatch explain`: why an article alerted, or why it did not, stage by stage and condition by condition."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from monitor.matching.condition import View
from monitor.matching.explain import Explained, explain_all, explain_rule
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.rule import Verdict
from monitor.model.span import Span
from workers.cli import replaying, stages
from workers.cli.articles import given_article
from workers.cli.base import app, console
from workers.cli.rule_room import RuleRoom, open_rule_room
from workers.cli.stages import Stage
from workers.errors import Refused
from workers.settings import Settings
from workers.toolbox import open_store_of

if TYPE_CHECKING:
    from workers.edges.store.dossier import Dossier

_MARKS: Final = {
    "passed": "[green]✓[/green]",
    "failed": "[red]✗[/red]",
    "waiting": "[yellow]…[/yellow]",
    "skipped": "[dim]–[/dim]",
}
_MOST_WORDS: Final = 4  # pieces of evidence of one condition
_LONGEST_WORDS: Final = 60  # characters of one of them


@app.command()
def explain(
    article: Annotated[str, typer.Argument(help="An archive id, a file (text, JSON or HTML), a URL, or - for standard input.")],
    rule: Annotated[str | None, typer.Argument(help="A rule's id or file name; without it: all rules.")] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Rules folder; default: the one of the settings.", exists=True, file_okay=False)
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read an archived article anew instead of taking its stored reading.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Why an article alerted or not: every stage of its walk, and every condition of a rule with the words that met it.

    With a rule: each condition, held (and on which words) or failed (and how near it was). Without: the rules that match, and
    the near misses, of which all conditions but one hold. It is the same evaluator that judges live; archived articles are
    judged by today's rules, and what was decided then stands under "suppressed" and "sent".

    wirewatch explain 1234   ·   wirewatch explain story.txt idlib-raid-casualties   ·   wirewatch explain https://...
    """
    subject = _subject(article, again)
    room = open_rule_room(rules)
    asked = room.rule(rule) if rule is not None else None
    if subject.reading is None:
        reading = room.language.read(subject.article)
    else:
        reading = subject.reading
    view = View(subject.article, reading, datetime.now(UTC))
    one = explain_rule(asked, view) if asked else None
    matching, near = ([], []) if asked else explain_all(room.rulebook.awake, view)
    walk = [
        *subject.walk,
        *stages.reading_of(reading, again=subject.dossier is not None and subject.dossier.read_again),
        stages.judged(one, matching, near),
        *stages.told(subject.dossier, asked.head.id if asked else None),
    ]
    note = replaying.tell_reader(reading.reader, room.language.version, subject.article.seen_at)
    if as_json:
        told = [one] if one else [*matching, *near]
        sys.stdout.write(json.dumps({**_as_json(subject.article, walk, told), "note": note}, ensure_ascii=False) + "\n")
        return
    _print(subject.article, walk, one, matching, near, room)
    replaying.warn(note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The article, how it came here, and what the archive knows of it."""

    article: Article
    walk: list[Stage]  #: feed, fetched, cleaned
    reading: Reading | None = None
    dossier: Dossier | None = None


def _subject(words: str, again: bool) -> Subject:
    if not re.fullmatch(r"#?\d{1,18}", words):
        article, where = given_article(words, Settings())
        return Subject(article=article, walk=stages.by_hand(where, len(article.text)))
    settings = Settings()
    if settings.database_url is None and not (settings.data / "wirewatch.db").exists():
        raise Refused(f"there is no archive in {settings.data} yet: `wirewatch run` makes one; or give a file or a URL")
    store = open_store_of(settings)
    try:
        dossier = store.dossier(int(words.removeprefix("#")))
    finally:
        store.close()
    if dossier is None:
        raise Refused(f"the archive has no article {words} (a file of that name is given as ./{words})")
    reading = None if again else dossier.reading
    return Subject(article=dossier.article, walk=stages.from_the_archive(dossier), reading=reading, dossier=dossier)


def _print(
    article: Article, walk: list[Stage], one: Explained | None, matching: list[Explained], near: list[Explained], room: RuleRoom
) -> None:
    _line("", article.title or article.text[:80], style="bold")
    for stage in walk:
        _line(f"{_MARKS[stage.state]} {stage.name:<11}", stage.detail)
    for heading, some in (("", [one] if one else []), ("matches", matching), ("near misses: all but one condition held", near)):
        if heading and some:
            console.print(f"\n[bold]{heading}[/bold]")
        for told in some:
            _line("\n", f"{told.rule.id}: {told.rule.title} ({told.rule.file}){_off(told)}", style="bold")
            for verdict in told.verdicts:
                _line(f"  {_MARKS['passed' if verdict.held else 'failed']} {verdict.condition:<18} ", _detail(article, verdict))
    if room.mistakes:
        _line("[yellow]![/yellow] ", f"{len(room.mistakes)} mistakes in the rule files: wirewatch rules check tells them")


def _off(told: Explained) -> str:
    return "" if told.rule.status == "live" else f" [status: {told.rule.status}]"


def _line(mark: str, words: str, style: str | None = None) -> None:
    console.print(mark, end="")
    console.print(words, markup=False, soft_wrap=True, style=style)


def _detail(article: Article, verdict: Verdict) -> str:
    words = _words(article, verdict.evidence)
    return verdict.detail + (f"  «{'», «'.join(words)}»" if words else "")


def _words(article: Article, spans: tuple[Span, ...]) -> list[str]:
    """The words of the article at those spans, shortened."""
    said = []
    for span in spans[:_MOST_WORDS]:
        whole = article.title if span.part == "title" else article.text
        words = " ".join(whole[span.start : span.end].split())
        said.append(words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS]}…")
    return list(dict.fromkeys(word for word in said if word))


def _as_json(article: Article, walk: list[Stage], told: list[Explained]) -> dict[str, Any]:
    return {
        "article": {"id": article.id, "title": article.title, "url": article.url},
        "stages": [{"name": s.name, "state": s.state, "detail": s.detail} for s in walk],
        "rules": [
            {
                "id": e.rule.id,
                "title": e.rule.title,
                "file": e.rule.file,
                "status": e.rule.status,
                "matched": e.matched,
                "held": e.held,
                "near": e.near,
                "event": e.event,
                "conditions": [
                    {"condition": v.condition, "held": v.held, "detail": v.detail, "words": _words(article, v.evidence)}
                    for v in e.verdicts
                ],
            }
            for e in told
        ],
    }
