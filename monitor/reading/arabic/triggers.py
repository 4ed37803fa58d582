"""Which words of an Arabic sentence name events."""

from __future__ import annotations

from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords
from monitor.reading.telling.trigger import Trigger


def find_triggers(text: ArabicText, number: int, v: ArabicWords) -> list[Trigger]:
    """Those of one sentence, in its order; of two at one place the longer."""
    start, end = text.sentences[number]
    found: list[Trigger] = []
    i = start
    while i < end:
        hit = v.kinds.at(text.words, i)
        if hit:
            found.append(Trigger(kind=hit[1], start=i, end=i + hit[0], sentence=number, form="noun"))
        i += hit[0] if hit else 1
    return found
