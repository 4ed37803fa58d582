"""`wirewatch rules new`: five questions, each answer checked at once; then a file with tests that pass."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

import typer

from monitor.matching.drafting import Draft, Example, alerting, rule_text, scalar, silent
from monitor.matching.figures import FIGURES
from monitor.matching.nodes import guess
from monitor.matching.rule import Rule
from monitor.matching.rulebook import Rulebook, load_rulebook
from monitor.model.kinds import PARENT
from monitor.model.rule import LEVELS, Problem
from workers.cli.base import complain, console
from workers.cli.rule_room import RuleRoom, open_rule_room
from workers.cli.rules import app
from workers.errors import Refused
from workers.own_tests import run_own_tests
from workers.settings import Settings, shipped_rules
from workers.toolbox import clock

SCHEMA: Final = "rule.schema.json"
_STARTER: Final = ("feeds.yaml", SCHEMA)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What answers are checked against."""

    room: RuleRoom
    lists: dict[str, bytes]

    def compile(self, text: str) -> tuple[Rule | None, list[Problem]]:
        """The rule of a text, or its mistakes."""
        language = self.room.language
        book, problems = load_rulebook(
            {"new.yaml": text}, atlas=language.atlas, lists=self.lists, canonical=language.canonical
        )  # fmt: skip
        return next(iter(book.rules), None), [p for p in problems if p.file == "new.yaml"]

    def wrong(self, draft: Draft) -> str:
        """What is wrong with the answers so far, in words; "" when nothing is."""
        whole = draft if draft.kinds or draft.phrases else replace(draft, kinds=("attack",))
        return "; ".join(p.message for p in self.compile(rule_text(whole))[1] if p.severity == "error")


Answer = Callable[[Draft, str], Draft]


def _what(draft: Draft, words: str) -> Draft:
    quoted = re.findall(r'"([^"]+)"', words)
    if quoted:
        return replace(draft, phrases=tuple(quoted))
    if not words:
        raise Refused("something has to be watched for: a kind of event, or words in quotes")
    return replace(draft, kinds=tuple(part.strip() for part in re.split(r"[;,]", words) if part.strip()))


def _where(draft: Draft, words: str) -> Draft:
    if words and draft.phrases:
        raise Refused("a text watch has no place: leave this empty, or ask for a kind of event")
    return replace(draft, places=tuple(part.strip() for part in words.split(";") if part.strip()))


def _figure(draft: Draft, words: str) -> Draft:
    if not words:
        return replace(draft, figure="", wanted="")
    if words.isdecimal():
        words = f"casualties: at least {words}"
    figure, colon, wanted = (part.strip() for part in words.partition(":"))
    if figure not in FIGURES or not colon:
        raise Refused(f"a figure is one of {', '.join(FIGURES)}, as in 'killed: at least 5'{guess(figure, FIGURES)}")
    return replace(draft, figure=figure, wanted=wanted)


def _channel(draft: Draft, words: str) -> Draft:
    return replace(draft, channel=words)


def _level(draft: Draft, words: str) -> Draft:
    if words and words not in LEVELS:
        raise Refused(f"unknown level '{words}'{guess(words, LEVELS)}: one of {', '.join(LEVELS)}")
    return replace(draft, level=words or "medium")


def _questions() -> list[tuple[str, str, Answer]]:
    kinds = ", ".join(kind for kind in PARENT if kind != "other")
    return [
        ("what", f'What happens? A kind ({kinds}), or words to watch for in "quotes"', _what),
        ("where", "Where? As in 'Idlib, Syria', or 'Georgia (country)'; several with ';' between; Enter: anywhere", _where),
        ("at-least", "How bad? A number is killed and wounded together; or as in 'killed: at least 5'; Enter: any", _figure),
        ("channel", "Which Slack channel? Without the hash; Enter: the default", _channel),
        ("level", f"How grave? {', '.join(LEVELS)}; Enter: medium", _level),
    ]


@app.command()
def new(
    what: Annotated[str | None, typer.Option("--what", help='A kind of event, or "words" in quotes.')] = None,
    where: Annotated[str | None, typer.Option("--where", help="A place; several with ';' between; empty: anywhere.")] = None,
    at_least: Annotated[str | None, typer.Option("--at-least", help="5, or 'killed: at least 5'; empty: any.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="Without the hash; empty: the default.")] = None,
    level: Annotated[str | None, typer.Option("--level", help=f"{', '.join(LEVELS)}.")] = None,
    title: Annotated[str, typer.Option("--title", help="Default: made from the answers.")] = "",
    folder: Annotated[Path | None, typer.Option("--rules", help="Rules folder; default: ./rules.", file_okay=False)] = None,
) -> None:
    """A new rule from five questions: what, where, how bad, which channel, how grave.

    Each answer is checked at once (is there such a place, such a kind?). The file has two tests in it, which were run. What is
    given as an option is not asked; where nobody can be asked, what is not given is left out. Without a rules folder one is
    made, with the starter feeds.
    """
    given = {"what": what, "where": where, "at-least": at_least, "channel": channel, "level": level}
    home = folder or Settings().rules or Path("rules")
    fresh = not home.is_dir()
    room = open_rule_room(shipped_rules() if fresh else home)
    room = replace(room, rulebook=Rulebook(), problems=[]) if fresh else room
    desk = Desk(room=room, lists={f"lists/{p.name}": p.read_bytes() for p in sorted((home / "lists").glob("*.y*ml"))})
    draft = Draft(title=title.strip())
    for name, question, answer in _questions():
        draft = _ask(desk, draft, name, question, answer, given[name])
    if draft.channel and (said := _strange_channel(draft.channel, room)):
        complain(said)
    path = home / "alerts" / f"{draft.name}.yaml"
    if path.exists() or any(draft.name == head.id for head in room.rulebook.heads):
        raise Refused(f"there is a rule {draft.name} already: give this one another --title")
    if fresh:
        _furnish(home)
    text, tests = _with_tests(desk, draft, f"../{SCHEMA}" if (home / SCHEMA).exists() else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    console.print(text, markup=False, soft_wrap=True)
    console.print(f"{path} is written; {tests} of its tests pass", markup=False, soft_wrap=True)
    if tests < 2:
        complain("no example article of our own came out as it should: add a test with words of real news")
    console.print(
        "A running Wirewatch takes it up within seconds. Try it: wirewatch explain ARTICLE " + path.stem,
        markup=False,
        soft_wrap=True,
    )


def _ask(desk: Desk, draft: Draft, name: str, question: str, answer: Answer, given: str | None) -> Draft:
    """The draft with one answer more. On a terminal a wrong answer is asked for again; else it is refused."""
    asked = given is None and sys.stdin.isatty()
    while True:
        words = input(f"{question}\n> ") if asked else (given or "")
        try:
            draft_now = answer(draft, words.strip())
            wrong = desk.wrong(draft_now)
        except Refused as refused:
            wrong = str(refused)
        if not wrong:
            return draft_now
        if not asked:
            raise Refused(f"--{name}: {wrong}")
        complain(wrong)


def _with_tests(desk: Desk, draft: Draft, schema: str) -> tuple[str, int]:
    """The file with one example that alerts and one that does not, as far as there are such that come out so; and how many."""
    chosen: list[Example] = []
    for candidates in (alerting(draft), silent(draft)):
        chosen += next(([example] for example in candidates if _comes_out(desk, draft, example)), [])
    text = rule_text(draft, chosen, schema=schema)
    rule, problems = desk.compile(text)
    if rule is None:
        raise Refused(f"a bug of ours: the new rule would have a mistake: {problems[0]}")
    return text, len(chosen)


def _comes_out(desk: Desk, draft: Draft, example: Example) -> bool:
    rule, _ = desk.compile(rule_text(draft, [example]))
    return rule is not None and all(r.passed for r in run_own_tests(rule, desk.room.language.read, clock()))


def _strange_channel(channel: str, room: RuleRoom) -> str:
    """A word about a channel that nothing else speaks to; "" when it is known or nothing can be said."""
    known = {head.channel for head in room.rulebook.heads if head.channel} | {Settings().default_channel}
    if channel in known:
        return ""
    return f"no other rule tells #{scalar(channel)}{guess(channel, known)}: invite the app there (/invite)"


def _furnish(home: Path) -> None:
    """A new rules folder, with the starter feeds and the schema for editors."""
    home.mkdir(parents=True)
    for name in _STARTER:
        shutil.copyfile(shipped_rules() / name, home / name)
    console.print(f"{home} is new: with the starter feeds in {home / 'feeds.yaml'}", markup=False, soft_wrap=True)
