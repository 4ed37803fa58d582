"""`tests:` in a rule's file: a text, what is expected of it, and what must then be true of the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

from monitor.matching import fields
from monitor.matching.combine import EVENT
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.figures import FIGURES
from monitor.matching.nodes import Broken, Items, Node, Review, Table, Text, guess
from monitor.matching.origin import language
from monitor.matching.places import resolve
from monitor.matching.words import folded_words
from monitor.model.article import Article
from monitor.model.place import Place
from monitor.model.rule import Verdict

KEYS: Final = (
    "name",
    "published",
    "title",
    "text",
    "source",
    "url",
    "language",
    "tags",
    "expect",
    "blocked_by",
    "facts",
)
EXPECT: Final = ("alert", "no alert", "hold")
FACTS: Final = ("what", "where", *FIGURES, "victims", "by", "against", "target", "weapon", "reality")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTest:
    """One test of a rule."""

    name: str
    file: str
    line: int
    article: Article  #: published_at is None when the test names no day: then it is the moment of the run
    expect: str  #: "alert", "no alert", "hold"
    blocked_by: str = ""  #: path of the condition that must fail
    facts: tuple[Condition, ...] = ()  #: all of them of one matched event


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFact(Condition):
    """The event's place has that name, or is that place or inside it."""

    name: str
    places: tuple[Place, ...]

    def check(self, case: Case) -> Verdict:
        found = case.event.places if case.event else ()
        if not found:
            return self.fails("the event's place could not be told")
        for place in found:
            if folded_words(place.name) == folded_words(self.name) or any(place.inside(p.id) for p in self.places):
                return self.holds(place.name)
        return self.fails(f"{' and '.join(place.name for place in found)}, not {self.name}")


def parse_tests(node: Node, review: Review, known: Known, paths: tuple[str, ...]) -> tuple[RuleTest, ...]:
    """`paths`: the conditions that the rule has, for `blocked_by`."""
    if isinstance(node, Broken):
        return ()
    if not isinstance(node, Items):
        review.mistake(node, "'tests' is a list: begin each test with '- name: ...'")
        return ()
    found = (_test(member, i, review, known, paths) for i, member in enumerate(node.items, start=1))
    return tuple(test for test in found if test is not None)


def _test(node: Node, number: int, review: Review, known: Known, paths: tuple[str, ...]) -> RuleTest | None:
    found = fields.table(node, review, "a test", KEYS)
    if found is None or not isinstance(node, Table):
        return None

    def words(key: str) -> str:
        return (fields.text(found[key], review, key) if key in found else "") or ""

    if "text" not in found and "title" not in found:
        review.mistake(node, "a test needs a 'text' (or a 'title')")
    if "expect" not in found:
        review.mistake(node, "a test needs 'expect: alert' or 'expect: no alert'")
    expect = fields.choice(found["expect"], review, "expect", EXPECT) if "expect" in found else None
    if expect == "no alert" and "facts" in found:
        review.mistake(found["facts"], "facts belong to a test that expects an alert")
    if expect in ("alert", "hold") and "blocked_by" in found:
        review.mistake(found["blocked_by"], "blocked_by belongs to a test that expects no alert")
    code = words("language")
    if code:
        language(code, found["language"], review)
    article = Article(
        id=f"test {number}",
        title=words("title"),
        text=words("text"),
        source=words("source"),
        url=words("url") or None,
        language=code or None,
        tags=tuple(fields.text(tag, review, "a tag") or "" for tag in fields.items(found["tags"], review, "tags"))
        if "tags" in found
        else (),
        published_at=_moment(found["published"], review) if "published" in found else None,
    )
    return RuleTest(
        name=words("name") or f"test {number}",
        file=node.file,
        line=node.line,
        article=article,
        expect=expect or "alert",
        blocked_by=_blocked_by(found["blocked_by"], review, paths) if "blocked_by" in found else "",
        facts=_facts(found["facts"], review, known) if "facts" in found else (),
    )


def _moment(node: Node, review: Review) -> datetime | None:
    """A day (its noon, UTC) or a moment. Dates may stand without quotes: nothing else could be meant."""
    if isinstance(node, Broken):
        return None
    raw = node.raw.strip() if isinstance(node, Text) else ""
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        review.mistake(node, "published is a day such as 2022-02-03, or a moment such as 2022-02-03T14:30Z")
        return None
    if len(raw) <= 10:
        moment = datetime.combine(moment.date(), time(12), tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _blocked_by(node: Node, review: Review, paths: tuple[str, ...]) -> str:
    path = fields.text(node, review, "blocked_by") or ""
    if path and path not in paths:
        review.mistake(node, f"the rule has no condition '{path[:60]}'{guess(path, paths)}")
    return path


def _facts(node: Node, review: Review, known: Known) -> tuple[Condition, ...]:
    found = fields.table(node, review, "facts", FACTS, word="fact")
    facts: list[Condition] = []
    for key, value in (found or {}).items():
        if key == "where":
            name = fields.text(value, review, "a place")
            if name:
                places = resolve(name, value, Review(), known)  # () for an unlisted village: its name alone tells it
                facts.append(PlaceFact(path="facts.where", name=name.split(",")[0], places=places))
            continue
        condition = EVENT[key](value, f"facts.{key}", review, known)
        facts.extend([condition] if condition else [])
    return tuple(facts)
