"""People who are taken, where no word for it stands: a verb that takes them along, who does it, and from where.

"Gunmen took 30 pupils", "held ten drivers captive", "armed men dragged him from his car", "a priest was led away by masked men",
"pupils seized from a school". Police who take a man from his home arrest him, and rescuers take people to a hospital.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from monitor.reading.english.text import EnglishText

_HELD: Final = 8  #: tokens before "hostage" in which its verb stands
_DOER: Final = 6  #: tokens before a verb in which who does it stands
_WHOM: Final = 6  #: tokens from a verb to whom it takes
_BY: Final = 9  #: tokens behind a verb in which "by gunmen" stands
_FROM: Final = 3  #: tokens behind a verb in which "from" stands
_SITE: Final = 6  #: tokens behind "from" in which a place stands


def taken_people(text: EnglishText, sentence: int) -> tuple[int, int] | None:
    """The tokens of a verb that takes people: "took 30 pupils hostage", "gunmen seized a priest"; None when there is none."""
    start, end = text.sentences[sentence]
    words, here = text.lexicon, text.lower[start:end]
    if words["hostage"].isdisjoint(here) and words["taking"].isdisjoint(here):
        return None  # nearly always
    for i in range(start, end):
        if text.lower[i] in words["hostage"]:
            verb = next((at for at in range(i - 1, max(start, i - _HELD) - 1, -1) if text.lower[at] in words["holding"]), None)
            if verb is not None and verb < i - 1:
                return verb, verb + 1
        if text.lower[i] in words["taking"] and any(seizes(text, start, i, end) for seizes in _SEIZING):
            return i, i + 1
    return None


def captives_in(text: EnglishText, start: int, end: int) -> bool:
    """Do people who may be taken stand there, and not what is theirs: "seized pupils' phones"?"""
    captives, lower = text.lexicon["captives"], text.lower
    return any(lower[i] in captives and lower[i + 1 : i + 2] not in (["'s"], ["'"], ["’"], ["’s"]) for i in range(start, end))


def _whom(text: EnglishText, at: int, end: int) -> bool:
    """ "Took 30 pupils", "dragged him from": people behind the verb."""
    if captives_in(text, at + 1, min(end, at + 1 + _WHOM)):
        return True
    pronoun, way = text.lower[at + 1 : min(end, at + 2)], text.lower[at + 2 : min(end, at + 3)]
    return not text.lexicon["object_pronouns"].isdisjoint(pronoun) and not text.lexicon["along"].isdisjoint(way)


def _captor(text: EnglishText, start: int, end: int) -> bool:
    """ "Gunmen", "masked men" among these tokens?"""
    lower, words = text.lower, text.lexicon
    if not words["captors"].isdisjoint(lower[start:end]):
        return True
    return any(
        lower[i] in words["men"] and not words["masked"].isdisjoint(lower[max(start, i - 2) : i]) for i in range(start, end)
    )


def _by_doer(text: EnglishText, start: int, at: int, end: int) -> bool:
    """ "Gunmen took 30 pupils", "armed men dragged him from his car"."""
    return _whom(text, at, end) and _captor(text, max(start, at - _DOER), at)


def _people_before(text: EnglishText, start: int, at: int, name: str) -> bool:
    return not text.lexicon[name].isdisjoint(text.lower[max(start, at - _DOER) : at])


def _passive(text: EnglishText, start: int, at: int, end: int) -> bool:
    """ "30 pupils were taken from their school by gunmen"."""
    behind = text.lower[at + 1 : min(end, at + 1 + _BY)]
    if text.lower[at] not in text.lexicon["taken_along"] or "by" not in behind:
        return False
    by = at + 1 + behind.index("by")
    people = _people_before(text, start, at, "captives") or _people_before(text, start, at, "subject_pronouns")
    return people and _captor(text, by, min(end, by + 5))


def _from_site(text: EnglishText, start: int, at: int, end: int) -> bool:
    """ "Pupils seized from a school", "a girl was taken from her home": by nobody who may."""
    lower, words = text.lower, text.lexicon
    verb, behind = lower[at], lower[at + 1 : min(end, at + 1 + _FROM)]
    if verb not in words["taken_along"] or "from" not in behind or not words["lawful"].isdisjoint(lower[start:end]):
        return False
    source = at + 2 + behind.index("from")
    if words["left_places"].isdisjoint(lower[source : min(end, source + _SITE)]):
        return False
    if verb in words["by_force"]:
        return _people_before(text, start, at, "captives")
    return at > start and lower[at - 1] in words["passive_auxiliaries"] and _people_before(text, start, at, "children")


#: How a verb of taking is told to take people.
_SEIZING: Final[tuple[Callable[[EnglishText, int, int, int], bool], ...]] = (_by_doer, _passive, _from_site)
