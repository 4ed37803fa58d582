"""Who says so: "activists said", "according to the Observatory", "state media reported"."""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText

_LONGEST: Final = 10


def speakers(text: EnglishText, start: int, end: int) -> tuple[str, ...]:
    """The sources that the sentence [start, end) names, as it names them."""
    names, saying, lower = _Names(text), text.lexicon["saying"], text.lower
    found: list[str] = []
    for i in range(start, end):
        if lower[i] == "according" and i + 2 < end and lower[i + 1] == "to":
            found.append(names.starting(i + 2, end))
        elif lower[i] in saying and i > start:
            found.append(names.ending(start, i))
            if not found[-1] and i + 1 < end:
                found.append(names.starting(i + 1, end, strict=True))
    return tuple(dict.fromkeys(name for name in found if name))


class _Names:
    """Finds what names a source; "" where nothing does."""

    def __init__(self, text: EnglishText) -> None:
        self._text = text
        self._speakers, self._inside = text.lexicon["speakers"], text.lexicon["inside_sources"]
        self._before = text.lexicon["before_sources"]

    def starting(self, at: int, end: int, *, strict: bool = False) -> str:
        """The one that starts at a token; `strict`: not without a word for one, or a capital."""
        i = at
        while i < min(end, at + _LONGEST) and self._fits(i):
            i += 1
        return self._trimmed(at, i, strict)

    def ending(self, start: int, at: int) -> str:
        """The one that ends before a token."""
        i = at
        while i > max(start, at - _LONGEST) and self._fits(i - 1):
            i -= 1
        return self._trimmed(i, at, True)

    def _fits(self, i: int) -> bool:
        word = self._text.lower[i]
        return self._text.words[i][0].isupper() or word in self._speakers or word in self._inside

    def _trimmed(self, start: int, end: int, strict: bool) -> str:
        lower, words = self._text.lower, self._text.words
        while start < end and lower[start] in self._before:
            start += 1
        while end > start and lower[end - 1] in self._inside:
            end -= 1
        named = any(lower[i] in self._speakers or (words[i][0].isupper() and i > 0) for i in range(start, end))
        return _spelled(self._text, start, end) if named or (not strict and end > start) else ""


def _spelled(text: EnglishText, start: int, end: int) -> str:
    return " ".join(text.words[start:end]).replace(" - ", "-").replace(" 's", "'s")


def words_of(text: EnglishText, start: int, end: int, name: str) -> tuple[int, int] | None:
    """Words of the sentence [start, end) that name the source whom `speakers` found in it."""
    for i in range(start, end):
        if name.startswith(text.words[i]):
            for j in range(i + 1, min(end, i + _LONGEST) + 1):
                if _spelled(text, i, j) == name:
                    return i, j
    return None
