"""The words that say what befell people, found in a sentence: "killed", "claimed the lives of", "death toll"."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.reading.english.groups import Group
from monitor.reading.english.text import EnglishText
from monitor.reading.english.toll_words import TollWords
from monitor.reading.english.words import EnglishWords
from monitor.reading.telling.figure import Kind, Mode


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase of a sentence."""

    kind: Kind
    start: int  #: tokens
    end: int  #: tokens, half-open
    modes: frozenset[Mode]


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with its cues and its groups of people."""

    text: EnglishText
    start: int  #: tokens
    end: int  #: tokens, half-open
    lexicon: EnglishWords
    tables: TollWords
    cues: list[Cue]
    groups: list[Group]

    @property
    def lower(self) -> list[str]:
        """The words of the whole text, lower case."""
        return self.text.lower

    def before(self, at: int) -> str:
        """The word before a token; "" at the start of the sentence."""
        return self.text.lower[at - 1] if at > self.start else ""

    def word(self, at: int) -> str:
        """The word at a token; "" outside the sentence."""
        return self.text.lower[at] if self.start <= at < self.end else ""

    def has_cue(self, start: int, end: int, modes: frozenset[Mode] | None = None) -> bool:
        """Does a cue (that can be taken in one of `modes`) start in the tokens [start, end)?"""
        return any(start <= cue.start < end and (modes is None or cue.modes & modes) for cue in self.cues)


def cues_in(lower: list[str], start: int, end: int, tables: TollWords) -> list[Cue]:
    """The cues of the tokens [start, end), the longest at each place, one of each kind."""
    found: list[Cue] = []
    behind, cues = start, tables.cues
    for i in [i for i, word in enumerate(lower[start:end], start) if word in cues]:
        if i < behind:
            continue
        kinds = set[Kind]()
        for cue in cues[lower[i]]:
            size = len(cue.words)
            if kinds and i + size < behind:
                break
            if cue.kind not in kinds and i + size <= end and tuple(lower[i : i + size]) == cue.words:
                found.append(Cue(cue.kind, i, i + size, cue.modes))
                kinds.add(cue.kind)
                behind = i + size
    return found
