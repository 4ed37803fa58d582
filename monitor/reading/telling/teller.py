"""What each language brings: a teller, which makes statements of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Protocol

from spacy.tokens import Doc

from monitor.model.place import Place, PlaceMention
from monitor.model.span import Part
from monitor.reading.telling.statement import Told
from monitor.reading.text.named import Named

NOWHERE: Final[Mapping[str, Place]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article with the names that were found in it: what a teller is given."""

    parts: Sequence[tuple[Part, Doc]]  #: the title first, where there is one, then the text
    places: Sequence[PlaceMention]
    named: Mapping[Part, Sequence[Named]]  #: actors
    published: datetime | None
    around: Mapping[str, Place]  #: for a city that is a province by itself, the province around it


class Teller(Protocol):
    """Reads one language. Holds its words; immutable once made."""

    def own_day(self, text: Doc, published: datetime, *, repeats: int) -> date | None:
        """The day that a text gives as its own, where the feed dates it otherwise; else None.

        `repeats`: tokens of the headline that the text says again before its date.
        """
        ...

    def tell(self, piece: Piece) -> Told:
        """The statements of an article, in the order of reading."""
        ...
