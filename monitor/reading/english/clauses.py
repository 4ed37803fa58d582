"""The words that part the clauses of a sentence, without a parser: what is behind one belongs less to what is before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from monitor.reading.text.lexicon import words_of

DIVIDES: Final = words_of("; while whereas but although though")
ASIDES: Final = words_of("who which whose said according told")
_RELATIVES: Final = words_of("that which who")
_PAUSE: Final = 3.0


class Walls:
    """What the words between two spans of a text cost. Summed up once from its beginning, so that any two spans are one look."""

    def __init__(self, lower: Sequence[str]) -> None:
        self._lower = lower
        costs = (self._cost(i, word) for i, word in enumerate(lower))
        self._before = list(accumulate(costs, initial=0.0))
        self._relatives = [i for i, word in enumerate(lower) if word in _RELATIVES]

    def _cost(self, i: int, word: str) -> float:
        if word in DIVIDES:
            return 8.0
        if word in ASIDES:
            return 4.0
        return _PAUSE if self._goes_on(i) or self._opens_aside(i) else 0.0

    def _goes_on(self, i: int) -> bool:
        """An "and" behind a comma."""
        return 0 < i < len(self._lower) and self._lower[i] == "and" and self._lower[i - 1] == ","

    def _opens_aside(self, i: int) -> bool:
        """A comma before "who"."""
        return i + 1 < len(self._lower) and self._lower[i] == "," and self._lower[i + 1] in ASIDES

    def between(self, a: int, b: int, start: int, end: int) -> float:
        """What stands between the tokens [a, b) and [start, end). A pause counts with both of its words between them."""
        low, high = (b, start) if start >= b else (end, a)
        if low >= high:
            return 0.0
        cut = self._goes_on(low) + self._opens_aside(high - 1)
        return self._before[high] - self._before[low] - _PAUSE * cut

    def relative(self, start: int, end: int) -> bool:
        """Does one of "that", "which" and "who" stand in the tokens [start, end)?"""
        at = bisect_left(self._relatives, start)
        return at < len(self._relatives) and self._relatives[at] < end
