"""What features of a text count for, as the files in the `weights` folder of each room give them.

source: set by hand, in steps of a half        where the numbers come from; a fitted file names its command and its data
weights:
  strong_preposition: 2                        a feature by its name, and what it counts for
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Feature -> what it counts for.
Weights: TypeAlias = Mapping[str, float]


def parse_all(files: Mapping[str, str]) -> dict[str, Weights]:
    """The files of a room, by their name without its ending."""
    return {name.removesuffix(".yaml"): parse_weights(text) for name, text in files.items()}


def parse_weights(text: str) -> dict[str, float]:
    """One file. Raises ValueError when it does not say where its numbers come from, or one of them is none."""
    content: Any = yaml.load(text, Loader=_LOADER)
    if not isinstance(content, dict) or set(content) != {"source", "weights"} or not str(content["source"]).strip():
        raise ValueError("a file of weights says its source and its weights, and nothing else")
    if wrong := [
        name for name, value in content["weights"].items() if isinstance(value, bool) or not isinstance(value, int | float)
    ]:
        raise ValueError(f"the weight of {', '.join(map(str, wrong))} is no number")
    return {str(name): float(value) for name, value in content["weights"].items()}
