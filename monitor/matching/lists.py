"""`rules/lists/*.yaml`: reusable names. A file holds one or more lists, each a name with its members."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from monitor.matching import fields
from monitor.matching.condition import NamedList
from monitor.matching.nodes import Broken, Items, Node, Review, Table, Text
from monitor.matching.yaml_strict import read_yaml
from monitor.model.rule import Problem


def load_lists(files: Mapping[str, bytes | str]) -> tuple[dict[str, NamedList], list[Problem]]:
    """Every list by its name, over all files; one with a mistake is there, marked as not good, so that its users know."""
    lists: dict[str, NamedList] = {}
    homes: dict[str, Text] = {}
    problems: list[Problem] = []
    for file in sorted(files):
        review = Review()
        root = read_yaml(files[file], file, review)
        if root is None and not review.wrong:
            review.mistake(Node(file, 1, 1), "this file is empty; a list is written as 'our_sites: [Zalingei, Nyala]'")
        elif root is not None and not isinstance(root, Table):
            review.mistake(root, "a list begins with its name: 'our_sites: [Zalingei, Nyala]'")
        for name, value in root.pairs if isinstance(root, Table) else ():
            one = Review()
            members = _members(name, value, one)
            if name.raw in lists:
                one.mistake(name, f"the list '{name.raw}' stands also in {homes[name.raw].file}:{homes[name.raw].line}")
            else:
                homes[name.raw] = name
                lists[name.raw] = NamedList(name=name.raw, items=members, good=not one.wrong)
            review.problems.extend(one.problems)
        problems.extend(review.problems)
    return lists, problems


def _members(name: Text, value: Node, review: Review) -> tuple[Node, ...]:
    if not re.fullmatch(r"[\w-]{1,80}", name.raw):
        review.mistake(name, f"'{name.raw[:40]}' is no name for a list: letters, digits, '_' and '-'")
    if isinstance(value, Broken):
        review.mistake(value, f"the list '{name.raw}' cannot be read")
        return ()
    if not isinstance(value, Items):
        review.mistake(value, f"'{name.raw}' is a list: one '- member' a line, or [a, b]")
        return ()
    if not value.items:
        review.mistake(value, f"the list '{name.raw}' is empty")
    for member in value.items:
        if isinstance(member, Text):
            fields.text(member, review, "a member")
        elif isinstance(member, Items) or (isinstance(member, Table) and member.get("list") is not None):
            review.mistake(member, "a list cannot hold another list: write its members out")
        elif isinstance(member, Broken):
            review.mistake(member, f"a member of '{name.raw}' cannot be read")
    return value.items


def used_lists(node: Node) -> set[str]:
    """The names of the lists that a piece of a rule refers to."""
    if isinstance(node, Table):
        own = {value.raw for key, value in node.pairs if key.raw == "list" and isinstance(value, Text)}
        return own.union(*(used_lists(value) for _, value in node.pairs))
    return _all(used_lists(item) for item in node.items) if isinstance(node, Items) else set()


def _all(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)
