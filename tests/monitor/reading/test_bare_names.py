"""A name that a town shares with its province: the words around it say which, or the place says that it may be either."""

from __future__ import annotations

import pytest

from tests.monitor.reading.geography import mentions
from tests.monitor.reading.newsroom import deadly

CITY, PROVINCE = ("gn:169577", ""), ("SY.Homs", "")


def homs(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """(id, id of what it may be besides) of each Homs that is named."""
    return [(m.place.id, m.place.either) for m in mentions(text, title) if "Homs" in m.text or "حمص" in m.text]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A strike killed five people in Homs.", ("gn:169577", "SY.Homs")),
        ("A strike killed five people in the city of Homs.", CITY),
        ("A strike killed five people in Homs city.", CITY),
        ("A strike killed five people in Homs province.", PROVINCE),
        ("A strike killed five people in the Homs countryside.", PROVINCE),
        ("A strike killed five people in the Homs region.", PROVINCE),
        ("A strike killed five people in Palmyra, Homs.", PROVINCE),
        ("A strike killed five people in Palmyra in Homs.", PROVINCE),
        ("A strike killed five people in Palmyra in the eastern Homs desert.", PROVINCE),
        ("A strike killed five people in the Homs town of Palmyra.", PROVINCE),
        ("A strike killed five people in Homs, Syria.", ("SY.Homs", "gn:169577")),
        ("A strike killed five people in Homs and Hama provinces.", PROVINCE),
        ("قتل خمسة أشخاص في محافظة حمص", PROVINCE),
        ("قتل خمسة أشخاص في ريف حمص", PROVINCE),
    ],
)
def test_the_words_around_a_bare_name_say_which_place_it_means(text: str, meant: tuple[str, str]) -> None:
    assert homs(text) == [meant]


def test_an_article_that_speaks_of_the_city_once_means_it_throughout() -> None:
    assert homs("A strike hit Homs on Tuesday. Hospitals in the city of Homs took in the wounded.") == [CITY, CITY]


def test_a_headline_means_the_province_that_its_text_names() -> None:
    assert homs("A strike killed five people in Homs province on Tuesday.", "Strike in Homs")[0] == PROVINCE
    [strip, *_] = mentions("A strike killed five people in the Gaza Strip on Tuesday.", "Strike on Gaza")
    assert (strip.place.id, strip.place.either) == ("PS.Gaza Strip", "")


@pytest.mark.parametrize("name", ["Palmyra", "Damascus International Airport", "Syria", "Kyiv"])
def test_a_name_of_one_place_is_never_in_doubt(name: str) -> None:
    assert [m.place.either for m in mentions(f"A strike killed five people in {name}.")] == [""]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Air strikes hit Khartoum and Omdurman and killed 20 people.", ["Khartoum", "Omdurman"]),
        ("Air strikes hit Khartoum and Omdurman. Twenty people were killed, doctors said.", ["Khartoum", "Omdurman"]),
        ("Missiles killed eight people in Sumy, Poltava and Chernihiv.", ["Sumy", "Poltava", "Chernihiv"]),
        ("A bomb killed three people on the road between Khartoum and Omdurman.", ["Khartoum"]),
        ("Strikes killed 12 people in Khartoum, and Omdurman was shelled.", ["Khartoum"]),
        ("Air strikes killed two people in Sarmada, Idlib, and wounded four.", ["Sarmada"]),
        ("Air strikes killed three and two people in Khartoum and Omdurman respectively.", ["Khartoum"]),
    ],
)
def test_towns_that_are_named_in_one_breath_are_places_of_one_event(text: str, places: list[str]) -> None:
    event = deadly(text)

    assert event.where is not None
    assert [p.name for p in (event.where, *event.also)] == places


def test_a_town_with_dead_of_its_own_is_an_event_of_its_own() -> None:
    news = "Air strikes hit Khartoum and Omdurman. Twelve people were killed in Khartoum and eight in Omdurman, doctors said."

    event = deadly(news)

    assert event.also == () and event.killed is not None and event.killed.low == 12


def test_dead_of_two_towns_in_one_sentence_do_not_add_up() -> None:
    event = deadly("Missiles killed three people in Kyiv and two in Odesa.")

    assert event.where is not None and event.where.name == "Kyiv"
    assert event.killed is not None and event.killed.low == 3


@pytest.mark.parametrize(
    ("text", "part", "town"),
    [
        ("Shells killed four people in the Sheikh Maqsoud district of Aleppo.", "Sheikh Maqsoud", "gn:170063"),
        ("A drone killed one person in the Podil district of Kyiv.", "Podil", "gn:703448"),
        ("A drone killed one person in the Kyiv district of Podil.", "Podil", None),
        ("A bomb killed one person in the Hodan neighbourhood of Mogadishu.", "Hodan", "gn:53654"),
    ],
)
def test_a_quarter_lies_in_the_town_that_the_text_names_with_it(text: str, part: str, town: str | None) -> None:
    where = deadly(text).where

    assert where is not None and where.name == part
    assert town is None or where.inside(town)


def test_a_district_far_from_the_city_is_no_part_of_it() -> None:
    where = deadly("Shelling killed one person in the Kupiansk district of Kharkiv.").where

    assert where is not None and not where.inside("gn:706483")


def test_the_region_of_a_city_that_is_a_province_by_itself_lies_around_it() -> None:
    where = deadly("A drone strike killed three people in the Kyiv region on Tuesday.").where

    assert where is not None and where.id == "UA.Kiev"
