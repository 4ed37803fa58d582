"""Headings that say where: "Idlib", "Mopti / Bankass.", "Location: Kutum, North Darfur".

What stands under such a heading and names no place happened there, up to the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.reading.english.page import Page, PlaceAt
from monitor.reading.english.text import EnglishText
from monitor.reading.names.place_evidence import MARKS
from monitor.reading.telling.statement import Scene

_LONGEST: Final = 12  #: tokens of a heading


def headings(page: Page) -> Iterator[Scene]:
    """A scene for each heading of the text that is a place and nothing else."""
    for sentence in sorted(page.places.sentences):
        if page.part == "text" and (p := _heading_of(page, sentence)) is not None:
            yield Scene(
                part=page.part, sentence=sentence, place=p.place, span=p.mention.span,
                resumes=False, definite=False, heading=True,
            )  # fmt: skip


def _heading_of(page: Page, sentence: int) -> PlaceAt | None:
    start, end = page.text.sentences[sentence]
    places = page.places.of(sentence)
    if end - start > _LONGEST or not _says_nothing_else(page.text, start, end, places):
        return None
    return _innermost(places, stroked="/" in page.text.words[start:end])


def _says_nothing_else(text: EnglishText, start: int, end: int, places: Sequence[PlaceAt]) -> bool:
    covered = {i for p in places for i in range(p.start, p.end)}
    known = text.lexicon["place_labels"] | text.lexicon["ground"] | text.lexicon["heading_words"]
    rest = (text.lower[i] for i in range(start, end) if i not in covered and not text.words[i].isspace())
    return all(word in known or word.endswith("ern") or MARKS.issuperset(word) for word in rest)


def _innermost(places: Sequence[PlaceAt], *, stroked: bool) -> PlaceAt | None:
    """The place that lies in all the others, else the last one behind a stroke: "Mopti / Bankass"; of two in a list neither."""
    inner = (p for p in places if all(p.place.id == o.place.id or p.place.inside(o.place.id) for o in places))
    return next(inner, places[-1] if stroked else None)
