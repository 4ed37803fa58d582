"""Evidence: the words that a claim stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["text", "title"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters of an article's text or title, half-open."""

    start: int  #: characters
    end: int  #: characters, half-open
    part: Part = "text"
