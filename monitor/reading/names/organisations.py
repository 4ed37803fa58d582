"""Organisations that no list knows, by the form of their names: "Ministry of Defence", "Aleppo University"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.reading.names.name_scan import Words, runs

_ORDINAL: Final = re.compile(r"\d{1,3}(st|nd|rd|th)$")


def find_organisations(w: Words) -> Iterator[tuple[int, int]]:
    """Token spans of names that are organisations by their form."""
    for start, end in by_form(w):
        while start and _ORDINAL.match(w[start - 1]):
            start -= 1
        yield start, end
    openings = w.lexicon["org_openings"]
    for start, end in runs(w):
        if (w[start] in openings and end - start > 1) or introduced(w, start):
            yield start, end


def introduced(w: Words, i: int) -> bool:
    """Is the name at token i behind a noun that says what it is: "the Kenyan firm X", "a group called X"?"""
    called = w[i - 1] in ("called", "named")
    if w[i - 1 - called] not in w.lexicon["org_kinds"]:
        return False
    return any(w[k] in ("a", "an", "the", "'s", "its", "their") for k in range(max(0, i - 5), i))


def by_form(w: Words) -> Iterator[tuple[int, int]]:
    """Those whose first or last noun says so."""
    endings, heads, alone = w.lexicon["org_endings"], w.lexicon["org_heads"], w.lexicon["bodies_said_before"]
    for start, end in long_runs(w):
        for i, j in parts(w, start, end):
            tail = max((k for k in range(i, j) if w.capital[k] and w[k].rstrip(".") in endings), default=-1)
            if tail < 0:
                continue
            if w[tail] in heads and tail + 1 < j and w[tail + 1] in ("of", "for"):
                yield i, j
            elif tail > i:
                yield i, tail + 1
            elif w[i] in alone and not w.opens_sentence[i] and not w.words[i].isupper():
                yield i, i + 1  # "the Coalition", "Parliament": said before in full, now by its noun
    for i in range(1, w.count):
        if w[i] in ("regime", "junta") and w.capital[i - 1] and not w.opens_sentence[i - 1]:
            yield i - 1, i + 1


def parts(w: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run without leading openers and titles, cut at "and" where both sides are organisations."""
    endings = w.lexicon["org_endings"]
    i = start
    for k in range(start, end + 1):
        both = (
            k < end
            and w[k] in ("and", "&")
            and any(w[n] in endings for n in range(i, k))
            and any(w[n] in endings for n in range(k, end))
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
    known = w.lexicon
    if not w.capital[i] or w[i] in known["sentence_openers"] or w[i] in known["calendar"]:
        return True
    if w[i] in known["org_endings"]:
        return False
    return w[i] in known["titles"] or (w.opens_sentence[i] and w[i + 1] == "of")


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
    if w[end - 1] not in w.lexicon["org_heads"] or not 0 < len(between) <= 2:
        return False
    return between[0] in ("of", "for") and between[-1] in ("of", "for", "the")
