"""Arabic verbs and nouns in the forms that news uses. All are made of the plain spelling (`words.plain`), without vowel signs, so
that active and passive are written alike: "قتل" is "he killed" and "he was killed"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_DEFECTIVE: Final = ("ا", "ي")  #: last letters that fall before an ending: "اودي", "اودت"
_FEMININE: Final = "ه"


def past(verb: str) -> Iterator[str]:
    """He, she and they: "قصف", "قصفت", "قصفوا".

    >>> list(past("قصف")), list(past("اودي"))
    (['قصف', 'قصفت', 'قصفوا', 'قصفا', 'قصفتا'], ['اودي', 'اودت', 'اودوا', 'اوديت', 'اوديا'])
    """
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    yield verb
    if first.endswith(_DEFECTIVE):
        yield from (f"{first[:-1]}{ending}{tail}" for ending in ("ت", "وا"))
        yield from (f"{first}{ending}{tail}" for ending in ("ت", "ا") if first.endswith("ي"))
    else:
        yield from (f"{first}{ending}{tail}" for ending in ("ت", "وا", "ا", "تا"))


def present(verb: str) -> Iterator[str]:
    """He, she and they: "يقصف", "تقصف", "يقصفون"; an alef that opens the past falls: "استهدف", "يستهدف".

    >>> list(present("استهدف"))[:2], list(present("قصف"))[2:]
    (['يستهدف', 'تستهدف'], ['يقصفون', 'يقصفوا'])
    """
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    stem = first[1:] if first[:1] == "ا" and len(first) > 3 else first
    stem = stem[:-1] + "ي" if stem.endswith(_DEFECTIVE) else stem
    yield from (f"{head}{stem}{tail}" for head in ("ي", "ت"))
    yield from (f"ي{stem[:-1] if stem.endswith('ي') else stem}{ending}{tail}" for ending in ("ون", "وا"))


def numbers(noun: str) -> Iterator[str]:
    """One, two and, of feminine ones, several: "غاره", "غارتان", "غارتين", "غارات".

    >>> list(numbers("غاره"))
    ['غاره', 'غارتان', 'غارتين', 'غارتا', 'غارتي', 'غارات']
    """
    first, _, rest = noun.partition(" ")
    tail = f" {rest}" if rest else ""
    yield noun
    if first.endswith(_FEMININE):
        yield from (f"{first[:-1]}{ending}{tail}" for ending in ("تان", "تين", "تا", "تي", "ات"))
    else:
        yield from (f"{first}{ending}{tail}" for ending in ("ا", "ان", "ين"))


def one(noun: str) -> Iterator[str]:
    """One person: "طفل", "طفلا", "طفله"."""
    yield from (noun, f"{noun}ا", f"{noun}ه")


def two(noun: str) -> Iterator[str]:
    """Two of them, also before a name: "طفلان", "طفلين", "طفلتان", "طفلي"."""
    yield from (f"{noun}{ending}" for ending in ("ان", "ين", "تان", "تين"))


def many(noun: str) -> Iterator[str]:
    """Several of them, in the plurals that are made by an ending."""
    yield from (f"{noun}{ending}" for ending in ("ون", "ين", "ات"))
