"""One figure of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from monitor.model.span import Span

Kind = Literal["killed", "wounded", "displaced", "missing", "detained", "abducted"]
#: How a word takes its people: "killed 12", "12 died", "12 are dead", "the killing of 12", "12 deaths", "a death toll of 12".
Mode = Literal["transitive", "intransitive", "predicate", "of", "count", "toll"]
Side = Literal["civilian", "combatant", "unknown"]
KINDS: Final[tuple[Kind, ...]] = ("killed", "wounded", "displaced", "missing", "detained", "abducted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """So many people, so befallen, by these words."""

    kind: Kind
    low: int  #: people
    high: int | None  #: people; None: and up
    vague: bool
    span: Span  #: the words that count them
    start: int  #: tokens of `span`
    end: int  #: tokens, half-open
    sentence: int  #: index
    cue: Span  #: "killed", "death toll"
    cue_start: int  #: tokens of `cue`
    cue_end: int  #: tokens, half-open
    victims: Side = "unknown"
    party: str = ""  #: "SDF fighters"
    is_part: bool = False  #: "including five suicide attackers": of people counted already
    is_total: bool = False  #: "bringing the total to"
    said_by: tuple[str, ...] = ()  #: as the text names them
    negated: bool = False  #: "no one was killed"
    cumulative: bool = False  #: words of a long time in its sentence: "since 2011", "so far this year"
    counted: bool = True  #: by a number or an article; False for "the driver", "civilians", a name
    name: bool = False  #: a person by name
    struck: bool = False  #: shot, stabbed or beaten: who dies of it is not wounded
