"""Which place an Arabic act or figure belongs to, by its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from monitor.model.place import PlaceMention
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, forms, plain

#: Tokens before a name that say what it does.
_BEFORE: Final = 3


def place_of(text: ArabicText, number: int, anchor: int, places: Sequence[PlaceMention], v: ArabicWords) -> PlaceMention | None:
    """The most exact place of the sentence that stands behind a word of where, nearest to the token `anchor`."""
    start, _ = text.sentences[number]
    weights = v.weights["places"]
    found: list[tuple[float, PlaceMention]] = []
    for mention in places:
        at = bisect_right(text.ends, mention.span.start)
        cost = weights["token"] * abs(at - anchor)
        before = text.words[max(start, at - _BEFORE) : at]
        clitic = plain(text.words[at])[:1] == "ب" and len(forms(text.words[at])) > 1
        if clitic or any(v.inside.at(before, i) for i in range(len(before))):
            cost += weights["inside"]
        elif before and v.away.at(before, len(before) - 1):
            cost += weights["away"]
        found.append((cost, mention))
    if not found:
        return None
    best = min(found, key=lambda pair: pair[0])
    near = [m for cost, m in found if cost <= best[0] + weights["near"] and m.place.inside(best[1].place.id)]
    return max(near, key=lambda m: len(m.place.within), default=best[1])
