"""The day that an Arabic sentence names: "أمس", "الخميس", "3 شباط 2022", "عام 2013"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from monitor.reading.arabic.numbers import number_at
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, forms, plain
from monitor.reading.text.days import day_of

NEWS: Final = 7  #: days: what happened longer ago is old


def day_named(text: ArabicText, start: int, end: int, published: date | None, v: ArabicWords) -> tuple[date | None, bool]:
    """(the day that the tokens [start, end) name, is it old?). A year of the past is old even without a day."""
    if published is None:
        return None, False
    words = text.words
    for i in range(start, end):
        if _past_year(words, i, end, published, v):
            return None, True
        month = v.months.at(words, i)
        if month and i > start and (number := number_at(words, i - 1, i, v)) is not None and 1 <= number.low <= 31:
            after = i + month[0]
            said = number_at(words, after, end, v) if after < end else None
            year_of = said.low if said and 1900 < said.low < 2100 else published.year
            day = day_of(year_of, int(month[1]), number.low)
            if day is not None and day > published and not said:
                day = day_of(year_of - 1, day.month, day.day)
            if day is None:
                continue
            return day, (published - day).days > NEWS
        for form in forms(words[i]):
            if form in v.weekdays:
                back = (published.weekday() - v.weekdays[form]) % 7
                return _days_before(published, back), False
            if form in ("امس", "امساً"):
                return _days_before(published, 1), False
    return None, False


def _past_year(words: Sequence[str], i: int, end: int, published: date, v: ArabicWords) -> bool:
    """ "عام 2013": a year before that of publication."""
    if not (plain(words[i]) in ("عام", "سنه") or any(f in ("عام", "سنه") for f in forms(words[i]))):
        return False
    year = number_at(words, i + 1, end, v) if i + 1 < end else None
    return year is not None and 1900 < year.low < published.year


def _days_before(day: date, days: int) -> date | None:
    """None before the first day of the calendar."""
    return day - timedelta(days=days) if (day - date.min).days >= days else None
