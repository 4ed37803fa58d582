"""`wirewatch rules learn`: from a wrong or missed alert to a test case, and to the narrowest edit that mends the rule."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.markup import escape

from monitor.matching.condition import View
from monitor.matching.edit import with_test
from monitor.matching.learn import Proposal, narrower, wider
from monitor.matching.match import judge_rule
from monitor.matching.rule import Rule
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feedback import Feedback
from workers.cli import replaying
from workers.cli.articles import given_article
from workers.cli.base import console
from workers.cli.replaying import Since
from workers.cli.rule_room import RuleRoom, open_rule_room
from workers.cli.rules import app
from workers.cli.rules_backtest import Json, RulesFolder
from workers.edges.rules_folder import FolderRules
from workers.errors import Refused
from workers.own_tests import run_own_tests
from workers.replay.differ import difference
from workers.replay.walk import Archived, Would, walk
from workers.settings import Settings
from workers.toolbox import clock, limits

Verdict = Literal["wrong", "missed"]
_MOST_OTHERS: Final = 200  # articles on which the rule is taken to be right
_LONGEST_TEST: Final = 1500  # characters of the article that go into the test


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A proposal that mends the verdict, and what else it does."""

    proposal: Proposal
    wrong_removed: int  #: incidents that were told wrongly and are told no more
    right_lost: int  #: other incidents that are told no more
    gained: int  #: incidents that are told for the first time
    failed: tuple[str, ...]  #: tests of the rule that fail with it

    @property
    def effect(self) -> str:
        words = f"removes {self.wrong_removed} wrong, loses {self.right_lost} right, gains {self.gained}"
        return words + (f"; {len(self.failed)} tests of the rule fail" if self.failed else "; all tests pass")

    @property
    def harm(self) -> tuple[int, int]:
        return len(self.failed), self.right_lost + self.gained


@app.command()
def learn(
    article: Annotated[str, typer.Argument(help="An archive id, a file (text, JSON or HTML), a URL, or - for standard input.")],
    verdict: Annotated[Verdict, typer.Argument(help="wrong: it alerted and should not; missed: it should and did not.")],
    rule: Annotated[str | None, typer.Argument(help="The rule; may be left out when only one matches.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in a few words: the name of the test.")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="Write the test into the rule's file.")] = False,
    mend: Annotated[int, typer.Option("--mend", min=0, help="With --accept: write this proposal too.")] = 0,
    since: Since = "30d",
    rules: RulesFolder = None,
    as_json: Json = False,
) -> None:
    """Make a test case of a wrong or missed alert, and propose the narrowest condition that mends the rule.

    Each proposal is measured on the archive and on the rule's tests ("removes 7 wrong, loses 0 right"). Nothing is changed: what
    would be is shown as a diff, and --accept writes the test, --accept --mend 1 the first proposal with it. Comments and the
    form of the file stay as they are. Incidents of the rule that nobody called wrong are counted as right; a
    verdict that is accepted is remembered with its article.

    wirewatch rules learn 1234 wrong idlib-raid   ·   wirewatch rules learn story.txt missed idlib-raid --accept --mend 1
    """
    room = open_rule_room(rules)
    subject, reading = _subject(article, room)
    view = View(subject, reading, subject.seen_at or clock())
    asked = _rule(room, rule, view, verdict)
    path = room.home / asked.head.file
    before = path.read_text(encoding="utf-8")
    tested = _with_test(before, subject, verdict, reason)
    matched = bool(judge_rule(asked, view).matches)
    proposals, why = (list[Measured](), "the rule gives the right verdict today: the test keeps it so")
    if matched == (verdict == "wrong"):
        proposals, why = _propose(room, asked, tested, view, verdict, replaying.moment(since, clock()))
    if mend > len(proposals):
        raise Refused(f"there is no proposal {mend}: there are {len(proposals)}")
    after = proposals[mend - 1].proposal.content if mend else tested
    if as_json:
        told = {
            "rule": asked.head.id,
            "file": str(path),
            "diff": _diff(before, after, asked.head.file),
            "why": why,
            "proposals": [{**asdict(m), "effect": m.effect} for m in proposals],
            "written": accept,
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        _print(before, after, asked.head.file, proposals, why)
    if accept:
        path.write_text(after, encoding="utf-8")
        if subject.feed_id is not None:
            _keep(subject, asked, verdict, reason)
    if not as_json:
        _next(asked, proposals, accept=accept, mend=mend)


def _subject(words: str, room: RuleRoom) -> tuple[Article, Reading]:
    """The article and its reading: the stored one for what is in the archive."""
    if not re.fullmatch(r"#?\d{1,18}", words):
        given, _ = given_article(words, Settings())
        return given, room.language.read(given)
    with replaying.open_archive() as store:
        dossier = store.dossier(int(words.removeprefix("#")))
    if dossier is None:
        raise Refused(f"the archive has no article {words} (a file of that name is given as ./{words})")
    return dossier.article, dossier.reading or room.language.read(dossier.article)


def _rule(room: RuleRoom, name: str | None, view: View, verdict: Verdict) -> Rule:
    if name is not None:
        return room.rule(name)
    if verdict == "missed":
        raise Refused("say which rule missed it: wirewatch rules learn ARTICLE missed RULE")
    matching = [one for one in room.rulebook.awake if judge_rule(one, view).matches]
    if len(matching) != 1:
        found = ", ".join(one.head.id for one in matching) or "none"
        raise Refused(f"say which rule was wrong; those that match the article: {found}")
    return matching[0]


def _with_test(content: str, article: Article, verdict: Verdict, reason: str) -> str:
    text = article.text[:_LONGEST_TEST]
    if len(article.text) > _LONGEST_TEST:
        text = text[: max(text.rfind(". ") + 1, text.rfind("\n")) or None]
    published = article.published_at or article.seen_at
    name = " ".join((reason or f"{verdict}: {article.title or text}").split())[:80]
    return with_test(
        content,
        name=name,
        text=text,
        title=" ".join(article.title.split()),
        published=published.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if published else "",
        expect="no alert" if verdict == "wrong" else "alert",
    )


def _propose(
    room: RuleRoom, rule: Rule, tested: str, view: View, verdict: Verdict, start: datetime
) -> tuple[list[Measured], str]:
    """(the proposals that mend it, the least harmful first; why there is none)."""
    archive = replaying.archived_since(start)
    told = walk([rule], archive, limits(Settings())).alerts
    if verdict == "wrong":
        proposals, why = (
            narrower(tested, rule, view, _others(told, archive, view)),
            "no narrower condition is known that mends it",
        )
    else:
        proposals, failed = wider(tested, rule, view)
        why = "no looser condition is known that mends it: " + "; ".join(f"{v.condition}: {v.detail}" for v in failed)
    good: list[tuple[Proposal, Rule]] = []
    for proposal in proposals:
        one = _load(room, rule, proposal.content)
        if one is not None and bool(judge_rule(one, view).matches) == (verdict == "missed"):
            good.append((proposal, one))
    if not good:
        return [], why
    return sorted(_measure(room, good, told, archive, view), key=lambda m: m.harm), ""


def _measure(
    room: RuleRoom, good: Sequence[tuple[Proposal, Rule]], told: Sequence[Would], archive: Sequence[Archived], view: View
) -> list[Measured]:
    """All candidates in one walk, each under a name of its own."""
    called_wrong = _called_wrong(good[0][1].head.id) | {view.article.id}
    named = [replace(one, head=replace(one.head, id=f"{n}")) for n, (_, one) in enumerate(good)]
    will = walk(named, archive, limits(Settings())).alerts
    measured = []
    for (proposal, one), version in zip(good, named, strict=True):
        mine = [replace(would, rule_id=one.head.id) for would in will if would.rule_id == version.head.id]
        [change] = difference({one.head.id: "changed"}, told, mine)
        wrong = [w for w in change.lost if any(t.article_id in called_wrong for t in w.articles)]
        results = run_own_tests(one, room.language.read, clock())
        measured.append(
            Measured(
                proposal=proposal,
                wrong_removed=len(wrong),
                right_lost=len(change.lost) - len(wrong),
                gained=len(change.gained),
                failed=tuple(r.name for r in results if not r.passed),
            )
        )
    return measured


def _called_wrong(rule_id: str) -> set[str]:
    """Articles of which people said that the rule was wrong."""
    try:
        with replaying.open_archive() as store:
            last = {said.article_id: said.verdict for said in store.feedback_on(rule_id)}
    except Refused:
        return set()
    return {str(article) for article, verdict in last.items() if verdict == "wrong"}


def _keep(article: Article, rule: Rule, verdict: Verdict, reason: str) -> None:
    """Remember the verdict on an archived article, for the proposals to come."""
    with replaying.open_archive() as store:
        said = Feedback(
            article_id=int(article.id), rule_id=rule.head.id, rule_hash=rule.head.hash, verdict=verdict, reason=reason, at=clock()
        )
        store.keep_feedback(said)


def _others(told: Sequence[Would], archive: Sequence[Archived], view: View) -> list[View]:
    """Articles of the rule's other incidents."""
    ids = {t.article_id for would in told for t in would.articles} - {view.article.id}
    chosen = [a for a in archive if a.article.id in ids][-_MOST_OTHERS:]
    return [View(a.article, a.reading(), a.article.seen_at or view.now) for a in chosen]


def _load(room: RuleRoom, rule: Rule, content: str) -> Rule | None:
    """The rule as that text makes it, with the lists of the folder; None when it has a mistake."""
    with tempfile.TemporaryDirectory(prefix="wirewatch-learn-") as name:
        folder = Path(name)
        target = folder / "alerts" / Path(rule.head.file).name
        target.parent.mkdir()
        target.write_text(content, encoding="utf-8")
        if (room.folder / "lists").is_dir():
            shutil.copytree(room.folder / "lists", folder / "lists")
        if (room.folder / "feeds.yaml").is_file():
            shutil.copy(room.folder / "feeds.yaml", folder / "feeds.yaml")
        alone = FolderRules(folder, atlas=room.language.atlas, canonical=room.language.canonical)
        alone.refresh()
        return next(iter(alone.rulebook.rules), None)


def _diff(before: str, after: str, file: str) -> str:
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"a/{file}", f"b/{file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _print(before: str, after: str, file: str, proposals: Sequence[Measured], why: str) -> None:
    for line in _diff(before, after, file).splitlines():
        style = "green" if line.startswith("+") else "red" if line.startswith("-") else None
        console.print(line, style=style, markup=False, soft_wrap=True)
    for n, measured in enumerate(proposals, start=1):
        console.print(f"\n[bold]{n}. {escape(measured.proposal.change)}[/bold]", soft_wrap=True)
        console.print(f"   {measured.proposal.why}; {measured.effect}", markup=False, soft_wrap=True)
        for name in measured.failed:
            console.print(f"   fails: {name}", markup=False, soft_wrap=True)
    if why:
        console.print(f"\n{why}", markup=False, soft_wrap=True)


def _next(rule: Rule, proposals: Sequence[Measured], *, accept: bool, mend: int) -> None:
    if not accept:
        more = ", --accept --mend N a proposal with it" if proposals else ""
        console.print(f"\nnothing was changed: --accept writes the test{more}")
    elif proposals and not mend:
        console.print(f"\nwritten. The new test fails until {rule.head.id} is mended: wirewatch rules test --rule {rule.head.id}")
    else:
        console.print("\nwritten")
