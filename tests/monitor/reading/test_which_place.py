"""Which of the places of one name is meant: the district named beside it, how the outlet speaks, where it is at home."""

from __future__ import annotations

import pytest

from monitor.model.article import Article
from monitor.reading.names.outlet import homes
from monitor.reading.names.places import find_places
from tests.monitor.reading.geography import gazetteer, mentions, pipeline
from workers.package_data import name_words


def meant(text: str) -> dict[str, str | None]:
    return {m.text: m.place.admin1 or m.place.country for m in mentions(text)}


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("A Paris man was taken to the Henry County jail on Monday.", "Paris", "Tennessee"),
        ("A Richmond man was taken to the Madison County jail.", "Richmond", "Kentucky"),
        ("A Richmond man was taken to the Madison County jail.", "Madison County", "Kentucky"),
        ("Albany police asked Georgia for help.", "Albany", "Georgia"),
        ("An Albany man was arraigned on felony counts; Georgia troopers had found him.", "Georgia", "Georgia"),
        ("Two won the lottery, one of them in Florida; the other is from Albany, New York.", "Florida", "Florida"),
    ],
)
def test_a_town_and_its_district_named_apart_settle_each_other(text: str, name: str, province: str) -> None:
    assert meant(text)[name] == province


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The mayor of Paris met the French president.", "Paris", "FR"),
        ("Georgia's army crossed from Tbilisi, and Albany sent a letter.", "Georgia", "GE"),
        ("A court in Richmond heard of a felony.", "Richmond", "US"),
        ("Trains from London to Oxford were late, the councillor for the motorway said.", "Oxford", "GB"),
        ("Berlin and Hanover agreed, the German minister said.", "Berlin", "DE"),
        ("London was quiet.", "London", "GB"),
        ("London police Const. Kim Flett said two men were held.", "London", "CA"),
        ("Vancouver police Const. Tim Vance spoke near the Mount Pleasant neighbourhood.", "Mount Pleasant", "CA"),
        ("Vancouver police and the sheriff arrested a freshman on a felony count in Mount Pleasant.", "Mount Pleasant", "US"),
    ],
)
def test_without_such_a_district_the_well_known_place_stays(text: str, name: str, country: str) -> None:
    assert {m.text: m.place.country for m in mentions(text)}[name] == country


def article(url: str | None, *tags: str) -> Article:
    return Article(id="a", title="", text="", source="desk", url=url, tags=tags)


@pytest.mark.parametrize(
    ("url", "tags", "countries"),
    [
        ("https://desk.example.co.uk/news/1", (), ["GB"]),
        ("https://desk.example.ca/a", (), ["CA"]),
        ("https://desk.example.com/a", ("iraq", "war"), ["IQ"]),
        ("https://desk.example.ie/a", ("ireland",), ["IE"]),
        ("https://desk.example.com/a", (), []),
        ("https://desk.example.io/a", (), []),
        ("https://desk.example.tv/a", ("world",), []),
        ("http://[broken", (), []),
        (None, (), []),
    ],
)
def test_an_outlet_is_at_home_where_its_address_or_tags_say(url: str | None, tags: tuple[str, ...], countries: list[str]) -> None:
    assert [p.id for p in homes(article(url, *tags), gazetteer(), name_words())] == countries


@pytest.mark.parametrize(("url", "country"), [("https://a.example.ca/", "CA"), ("https://a.example.co.uk/", "GB"), (None, "GB")])
def test_an_outlets_home_settles_what_the_text_leaves_open(url: str | None, country: str) -> None:
    doc = pipeline()("A man was stabbed to death in London early on Sunday.")

    found = find_places(doc, gazetteer(), name_words(), hints=homes(article(url), gazetteer(), name_words()))

    assert found[0].place.country == country


def test_swat_officers_are_no_valley() -> None:
    assert "SWAT" not in meant("An Albany SWAT team raided the house.")


def test_a_side_of_a_town_is_no_town_elsewhere() -> None:
    assert "North Side" not in meant("Two were shot in the North Side of Richmond, Virginia, on Monday.")


def test_a_rank_is_no_place_that_sounds_alike() -> None:
    assert "Cpl" not in meant("Soldiers in Kabul, Afghanistan, told of Cpl Vance; the body of Cpl Vance was flown home.")


@pytest.mark.parametrize(
    ("text", "name"), [("Troops entered the West Bank.", "West Bank"), ("Storms hit the East Coast.", "East Coast")]
)
def test_a_bank_or_coast_that_is_a_region_stays_one(text: str, name: str) -> None:
    assert name in meant(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chelsea beat Liverpool 2-1 on Sunday.", "Liverpool"),
        ("Arsenal lost to Barcelona in the final, the best match of their season.", "Barcelona"),
        ("Houston scored twice before halftime as Dallas lost.", "Houston"),
        ("Houston scored twice before halftime as Dallas lost.", "Dallas"),
    ],
)
def test_a_team_that_bears_a_towns_name_tells_no_place(text: str, name: str) -> None:
    assert [m.use for m in mentions(text) if m.text == name] == ["part"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rebels lost Homs and Aleppo; the army won Hama on Sunday.", "Homs"),
        ("The army beat the rebels in Homs; 20-30 were killed.", "Homs"),
        ("A blast at the stadium in Liverpool killed two fans after the game; the team won 2-1.", "Liverpool"),
        ("The match in Barcelona was the last game of the season; Arsenal lost.", "Barcelona"),
    ],
)
def test_a_town_where_something_happens_is_no_team(text: str, name: str) -> None:
    assert [m.use for m in mentions(text) if m.text == name] == ["name"]


@pytest.mark.parametrize(
    ("title", "text", "meant_by_title"),
    [
        ("Air strikes on Idlib kill ten", "Planes hit Saraqib. Other towns of Idlib province were hit too.", "SY.Idlib"),
        ("Bomb in Idlib kills ten", "A bomb went off in a market in Idlib city on Monday.", "gn:169389"),
        ("Bomb in Idlib kills ten", "Shells hit Idlib, and other towns of Idlib province.", "gn:169389"),
    ],
)
def test_a_headline_means_the_province_when_the_text_speaks_of_it_alone(title: str, text: str, meant_by_title: str) -> None:
    assert [m.place.id for m in mentions(text, title) if m.span.part == "title"] == [meant_by_title]
