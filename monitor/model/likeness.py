"""By what an article is known again when its publisher shows it under another name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

#: Of the words of two titles, the part in which they may differ.
TITLE_MAY_DIFFER: Final = 0.2
#: Bits of 64 in which the fingerprints of two texts of one mark differ at most (see `monitor.reading.stories.fingerprint`).
#: Of 44 words two others make 16 bits or fewer 95 times of 100, eight others once in ten. More than copies of a wire story may
#: differ in: the names and numbers agree already.
NEAR_BITS: Final = 16

#: What editors put beside a title or a text, and what names nothing.
MARKERS: Final = frozenset({"breaking", "corrected", "correction", "developing", "exclusive", "live", "update", "updated"})

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """An article's address or words, as a store looks them up: two articles that are the same have one mark in common."""

    kind: Literal["link", "words", "page"]  #: its address; the words of its feed; those of its page
    mark: str  #: hash of the publisher with the address, or with all names and numbers of the text
    title: str  #: as written
    print: str  #: the text's fingerprint, 16 hexadecimal digits


@dataclass(frozen=True, slots=True)
class Telling:
    """Small words by which two reports are told apart, or not."""

    marks: frozenset[str] = frozenset()  #: make another report: how many, what befell them, what was done, whether it was at all
    openers: frozenset[str] = frozenset()  #: begin many a sentence, and name nothing

    @classmethod
    def of(cls, marks: Iterable[str], openers: Iterable[str]) -> Telling:
        """`openers` beside those that headlines have: "update", "live"."""
        all_openers = MARKERS.union(openers)
        return cls(marks=frozenset(marks) - all_openers, openers=all_openers)


def same_article(one: Likeness, two: Likeness) -> bool:
    """Are they one article's? Addresses need near titles, words near titles and near texts. Their marks are equal already."""
    if not near_titles(one.title, two.title):
        return False
    return "link" in (one.kind, two.kind) or (int(one.print, 16) ^ int(two.print, 16)).bit_count() <= NEAR_BITS


def near_titles(one: str, two: str) -> bool:
    """Do they say the same? They may differ in a few words, and in no name or number.

    >>> near_titles("Raid in Atmeh: five dead", "RAID IN ATMEH - five dead"), near_titles("Raid in Atmeh", "Raid in Sarmin")
    (True, False)
    """
    ours, theirs = (
        {folded: word for word in _WORD.findall(title) if (folded := word.casefold()) not in MARKERS} for title in (one, two)
    )
    apart = ours.keys() ^ theirs.keys()
    if len(apart) > TITLE_MAY_DIFFER * len(ours.keys() | theirs.keys()):
        return False
    return not any(_tells({**ours, **theirs}[word]) for word in apart)


def _tells(word: str) -> bool:
    """Is it a name or a number? A word of a script without capitals may be either."""
    return not word.islower()
