"""The languages that are read: a room each, with its words and its teller. A new one is a folder and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from monitor.reading.arabic.words import ArabicWords, parse_arabic
from monitor.reading.english.words import EnglishWords
from monitor.reading.telling.users_words import UsersWords
from monitor.reading.text.lexicon import Files

if TYPE_CHECKING:
    from monitor.reading.telling.teller import Teller


@dataclass(frozen=True, slots=True)
class Room:
    """What is needed of a language's folder. Its words alone cost little; its teller stands on spaCy."""

    name: str  #: of the folder in `monitor/reading`
    words: Callable[[Files, UsersWords], Any]
    teller: Callable[[Any], Teller]


def _english(words: EnglishWords) -> Teller:
    from monitor.reading.english.teller import EnglishTeller  # noqa: PLC0415

    return EnglishTeller(words)


def _arabic(words: ArabicWords) -> Teller:
    from monitor.reading.arabic.teller import ArabicTeller  # noqa: PLC0415

    return ArabicTeller(words)


#: By ISO 639-1 code. The first one is taken for a text whose language is not known.
LANGUAGES: Final[Mapping[str, Room]] = {
    "en": Room("english", EnglishWords, _english),
    "ar": Room("arabic", parse_arabic, _arabic),
}
