"""Finds rules that can never match. Says so only when it is certain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from monitor.matching.combine import AnyOf, Never, NoneOf
from monitor.matching.condition import Condition
from monitor.matching.nodes import Node, Review, Table

#: Conditions of one block that are compared with each other: each pair is looked at, and nobody writes as many by hand.
_MOST: Final = 200

Block = tuple[str, tuple[Condition, ...], tuple[Condition, ...]]


def tell_unreachable(
    event: tuple[Condition, ...], article: tuple[Condition, ...], unless: Sequence[Block], root: Table, review: Review
) -> None:
    """`unless` blocks are (path, event conditions, article conditions)."""
    event, article = event[:_MOST], article[:_MOST]
    for a, b in combinations(event, 2):
        if a.excludes(b) or b.excludes(a):
            review.mistake(at(root, b.path), f"this can never match: {a.path} and {b.path} exclude each other")
    own = (*event, *article)
    for choice in (c for c in own if isinstance(c, AnyOf)):
        if all(any(a.excludes(b) or b.excludes(a) for a in branch for b in own) for branch in choice.branches):
            review.mistake(
                at(root, choice.path), f"this can never match: no branch of {choice.path} goes with the other conditions"
            )
    for nest in (c for c in own if isinstance(c, NoneOf)):
        for branch in nest.branches:
            if branch and all(not isinstance(c, Never) and any(o.implies(c) for o in own) for c in branch):
                review.mistake(at(root, nest.path), f"this can never match: {nest.path} excludes whatever the rule asks for")
    for path, *blocks in unless:
        blocking = [condition for block in blocks for condition in block]
        # Without an event of its own, a rule's unless asks about any event: nothing is certain there.
        if not blocking or (blocks[0] and not event):
            continue
        if all(not isinstance(c, Never) and any(o.implies(c) for o in own) for c in blocking):
            review.mistake(at(root, path), f"this can never match: {path} blocks whatever the rule asks for")


def at(root: Table, path: str) -> Node:
    """The node under a path such as "unless[0].article.text"; the nearest one above when it is not written out."""
    node: Node = root
    for step in path.replace("[", ".[").split("."):
        if step.startswith("["):
            members = getattr(node, "items", ())
            index = int(step[1:-1])
            following = members[index] if index < len(members) else None
        else:
            following = node.get(step) if isinstance(node, Table) else None
        if following is None:
            return node
        node = following
    return node
