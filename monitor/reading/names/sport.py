"""Teams that bear the names of towns: "Chelsea beat Liverpool 2-1". They tell no place where something happened."""

from __future__ import annotations

import re
from typing import Final

from monitor.reading.names.name_scan import Candidate, Words

_ENOUGH: Final = 3  #: words that mostly are of sport
_SCORE: Final = re.compile(r"(?<![\d-])\d{1,3}-\d{1,3}(?![\d-])")
_SHORT: Final = 60  # tokens: in a short text a score tells


def is_sport(w: Words) -> bool:
    """Does the text report a game, and nobody's death?"""
    said = frozenset(w.lower)
    known = w.lexicon
    if not said & known["sport_verbs"] or said & known["no_sport"]:
        return False
    if said & known["sport_alone"] or len(said & known["sport_mostly"]) >= _ENOUGH:
        return True
    return w.count < _SHORT and bool(_SCORE.search(w.text))


def mark_teams(w: Words, names: list[Candidate]) -> None:
    """Names of towns that do, or are done to, what teams do: parts of another name from here on."""
    verbs, leads = w.lexicon["sport_verbs"], w.lexicon["before_teams"]
    for c in names:
        if c.use != "name" or c.found[0].place.kind == "country":
            continue
        before = w[c.start - 1]
        lost_to = before == "to" and w[c.start - 2] in ("lost", "loses", "lose", "losing", "loss")
        if w[c.end] in verbs or before in leads or lost_to:
            c.use = "part"
