"""What users' files add to the words of languages, in any language: of kinds, of tolls, of what tells news from what is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Literal, cast, get_args

from monitor.reading.telling.figure import KINDS, Kind, Mode, Side

_MODES: Final[Mapping[Mode, str]] = {
    "transitive": "killed 12",
    "intransitive": "12 died",
    "predicate": "12 are dead",
    "of": "the killing of 12",
    "count": "12 deaths",
    "toll": "a death toll of 12",
}
_SIDES: Final = get_args(Side)
#: Realities that words can tell; what happened needs none.
Unreal = Literal["background", "planned", "denied", "hypothetical", "exercise", "cumulative"]
_UNREAL: Final = get_args(Unreal)
_TAKEN: Final = ", ".join(f'{mode} ("{example}")' for mode, example in _MODES.items())
_LIKE: Final = "as in {killed: {transitive: [neutralised]}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersWords:
    """All that users add, in the order of their files."""

    kinds: tuple[Mapping[str, Mapping[str, list[str]]], ...] = ()  #: each file's: kind -> section -> words
    tolls: tuple[tuple[Kind, Mode, str], ...] = ()
    people: tuple[tuple[Side, str], ...] = ()  #: nouns, as in a language's own table
    reality: tuple[tuple[Unreal, str], ...] = ()

    def phrases(self, *realities: Unreal) -> Iterator[str]:
        """The phrases that tell one of these."""
        return (phrase for reality, phrase in self.reality if reality in realities)


NO_WORDS: Final = UsersWords()


def users_words(files: Iterable[Mapping[str, Any]], cut: Callable[[str], str] = str.lower) -> UsersWords:
    """The words of some files' sections. `cut`: a phrase as texts are cut into words, lower case.

    Raises ValueError with what to write instead.
    """
    sections = list(files)
    tolls = [entry for content in sections for entry in _tolls(content.get("tolls") or {})]
    people = [entry for content in sections for entry in _people((content.get("tolls") or {}).get("people") or {})]
    reality = [entry for content in sections for entry in _reality(content.get("reality") or {})]
    return UsersWords(
        kinds=tuple(content["kinds"] for content in sections if content.get("kinds")),
        tolls=tuple((kind, mode, cut(phrase)) for kind, mode, phrase in tolls),
        people=tuple((side, "/".join(map(cut, noun.split("/")))) for side, noun in people),
        reality=tuple((reality, cut(phrase)) for reality, phrase in reality),
    )


def _tolls(tolls: Mapping[str, Any]) -> Iterator[tuple[Kind, Mode, str]]:
    for kind, by_mode in tolls.items():
        if kind == "people":
            continue
        if kind not in KINDS:
            raise ValueError(f"tolls: {_guess(kind, (*KINDS, 'people'))}")
        if not isinstance(by_mode, Mapping):
            raise ValueError(f"tolls: {kind}: say how the words take their people, {_LIKE}: {_TAKEN}")
        for mode, phrases in by_mode.items():
            if mode not in _MODES:
                raise ValueError(f"tolls: {kind}: {_guess(mode, _MODES)}: {_TAKEN}")
            for phrase in _texts(phrases, f"tolls: {kind}: {mode}"):
                yield kind, mode, phrase


def _people(people: Any) -> Iterator[tuple[Side, str]]:
    if not isinstance(people, Mapping):
        raise ValueError("tolls: people: say whose side they are on, as in {people: {combatant: [mujahid/mujahideen]}}")
    for side, nouns in people.items():
        if side not in _SIDES:
            raise ValueError(f"tolls: people: {_guess(side, _SIDES)}")
        for noun in _texts(nouns, f"tolls: people: {side}"):
            yield side, noun


def _reality(reality: Mapping[str, Any]) -> Iterator[tuple[Unreal, str]]:
    for name, phrases in reality.items():
        if name not in _UNREAL:
            why = "; what happened needs no words" if name == "happened" else ""
            raise ValueError(f"reality: {_guess(name, _UNREAL)}{why}")
        for phrase in _texts(phrases, f"reality: {name}"):
            yield cast(Unreal, name), phrase


def _texts(phrases: Any, where: str) -> list[str]:
    if phrases is None:
        return []
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise ValueError(f"{where}: write a list of words, as in [neutralised, taken out]; 'no' and numbers stand in quotes")
    for phrase in phrases:
        if not any(map(str.isalnum, phrase)) or not all(map(str.strip, phrase.split("/"))):
            raise ValueError(f"{where}: {phrase!r} is no word: write one, or delete it")
    return phrases


def _guess(name: Any, known: Iterable[str]) -> str:
    names = list(known)
    like = get_close_matches(str(name), names, 1)
    return f"write {', '.join(names[:-1])} or {names[-1]}, not '{name}'" + (f" (did you mean '{like[0]}'?)" if like else "")
