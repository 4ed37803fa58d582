"""Does a sentence speak of a long time: "since 2011", "so far this year", "in almost three months of battle"?"""

from __future__ import annotations

import re
from typing import Final

from monitor.reading.wording import Wording

_NUMBER: Final = r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few|many|a few|couple of|a couple of|a dozen|half a|-)"
_UNIT: Final = r"(?:weeks?|months?|years?|decades?)"
#: Phrases over lower-case words with one blank between them.
_LONG: Final = re.compile(
    rf"\bsince (?:(?:the )?(?:start|beginning|outbreak|onset|launch|eruption)\b|(?:early |late |mid - |mid-)?(?:(?:january|february|march|april|may|june|july|august|september|october|november|december) )?(?:of )?(?:19|20)\d\d\b"
    rf"|last (?:year|month|january|february|march|april|may|june|july|august|september|october|november|december|summer|winter|spring|autumn)\b|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|(?:it|the \w+|protests|fighting|hostilities|violence) (?:began|started|erupted|broke out))"
    rf"|\b(?:in|over|during|for|throughout|within) (?:the )?(?:past |last |previous |almost |nearly |about |around |more than |over )*(?:{_NUMBER} )?{_UNIT} of\b"
    rf"|\b(?:in|over|during|for|throughout|within) (?:the )?(?:past|last|previous|recent) (?:{_NUMBER} )?{_UNIT}\b"
    rf"|\b(?:in|over|during) recent (?:weeks|months|years)\b"
    rf"|\bso far (?:this|in|since)\b|\bthis year alone\b|\b(?:each|every|per|a) (?:year|month)\b|\bover the years\b|\bover the course of\b"
    rf"|\b(?:since|over|during|in) (?:the )?(?:{_NUMBER} )?(?:- )?(?:year|month|week|decade)s? ?- ?(?:long|old)\b"
    rf"|\b{_NUMBER} ?- ?(?:year|month|week|decade) ?- ?(?:long|old) (?:\w+ )?(?:war|conflict|campaign|battle|offensive|siege|insurgency|uprising|crisis|operation|fight)\b"
    rf"|\b(?:civil )?war (?:which|that|has)(?: has)? (?:killed|left|claimed|displaced)\b|\bannually\b|\bthat period\b|\bthroughout the (?:war|conflict|campaign|month|year|offensive)\b"
)
_MAY: Final = (
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
)


def speaks_of_long_time(text: Wording, start: int, end: int) -> bool:
    """Whether the sentence [start, end) counts over weeks, months or a whole war."""
    lower = text.lower[start:end]
    return any(word in lower for word in _MAY) and _LONG.search(" ".join(lower)) is not None
