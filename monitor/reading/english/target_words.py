"""The words of `words/targets.yaml`, made ready for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from monitor.reading.english.inflection import Inflection

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Classes whose nouns yield to any other class in their phrase: "a judge's house", "a bus of soldiers".
_YIELDING: Final = frozenset(("home", "civilians", "transport"))
FIRM: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNoun:
    """A noun or phrase for what may be attacked."""

    words: tuple[str, ...]
    kind: str  #: a class of `monitor.model.targets`
    weight: int  #: the heaviest noun of a phrase decides: FIRM, 1 for words that yield, 0 for classes that do


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWords:
    """All of it, by first word, longest phrase first."""

    nouns: Mapping[str, tuple[TargetNoun, ...]]
    verbs: Mapping[str, tuple[tuple[str, ...], ...]]


def parse_target_words(text: str, bent: Inflection) -> TargetWords:
    """Read the file. Raises KeyError for a missing section."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    weak = {words for noun in data["yielding"] for words, _ in bent.noun(noun)}
    nouns = {
        words: TargetNoun(words=words, kind=kind, weight=0 if kind in _YIELDING else 1 if words in weak else FIRM)
        for kind, some in data["classes"].items()
        for noun in some
        for words, _ in bent.noun(noun)
    }
    verbs = {words for verb in data["verbs"] for words in bent.verb(verb)}
    return TargetWords(
        nouns=_by_first((words[0], noun) for words, noun in nouns.items()),
        verbs=_by_first((words[0], words) for words in verbs),
    )


def _by_first(entries: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for first, entry in entries:
        found.setdefault(first, []).append(entry)
    return {first: tuple(sorted(some, key=lambda e: (-len(_words(e)), _words(e)))) for first, some in found.items()}


def _words(entry: TargetNoun | tuple[str, ...]) -> tuple[str, ...]:
    return entry if isinstance(entry, tuple) else entry.words
