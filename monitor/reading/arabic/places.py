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
_TOGETHER: Final = 6  #: tokens between a town and its province
_DASHES: Final = (["-"], ["–"], ["—"], [":"], ["/"])


def place_of(
    text: ArabicText,
    number: int,
    anchor: int,
    places: Sequence[PlaceMention],
    v: ArabicWords,
    clauses: Sequence[tuple[int, int]],
) -> PlaceMention | None:
    """The most exact place of the sentence that stands behind a word of where, nearest to the token `anchor`.

    One of its own clause comes before others, and where a report comes from last of all.
    """
    start, _ = text.sentences[number]
    weights = v.weights["places"]
    found: list[tuple[float, PlaceMention]] = []
    role, last = "", -1  # of the place before it, and where that ends: "from Somalia and Eritrea"
    for mention in places:
        at = bisect_right(text.ends, mention.span.start)
        cost = weights["token"] * abs(at - anchor)
        if _clause(clauses, at) != _clause(clauses, anchor):
            cost += weights["other_clause"]
        if dateline(text, start, at):
            cost += weights["dateline"]
        before = text.words[max(start, at - _BEFORE) : at]
        named = text.words[max(start, at - _BEFORE) : at + 1]  # a name may begin with such a noun: "camp of ..."
        tied = plain(text.words[at]).startswith("و") and role and at - last <= 1
        clitic = plain(text.words[at])[:1] == "ب" and len(forms(text.words[at])) > 1
        if not tied:
            inside = clitic or any(v.inside.at(named, i) for i in range(len(named)))
            beside = any(v.near.at(before, i) for i in range(len(before)))
            role = "inside" if inside else "near" if beside else "away" if before and v.away.at(before, len(before) - 1) else ""
        last = bisect_right(text.ends, mention.span.end - 1) + 1
        found.append((cost + (weights[role] if role else 0), mention))
    if not found:
        return None
    best = min(found, key=lambda pair: pair[0])
    near = [
        m
        for cost, m in found
        if m.place.inside(best[1].place.id) and (cost <= best[0] + weights["almost"] or _beside(text, m, best[1]))
    ]
    return max(near, key=lambda m: len(m.place.within), default=best[1])


def dateline(text: ArabicText, start: int, at: int) -> bool:
    """ "عدن - ", "حماة-سانا:", "بابل/ واع:": where the report comes from."""
    behind = text.words[at + 1 : at + 2]
    return at == start and (behind in _DASHES or text.words[at].endswith("/"))


def _clause(clauses: Sequence[tuple[int, int]], token: int) -> int:
    return next((n for n, (a, b) in enumerate(clauses) if a <= token < b), 0)


def _beside(text: ArabicText, one: PlaceMention, other: PlaceMention) -> bool:
    """Do they stand together: "in the town of X in Y"?"""
    a, b = (bisect_right(text.ends, m.span.start) for m in (one, other))
    return abs(a - b) <= _TOGETHER
