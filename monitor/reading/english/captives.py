"""Whether those who were taken are free again: then their freedom is the news, and nobody was taken by it.

"Four kidnapped pupils were freed", "the release of 33 hostages", "a priest who was abducted in May has been released"; but "a
priest was abducted and later released" tells of a taking.
"""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText

_BEFORE: Final = 8  #: tokens between a word of freeing and whom it frees: "freed at least 20 of the hostages"
_BEHIND: Final = 24  #: tokens between who was taken and the verb that frees them


def are_free(text: EnglishText, start: int, end: int) -> bool:
    """Do the words at these tokens, which name a taking or those who were taken, only say who is free again?"""
    first, last = text.sentences[text.sentence_of[start]]
    if text.lexicon["freeing"].isdisjoint(text.lower[first:last]):
        return False  # nearly always
    return _freed_before(text, first, start) or _freed_behind(text, first, start, end, last)


def _freed_before(text: EnglishText, first: int, start: int) -> bool:
    """ "Freed 20 hostages", "the release of the kidnapped girls", "freed 21 pupils who were abducted"."""
    lexicon = text.lexicon
    start = _auxiliaries_before(text, first, start)
    if start > first and text.lower[start - 1] in lexicon["relatives"]:
        start -= 1
    for i in range(start - 1, max(first, start - _BEFORE) - 1, -1):
        word = text.lower[i]
        if word in lexicon["freeing"]:
            return True
        ended = word in lexicon["next_acts"] or word in lexicon["statement_openers"] or word in lexicon["passive_auxiliaries"]
        if ended or word in (",", "after", "that"):
            return False
    return False


def _freed_behind(text: EnglishText, first: int, start: int, end: int, last: int) -> bool:
    """ "The hostages were released", "a priest (who was) kidnapped in May has been freed"."""
    lexicon = text.lexicon
    people = text.lower[start] in lexicon["taken_people"]
    if not people and _is_told(text, first, start, end):
        return False
    for i in range(end, min(last, end + _BEHIND)):
        word = text.lower[i]
        if word in lexicon["freeing"]:
            return text.lower[i - 1] not in lexicon["before_freedom"] and text.lower[i - 1] != ","
        if word in lexicon["next_acts"] and not (people and word == "and"):
            return False
        if people and word in lexicon.tolls.cues and word not in lexicon["passive_auxiliaries"]:
            return False  # "were killed and others released"
    return False


def _auxiliaries_before(text: EnglishText, first: int, start: int) -> int:
    """The token at which the auxiliaries before a verb begin: of "had been abducted" that of "had"."""
    at = start
    while at > first and (
        text.lower[at - 1] in text.lexicon["passive_auxiliaries"] or text.lower[at - 1] in text.lexicon["perfect"]
    ):
        at -= 1
    return at


def _is_told(text: EnglishText, first: int, start: int, end: int) -> bool:
    """Is the taking itself told: "gunmen kidnapped 30 pupils", "a priest was abducted"; not "the kidnapped priest"?"""
    lower, lexicon = text.lower, text.lexicon
    at = _auxiliaries_before(text, first, start)
    if at < start:
        return at == first or lower[at - 1] not in lexicon["relatives"]  # "a priest who was abducted"
    behind = lower[end] if end < len(lower) else ""
    if lower[start].endswith("ing") or behind == ",":
        return True
    reduced = behind in lexicon["prepositions"] or behind in lexicon.dates.weekdays or behind in lexicon.dates.days
    before = lower[start - 1] if start > first else ""
    counted = before in lexicon.tolls.numbers or before.isdecimal() or before in ("of", "")
    return not (reduced or counted or before in lexicon["determiners"] or before in lexicon["singular_articles"])
