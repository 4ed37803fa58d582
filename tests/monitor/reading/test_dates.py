"""Dates and times resolved against the day of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.article import Article
from monitor.reading.english.dates import DateMention, find_dates, own_day
from tests.monitor.reading.english import english
from tests.monitor.reading.newsroom import language

THURSDAY = datetime(2016, 11, 3, 9, tzinfo=UTC)


def mentions(text: str, published: datetime | None = THURSDAY) -> list[DateMention]:
    return find_dates(english(text), published)


def days(text: str, published: datetime | None = THURSDAY) -> list[tuple[date | None, date | None]]:
    return [(mention.first, mention.last) for mention in mentions(text, published)]


def day(year: int, month: int, number: int) -> tuple[date, date]:
    return date(year, month, number), date(year, month, number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It happened on Thursday.", day(2016, 11, 3)),
        ("It happened on Friday.", day(2016, 10, 28)),
        ("It happened last Tuesday.", day(2016, 11, 1)),
        ("It happened last Thursday.", day(2016, 10, 27)),
        ("It happened on Monday last week.", day(2016, 10, 24)),
        ("It happened early on Friday morning.", day(2016, 10, 28)),
        ("It happened yesterday.", day(2016, 11, 2)),
        ("It happened today.", day(2016, 11, 3)),
        ("It happened tomorrow.", day(2016, 11, 4)),
        ("It happened two days ago.", day(2016, 11, 1)),
        ("It happened on 26 October.", day(2016, 10, 26)),
        ("It happened on October 26.", day(2016, 10, 26)),
        ("It happened on the 26th of October.", day(2016, 10, 26)),
        ("It happened on Oct. 26, 2015.", day(2015, 10, 26)),
        ("It happened on 26 October 2015.", day(2015, 10, 26)),
        ("It happened on 2015-10-26.", day(2015, 10, 26)),
        ("It happened on 26/10/2015.", day(2015, 10, 26)),
        ("It happened on 10/26/2015.", day(2015, 10, 26)),
        ("It happened on 24 December.", day(2015, 12, 24)),
        ("It happened overnight.", (date(2016, 11, 2), date(2016, 11, 3))),
        ("It happened in October.", (date(2016, 10, 1), date(2016, 10, 31))),
        ("It happened in May.", (date(2016, 5, 1), date(2016, 5, 31))),
        ("It happened in December.", (date(2015, 12, 1), date(2015, 12, 31))),
        ("It happened in October 2014.", (date(2014, 10, 1), date(2014, 10, 31))),
        ("It happened last month.", (date(2016, 10, 1), date(2016, 10, 31))),
        ("It happened last year.", (date(2015, 1, 1), date(2015, 12, 31))),
        ("It happened in 2014.", (date(2014, 1, 1), date(2014, 12, 31))),
        ("In 2014 rebels came.", (date(2014, 1, 1), date(2014, 12, 31))),
        ("It happened in late 2014.", (date(2014, 9, 1), date(2014, 12, 31))),
        ("It happened in the summer of 2015.", (date(2015, 6, 1), date(2015, 8, 31))),
        ("It happened in the 1990s.", (date(1990, 1, 1), date(1999, 12, 31))),
        ("It has gone on since September.", (date(2016, 9, 1), date(2016, 11, 3))),
        ("It happened in the past 24 hours.", (date(2016, 11, 2), date(2016, 11, 3))),
        ("It happened this week.", (date(2016, 10, 28), date(2016, 11, 3))),
        ("It happened over the past week.", (date(2016, 10, 27), date(2016, 11, 3))),
    ],
)
def test_times_are_resolved_against_publication(text: str, expected: tuple[date, date]) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "He may march.",
        "Theresa May spoke.",
        "The sun sat low.",
        "2000 people came.",
        "It cost $2015.",
        "Resolution 2016 was read.",
        "He is a second son.",
        "Some 1,999 houses stand here.",
        "On 31 February nothing happened.",
        "A fall from a roof hurt him.",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert [m for m in mentions(text) if m.first] == []


@pytest.mark.parametrize(
    "text",
    [
        "last month",
        "three years ago",
        "in 2014",
        "earlier this year",
        "on 3 May",
        "months ago",
        "a decade ago",
        "last year",
        "in March 2015",
    ],
)
def test_old_times_are_old(text: str) -> None:
    assert mentions(f"It happened {text}.")[0].old


@pytest.mark.parametrize(
    "text",
    ["on Thursday", "yesterday", "last week", "two days ago", "in recent days", "this morning", "on 28 October", "last night"],
)
def test_recent_times_are_not_old(text: str) -> None:
    assert not mentions(f"It happened {text}.")[0].old


def test_without_publication_relative_times_stay_relative() -> None:
    (weekday,) = mentions("It happened on Thursday.", None)
    (ago,) = mentions("It happened three years ago.", None)

    assert (weekday.first, weekday.recent) == (None, True)
    assert (ago.first, ago.old) == (None, True)


def test_a_date_at_the_head_of_a_text_stands_for_its_publication() -> None:
    assert days("date 2022-02-03 A raid took place on Wednesday.", None)[1] == day(2022, 2, 2)


def test_a_date_told_in_the_first_sentence_is_no_header() -> None:
    assert mentions("On 3 May 2011 he died.", None)[0].ago_low is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("24 October 2016. Shells fell on the town on Sunday, killing four.", date(2016, 10, 24)),
        ("Published Nov 12, 2016. Shells fell on the town on Friday.", date(2016, 11, 12)),
        ("BEIRUT, Nov 3 2016 - Shells fell on the town on Tuesday.", None),  # as the feed says
        ("2 November 2016. Shells fell on the town.", None),  # a day apart: another time zone, or the evening before
        ("On 3 October 2016 a raid began that goes on to this day.", None),
        ("3 May 2011. This story comes out of our archive.", None),
        ("Shells fell on the town on Tuesday. Photo of 24 October 2016.", None),
    ],
)
def test_a_text_that_dates_itself_is_believed_against_its_feed_by_a_few_weeks(text: str, own: date | None) -> None:
    assert own_day(english(text), THURSDAY) == own


def test_spans_point_at_the_words() -> None:
    text = "It happened on 26 October 2015 in the town."

    (mention,) = mentions(text)

    assert text[mention.span.start : mention.span.end] == "26 October 2015"
    assert mention.sentence == 0


PIECES = (
    "on Thursday last month 31 February 2019 since ago three years 99999 the 1990s Sept. 11 , - 13/13/2013 next week earlier this"
)
TIMES = st.sampled_from((*PIECES.split(), "1000000000", "centuries"))


@settings(max_examples=300)
@given(
    st.one_of(st.lists(TIMES, max_size=15).map(" ".join), st.text(max_size=80)), st.none() | st.datetimes(timezones=st.just(UTC))
)
def test_any_text_gives_times_in_order(text: str, published: datetime | None) -> None:
    read = english(text)

    for mention in find_dates(read, published):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert 0 <= mention.start < mention.end <= len(read.words)
        assert mention.first is None or mention.last is None or mention.first <= mention.last
        assert mention.ago_low is None or mention.ago_high is None or mention.ago_low <= mention.ago_high


#: Every way to speak of a time that asks for another day than that of publication.
WAYS = (
    "Sept. May 3. On 31 December. In January. Last month. Last year. Last winter. Last Sunday. Yesterday. Tomorrow. Next week."
    " Next year. This winter. This spring. Three years ago. A century ago. Centuries ago. Last century. Last December."
    " Earlier this year. The past ten years. Since January. In early 2014. The 1990s. 31 February. 29 February. 13/13/2013."
    " 2013-13-13. On Monday."
)
ENDS_OF_TIME = (date(1, 1, 1), date(1, 2, 28), date(1, 12, 31), date(9999, 1, 1), date(9999, 12, 1), date(9999, 12, 31))


@pytest.mark.parametrize("day", ENDS_OF_TIME)
def test_a_feed_may_date_an_article_at_either_end_of_the_calendar(day: date) -> None:
    published = datetime.combine(day, datetime.max.time(), UTC)

    found = [mention for way in WAYS.split(". ") for mention in mentions(f"It was {way.rstrip('.')}.", published)]

    assert found and all(m.first is None or m.last is None or m.first <= m.last for m in found)


def test_a_month_before_the_first_of_the_calendar_is_no_date() -> None:
    assert days("It ended in Sept. of that year.", datetime(1, 3, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize("day", ENDS_OF_TIME)
def test_an_arabic_article_may_be_dated_so_too(day: date) -> None:
    published = datetime.combine(day, datetime.max.time(), UTC)
    text = "قتل 12 شخصا أمس في حلب. قتل 3 أشخاص يوم الاثنين في إدلب. انفجار في 29 شباط في حمص. قصف في 31 كانون الأول على درعا."

    reading = language().read(Article(id="1", title="", text=text, source="test", published_at=published))

    assert [e.killed and e.killed.low for e in reading.events][:2] == [12, 3]
