"""The users' room: the rules in force are the last good version of each file under `rules/`.

    rules/feeds.yaml  alerts/**/*.yaml  lists/*.yaml  vocabulary/*.yaml

Nothing here stops the daemon: whatever is wrong with the folder becomes a Problem, and what was good stays in force.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from monitor.matching.casetests import run_rule_tests
from monitor.matching.condition import Known
from monitor.matching.feedlist import load_feeds
from monitor.matching.lists import load_lists
from monitor.matching.match import judge
from monitor.matching.rule import Rule, load_rule
from monitor.matching.rulebook import Rulebook, bind
from monitor.matching.yaml_strict import MAX_BYTES
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feed import Feed
from monitor.model.place import Atlas
from monitor.model.rule import Match, NearMiss, Problem
from monitor.polling.identity import feed_id
from workers.ports import RulesState

_LOOK_EVERY: Final = 1.0  # seconds between two looks at the folder
_MOST_FILES: Final = 20_000

#: What tells that a file is another one than at the last look: (modified, size, inode), nanoseconds and bytes.
Stamp = tuple[int, int, int]


def read_vocabulary(folder: Path) -> dict[str, bytes]:
    """The files of `vocabulary/` by their names below the folder, for the reader and the gazetteer; {} when there are none."""
    files, _ = _read(folder, _stamps(folder, "vocabulary"))
    return files


class FolderRules:
    """Implements `workers.ports.Rules` on a folder of YAML files.

    `read`: when given, a rule's own `tests:` are run when it is loaded, and a rule that fails them counts as mistaken.
    """

    def __init__(
        self,
        folder: Path,
        *,
        atlas: Atlas,
        canonical: Callable[[str], str] = str,
        read: Callable[[Article], Reading] | None = None,
        zones: Collection[str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._atlas = atlas
        self._canonical = canonical
        self._read = read
        self._zones = available_timezones() if zones is None else zones
        self._clock = clock
        self._looked: float | None = None
        self._stamps: dict[str, Stamp] | None = None
        self._good: dict[str, Rule] = {}  # file -> the version in force
        self._tried: dict[str, tuple[bytes, Rule | None, list[Problem]]] = {}  # file -> what its present text gave
        self._known: tuple[object, Known] | None = None
        self._feeds: tuple[list[Feed], list[Problem]] = ([], [])
        self.rulebook = Rulebook()
        self._state = RulesState(heads=(), problems=())

    # ------------------------------------------------ workers.ports.Rules

    def refresh(self) -> RulesState:
        """Look at the folder, at most once a second; load what changed and is good."""
        now = self._clock()
        if self._looked is not None and now - self._looked < _LOOK_EVERY:
            return self._state
        self._looked = now
        stamps = _stamps(self._folder, "alerts", "lists", "feeds.yaml")
        if not (self._folder / "alerts").is_dir():
            self._stamps = None
            self._state = replace(self._state, problems=(self._gone(),))
            self._load_feeds_alone()
        elif stamps != self._stamps:
            self._stamps = stamps
            self._load(stamps)
        return self._state

    def judge(self, article: Article, reading: Reading, now: datetime) -> tuple[list[Match], list[NearMiss]]:
        """All rules in force on one article."""
        return judge(self.rulebook, article, reading, now)

    def feeds(self) -> tuple[list[Feed], list[Problem]]:
        """The feeds of feeds.yaml, as of the last refresh; when the file cannot be read, those it had when it could."""
        if self._looked is None:
            self.refresh()
        return self._feeds

    # ------------------------------------------------ inside

    def _gone(self) -> Problem:
        """An emptied or vanished folder (an unmounted disk) takes no rule out of force."""
        told = (
            "the folder has vanished: its rules stay in force as they were" if self._good else "there is no such folder of rules"
        )
        return Problem(file=str(self._folder / "alerts"), line=1, column=1, message=told)

    def _load_feeds_alone(self) -> None:
        """Feeds can be polled while there are no rules."""
        files, _ = _read(self._folder, _stamps(self._folder, "feeds.yaml"))
        self._load_feeds(files.get("feeds.yaml"))

    def _load(self, stamps: dict[str, Stamp]) -> None:
        files, problems = _read(self._folder, stamps)
        self._load_feeds(files.get("feeds.yaml"))
        lists = {name: body for name, body in files.items() if name.startswith("lists/")}
        known, list_problems = self._what_is_known(lists)
        problems += list_problems
        alerts = {name: body for name, body in files.items() if name.startswith("alerts/")}
        unreadable = {name for name in stamps if name.startswith("alerts/")} - set(alerts)
        in_force: dict[str, Rule] = {name: self._good[name] for name in unreadable if name in self._good}
        self._tried = {name: tried for name, tried in self._tried.items() if name in alerts}
        for name, body in alerts.items():
            rule, found = self._try(name, body, known)
            if rule is None and name in self._good:
                rule = self._good[name]
                found = [_stays(problem) for problem in found]
            problems.extend(p for p in found if p not in problems)
            if rule is not None:
                in_force[name] = rule
        self._put_in_force(in_force, problems)

    def _put_in_force(self, rules: dict[str, Rule], problems: list[Problem]) -> None:
        """Of two rules with one id, the one that had it already keeps it."""
        holders = {rule.head.id: file for file, rule in self._good.items()}
        order = sorted(rules, key=lambda name: (holders.get(rules[name].head.id) != name, name))
        self.rulebook, doubles = bind(rules[name] for name in order)
        self._good = {rule.head.file: rule for rule in self.rulebook.rules}
        self._state = RulesState(heads=self.rulebook.heads, problems=(*problems, *doubles))

    def _try(self, name: str, body: bytes, known: Known) -> tuple[Rule | None, list[Problem]]:
        """The rule that a file's text gives now; what was worked out for the same text before is not worked out again."""
        tried = self._tried.get(name)
        if tried is None or tried[0] != body:
            rule, problems = load_rule(body, name, known)
            if rule is not None and self._read is not None and (failed := self._failed(rule)):
                rule, problems = None, [*problems, *failed]
            tried = self._tried[name] = (body, rule, problems)
        return tried[1], tried[2]

    def _failed(self, rule: Rule) -> list[Problem]:
        assert self._read is not None
        results = run_rule_tests(rule, self._read, datetime.now(UTC))
        return [
            Problem(file=r.file, line=r.line, column=1, message=f"its own test {r.name!r} fails: {r.detail}")
            for r in results
            if not r.passed
        ]

    def _what_is_known(self, lists: dict[str, bytes]) -> tuple[Known, list[Problem]]:
        """Lists and feeds as the rules see them; when they changed, every rule is worked out anew."""
        named, problems = load_lists(lists)
        basis = (lists, self._feeds[0])
        if self._known is None or self._known[0] != basis:
            self._tried.clear()
            known = Known(
                atlas=self._atlas,
                lists=named,
                canonical=self._canonical,
                feeds=tuple(self._feeds[0]),
                zones=self._zones,
            )
            self._known = (basis, known)
        return self._known[1], problems

    def _load_feeds(self, body: bytes | None) -> None:
        if body is None:
            kept = "; the feeds stay as they were" if self._feeds[0] else ""
            message = f"there is no feeds.yaml: it names the feeds to poll{kept}"
            self._feeds = (self._feeds[0], [Problem(file="feeds.yaml", line=1, column=1, message=message)])
            return
        feeds, problems = load_feeds(body, "feeds.yaml", feed_id=feed_id)
        if any(p.severity == "error" for p in problems):
            # A file with a mistake adds feeds and takes none away: the one that is missing may be the one that is misspelt.
            feeds = list({feed.id: feed for feed in (*self._feeds[0], *feeds)}.values())
        self._feeds = (feeds, problems)


def _stays(problem: Problem) -> Problem:
    if problem.severity == "advice":
        return problem
    return replace(problem, message=f"{problem.message} [the last good version stays in force]")


def _stamps(folder: Path, *parts: str) -> dict[str, Stamp]:
    """Name below the folder -> stamp, of every YAML file there, in order; hidden and backup files do not count."""
    found: dict[str, Stamp] = {}
    for part in parts:
        for path in _files(folder / part):
            name = path.relative_to(folder)
            if path.suffix not in (".yaml", ".yml") or any(piece.startswith(".") for piece in name.parts):
                continue
            try:
                stat = path.stat()
            except OSError:
                continue
            found[name.as_posix()] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if len(found) >= _MOST_FILES:
                return found
    return found


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or every file below the folder; nothing when neither is there."""
    try:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
    except OSError:
        return


def _read(folder: Path, stamps: dict[str, Stamp]) -> tuple[dict[str, bytes], list[Problem]]:
    """Their contents, each up to a little more than the loader accepts, so that a huge file costs nothing."""
    files: dict[str, bytes] = {}
    problems = []
    for name in stamps:
        try:
            with (folder / name).open("rb") as file:
                files[name] = file.read(MAX_BYTES + 1)
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            problems.append(Problem(file=name, line=1, column=1, message=message))
    return files, problems
