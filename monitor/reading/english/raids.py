"""What makes words of entering, storming and sweeping a raid: who does it, to what, and what else they do there.

"Soldiers broke into a house", "police entered the camp and arrested six": armed people, a verb and a place that is raided.
Weather storms too, bears raid bins, and whoever merely enters may be anybody.
"""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText
from monitor.reading.telling.trigger import Trigger

_WHO: Final = 12  #: tokens before a verb in which who does it stands
_BY: Final = 9  #: tokens behind it in which "by soldiers" stands
_WHAT: Final = 9  #: tokens behind it in which what is raided stands


def forced(text: EnglishText, t: Trigger) -> bool:
    """Do armed people do it: before the word, or behind its "by"?"""
    start, end = text.sentences[t.sentence]
    forces = text.lexicon["armed_forces"]
    if not forces.isdisjoint(text.lower[max(start, t.start - _WHO) : t.start]):
        return True
    before = text.words[max(start, t.start - 3) : t.start]
    if any(2 < len(word) < 6 and word.isupper() and word.isalpha() for word in before) and not text.words[t.start].isupper():
        return True  # "the SDF raided"
    behind = text.lower[t.end : min(end, t.end + _BY)]
    return "by" in behind and not forces.isdisjoint(behind[behind.index("by") :])


def at_site(text: EnglishText, t: Trigger) -> bool:
    """Does what is raided stand behind it, or before a passive?"""
    start, end = text.sentences[t.sentence]
    sites = text.lexicon["raided_sites"]
    passive = t.start > start and text.lower[t.start - 1] in text.lexicon["passive_before"]
    before = text.lower[max(start, t.start - 6) : t.start] if passive else []
    return not sites.isdisjoint((*text.lower[t.end : min(end, t.end + _WHAT)], *before))


def no_raid(text: EnglishText, t: Trigger) -> bool:
    """Do beasts, thieves, weather or watchdogs do it?"""
    start, end = text.sentences[t.sentence]
    near = (*text.lower[max(start, t.start - _WHO) : t.start], *text.lower[t.end : min(end, t.end + _BY)])
    return not text.lexicon["no_raiders"].isdisjoint(near)


def entered(text: EnglishText, t: Trigger) -> str:
    """ "raid" or "offensive" for what verbs of entering tell; "" where nobody armed enters what is raided."""
    word = text.lower[t.start]
    start, end = text.sentences[t.sentence]
    here = text.lower[start:end]
    if no_raid(text, t) or not forced(text, t) or not text.lexicon["relief"].isdisjoint(here):
        return ""
    behind = text.lower[t.end : min(end, t.end + _WHAT)]
    if word in text.lexicon["setting_down"]:
        return "" if text.lexicon["helicopters"].isdisjoint(here) else "raid"
    if word in text.lexicon["searching"]:
        return "" if text.lexicon["many_homes"].isdisjoint(behind) else "raid"
    if word in text.lexicon["entering"]:
        seizing = not text.lexicon["seizing"].isdisjoint(text.lower[t.end : end])
        named = any(w[:1].isupper() for w in text.words[t.end : min(end, t.end + 4)])
        return "raid" if seizing and (named or at_site(text, t)) else ""
    if at_site(text, t) or text.lower[t.end - 1] in text.lexicon["homes"]:
        return "raid"
    return "offensive" if word in text.lexicon["breaking_in"] else ""


def stormed(text: EnglishText, t: Trigger) -> str:
    """ "raid", "protest" of a crowd, or "" where "storm" may be weather or a manner of leaving."""
    start, end = text.sentences[t.sentence]
    if forced(text, t):
        return "raid"
    if not text.lexicon["crowding"].isdisjoint(text.lower[max(start, t.start - _WHO) : t.start]):
        return "protest"
    if text.lower[t.start] not in text.lexicon["storms"]:
        return "raid" if at_site(text, t) or any(w[:1].isupper() for w in text.words[t.end : min(end, t.end + 3)]) else ""
    if t.start == start or text.lower[t.start - 1] in text.lexicon["before_weather"]:
        return ""
    return "raid" if not text.lexicon["raided_sites"].isdisjoint(text.lower[t.end : min(end, t.end + 3)]) else ""


def set_down(text: EnglishText, means: Trigger) -> bool:
    """ "Landed by helicopter": whoever is set down by aircraft was not struck by them."""
    start, _ = text.sentences[means.sentence]
    return not text.lexicon["setting_down"].isdisjoint(text.lower[max(start, means.start - 3) : means.start])
