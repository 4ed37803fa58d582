"""Whether words of abduction tell that somebody was taken, as news; or only of people who are held, of a court, of a crime.

"Gunmen took 30 people hostage" tells a taking. "Israel says that 48 hostages are held in Gaza", "jailed for kidnapping a banker",
"kidnappings are on the rise", "relatives of people abducted by the North" tell of none: who is held, judged or known by it was
taken before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reading.english.captives import are_free
from monitor.reading.english.dates import DateMention
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.trigger import Trigger

_VERB: Final = 8  #: tokens before "hostages" in which a verb that takes them stands
_AROUND: Final = 20  #: tokens on either side in which it stands who holds them, and where
_TRIED: Final = 8  #: tokens before the crime in which the court's word stands
_LINK: Final = 3  #: tokens before the crime in which "for", "with", "of" stand
_ORIGIN: Final = 30  #: tokens before a taking in which "the war began" stands
_LED: Final = 4  #: tokens behind it in which "when" stands
_KNOWN: Final = 5  #: tokens before a participle in which "relatives of" or "whose" stand


@dataclass(frozen=True, kw_only=True)
class _Taking:
    """Words that may tell of a taking, in their sentence."""

    text: EnglishText
    start: int  #: tokens of the words
    end: int
    trigger: Trigger | None  #: the act that they name; None: they only count people
    counted: bool  #: is it said how many, or who, was taken?
    headline: bool
    dates: Sequence[DateMention]  #: of the sentence

    @property
    def word(self) -> str:
        return self.text.lower[self.start]

    def before(self, reach: int, at: int | None = None) -> list[str]:
        """The words of the sentence before these, or before a token."""
        at = self.start if at is None else at
        return self.text.lower[max(self.first, at - reach) : at]

    def behind(self, reach: int) -> list[str]:
        return self.text.lower[self.end : min(self.last, self.end + reach)]

    def is_of(self, name: str, words: Sequence[str]) -> bool:
        return not self.text.lexicon[name].isdisjoint(words)

    @property
    def at_hand(self) -> bool:
        """Does the sentence give a day or an hour of the last week?"""
        return any(d.recent for d in self.dates) or self.is_of("hours_at_hand", self.text.lower[self.first : self.last])

    @property
    def first(self) -> int:
        return self.text.sentences[self.text.sentence_of[self.start]][0]

    @property
    def last(self) -> int:
        return self.text.sentences[self.text.sentence_of[self.start]][1]


def why_no_taking(
    text: EnglishText,
    spot: tuple[int, int],
    trigger: Trigger | None,
    dates: Sequence[DateMention],
    *,
    counted: bool,
    headline: bool,
) -> str:
    """Why the words at these tokens tell no taking as news, in words; "" when they do."""
    case = _Taking(
        text=text, start=spot[0], end=spot[1], trigger=trigger, counted=counted, headline=headline, dates=dates
    )  # fmt: skip
    return next((why for doubts, why in _DOUBTS if doubts(case)), "")


def _free(t: _Taking) -> bool:
    return are_free(t.text, t.start, t.end)


def _held(t: _Taking) -> bool:
    """ "48 hostages", "people held hostage in Gaza", "in captivity": nobody is said to take them."""
    lexicon = t.text.lexicon
    holds = t.word in lexicon["taken_people"] or t.word in lexicon["keeping"]
    if not holds:
        return False
    around = (*t.before(_AROUND), *t.behind(_AROUND))
    if t.is_of("long_held", around):
        return True
    if t.word in lexicon["taken_people"]:
        if t.is_of("hostage_taking", t.before(_VERB)):
            return False
        if not t.is_of("holding", t.before(_VERB)):
            return True  # "militants handed over three hostages"
    return not t.is_of("captors", around) and not _at_a_site(t)


def _at_a_site(t: _Taking) -> bool:
    """ "Held hostage in a bank": a new one in the text."""
    lower, lexicon = t.text.lower, t.text.lexicon
    behind = range(t.end, min(t.last, t.end + _AROUND))
    return any(
        lower[i] in lexicon["singular_articles"]
        and lower[i - 1] in lexicon["prepositions"]
        and not lexicon["siege_sites"].isdisjoint(lower[i + 1 : i + 5])
        for i in behind
    )


def _tried(t: _Taking) -> bool:
    """ "Jailed for kidnapping a banker", "charged with the abduction of a girl"."""
    return t.is_of("trying", t.before(_TRIED)) and t.is_of("charged_with", t.before(_LINK))


def _attempted(t: _Taking) -> bool:
    """ "Tried to abduct him", "an attempted kidnapping"."""
    near = t.before(_LINK)
    return t.is_of("trying_to", near) and ("to" in near or near[-1] in t.text.lexicon["trying_to"])


def _origin(t: _Taking) -> bool:
    """ "The war began when gunmen killed 1,200 people and took 251 hostages": how what goes on once began."""
    before = t.before(_ORIGIN)
    at = next((n for n, word in enumerate(before) if word in t.text.lexicon["beginning"]), None)
    return at is not None and not t.at_hand and t.is_of("led_by_origin", before[at + 1 : at + 1 + _LED])


def _general(t: _Taking) -> bool:
    """ "Kidnappings are on the rise", "abduction for ransom": a crime, and nobody in particular."""
    if t.headline or t.counted or t.at_hand or t.trigger is None or t.trigger.form != "noun":
        return False
    determined = t.is_of("determiners", t.before(3)) or t.is_of("singular_articles", t.before(3)) or "'s" in t.before(2)
    return t.trigger.plural or not determined


def _known(t: _Taking) -> bool:
    """ "Relatives of people abducted by the North", "a man whose wife was kidnapped": they are told of by it."""
    lower, lexicon = t.text.lower, t.text.lexicon
    if t.headline or t.at_hand or (t.trigger is not None and t.trigger.form == "noun"):
        return False
    at = t.start
    while at > t.first and (lower[at - 1] in lexicon["passive_auxiliaries"] or lower[at - 1] in lexicon["perfect"]):
        at -= 1
    if at > t.first and (lower[at - 1] in lexicon["relatives"] or t.is_of("whose_or_whom", t.before(_KNOWN, at))):
        return True
    behind = t.behind(1)
    led = at == t.start and (not behind or behind[0] in lexicon["prepositions"] or not behind[0].isalnum())
    return led and t.is_of("of_the_known", t.before(_KNOWN))


#: What speaks against a taking, in order, and why in words.
_DOUBTS: Final[tuple[tuple[Callable[[_Taking], bool], str], ...]] = (
    (_free, "they are free again"),
    (_held, "they are held, nobody is said to be taken"),
    (_tried, "a court speaks of it"),
    (_attempted, "it was only tried"),
    (_origin, "it is how something else began"),
    (_general, "it is a crime in general"),
    (_known, "somebody is known by it"),
)
