"""Does a sentence speak of a long time: "since 2011", "so far this year", "in almost three months of battle"?"""

from __future__ import annotations

from monitor.reading.english.text import EnglishText


def speaks_of_long_time(text: EnglishText, start: int, end: int) -> bool:
    """Whether the sentence [start, end) counts over weeks, months or a whole war."""
    return find_long_time(text, start, end) is not None


def find_long_time(text: EnglishText, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that say so, half-open; None when none do."""
    words, lower = text.lexicon.long_time, text.lower[start:end]
    if words.signs.isdisjoint(lower):
        return None
    found = words.phrases.search(" ".join(lower))
    if found is None:
        return None
    before = found.string.count(" ", 0, found.start())
    return start + before, start + before + found.group().count(" ") + 1
