"""Our own troubles: what an operator should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something of ours that is not as it should be."""

    key: str  #: the same trouble has the same key for as long as it lasts: "feed:reuters", "process:read"
    words: str  #: for a person, with numbers that may change
    grave: bool = False  #: alerts may be late or missing; a single feed's trouble is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Worry:
    """A trouble over time."""

    words: str
    since: datetime
    seen: datetime  #: last
    told: datetime | None = None  #: when the operators were last told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchbook:
    """What is known of our troubles, and when the operators last heard from us."""

    worries: dict[str, Worry]
    spoke: datetime | None = None
    number: int = 0  #: of notices so far: each has its own id, also when two schedulers decide at once
