"""Find the words of a text that may be place names: the longest known names inside runs of capitalised words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from monitor.reading.cues import CALENDAR, LINKERS
from monitor.reading.gazetteer import Found, Gazetteer
from monitor.reading.toponyms import ARTICLES, key

#: Words of the longest name that is looked for; hyphens count.
LONGEST = 8


@dataclass(slots=True)
class Candidate:
    """Tokens that are spelled like places. `run` is the whole stretch of capitalised words they stand in."""

    start: int  #: tokens
    end: int  #: tokens, half-open
    run: tuple[int, int]  #: tokens, half-open
    key: str
    found: tuple[Found, ...]
    first: int  #: characters
    last: int  #: characters, half-open
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)


def runs(doc: Doc, words: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, with the small words, articles and hyphens that join them."""
    i, n = 0, len(words)
    while i < n:
        if not _opens(words, i):
            i += 1
            continue
        j = i + 1
        while j < n:
            if _capital(words[j]):
                if doc[j].is_sent_start and not _abbreviation(words[j - 1]):
                    break
                j += 1
            elif words[j] == "-" and j + 1 < n and words[j + 1][0].isalpha() and not doc[j].whitespace_:
                if doc[j - 1].whitespace_ or not (_capital(words[j + 1]) or words[j + 1].lower() in ARTICLES):
                    break
                j += 2
            elif (words[j] in LINKERS or words[j] in ARTICLES) and _joins(words, j, n):
                j += 1
            else:
                break
        while j - 1 > i and not _capital(words[j - 1]):
            j -= 1
        yield i, j
        i = j


def _abbreviation(word: str) -> bool:
    return word.endswith(".") and len(word) <= 5


def _capital(word: str) -> bool:
    first = word[0]
    return (
        first.isupper() or (first.isalpha() and not first.islower()) or (len(word) > 2 and first in "‘'ʿʼ" and word[1].isupper())
    )


def _opens(words: list[str], i: int) -> bool:
    """Does a name begin here? With a capital, or an Arabic article tied to one: "al-Bab"."""
    word = words[i]
    if _capital(word):
        return True
    return word in ARTICLES and i + 2 < len(words) and words[i + 1] == "-" and _capital(words[i + 2])


def _joins(words: list[str], j: int, n: int) -> bool:
    """Does a small word lead on to a capital, at most two words on?"""
    for k in (j + 1, j + 2):
        if k < n and _capital(words[k]):
            return True
        if k >= n or not (words[k] in LINKERS or words[k] == "-"):
            return False
    return False


def candidates(doc: Doc, gazetteer: Gazetteer) -> list[Candidate]:
    """Every longest known name of the text, left to right."""
    words = [t.text for t in doc]
    return [c for start, end in runs(doc, words) for c in _in_run(doc, words, gazetteer, start, end)]


def _in_run(doc: Doc, words: list[str], gazetteer: Gazetteer, start: int, end: int) -> Iterator[Candidate]:
    i = start
    while i < end:
        if not _opens(words, i):
            i += 1
            continue
        for j in range(min(end, i + LONGEST), i, -1):
            if not _capital(words[j - 1]) and j - 1 != i:
                continue
            hit = _look_up(doc, words, gazetteer, i, j)
            if hit is not None:
                hit.run = (start, end)
                yield hit
                i = j
                break
        else:
            i += 1


def _look_up(doc: Doc, words: list[str], gazetteer: Gazetteer, i: int, j: int) -> Candidate | None:
    first, last = doc[i].idx, doc[j - 1].idx + len(words[j - 1])
    text = doc.text[first:last]
    if j - i == 1:
        head, dash, _ = text.partition("-")
        if dash and head.replace(".", "").isupper():  # "U.S.-led" is one token
            text, last = head, first + len(head)
        if len(text) < 2 or (text.casefold() in CALENDAR):
            return None
    found = gazetteer.named(text)
    if not found:
        return None
    if j - i == 1 and text.isupper() and len(text) <= 5:  # an acronym names a country or nothing; a shouted word may be anything
        found = tuple(f for f in found if f.place.kind == "country" or len(text) > 3)
        if not found:
            return None
    return Candidate(i, j, (i, j), key(text), found, first, last)
