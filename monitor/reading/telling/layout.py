"""Is a text laid out in points, whatever its language: a digest, a ticker, a live blog, each news under a heading or an hour?

A newspaper tells its news first and what it recalls further down; in a text of points the last one is as new as the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from monitor.reading.text.wording import Wording

_HEADING: Final = 8  #: words of the longest heading
_LABEL: Final = 5  #: words of the longest label: "Mopti / Bankass."
_LEAST: Final = 3  #: headed lines of a text of points
_SHARE: Final = 4  #: of its lines at least one of so many is headed
_STOPS: Final = frozenset((".", "!", "?", "…", "؟", '"', "”", "»"))
_CLOSING_QUOTES: Final = frozenset(('"', "”", "»"))
_TOP_LINES: Final = 3  #: in which a headline of the text's own stands
_HEADLINE: Final = 4  #: words of the shortest
_LABEL_ENDS: Final = frozenset((":", "-", "–", "—", "|"))
_POINT: Final = re.compile(r"[-–—•*·▪●►]+|\d{1,2}[.)]|[a-z]\)|\d{1,2}[:.h]\d{2}(?:[ap]m)?", re.IGNORECASE)


def of_points(text: Wording[Any]) -> bool:
    """Is at least every fourth of its lines a heading's, a label's, a point's or an hour's, and are these three or more?"""
    lines = _lines(text)
    headed = sum(_is_headed(line, below) for line, below in pairwise([*lines, []]))
    return headed >= _LEAST and headed * _SHARE >= len(lines)


def is_headline(words: Iterable[str]) -> bool:
    """Are they enough to tell something: not "News"?"""
    return sum(map(str.isalpha, words)) >= _HEADLINE


def own_headline(text: Wording[Any]) -> int | None:
    """The sentence that is the headline of a text that comes without one: among the first lines one that no stop ends."""
    first = [n for n, (start, _) in enumerate(text.sentences) if n == 0 or "\n" in text.words[start - 1]]
    for n, following in pairwise(first[: _TOP_LINES + 1]):
        start, end = text.sentences[n]
        words = [word for word in text.words[start:end] if not word.isspace()]
        if following == n + 1 and is_headline(words) and words[-1] not in _STOPS - _CLOSING_QUOTES:
            return n
    return None


#: Sentences, each a list of words.
_Line = Sequence[Sequence[str]]


def _lines(text: Wording[Any]) -> list[_Line]:
    lines = list[list[Sequence[str]]]()
    for n, (start, end) in enumerate(text.sentences):
        words = [word for word in text.words[start:end] if not word.isspace()]
        if n == 0 or "\n" in text.words[start - 1]:
            lines.append([])
        lines[-1].append(words)
    return [line for line in lines if any(line)]


def _is_headed(line: _Line, below: _Line) -> bool:
    """A heading counts where a line stands under it: no headline stands at the end."""
    return (_is_heading(line) and bool(below)) or _is_labelled(line) or _is_point(line[0])


def _is_heading(line: _Line) -> bool:
    return len(line) == 1 and 0 < len(line[0]) <= _HEADING and line[0][-1] not in _STOPS


def _is_labelled(line: _Line) -> bool:
    first = line[0]
    stands_alone = len(line) > 1 and len(first) <= _LABEL + 1 and first[-1:] == ["."]
    return stands_alone or not _LABEL_ENDS.isdisjoint(first[1 : _LABEL + 1])


def _is_point(first: Sequence[str]) -> bool:
    """A bullet, a number or an hour, in up to three words as texts are cut."""
    return any(_POINT.fullmatch("".join(first[:n])) for n in (1, 2, 3))
