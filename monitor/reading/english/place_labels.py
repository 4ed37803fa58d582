"""A place as a label, or behind one: "Kherson region: shells fell on the market", "Location: Kutum"."""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText
from monitor.reading.names.place_evidence import MARKS

_OPENING: Final = 4  #: tokens of the bullet, the number or the hour that a label stands behind


def labels(text: EnglishText, start: int, end: int) -> bool:
    """Is the place at these tokens the label of its sentence, or does it stand behind one: "Kherson region: shells fell"?"""
    first, last = text.sentences[text.sentence_of[start]]
    before = text.lower[max(first, start - _OPENING) : start]
    if before[-1:] == [":"]:
        return before[-2:-1] != [] and before[-2] in text.lexicon["place_labels"]
    if start - first > _OPENING or not all(map(MARKS.issuperset, before)):
        return False
    ground = text.lexicon["ground"] | text.lexicon["heading_words"]
    behind = next((i for i in range(end, min(last, end + 2)) if text.lower[i] not in ground), end)
    return behind < last and text.lower[behind] == ":"
