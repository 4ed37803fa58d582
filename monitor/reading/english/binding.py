"""Which act befell the people of a figure: by clause and nearness, without a parser.

Every act of the sentence has a cost: tokens away, walls between, and what the words before it say. The cheapest one wins if it
is cheap enough.
"""

from __future__ import annotations

from typing import Final

from monitor.model.kinds import BLOODLESS
from monitor.reading.english.clauses import gap
from monitor.reading.english.page import Page
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.trigger import Trigger

_LIMIT: Final = 40.0
_LED: Final = 8.0  #: what a word that leads to an act, "by" or "when", takes off its cost
_FAR: Final = int(_LIMIT + _LED)  #: tokens: an act that stands further off costs too much
_INSIDE: Final = 6.0  #: of an act among the words that say what befell them
_SUBJECT: Final = 4.0  #: what is taken off: "air strikes killed 12"
_RELATIVE: Final = 8.0  #: "killed in an area that witnessed fighting"
_EARLIER: Final = 6.0  #: "killed a day before the fighting"
#: Acts that are named in general; a more exact word in the sentence wins over them.
_VAGUE: Final = {"attack": 7.0, "offensive": 14.0, "raid": 1.0, "clash": 1.0, "protest": 8.0}


def trigger_of(page: Page, figure: Figure) -> Trigger | None:
    """The act that befell the people of a figure, by its sentence alone."""
    low, high = min(figure.start, figure.cue_start), max(figure.end, figure.cue_end)
    near = page.triggers.near(figure.sentence, [(low, high)], _FAR)
    costs = [(_cost_of(page, figure, t), n) for n, t in enumerate(near) if not _is_apart(figure, t)]
    cost, n = min(costs, default=(_LIMIT + 1, 0))
    return near[n] if cost <= _LIMIT else None


def _is_apart(figure: Figure, t: Trigger) -> bool:
    """Can the act not have befallen them: it kills nobody, or it is what they themselves did, "the gunmen were killed"?"""
    if t.kind in BLOODLESS and figure.kind in ("killed", "wounded"):
        return True
    return figure.start <= t.start < figure.end and not figure.cue_start <= t.start < figure.cue_end


def _cost_of(page: Page, figure: Figure, t: Trigger) -> float:
    """How unlikely it is that the act befell them."""
    low, high = min(figure.start, figure.cue_start), max(figure.end, figure.cue_end)
    cost = _VAGUE.get(t.kind, 0.0)
    if figure.cue_start <= t.start < figure.cue_end:
        cost += _INSIDE
    else:
        cost += gap(low, high, t.start, t.end) + page.walls.between(low, high, t.start, t.end)
    active = figure.cue_start < figure.start  # "killed 12": what comes after that is another act
    if t.end <= low and t.form == "noun" and active:
        cost -= _SUBJECT
    if t.start >= high:
        lead = page.text.lower[max(0, t.start - 4) : t.start]
        if not page.text.lexicon["leading_to_act" if active else "leading_to_cause"].isdisjoint(lead):
            cost -= _LED
        if "before" in lead:
            cost += _EARLIER
        if page.walls.relative(high, t.start):
            cost += _RELATIVE
    return cost
