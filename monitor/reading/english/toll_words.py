"""The words of `words/figures.yaml`, made ready for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from monitor.reading.telling.figure import Kind, Mode, Side
from monitor.reading.telling.users_words import NO_WORDS, UsersWords

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A noun for people."""

    side: Side
    plural: bool
    collective: bool  #: "family": a number of them is no number of people


@dataclass(frozen=True, slots=True, kw_only=True)
class TollCue:
    """A word or phrase that says what befell people."""

    kind: Kind
    words: tuple[str, ...]
    modes: frozenset[Mode]


@dataclass(frozen=True, slots=True, kw_only=True)
class TollWords:
    """All of it."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, tuple[int, bool]]  #: phrase -> least value, is it vague
    bounds: Mapping[str, str]  #: phrase -> "least", "most" or ""
    whole_quantities: Mapping[str, int]
    people: Mapping[str, Person]
    things: frozenset[str]
    cues: Mapping[str, tuple[TollCue, ...]]  #: by first word, longest phrase first
    casualties: frozenset[str]
    bound_starts: frozenset[str]  #: first words of `bounds`
    vague_starts: frozenset[str]  #: first words of `vague`

    def may_count(self, word: str) -> bool:
        """May a quantity start with this lower-case word? Most words are done with here."""
        return (
            word in self.numbers
            or word in self.bound_starts
            or word in self.vague_starts
            or word in self.whole_quantities
            or word[0].isdigit()
            or word in ("no", "between")
        )


def parse_toll_words(text: str, users: UsersWords = NO_WORDS) -> TollWords:
    """Read one file, with the words of users, who may give a word another meaning. Raises KeyError for a missing section."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    vague = {phrase: (int(value), True) for phrase, value in data["vague"].items()}
    vague |= {phrase: (int(value), False) for phrase, value in data["exact"].items()}
    bounds = {phrase: kind for kind, phrases in data["bounds"].items() for phrase in phrases}
    nouns = [(side, noun) for side, some in data["people"].items() for noun in some] + list(users.people)
    shipped = [(kind, mode, phrase) for kind, modes in data["verbs"].items() for mode, some in modes.items() for phrase in some]
    return TollWords(
        numbers=data["numbers"],
        scales=data["scales"],
        vague=vague,
        bounds=bounds,
        bound_starts=frozenset(phrase.split()[0] for phrase in bounds),
        vague_starts=frozenset(phrase.split()[0] for phrase in vague),
        whole_quantities=data["whole"],
        people=dict(_people(nouns, frozenset(data["collectives"]))),
        things=frozenset(map(str, data["things"])),
        cues=_cues([*_not_told_anew(shipped, users.tolls), *users.tolls]),
        casualties=frozenset(data["casualties"]),
    )


def _people(nouns: Iterable[tuple[Side, str]], collectives: frozenset[str]) -> Iterator[tuple[str, Person]]:
    for side, noun in nouns:
        singular, _, plural = noun.lower().partition("/")
        for form, is_plural in ((singular, False), (plural or singular + "s", True)):
            yield form, Person(side=side, plural=is_plural, collective=form in collectives)


def _not_told_anew(
    shipped: Iterable[tuple[Kind, Mode, str]], users: Iterable[tuple[Kind, Mode, str]]
) -> Iterator[tuple[Kind, Mode, str]]:
    """Without phrases that users give to another fate."""
    kinds: dict[str, set[Kind]] = {}
    for kind, _, phrase in users:
        kinds.setdefault(phrase, set()).add(kind)
    return ((kind, mode, phrase) for kind, mode, phrase in shipped if kind in kinds.get(phrase, {kind}))


def _cues(told: Iterable[tuple[Kind, Mode, str]]) -> dict[str, tuple[TollCue, ...]]:
    modes: dict[tuple[Kind, tuple[str, ...]], set[Mode]] = {}
    for kind, mode, phrase in told:
        modes.setdefault((kind, tuple(phrase.split())), set()).add(mode)
    by_first: dict[str, list[TollCue]] = {}
    for (kind, words), its_modes in modes.items():
        by_first.setdefault(words[0], []).append(TollCue(kind=kind, words=words, modes=frozenset(its_modes)))
    return {first: tuple(_longest_first(cues)) for first, cues in by_first.items()}


def _longest_first(cues: Iterable[TollCue]) -> list[TollCue]:
    return sorted(cues, key=lambda cue: -len(cue.words))
