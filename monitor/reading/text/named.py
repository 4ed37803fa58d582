"""Where a text names somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens that name an actor."""

    start: int  #: tokens
    end: int  #: tokens, half-open
    name: str  #: canonical
    listed: bool  #: in the vocabulary; else made from the adjective of a country
