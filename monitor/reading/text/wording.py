"""A spaCy Doc as plain lists of words: what figures, dates and reality scan. Reading a token from a list costs a tenth of
asking spaCy for it, and each article is scanned several times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.tokens import Doc

from monitor.model.span import Part, Span
from monitor.reading.text.pipeline import text_of

_KEY = "wording"

#: What is known of the words of a language.
L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Generic[L]):
    """The words of one text, where they stand, and what is known of the words of its language."""

    lexicon: L

    words: list[str]  #: as written
    lower: list[str]  #: lower case, typographic apostrophes made plain
    starts: list[int]  #: characters
    ends: list[int]  #: characters, half-open
    sentences: list[tuple[int, int]]  #: tokens, half-open
    sentence_of: list[int]  #: token -> index of its sentence

    def span(self, start: int, end: int, part: Part = "text") -> Span:
        """Characters of the tokens [start, end)."""
        return Span(start=self.starts[start], end=self.ends[end - 1], part=part)

    def text(self, start: int, end: int) -> str:
        """Lower-case words of [start, end), one blank between."""
        return " ".join(self.lower[start:end])


def wording(doc: Doc, lexicon: L) -> Wording[L]:
    """The words of a Doc; kept on the Doc, so that asking again is free."""
    known: Wording[L] | None = doc.user_data.get(_KEY)
    if known is not None and known.lexicon is lexicon:
        return known
    columns = doc.to_array([IDX, LENGTH, SENT_START])  # a Token object for each word would cost more than all else
    text = text_of(doc)
    starts: list[int] = columns[:, 0].tolist()
    words = [text[start : start + size] for start, size in zip(starts, columns[:, 1].tolist(), strict=True)]
    bounds = [i for i, flag in enumerate(columns[:, 2].tolist()) if flag == 1 or i == 0]
    sentences = list(zip(bounds, [*bounds[1:], len(words)], strict=False))
    sentence_of = [0] * len(words)
    for number, (start, end) in enumerate(sentences):
        sentence_of[start:end] = [number] * (end - start)
    made = Wording(
        lexicon=lexicon,
        words=words,
        lower=[word.lower().replace("’", "'") for word in words],
        starts=starts,
        ends=[start + len(word) for start, word in zip(starts, words, strict=True)],
        sentences=sentences,
        sentence_of=sentence_of,
    )
    doc.user_data[_KEY] = made
    return made
