"""What an article says: entities, places, and events with their figures, actors and reality."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day  # Event has a field `date`, which would hide it from whoever resolves the annotations
from typing import Literal

from monitor.model.place import Place, PlaceMention
from monitor.model.span import Span

Label = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"]
Role = Literal["by", "against", "said"]
Reality = Literal["happened", "background", "cumulative", "planned", "denied", "hypothetical", "exercise"]
Victims = Literal["civilian", "combatant", "both", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named thing in the text."""

    span: Span
    label: Label
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many people. "At least 12" is (12, None); "12 to 15" is (12, 15); "none" is (0, 0); "dozens" is (24, None), vague."""

    low: int  #: people
    high: int | None  #: people; None: and up
    vague: bool = False
    sources: tuple[str, ...] = ()  #: who says so, as the text names them
    evidence: tuple[Span, ...] = ()
    top: int | None = None  #: of several open claims the gravest: of "9" and "at least 12" 12; None: what the range says


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it, to whom, or who says so."""

    name: str  #: canonical name of the vocabulary, else as in the text
    role: Role
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was attacked, struck, raided or seized."""

    kind: str  #: a class of `monitor.model.targets`
    name: str  #: as in the text: "the provincial hospital of Idlib"
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened (or did not: see `reality`), as one article tells it."""

    what: str  #: a kind of `monitor.model.kinds`: the one by which an analyst would name it
    besides: tuple[str, ...] = ()  #: its other kinds, at most three: of a raid in which there was a clash "clash"
    where: Place | None = None  #: where it happened; None: could not be told
    also: tuple[Place, ...] = ()  #: named in one breath with `where`, for the same people: "killed 20 in Khartoum and Omdurman"
    date: Day | None = None  #: the day it happened, where the text lets it be told
    killed: Toll | None = None  #: None: nothing said
    wounded: Toll | None = None
    displaced: Toll | None = None
    missing: Toll | None = None
    detained: Toll | None = None
    abducted: Toll | None = None
    targets: tuple[Target, ...] = ()  #: in the order of the text
    victims: Victims = "unknown"  #: of the killed, else of the wounded
    actors: tuple[Actor, ...] = ()
    weapons: tuple[str, ...] = ()
    reality: Reality = "happened"
    main: bool = False  #: the article's main news
    trigger: Span | None = None  #: the word that names the event
    evidence: tuple[Span, ...] = ()  #: trigger, place, figures, dates
    reasons: tuple[str, ...] = ()  #: why bound so, in words: "place: named in the same clause"

    @property
    def target_kinds(self) -> tuple[str, ...]:
        """The classes of what was attacked, each once, in the order of the text."""
        return tuple(dict.fromkeys(target.kind for target in self.targets))

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds of the act, the one of `what` first."""
        return (self.what, *self.besides)

    @property
    def places(self) -> tuple[Place, ...]:
        """Everywhere that it happened; () when that could not be told."""
        return () if self.where is None else (self.where, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Words that might have counted and do not, and why: for people who ask."""

    span: Span
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that was read in one article."""

    article_id: str
    language: str | None  #: ISO 639-1
    entities: tuple[Entity, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    events: tuple[Event, ...] = ()
    written: Day | None = None  #: the day that the article gives as its own, where the feed dates it otherwise
    notes: tuple[str, ...] = field(default=())  #: what the reader could not do ("language fr: places and text only")
    reader: str = ""  #: digest of its code, words, weights and places: another one may read differently
