"""What makes parsers of pages slow or sick, taken out of the page before they see it.

Measured on lxml 6.1 and trafilatura 2.3: tags with tens of thousands of attributes take minutes (in C, where no alarm reaches),
and so does JSON-LD that is nearly JSON. Scripts and styles are a third of a page and say nothing. All of it in linear time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

MAX_TAG: Final = 65_536  #: characters
MAX_ATTRIBUTES: Final = 500
MAX_JSON: Final = 500_000  #: characters of JSON-LD in one script
_LONG: Final = 2 * MAX_ATTRIBUTES  #: characters: a shorter tag cannot have too many attributes
_OPENING: Final = re.compile(r"<(script|style|svg)\b([^<>]{0,2000})>", re.IGNORECASE)
_START: Final = re.compile(r"<([A-Za-z][\w:-]{0,40})")
#: To the end of a tag: a '>' that is no part of a quoted value. A quote that never closes is none.
_TAG: Final = re.compile(r"<[A-Za-z](?>=\s{0,20}\"[^\"]*\"|=\s{0,20}'[^']*'|[^>])*+>")
_ATTRIBUTE: Final = re.compile(r"[\s/\"'][^\s/\"'=>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defused:
    """A page without its scripts, and what its JSON-LD said."""

    html: str
    facts: tuple[Any, ...]  #: the JSON-LD values that `json.loads` understood


def defuse(html: str) -> Defused:
    """Take scripts, styles and drawings out, read the JSON-LD on the way, bare the monstrous tags.

    >>> defuse('<p>a</p><script type="application/ld+json">{"headline": "H"}</script><p>b</p><script>x<').html
    '<p>a</p><p>b</p>'
    """
    kept: list[str] = []
    facts: list[Any] = []
    at = 0
    lower = html.lower()
    unclosed = False  #: no drawing is closed from here on: not to be looked for again and again
    while opening := _OPENING.search(html, at):
        name = opening[1].lower()
        end = -1 if name == "svg" and unclosed else lower.find(f"</{name}", opening.end())
        kept.append(html[at : opening.start()])
        if end < 0:  # never closed: a browser takes all the rest for script, and so do we, unless it is a drawing
            unclosed = unclosed or name == "svg"
            at = opening.end() if name == "svg" else len(html)
            continue
        if "ld+json" in opening[2].lower():
            facts += _facts(html[opening.end() : end])
        close = html.find(">", end)
        at = close + 1 if close >= 0 else len(html)
    kept.append(html[at:])
    return Defused(html=_bare("".join(kept)), facts=tuple(facts))


def _facts(said: str) -> list[Any]:
    if len(said) > MAX_JSON:
        return []
    try:
        return [json.loads(said.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return []


def _bare(html: str) -> str:
    """Tags that are too long, or have too many attributes, without their attributes."""
    pieces: list[str] = []
    at = 0
    for start, end, name in _long_tags(html):
        tag = html[start:end]
        if len(tag) > MAX_TAG or len(_ATTRIBUTE.findall(tag)) > MAX_ATTRIBUTES:
            pieces += [html[at:start], f"<{name}>"]
            at = end
    return "".join([*pieces, html[at:]]) if pieces else html


def _long_tags(html: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of tags longer than `_LONG`."""
    at = 0
    while start := _START.search(html, at):
        at = start.start()
        end = html.find(">", at, at + _LONG) + 1
        if not end or html.count('"', at, end) % 2 or html.count("'", at, end) % 2:
            tag = _TAG.match(html, at)
            end = tag.end() if tag else len(html)
        if end - at > _LONG:
            yield at, end, start[1]
        at = end
