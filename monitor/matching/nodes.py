"""What a YAML file is made of, each piece with its place in the file; and the list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from monitor.model.rule import Problem, Severity


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a file."""

    file: str
    line: int  #: from 1
    column: int  #: from 1


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A scalar as it was written. Nothing is converted here: whoever wants a number reads one."""

    raw: str
    trap: str = ""  #: what plain YAML would make of it instead of a text: "null", "bool", "int", "float", "date"
    folded: bool = False  #: written with `>` or `|`
    comment: bool = False  #: empty, with a comment where the value should be


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A mapping in the file's order; every key stands once."""

    pairs: tuple[tuple[Text, Node], ...]

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.pairs if name.raw == key), None)

    @property
    def names(self) -> tuple[Text, ...]:
        return tuple(name for name, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class Broken(Node):
    """A piece whose mistake has been told already; nobody says more about it."""


@dataclass(slots=True)
class Review:
    """Collects what is wrong with a user's files. One review may span a rule and the lists that it uses."""

    problems: list[Problem] = field(default_factory=list)
    guesses: int = 0  #: unknown places that were told
    _told: set[Problem] = field(default_factory=set)

    def mistake(self, at: Node, message: str) -> None:
        self._add(at, message, "error")

    def advice(self, at: Node, message: str) -> None:
        self._add(at, message, "advice")

    def _add(self, at: Node, message: str, severity: Severity) -> None:
        problem = Problem(file=at.file, line=at.line, column=at.column, message=message, severity=severity)
        if problem not in self._told:
            self._told.add(problem)
            self.problems.append(problem)

    @property
    def wrong(self) -> bool:
        """Is there a mistake (advice is none)?"""
        return any(p.severity == "error" for p in self.problems)


def guess(word: str, options: Iterable[str]) -> str:
    """A polite tail for a message: " (did you mean 'where'?)", or "" when nothing is near.

    >>> guess("wher", ["what", "where", "killed"])
    " (did you mean 'where'?)"
    """
    found = process.extractOne(word, list(options), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return f" (did you mean '{found[0]}'?)" if found else ""


def plain(node: Node) -> object:
    """The node as plain lists, dicts and texts, for hashing; keys in order of the alphabet."""
    if isinstance(node, Table):
        return {key.raw: plain(value) for key, value in sorted(node.pairs, key=lambda pair: pair[0].raw)}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.raw if isinstance(node, Text) else None
