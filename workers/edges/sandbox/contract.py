"""What the child and its table agree on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

OUT_OF_MEMORY: Final = 77  #: exit code of a child that could not get more
GRACE: Final = 2.0  #: seconds that the parent has to kill the child before the system does

Function = Callable[..., bytes]  #: (body, **args) -> result, packed; raises NoResult


class NoResult(Exception):
    """The document was understood as far as it goes, and there is nothing in it for us. The words say why."""
