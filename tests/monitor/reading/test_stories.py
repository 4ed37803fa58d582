"""Articles that tell the same story get the same story."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from monitor.model.place import Place
from monitor.reading.stories import clustering
from workers.package_data import background

group = partial(clustering.group, background=background())

BRIDGE = (
    "A railway bridge over the river Alma collapsed on Tuesday under a cement train. Four wagons fell into the water. "
    "The driver swam ashore. The railway company said the bridge, built in 1931, had been inspected in spring."
)
BRIDGE_AGAIN = (
    "Engineers want to know why the Alma bridge gave way under a cement train. Wagons plunged into the river and the driver"
    " had to swim. "
    "The railway said its inspectors had found nothing wrong with the structure from 1931."
)
ELECTION = (
    "Voters in Norland go to the polls on Sunday. The prime minister, Ida Holm, leads in surveys; the Farmers' Party has gained. "
    "Turnout is expected to be high after a campaign about taxes and schools."
)
BOXING = (
    "Boxer Leo Brandt kept his heavyweight belt with a knockout of {rival} in the {round} round in {town} on Saturday. {detail} "
    "Brandt's trainer praised the champion's left hand."
)


def article(number: int, text: str, *, title: str = "", published: datetime | None = None) -> Article:
    return Article(id=f"a{number}", title=title, text=text, source="wire", url=None, published_at=published)


def stories(*texts: str) -> list[str]:
    articles = [article(number, text) for number, text in enumerate(texts)]
    return group(articles, [Reading(article_id=a.id, language="en") for a in articles])


def test_no_article_has_no_story() -> None:
    assert stories() == []


def test_one_article_is_its_own_story() -> None:
    assert stories(BRIDGE) == ["a0"]


def test_two_articles_on_one_matter_are_one_story() -> None:
    assert stories(BRIDGE, BRIDGE_AGAIN) == ["a0", "a0"]


def test_two_articles_on_two_matters_are_two_stories() -> None:
    assert stories(BRIDGE, ELECTION) == ["a0", "a1"]


def test_copies_with_another_dateline_are_one_story() -> None:
    assert stories(ELECTION, BRIDGE, "NORSTAD (Wire) - " + ELECTION) == ["a0", "a1", "a0"]


def test_texts_without_words_are_stories_of_their_own() -> None:
    assert stories("", "", "...") == ["a0", "a1", "a2"]


def test_two_fights_of_one_boxer_are_two_stories() -> None:
    first = [
        BOXING.format(rival="Carlos Vega", round=r, town="Hamburg", detail=d)
        for r, d in (
            ("third", "Vega, a Chilean, had lost twice before and went down under a hook."),
            ("third", "The Chilean Vega was counted out in Hamburg after a hook to the chin."),
            ("3rd", "Vega of Chile took hooks from the first bell; Hamburg cheered."),
        )
    ]
    second = [
        BOXING.format(rival="Samuel Okoro", round=r, town="Lagos", detail=d)
        for r, d in (
            ("ninth", "Okoro, a Nigerian policeman, bled over an eye and the referee stopped it."),
            ("ninth", "The Nigerian Okoro bled; a referee stepped in before the home crowd of Lagos."),
            ("9th", "Policeman Okoro could not see for blood, and in Lagos the referee waved it off."),
        )
    ]

    found = stories(*first, *second, BRIDGE, ELECTION, BRIDGE_AGAIN)

    assert len(set(found[:3])) == len(set(found[3:6])) == 1
    assert found[0] != found[3]
    assert found[6] == found[8] != found[7]


def test_the_facts_of_events_bring_articles_together() -> None:
    town = Place(id="gn:1", name="Alma", kind="town")
    texts = (
        "Smoke rose over the market, said a trader who lost his stall.",
        "Nurses worked through the night, a surgeon told us.",
    )
    articles = [article(number, text) for number, text in enumerate(texts)]
    raids = [Reading(article_id=a.id, language="en", events=(Event(what="raid", where=town, main=True),)) for a in articles]

    assert stories(*texts) == ["a0", "a1"]
    assert group(articles, raids) == ["a0", "a0"]


@settings(max_examples=50)
@given(st.lists(st.text(max_size=40) | st.sampled_from([BRIDGE, ELECTION, BRIDGE_AGAIN]), max_size=9))
def test_any_texts_get_a_story_each(texts: list[str]) -> None:
    found = stories(*texts)

    assert len(found) == len(texts)
    assert all(found[int(story[1:])] == story for story in found)
