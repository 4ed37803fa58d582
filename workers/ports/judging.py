"""Reading articles, and the rules that judge them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from monitor.model.article import Article
from monitor.model.event import Reading, Refusal
from monitor.model.feed import Feed
from monitor.model.place import Atlas
from monitor.model.routing import Routing
from monitor.model.rule import Match, NearMiss, Problem, RuleHead


class Language(Protocol):
    """The reader with its vocabulary and gazetteer loaded."""

    version: str

    def explain(self, article: Article) -> tuple[Reading, tuple[Refusal, ...]]:
        """One article, with what was passed over and why; whatever breaks is raised."""
        ...

    def read(self, article: Article) -> Reading:
        """One article; whatever breaks is raised. It may be broken off at any moment, and reads on afterwards."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesState:
    """What the rules folder says now."""

    heads: tuple[RuleHead, ...]
    problems: tuple[Problem, ...]
    routing: Routing = Routing()  # noqa: RUF009 (frozen)

    @property
    def in_force(self) -> RulesInForce:
        """The same in short, for `wirewatch status`."""
        named = "\n".join(f"{head.id} {head.hash}" for head in self.heads)
        wrong = [str(problem) for problem in self.problems if problem.severity == "error"]
        told = tuple(wrong[:_MOST_PROBLEMS]) + (
            (f"and {len(wrong) - _MOST_PROBLEMS} more",) if len(wrong) > _MOST_PROBLEMS else ()
        )
        return RulesInForce(count=len(self.heads), hash=blake2b(named.encode(), digest_size=4).hexdigest(), problems=told)


_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInForce:
    """What one process tells of its rules with each heartbeat."""

    count: int
    hash: str  #: of all rules in force: two processes with the same one judge alike
    problems: tuple[str, ...]  #: `FILE:LINE:COLUMN: what is wrong`


class Rules(Protocol):
    """The rules in force: the last good version of each."""

    @property
    def state(self) -> RulesState:
        """As of the last `refresh`."""
        ...

    def refresh(self) -> RulesState:
        """Look at the folder; load what changed and is good. Cheap when nothing changed."""
        ...

    def judge(self, article: Article, reading: Reading, now: datetime) -> tuple[list[Match], list[NearMiss]]:
        """All rules on one article: what matched, and of the others the nearest, nearest first (at most 5)."""
        ...

    def feeds(self) -> tuple[list[Feed], list[Problem]]:
        """The feeds that feeds.yaml names."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodFile:
    """A file of the rules folder as it was when it came into force."""

    name: str  #: below the folder: "alerts/raid.yaml", "vocabulary/words.yaml"
    digest: str  #: of all that its tests were passed with
    body: str
    lists: Mapping[str, str]  #: the files of the lists that a rule uses, by name


class Memory(Protocol):
    """What keeps good files over restarts: the store."""

    def good_files(self) -> dict[str, GoodFile]: ...

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None:
        """Put these in the place of what is kept under their names, and forget those that are gone."""
        ...


class Relearning(Protocol):
    """A reader whose vocabulary can be changed while it runs."""

    version: str
    problems: list[str]  #: what is wrong with its vocabulary: "vocabulary/words.yaml: ..."

    @property
    def vocabulary(self) -> Mapping[str, bytes]:
        """The users' files that it was given, by name."""
        ...

    @property
    def atlas(self) -> Atlas: ...

    def canonical(self, name: str) -> str: ...

    def read(self, article: Article) -> Reading: ...

    def relearn(self, vocabulary: Mapping[str, bytes]) -> list[str]:
        """Read with these files from now on; when something is wrong with one, change nothing and say what."""
        ...
