"""The rules in force: the last good version of each file. What changed and is good takes its place at the next look."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from monitor.matching.condition import Known
from monitor.matching.feedlist import load_feeds
from monitor.matching.lists import load_lists
from monitor.matching.match import judge
from monitor.matching.rule import Rule, load_rule
from monitor.matching.rulebook import Rulebook, bind
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feed import Feed
from monitor.model.place import Atlas
from monitor.model.rule import Match, NearMiss, Problem
from monitor.polling.identity import feed_id
from workers.edges.rules_folder.files import Stamp, read_files, stamps_of
from workers.edges.rules_folder.last_good import LastGood
from workers.edges.rules_folder.out import FILES as OUT_FILES
from workers.edges.rules_folder.out import WaysOut
from workers.edges.rules_folder.own_words import STAYS, OwnWords
from workers.own_tests import run_own_tests
from workers.ports import GoodFile, Memory, Relearning, RulesState

_LOOK_EVERY: Final = 1.0  # seconds between two looks at the folder


class FolderRules:
    """Implements `workers.ports.Rules` on a folder of YAML files.

    `reader`: its vocabulary is kept that of the folder, its places and actors are those of the rules, and with it a rule's own
    `tests:` are run when the rule is loaded: one that fails them counts as mistaken. Others hand in `atlas`, `canonical`, `read`
    themselves; without an atlas there are no rules, only feeds. `memory`: keeps what is good over restarts.
    """

    def __init__(
        self,
        folder: Path,
        *,
        atlas: Atlas | None = None,
        canonical: Callable[[str], str] = str,
        read: Callable[[Article], Reading] | None = None,
        reader: Relearning | None = None,
        memory: Memory | None = None,
        zones: Collection[str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._atlas, self._canonical, self._read = atlas, canonical, read
        self._reader = reader
        self._words = OwnWords(reader) if reader else None
        self._last_good = LastGood(memory)
        self._out = WaysOut()
        self._zones = available_timezones() if zones is None else zones
        self._clock = clock
        self._looked: float | None = None
        self._stamps: dict[str, Stamp] | None = None
        self._good: dict[str, Rule] = {}  # file -> the version in force
        self._tried: dict[str, tuple[bytes, Rule | None, list[Problem]]] = {}  # file -> what its present text gave
        self._known: tuple[object, Known] | None = None
        self._feeds: tuple[list[Feed], list[Problem]] = ([], [])
        self.rulebook = Rulebook()
        self.state = RulesState(heads=(), problems=())

    # ------------------------------------------------ workers.ports.Rules

    def refresh(self) -> RulesState:
        """Look at the folder, at most once a second; load what changed and is good."""
        now = self._clock()
        if self._looked is not None and now - self._looked < _LOOK_EVERY:
            return self.state
        first, self._looked = self._looked is None, now
        if self._atlas is None and self._reader is None:
            self._load_feeds_alone()
            return self.state
        stamps = stamps_of(self._folder, "alerts", "lists", "vocabulary", "feeds.yaml", *OUT_FILES)
        if not (self._folder / "alerts").is_dir():
            self._stamps = None
            if first:
                self._put_in_force({name: rule for name in self._last_good.files if (rule := self._remembered(name))}, [])
            self.state = replace(self.state, problems=(self._gone(),))
            self._load_feeds_alone()
        elif stamps != self._stamps:
            self._stamps = stamps
            self._load(stamps)
        else:
            self._last_good.catch_up()
        return self.state

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
        files, _ = read_files(self._folder, stamps_of(self._folder, "feeds.yaml"))
        self._load_feeds(files.get("feeds.yaml"))

    def _load(self, stamps: dict[str, Stamp]) -> None:
        files, problems = read_files(self._folder, stamps)
        unreadable = set(stamps) - set(files)
        self._load_feeds(files.get("feeds.yaml"))
        if self._words is not None:
            self._words.good = self._words.good or self._remembered_words()
            self._words.look(_part(files, "vocabulary/"))
            problems += self._words.problems
        out = {name: self._out.good.get(name, b"") if name in unreadable else files[name] for name in OUT_FILES if name in stamps}
        problems += self._out.look_at_ways(out, self._last_good.files)
        known, list_problems = self._what_is_known(_part(files, "lists/"))
        problems += list_problems
        alerts = _part(files, "alerts/")
        in_force = {name: self._good[name] for name in unreadable if name in self._good}
        self._tried = {name: tried for name, tried in self._tried.items() if name in alerts}
        for name, body in alerts.items():
            rule, found = self._try(name, body, known)
            if rule is None and (rule := self._good.get(name) or self._remembered(name)) is not None:
                found = [_stays(problem) for problem in found]
            problems.extend(found)
            if rule is not None:
                in_force[name] = rule
        self._put_in_force(in_force, list(dict.fromkeys(problems)))
        told = self._out.look_at_routes(out, self._last_good.files, known, {head.id for head in self.state.heads})
        self.state = replace(self.state, problems=(*self.state.problems, *told), routing=self._out.routing)
        self._last_good.keep(self._now_good(files), stamps)

    def _put_in_force(self, rules: dict[str, Rule], problems: list[Problem]) -> None:
        """Of two rules with one id, the one that had it already keeps it."""
        holders = {rule.head.id: file for file, rule in self._good.items()}
        if not holders:  # the first look: who was in force before the restart
            holders = {rules[name].head.id: name for name in self._last_good.files if name in rules}
        order = sorted(rules, key=lambda name: (holders.get(rules[name].head.id) != name, name))
        self.rulebook, doubles = bind(rules[name] for name in order)
        self._good = {rule.head.file: rule for rule in self.rulebook.rules}
        self.state = RulesState(heads=self.rulebook.heads, problems=(*problems, *doubles), routing=self._out.routing)

    def _try(self, name: str, body: bytes, known: Known) -> tuple[Rule | None, list[Problem]]:
        """The rule that a file's text gives now; what was worked out for the same text before is not worked out again."""
        tried = self._tried.get(name)
        if tried is None or tried[0] != body:
            rule, problems = load_rule(body, name, known)
            if rule is not None and (failed := self._failed(rule, body)):
                rule, problems = None, [*problems, *failed]
            tried = self._tried[name] = (body, rule, problems)
        return tried[1], tried[2]

    def _failed(self, rule: Rule, body: bytes) -> list[Problem]:
        """What its own tests say against it. Those that were passed with the same words by the same reader are not run again."""
        read = self._reader.read if self._reader else self._read
        kept = self._last_good.files.get(rule.head.file)
        if read is None or (kept is not None and kept.digest == self._digest(rule, body)):
            return []
        try:
            results = list(run_own_tests(rule, read, datetime.now(UTC)))
        except Exception as bug:  # a text that breaks the reader breaks this rule's test, not the daemon
            told = f"its own tests cannot be run: {type(bug).__name__}: {bug}"
            return [Problem(file=rule.head.file, line=rule.line, column=1, message=told)]
        return [
            Problem(file=r.file, line=r.line, column=1, message=f"its own test {r.name!r} fails: {r.detail}")
            for r in results
            if not r.passed
        ]

    def _digest(self, rule: Rule, body: bytes) -> str:
        """Of all that decides how its tests go: its text, the lists that it uses, the reader."""
        parts = (body, rule.head.hash.encode(), (self._reader.version if self._reader else "").encode())
        return blake2b(b"\0".join(parts), digest_size=16).hexdigest()

    def _now_good(self, files: dict[str, bytes]) -> list[GoodFile]:
        """What is in force now by its present text, as the store keeps it."""
        good = []
        for name, rule in self._good.items():
            body, present, _ = self._tried.get(name, (b"", None, []))
            if present is rule:
                lists = {file: files[file].decode() for file in rule.list_files if file in files}
                good.append(GoodFile(name=name, digest=self._digest(rule, body), body=body.decode(), lists=lists))
        words = {**(self._words.good if self._words else {}), **self._out.good}
        return good + [GoodFile(name=name, digest="", body=body.decode(), lists={}) for name, body in words.items()]

    def _remembered(self, name: str) -> Rule | None:
        """The rule of a file as it was last good, if the store knows one."""
        kept = self._last_good.files.get(name)
        if kept is None or not name.startswith("alerts/"):
            return None
        rule, _ = load_rule(kept.body, name, self._knowing(dict(kept.lists)))
        return rule

    def _remembered_words(self) -> dict[str, bytes]:
        return {name: kept.body.encode() for name, kept in self._last_good.files.items() if name.startswith("vocabulary/")}

    def _what_is_known(self, lists: dict[str, bytes]) -> tuple[Known, list[Problem]]:
        """Lists, feeds and places as the rules see them; when they changed, every rule is worked out anew."""
        ways = [way.name for way in self._out.routing.ways]
        basis = (lists, self._feeds[0], self._reader.version if self._reader else "", ways)
        if self._known is None or self._known[0] != basis:
            self._tried.clear()
            self._known = (basis, self._knowing(lists, ways))
        return self._known[1], load_lists(lists)[1]

    def _knowing(self, lists: Mapping[str, bytes | str], ways: Collection[str] | None = None) -> Known:
        atlas = self._reader.atlas if self._reader else self._atlas
        assert atlas is not None
        return Known(
            atlas=atlas,
            lists=load_lists(lists)[0],
            canonical=self._reader.canonical if self._reader else self._canonical,
            feeds=tuple(self._feeds[0]),
            zones=self._zones,
            ways=ways,  # a rule that was good is not refused for a way that has gone: what goes there says so when it is sent
        )

    def _load_feeds(self, body: bytes | None) -> None:
        if body is None:
            kept = "; the feeds stay as they were" if self._feeds[0] else ""
            message = f"there is no feeds.yaml: it names the feeds to poll (`wirewatch feeds add URL` makes one){kept}"
            self._feeds = (self._feeds[0], [Problem(file="feeds.yaml", line=1, column=1, message=message)])
            return
        feeds, problems = load_feeds(body, "feeds.yaml", feed_id=feed_id)
        if any(p.severity == "error" for p in problems):
            # A file with a mistake adds feeds and takes none away: the one that is missing may be the one that is misspelt.
            feeds = list({feed.id: feed for feed in (*self._feeds[0], *feeds)}.values())
        self._feeds = (feeds, problems)


def _part(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {name: body for name, body in files.items() if name.startswith(folder)}


def _stays(problem: Problem) -> Problem:
    if problem.severity == "advice":
        return problem
    return replace(problem, message=f"{problem.message} {STAYS}")
