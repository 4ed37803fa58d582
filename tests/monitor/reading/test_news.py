"""Is it the article's news? What the words of a sentence leave open is weighed by its signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model.article import Article
from monitor.model.event import Event
from monitor.reading.telling.layout import of_points, own_headline
from monitor.reading.telling.news import WEIGHED, Spot, with_news
from monitor.reading.telling.statement import Statement
from tests.monitor.reading.english import english
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


DIGEST = """Idlib

Water is back in most streets of the city, and bread costs as much as last week. The university holds its exams.

Aleppo

Schools stay closed. Traders ask for lower taxes on flour and diesel, and the governor has promised them an answer.

Hama

The road to Salamiyah is open from eight to four. Buses go twice a day, as they did before the winter.

Homs

An air strike on the village of Umm Sharshuh killed four people."""


def test_in_a_text_of_points_the_last_one_is_as_new_as_the_first() -> None:
    assert dead("Notes from the governorates", DIGEST) == [4]


@pytest.mark.parametrize(
    "heading",
    ["Homs", "HOMS COUNTRYSIDE", "14:32", "- Homs:", "4. Homs."],
)
def test_headings_labels_points_and_hours_make_a_text_of_points(heading: str) -> None:
    points = "\n\n".join(f"{heading}{' ' if heading[-1] in ':.' else chr(10)}It rains in town number {n}." for n in range(4))

    assert of_points(english(points))


@pytest.mark.parametrize("text", ["", " ", "\n", TRIAL, POLITICS, REPORT, f"By Our Reporter\n\n{REPORT}"])
def test_a_report_is_no_text_of_points(text: str) -> None:
    assert not of_points(english(text))


@pytest.mark.parametrize("notice", ["Shelling in Sarmin, Syria. It killed 5 people. Stay in shelters."])
def test_what_opens_with_a_pronoun_is_as_new_as_the_act_before_it(notice: str) -> None:
    assert dead("Situation report", notice) == [5]
    assert dead("Situation report", f"In 2014 there was shelling in Sarmin, Syria. {notice.partition('. ')[2]}") == []


def test_weights_that_come_to_nought_leave_an_act_news_in_whatever_order_they_are_summed() -> None:
    weights = {"one": -0.1, "two": -0.2, "three": 0.3}
    act = Statement(
        part="text", sentence=0, order=0, kind="raid", trigger=None, figures=(), place=None, place_span=None,
        reality="happened", day=None, evidence=(), reasons=(), signs=frozenset({WEIGHED}),
    )  # fmt: skip

    [judged] = with_news(
        [act], [Spot(headline=False, character=0, sentence=0)], article=frozenset(weights), published=None, weights=weights
    )  # fmt: skip

    assert judged.reality == "happened"


DATED = """The ministry spoke of the war on Friday. In 2014 militants killed 40 people in Borno. In 2015 a raid killed 12.

Since Tuesday 34 fighters have been killed in clashes near Maiduguri in Nigeria, an officer said.

In 2016 clashes there killed 300 people, and in 2017 an air strike on a camp killed more than 100."""


def test_what_has_a_date_of_these_days_is_news_whatever_is_recalled_around_it() -> None:
    assert dead("Ministry on the war in the north", DATED) == [34]


def test_a_text_may_bring_its_headline_in_its_first_lines() -> None:
    lines = "date 2026-03-06\n\nCoalition strikes in Idlib hit a depot\n\nThe coalition said that it struck on Thursday."

    assert own_headline(english(lines)) == 1
    assert own_headline(english(TRIAL)) is None and own_headline(english("")) is None


def test_a_headline_is_as_new_as_what_the_text_begins_with() -> None:
    old = "\n\n".join(f"In 20{n} an air strike in Hama killed {n} people." for n in range(11, 19))
    text = f"The coalition carried out air strikes in Idlib, Syria, on Thursday, an officer said.\n\n{old}"

    read = [e for e in events("Coalition strikes on Idlib", text) if e.reality == "happened"]

    assert [(e.what, e.where.name if e.where else "") for e in read] == [("airstrike", "Idlib")]


@pytest.mark.parametrize(
    "notice",
    [
        "Three people were killed in an attack on a village near Djibo in Burkina Faso. The attackers burnt the market.",
        "Aid workers had been abducted on the road to Menaka in Mali. Six were taken.",
    ],
)
def test_a_few_sentences_without_a_headline_tell_their_acts_as_news(notice: str) -> None:
    assert [e for e in events("", notice) if e.reality == "happened"]
    assert dead("", "In 2014 an air strike killed 12 people in Sarmin, Syria.") == []


def test_what_opens_with_a_pronoun_and_tells_another_kind_of_act_is_judged_for_itself() -> None:
    text = "Thousands rallied outside parliament on Thursday. It was the first since 1980, when troops killed 200 in Gwangju."

    assert dead("President lifts martial law after six hours", text) == []
