"""One part of an article, with all that was found in it: what statements are made of."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.place import Place, PlaceMention
from monitor.model.span import Part
from monitor.reading.english.clauses import Walls
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.trigger import Trigger
from monitor.reading.text.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAt:
    """A place mention with its tokens and what the words before it say of it."""

    mention: PlaceMention
    start: int  #: tokens
    end: int  #: tokens, half-open
    sentence: int
    role: str
    abroad: bool = False  #: in a country that the article hardly speaks of

    @property
    def place(self) -> Place:
        return self.mention.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of the part, and what stands in it."""

    text: EnglishText
    part: Part
    triggers: Row[Trigger]
    figures: Row[Figure]
    places: Row[PlaceAt]
    walls: Walls
