"""A hostile input and what should become of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One input. `make` is a function, so that megabytes are made only when they are wanted."""

    name: str
    make: Callable[[], Any]
    wanted: str  #: what becomes of it, as the door says it; * stands for anything
    short: bool = False  #: tried by `make test` too


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where inputs of a kind come in.

    `open` is the door with all that stands behind it: given what a case made it says what became of it, and of the honest
    neighbour that came with it.
    """

    name: str
    cases: tuple[Case, ...]
    open: Callable[[], AbstractContextManager[Callable[[Any], str]]]
    seconds: float  #: that a case may take, its neighbour and the making of both included
    megabytes: int  #: by which this process may grow meanwhile
