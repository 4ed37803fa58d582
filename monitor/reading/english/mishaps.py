"""What names an event without being a word for it: what befalls things by themselves.

"A bus veered off the road", "a bridge gave way", "a lorry hit a minibus": a thing and a verb behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from monitor.reading.english.text import EnglishText
from monitor.reading.english.vocabulary import Vocabulary

#: So many tokens may stand between a thing and what befalls it: "the bus with 40 pilgrims on board veered".
_REACH: Final = 8
#: Tokens between a verb of leaving and the road that is left: "the northbound A12 motorway".
_WAY: Final = 6
#: Tokens of what strikes somebody: "a fully laden timber lorry".
_THING: Final = 6


def accident_at(text: EnglishText, words: Vocabulary, start: int, end: int, sentence: int) -> bool:
    """Does an accident befall the thing at these tokens, or what it runs into?"""
    here, last = text.sentences[sentence]
    if not text.lexicon["meant_harm"].isdisjoint(text.lower[here:last]):
        return False
    walls = text.lexicon["mishap_walls"]
    runs = text.lower[end - 1] in words.vehicles
    for i in range(end, min(last, end + _REACH)):
        if text.lower[i] in walls:
            return False
        if _stands(text.lower, i, words.mishaps) or (runs and _off_its_way(text, i, last)):
            return True
        if runs and _stands(text.lower, i, words.collisions):
            return text.lexicon["crowds"].isdisjoint(text.lower[i:last])
    return False


def _off_its_way(text: EnglishText, at: int, last: int) -> bool:
    """Does it leave, at a verb, what it runs on: "left the Newell Highway", "ran off a motorway"?"""
    lower, words = text.lower, text.lexicon
    if lower[at] not in words["leaving_a_way"]:
        return False
    return any(lower[i] in words["ways"] for i in range(at + 1, min(last, at + 1 + _WAY)))


def struck_by(text: EnglishText, words: Vocabulary, sentence: int) -> tuple[int, int] | None:
    """The tokens of a verb whose subject a vehicle, a machine or a falling thing struck: "was hit by a police car"."""
    start, end = text.sentences[sentence]
    lower, lexicon = text.lower, text.lexicon
    if "by" not in lower[start:end] or not lexicon["meant_harm"].isdisjoint(lower[start:end]):
        return None
    for at in range(start + 1, end):
        if lower[at] != "by" or lower[at - 1] not in lexicon["struck_by"]:
            continue
        for i in range(at + 2, min(end, at + 2 + _THING)):
            if lower[i - 1] in lexicon["phrase_ends"] - lexicon["singular_articles"]:
                break
            thing = lower[i] in words.vehicles or lower[i] in lexicon["falling_things"]
            if thing and (i + 1 == end or lower[i + 1] in lexicon["phrase_ends"] or lower[i + 1].endswith("ing")):
                return at - 1, at
    return None


def _stands(lower: Sequence[str], at: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> bool:
    return any(tuple(lower[at : at + len(p)]) == p for p in phrases.get(lower[at], ()))
