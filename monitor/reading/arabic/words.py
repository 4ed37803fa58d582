"""Arabic words made comparable, and the vocabulary that is written in `words/*.yaml`.

Writers leave out vowel signs, mix the forms of alef, ya and ta marbuta, and tie "and", "in", "for" and the article to the word:
"وبإصابة" is "and with the wounding of". A word is compared as written, then without one clitic after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from monitor.reading.telling.users_words import NO_WORDS, UsersWords
from monitor.reading.text.lexicon import Files, parse_classes
from monitor.reading.text.weights import Weights, parse_all

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SIGNS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_FORMS: Final = str.maketrans("أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩", "اااايهوي0123456789")
_CLITICS: Final = ("و", "ف", "ب", "ل", "ك")
_LEAST: Final = 3  #: letters that must be left of a word
#: Files with a form of their own; all others hold classes of words.
_FORMED: Final = ("events.yaml", "figures.yaml", "reality.yaml", "targets.yaml")
#: Sections of `words/reality.yaml`. The first that a phrase stands in counts.
_REALITIES: Final = ("denied", "planned", "hypothetical", "exercise", "background", "cumulative")


def plain(word: str) -> str:
    """The word without signs, with one form of each letter.

    >>> plain("قُتِلَ"), plain("إدلب"), plain("غارةٌ"), plain("١٢")
    ('قتل', 'ادلب', 'غاره', '12')
    """
    return _SIGNS.sub("", word).translate(_FORMS)


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """The word, and what is left of it without "and", a preposition and the article, the fullest first.

    >>> forms("وبالغارات")[-1]
    'غارات'
    """
    found = [plain(word)]
    rest = found[0]
    for _ in range(2):
        if rest[:1] in _CLITICS and len(rest) > _LEAST:
            rest = rest[1:]
            found.append(rest)
    for one in tuple(found):
        if (one.startswith("ال") and len(one) > _LEAST + 1) or (one.startswith("لل") and len(one) > _LEAST + 1):
            found.append(one[2:])
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their first word, longest first, each with what it stands for."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, meant: Mapping[str, Iterable[str]]) -> Phrases:
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for meaning, phrases in meant.items():
            for phrase in phrases:
                words = tuple(_bare(plain(w)) if n else plain(w) for n, w in enumerate(str(phrase).split()))
                found.setdefault(_bare(words[0]), []).append((words, meaning))
        return cls({first: tuple(sorted(some, key=lambda p: -len(p[0]))) for first, some in found.items()})

    def at(self, words: Sequence[str], i: int) -> tuple[int, str] | None:
        """(tokens, meaning) of the longest phrase that begins at token i."""
        for first in forms(words[i]):
            for phrase, meaning in self.by_first.get(_bare(first), ()):
                rest = words[i + 1 : i + len(phrase)]
                if len(rest) == len(phrase) - 1 and all(p in forms(w) for p, w in zip(phrase[1:], rest, strict=True)):
                    return len(phrase), meaning
        return None


def _bare(word: str) -> str:
    """Without the article."""
    return word[2:] if word.startswith("ال") and len(word) > _LEAST + 1 else word


@dataclass(frozen=True, slots=True, kw_only=True)
class ArabicWords:
    """All words that the reader knows of Arabic: the files of `words/`, with what users add."""

    kinds: Phrases
    vague: frozenset[str]
    before: Phrases
    after: Phrases
    duals: Phrases
    people: Phrases  #: -> side
    dual_people: frozenset[str]
    plurals: frozenset[str]
    numbers: Mapping[str, int]
    teens: Mapping[str, int]
    thousands: frozenset[str]
    millions: frozenset[str]
    vague_numbers: Phrases
    bounds: Phrases
    parts: Phrases
    nobody: Phrases
    inside: Phrases
    away: Phrases
    reality: Phrases
    peace: Phrases
    said: Phrases
    against: Phrases
    weekdays: Mapping[str, int]
    months: Phrases
    weights: Mapping[str, Weights]  #: what features count for, by the file of weights
    targets: Phrases  #: -> class of `target:`
    striking: Phrases
    goals: Phrases
    no_goals: Phrases
    doers: Phrases
    freeing: Phrases
    marks: frozenset[str] = frozenset()  #: small words that make another report


def parse_arabic(files: Files, users: UsersWords = NO_WORDS) -> ArabicWords:
    """`users`: what users add, in any language. Raises KeyError for a missing section."""
    formed: dict[str, dict[str, Any]] = {name: yaml.load(files.words[name], Loader=_LOADER) for name in _FORMED}
    events, figures, reality, targets = (formed[name] for name in _FORMED)
    lexicon = parse_classes({name: text for name, text in files.words.items() if name not in formed})
    kinds: dict[str, list[str]] = {kind: list(words) for kind, words in events["kinds"].items()}
    for more in users.kinds:
        for kind, sections in more.items():
            some = [str(word) for words in sections.values() for word in words]
            kinds.setdefault(kind, []).extend(word for word in some if not word.isascii())
    behind = [(kind, word) for kind, mode, word in users.tolls if mode != "count"]
    ahead = [(kind, word) for kind, mode, word in users.tolls if mode == "count"]
    nouns = [(side, form) for side, noun in users.people for form in noun.split("/")]
    scales = {plain(word): value for word, value in figures["scales"].items()}
    return ArabicWords(
        weights=parse_all(files.weights),
        kinds=Phrases.of(kinds),
        vague=frozenset(events["vague"]),
        peace=Phrases.of({"": events["peace"]}),
        before=Phrases.of(_with(figures["before"], behind)),
        after=Phrases.of(_with(figures["after"], ahead)),
        duals=Phrases.of(figures["duals"]),
        people=Phrases.of(_with(figures["people"], nouns)),
        dual_people=frozenset(map(plain, figures["duals_of_people"])),
        plurals=frozenset(map(plain, figures["plurals"])),
        numbers={plain(word): value for word, value in figures["numbers"].items()},
        teens={plain(word): value for word, value in figures["teens"].items()},
        thousands=frozenset(word for word, value in scales.items() if value == 1000),
        millions=frozenset(word for word, value in scales.items() if value == 1_000_000),
        vague_numbers=Phrases.of(_by_number(figures["vague"])),
        bounds=Phrases.of(figures["bounds"]),
        parts=Phrases.of({"": figures["parts"]}),
        nobody=Phrases.of({"": figures["nobody"]}),
        reality=Phrases.of(_with({name: reality[name]["anywhere"] for name in _REALITIES}, users.reality)),
        weekdays={_bare(plain(word)): day for word, day in reality["weekdays"].items()},
        months=Phrases.of(_by_number(reality["months"])),
        inside=Phrases.of({"": lexicon["inside"]}),
        away=Phrases.of({"": lexicon["away"]}),
        said=Phrases.of({"": lexicon["saying"]}),
        against=Phrases.of({"": lexicon["against"]}),
        targets=Phrases.of(targets["classes"]),
        striking=Phrases.of({"": targets["striking"]}),
        goals=Phrases.of({"": targets["goals"]}),
        no_goals=Phrases.of({"": targets["no_goals"]}),
        doers=Phrases.of({"": targets["doers"]}),
        freeing=Phrases.of({"": targets["freeing"]}),
    )


def _with(shipped: Mapping[str, list[str]], users: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Phrases by what they stand for: those of users first, which may give a phrase another meaning."""
    found: dict[str, list[str]] = {}
    for meaning, phrase in users:
        if not str(phrase).isascii():
            found.setdefault(meaning, []).append(phrase)
    for meaning, phrases in shipped.items():
        found.setdefault(meaning, []).extend(phrases)
    return found


def _by_number(named: Mapping[str, int]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, number in named.items():
        found.setdefault(str(number), []).append(name)
    return found
