"""The words that dates are made of."""

from __future__ import annotations

import calendar
import re
from typing import Final, Literal

Precision = Literal["day", "week", "month", "season", "year", "decade", "period"]

RECENT_DAYS: Final = 7  #: what counts as news, by the rule language's default


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTH_NAMES: Final = tuple(name.lower() for name in calendar.month_name)
MONTHS: Final[dict[str, int]] = {name: number for number, name in enumerate(MONTH_NAMES) if name}
MONTHS.update({form: number for name, number in tuple(MONTHS.items()) for form in (name[:3], name[:3] + ".")})
MONTHS.update({"sept": 9, "sept.": 9})
WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
DECADE: Final = re.compile(r"((?:19|20)?\d0)'?s")
SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)")
UNITS: Final = {
    "day": 1,
    "night": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3650,
    "century": 36500,
    "hour": 0,
    "minute": 0,
}
PARTS_OF_DAY: Final = frozenset(("morning", "afternoon", "evening", "night", "dawn", "noon", "midnight", "dusk"))
#: Month names that are other words as well count only beside a number or a preposition.
AMBIGUOUS: Final = frozenset(("may", "march", "mar", "sun", "sat", "dec", "jan", "mar.", "august", "apr", "jun"))
TIME_PREPOSITIONS: Final = _words(
    "in on since of by until from during early late mid last this between before after - the and to next every"
)
LAST: Final = frozenset(("last", "past", "previous", "preceding", "recent"))


SIMPLE: Final[dict[str, tuple[int, int]]] = {
    "yesterday": (1, 1),
    "today": (0, 0),
    "tonight": (0, 0),
    "overnight": (0, 1),
    "tomorrow": (-1, -1),
}
THIS: Final[dict[str, tuple[int, int, Precision]]] = {
    "morning": (0, 0, "day"), "afternoon": (0, 0, "day"), "evening": (0, 0, "day"), "week": (0, 6, "week"),
    "weekend": (0, 7, "week"),
    "month": (0, 31, "month"), "year": (0, 365, "year"), "summer": (0, 150, "season"), "spring": (0, 150, "season"),
    "winter": (0, 150, "season"), "autumn": (0, 150, "season"), "decade": (0, 3650, "decade"),
}  # fmt: skip
EARLIER: Final[dict[str, tuple[int, int, Precision]]] = {
    "week": (0, 6, "week"), "month": (1, 31, "month"), "year": (RECENT_DAYS + 1, 365, "year"), "morning": (0, 0, "day"),
    "summer": (RECENT_DAYS + 1, 200, "season"), "spring": (RECENT_DAYS + 1, 200, "season"), "decade": (365, 3650, "decade"),
}  # fmt: skip
LAST_FIXED: Final[dict[str, tuple[int, int, Precision]]] = {
    "night": (0, 1, "day"), "week": (1, 13, "week"), "weekend": (1, 8, "week"), "day": (1, 2, "day"), "evening": (1, 1, "day"),
    "decade": (365, 7300, "decade"), "century": (7300, 73000, "decade"),
    "spring": (30, 540, "season"), "summer": (30, 540, "season"), "autumn": (30, 540, "season"), "fall": (30, 540, "season"),
    "winter": (30, 540, "season"),
}  # fmt: skip
UNITS_ALL: Final = frozenset((*UNITS, *(unit + "s" for unit in UNITS), "centuries"))
STARTERS: Final = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *SIMPLE,
        *SEASONS,
        *LAST,
        "this",
        "next",
        "earlier",
        *UNITS_ALL,
        "a",
        "an",
        "several",
        "few",
        "many",
        "couple",
        "half",
    )
)
