"""Raids where no word names one: doors that are broken, warrants that are served, ships that are boarded, hideouts attacked.

"Police broke down the door of a flat", "officers executed warrants at six homes", "marines boarded a tanker", "soldiers came to
the village, lined up the men and shot them": who does it, a verb and what it is done to, with words between them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from monitor.reading.english import raids
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.trigger import Trigger

_VERB: Final = 6  #: tokens before a noun in which its verb stands
_AROUND: Final = 30  #: tokens on either side in which it stands who is sought, or harmed
_WHAT: Final = 7  #: tokens behind a verb in which its object stands


def break_ins(text: EnglishText) -> list[Trigger]:
    """A raid for each sentence that tells one so."""
    out = []
    words = text.lexicon["break_in_words"]
    for n, (start, end) in enumerate(text.sentences):
        here = text.lower[start:end]
        if words.isdisjoint(here) or not text.lexicon["relief"].isdisjoint(here):
            continue  # nearly always
        at = next((i for i in range(start, end) if text.lower[i] in words and _tells(text, i, n)), None)
        if at is not None:
            out.append(Trigger(kind="raid", start=at, end=at + 1, sentence=n, form="verb"))
    return out


def _tells(text: EnglishText, at: int, sentence: int) -> bool:
    return any(text.lower[at] in text.lexicon[words] and tells(text, at, sentence) for words, tells in _CONSTRUCTIONS)


def _by_force(text: EnglishText, at: int, sentence: int) -> bool:
    """Do armed people do it, and no beasts or thieves?"""
    t = Trigger(kind="raid", start=at, end=at + 1, sentence=sentence, form="verb")
    return raids.forced(text, t) and not raids.no_raid(text, t)


def _door(text: EnglishText, at: int, sentence: int) -> bool:
    """ "Broke down the door", "kicked in doors", "went through doors at six addresses", "a ram on the front door"."""
    start, _ = text.sentences[sentence]
    before = text.lower[max(start, at - _VERB) : at]
    broken = not text.lexicon["breaking_doors"].isdisjoint(before)
    through = text.lower[at] == "doors" and before[-1:] == ["through"]
    return (broken or through) and _by_force(text, at, sentence)


def _warrant(text: EnglishText, at: int, sentence: int) -> bool:
    """ "Served a no-knock warrant", "warrants were executed at six homes", "carried out 40 arrest orders": by whoever it is."""
    start, end = text.sentences[sentence]
    if text.lower[at].startswith("order") and text.lexicon["orders_to"].isdisjoint(text.lower[max(start, at - 1) : at]):
        return False
    near = (*text.lower[max(start, at - _VERB) : at], *text.lower[at + 1 : min(end, at + 4)])
    return not text.lexicon["serving"].isdisjoint(near) and text.lexicon["not_served"].isdisjoint(near)


def _ship(text: EnglishText, at: int, sentence: int) -> bool:
    """ "Marines boarded a hijacked tanker"."""
    _, end = text.sentences[sentence]
    return not text.lexicon["boarded"].isdisjoint(text.lower[at + 1 : min(end, at + 1 + _WHAT)]) and _by_force(text, at, sentence)


def _coming(text: EnglishText, at: int, sentence: int) -> bool:
    """ "Soldiers came to the monastery and shot them"."""
    start, end = text.sentences[sentence]
    if text.lexicon["soldiery"].isdisjoint(text.lower[max(start, at - _VERB) : at]):
        return False
    where = text.lower[at + 1 : at + 2]
    into = not text.lexicon["into"].isdisjoint(where)
    site = not text.lexicon["raided_sites"].isdisjoint(text.lower[at + 1 : min(end, at + _WHAT)]) or where == ["in"]
    harm = not text.lexicon["harming_people"].isdisjoint(text.lower[at + 1 : min(end, at + _AROUND)])
    return into and site and harm and _by_force(text, at, sentence)


def _search(text: EnglishText, at: int, sentence: int) -> bool:
    """ "Searches at the homes of musicians", "conducted a search of his office": for no one who is missing."""
    start, end = text.sentences[sentence]
    if not text.lexicon["sought_people"].isdisjoint(text.lower[max(start, at - _AROUND) : min(end, at + _AROUND)]):
        return False
    behind = text.lower[at + 1 : min(end, at + 1 + _WHAT)]
    led = not text.lexicon["search_of"].isdisjoint(behind[:1])
    return led and not text.lexicon["searched_sites"].isdisjoint(behind)


def _lair(text: EnglishText, at: int, sentence: int) -> bool:
    """ "Commandos attacked a hideout", "special forces killed seven rebels in a jungle camp"."""
    start, end = text.sentences[sentence]
    if text.lexicon["elite"].isdisjoint(text.lower[max(start, at - _VERB) : at]):
        return False
    if text.lower[at] not in text.lexicon["killing_there"]:
        return not text.lexicon["lairs"].isdisjoint(text.lower[at + 1 : min(end, at + 1 + _WHAT)])
    where = range(at + 1, min(end, at + 2 * _WHAT))
    return any(
        text.lower[i] in ("in", "at") and not text.lexicon["lairs"].isdisjoint(text.lower[i + 1 : min(end, i + 5)]) for i in where
    )


#: The words by which each is found, and when one of them tells a raid.
_CONSTRUCTIONS: Final[tuple[tuple[str, Callable[[EnglishText, int, int], bool]], ...]] = (
    ("doors", _door),
    ("warrants", _warrant),
    ("boarding", _ship),
    ("coming_in", _coming),
    ("searches", _search),
    ("attacking", _lair),
)
