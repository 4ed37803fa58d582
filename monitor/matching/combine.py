"""Blocks of conditions: `event:` and `article:`, and `all:`, `any:`, `none:` inside them.

The default that only news counts (`reality: happened`, `recent: 7d`) belongs to the whole `event:` block. Where one branch of an
`any:` asks for another reality, its sister branches keep the default and the block as a whole loses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from monitor.matching import fields
from monitor.matching.actors import parse_actor, parse_weapon
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.figures import FIGURES, parse_figure
from monitor.matching.nodes import Items, Node, Review, Table, guess
from monitor.matching.origin import parse_feeds, parse_languages, parse_max_age, parse_sources, parse_tags
from monitor.matching.target import parse_target
from monitor.matching.text import parse_entities, parse_regex, parse_text
from monitor.matching.what import parse_victims, parse_what
from monitor.matching.when import RealityIs, Recent, parse_reality, parse_recent
from monitor.matching.where import parse_where
from monitor.model.rule import Verdict
from monitor.model.span import Span

Parser = Callable[[Node, str, Review, Known], Condition | None]

EVENT: Final[Mapping[str, Parser]] = {
    "what": parse_what,
    "where": parse_where,
    **dict.fromkeys(FIGURES, parse_figure),
    "victims": parse_victims,
    "by": parse_actor,
    "against": parse_actor,
    "target": parse_target,
    "weapon": parse_weapon,
    "reality": parse_reality,
    "recent": parse_recent,
}
ARTICLE: Final[Mapping[str, Parser]] = {
    "text": parse_text,
    "title": parse_text,
    "regex": parse_regex,
    "feeds": parse_feeds,
    "sources": parse_sources,
    "tags": parse_tags,
    "languages": parse_languages,
    "max_age": parse_max_age,
}
NESTS: Final = ("all", "any", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Condition):
    """At least one of the branches holds as a whole."""

    branches: tuple[tuple[Condition, ...], ...]

    def check(self, case: Case) -> Verdict:
        failed: list[str] = []
        for branch in self.branches:
            verdicts = [condition.check(case) for condition in branch]
            missed = [v for v in verdicts if not v.held]
            if not missed:
                return self.holds("; ".join(v.detail for v in verdicts), _spans(verdicts))
            failed.append("; ".join(f"{v.condition}: {v.detail}" for v in missed))
        return self.fails("no branch holds: " + " | ".join(failed))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOf(Condition):
    """None of the branches holds."""

    branches: tuple[tuple[Condition, ...], ...]

    def check(self, case: Case) -> Verdict:
        known = replace(case, place_assumed=False)
        for branch in self.branches:
            verdicts = [condition.check(known) for condition in branch]
            if all(v.held for v in verdicts):
                return self.fails("but " + "; ".join(f"{v.condition}: {v.detail}" for v in verdicts), _spans(verdicts))
        return self.holds("none of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Never(Condition):
    """Stands for a condition whose mistake has been told, so that the block around it is not called empty too."""

    def check(self, case: Case) -> Verdict:
        return self.fails("this condition has a mistake")


def _spans(verdicts: list[Verdict]) -> Iterator[Span]:
    return (span for verdict in verdicts for span in verdict.evidence)


def parse_event(node: Node, path: str, review: Review, known: Known, *, news: bool) -> tuple[Condition, ...]:
    """The conditions of an `event:` block, all of which must hold for one event. `news`: add the defaults."""
    conditions = _parse(node, path, review, known, EVENT)
    return _with_defaults(conditions, path) if news else conditions


def parse_article(node: Node, path: str, review: Review, known: Known) -> tuple[Condition, ...]:
    """The conditions of an `article:` block, all of which must hold."""
    return _parse(node, path, review, known, ARTICLE)


def _parse(node: Node, path: str, review: Review, known: Known, parsers: Mapping[str, Parser]) -> tuple[Condition, ...]:
    extra = ("entities",) if parsers is ARTICLE else ()
    block = path.split(".")[-1].split("[")[0] if "." in path else path
    if not isinstance(node, Table):
        fields.table(node, review, f"'{block}'", ())
        return ()
    if not node.pairs:
        review.mistake(node, f"'{block}' is empty: it would hold for everything")
    conditions: list[Condition] = []
    keys = (*parsers, *extra, *NESTS)
    for key, value in node.pairs:
        here = f"{path}.{key.raw}"
        if key.raw in NESTS:
            conditions.extend(_nest(key.raw, value, here, review, known, parsers))
        elif key.raw in parsers:
            conditions.append(parsers[key.raw](value, here, review, known) or Never(path=here))
        elif key.raw in extra:
            conditions.extend(parse_entities(value, here, review, known) or [Never(path=here)])
        else:
            _tell_unknown(key, path, review, keys, parsers)
    return tuple(conditions)


def _tell_unknown(key: Node, path: str, review: Review, keys: tuple[str, ...], parsers: Mapping[str, Parser]) -> None:
    word = getattr(key, "raw", "")
    if parsers is EVENT and word in ("sources", "where_unknown"):
        review.mistake(key, f"'{word}' stands beside the conditions of 'event:', not inside another block")
        return
    other, name = (ARTICLE, "article") if parsers is EVENT else (EVENT, "event")
    if word in other or (word == "entities" and parsers is EVENT):
        review.mistake(key, f"'{word}' is a condition of '{name}:', not of '{path.split('.')[-1].split('[')[0]}:'")
    else:
        review.mistake(key, f"unknown condition '{word[:40]}'{guess(word, keys)}")


def _nest(key: str, node: Node, path: str, review: Review, known: Known, parsers: Mapping[str, Parser]) -> tuple[Condition, ...]:
    """`all:` is the same as writing its conditions side by side; `any:` and `none:` are conditions of their own."""
    members = node.items if isinstance(node, Items) else (node,)
    if not members:
        review.mistake(node, f"'{key}' is an empty list")
    if key == "any" and len(members) == 1:
        review.advice(node, "'any' with one branch is the same as the branch alone")
    branches = tuple(_parse(member, f"{path}[{i}]", review, known, parsers) for i, member in enumerate(members))
    if key == "all":
        return tuple(condition for branch in branches for condition in branch)
    kind = AnyOf if key == "any" else NoneOf
    return (kind(path=path, branches=branches),) if any(branches) else (Never(path=path),)


def _with_defaults(conditions: tuple[Condition, ...], path: str) -> tuple[Condition, ...]:
    """Add `reality: happened` and `recent: 7d` where the rule says nothing of its own."""
    result = _default(conditions, path, RealityIs, RealityIs(path=f"{path}.reality"))
    return _default(result, path, Recent, Recent(path=f"{path}.recent"))


def _default(conditions: tuple[Condition, ...], path: str, kind: type[Condition], default: Condition) -> tuple[Condition, ...]:
    if any(isinstance(c, kind) for c in conditions):
        return conditions
    deep = [c for c in conditions if isinstance(c, AnyOf) and any(_mentions(branch, kind) for branch in c.branches)]
    if not deep:
        return (*conditions, default)
    result = []
    for condition in conditions:
        if isinstance(condition, AnyOf) and condition in deep:
            branches = tuple(_default(branch, path, kind, default) for branch in condition.branches)
            condition = replace(condition, branches=branches)
        result.append(condition)
    return tuple(result)


def _mentions(conditions: tuple[Condition, ...], kind: type[Condition]) -> bool:
    return any(
        isinstance(c, kind) or (isinstance(c, AnyOf) and any(_mentions(branch, kind) for branch in c.branches))
        for c in conditions
    )
