"""Noun phrases for what may be attacked: "a police officer's home", "two buses carrying soldiers", "Sara Haddad, a judge"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reading.english.numbers import quantity_at
from monitor.reading.english.target_words import FIRM, TargetNoun
from monitor.reading.english.text import EnglishText

_LONGEST: Final = 14  # tokens
_INSIDE: Final = frozenset(("'s", "'", "’", "-", "–", '"', "“", "”", "/"))
_DEEPEST: Final = 3  #: owners of owners
#: What belongs to these is theirs, and also the UN's: "a UN school".
_UNDER_AID: Final = frozenset(("school", "health", "camp", "utilities", "market", "worship"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase."""

    start: int  #: tokens
    end: int  #: tokens, half-open; with its owner
    stop: int  #: the token behind it
    kinds: tuple[str, ...]  #: classes; () when it is of none
    weight: int  #: of the noun that decides; -1 where none does


class Phrases:
    """The noun phrases of one sentence, by the token with which they begin."""

    def __init__(self, text: EnglishText, sentence: int, names_of_places: Iterable[tuple[int, int]]) -> None:
        self.text, self.lower = text, text.lower
        self.start, self.end = text.sentences[sentence]
        self._places = {i for start, end in names_of_places for i in range(start, end)}
        self.nouns = _nouns(text, self.start, self.end, self._places)
        self._ends = text.lexicon["phrase_ends"] | text.lexicon["goals_beside"]
        self._before = text.lexicon["determiners"] | text.lexicon["singular_articles"]
        self._owned, self._links = text.lexicon["owned_by"], text.lexicon["owning_links"]
        self._verbs = text.lexicon.targets.verbs

    def word(self, at: int) -> str:
        """The word at a token; "" outside the sentence."""
        return self.lower[at] if self.start <= at < self.end else ""

    def at(self, at: int, depth: int = 0) -> Phrase | None:
        """The phrase that begins at a token, with whom it belongs to; None where none does."""
        first = self._opened(at)
        found, stop = self._scan(first)
        if stop <= first:
            return None
        kinds, weight = ((), -1) if self._names_place(found, stop) else _kinds(found)
        if (
            weight < FIRM
            and depth < _DEEPEST
            and (other := self._owner(first, stop, found, depth) or self._apposition(first, stop, depth))
        ):
            if other.weight > weight:
                kinds, weight = other.kinds, other.weight
            return Phrase(start=first, end=other.end, stop=other.stop, kinds=kinds, weight=weight)
        if (
            weight == FIRM
            and _UNDER_AID.issuperset(kinds)
            and (owner := self._owner(first, stop, found, _DEEPEST))
            and "aid" in owner.kinds
        ):
            kinds = (*kinds, "aid")  # "a nurse of the Red Cross"
        return Phrase(start=first, end=self._trimmed(found, stop), stop=stop, kinds=kinds, weight=weight)

    def _trimmed(self, found: Sequence[tuple[int, TargetNoun]], stop: int) -> int:
        """The end of what names the thing: behind its last noun only a name goes on."""
        end = self.nouns[found[-1][0]][1] if found else stop
        while end < stop and (self.text.words[end][0].isupper() or self.lower[end] in ("(", ")", "-", "'s")):
            end += 1
        return end if end <= stop else stop

    def _names_place(self, found: Sequence[tuple[int, TargetNoun]], stop: int) -> bool:
        """ "Police District 5", "Mosque Road": named after what stands there."""
        last = stop - 1
        while found and last > found[-1][0] and self.lower[last][0].isdecimal():
            last -= 1
        return bool(found) and last > found[-1][0] and self.lower[last] in self.text.lexicon["place_heads"] and (
            last < stop - 1 or self.text.words[last][0].isupper()
        )  # fmt: skip

    def listed(self, at: int) -> list[Phrase]:
        """The phrase that begins at a token, and those that are listed with it: "a school, a clinic and a mosque"."""
        found: list[Phrase] = []
        sure = 1  #: a comma joins only what an "and" closes
        phrase = self.at(at)
        while phrase is not None and (phrase.kinds or not found):
            found.append(phrase)
            behind = phrase.stop
            while self.word(behind) in (",", "and", "or", "&") and behind - phrase.stop < 2:
                behind += 1
            if behind == phrase.stop:
                break
            phrase = self.at(behind)
            if phrase is not None and not self._closed(phrase.stop):
                break  # "and police arrested": the subject of what comes
            sure = len(found) + 1 if self.lower[behind - 1] != "," else sure
        return [one for one in found[:sure] if one.kinds]

    def _closed(self, stop: int) -> bool:
        word = self.word(stop)
        return (
            not word[:1].isalpha() or word in self.text.lexicon["prepositions"] or word in ("and", "or") or (word.endswith("ing"))
        )

    def _opened(self, at: int) -> int:
        """Behind articles, numbers and quotation marks."""
        while at < self.end:
            number = quantity_at(self.lower, at, self.end, self.text.lexicon.tolls) if at not in self.nouns else None
            if number is not None and number.end > at and not number.noun_given:
                at = number.end
            elif self.lower[at] in self._before or self.lower[at] in _INSIDE or self.lower[at] in ("both", "of", "all"):
                at += 1
            else:
                break
        return at

    def _scan(self, at: int) -> tuple[list[tuple[int, TargetNoun]], int]:
        """The nouns of the phrase with the tokens at which they begin, and the token behind it."""
        found: list[tuple[int, TargetNoun]] = []
        first = at
        while at < self.end and at - first < _LONGEST:
            if noun := self.nouns.get(at):
                found.append((at, noun[0]))
                at = noun[1]
                continue
            word = self.lower[at]
            if word in ("-", "–") and at > first and at + 1 < self.end:
                at += 2  # "UN-contracted"
            elif word in _INSIDE and at > first:
                at += 1
            elif word == "(" and self.word(at + 2) == ")" and at > first:
                at += 3  # "the National Front (NF) office"
            elif word in self._ends and self._named(at, first):
                at += 1
            elif word in self._ends or not (word[0].isalnum()) or (at > first and self._verbal(at, found)):
                break
            else:
                at += 1
        return found, at

    def _named(self, at: int, first: int) -> bool:
        """Is it a part of a name: "Karim Said"?"""
        words = self.text.words
        return at > first and words[at][0].isupper() and words[at - 1][0].isupper() and self.lower[at] not in self._before

    def _verbal(self, at: int, found: Sequence[object]) -> bool:
        """May a verb begin there: behind a noun nearly any word that looks like one, before it those of attacking."""
        word = self.lower[at]
        bent = word.endswith(("ed", "ing"))
        return (bent or word in self._verbs) if found else bent and word in self._verbs

    def _owner(self, first: int, at: int, found: Sequence[object], depth: int) -> Phrase | None:
        """Whose it is: "the home of a mayor", "a bus that carried soldiers", "staff working for the UN"."""
        if self.word(at) not in self._owned:
            return None
        people = self.text.lexicon.tolls.people
        if (
            self.word(at) in self.text.lexicon["loosely_owned_by"]
            and not found
            and people.keys().isdisjoint(self.lower[first:at])
        ):
            return None  # "struck a deal for a new stadium"
        at += 1
        while self.word(at) in self._links:
            at += 1
        owner = self.at(at, depth + 1)
        return owner if owner is not None and owner.kinds else None

    def _apposition(self, first: int, at: int, depth: int) -> Phrase | None:
        """ "Sara Haddad, a local journalist,": who a name is."""
        named = any(self.text.words[i][0].isupper() and i not in self._places for i in range(first, at))
        if not named or self.word(at) not in (",", "("):
            return None
        at += 1
        while self.word(at) in ("identified", "who", "was", "as"):
            at += 1
        said = self.at(at, depth + 1)
        return said if said is not None and said.weight > 0 and self._closed(said.stop) else None


def _nouns(text: EnglishText, start: int, end: int, places: set[int]) -> dict[int, tuple[TargetNoun, int]]:
    """The nouns of a sentence by their first token, each with the token behind it; those inside names of places are none."""
    found: dict[int, tuple[TargetNoun, int]] = {}
    table, lower = text.lexicon.targets.nouns, text.lower
    behind = start
    for i in [i for i in range(start, end) if lower[i] in table]:
        if i < behind or i in places:
            continue
        for noun in table[lower[i]]:
            if (last := _stands(lower, i, end, noun.words)) is not None:
                found[i] = (noun, last)
                behind = last
                break
    return found


def _stands(lower: Sequence[str], at: int, end: int, words: Sequence[str]) -> int | None:
    """The token behind words that stand at a token, hyphens between them or not; None where they do not."""
    for n, word in enumerate(words):
        if n and at < end and lower[at] == "-":
            at += 1
        if at >= end or lower[at] != word:
            return None
        at += 1
    return at


def _kinds(found: Sequence[tuple[int, TargetNoun]]) -> tuple[tuple[str, ...], int]:
    """The class of the last of the heaviest nouns, and `aid` beside it for what is the UN's; the weight of that noun."""
    if not found:
        return (), -1
    weight = max(noun.weight for _, noun in found)
    kinds = [noun.kind for _, noun in found if noun.weight == weight]
    also = ("aid",) if "aid" in kinds and kinds[-1] in _UNDER_AID else ()
    return (kinds[-1], *also), weight
