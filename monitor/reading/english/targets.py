"""What was attacked, struck, raided or seized, as the grammar of a sentence says it.

object       "rockets hit a school and a clinic", "gunmen stormed the church"
goal         "an attack on a school", "a bomb exploded near a police patrol"
subject      "a clinic was set on fire", "the embassy came under fire"
people       those who are killed, wounded, abducted or held: "killed two aid workers"

Never where the wounded were taken, who said so, or who did it: none of these stands so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.model.kinds import PARENT, is_a
from monitor.reading.english.page import Page
from monitor.reading.english.target_phrases import Phrase, Phrases
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.trigger import Trigger

_REACH: Final = 16  #: tokens between an act and what it was aimed at
#: What explodes, is fired or falls is aimed at what is near.
_LAUNCHED: Final = ("strike", "bombing", "shooting")
_BY_PEOPLE: Final = frozenset(("killed", "wounded", "abducted", "detained", "missing"))
_SEIZED: Final = frozenset(("abducted", "detained"))
#: An act is called after places of these classes, not after who does it: "a church bombing", but "a police raid".
_CALLED_AFTER: Final = frozenset(("school", "health", "worship", "market", "diplomats", "camp", "journalists"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A phrase of a sentence that says what was attacked."""

    kind: str  #: a class of `monitor.model.targets`
    start: int  #: tokens of the phrase
    end: int  #: tokens, half-open
    at: int  #: the token of the word that says so: of the act, or of the people
    why: str  #: for people: "object of 'hit'"
    by_act: bool = True  #: an act says so; False where it is only said that people were killed or hurt


def find_targets(page: Page, sentence: int) -> list[Struck]:
    """What a sentence says was attacked, in its order."""
    places = [(p.start, p.end) for p in page.places.of(sentence)]
    phrases = Phrases(page.text, sentence, places)
    if not phrases.nouns:
        return []  # mostly
    found: dict[tuple[str, int], Struck] = {}
    for struck in _Reader(page, sentence, phrases).read():
        known = found.setdefault((struck.kind, struck.start), struck)
        if struck.by_act and not known.by_act:
            found[struck.kind, struck.start] = struck
    return sorted(found.values(), key=lambda s: (s.start, s.kind))


def may_tell(text: EnglishText, sentence: int) -> bool:
    """May a sentence say what was struck without naming an act: is there a noun for such a thing, and a verb?"""
    words = text.lower[slice(*text.sentences[sentence])]
    return not (text.lexicon.targets.verbs.keys().isdisjoint(words) or text.lexicon.targets.nouns.keys().isdisjoint(words))


class _Reader:
    def __init__(self, page: Page, sentence: int, phrases: Phrases) -> None:
        self.page, self.text, self.phrases = page, page.text, phrases
        self.sentence, self.lower, self.words = sentence, page.text.lower, page.text.lexicon
        self.start, self.end = phrases.start, phrases.end
        self.verbs = dict(self._verbs())

    def read(self) -> Iterator[Struck]:
        for figure in self.page.figures.of(self.sentence):
            yield from self._people(figure)
        for start, end in self.verbs.items():
            yield from self._of_verb(start, end)
        for trigger in self.page.triggers.of(self.sentence):
            if trigger.kind in PARENT and is_a(trigger.kind, "attack"):
                yield from self._of_trigger(trigger)

    def _verbs(self) -> Iterator[tuple[int, int]]:
        """Verbs of attacking: first token, token behind."""
        table, behind = self.words.targets.verbs, self.start
        named = {i for t in self.page.triggers.of(self.sentence) if t.form == "noun" for i in range(t.start, t.end)}
        for i in range(self.start, self.end):
            if i in named:
                continue  # "a car bomb", "the attack"
            phrase = next((p for p in table.get(self.lower[i], ()) if tuple(self.lower[i : i + len(p)]) == p), None)
            if phrase is not None and i >= behind:
                behind = i + len(phrase)
                yield i, min(behind, self.end)

    # ---- people

    def _people(self, figure: Figure) -> Iterator[Struck]:
        """Whom it befell: "two aid workers", "the journalist Karim Said", "three employees of a bank"."""
        if figure.kind not in _BY_PEOPLE or figure.high == 0:
            return
        first = figure.start
        while first > self.start and (self._titles(first - 1) or self._named(first - 1)):
            first -= 1
            if self.lower[first] == ")":  # "two NGO (French) staff"
                first = next((i for i in range(first, max(self.start, first - 12), -1) if self.lower[i] == "("), first)
        phrase = self.phrases.at(first)
        if phrase is not None:
            yield from self._all([phrase], figure.start, f"{figure.kind}", by_act=figure.kind in _SEIZED)

    def _titles(self, at: int) -> bool:
        """Does a title or an office stand there before a name?"""
        return any(start <= at < noun[1] for start, noun in self.phrases.nouns.items())

    def _named(self, at: int) -> bool:
        """Does the name of a body go on there: "a National Bureau of Justice (NBJ) officer"?"""
        word = self.text.words[at]
        return self.page.part == "text" and at > self.start and (word in ("of", "(", ")", "-") or word[0].isupper())

    # ---- verbs

    def _of_verb(self, start: int, end: int) -> Iterator[Struck]:
        negated, passive, chain = self._auxiliaries(start)
        if negated:
            return
        said = self.text.text(start, end)
        if passive:
            yield from self._subject(chain, start, f"subject of '{said}'")
            return
        if start > self.start and self.lower[start - 1] in self.words["before_the_stricken"] and not said.endswith("ing"):
            return  # "the wounded soldiers"
        at = end
        while self.phrases.word(at) in self.words["particles"] or self.phrases.word(at).endswith("ly"):
            at += 1
        if at in self.verbs or (self.phrases.word(at) in ("and", ",") and at + 1 in self.verbs):
            return  # "shot and killed": the last has the object
        objects = self.phrases.listed(at)
        if objects:
            yield from self._all(objects, start, f"object of '{said}'")
        elif self.page.part == "title" and (before := self._ending_at(start)) and self._has_no_object(at):
            yield from self._all([before], start, f"before '{said}'")
        else:
            yield from self._goal(end, self.words["goals_inside"], start, said)

    def _has_no_object(self, at: int) -> bool:
        return at >= self.end or self.lower[at] in self.words["prepositions"] or not self.lower[at][0].isalnum()

    def _ending_at(self, at: int) -> Phrase | None:
        """The phrase that ends before a token: "Hospital hit by ..."."""
        first = next((i for i, (_, end) in self.phrases.nouns.items() if end == at), None)
        return self.phrases.at(first) if first is not None else None

    def _auxiliaries(self, at: int) -> tuple[bool, bool, int]:
        """Is the verb negated; is it passive; and the token at which its chain ("may have been shot and") starts."""
        chain, negated, passive = at, False, False
        while chain > self.start and at - chain < 9:
            word = self.lower[chain - 1]
            negated |= word in self.words["verb_negations"]
            passive |= word in self.words["passive_auxiliaries"]
            joined = word in ("and", "or") and any(end == chain - 1 for end in self.verbs.values())
            verb = next((start for start, end in self.verbs.items() if end == chain and self.lower[chain] in ("and", "or")), None)
            if verb is not None and chain < at:
                chain = verb
                continue
            if not (joined or word in self.words["verb_chain"] or word in self.words["verb_negations"] or word.endswith("ly")):
                break
            chain -= 1
        return negated, passive, chain

    def _subject(self, chain: int, at: int, why: str) -> Iterator[Struck]:
        """The subject of a passive verb, past what stands between commas: "a teacher from Alma, in the north, was shot"."""
        stop = chain
        if stop > self.start and self.lower[stop - 1] in ("who", "which", "that"):
            stop -= 1
        for _ in range(4):
            opener = next((i for i in range(stop - 1, self.start - 1, -1) if self.lower[i] in self.words["clause_openers"]), None)
            first = self.start if opener is None else opener + 1
            if first < stop and self.lower[first] not in self.words["subject_openers"] and not self.lower[first].isdecimal():
                phrase = self.phrases.at(first)
                if phrase is not None and phrase.kinds and phrase.start < stop:
                    yield from self._all([phrase], at, why)
                    if opener is not None and self.lower[opener] == "and" and (other := self._ending_at(opener)):
                        yield from self._all([other], at, why)
                return
            if opener is None:
                return
            stop = opener

    # ---- acts

    def _of_trigger(self, trigger: Trigger) -> Iterator[Struck]:
        said, end = self.text.text(trigger.start, trigger.end), trigger.end
        if trigger.form == "noun" and not trigger.means:
            before = self._ending_at(trigger.start)
            if before is not None:
                yield from self._all(
                    [before] if _CALLED_AFTER.issuperset(before.kinds) else [], trigger.start, f"before '{said}'"
                )
            if (under := self._under(trigger.start)) is not None:
                yield from self._subject(under, trigger.start, f"under '{said}'")
        launched = any(is_a(trigger.kind, kind) for kind in _LAUNCHED)
        goals = self.words["goals_beside"] if launched else self.words["goals"] | self.words["goals_inside"]
        last = self.lower[end - 1]
        if trigger.form == "noun" and (last.endswith(("ing", "ings")) or last in self.words["done_to"]):
            goals = goals | {"of"}
        if not (trigger.form == "verb" and trigger.start in self.verbs):
            yield from self._goal(end, goals, trigger.start, said)

    def _under(self, at: int) -> int | None:
        """The token before which the subject of "came under heavy fire" ends."""
        for i in range(at - 1, max(self.start, at - 4), -1):
            if self.lower[i] == "under" and self.lower[i - 1] in self.words["coming_under"]:
                return self._auxiliaries(i - 1)[2]
        return None

    def _goal(self, at: int, goals: frozenset[str], anchor: int, said: str) -> Iterator[Struck]:
        """What an act was aimed at: the first phrase behind a preposition that names such a thing."""
        walls, behind, others = self.words["goal_walls"], self.words["behind_goals"], self.words["no_goals"]
        limit = min(self.end, at + _REACH)
        while at < limit:
            word = self.lower[at]
            if word in walls or (at in self.verbs and word not in goals):
                return
            if word == "," and self.phrases.word(at + 1) not in goals:
                return
            if word in goals or word in others:
                first = at + 1
                while self.phrases.word(first) in behind and word in goals:
                    first += 1
                if word in goals and self._lie_there(anchor, at):
                    return
                if word in goals and (aims := self._aims(first, word)):
                    yield from self._all(aims, anchor, f"'{said} ... {word}'")
                    return
                phrase = self.phrases.at(first)
                at = max(first, phrase.stop if phrase is not None else first)
            else:
                at += 1

    def _lie_there(self, anchor: int, at: int) -> bool:
        """ "Was shot and lost his life in hospital", "hurt in the attack and on life support in X": no hospital is struck."""
        if self.lower[at] not in ("in", "at"):
            return False
        return self.phrases.word(at + 1) == "hospital" or not self.words["patients_are"].isdisjoint(self.lower[anchor:at])

    def _aims(self, at: int, word: str) -> list[Phrase]:
        found = self.phrases.listed(at)
        return found if word in ("on", "against", "at", "of") else [p for p in found if p.kinds != ("civilians",)]

    def _all(self, phrases: Iterable[Phrase], at: int, why: str, *, by_act: bool | None = None) -> Iterator[Struck]:
        by_act = self.lower[at] not in self.words["harming"] if by_act is None else by_act
        for phrase in phrases:
            for kind in phrase.kinds:
                yield Struck(kind=kind, start=phrase.start, end=phrase.end, at=at, why=why, by_act=by_act)


def nearest(struck: Struck, spots: Sequence[Iterable[tuple[int, int]]]) -> int:
    """The index of the statement of whose words one stands nearest."""

    def far(n: int) -> int:
        return min((max(0, start - struck.at, struck.at - end + 1) for start, end in spots[n]), default=1_000)

    return min(range(len(spots)), key=lambda n: (far(n), n))
