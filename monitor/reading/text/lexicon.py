"""Classes of words, as the files in the `words` folder of each room give them.

saying:                 a class: its words, one sorted entry a line (`tools/words` looks after that)
  - said
  - told
speaking:
  union: [saying]       the words of other classes of the room,
  words:                with some more,
    - talks
  without: [meeting]    but for those of these
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARTS: Final = {"union", "words", "without"}


def words_of(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What a room is handed of its own folder: the text of its files by their name."""

    words: Mapping[str, str]
    weights: Mapping[str, str]


class Lexicon(dict[str, frozenset[str]]):
    """The words of a language by their class. Never written to: it is a dict because a dict's look-up costs least."""


def parse_classes(files: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """All classes of some files. Raises ValueError for a class that is told twice or rests on one that is not there."""
    told: dict[str, Any] = {}
    for name, text in files.items():
        for key, value in (yaml.load(text, Loader=_LOADER) or {}).items():
            if key in told:
                raise ValueError(f"{name}: the class {key!r} is told twice")
            told[key] = value
    made: dict[str, frozenset[str]] = {}
    for key in told:
        _make(key, told, made, ())
    return made


def _make(key: str, told: Mapping[str, Any], made: dict[str, frozenset[str]], above: tuple[str, ...]) -> frozenset[str]:
    if key not in made:
        if key not in told or key in above:
            raise ValueError(f"the class {key!r} rests on itself or is not told: {' of '.join((key, *reversed(above)))}")
        value = told[key]
        if isinstance(value, dict):
            if set(value) - _PARTS:
                raise ValueError(f"the class {key!r} holds {', '.join(value)}; it may hold {', '.join(sorted(_PARTS))}")
            under = (*above, key)
            words = frozenset(map(str, value.get("words", ())))
            words = words.union(*(_make(other, told, made, under) for other in value.get("union", ())))
            made[key] = words.difference(*(_make(other, told, made, under) for other in value.get("without", ())))
        else:
            made[key] = frozenset(map(str, value))
    return made[key]
