"""The words that name events (`words/events.yaml`), made ready for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from monitor.reading.english.inflection import Inflection
from monitor.reading.telling.trigger import Form

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Kinds that the rest of an article settles: "raid" of soldiers or of aircraft.
OPEN_KINDS: Final = frozenset(
    (
        "raid_or_air",
        "storm_or",
        "entry_or",
        "incursion_or",
        "operation_or",
        "assault_or",
        "strike_or",
        "bombard_or",
        "bomb_or",
        "massacre_or",
        "murder_or",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerWord:
    """A word or phrase that names an event."""

    words: tuple[str, ...]
    kind: str
    form: Form
    weak: bool  #: only where the text is about violence
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of it; phrases by their first word, longest first."""

    triggers: Mapping[str, tuple[TriggerWord, ...]]
    means: Mapping[str, tuple[TriggerWord, ...]]
    impact: Mapping[str, tuple[tuple[str, ...], ...]]
    mishaps: Mapping[str, tuple[tuple[str, ...], ...]]  #: what befalls a bus, a bridge
    collisions: Mapping[str, tuple[tuple[str, ...], ...]]
    vehicles: frozenset[str]  #: what collides
    vetoes: Mapping[str, tuple[tuple[str, ...], ...]]
    conflict: frozenset[str]
    firsts: frozenset[str]  #: words with which a trigger, a means or a veto begins
    peace: frozenset[str]


def parse_vocabulary(text: str, bent: Inflection, extra: Iterable[Mapping[str, Any]] = ()) -> Vocabulary:
    """Read the file, with the `kinds` of users' files added. Raises KeyError for a section that is not there."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    words = list(_kinds(data["kinds"], bent))
    for more in extra:
        words += _kinds(more, bent)
    means = [TriggerWord(words=w, kind=kind, form="noun", weak=False, plural=plural)
             for kind, nouns in data["means"].items() for noun in nouns for w, plural in bent.noun(noun)]  # fmt: skip
    triggers, by_means, vetoes = _by_first(words), _by_first(means), _phrases(tuple(phrase.split()) for phrase in data["not"])
    return Vocabulary(
        triggers=triggers,
        means=by_means,
        impact=_phrases(w for verb in data["impact"] for w in bent.verb(verb)),
        mishaps=_phrases(w for verb in data["mishaps"] for w in bent.verb(verb)),
        collisions=_phrases(w for verb in data["collisions"] for w in bent.verb(verb)),
        vehicles=frozenset(" ".join(w) for noun in data["vehicles"] for w, _ in bent.noun(noun)),
        vetoes=vetoes,
        firsts=frozenset((*triggers, *by_means, *vetoes)),
        conflict=frozenset(" ".join(w) for noun in data["conflict"] for w, _ in bent.noun(noun)),
        peace=frozenset(" ".join(w) for noun in data["peace"] for w, _ in bent.noun(noun)),
    )


def check_kinds(kinds: Iterable[Mapping[str, Any]]) -> None:
    """Raises one of several errors where users' words are not told as those of `events.yaml` are."""
    _by_first(word for some in kinds for word in _kinds(some, Inflection()))


def _kinds(kinds: Mapping[str, Mapping[str, list[str]]], bent: Inflection) -> Iterator[TriggerWord]:
    for kind, sections in kinds.items():
        for section, entries in sections.items():
            weak = section.startswith("weak_")
            for entry in entries:
                if section.endswith("nouns"):
                    for words, plural in bent.noun(entry):
                        yield TriggerWord(words=words, kind=kind, form="noun", weak=weak, plural=plural)
                else:
                    for words in bent.verb(entry):
                        yield TriggerWord(words=words, kind=kind, form="verb", weak=weak)


def _by_first(words: Iterable[TriggerWord]) -> dict[str, tuple[TriggerWord, ...]]:
    found: dict[str, dict[tuple[str, ...], TriggerWord]] = {}
    for word in words:
        found.setdefault(word.words[0], {}).setdefault(word.words, word)
    return {first: tuple(sorted(group.values(), key=lambda w: -len(w.words))) for first, group in found.items()}


def _phrases(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(phrase)
    return {first: tuple(sorted(group, key=lambda p: (-len(p), p))) for first, group in found.items()}
