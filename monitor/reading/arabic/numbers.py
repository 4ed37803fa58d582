"""Numbers in Arabic: "12", "خمسة وعشرون", "ثلاثة عشر", "ثلاثمئة وخمسة", "12 ألفا", "عشرات"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reading.arabic.words import ArabicWords, forms, plain

_DIGITS: Final = re.compile(r"\d{1,3}(?:[,.٬]\d{3})+|\d{1,7}")
_TIED: Final = re.compile("^(?:و?(?:ال)?[بلـ]?ـ?)(?=\\d)")
_PARTS: Final = 5  #: words that are added up: "ألفان ومئتان وستة وسبعون"


@dataclass(frozen=True, slots=True)
class Number:
    low: int
    vague: bool
    start: int  #: tokens
    end: int  #: tokens, half-open


def number_at(words: Sequence[str], i: int, end: int, v: ArabicWords) -> Number | None:
    """The number that begins at token i: digits, words, or a vague one.

    "خمسة وعشرون" is 25, "ثلاثة عشر" 13, "12 ألفا" 12,000. "Monday" is no "two".
    """
    vague = v.vague_numbers.at(words, i)
    if vague is not None:
        return Number(int(vague[1]), True, i, i + vague[0])
    digits = _DIGITS.fullmatch(_TIED.sub("", plain(words[i])))
    if digits:
        return _scaled(words, int(re.sub(r"\D", "", digits[0])), i, i + 1, end, v)
    found = _small(words, i, end, v)
    if found is None:
        return None
    value, at = found
    for _ in range(_PARTS):
        if not (at < end and plain(words[at]).startswith("و") and (more := _small(words, at, end, v)) and more[0] != value):
            break
        value, at = value + more[0], more[1]
    return _scaled(words, value, i, at, end, v)


def _scaled(words: Sequence[str], value: int, i: int, at: int, end: int, v: ArabicWords) -> Number:
    if at < end and plain(words[at]) in v.thousands and value < 1000:
        value, at = value * 1000, at + 1
    elif at < end and plain(words[at]) in v.millions:
        value, at = value * 1_000_000, at + 1
    return Number(value, False, i, at)


def _small(words: Sequence[str], i: int, end: int, v: ArabicWords) -> tuple[int, int] | None:
    """(value, end) of a number word, or of a teen."""
    if plain(words[i]).removeprefix("و") in v.day_names:
        return None
    small, teen = _of(words[i], v.numbers), _of(words[i], v.teens)
    if i + 1 < end and plain(words[i + 1]) in ("عشر", "عشره") and (teen or (small and small < 10)):
        return teen or small + 10, i + 2
    return (small, i + 1) if small else None


def _of(word: str, values: Mapping[str, int]) -> int:
    return next((values[form] for form in forms(word) if form in values), 0)
