"""Does a sentence speak of a long time: "since 2011", "so far this year", "in almost three months of battle"?"""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText

_RANKED: Final = 12  #: tokens before "since July" in which "the deadliest" stands
_STATE: Final = 5  #: tokens before "since 2022" in which "occupied by" stands


def speaks_of_long_time(text: EnglishText, start: int, end: int) -> bool:
    """Whether the sentence [start, end) counts over weeks, months or a whole war; "the deadliest since July" only ranks."""
    found = find_long_time(text, start, end)
    if found is None:
        return False
    return text.lexicon.reality.superlatives.isdisjoint(text.lower[max(start, found[0] - _RANKED) : found[0]])


def find_long_time(text: EnglishText, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that say so, half-open; None when none do."""
    words, lower = text.lexicon.long_time, text.lower[start:end]
    if words.signs.isdisjoint(lower):
        return None
    found = words.phrases.search(" ".join(lower))
    if found is None:
        return None
    before = found.string.count(" ", 0, found.start())
    states = text.lexicon["states_of_ground"]
    if found.group().startswith("since") and not states.isdisjoint(lower[max(0, before - _STATE) : before]):
        return None  # "an island occupied by Russia since 2022"
    return start + before, start + before + found.group().count(" ") + 1
