"""What is the same article under another name, and what is another, however alike."""

from __future__ import annotations

import time
from functools import partial

import pytest

from monitor.model.likeness import Likeness, near_titles, same_article
from monitor.reading.stories import sameness
from monitor.reading.stories.sameness import comes_from
from workers.package_data import telling

by_link = partial(sameness.by_link, telling=telling())
by_words = partial(sameness.by_words, telling=telling())

TEXT = (
    "An air strike hit a market in Idlib on Friday and killed at least 12 people, the health ministry said. Rescue workers dug"
    " through the rubble until the evening, and the wounded were taken to hospitals near the border. The army did not comment."
)


def words(title: str, text: str, who: str = "Wire") -> Likeness:
    found = by_words(who, title, text)
    assert found is not None
    return found


def same(one: tuple[str, str], two: tuple[str, str]) -> bool:
    a, b = words(*one), words(*two)
    return a.mark == b.mark and same_article(a, b)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Market hit in Idlib, 12 dead", TEXT),
        ("MARKET HIT IN IDLIB – 12 DEAD", TEXT),
        ("Market hit in Idlib, 12 dead", TEXT.replace("dug through", "were digging through")),
        ("Market hit in Idlib, 12 dead", TEXT.replace(",", " ").replace("-", " ") + " (updated)"),
        ("UPDATED: Market hit in Idlib, 12 dead | Wire", TEXT + " Updated."),
        ("Market hit in Idlib, 12 dead", "  " + TEXT.replace(". ", ".\n\n")),
    ],
)
def test_small_changes_of_words_leave_it_the_same(title: str, text: str) -> None:
    assert same(("Market hit in Idlib, 12 dead", TEXT), (title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Market hit in Idlib, 14 dead", TEXT),
        ("Market hit in Aleppo, 12 dead", TEXT),
        ("Ministers meet in Idlib", TEXT),
        ("Market hit in Idlib, 12 dead", TEXT.replace("12", "14")),
        ("Market hit in Idlib, 12 dead", TEXT.replace("12", "twelve")),
        ("Market hit in Idlib, 12 dead", TEXT.replace("Idlib", "Aleppo")),
        ("Market hit in Idlib, 12 dead", TEXT.replace("Friday", "Sunday")),
        ("Market hit in Idlib, 12 dead", TEXT + " Later five more died."),
        ("Market hit in Idlib, 12 dead", TEXT.replace("the wounded were", "the dead were")),
        ("Market hit in Idlib, 12 dead", TEXT.replace("strike hit", "strike never hit")),
        ("Market hit in Idlib, 12 dead", TEXT.replace("strike hit", "strike didn't hit")),
        ("Market hit in Idlib, 12 dead", TEXT.replace("strike hit", "strike may hit")),
        ("Market hit in Idlib, 12 dead", TEXT + " The rain goes on." * 300 + " A raid in Homs killed 40."),
        (
            "Market hit in Idlib, 12 dead",
            "On Friday in Idlib 12 roads were closed. An army convoy passed. Rescue teams trained. The rain fell.",
        ),
    ],
)
def test_another_name_number_day_or_matter_makes_it_another(title: str, text: str) -> None:
    assert not same(("Market hit in Idlib, 12 dead", TEXT), (title, text))


def test_in_a_script_without_capitals_every_word_counts() -> None:
    text = "قتل خمسة أشخاص في غارة جوية على سوق في مدينة إدلب"

    assert same(("غارة", text), ("غارة", text + "."))
    assert not same(("غارة", text), ("غارة", text.replace("إدلب", "حلب")))


def test_figures_that_change_places_are_another_report() -> None:
    text = "An air strike killed {} people in Idlib and {} in Homs, officials said, and the roads to both towns are closed."

    assert not same(("Air strikes", text.format(5, 7)), ("Air strikes", text.format(7, 5)))


def test_in_a_text_of_small_letters_every_word_counts() -> None:
    text = "soldiers raided a house in {} and killed five people, officials said, and neighbours heard shots until dawn"

    assert same(("raid", text.format("atmeh")), ("raid", text.format("atmeh") + "."))
    assert not same(("raid", text.format("atmeh")), ("raid", text.format("sarmin")))


def test_one_address_with_a_title_that_says_another_thing_is_another_report() -> None:
    title = "Rescue workers dig in the rubble of a market in Idlib after a strike kills {}"
    five, nine = (by_link("Wire", "news.example/a", title.format(toll)) for toll in ("five", "nine"))

    assert five.mark != nine.mark


def test_another_publisher_is_another_article() -> None:
    assert words("T", TEXT).mark != words("T", TEXT, "Herald").mark
    assert words("T", TEXT, "www.news.example").mark == words("T", TEXT, "News.example").mark


def test_a_few_words_tell_no_article_from_another() -> None:
    assert by_words("Wire", "Daily briefing", "Read it here.") is None


def test_one_address_is_one_article_where_the_titles_agree() -> None:
    one, again, other = (
        by_link("Wire", "news.example/a", title) for title in ("Raid in Atmeh", "Raid in Atmeh!", "Fire in Homs")
    )

    assert same_article(one, again) and not same_article(one, other)


def test_titles_may_differ_in_small_words_alone() -> None:
    long = "Rescue workers search the rubble of a market after the strike in Idlib"

    assert near_titles(long, long.replace("the rubble of a market", "rubble of a market"))
    assert not near_titles(long, long.replace("Idlib", "Homs"))
    assert not near_titles("Raid", "Raid and flood")


def test_a_teaser_comes_from_its_page_and_a_standing_line_does_not() -> None:
    assert comes_from(TEXT[:120], TEXT)
    assert not comes_from("The daily briefing on the fighting, from our reporters.", TEXT)


@pytest.mark.clock
def test_the_cost_is_linear_in_the_text() -> None:
    def seconds(factor: int) -> float:
        text = "killed 5 in Homs and " * 1000 * factor
        best = 9.9
        for _ in range(3):
            began = time.process_time()
            by_words("Wire", "T", text)
            comes_from(text, text)
            best = min(best, time.process_time() - began)
        return best

    seconds(1)

    assert seconds(50) < 10 * seconds(1) + 0.05  # what is beyond what is read is not looked at
