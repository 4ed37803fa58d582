"""What one clause says of one act, whatever the language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from monitor.model.event import Actor, Reading, Reality, Refusal, Toll
from monitor.model.place import Place
from monitor.model.span import Part, Span
from monitor.reading.telling.figure import Figure, Kind
from monitor.reading.telling.tolls import add_up
from monitor.reading.telling.trigger import Climate, Trigger


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one clause says of one act. What it leaves out discourse fills in, then it is merged with others."""

    part: Part
    sentence: int
    order: int  #: its rank in the article
    kind: str  #: "" while not known
    trigger: Trigger | None
    figures: tuple[Figure, ...]
    place: Place | None
    place_span: Span | None
    reality: Reality
    day: date | None
    evidence: tuple[Span, ...]  #: that of the trigger first, where there is one
    reasons: tuple[str, ...]  #: for people; no code reads them
    anaphoric: bool = False  #: it points back: "the attack"
    died: bool = False  #: its people died, and nobody is said to have killed them
    actors: tuple[Actor, ...] = ()
    weapons: tuple[str, ...] = ()
    also: tuple[Place, ...] = ()  #: named in one breath with `place`

    def counts(self, kind: Kind) -> list[Figure]:
        """Its figures of one kind."""
        return [f for f in self.figures if f.kind == kind]

    @cached_property
    def killed(self) -> Toll | None:
        """The dead of this statement, added up once: merging asks for them against every other statement."""
        return add_up(self.counts("killed"))


def _nothing(_: Reading) -> tuple[Refusal, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All statements of an article, and what they share."""

    statements: tuple[Statement, ...] = ()
    climate: Climate | None = None
    refused: Callable[[Reading], tuple[Refusal, ...]] = _nothing  #: what was passed over, and why; worked out when asked for
