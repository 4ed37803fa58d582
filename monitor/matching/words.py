"""Words as rules compare them: case and accents do not matter, words are whole, and every word knows its characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from monitor.model.span import Part, Span

# Scripts that write no spaces between words: there every character counts as a word, so that a phrase can still be found.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[\u0300-\u036f\u064b-\u065f\u0670])*")
_BREAK: Final = re.compile(r"\n|[.!?…؟]\W*\s")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word without case and accents.

    >>> fold("Zürich"), fold("ÉLYSÉE")
    ('zurich', 'elysee')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c) and c != "\u0640")
    return bare.casefold()


def folded_words(text: str) -> tuple[str, ...]:
    """
    >>> folded_words("Deir ez-Zor's")
    ('deir', 'ez', 'zor', 's')
    """
    return tuple(fold(m.group()) for m in _WORD.finditer(text))


def contains(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Do the phrase's words stand in a row among the words?"""
    size = len(phrase)
    return size > 0 and any(words[i : i + size] == phrase for i in range(len(words) - size + 1))


@dataclass(frozen=True)
class Words:
    """One part of an article, cut into words."""

    text: str
    part: Part

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [m.span() for m in _WORD.finditer(self.text)]

    @cached_property
    def folded(self) -> list[str]:
        return [fold(self.text[start:end]) for start, end in self.spans]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Folded word -> where it stands, as indexes into `folded`."""
        found: dict[str, list[int]] = {}
        for i, word in enumerate(self.folded):
            found.setdefault(word, []).append(i)
        return found

    @cached_property
    def keys(self) -> set[tuple[str, ...]]:
        """Every word, and every two neighbours: what an index of phrases is asked for."""
        return {(word,) for word in self.places} | set(pairwise(self.folded))

    def phrase(self, phrase: tuple[str, ...]) -> Iterator[Span]:
        """Where the words stand in a row, inside one sentence."""
        for first in self.places.get(phrase[0], ()):
            last = first + len(phrase) - 1
            if tuple(self.folded[first : last + 1]) == phrase and not self._broken(first, last):
                yield self._span(first, last)

    def near(self, words: tuple[str, ...], within: int) -> Iterator[Span]:
        """The first stretch where all the words stand, in any order, the first and the last at most `within` words apart."""
        if not all(word in self.places for word in words):
            return
        for first in sorted(i for word in set(words) for i in self.places[word]):
            window = self.folded[first : first + within + 1]
            ends = [self._nth(window, word, words.count(word)) for word in set(words)]
            if all(end is not None for end in ends):
                yield self._span(first, first + max(end for end in ends if end is not None))
                return

    @staticmethod
    def _nth(window: list[str], word: str, n: int) -> int | None:
        """Index of the n-th time that the word stands in the window."""
        found = [i for i, w in enumerate(window) if w == word]
        return found[n - 1] if len(found) >= n else None

    def _broken(self, first: int, last: int) -> bool:
        """Does a sentence end inside? A dot after a single letter is an abbreviation ("U.S. forces")."""
        for i in range(first, last):
            (start, end), (following, _) = self.spans[i], self.spans[i + 1]
            gap = self.text[end:following]
            if "\n" in gap or (end - start > 1 and _BREAK.match(gap)):
                return True
        return False

    def _span(self, first: int, last: int) -> Span:
        return Span(start=self.spans[first][0], end=self.spans[last][1], part=self.part)


def quoted(names: Iterable[str], *, at_most: int = 3) -> str:
    """
    >>> quoted(["a", "b"]), quoted("abcdef")
    ('a or b', 'a, b, c or 3 more')
    """
    shown = list(names)
    if len(shown) > at_most:
        return ", ".join(shown[:at_most]) + f" or {len(shown) - at_most} more"
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 2 else shown)
