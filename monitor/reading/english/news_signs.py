"""What an English sentence shows of whether its act is the article's news: the tense of the fate, dates, who tells it.

A sign is the name of a predicate below; what it counts for is fitted (`weights/news.yaml`, `make train`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from monitor.reading.english.dates import DateMention, Dates
from monitor.reading.english.long_time import speaks_of_long_time
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.news import DATED, GOES_ON
from monitor.reading.telling.trigger import Trigger

_BESIDE: Final = 3  #: tokens before a fate in which its auxiliary stands
_CLAUSE: Final = 12  #: tokens before a fate that may govern it
_ASIDE: Final = 5  #: tokens before a fate in which its relative pronoun stands
_QUOTED: Final = 30  #: tokens before a fate in which its quotation opens
_LONG: Final = 35  #: words of a long sentence
_SHORT: Final = 14


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One statement's fate or act in its sentence."""

    text: EnglishText
    start: int  #: tokens of the sentence
    end: int
    at: int  #: tokens of the fate's word, else of the act's
    behind: int
    figure: Figure | None  #: the one that the statement is about
    trigger: Trigger | None

    @property
    def word(self) -> str:
        return self.text.lower[self.at]

    def before(self, reach: int) -> Sequence[str]:
        """The words of the sentence before the fate."""
        return self.text.lower[max(self.start, self.at - reach) : self.at]

    def one_before(self, words: str | frozenset[str], reach: int) -> bool:
        wanted = self.text.lexicon[words] if isinstance(words, str) else words
        return not wanted.isdisjoint(self.before(reach))

    @cached_property
    def noun(self) -> Trigger | None:
        """The act's noun."""
        return self.trigger if self.trigger is not None and self.trigger.form == "noun" else None

    def noun_behind(self, words: frozenset[str]) -> bool:
        if self.noun is None:
            return False
        first = max(self.start, self.noun.start - _BESIDE)
        return not words.isdisjoint(self.text.lower[first : self.noun.start])


_HAVE: Final = frozenset(("has", "have", "'ve"))
_WHO: Final = frozenset(("that", "which", "who", "whom", "whose", "where"))
_A: Final = frozenset(("a", "an", "another"))


def _bare_past(s: Sight) -> bool:
    """ "Gunmen killed 12", "12 died": no auxiliary."""
    helped = _HAVE | s.text.lexicon["modals"] | {"had", "was", "were", "is", "are", "be", "been", "being"}
    return (s.word.endswith("ed") or s.word in s.text.lexicon["bare_pasts"]) and not s.one_before(helped, _BESIDE)


def _quoted(s: Sight) -> bool:
    marks = s.text.lexicon["quotation_marks"]
    return sum(word in marks for word in s.before(_QUOTED)) % 2 == 1


#: Signs of one statement, by name.
_OF_A_STATEMENT: Final[tuple[tuple[str, Callable[[Sight], bool]], ...]] = (
    ("told in the past tense", _bare_past),
    ("told as 'was' or 'were'", lambda s: s.one_before(frozenset(("was", "were")), _BESIDE)),
    ("told as 'is' or 'are'", lambda s: s.one_before(frozenset(("is", "are")), _BESIDE)),
    ("told in the perfect", lambda s: s.one_before(_HAVE, _BESIDE + 1)),
    ("told in the pluperfect", lambda s: s.one_before(frozenset(("had",)), _BESIDE + 1)),
    ("told behind a modal", lambda s: s.one_before("modals", _BESIDE + 1)),
    ("told as 'to'", lambda s: s.one_before(frozenset(("to",)), 2)),
    ("told as '-ing'", lambda s: s.word.endswith("ing")),
    ("told by a noun", lambda s: s.figure is None and s.noun is not None),
    ("after 'after'", lambda s: s.one_before(frozenset(("after", "following")), _CLAUSE)),
    ("after 'when'", lambda s: s.one_before(frozenset(("when",)), _CLAUSE)),
    ("in a relative clause", lambda s: s.one_before(_WHO, _ASIDE)),
    ("behind 'who'", lambda s: s.one_before(frozenset(("who",)), _CLAUSE)),
    ("of somebody's own", lambda s: s.one_before("whose_dead", _ASIDE + 1)),
    ("of kin", lambda s: s.one_before("kin", _ASIDE + 1)),
    ("in a quotation", _quoted),
    ("the act is known: 'the'", lambda s: s.noun_behind(s.text.lexicon["pointing"])),
    ("the act is new: 'a'", lambda s: s.noun_behind(_A)),
    ("the act is somebody's", lambda s: s.noun_behind(frozenset(("'s",)))),
    ("several acts", lambda s: s.trigger is not None and s.trigger.plural),
    ("a weak word", lambda s: s.trigger is not None and s.trigger.weak),
    ("no word for the act", lambda s: s.trigger is None),
    ("no fate", lambda s: s.figure is None),
    ("killed", lambda s: s.figure is not None and s.figure.kind == "killed"),
    ("wounded", lambda s: s.figure is not None and s.figure.kind == "wounded"),
    ("driven out", lambda s: s.figure is not None and s.figure.kind == "displaced"),
    ("a vague number", lambda s: s.figure is not None and s.figure.vague),
    ("hundreds", lambda s: s.figure is not None and 100 <= s.figure.low < 1000),
    ("thousands", lambda s: s.figure is not None and s.figure.low >= 1000),
    ("nobody counted", lambda s: s.figure is not None and not s.figure.counted),
    ("by name", lambda s: s.figure is not None and s.figure.name),
)


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A sentence, and the words in it."""

    text: EnglishText
    start: int
    end: int
    dates: Sequence[DateMention]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.text.lower[self.start : self.end])

    def has(self, words: str | Collection[str]) -> bool:
        wanted = self.text.lexicon[words] if isinstance(words, str) else words
        return not self.words.isdisjoint(wanted)

    @property
    def opening(self) -> str:
        return self.text.lower[self.start]


#: Signs that all statements of a sentence share, by name.
_OF_A_SENTENCE: Final[tuple[tuple[str, Callable[[_Sentence], bool]], ...]] = (
    (DATED, lambda s: any(d.recent for d in s.dates)),
    ("an old date", lambda s: any(d.old for d in s.dates)),
    ("no date", lambda s: not s.dates),
    ("'since' and a date", lambda s: any(d.since for d in s.dates)),
    ("a day of the week", lambda s: s.has(s.text.lexicon.dates.weekdays)),
    ("a month", lambda s: s.has(s.text.lexicon.dates.full_months)),
    ("a year", lambda s: any(len(w) == 4 and w.isdigit() and w[:2] in ("18", "19", "20") for w in s.words)),
    ("an hour at hand", lambda s: s.has("hours_at_hand")),
    ("'since'", lambda s: "since" in s.words),
    ("'ago'", lambda s: "ago" in s.words),
    ("a long time", lambda s: speaks_of_long_time(s.text, s.start, s.end)),
    ("an act that goes on for long", lambda s: s.has("long_acts")),
    ("a word of courts", lambda s: s.has("courts")),
    ("a word of memory", lambda s: s.has("memory")),
    ("a word of rates", lambda s: s.has("rates")),
    ("authorities or witnesses", lambda s: s.has("authorities")),
    ("somebody said", lambda s: s.has("saying")),
    ("'if'", lambda s: "if" in s.words),
    ("in the first person", lambda s: s.has("first_person")),
    ("opens with a frame", lambda s: s.opening in s.text.lexicon["sentence_frames"]),
    (GOES_ON, lambda s: s.opening in s.text.lexicon["opening_pronouns"]),
    ("a question", lambda s: "?" in s.words),
    ("a long sentence", lambda s: s.end - s.start > _LONG),
    ("a short sentence", lambda s: s.end - s.start < _SHORT),
)


class NewsSigns:
    """The signs of one text's statements. Each sentence is looked at once."""

    def __init__(self, text: EnglishText, dates: Dates) -> None:
        self._text, self._dates = text, dates
        self._known: dict[int, frozenset[str]] = {}

    def of(self, sentence: int, spot: tuple[int, int], figure: Figure | None, trigger: Trigger | None) -> frozenset[str]:
        """`spot`: the tokens of the fate's word, else of the act's."""
        start, end = self._text.sentences[sentence]
        sight = Sight(
            text=self._text, start=start, end=end, at=spot[0], behind=spot[1], figure=figure, trigger=trigger
        )  # fmt: skip
        return self._of_sentence(sentence).union(name for name, holds in _OF_A_STATEMENT if holds(sight))

    def _of_sentence(self, number: int) -> frozenset[str]:
        if number not in self._known:
            start, end = self._text.sentences[number]
            sentence = _Sentence(text=self._text, start=start, end=end, dates=self._dates.of(number))
            self._known[number] = frozenset(name for name, holds in _OF_A_SENTENCE if holds(sentence))
        return self._known[number]
