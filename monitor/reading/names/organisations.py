"""Organisations that no list knows, by the form of their names: "Ministry of Defence", "Aleppo University"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.reading.names.cues import CALENDAR, DIVISION_NOUNS, MEDIA_NOUNS, OPENERS, ORG_NOUNS, SITE_ENDINGS, TITLES
from monitor.reading.names.entity_words import KINDS
from monitor.reading.names.name_scan import Words, runs
from monitor.reading.text.lexicon import words_of

#: Nouns that make an organisation when they begin a name with "of" or "for": "Ministry of Defence", "Office for X".
HEADS: Final = words_of(
    "ministry department office bank university college institute council committee commission court agency bureau board"
    " house church society federation union league organisation organization association alliance army front party movement"
    " center centre high coalition network brigade brigades battalion government embassy consulate syndicate directorate"
    " parliament"
)
#: Nouns of ORG_NOUNS that end names of other things as well: buildings, events, agreements.
OTHER_THINGS: Final = words_of(
    "united rovers wanderers athletic club house hall palace tower building hotel star sun today summit games agreement"
    " accord accords treaty protocol conference festival high"
)
#: Nouns that stand for an organisation said before, with a capital: "the Coalition".
ALONE: Final = words_of(
    "coalition department parliament army ministry government congress senate council commission court assembly university"
    " observatory authority agency committee union alliance police navy marines treasury"
)
MORE_TAILS: Final = words_of(
    "group groups command operation service services staff directorate secretariat intelligence guard guards unit taskforce"
    " initiative corporation companies ministries rights relief mission embassy consulate regime coalition alliance faction"
    " squadron regiment platoon company bloc caucus syndicate tribunal defence defense administration government cartel gang"
    " clan tribe sheikhs airforce foundation charity nations states' treasury"
)
#: Nouns that end the name of an organisation. Wider than those that turn a place's name into something else.
TAILS: Final = ((ORG_NOUNS | MEDIA_NOUNS | HEADS | MORE_TAILS) - SITE_ENDINGS - DIVISION_NOUNS - OTHER_THINGS) | {"department"}


#: First words of Arabic, Persian, Urdu and Turkish names of bands and bodies: army, front, brigade, movement, helpers.
OPENINGS: Final = words_of(
    "jaish jaysh jabhat jabhet liwa liwaa harakat hizb kataib kata'ib katibat katiba saraya saray faylaq asaib asa'ib ansar hayat"
    " hay'at tahrik tehrik tehreek lashkar sipah jamaat jamaah jama'at jamiat jund tanzim quwat munazzamat"
)
_ORDINAL: Final = re.compile(r"\d{1,3}(st|nd|rd|th)$")


def find_organisations(w: Words) -> Iterator[tuple[int, int]]:
    """Token spans of names that are organisations by their form."""
    for start, end in by_form(w):
        while start and _ORDINAL.match(w[start - 1]):
            start -= 1
        yield start, end
    for start, end in runs(w):
        if (w[start] in OPENINGS and end - start > 1) or introduced(w, start):
            yield start, end


def introduced(w: Words, i: int) -> bool:
    """Is the name at token i behind a noun that says what it is: "the Kenyan firm X", "a group called X"?"""
    called = w[i - 1] in ("called", "named")
    return w[i - 1 - called] in KINDS and any(w[k] in ("a", "an", "the", "'s", "its", "their") for k in range(max(0, i - 5), i))


def by_form(w: Words) -> Iterator[tuple[int, int]]:
    """Those whose first or last noun says so."""
    for start, end in long_runs(w):
        for i, j in parts(w, start, end):
            tail = max((k for k in range(i, j) if w.capital[k] and w[k].rstrip(".") in TAILS), default=-1)
            if tail < 0:
                continue
            if w[tail] in HEADS and tail + 1 < j and w[tail + 1] in ("of", "for"):
                yield i, j
            elif tail > i:
                yield i, tail + 1
            elif w[i] in ALONE and not w.opens_sentence[i] and not w.words[i].isupper():
                yield i, i + 1  # "the Coalition", "Parliament": said before in full, now by its noun
    for i in range(1, w.count):
        if w[i] in ("regime", "junta") and w.capital[i - 1] and not w.opens_sentence[i - 1]:
            yield i - 1, i + 1


def parts(w: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run without leading openers and titles, cut at "and" where both sides are organisations."""
    i = start
    for k in range(start, end + 1):
        both = (
            k < end
            and w[k] in ("and", "&")
            and any(w[n] in TAILS for n in range(i, k))
            and any(w[n] in TAILS for n in range(k, end))
        )
        if k < end and not both:
            continue
        while i < k and _leads_up(w, i):
            i += 1
        if i < k:
            yield i, k
        i = k + 1


def _leads_up(w: Words, i: int) -> bool:
    """Does a word stand before the name, not in it: "The", "President", "Fighters of"?"""
    if not w.capital[i] or w[i] in OPENERS or w[i] in CALENDAR or (w[i] in TITLES and w[i] not in TAILS):
        return True
    return w.opens_sentence[i] and w[i + 1] == "of" and w[i] not in TAILS


def long_runs(w: Words) -> Iterator[tuple[int, int]]:
    """Runs of capitals, joined where "of", "for" or "of the" stands between them behind an organisation's noun."""
    held: tuple[int, int] | None = None
    for start, end in runs(w):
        if held and _leads_on(w, held[1], start):
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


def _leads_on(w: Words, end: int, start: int) -> bool:
    between = w.lower[end:start]
    return 0 < len(between) <= 2 and between[0] in ("of", "for") and between[-1] in ("of", "for", "the") and w[end - 1] in HEADS
