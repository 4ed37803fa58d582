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
_TAG: Final = re.compile(r"<([A-Za-z][\w:-]{0,40})(?>\"[^\"]*\"|'[^']*'|[^'\">])*+>")
_ATTRIBUTE: Final = re.compile(r"[\s/\"'][^\s/\"'=>]")
_PATIENCE: Final = 40  #: tags whose quotes never close, until quotes are not looked at any more


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
    while opening := _OPENING.search(html, at):
        end = lower.find(f"</{opening[1].lower()}", opening.end())
        kept.append(html[at : opening.start()])
        if end < 0:  # never closed: a browser takes all the rest for script, and so do we, unless it is a drawing
            at = opening.end() if opening[1].lower() == "svg" else len(html)
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
    """(start, end, name) of tags longer than `_LONG`. Quotes may hold a '>', but only as long as they close."""
    at, patience = 0, _PATIENCE
    while (at := html.find("<", at)) >= 0:
        short = html.find(">", at, at + _LONG)
        if short >= 0 and html.count('"', at, short) % 2 == 0 and html.count("'", at, short) % 2 == 0:
            at = short + 1
            continue
        tag = _TAG.match(html, at) if patience else None
        if tag is None:
            patience -= patience > 0
            name = re.match(r"<([A-Za-z][\w:-]{0,40})", html[at : at + 50])
            end = html.find(">", at) + 1 or len(html)
            if name is None:
                at += 1
                continue
            yield at, end, name[1]
            at = end
            continue
        if tag.end() - at > _LONG:
            yield at, tag.end(), tag[1]
        at = tag.end()
