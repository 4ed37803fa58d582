"""Is this the same article again? A publisher that changes its system gives all its articles new guids and new addresses.

Two texts are the same when they have the same names and numbers in the same order, the same words that tell what happened, to
whom and whether at all, and nearly the same other words: a report that names another town, another day or another toll is
another one, and so is its denial, however alike the rest is. All these words together make the mark by which a table finds the
candidates at once; nothing is ever compared with everything.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Final

from monitor.model.likeness import Likeness, Telling
from monitor.reading.stories.fingerprint import fingerprint

LONGEST: Final = 100_000  #: characters that are looked at: as many as are read. A report of many places has news at its end too
SHORTEST: Final = 5  #: words: fewer tell no article from another
#: Part of the feed's runs of words that its page says too: less, and the feed shows what stands there every day.
FROM_THE_PAGE: Final = 0.5

_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = 3  # words
_DIVIDER: Final = re.compile(r"\s*+[|–—·:-]?\s*+\Z")


def by_link(publisher: str, link: str, title: str, *, telling: Telling) -> Likeness:
    """By its address. `link`: without scheme, tracking and the like. `telling`: small words that make another report."""
    own = _own(title, publisher)
    return Likeness(kind="link", mark=_hashed("link", publisher, link, _events_of(own, telling)), title=own, print="0" * 16)


def by_words(publisher: str, title: str, text: str, *, telling: Telling, of_page: bool = False) -> Likeness | None:
    """By its title and text; None when they are too few words to be known again by. Linear in the text."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:LONGEST]))
    if len(words) < SHORTEST:
        return None
    names = any(_is_name(word, telling) and not word.isdigit() for word in words)  # who writes all in small letters hides them
    facts = [word.casefold() for word in words if not names or _is_name(word, telling) or word in telling.marks]
    own = _own(title, publisher)
    mark = _hashed("words", publisher, _events_of(own, telling), " ".join(facts))
    return Likeness(kind="page" if of_page else "words", mark=mark, title=own, print=fingerprint(" ".join(words)))


def comes_from(own: str, page: str) -> bool:
    """Are the feed's own words taken from the page, as a teaser is, or do they stand there whatever the page says?"""
    ours, theirs = _runs(own), _runs(page)
    return len(ours & theirs) >= FROM_THE_PAGE * len(ours)


def _own(title: str, publisher: str) -> str:
    """The title without the publisher's name behind it."""
    bare = title.rstrip()
    if not publisher or not bare.casefold().endswith(publisher.casefold()):
        return title
    return _DIVIDER.sub("", bare[: len(bare) - len(publisher)]) or title


def _is_name(word: str, telling: Telling) -> bool:
    """A name, or digits; of a script without capitals every word may be one."""
    return not word.islower() and word.casefold() not in telling.openers


def _events_of(title: str, telling: Telling) -> str:
    """The title's words that tell, in whatever letters they are written."""
    return " ".join(word for word in map(str.casefold, _WORD.findall(title)) if word in telling.marks)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text[:LONGEST])]
    return {tuple(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1))}


def _hashed(kind: str, publisher: str, *values: str) -> str:
    who = publisher.casefold().removeprefix("www.")
    return blake2b("\0".join((kind, who, *values)).encode("utf-8", "replace"), digest_size=16).hexdigest()
