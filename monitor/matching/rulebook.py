"""The rules of a folder, as one thing: `load_rulebook` turns files into the good ones, and all that is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from monitor.matching.condition import Known
from monitor.matching.index import Index, build
from monitor.matching.lists import load_lists
from monitor.matching.nodes import guess
from monitor.matching.rule import Rule, load_rule
from monitor.model.feed import Feed
from monitor.model.place import Atlas
from monitor.model.rule import Problem, RuleHead


@dataclass(frozen=True)
class Rulebook:
    """Good rules, in the order of their ids; every id once."""

    rules: tuple[Rule, ...] = ()

    @property
    def heads(self) -> tuple[RuleHead, ...]:
        return tuple(rule.head for rule in self.rules)

    @cached_property
    def awake(self) -> tuple[Rule, ...]:
        """Those that are evaluated: live and trial. One that only counts other rules' incidents reads no article."""
        return tuple(rule for rule in self.rules if rule.head.status != "off" and (rule.event or rule.article))

    @cached_property
    def index(self) -> Index:
        """Over `awake`."""
        return build(self.awake)


def load_rulebook(
    files: Mapping[str, bytes | str],
    *,
    atlas: Atlas,
    lists: Mapping[str, bytes | str] | None = None,
    canonical: Callable[[str], str] = str,
    feeds: Iterable[Feed] = (),
    zones: Collection[str] = (),
) -> tuple[Rulebook, list[Problem]]:
    """Rules from files (name -> content), with the files of `rules/lists/`.

    A rule with a mistake is left out, the others load. `canonical` turns an actor's alias into the name that events carry.
    `feeds` are those of feeds.yaml, and `zones` the time zones that exist; what is not given is not checked.
    """
    named, problems = load_lists(lists or {})
    known = Known(atlas=atlas, lists=named, canonical=canonical, feeds=tuple(feeds), zones=zones)
    rules: list[Rule] = []
    for file in sorted(files):
        rule, found = load_rule(files[file], file, known)
        problems.extend(found)
        if rule is not None:
            rules.append(rule)
    book, doubles = bind(rules)
    return book, sorted(dict.fromkeys(problems + doubles), key=lambda p: (p.file, p.line, p.column))


def bind(rules: Iterable[Rule]) -> tuple[Rulebook, list[Problem]]:
    """A rulebook of rules whose ids are told apart: of two with one id the first is taken, the other is a mistake."""
    kept: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        other = kept.setdefault(rule.head.id.casefold(), rule)
        if other is not rule:
            message = f"the id '{rule.head.id}' belongs to {other.head.file}:{other.line} already: give this rule another one"
            problems.append(Problem(file=rule.head.file, line=rule.line, column=1, message=message))
    for name, rule in list(kept.items()):
        if wrong := _wrongly_named(rule, kept):
            problems += wrong
            del kept[name]
    return Rulebook(tuple(sorted(kept.values(), key=lambda r: r.head.id))), problems


def _wrongly_named(rule: Rule, kept: Mapping[str, Rule]) -> list[Problem]:
    """What is wrong with the rules whose incidents it counts."""
    problems = []
    for name, line, column in rule.named:
        one = next((r for r in kept.values() if r.head.id == name), None)
        if one is None:
            message = f"there is no rule '{name}' to count{guess(name, [r.head.id for r in kept.values()])}"
        elif one.head.count is not None:
            message = f"'{name}' counts incidents itself: name the rules that tell of single ones"
        else:
            continue
        problems.append(Problem(file=rule.head.file, line=line, column=column, message=message))
    return problems
