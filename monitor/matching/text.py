"""`text:` and `title:` phrases of whole words; `regex:` for what phrases cannot say; `entities:` people and organisations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known, View
from monitor.matching.nodes import Node, Review, Table
from monitor.matching.operators import tell_operators
from monitor.matching.words import contains, folded_words, quoted
from monitor.model.rule import Verdict
from monitor.model.span import Part, Span

_MOST: Final = 20  # spans kept of one condition: a message shows a few, and a page may say a word a thousand times
LONGEST_REGEX: Final = 1000
ENTITY_LABELS: Final = {
    "person": ("PERSON",),
    "org": ("ORG",),
    "group": ("NORP",),
    "place": ("GPE", "LOC", "FAC"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words to be found: in a row, or, with `within`, in any order at most that many words apart."""

    raw: str
    words: tuple[str, ...]  #: folded
    within: int | None = None  #: words

    def find(self, view: View, parts: tuple[Part, ...]) -> Iterator[Span]:
        for words in view.parts:
            if words.part in parts:
                yield from words.phrase(self.words) if self.within is None else words.near(self.words, self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Says(Condition):
    """The article (or its title) has one of the phrases."""

    phrases: tuple[Phrase, ...]
    parts: tuple[Part, ...] = ("title", "text")

    def check(self, case: Case) -> Verdict:
        found: list[Span] = []
        said: list[str] = []
        for phrase in self.phrases:
            spans = list(phrase.find(case.view, self.parts))
            if spans:
                said.append(phrase.raw)
                found.extend(spans)
        if found:
            return self.holds(f"says {', '.join(map(repr, said[:3]))}", sorted(set(found))[:_MOST])
        where = "the title" if self.parts == ("title",) else "the article"
        return self.fails(f"{where} does not say {quoted(map(repr, [p.raw for p in self.phrases]))}")

    def implies(self, other: Condition) -> bool:
        if not isinstance(other, Says):
            return False
        return set(self.phrases) <= set(other.phrases) and set(self.parts) <= set(other.parts)


def parse_text(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    phrases = tuple(p for member in known.members(node, review, "text") if (p := _phrase(member, review)))
    parts: tuple[Part, ...] = ("title",) if path.endswith(".title") else ("title", "text")
    return Says(path=path, phrases=phrases, parts=parts) if phrases else None


def _phrase(node: Node, review: Review) -> Phrase | None:
    if isinstance(node, Table):
        found = fields.table(node, review, "a phrase", ("phrase", "within"))
        if not found or "phrase" not in found:
            if found is not None:
                review.mistake(node, 'a block here is {phrase: "a b", within: 5} or {list: NAME}')
            return None
        raw, words = _words(found["phrase"], review)
        within = fields.whole(found["within"], review, "within", low=1, high=200) if "within" in found else None
        if words and within is not None and within < len(words) - 1:
            review.mistake(found["within"], f"{len(words)} words cannot stand within {within}")
            return None
        if len(words) == 1 and within is not None:
            review.advice(found["within"], "'within' says nothing about a single word")
        return Phrase(raw=raw, words=words, within=within) if words else None
    raw, words = _words(node, review)
    return Phrase(raw=raw, words=words) if words else None


def _words(node: Node, review: Review) -> tuple[str, tuple[str, ...]]:
    raw = fields.text(node, review, "a phrase")
    if raw is None:
        return "", ()
    words = folded_words(raw)
    if not words:
        review.mistake(node, f"'{raw[:40]}' has no letter or digit in it")
    elif tell_operators(raw, node, review):
        return raw, ()
    return raw, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits(Condition):
    """Title or text has a match of one of the patterns (RE2: time grows with the text, never with the pattern's tricks)."""

    patterns: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        for pattern in self.patterns:
            spans: list[Span] = []
            for words in case.view.parts:
                for found in compiled(pattern).finditer(words.text):
                    if found.start() < found.end():
                        spans.append(Span(start=found.start(), end=found.end(), part=words.part))
                    if len(spans) >= _MOST:
                        break
            if spans:
                return self.holds(f"fits {pattern!r}", spans)
        return self.fails(f"nothing fits {quoted(map(repr, self.patterns))}")


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """The pattern for google-re2; raises re2.error."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def parse_regex(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    patterns = []
    for member in known.members(node, review, "regex"):
        pattern = fields.text(member, review, "a regular expression")
        if pattern is None:
            continue
        if len(pattern) > LONGEST_REGEX:
            review.mistake(member, f"a regular expression has at most {LONGEST_REGEX} characters")
            continue
        try:
            found = compiled(pattern)
        except re2.error as error:
            review.mistake(member, f"'{pattern[:60]}' is no regular expression of RE2: {_why(pattern, error)}")
            continue
        if found.search("") is not None:
            review.mistake(member, f"'{pattern[:60]}' fits every article: it can be empty")
            continue
        patterns.append(pattern)
    return Fits(path=path, patterns=tuple(patterns)) if patterns else None


def _why(pattern: str, error: Exception) -> str:
    if any(mark in pattern for mark in ("(?=", "(?!", "(?<=", "(?<!")):
        return "it has no look-ahead or look-behind; use unless: for what must not be there"
    told = error.args[0] if error.args else error
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Condition):
    """The article names an entity of one label that has these words in its name."""

    label: str  #: a key of the rule's entities block: "person"
    names: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        wanted = [folded_words(name) for name in self.names]
        hits = [
            entity
            for entity in case.view.reading.entities
            if entity.label in ENTITY_LABELS[self.label] and any(contains(folded_words(entity.text), w) for w in wanted)
        ]
        if hits:
            return self.holds(f"names {hits[0].text}", [entity.span for entity in hits][:_MOST])
        return self.fails(f"names no {self.label} {quoted(self.names)}")


def parse_entities(node: Node, path: str, review: Review, known: Known) -> list[Condition]:
    """One condition a label: all of them must hold, and of each one's names any."""
    found = fields.table(node, review, "entities", ENTITY_LABELS, word="kind of entity")
    conditions: list[Condition] = []
    if isinstance(node, Table) and not node.pairs:
        review.mistake(node, "entities is {person: ..., org: ..., group: ..., place: ...}")
    for label, value in (found or {}).items():
        names = []
        for member in known.members(value, review, label):
            name = fields.text(member, review, "a name")
            if name is not None and not folded_words(name):
                review.mistake(member, f"'{name}' has no letter or digit in it")
            elif name is not None and not tell_operators(name, member, review):
                names.append(name)
        if names:
            conditions.append(Names(path=f"{path}.{label}", label=label, names=tuple(names)))
    return conditions
