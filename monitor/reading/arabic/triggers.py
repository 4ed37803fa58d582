"""Which words of an Arabic sentence name events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from monitor.model.kinds import CALAMITIES
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, forms, plain
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.trigger import Trigger

#: Of these kinds loose words count too where people were hurt.
_HURTING: Final = (*CALAMITIES, "attack")


def find_triggers(text: ArabicText, number: int, v: ArabicWords) -> list[Trigger]:
    """Those of one sentence, in its order; of two at one place the longer. Weak: it says nothing of the means."""
    start, end = text.sentences[number]
    found: list[Trigger] = []
    i = start
    while i < end:
        hit = v.no_acts.at(text.words, i) or v.kinds.at(text.words, i)
        if hit and hit[1]:
            weak = hit[0] == 1 and not v.by_any_means.isdisjoint(forms(text.words[i]))
            found.append(Trigger(kind=hit[1], start=i, end=i + hit[0], sentence=number, form="noun", weak=weak))
        i += hit[0] if hit else 1
    return found


def without_loose(
    text: ArabicText, triggers: Sequence[Trigger], figures: Sequence[Figure], v: ArabicWords
) -> list[Trigger]:  # fmt: skip
    """Without words that name an act only beside what may suffer it ("the currency's collapse"), unless people were hurt."""
    hurt = any(f.kind in ("killed", "wounded") and f.low for f in figures)
    said = {form for t in triggers[:1] for word in text.words[slice(*text.sentences[t.sentence])] for form in forms(word)}
    return [
        t
        for t in triggers
        if (wanted := _beside(text, t, v)) is None or (hurt and t.kind in _HURTING) or not said.isdisjoint(wanted)
    ]


def _beside(text: ArabicText, trigger: Trigger, v: ArabicWords) -> frozenset[str] | None:
    """What a loose word wants beside it; None for any other word."""
    if trigger.end - trigger.start > 1:
        return None
    return next((v.loose[form] for form in forms(text.words[trigger.start]) if form in v.loose), None)


def definite(text: ArabicText, trigger: Trigger) -> bool:
    """Does it point back: "the attack", "this raid"?"""
    word = plain(text.words[trigger.start]).lstrip("وفبكل")
    before = plain(text.words[trigger.start - 1]) if trigger.start else ""
    return trigger.end - trigger.start == 1 and (
        word.startswith("ال") or plain(text.words[trigger.start])[:3].endswith("ال") or before in ("هذا", "هذه", "ذلك", "تلك")
    )
