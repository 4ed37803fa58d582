"""The day that an Arabic clause names ("أمس", "3 شباط 2022"), and whether it speaks of long ago: "عام 2013", "قبل شهرين"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from monitor.reading.arabic.numbers import number_at
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, forms, plain
from monitor.reading.text.days import day_of

NEWS: Final = 7  #: days: what happened longer ago is old
_REACH: Final = 4  #: tokens behind "before" in which a unit of time stands: "قبل نحو ثلاثة أشهر"

Age = Literal["", "recent", "background", "cumulative"]


@dataclass(frozen=True, slots=True)
class When:
    """What a clause says of its time."""

    day: date | None = None
    age: Age = ""  #: "" when nothing is said; cumulative: over a long time
    why: str = ""  #: its words


NOWHEN: Final = When()


def when(text: ArabicText, start: int, end: int, published: date | None, v: ArabicWords) -> When:
    """The first time that the tokens [start, end) name; one of long ago before a recent one."""
    found = [w for i in range(start, end) if (w := _at(text, i, start, end, published, v)) is not None]
    old = next((w for w in found if w.age in ("background", "cumulative")), None)
    return old or next(iter(found), NOWHEN)


def _at(text: ArabicText, i: int, start: int, end: int, published: date | None, v: ArabicWords) -> When | None:
    words = text.words
    if (ago := _ago(words, i, end, v)) is not None:
        return When(age=ago[0], why=text.text(i, ago[1]))
    if published is None:
        return None
    if (year := _past_year(words, i, start, published, v)) is not None:
        return When(age=year, why=text.text(i, i + 1))
    if (month := v.months.at(words, i)) is not None:
        return _month(text, i, month, start, end, published, v)
    for form in forms(words[i]):
        if form in v.weekdays and (form != "احد" or plain(words[i]).endswith("الاحد")):
            day = _days_before(published, (published.weekday() - v.weekdays[form]) % 7)
            return When(day=day, age="recent")
    if v.yesterday.at(words, i):
        return When(day=_days_before(published, 1), age="recent")
    if v.today.at(words, i):
        return When(day=published, age="recent")
    return None


def _ago(words: Sequence[str], i: int, end: int, v: ArabicWords) -> tuple[Age, int] | None:
    """ "Two months ago" is long ago, "since the year began" over a long time, "since dawn" neither: (age, end)."""
    if (before := v.ago.at(words, i)) is not None:
        unit = next((j for j in range(i + 1, min(end, i + 1 + _REACH)) if v.long_units.at(words, j)), None)
        if unit is not None:
            return "background", unit + 1
        return None if before[1] != "phrase" else ("background", i + before[0])
    if v.since.at(words, i):
        near = any(v.short_times.at(words, j) for j in range(i + 1, min(end, i + 1 + _REACH)))
        return None if near or i + 1 >= end else ("cumulative", min(end, i + 3))
    return None


def _past_year(words: Sequence[str], i: int, start: int, published: date, v: ArabicWords) -> Age | None:
    """ "2013", "عام 2013": a year before that of publication; "during 2013" is a total."""
    year = plain(words[i])
    if not (len(year) == 4 and year.isdigit() and 1900 < int(year) < published.year):
        return None
    return "cumulative" if any(v.during.at(words, j) for j in range(max(start, i - 3), i)) else "background"


def _month(
    text: ArabicText, i: int, month: tuple[int, str], start: int, end: int, published: date, v: ArabicWords
) -> When | None:
    """ "3 شباط 2022", "شباط الماضي", "شباط": the day, or a month that is over."""
    words, after = text.words, i + month[0]
    if after + 1 < end and words[after] == "/" and (twin := v.months.at(words, after + 1)) is not None:
        after += 1 + twin[0]  # "يوليو/تموز"
    said = number_at(words, after, end, v) if after < end else None
    year = said.low if said and 1900 < said.low < 2100 else 0
    number = number_at(words, i - 1, i, v) if i > start else None
    if number is None or not 1 <= number.low <= 31:
        over = after < end and v.past.at(words, after) is not None
        if over or (int(month[1]) != published.month and not (after < end and v.coming.at(words, after))):
            during = any(v.during.at(words, j) for j in range(max(start, i - 3), i))
            return When(age="cumulative" if during else "background", why=text.text(i, min(end, after + over)))
        return None
    day = day_of(year or published.year, int(month[1]), number.low)
    if day is not None and day > published and not year:
        day = day_of(published.year - 1, day.month, day.day)
    if day is None:
        return None
    return When(day=day, age="background" if (published - day).days > NEWS else "recent", why=text.text(i - 1, after))


def _days_before(day: date, days: int) -> date | None:
    """None before the first day of the calendar."""
    return day - timedelta(days=days) if (day - date.min).days >= days else None
