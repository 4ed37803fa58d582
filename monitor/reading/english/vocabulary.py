"""The words that name events (`words/events.yaml`), made ready for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from monitor.reading.telling.trigger import Form

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_VOWELS: Final = frozenset("aeiou")
#: Kinds that the rest of an article settles: "raid" of soldiers or of aircraft.
OPEN_KINDS: Final = frozenset(("raid_or_air", "strike_or", "bombard_or", "bomb_or", "massacre_or", "murder_or"))


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


def parse_vocabulary(text: str, extra: Iterable[Mapping[str, Any]] = ()) -> Vocabulary:
    """Read the file, with the `kinds` of users' files added. Raises KeyError for a section that is not there."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    words = list(_kinds(data["kinds"]))
    for more in extra:
        words += _kinds(more)
    means = [TriggerWord(words=w, kind=kind, form="noun", weak=False, plural=plural)
             for kind, nouns in data["means"].items() for noun in nouns for w, plural in _noun(noun)]  # fmt: skip
    triggers, by_means, vetoes = _by_first(words), _by_first(means), _phrases(tuple(phrase.split()) for phrase in data["not"])
    return Vocabulary(
        triggers=triggers,
        means=by_means,
        impact=_phrases(w for verb in data["impact"] for w in _verb(verb)),
        mishaps=_phrases(w for verb in data["mishaps"] for w in _verb(verb)),
        collisions=_phrases(w for verb in data["collisions"] for w in _verb(verb)),
        vehicles=frozenset(" ".join(w) for noun in data["vehicles"] for w, _ in _noun(noun)),
        vetoes=vetoes,
        firsts=frozenset((*triggers, *by_means, *vetoes)),
        conflict=frozenset(" ".join(w) for noun in data["conflict"] for w, _ in _noun(noun)),
        peace=frozenset(" ".join(w) for noun in data["peace"] for w, _ in _noun(noun)),
    )


def _kinds(kinds: Mapping[str, Mapping[str, list[str]]]) -> Iterator[TriggerWord]:
    for kind, sections in kinds.items():
        for section, entries in sections.items():
            weak = section.startswith("weak_")
            for entry in entries:
                if section.endswith("nouns"):
                    for words, plural in _noun(entry):
                        yield TriggerWord(words=words, kind=kind, form="noun", weak=weak, plural=plural)
                else:
                    for words in _verb(entry):
                        yield TriggerWord(words=words, kind=kind, form="verb", weak=weak)


def _noun(entry: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    singular, _, plural = str(entry).replace("-", " ").partition("/")
    words = tuple(singular.split())
    yield words, False
    if plural:
        yield tuple(plural.split()), True
    elif not words[-1].endswith("s"):
        last = words[-1]
        if last.endswith("y") and last[-2] not in _VOWELS:
            last = last[:-1] + "ies"
        else:
            last += "es" if last.endswith(("x", "ch", "sh")) else "s"
        yield (*words[:-1], last), True


def _verb(entry: str) -> Iterator[tuple[str, ...]]:
    if "/" in entry:
        yield from (tuple(form.split()) for form in entry.split("/"))
        return
    words = tuple(entry.split())
    yield words
    last = words[-1]
    if len(words) > 1 and (words[0] in _NO_BASE or words[0].endswith("ed")):
        return
    if len(words) > 1 and words[-1] in _SMALL:  # "regain control", "burn down": the first word changes
        yield from ((form, *words[1:]) for form in _forms(words[0]))
        return
    yield from ((*words[:-1], form) for form in _forms(last))


def _forms(last: str) -> tuple[str, ...]:
    """The third person, the past and the "-ing" of a regular verb."""
    if last.endswith("e"):
        return last + "s", last + "d", last[:-1] + "ing"
    if last.endswith("y") and last[-2] not in _VOWELS:
        return last[:-1] + "ies", last[:-1] + "ied", last + "ing"
    stem = last + last[-1] if last in _DOUBLING else last
    return last + ("es" if last.endswith(("s", "x", "ch", "sh")) else "s"), stem + "ed", stem + "ing"


#: What stands in the past already, or bends in a way of its own.
_NO_BASE: Final = frozenset(
    ("was", "were", "been", "taken", "took", "held", "driven", "forced", "shot", "hit", "struck", "seen", "led", "found", "fell")
)
_SMALL: Final = frozenset(
    ("in", "at", "with", "from", "to", "up", "homes", "custody", "hostage", "captive", "down", "into", "control")
)
_DOUBLING: Final = frozenset(("stab", "kidnap", "bomb_", "drop", "slam", "abet", "rob"))


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
