"""What a condition is: something that a case meets or not, and that says why in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, time
from functools import cached_property

from monitor.matching.nodes import Items, Node, Review, Table, guess
from monitor.matching.words import Words
from monitor.model.article import Article
from monitor.model.event import Event, Reading
from monitor.model.feed import Feed
from monitor.model.place import Atlas
from monitor.model.rule import Verdict
from monitor.model.span import Span


@dataclass(frozen=True)
class View:
    """An article and its reading at a moment, with what conditions ask again and again worked out once."""

    article: Article
    reading: Reading
    now: datetime

    @cached_property
    def parts(self) -> tuple[Words, Words]:
        return Words(self.article.title, "title"), Words(self.article.text, "text")

    @property
    def published(self) -> datetime:
        """When it was published by its own word, else by the feed's, else first seen, else now; UTC."""
        if self.reading.written is not None:
            return datetime.combine(self.reading.written, time(12), tzinfo=UTC)
        moment = self.article.published_at or self.article.seen_at or self.now
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """What one evaluation looks at: the article, and one event of it (or none)."""

    view: View
    event: Event | None = None
    place_assumed: bool = False  #: an unknown place of the event counts as the right one (`where_unknown`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(ABC):
    """One line of a rule, compiled."""

    path: str  #: where it stands in the rule: "event.where"

    @abstractmethod
    def check(self, case: Case) -> Verdict:
        """Does it hold, and why (not), in words."""

    def implies(self, other: Condition) -> bool:
        """Does this one hold only where the other holds too? Only said when certain."""
        return type(self) is type(other) and replace(other, path=self.path) == self

    def excludes(self, other: Condition) -> bool:
        """Can the two never hold for one event? Only said when certain."""
        return False

    def holds(self, detail: str, evidence: Iterable[Span] = ()) -> Verdict:
        return Verdict(condition=self.path, held=True, detail=detail, evidence=tuple(sorted(set(evidence))) if evidence else ())

    def fails(self, detail: str, evidence: Iterable[Span] = ()) -> Verdict:
        return Verdict(condition=self.path, held=False, detail=detail, evidence=tuple(sorted(set(evidence))) if evidence else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedList:
    """A list of `rules/lists/`; its items are nodes, because what they mean depends on who asks."""

    name: str
    items: tuple[Node, ...]
    good: bool = True  #: False: it stands in a file, but with a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the words of a rule may refer to."""

    atlas: Atlas
    lists: Mapping[str, NamedList] = field(default_factory=dict)
    canonical: Callable[[str], str] = str  #: an actor's alias -> its canonical name; unknown ones come back as they are
    feeds: tuple[Feed, ...] = ()
    zones: Collection[str] = ()  #: time zones; () when they cannot be told
    ways: Collection[str] | None = None  #: names of ways.yaml; None when they are not to be checked
    guesses: dict[tuple[str, str], str] = field(default_factory=dict)  #: what was said of an unknown place (name, parent) before

    def members(self, node: Node, review: Review, what: str) -> tuple[Node, ...]:
        """One value, or the values of a list, with `{list: NAME}` filled in."""
        if isinstance(node, Items):
            if not node.items:
                review.mistake(node, f"this list is empty: {what} belongs in it")
            return tuple(member for item in node.items for member in self._filled(item, review))
        return self._filled(node, review)

    def _filled(self, node: Node, review: Review) -> tuple[Node, ...]:
        if not isinstance(node, Table) or node.get("list") is None or len(node.pairs) != 1:
            return (node,)
        value = node.pairs[0][1]
        name = getattr(value, "raw", "")
        found = self.lists.get(name)
        if found is None:
            known = f"; lists are: {', '.join(sorted(self.lists))}" if self.lists else "; there is no list in rules/lists/ yet"
            review.mistake(value, f"unknown list '{name}'{guess(name, self.lists)}{known}")
        elif not found.good:
            review.mistake(value, f"the list '{name}' has a mistake of its own")
        return found.items if found and found.good else ()


def content(condition: Condition) -> tuple[object, ...]:
    """All of a condition but its path."""
    return tuple(getattr(condition, f.name) for f in fields(condition) if f.name != "path")
