"""Is it the article's news? What the words of a sentence leave open is weighed by its signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model.article import Article
from monitor.model.event import Event
from tests.monitor.reading.newsroom import language

FRIDAY = datetime(2026, 3, 6, 18, tzinfo=UTC)

TRIAL = """A jury found Ron Vale guilty of murder after a trial of three weeks at the court in Leeds.

The judge told the jurors that the case had been one of the hardest of her career.

Vale, who shot three people in a pub in Bradford and killed them, showed no emotion as the verdict was read.

His lawyers said that they would appeal against the conviction. Prosecutors said he had planned the attack."""
POLITICS = """The finance minister will present her first budget on Tuesday, and few expect that she can please everybody.

Members of her party said they wanted more money for schools and for the villages in the north.

Clashes with rebels have killed hundreds of people there, and farmers who fled have not come back.

She has promised to lower the tax on fuel."""
REPORT = """Gunmen opened fire on worshippers in a village near Maiduguri in Nigeria on Thursday, killing 12 people, police said.

Residents said the attackers came on motorcycles before dawn and fled into the forest.

In 2014 militants killed 40 people in the same district."""


def events(title: str, text: str) -> list[Event]:
    return list(language().read(Article(id="1", title=title, text=text, source="test", published_at=FRIDAY)).events)


def dead(title: str, text: str) -> list[int]:
    """How many were killed in acts that are told as news."""
    return [e.killed.low for e in events(title, text) if e.reality == "happened" and e.killed and e.killed.low]


def test_the_act_that_a_report_is_about_is_its_news_and_what_it_recalls_is_not() -> None:
    assert dead("Gunmen kill 12 in northeast Nigeria", REPORT) == [12]


@pytest.mark.parametrize(("title", "text"), [("Man guilty of pub murders", TRIAL), ("Minister to present budget", POLITICS)])
def test_a_crime_that_a_trial_is_about_and_a_war_in_an_article_on_a_budget_are_no_news(title: str, text: str) -> None:
    assert dead(title, text) == []


def test_a_reason_names_the_signs_that_spoke_against_it() -> None:
    told = [reason for e in events("Minister to present budget", POLITICS) for reason in e.reasons]

    assert any(reason.startswith(("background: ", "cumulative: ")) and "a headline of what may" in reason for reason in told)


def test_what_the_words_of_a_sentence_say_outright_stands() -> None:
    read = events("Army denies strike", "The army denied that an air strike had hit Idlib on Thursday.")

    assert {e.reality for e in read if e.what == "airstrike"} == {"denied"}


def test_a_report_without_headline_and_date_is_news_all_the_same() -> None:
    article = Article(id="1", title="", text=REPORT, source="test", published_at=None)

    assert [e.killed.low for e in language().read(article).events if e.reality == "happened" and e.killed] == [12]
