"""Find the words of a text that may be place names: the longest known names inside runs of capitalised words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.tokens import Doc

from monitor.model.place import Place, Use
from monitor.reading.names.gazetteer import Found, Gazetteer
from monitor.reading.names.toponyms import ARTICLES, ENGLISH, key
from monitor.reading.names.words import NameWords
from monitor.reading.text.pipeline import text_of

#: Tokens of a headline, and the share of its longer words that begin with a capital when all are meant to.
_LEAST, _MOST, _SHARE = 4, 40, 0.75
#: Words of the longest name that is looked for; hyphens count.
LONGEST = 8
#: Letters of the longest word that ties two into one name: "des", "auf".
_LONGEST_TIE = 3
#: Words of the longest noun of a site without a capital: "refugee camp".
_LONGEST_NOUN = 2


@dataclass(slots=True)
class Candidate:
    """Tokens that are spelled like a place, or like the adjective of one."""

    start: int  #: tokens
    end: int  #: tokens, half-open
    key: str
    found: tuple[Found, ...]
    first: int  #: characters
    last: int  #: characters, half-open
    use: Use = "name"
    score: float = 0.0  #: the weights of its features
    features: list[str] = field(default_factory=list)  #: what speaks for and against its being a place
    fixed: Place | None = None  #: the place meant, when the words around the name settle it


class Words:
    """The tokens of a text, as strings, with what capitals and hyphens say of them, and the words by which names are known."""

    def __init__(self, doc: Doc, lexicon: NameWords) -> None:
        self.lexicon = lexicon
        self._openers = lexicon["sentence_openers"]
        self.text = text_of(doc)
        columns = doc.to_array([IDX, LENGTH, SENT_START])  # a Token object for each word would cost more than all else
        self.at: list[int] = columns[:, 0].tolist()
        ends: list[int] = (columns[:, 0] + columns[:, 1]).tolist()
        self.words = [self.text[a:b] for a, b in zip(self.at, ends, strict=True)]
        self.lower = [w.lower() for w in self.words]
        self.capital = [_capital(w) for w in self.words]
        self.opens_sentence: list[bool] = (columns[:, 2] == 1).tolist()
        self.opens_sentence[:1] = [True] if self.words else []
        self.count = len(self.words)
        self._lower_headlines()
        self.runs: list[tuple[int, int]] | None = None
        self._capitals_until: list[int] = []
        self.actors: tuple[Any, Any] | None = None  # whoever looked for actors, and what was found

    def _lower_headlines(self) -> None:
        """In a sentence that writes all its words with capitals, those of verbs and small words say nothing."""
        unsaid = self.lexicon["headline_words"]
        starts = [i for i, opens in enumerate(self.opens_sentence) if opens]
        for start, end in pairwise((*starts, self.count)):
            if not _LEAST <= end - start <= _MOST:
                continue
            long = [self.capital[i] for i in range(start, end) if len(self.words[i]) > 3 and self.words[i].isalpha()]
            if len(long) >= _LEAST and sum(long) >= _SHARE * len(long):
                for i in range(start + 1, end):
                    if self.lower[i] in unsaid and not self.words[i].isupper():
                        self.capital[i] = False

    @classmethod
    def of(cls, doc: Doc, lexicon: NameWords) -> Words:
        """The words of a document, made once for it."""
        made: Words | None = doc.user_data.get("wirewatch.words")
        if made is None or made.lexicon is not lexicon:
            made = doc.user_data["wirewatch.words"] = cls(doc, lexicon)
        return made

    def __getitem__(self, i: int) -> str:
        """The word in lower case; "" beyond the ends."""
        return self.lower[i] if 0 <= i < self.count else ""

    def is_capital(self, i: int) -> bool:
        """Does it have a capital that says something: not merely that a sentence begins?"""
        if not (0 <= i < self.count and self.capital[i]) or self.lower[i] == self.words[i]:  # scripts without capitals
            return False
        return not (self.opens_sentence[i] and self.lower[i] in self._openers)

    def capitals_until(self, i: int) -> int:
        """Where the words with capitals end that follow one another from token i on, within a sentence; `i` when it has none."""
        if not self._capitals_until:
            self._capitals_until = [*range(self.count), self.count]
            for k in range(self.count - 1, -1, -1):
                if self.is_capital(k) and not self.opens_sentence[k]:
                    self._capitals_until[k] = self._capitals_until[k + 1]
        return self._capitals_until[i]

    def tied(self, i: int) -> bool:
        """Does token i touch the one before it?"""
        return 0 < i < self.count and self.at[i] == self.at[i - 1] + len(self.words[i - 1])

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Characters of tokens i to j, half-open."""
        return self.at[i], self.at[j - 1] + len(self.words[j - 1])


def _capital(word: str) -> bool:
    first = word[0]
    if first.isupper() or (first.isalpha() and not first.islower() and first != "ª"):
        return True
    return len(word) > 2 and first in "‘'ʿʼ" and word[1].isupper()


def runs(w: Words) -> list[tuple[int, int]]:
    """Stretches of capitalised words, with the small words, articles and hyphens that join them. Found once for a text."""
    if w.runs is None:
        w.runs = list(_runs(w))
    return w.runs


def _runs(w: Words) -> Iterator[tuple[int, int]]:
    end = 0
    for i, capital in enumerate(w.capital):
        if i < end or not (capital or (w.words[i] in ARTICLES and opens(w, i))):
            continue
        end = i + 1
        while end < w.count and (step := _step(w, end)):
            end += step
        while end - 1 > i and not w.capital[end - 1]:
            end -= 1
        yield i, end


def opens(w: Words, i: int) -> bool:
    """Does a name begin here? With a capital, or an Arabic article tied to one: "al-Bab"."""
    if w.capital[i]:
        return True
    return w.words[i] in ARTICLES and i + 2 < w.count and w.words[i + 1] == "-" and w.tied(i + 2) and w.capital[i + 2]


def _step(w: Words, j: int) -> int:
    """How many tokens from j on belong to the run that ends before j; 0 when it ends there."""
    word = w.words[j]
    if w.capital[j]:
        return 0 if w.opens_sentence[j] and not _abbreviated(w.words[j - 1]) else 1
    if word == "-" and w.tied(j) and w.tied(j + 1):
        if _joined(w, j):
            return 4
        return 2 if w.capital[j + 1] or w.lower[j + 1] in ARTICLES else 0
    linkers = w.lexicon["linkers"]
    if word in linkers or (word in ARTICLES and word not in ENGLISH):
        for k in (j + 1, j + 2):
            if k < w.count and w.capital[k] and not w.opens_sentence[k]:
                return 1
            if k >= w.count or not (w.words[k] in linkers or w.words[k] == "-"):
                return 0
    return 0


def _half(w: Words, i: int, *, back: bool = False) -> bool:
    """Do a hyphen and a short word tie the name that ends, or begins, at token i to another one?"""
    return (
        i >= 4 and w[i - 1] == "-" and _joined(w, i - 3) if back else i < w.count and w[i] == "-" and w.tied(i) and _joined(w, i)
    )


def _joined(w: Words, j: int) -> bool:
    """ "Croix-des-Bouquets", "Qala-i-Naw": does a short word tie the name before the hyphen at token j to one behind it?"""
    if not (w[j + 2] == "-" and w.tied(j + 2) and w.tied(j + 3) and j + 3 < w.count and w.capital[j + 3]):
        return False
    return len(w.words[j + 1]) <= _LONGEST_TIE and w.words[j + 1].islower() and w[j + 1].isalpha()


def _abbreviated(word: str) -> bool:
    return word.endswith(".") and len(word) <= 5


def candidates(w: Words, gazetteer: Gazetteer) -> list[Candidate]:
    """Every longest known name of the text, left to right."""
    return [c for start, end in runs(w) for c in _in_run(w, gazetteer, start, end)]


def _in_run(w: Words, gazetteer: Gazetteer, start: int, end: int) -> Iterator[Candidate]:
    i = start
    while i < end:
        hit = None
        if opens(w, i) and not _leads(w, i, end):
            for j in range(min(end, i + LONGEST), i, -1):
                if (w.capital[j - 1] or j - 1 == i) and (hit := look_up(w, gazetteer, i, j)):
                    break
        if hit and (_half(w, hit.end) or (hit.start > start and _half(w, hit.start, back=True))):
            hit = None  # of "Croix-des-Bouquets" no part is a place by itself
        if hit:
            yield _with_noun(w, gazetteer, hit)
        i = hit.end if hit else i + 1


def _with_noun(w: Words, gazetteer: Gazetteer, hit: Candidate) -> Candidate:
    """ "Jenin refugee camp" means the camp and not Jenin, when the gazetteer knows it by that name."""
    for end in range(min(w.count, hit.end + _LONGEST_NOUN), hit.end, -1):
        if " ".join(w.words[hit.end : end]) in w.lexicon["site_phrases"]:
            longer = look_up(w, gazetteer, hit.start, end)
            if longer is not None and longer.found[0].place.kind == "site":
                return replace(hit, key=longer.key, found=longer.found)
    return hit


def split(w: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run without leading openers, cut where a small word other than an Arabic article stands."""
    openers = w.lexicon["sentence_openers"]
    i = start
    for k in range(start, end + 1):
        if k == end or w.words[k] in ("and", "of"):
            while i < k and (w[i] in openers or not (w.capital[i] or w.words[i] in ("al", "el"))):
                i += 1
            if i < k:
                yield i, k
            i = k + 1


def generic(w: Words, i: int) -> bool:
    """Does an Arabic noun of villages, hills, springs or monasteries begin the name: "Kafr X", "Tell al-X", "Deir X"?"""
    known = w.lexicon
    if w[i] not in known["village_openings"] or not w.capital[i]:
        return False
    if w[i] not in known["village_openings_of_people"] or w[i - 1] in known["strong_prepositions"]:
        return True
    return w[i - 1] == "of" and w[i - 2] in known["place_nouns"]


def _leads(w: Words, i: int, end: int) -> bool:
    """Is it a word that only leads up to the name: "The Vatican", "City of Norfolk"? Not "The Hague"."""
    if w[i] == "the":
        return i + 1 < end and w[i + 1] not in w.lexicon["with_article"]
    return i + 2 < end and w.lower[i + 1] == "of" and w.lower[i] in w.lexicon["leads_with_of"] and w.capital[i + 2]


def look_up(w: Words, gazetteer: Gazetteer, i: int, j: int) -> Candidate | None:
    """What tokens i to j name, or None."""
    first, last = w.span(i, j)
    text = w.text[first:last]
    known = w.lexicon
    use: Use = "name"
    if j - i == 1:
        if w[i].rstrip(".") in known["never_alone"]:
            return None
        if w[i] in known["sentence_openers"] and w.opens_sentence[i] and not text.isupper():
            return None
        head, dash, _ = text.partition("-")
        if dash and head.replace(".", "").isupper():  # "U.S.-led" is one token
            text, last, use = head, first + len(head), "adjective"
        if len(text) < 2 or w.text[first - 1 : first] == "$":  # "$US 20"
            return None
    if j - i == 2 and w[i] in known["compass"] and w[i + 1] in known["sides_of_towns"]:  # "the North Side" of some town
        return None
    if (place := gazetteer.demonyms.get(key(text))) is not None:
        return Candidate(i, j, key(text), (Found(place, True),), first, last, "adjective", fixed=place)
    found = gazetteer.named(text)
    if found and j - i == 1 and text.isupper() and len(text) <= 5 and not _shouted(w, i):
        # An acronym names a country or region, or nothing.
        found = tuple(f for f in found if f.own and f.place.kind in ("country", "region") and text not in known["no_countries"])
    if not found and text.endswith("s") and (owner := gazetteer.named(text[:-1])) and owner[0].place.kind == "country":
        return Candidate(i, j, key(text[:-1]), owner, first, last - 1, use)  # "Syrias north": an apostrophe was lost
    return Candidate(i, j, key(text), found, first, last, use) if found else None


def _shouted(w: Words, i: int) -> bool:
    """Are the words around all capitals too, or does the word open a line: a headline or dateline?"""
    if w.at[i] == 0 or w.text[w.at[i] - 1] == "\n":
        return True
    return any(0 <= k < w.count and len(w.words[k]) > 3 and w.words[k].isupper() for k in (i - 1, i + 1))
