"""Which act befell the people of a figure: by clause and nearness, without a parser.

Every act of the sentence has a cost: tokens away, walls between, and what the words before it say. The cheapest one wins if it
is cheap enough.
"""

from __future__ import annotations

from typing import Final

from monitor.model.kinds import BLOODLESS
from monitor.reading.english.clauses import gap
from monitor.reading.english.page import Page
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.trigger import Trigger
from monitor.reading.text.weights import Weights

#: Features of acts that are named in general begin so, their kind follows.
VAGUE: Final = "vague_"
_CAUSE: Final = 5  #: tokens before people who were hurt in which "over" and "suspected of" stand


def trigger_of(page: Page, figure: Figure) -> Trigger | None:
    """The act that befell the people of a figure, by its sentence alone."""
    weights = page.text.lexicon.weights["binding"]
    low, high = min(figure.start, figure.cue_start), max(figure.end, figure.cue_end)
    far = int(weights["limit"] - weights["led"])  # tokens: an act that stands further off costs too much
    near = page.triggers.near(figure.sentence, [(low, high)], far)
    costs = [(_cost_of(page, figure, t, weights), n) for n, t in enumerate(near) if not _is_apart(page, figure, t)]
    cost, n = min(costs, default=(weights["limit"] + 1, 0))
    return near[n] if cost <= weights["limit"] else None


def _is_apart(page: Page, figure: Figure, t: Trigger) -> bool:
    """Can the act not have befallen them: it kills nobody, is why they were avenged, or what they themselves did?"""
    if t.kind in BLOODLESS and figure.kind in ("killed", "wounded"):
        return True
    if t.kind == "raid" and t.end <= min(figure.start, figure.cue_start) and is_cause(page.text, figure):
        return True
    return figure.start <= t.start < figure.end and not figure.cue_start <= t.start < figure.cue_end


def is_cause(text: EnglishText, figure: Figure) -> bool:
    """Is what befell them why something else was done: "raided homes after gunmen killed three", "over the killing of"?"""
    first = text.sentences[figure.sentence][0]
    low = min(figure.start, figure.cue_start)
    opened = (i + 1 for i in range(low - 1, max(first, low - _CAUSE) - 1, -1) if text.lower[i] in ("and", ","))
    before = text.lower[next(opened, max(first, low - _CAUSE)) : figure.cue_start]
    if figure.cue_start < figure.start and "who" in before[-2:]:
        return True  # "raided the home of a man who killed two"
    return not text.lexicon["leading_to_cause_of"].isdisjoint(before)


def _cost_of(page: Page, figure: Figure, t: Trigger, weights: Weights) -> float:
    """How unlikely it is that the act befell them."""
    cost = sum(weights[feature] for feature in features_of(page, figure, t))
    if _among_cue(figure, t):
        return cost
    low, high = min(figure.start, figure.cue_start), max(figure.end, figure.cue_end)
    return cost + weights["token"] * gap(low, high, t.start, t.end) + page.walls.between(low, high, t.start, t.end)


def _among_cue(figure: Figure, t: Trigger) -> bool:
    """Is the act one of the words that say what befell them: "shot dead"?"""
    return figure.cue_start <= t.start < figure.cue_end


def features_of(page: Page, figure: Figure, t: Trigger) -> list[str]:
    """What speaks for and against an act's having befallen the people of a figure, but for the words between them."""
    low, high = min(figure.start, figure.cue_start), max(figure.end, figure.cue_end)
    found = [vague] if (vague := f"{VAGUE}{t.kind}") in page.text.lexicon.weights["binding"] else []
    if _among_cue(figure, t):
        found.append("among_cue")
    active = figure.cue_start < figure.start  # "killed 12": what comes after that is another act
    if t.end <= low and t.form == "noun" and active:
        found.append("subject")
    if t.start >= high:
        lead = page.text.lower[max(0, t.start - 4) : t.start]
        if not page.text.lexicon["leading_to_act" if active else "leading_to_cause"].isdisjoint(lead):
            found.append("led")
        if "before" in lead:
            found.append("earlier")
        if page.walls.relative(high, t.start):
            found.append("relative")
    return found
