"""The forms of nouns and verbs: a list of words gives one, and all are met in texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_VOWELS: Final = frozenset("aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflection:
    """Derives the regular forms; irregular ones are told behind a slash, "take/takes/took". Words: see `words/forms.yaml`."""

    bent_already: frozenset[str] = frozenset()
    behind_verbs: frozenset[str] = frozenset()
    doubling: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: Mapping[str, frozenset[str]]) -> Inflection:
        """With the words of a lexicon."""
        return cls(bent_already=words["bent_already"], behind_verbs=words["behind_verbs"], doubling=words["doubling"])

    def noun(self, entry: str) -> Iterator[tuple[tuple[str, ...], bool]]:
        """The words of the singular, and of the plural: "ambush/ambushes" tells it, "air strike" has a regular one."""
        singular, _, plural = str(entry).replace("-", " ").partition("/")
        words = tuple(singular.split())
        yield words, False
        if plural:
            yield tuple(plural.split()), True
        elif not words[-1].endswith("s"):
            yield (*words[:-1], _third(words[-1])), True

    def verb(self, entry: str) -> Iterator[tuple[str, ...]]:
        """The words of each form: "regain control", "regains control", "regained control", "regaining control"."""
        if "/" in entry:
            yield from (tuple(form.split()) for form in entry.split("/"))
            return
        words = tuple(entry.split())
        yield words
        if len(words) > 1 and (words[0] in self.bent_already or words[0].endswith("ed")):
            return
        if len(words) > 1 and words[-1] in self.behind_verbs:  # the first word changes
            yield from ((form, *words[1:]) for form in self._forms(words[0]))
            return
        yield from ((*words[:-1], form) for form in self._forms(words[-1]))

    def _forms(self, verb: str) -> tuple[str, ...]:
        """The third person, the past and the "-ing" of a regular verb."""
        if verb.endswith("e"):
            return verb + "s", verb + "d", verb[:-1] + "ing"
        if _ends_in_y(verb):
            return _third(verb), verb[:-1] + "ied", verb + "ing"
        stem = verb + verb[-1] if verb in self.doubling else verb
        return _third(verb), stem + "ed", stem + "ing"


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _third(word: str) -> str:
    """With the "s" of a plural or of the third person."""
    if _ends_in_y(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
