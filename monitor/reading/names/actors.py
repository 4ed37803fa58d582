"""Forces, armed groups and bodies by name: any name a text uses -> the one name used everywhere.

The vocabulary lists groups, forces and organisations. States' own forces are made from the adjectives of countries: "Russian
warplanes", "the Iraqi army" and "Saudi jets" are the Russian, Iraqi and Saudi military.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import yaml

from monitor.reading.names.name_scan import Words
from monitor.reading.names.toponyms import key
from monitor.reading.text.named import Named

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SECTIONS: Final = ("groups", "forces", "organisations")


class Actors:
    """Knows actors by name. Immutable once made."""

    def __init__(
        self, names: Mapping[str, Iterable[str]], adjectives: Mapping[str, str], state_nouns: Mapping[str, Iterable[str]]
    ) -> None:
        """`state_nouns`: what behind an adjective is a state's body, by the word that the body is shown with ("military")."""
        #: Words of a name -> its canonical name, longest first under each first word.
        self._names: dict[str, str] = {}
        self._short: dict[str, str] = {}
        for canonical, others in names.items():
            for name in (canonical, *others):
                self._learn(name, canonical)
        self._states = {
            f"{adjective} {noun}": f"{shown} {body}"
            for adjective, shown in adjectives.items()
            for body, nouns in state_nouns.items()
            for noun in nouns
        }
        self._longest = max((name.count(" ") + 1 for name in (*self._names, *self._states)), default=1)
        known = [*self._names, *self._states]
        #: Every beginning of a name, in whole words.
        self._openings = {name[:end] for name in known for end in (*_ends_of_words(name), len(name))}
        self._firsts = {name.partition(" ")[0] for name in (*self._names, *self._states)} | {s.lower() for s in self._short}

    def _learn(self, name: str, canonical: str) -> None:
        """An acronym of up to five letters counts only as it is written: IS, AA, PDF."""
        if name.isascii() and name.replace(".", "").isupper() and len(name) <= 5:
            self._short[name] = canonical
        else:
            self._names[_plain(name)] = canonical

    def canonical(self, name: str) -> str | None:
        """The one name of an actor, however it is written; None when it is not known."""
        name = name.strip().removeprefix("the ").removeprefix("The ")
        if name in self._short:
            return self._short[name]
        plain = _plain(name)
        upper = next((c for short, c in self._short.items() if short.lower() == name.lower()), None)
        return self._names.get(plain) or self._states.get(plain) or upper

    def find(self, w: Words) -> list[Named]:
        """Every actor named in a text, the longest name first where several begin, left to right."""
        if w.actors is not None and w.actors[0] is self:
            known: list[Named] = w.actors[1]
            return known
        plain = [word if word.isalpha() and word.isascii() else _plain(word) for word in w.lower]
        found: list[Named] = []
        i = 0
        while i < w.count:
            hit = self._at(w, plain, i) if plain[i].partition(" ")[0] in self._firsts or w.words[i] in self._short else None
            if hit:
                found.append(hit)
            i = hit.end if hit else i + 1
        w.actors = (self, found)
        return found

    def _at(self, w: Words, plain: list[str], i: int) -> Named | None:
        words: list[str] = []
        best: Named | None = None
        for j in range(i, min(w.count, i + 2 * self._longest)):
            if j > i and w.opens_sentence[j]:
                break
            if not plain[j]:
                continue
            words.append(plain[j])
            if len(words) > self._longest:
                break
            name = " ".join(words)
            if name not in self._openings:
                break
            if canonical := self._names.get(name):
                if w.capital[i] or w.capital[j] or not name.isascii():
                    best = Named(i, j + 1, canonical, True)
            elif (state := self._states.get(name)) and w.capital[i]:
                best = Named(i, j + 1, state, False)
        if best is None and (short := self._short.get(w.words[i])):
            best = Named(i, i + 1, short, True)
        return best


def _ends_of_words(name: str) -> list[int]:
    return [i for i, char in enumerate(name) if char == " "]


def _plain(text: str) -> str:
    """A key without articles tied to names, and without possessives: "al-Nusra's" -> "al nusra"."""
    return key(text.removesuffix("'s").removesuffix("’s"))


def parse_actors(text: str, adjectives: Mapping[str, str], state_nouns: Mapping[str, Iterable[str]]) -> Actors:
    """Read the vocabulary. `adjectives`: of countries, in lower case -> how each is shown ("syrian" -> "Syrian").

    `state_nouns` as for `Actors`. Raises ValueError when something is amiss.
    """
    content = yaml.load(text, Loader=_LOADER) or {}
    if not isinstance(content, dict) or set(content) - set(_SECTIONS):
        raise ValueError(f"an actors file holds nothing but {', '.join(_SECTIONS)}")
    names = {name: tuple(others or ()) for section in content.values() for name, others in (section or {}).items()}
    return Actors(names, adjectives, state_nouns)
