"""Teams that bear the names of towns: "Chelsea beat Liverpool 2-1". They tell no place where something happened."""

from __future__ import annotations

import re
from typing import Final

from monitor.reading.names.name_scan import Candidate, Words
from monitor.reading.text.lexicon import words_of

_VERBS: Final = words_of(
    "beat beats beaten beating defeated defeats defeat won wins win lost loses lose scored scores drew draws thrashed edged"
    " trailed trails host hosts hosted topped tops downed routed outscored"
)
_BEFORE: Final = words_of("beat beats beating defeated defeats thrashed edged topped downed routed face against vs v versus")
#: Words of sport alone.
_SURE: Final = words_of(
    "halftime half-time quarterback striker goalkeeper midfielder inning innings touchdown touchdowns semifinal semifinals"
    " semi-final quarterfinal playoff playoffs preseason offseason rebounds goalless equaliser batsman bowler wicket wickets"
)
#: Words of sport that mean other things as well: three of them tell.
_WORDS: Final = words_of(
    "game games season league cup team teams coach coaches goal goals match matches player players fans championship final"
    " tournament victory basketball football soccer baseball hockey cricket rugby tennis stadium points"
)
#: Where people die, a town that "lost" or was "defeated" is a town.
_VIOLENCE: Final = words_of(
    "killed wounded bomb bombs bombing blast explosion gunmen airstrike airstrikes troops rebels militants dead"
)
_ENOUGH: Final = 3
_SCORE: Final = re.compile(r"(?<![\d-])\d{1,3}-\d{1,3}(?![\d-])")
_SHORT: Final = 60  # tokens: in a short text a score tells


def is_sport(w: Words) -> bool:
    """Does the text report a game, and nobody's death?"""
    said = frozenset(w.lower)
    if not said & _VERBS or said & _VIOLENCE:
        return False
    return bool(said & _SURE) or len(said & _WORDS) >= _ENOUGH or (w.count < _SHORT and bool(_SCORE.search(w.text)))


def mark_teams(w: Words, names: list[Candidate]) -> None:
    """Names of towns that do, or are done to, what teams do: parts of another name from here on."""
    for c in names:
        if c.use != "name" or c.found[0].place.kind == "country":
            continue
        before = w[c.start - 1]
        lost_to = before == "to" and w[c.start - 2] in ("lost", "loses", "lose", "losing", "loss")
        if w[c.end] in _VERBS or before in _BEFORE or lost_to:
            c.use = "part"
