"""What an English headline shows of whether its article tells acts as news: does it ask, quote, look ahead, speak of courts?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from monitor.reading.english.text import EnglishText

_VERB: Final = 8  #: words of a headline in which its verb stands


def _has(words: str) -> Callable[[EnglishText], bool]:
    return lambda title: not title.lexicon[words].isdisjoint(title.lower)


def _asks(title: EnglishText) -> bool:
    return "?" in title.lower or title.lower[0] in title.lexicon["asking"]


def _looks_ahead(title: EnglishText) -> bool:
    return any(word == "to" or word in title.lexicon["modals"] for word in title.lower[:_VERB])


#: By name.
_SIGNS: Final[Sequence[tuple[str, Callable[[EnglishText], bool]]]] = (
    ("a headline of courts", _has("courts")),
    ("a headline of memory", _has("memory")),
    ("a headline of kin", _has("kin")),
    ("a headline that asks or explains", _asks),
    ("a headline that quotes", _has("quotation_marks")),
    ("a headline with a colon", lambda title: ":" in title.lower),
    ("a headline of what may or will be", _looks_ahead),
)


def headline_signs(title: EnglishText | None) -> frozenset[str]:
    """Of an article; "no headline" where it has none."""
    if title is None or not title.words:
        return frozenset(("no headline",))
    return frozenset(name for name, holds in _SIGNS if holds(title))
