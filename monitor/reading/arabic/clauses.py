"""Where the clauses of an Arabic sentence begin: at commas, at words such as "while" and "as", and at "and" with a verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, plain

_MARKS: Final = frozenset('،,;؛:()«»"–—-')


def clauses_of(text: ArabicText, number: int, v: ArabicWords) -> list[tuple[int, int]]:
    """The clauses of a sentence, as tokens, half-open. There is one at least."""
    start, end = text.sentences[number]
    cuts = [i for i in range(start + 1, end) if _begins(text.words, i, v)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _begins(words: Sequence[str], i: int, v: ArabicWords) -> bool:
    if words[i - 1] in _MARKS and not _within_number(words, i):
        return True
    word = plain(words[i])
    return joins(words, i, v) or (word.startswith("و") and word[1:] in v.past_verbs)


def _within_number(words: Sequence[str], i: int) -> bool:
    """ "23-12-2025", "20/7"."""
    return i >= 2 and words[i - 2][-1:].isdigit() and words[i][:1].isdigit()


def joins(words: Sequence[str], i: int, v: ArabicWords) -> bool:
    """Does a word such as "while" or "when" stand there? "The time" is no "when"."""
    return v.joints.at(words, i) is not None and not plain(words[i]).startswith("ال")
