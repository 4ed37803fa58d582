"""What names an event without being a word for it: what befalls things by themselves, and people who are taken.

"A bus veered off the road", "a bridge gave way", "a lorry hit a minibus": a thing and a verb behind it. "Gunmen took 30 pupils",
"held ten drivers captive": who, a verb and whom, with words between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from monitor.reading.english.text import EnglishText
from monitor.reading.english.vocabulary import Vocabulary
from monitor.reading.text.lexicon import words_of

#: So many tokens may stand between a thing and what befalls it: "the bus with 40 pilgrims on board veered".
_REACH: Final = 8
#: Between a thing and another thing's verb.
_WALLS: Final = frozenset((";", ",", "while", "whereas", "but", "which", "who", "that", "when", "after", "by", "and", "said"))
#: With these in the sentence somebody meant it.
_MEANT: Final = words_of(
    "bomb bombs bombed bomber bombers bombing missile missiles rocket rockets shell shells shelling mortar mortars airstrike"
    " airstrikes strike strikes jets warplanes drone drones raid raids attack attacks attacked attacker attackers assailant"
    " assailants gunman gunmen militants rebels jihadists insurgents suicide mine landmine grenade device explosives ied ambush"
    " ambushed deliberately intentionally terror terrorist terrorism terrorists clashes fighting artillery ramming hijacked"
)
#: Who is driven into on purpose as often as not: such a sentence is left to the word for killing.
_CROWDS: Final = words_of(
    "crowd crowds pedestrians protesters demonstrators worshippers shoppers revellers revelers parade carnival procession"
)
_TAKING: Final = words_of(
    "take takes took taken taking seize seizes seized seizing grab grabs grabbed grabbing snatch snatched drag dragged march"
    " marched herd herded lead led carry carried drive drove whisk whisked"
)
_HOLDING: Final = words_of("take takes took taken taking hold holds held holding")
_HOSTAGE: Final = words_of("hostage captive prisoner")
_ARMED: Final = words_of(
    "gunman gunmen bandits kidnappers militants rebels jihadists insurgents militiamen assailants attackers abductors pirates"
)


def accident_at(text: EnglishText, words: Vocabulary, start: int, end: int, sentence: int) -> bool:
    """Does an accident befall the thing at these tokens, or what it runs into?"""
    here, last = text.sentences[sentence]
    if not _MEANT.isdisjoint(text.lower[here:last]):
        return False
    runs = text.lower[end - 1] in words.vehicles
    for i in range(end, min(last, end + _REACH)):
        if text.lower[i] in _WALLS:
            return False
        if _stands(text.lower, i, words.mishaps):
            return True
        if runs and _stands(text.lower, i, words.collisions):
            return _CROWDS.isdisjoint(text.lower[i:last])
    return False


def taken_people(text: EnglishText, sentence: int, captives: frozenset[str]) -> tuple[int, int] | None:
    """The tokens of a verb that takes people: "took 30 pupils hostage", "gunmen seized a priest"; None when there is none."""
    start, end = text.sentences[sentence]
    lower = text.lower
    for i in range(start, end):
        if lower[i] in _HOSTAGE and (verb := _before(lower, i, start, _HOLDING, 8)) is not None and verb < i - 1:
            return verb, verb + 1
        taken = lower[i] in _TAKING and not captives.isdisjoint(lower[i + 1 : min(end, i + 7)])
        if taken and _before(lower, i, start, _ARMED, 6) is not None:
            return i, i + 1
    return None


def _before(lower: Sequence[str], at: int, start: int, words: frozenset[str], reach: int) -> int | None:
    """The nearest of the words before that token, in the sentence and within reach."""
    return next((i for i in range(at - 1, max(start, at - reach) - 1, -1) if lower[i] in words), None)


def _stands(lower: Sequence[str], at: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> bool:
    return any(tuple(lower[at : at + len(p)]) == p for p in phrases.get(lower[at], ()))
