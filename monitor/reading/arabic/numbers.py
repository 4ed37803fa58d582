"""Numbers in Arabic: "12", "خمسة وعشرون", "ثلاثة عشر", "12 ألفا", "عشرات"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from monitor.reading.arabic.words import ArabicWords, forms, plain

_DIGITS: Final = re.compile(r"\d{1,3}(?:[,.٬]\d{3})+|\d{1,7}")


@dataclass(frozen=True, slots=True)
class Number:
    low: int
    vague: bool
    start: int  #: tokens
    end: int  #: tokens, half-open


def number_at(words: Sequence[str], i: int, end: int, v: ArabicWords) -> Number | None:
    """The number that begins at token i: digits, words, or a vague one.

    "خمسة وعشرون" is 25, "ثلاثة عشر" 13, "12 ألفا" 12,000.
    """
    vague = v.vague_numbers.at(words, i)
    if vague is not None:
        return Number(int(vague[1]), True, i, i + vague[0])
    digits = _DIGITS.fullmatch(plain(words[i]).removeprefix("و").removeprefix("ب").removeprefix("ل"))
    if digits:
        value, at = int(re.sub(r"\D", "", digits[0])), i + 1
    else:
        small = _of(words[i], v.numbers)
        teen = _of(words[i], v.teens)
        ten = i + 1 < end and plain(words[i + 1]) in ("عشر", "عشره")
        if ten and (teen or (small and small < 10)):
            value, at = teen or small + 10, i + 2
        elif small:
            value, at = small, i + 1
            while at < end and plain(words[at]).startswith("و") and (more := _of(words[at], v.numbers)) and more != value:
                value, at = value + more, at + 1
        else:
            return None
    if at < end and plain(words[at]) in v.thousands and value < 1000:
        value, at = value * 1000, at + 1
    elif at < end and plain(words[at]) in v.millions:
        value, at = value * 1_000_000, at + 1
    return Number(value, False, i, at)


def _of(word: str, values: object) -> int:
    table = cast("dict[str, int]", values)
    return next((table[form] for form in forms(word) if form in table), 0)
