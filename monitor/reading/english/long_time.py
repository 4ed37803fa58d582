"""Does a sentence speak of a long time: "since 2011", "so far this year", "in almost three months of battle"?"""

from __future__ import annotations

import re
from typing import Final

from monitor.reading.english.text import EnglishText

_NUMBER: Final = (
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few|many|a few|a couple of|a dozen)"
)
_UNIT: Final = r"(?:weeks|months?|years?|decades?)"
_MONTH: Final = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_YEAR: Final = rf"(?:(?:early |late |mid - |mid-)?(?:{_MONTH} )?(?:of )?(?:19|20)[0-9][0-9]\b)"
_START: Final = r"(?:(?:the )?(?:start|beginning|outbreak|onset|launch|eruption)\b)"
_BEGAN: Final = r"(?:(?:it|the \w+|protests|fighting|hostilities|violence|clashes) (?:began|started|erupted|broke out))"
_SEASON: Final = rf"(?:last (?:year|month|summer|winter|spring|autumn|{_MONTH})\b)"
_OVER: Final = r"\b(?:in|over|during|for|throughout|within|after) (?:the )?"
_ABOUT: Final = "(?:past |last |previous |almost |nearly |about |around |more than |over )*"
_WAR: Final = "(?:war|conflict|campaign|battle|offensive|siege|insurgency|uprising|crisis|operation|fight)"
#: Three days and more: a count over them is one of many events.
_SOME_DAYS: Final = r"(?:three|four|five|six|seven|eight|nine|ten|[3-9]|[1-9][0-9]|several)"
_BLOWS: Final = (
    "(?:air ?strikes|airstrikes|strikes|shelling|bombing|bombardment|fighting|clashes|raids|violence|attacks|battles|protests)"
)
#: Over lower-case words with one blank between them.
_LONG: Final = re.compile(
    "|".join(
        (
            rf"\bsince (?:{_START}|{_YEAR}|{_SEASON}|{_MONTH}\b|{_BEGAN})",
            rf"{_OVER}{_ABOUT}(?:{_NUMBER} )?{_UNIT} of\b",
            rf"{_OVER}(?:past|last|previous|recent) (?:{_NUMBER} )?{_UNIT}\b",
            rf"{_OVER}(?:past|last|previous) {_SOME_DAYS} days\b",
            rf"\b{_SOME_DAYS} days of (?:\w+ )?{_BLOWS}\b",
            r"\bso far (?:this|in|since)\b",
            r"\bthis year alone\b",
            r"\b(?:each|every|per) (?:year|month)\b",
            r"\bover the (?:years|course of)\b",
            rf"\b{_NUMBER} ?- ?(?:year|month|week|decade) ?- ?(?:long|old) (?:\w+ )?{_WAR}\b",
            rf"\b(?:year|month|decade)s? ?- ?long (?:\w+ )?{_WAR}\b",
            r"\bwar (?:which|that|has)(?: has)? (?:killed|left|claimed|displaced)\b",
            r"\bannually\b",
            r"\bthat period\b",
            r"\bthroughout the (?:war|conflict|campaign|month|year|offensive)\b",
        )
    )
)
#: One of these is in every such phrase: most sentences are done with a look at their words.
_MAY: Final = frozenset(
    (
        "since",
        "so",
        "year",
        "month",
        "week",
        "decade",
        "years",
        "months",
        "weeks",
        "decades",
        "war",
        "annually",
        "period",
        "campaign",
        "conflict",
        "offensive",
        "course",
        "days",
    )
)


def speaks_of_long_time(text: EnglishText, start: int, end: int) -> bool:
    """Whether the sentence [start, end) counts over weeks, months or a whole war."""
    return find_long_time(text, start, end) is not None


def find_long_time(text: EnglishText, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that say so, half-open; None when none do."""
    lower = text.lower[start:end]
    if _MAY.isdisjoint(lower):
        return None
    found = _LONG.search(" ".join(lower))
    if found is None:
        return None
    before = found.string.count(" ", 0, found.start())
    return start + before, start + before + found.group().count(" ") + 1
