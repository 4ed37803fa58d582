"""`wirewatch rules test`: the tests that stand in the rule files, over all processors."""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Protocol
from xml.etree import ElementTree

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.matching.casetests import CaseResult
from monitor.model.rule import Problem
from workers.cli.base import console
from workers.cli.rule_room import RuleRoom, open_rule_room
from workers.cli.rules import Folder, app
from workers.errors import Refused
from workers.own_tests import run_own_tests
from workers.toolbox import clock

_WORTH_A_PROCESS: Final = 400  # tests: starting processes takes as long as running these
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@app.command()
def test(
    folder: Folder = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="Only this rule (id or file name); may be given again.")
    ] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML there, for CI.", dir_okay=False)] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: one for each processor.")] = 0,
) -> None:
    """Run the tests that stand in the rule files. Exit code 1 when one fails, or a rule has a mistake.

    Each failure says what was expected, what came, and why: the condition that failed, or the event that matched.
    """
    room = open_rule_room(folder)
    wanted = {room.rule(name).head.id for name in rule or ()} or {head.id for head in room.rulebook.heads}
    results = _run(room, wanted, jobs or os.cpu_count() or 1)
    failed = [result for result in results if not result.passed]
    for told in (*room.mistakes, *failed):
        sys.stderr.write(f"{told}\n")
    if junit is not None:
        _write(junit, _junit(results, room.mistakes))
    console.print(f"{len(results) - len(failed)} tests passed, {len(failed)} failed")
    raise typer.Exit(1 if failed or room.mistakes else 0)


_mine: RuleRoom  # of a child: what its parent had loaded before the fork, so that nothing is loaded twice


def _one(place: int, now: datetime) -> list[CaseResult]:
    return list(run_own_tests(_mine.rulebook.rules[place], _mine.language.read, now))


def _run(room: RuleRoom, wanted: set[str], jobs: int) -> list[CaseResult]:
    """Results in the order of the rules, whichever process had them first."""
    global _mine
    _mine = room
    now = clock()
    rules = room.rulebook.rules
    places = [i for i, one in enumerate(rules) if one.head.id in wanted and one.tests]
    total = sum(len(rules[i].tests) for i in places)
    results: dict[int, list[CaseResult]] = {}
    with _progress(total) as bar:
        if jobs > 1 and total >= _WORTH_A_PROCESS and "fork" in multiprocessing.get_all_start_methods():
            with ProcessPoolExecutor(min(jobs, len(places)), mp_context=multiprocessing.get_context("fork")) as pool:
                waiting = {pool.submit(_one, i, now): i for i in places}
                try:
                    for done in as_completed(waiting):
                        results[waiting[done]] = done.result()
                        bar.advance(len(results[waiting[done]]))
                except BrokenProcessPool:
                    raise Refused("a test process was killed (too little memory?): try --jobs 1") from None
        else:
            for i in places:
                results[i] = _one(i, now)
                bar.advance(len(results[i]))
    return [result for i in places for result in results[i]]


class _Bar(Protocol):
    def advance(self, count: int) -> object: ...


class _NoBar:
    def advance(self, count: int) -> None:
        """Nobody watches."""


@contextmanager
def _progress(total: int) -> Iterator[_Bar]:
    """A bar on standard error, where that is a terminal."""
    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield _NoBar()
        return
    columns: list[Any] = [TextColumn("tests"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("tests", total=total)

        class _Shown:
            def advance(self, count: int) -> None:
                progress.advance(task, count)

        yield _Shown()


def _junit(results: list[CaseResult], mistakes: list[Problem]) -> bytes:
    """A suite for each file; a mistake in a file is an error of its suite."""
    suites = ElementTree.Element("testsuites", name="wirewatch rules")
    for file in dict.fromkeys([*(p.file for p in mistakes), *(r.file for r in results)]):
        wrong, ran = [p for p in mistakes if p.file == file], [r for r in results if r.file == file]
        failures = sum(not r.passed for r in ran)
        counts = {"tests": len(wrong) + len(ran), "failures": failures, "errors": len(wrong)}
        suite = ElementTree.SubElement(suites, "testsuite", name=file)
        for key, number in counts.items():
            suite.set(key, str(number))
        for p in wrong:
            case = ElementTree.SubElement(suite, "testcase", classname=file, name=f"{file}:{p.line}:{p.column}", file=file)
            ElementTree.SubElement(case, "error", message=_xml(p.message)).text = _xml(str(p))
        for r in ran:
            case = ElementTree.SubElement(suite, "testcase", classname=r.rule_id, name=_xml(r.name), file=file, line=str(r.line))
            if not r.passed:
                ElementTree.SubElement(case, "failure", message=_xml(r.detail)).text = _xml(str(r))
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    ElementTree.indent(suites)
    return bytes(ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True))


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _write(path: Path, body: bytes) -> None:
    try:
        path.write_bytes(body)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
