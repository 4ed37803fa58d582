"""A place as a label, or behind one: "Kherson region: shells fell on the market", "Location: Kutum"."""

from __future__ import annotations

from monitor.reading.english.text import EnglishText
from monitor.reading.names.place_evidence import MARKS


def labels(text: EnglishText, start: int, end: int) -> bool:
    """Is the place at these tokens the label of its sentence, or does it stand behind one: "Kherson region: shells fell"?"""
    first, last = text.sentences[text.sentence_of[start]]
    before = [word for word in text.lower[first:start] if not word.isspace()]
    if before[-1:] == [":"]:
        return len(before) > 1 and before[-2] in text.lexicon["place_labels"]
    ground = text.lexicon["ground"] | text.lexicon["heading_words"]
    behind = next((i for i in range(end, min(last, end + 2)) if text.lower[i] not in ground), end)
    return all(map(MARKS.issuperset, before)) and behind < last and text.lower[behind] == ":"
