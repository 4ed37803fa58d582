"""An article that dates itself otherwise than its feed does: its "Saturday" is counted from its own day, and so is news."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from monitor.matching.match import judge
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from tests.monitor.reading.newsroom import language

RULE = b"title: strike\nevent: {what: airstrike, where: Hama, killed: at least 1}\n"
FED = datetime(2017, 4, 10, 12, tzinfo=UTC)


def told(text: str) -> Article:
    return Article(id="1", title="Air strike kills eight in Kafr Zita", text=text, source="wire", published_at=FED, seen_at=FED)


def test_the_day_of_an_event_is_counted_from_the_articles_own_day() -> None:
    reading = language().read(told("April 29 2017. An air strike on Kafr Zita in Hama killed eight people on Saturday."))

    assert reading.written == date(2017, 4, 29)
    assert [e.date for e in reading.events if e.killed] == [date(2017, 4, 29)]


def test_what_was_news_on_the_articles_own_day_is_news() -> None:
    one = told("March 28 2017. An air strike on Kafr Zita in Hama killed eight people on March 27.")
    reading = language().read(one)
    rulebook, problems = load_rulebook({"r.yaml": RULE}, atlas=language().atlas)

    assert not [p for p in problems if p.severity == "error"]
    assert judge(rulebook, one, reading, now=FED + timedelta(hours=1))[0]


def test_what_was_old_on_its_own_day_is_no_news() -> None:
    one = told("March 28 2017. An air strike on Kafr Zita in Hama killed eight people on March 2.")
    reading = language().read(one)
    rulebook, _ = load_rulebook({"r.yaml": RULE}, atlas=language().atlas)

    assert not judge(rulebook, one, reading, now=FED + timedelta(hours=1))[0]
