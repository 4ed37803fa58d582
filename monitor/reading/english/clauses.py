"""The words that part the clauses of a sentence, without a parser: what is behind one belongs less to what is before it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from monitor.reading.english.text import EnglishText


class Walls:
    """What the words between two spans of a text cost. Summed up once from its beginning, so that any two spans are one look."""

    def __init__(self, text: EnglishText) -> None:
        self._lower = lower = text.lower
        self._weights = text.lexicon.weights["clauses"]
        self._dividers, self._asides = text.lexicon["clause_dividers"], text.lexicon["clause_asides"]
        may_cost = self._dividers | self._asides | {"and", ","}
        costs = [self._cost(i, word) if word in may_cost else 0.0 for i, word in enumerate(lower)]
        self._before = list(accumulate(costs, initial=0.0))
        relatives = text.lexicon["relatives"]
        self._relatives = [i for i, word in enumerate(lower) if word in relatives]

    def _cost(self, i: int, word: str) -> float:
        if word in self._dividers:
            return self._weights["divider"]
        if word in self._asides:
            return self._weights["aside"]
        return self._weights["pause"] if self._goes_on(i) or self._opens_aside(i) else 0.0

    def _goes_on(self, i: int) -> bool:
        """An "and" behind a comma."""
        return 0 < i < len(self._lower) and self._lower[i] == "and" and self._lower[i - 1] == ","

    def _opens_aside(self, i: int) -> bool:
        """A comma before "who"."""
        return i + 1 < len(self._lower) and self._lower[i] == "," and self._lower[i + 1] in self._asides

    def between(self, a: int, b: int, start: int, end: int) -> float:
        """What stands between the tokens [a, b) and [start, end). A pause counts with both of its words between them."""
        low, high = (b, start) if start >= b else (end, a)
        if low >= high:
            return 0.0
        cut = self._goes_on(low) + self._opens_aside(high - 1)
        return self._before[high] - self._before[low] - self._weights["pause"] * cut

    def relative(self, start: int, end: int) -> bool:
        """Does one of "that", "which" and "who" stand in the tokens [start, end)?"""
        at = bisect_left(self._relatives, start)
        return at < len(self._relatives) and self._relatives[at] < end


def gap(a: int, b: int, start: int, end: int) -> int:
    """Tokens between [a, b) and [start, end); 0 when they touch."""
    return start - b if start >= b else a - end if a >= end else 0
