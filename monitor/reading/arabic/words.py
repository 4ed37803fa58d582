"""Arabic words made comparable, and the vocabulary that is written in `words/*.yaml`.

Writers leave out vowel signs, mix the forms of alef, ya and ta marbuta, and tie "and", "in", "for" and the article to the word:
"وبإصابة" is "and with the wounding of". A word is compared as written, then without one clitic after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from monitor.reading.arabic.inflection import many, numbers, one, past, present, two
from monitor.reading.telling.users_words import NO_WORDS, UsersWords
from monitor.reading.text.lexicon import Files, parse_classes
from monitor.reading.text.weights import Weights, parse_all

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SIGNS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_FORMS: Final = str.maketrans("أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩", "اااايهوي0123456789")
_CLITICS: Final = ("و", "ف", "ب", "ل", "ك")
_LEAST: Final = 3  #: letters that must be left of a word
#: What "his", "her" and "their" are behind a noun.
_OF_THEM: Final = ("هما", "ها", "هم", "ه")
#: Files with a form of their own; all others hold classes of words.
_FORMED: Final = ("events.yaml", "figures.yaml", "reality.yaml", "targets.yaml")
GAP: Final = "..."
_WIDEST: Final = 3  #: tokens that the gap in a phrase stands for, at most
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
    for form in tuple(found):
        if (bare := _without_owner(form)) != form:
            found.append(bare)
    for form in tuple(found):
        if form.startswith(("ال", "لل")) and len(form) > _LEAST + 1:
            found.append(form[2:])
    return tuple(dict.fromkeys(found))


def _without_owner(word: str) -> str:
    """Without "his", "her", "their" behind it: "اقتحامها", "اصابته".

    >>> _without_owner("اقتحامها"), _without_owner("اصابتهم"), _without_owner("دمه")
    ('اقتحام', 'اصابه', 'دمه')
    """
    for owner in _OF_THEM:
        rest = word.removesuffix(owner)
        if rest != word and len(rest) > _LEAST and not (owner == "ه" and not rest.endswith("ت")):
            return f"{rest[:-1]}ه" if rest.endswith("ت") and not rest.endswith("ات") else rest
    return word


def owned(word: str) -> bool:
    """Does "his", "her" or "their" stand behind it?"""
    return _without_owner(plain(word)) != plain(word)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their first word, longest first, each with what it stands for."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, meant: Mapping[str, Iterable[str]]) -> Phrases:
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for meaning, phrases in meant.items():
            for phrase in phrases:
                words = tuple(GAP if w == GAP else _bare(plain(w)) if n else plain(w) for n, w in enumerate(str(phrase).split()))
                found.setdefault(_bare(words[0]), []).append((words, meaning))
        return cls({first: tuple(sorted(some, key=lambda p: -len(p[0]))) for first, some in found.items()})

    def at(self, words: Sequence[str], i: int) -> tuple[int, str] | None:
        """(tokens, meaning) of the longest phrase that begins at token i."""
        for first in forms(words[i]):
            for phrase, meaning in self.by_first.get(_bare(first), ()):
                end = i + 1 if len(phrase) == 1 else _end_of(phrase, 1, words, i + 1)
                if end:
                    return end - i, meaning
        return None


def _end_of(phrase: Sequence[str], n: int, words: Sequence[str], i: int) -> int:
    """Where the phrase from its n-th word on ends, which begins at token i; 0 when it does not stand there."""
    if n == len(phrase):
        return i
    if phrase[n] == GAP:
        return next((end for skip in range(_WIDEST + 1) if (end := _end_of(phrase, n + 1, words, i + skip))), 0)
    return _end_of(phrase, n + 1, words, i + 1) if i < len(words) and phrase[n] in forms(words[i]) else 0


def _bare(word: str) -> str:
    """Without the article."""
    return word[2:] if word.startswith("ال") and len(word) > _LEAST + 1 else word


@dataclass(frozen=True, slots=True, kw_only=True)
class ArabicWords:
    """All words that the reader knows of Arabic: the files of `words/`, with what users add."""

    kinds: Phrases
    no_acts: Phrases  #: phrases that name no act though a word in them does
    vague: frozenset[str]
    by_any_means: frozenset[str]  #: words for an act whose means the article tells elsewhere
    loose: Mapping[str, frozenset[str]]  #: words that name an act only beside one of these
    past_verbs: frozenset[str]  #: "he struck", "they died": with "and" they begin a clause
    future: frozenset[str]  #: "he will strike"
    before: Phrases
    after: Phrases
    duals: Phrases
    people: Mapping[str, str]  #: one person -> side
    two: Mapping[str, str]
    many: Mapping[str, str]
    kin: frozenset[str]
    natural: Phrases  #: fates that say nothing of a killer
    kin_of: frozenset[str]  #: "his wife", "her child"
    ordinals: Phrases
    units: Phrases
    counts: Phrases
    fates: Phrases
    rises: Phrases
    leaves: Phrases
    that: Phrases
    the_two_who: Phrases
    in_the_act: Phrases
    each: Phrases
    illnesses: Phrases
    either: Phrases
    falls: Phrases
    groups: frozenset[str]  #: families
    one_of: Phrases
    numbered_things: Phrases
    negators: Phrases
    unhurt: Phrases
    numbers: Mapping[str, int]
    teens: Mapping[str, int]
    thousands: frozenset[str]
    millions: frozenset[str]
    vague_numbers: Phrases
    bounds: Phrases
    parts: Phrases
    inside: Phrases
    resuming: Phrases
    near: Phrases
    away: Phrases
    reality: Phrases
    peace: Phrases
    said: Phrases
    against: Phrases
    frames: Phrases
    joints: Phrases
    ago: Phrases
    since: Phrases
    whens: Phrases
    during: Phrases
    long_units: Phrases
    short_times: Phrases
    today: Phrases
    yesterday: Phrases
    past: Phrases
    coming: Phrases
    year_words: frozenset[str]
    not_: frozenset[str]
    day_names: frozenset[str]  #: with the article, as weekdays are written
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
    for kind, verbs in events["verbs"].items():
        kinds[kind] += [form for verb in map(_plain, verbs) for form in (*past(verb), *present(verb), *_future(verb))]
    for kind, some in events["nouns"].items():
        kinds[kind] += [form for noun in map(_plain, some) for form in numbers(noun)]
    verbs_of = {kind: [form for verb in map(_plain, verbs) for form in (*past(verb), *present(verb))]
                for kind, verbs in figures["verbs"].items()}  # fmt: skip
    known_verbs = [_plain(v) for some in (*events["verbs"].values(), *figures["verbs"].values()) for v in some]
    for more in users.kinds:
        for kind, sections in more.items():
            some = [str(word) for words in sections.values() for word in words]
            kinds.setdefault(kind, []).extend(word for word in some if not word.isascii())
    behind = [(kind, word) for kind, mode, word in users.tolls if mode != "count"]
    ahead = [(kind, word) for kind, mode, word in users.tolls if mode == "count"]
    people = {side: [str(noun) for noun in some] for side, some in figures["people"].items()}
    for side, noun in users.people:
        people.setdefault(side, []).append(noun)
    kin = frozenset(map(plain, figures["kin"]))
    scales = {plain(word): value for word, value in figures["scales"].items()}
    return ArabicWords(
        weights=parse_all(files.weights),
        kinds=Phrases.of(kinds),
        vague=frozenset(events["vague"]),
        peace=Phrases.of({"": events["peace"]}),
        no_acts=Phrases.of({"": events["no_acts"]}),
        by_any_means=frozenset(map(plain, events["by_any_means"])),
        loose={
            plain(word): frozenset(map(plain, about["beside"]))
            for about in events["loose"].values()
            for word in about["at_words"]
        },
        past_verbs=frozenset(form.split()[0] for verb in known_verbs for form in past(verb)),
        future=frozenset(form.split()[0] for verb in known_verbs for form in _future(verb)),
        before=Phrases.of(_with({k: [*figures["before"].get(k, ()), *verbs_of.get(k, ())] for k in figures["before"]}, behind)),
        after=Phrases.of(_with(figures["after"], ahead)),
        duals=Phrases.of(figures["duals"]),
        people=_by_side(people, one, plurals=False),
        two=_by_side(people, two, plurals=False),
        many={**dict.fromkeys(map(plain, figures["groups_of_people"]), "civilian"), **_by_side(people, many, plurals=True)},
        kin=kin,
        kin_of=frozenset(
            f"{base[:-1] + 'ت' if base.endswith('ه') else base}{of}"
            for base in (*kin, *(plain(n.partition("/")[0]) for some in people.values() for n in some))
            for of in _OF_THEM
        ),
        natural=Phrases.of({"": figures["natural"]}),
        ordinals=Phrases.of({"": figures["ordinals"]}),
        units=Phrases.of({"": figures["units"]}),
        counts=Phrases.of({"": figures["counts"]}),
        fates=Phrases.of(figures["fates"]),
        rises=Phrases.of({"": figures["rises"]}),
        leaves=Phrases.of({"": figures["leaves"]}),
        that=Phrases.of({"": figures["that"]}),
        the_two_who=Phrases.of({"": figures["the_two_who"]}),
        in_the_act=Phrases.of({"": figures["in_the_act"]}),
        illnesses=Phrases.of({"": figures["illnesses"]}),
        falls=Phrases.of({"": figures["falls"]}),
        either=Phrases.of({"": figures["either"]}),
        groups=frozenset(map(plain, figures["groups_of_people"])),
        one_of=Phrases.of({"": figures["one_of"]}),
        numbered_things=Phrases.of({"": figures["numbered_things"]}),
        each=Phrases.of({"": figures["each"]}),
        negators=Phrases.of({"": figures["negators"]}),
        unhurt=Phrases.of(figures["unhurt"]),
        numbers={plain(word): value for word, value in figures["numbers"].items()},
        teens={plain(word): value for word, value in figures["teens"].items()},
        thousands=frozenset(word for word, value in scales.items() if value == 1000),
        millions=frozenset(word for word, value in scales.items() if value == 1_000_000),
        vague_numbers=Phrases.of(_by_number(figures["vague"])),
        bounds=Phrases.of(figures["bounds"]),
        parts=Phrases.of({"": figures["parts"]}),
        frames=Phrases.of(reality["frames"]),
        joints=Phrases.of({"": reality["joints"]}),
        ago=Phrases.of(reality["ago"]),
        since=Phrases.of({"": reality["since"]}),
        whens=Phrases.of({"": reality["whens"]}),
        during=Phrases.of({"": reality["during"]}),
        long_units=Phrases.of({"": reality["long_units"]}),
        short_times=Phrases.of({"": reality["short_times"]}),
        today=Phrases.of({"": reality["today"]}),
        yesterday=Phrases.of({"": reality["yesterday"]}),
        past=Phrases.of({"": reality["past"]}),
        coming=Phrases.of({"": reality["coming"]}),
        year_words=frozenset(map(plain, reality["year_words"])),
        not_=frozenset(map(plain, reality["not_"])),
        day_names=frozenset(map(plain, reality["weekdays"])),
        reality=Phrases.of(_with({name: reality[name]["anywhere"] for name in _REALITIES}, users.reality)),
        weekdays={_bare(plain(word)): day for word, day in reality["weekdays"].items()},
        months=Phrases.of(_by_number(reality["months"])),
        inside=Phrases.of({"": lexicon["inside"]}),
        resuming=Phrases.of({"": lexicon["resuming"]}),
        near=Phrases.of({"": lexicon["near"]}),
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


def _plain(phrase: str) -> str:
    """A phrase as its words are compared."""
    return " ".join(word if word == GAP else plain(word) for word in str(phrase).split())


def _future(verb: str) -> Iterator[str]:
    return (f"س{form}" for form in present(verb))


def _by_side(people: Mapping[str, Iterable[str]], made: Callable[[str], Iterable[str]], *, plurals: bool) -> dict[str, str]:
    """Each form of the nouns, with the side of whom it stands for; `plurals`: those too that stand behind a stroke."""
    found: dict[str, str] = {}
    for side, nouns in people.items():
        for noun in nouns:
            first, *others = (plain(form) for form in noun.split("/"))
            found |= dict.fromkeys((*made(first.removesuffix("ه")), *(others if plurals else ())), side)
            if not plurals and made is one:
                found[first] = side
    return found


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
