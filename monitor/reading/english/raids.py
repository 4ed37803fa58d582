"""What makes words of entering, storming and sweeping a raid: who does it, to what, and what else they do there.

"Soldiers broke into a house", "police entered the camp and arrested six": armed people, a verb and a place that is raided.
Weather storms too, bears raid bins, and whoever merely enters may be anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reading.english.text import EnglishText
from monitor.reading.telling.trigger import Trigger

_WHO: Final = 12  #: tokens before a verb in which who does it stands
_BY: Final = 9  #: tokens behind it in which "by soldiers" stands
_WHAT: Final = 9  #: tokens behind it in which what is raided stands
_SEIZED: Final = 6  #: tokens behind "seized" in which the house stands
_MEANT: Final = 8  #: tokens before "to enter" in which it stands that it was done


def forced(text: EnglishText, t: Trigger) -> bool:
    """Do armed people do it: before the word, or behind its "by"?"""
    start, end = text.sentences[t.sentence]
    forces = text.lexicon["armed_forces"]
    if not forces.isdisjoint(text.lower[max(start, t.start - _WHO) : t.start]):
        return True
    if _team(text, max(start, t.start - _WHO), t.start):
        return True
    before = text.words[max(start, t.start - 3) : t.start]
    if any(2 < len(word) < 6 and word.isupper() and word.isalpha() for word in before) and not text.words[t.start].isupper():
        return True  # "the SDF raided"
    behind = text.lower[t.end : min(end, t.end + _BY)]
    return "by" in behind and not forces.isdisjoint(behind[behind.index("by") :])


def _team(text: EnglishText, start: int, end: int) -> bool:
    """ "An arrest team", "the assault team": others are teams too."""
    lower, kinds = text.lower, text.lexicon["teams_of"]
    return any(lower[i] in ("team", "teams") and lower[i - 1] in kinds for i in range(max(1, start), end))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A verb of entering, of armed people, in its sentence."""

    text: EnglishText
    verb: str
    here: list[str]  #: the words of the sentence
    object: list[str]  #: those behind the verb in which what is entered stands
    rest: list[str]  #: all behind the verb
    trigger: Trigger

    def has(self, name: str, words: Sequence[str]) -> bool:
        return not self.text.lexicon[name].isdisjoint(words)

    @property
    def named(self) -> bool:
        """Is it "the Balata camp", "Jenin" that is entered?"""
        return any(w[:1].isupper() for w in self.text.words[self.trigger.end : self.trigger.end + 4])


def entered(text: EnglishText, t: Trigger) -> str:
    """ "raid" or "offensive" for what verbs of entering tell; "" where nobody armed enters what is raided."""
    start, end = text.sentences[t.sentence]
    here = text.lower[start:end]
    if no_raid(text, t) or not forced(text, t) or not text.lexicon["relief"].isdisjoint(here) or _only_meant(text, t):
        return ""
    entry = _Entry(
        text=text, verb=text.lower[t.start], here=here, object=text.lower[t.end : min(end, t.end + _WHAT)],
        rest=text.lower[t.end : end], trigger=t,
    )  # fmt: skip
    for verbs, raids in _ENTRIES:
        if entry.verb in text.lexicon[verbs]:
            return "raid" if raids(entry) else ""
    if at_site(text, t) or text.lower[t.end - 1] in text.lexicon["homes"]:
        return "raid"
    return "offensive" if entry.verb in text.lexicon["breaking_in"] else ""


def _only_meant(text: EnglishText, t: Trigger) -> bool:
    """ "Ordered police to storm it", "they come to search houses": what is to be done; but "used a ram to enter"."""
    start, _ = text.sentences[t.sentence]
    before = text.lower[max(start, t.start - _MEANT) : t.start]
    return before[-1:] == ["to"] and text.lexicon["done_so"].isdisjoint(before)


def _set_down_raids(e: _Entry) -> bool:
    """ "Landed by helicopter", "landed in boats and killed seven"."""
    return e.has("helicopters", e.here) or (e.has("soldiery", e.here) and e.has("seizing", e.rest))


def _searches(e: _Entry) -> bool:
    """ "Searched houses", "searched the home of a minister": for no one who is missing or dead."""
    if e.has("sought_people", e.here):
        return False
    return e.has("many_homes", e.object) or e.has("searched_sites", e.object)


def _enters(e: _Entry) -> bool:
    """ "Entered the farmhouse", "soldiers entered the studio and cut the signal", "entered Jenin and arrested six"."""
    if e.has("sought_people", e.here) or e.has("ceremony", e.here):
        return False
    if e.has("private_sites", e.object):
        return True
    return e.has("seizing", e.rest) and (e.named or e.has("raided_sites", e.object))


#: Verbs that others use as well, by their class, and when one of them tells a raid of armed people.
_ENTRIES: Final[tuple[tuple[str, Callable[[_Entry], bool]], ...]] = (
    ("setting_down", _set_down_raids),
    ("searching", _searches),
    ("entering", _enters),
)


def stormed(text: EnglishText, t: Trigger) -> str:
    """ "raid", "protest" of a crowd, or "" where "storm" may be weather or a manner of leaving."""
    start, end = text.sentences[t.sentence]
    if forced(text, t):
        return "" if _only_meant(text, t) else "raid"
    if not text.lexicon["crowding"].isdisjoint(text.lower[max(start, t.start - _WHO) : t.start]):
        return "protest"
    if text.lower[t.start] not in text.lexicon["storms"]:
        return "raid" if at_site(text, t) or any(w[:1].isupper() for w in text.words[t.end : min(end, t.end + 3)]) else ""
    if t.start == start or text.lower[t.start - 1] in text.lexicon["before_weather"]:
        return ""
    return "raid" if not text.lexicon["raided_sites"].isdisjoint(text.lower[t.end : min(end, t.end + 3)]) else ""


def of_money(text: EnglishText, t: Trigger) -> bool:
    """ "Bought 9 percent of its shares in a dawn raid": by nobody who is armed."""
    start, end = text.sentences[t.sentence]
    return not text.lexicon["takeovers"].isdisjoint(text.lower[start:end]) and not forced(text, t)


def seized(text: EnglishText, t: Trigger) -> bool:
    """ "Soldiers seized the state broadcaster": a house and no ground."""
    start, end = text.sentences[t.sentence]
    if text.lexicon["soldiery"].isdisjoint(text.lower[max(start, t.start - _WHO) : t.start]):
        return False
    for word in text.lower[t.end : min(end, t.end + _SEIZED)]:
        if word in text.lexicon["seized_sites"]:
            return True
        if word in text.lexicon["prepositions"] or not word.isalpha():
            return False
    return False


def set_down(text: EnglishText, means: Trigger) -> bool:
    """ "Landed by helicopter": whoever is set down by aircraft was not struck by them."""
    start, _ = text.sentences[means.sentence]
    return not text.lexicon["setting_down"].isdisjoint(text.lower[max(start, means.start - 3) : means.start])
