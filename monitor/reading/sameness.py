"""Is this the same article again? A publisher that changes its system gives all its articles new guids and new addresses.

Two texts are the same when they have the same names and numbers, and nearly the same other words: a report that names another
town, another day or another toll is another one, however alike the rest is. All names and numbers together make the mark by
which a table finds the candidates at once; nothing is ever compared with everything.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import Final

from monitor.model.wording import MARKERS, Wording
from monitor.reading.fingerprint import fingerprint
from monitor.reading.toll_words import toll_words

LONGEST: Final = 4000  #: characters that are looked at: what follows is background
SHORTEST: Final = 5  #: words: fewer tell no article from another
#: Part of the feed's runs of words that its page says too: less, and the feed shows what stands there every day.
FROM_THE_PAGE: Final = 0.5

_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = 3  # words
_DIVIDER: Final = re.compile(r"\s*+[|–—·:-]?\s*+\Z")
#: What begins many a sentence, and names nothing.
_COMMON: Final = MARKERS.union(
    re.findall(
        r"\w+",
        "a an and as at but by for from he her his i if in it its no of on or our she so that the their there these they this"
        " those to was we were what when where which while who with",
    )
)


def by_link(publisher: str, link: str, title: str) -> Wording:
    """By its address. `link`: without scheme, tracking and the like."""
    return Wording(kind="link", mark=_hashed("link", publisher, link), title=_own(title, publisher), print="0" * 16)


def by_words(publisher: str, title: str, text: str, *, of_page: bool = False) -> Wording | None:
    """By its title and text; None when they are too few words to be known again by. Linear in the text."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:LONGEST]))
    if len(words) < SHORTEST:
        return None
    facts = sorted({word.casefold() for word in words if _is_fact(word)})
    mark = _hashed("words", publisher, " ".join(facts or map(str.casefold, words)))
    return Wording(
        kind="page" if of_page else "words", mark=mark, title=_own(title, publisher), print=fingerprint(" ".join(words))
    )


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


def _is_fact(word: str) -> bool:
    """A name, or a number; of a script without capitals every word may be one."""
    return (not word.islower() and word.casefold() not in _COMMON) or word in _numbers()


@cache
def _numbers() -> frozenset[str]:
    words = toll_words()
    return frozenset({*words.numbers, *words.scales, *(phrase for phrase in words.vague if " " not in phrase)})


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text[:LONGEST])]
    return {tuple(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1))}


def _hashed(kind: str, publisher: str, value: str) -> str:
    who = publisher.casefold().removeprefix("www.")
    return blake2b("\0".join((kind, who, value)).encode("utf-8", "replace"), digest_size=16).hexdigest()
