"""The phrases of `words/long_time.yaml`, made ready for looking for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKS: Final = re.compile(r"\{(?P<slot>\w+)\}|\[(?P<may>[^]]+)\](?P<often>\*?) | ?- ?")
#: What may stand in a slot beside the lists of the file.
_SLOTS: Final = {"year": "(?:19|20)[0-9][0-9]", "digits": r"\d[\d,]*", "three_to_99": "(?:[3-9]|[1-9][0-9])", "word": r"\w+"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTimeWords:
    """What says that a sentence counts over a long time."""

    signs: frozenset[str]  #: one of them is in every such phrase
    phrases: re.Pattern[str]  #: over lower-case words with one blank between them


def parse_long_time_words(text: str, months: Iterable[str]) -> LongTimeWords:
    """Read one file. Raises KeyError for a section or a list that is not there."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    lists = {**data["words"], "month": sorted(months)}
    phrases = "|".join(_pattern(phrase, lists) for phrase in data["phrases"])
    return LongTimeWords(signs=frozenset(data["signs"]), phrases=re.compile(rf"\b(?:{phrases})\b"))


def _pattern(phrase: str, lists: Mapping[str, list[str]]) -> str:
    """The regex of a phrase.

    >>> _pattern("since [the] {times}-old", {"times": ["year", "week"]})
    'since (?:the )?(?:year|week) ?- ?old'
    """
    made, at = "", 0
    for mark in _MARKS.finditer(phrase):
        made += phrase[at : mark.start()]
        at = mark.end()
        if slot := mark["slot"]:
            made += _SLOTS.get(slot) or "(?:" + "|".join(_pattern(entry, lists) for entry in lists[slot]) + ")"
        elif mark["may"]:
            made += f"(?:{_pattern(mark['may'], lists)} ){mark['often'] or '?'}"
        else:
            made += " ?- ?"
    return made + phrase[at:]
