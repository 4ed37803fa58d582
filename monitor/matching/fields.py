"""Reads nodes as what a rule needs there: a text, a number, a duration, one of a few words. YAML's traps are told, not taken."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import yaml

from monitor.matching.nodes import Broken, Items, Node, Review, Table, Text, guess

_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
DURATION: Final = re.compile(r"(\d{1,6})([smhdw])")


def trap(node: Text) -> str:
    """Why a plain scalar is no text, and how to write it; "" when it is one."""
    if node.trap == "null":
        if node.comment:
            return "this is empty: '#' begins a comment in YAML (a channel is written without it)"
        return "this is empty" if node.raw == "" else f'{node.raw} without quotes is nothing in YAML: write "{node.raw}"'
    if not node.trap:
        return ""
    meaning = {"bool": "", "date": "a date", "int": "the number ", "float": "the number "}[node.trap]
    if node.trap != "date":
        meaning += _value(node.raw)
    return f'{_short(node.raw)} without quotes is {meaning} in YAML: write "{_short(node.raw)}"'


def text(node: Node, review: Review, what: str) -> str | None:
    """A text that says something. None when it is not; then the mistake has been told."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Text):
        review.mistake(node, f"{what} is one text, not a {_shape(node)}")
        return None
    if why := trap(node):
        review.mistake(node, why)
        return None
    if not node.raw.strip():
        folded = "'>' and '|' begin a long text in YAML; this one is empty" if node.folded else "this text is empty"
        review.mistake(node, folded)
        return None
    return node.raw.strip()


def choice(node: Node, review: Review, what: str, options: Collection[str]) -> str | None:
    """One of a few words. They need no quotes, not even `off`: here it can mean only one thing."""
    if isinstance(node, Text) and node.raw.strip() and not node.folded:
        if node.raw in options:
            return node.raw
        near = guess(node.raw, options)
        review.mistake(node, f"unknown {what} '{_short(node.raw)}'{near or '; it is one of: ' + ', '.join(options)}")
        return None
    text(node, review, what)
    return None


def whole(node: Node, review: Review, what: str, *, low: int, high: int) -> int | None:
    """A whole number within bounds."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Text) or not re.fullmatch(r"0|[1-9]\d{0,8}", node.raw):
        review.mistake(node, f"{what} is a whole number, as in 5")
        return None
    number = int(node.raw)
    if not low <= number <= high:
        review.mistake(node, f"{what} is from {low} to {high}")
        return None
    return number


def number(node: Node, review: Review, what: str, *, low: float, high: float) -> float | None:
    """A number within bounds, with or without a fraction."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Text) or not re.fullmatch(r"-?\d{1,6}(\.\d{1,12})?", node.raw):
        review.mistake(node, f"{what} is a number, as in 12.5")
        return None
    if not low <= float(node.raw) <= high:
        review.mistake(node, f"{what} is from {low:g} to {high:g}")
        return None
    return float(node.raw)


def seconds_of(written: str) -> float | None:
    """
    >>> seconds_of("36h"), seconds_of("soon")
    (129600.0, None)
    """
    found = DURATION.fullmatch(written)
    return int(found.group(1)) * _UNITS[found.group(2)] if found else None


def duration(node: Node, review: Review, what: str) -> float | None:
    """Seconds of "30s", "2m", "12h", "7d", "2w"."""
    if isinstance(node, Broken):
        return None
    if isinstance(node, Text) and (found := seconds_of(node.raw)) is not None:
        return found
    hint = ""
    if isinstance(node, Text):
        loose = re.fullmatch(r"(\d{1,6})\s*(s|m|h|d|w)?[a-z]*", node.raw.strip().casefold())
        if loose and loose.group(2):
            hint = f" (did you mean '{loose.group(1)}{loose.group(2)}'?)"
        elif loose:
            hint = f" (did you mean '{loose.group(1)}d', '{loose.group(1)}h' or '{loose.group(1)}m'?)"
    review.mistake(node, f"{what} is a duration such as 30s, 2m, 12h, 7d or 2w{hint}")
    return None


def table(node: Node, review: Review, what: str, keys: Collection[str], *, word: str = "key") -> Mapping[str, Node] | None:
    """A mapping that has only these keys; unknown ones are told and left out."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Table):
        empty = isinstance(node, Text) and node.trap == "null"
        review.mistake(node, f"{what} is empty" if empty else f"{what} is a block of 'key: value' lines, not a {_shape(node)}")
        return None
    known = {}
    for key, value in node.pairs:
        if key.raw in keys:
            known[key.raw] = value
        else:
            review.mistake(key, f"unknown {word} '{_short(key.raw)}'{guess(key.raw, keys)}")
    return known


def items(node: Node, review: Review, what: str) -> tuple[Node, ...]:
    """The members of a list, or the one thing that stands instead of a list."""
    if isinstance(node, Items):
        if not node.items:
            review.mistake(node, f"this list is empty: {what} belongs in it")
        return node.items
    return (node,)


def _shape(node: Node) -> str:
    if isinstance(node, Items):
        return "list"
    return "block" if isinstance(node, Table) else "single text"


def _short(raw: str) -> str:
    return raw if len(raw) <= 40 else raw[:40] + "..."


def _value(raw: str) -> str:
    """What plain YAML would read, in words."""
    if len(raw) > 40:
        return "with very many digits"
    try:
        value = yaml.safe_load(raw)
    except (ValueError, yaml.YAMLError):
        return raw
    return str(value).lower()
