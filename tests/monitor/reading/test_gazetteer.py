"""The gazetteer: what it knows, by which names, and what contains what."""

from __future__ import annotations

import time

import pytest

from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.place_words import PlaceEntry, PlaceWords, parse_place_words
from monitor.reading.names.toponyms import bare, key, skeleton
from tests.monitor.reading.geography import DATA, gazetteer, place_words
from workers.package_data import name_words


def with_words(words: PlaceWords) -> Gazetteer:
    return Gazetteer.from_bytes(DATA.joinpath("gazetteer.npz").read_bytes(), name_words()["province_endings"], [words])


@pytest.mark.parametrize(
    "name",
    [
        "Aleppo",
        "Damascus",
        "Rif Dimashq",
        "Idlib",
        "Deir ez-Zor",
        "Raqqa",
        "Homs",
        "Hama",
        "Hasakah",
        "Daraa",
        "Latakia",
        "Tartus",
        "Quneitra",
        "Suwayda",
    ],
)
def test_each_governorate_of_syria_is_found_as_a_province(name: str) -> None:
    first = gazetteer().find(f"{name}, Syria")[0]

    assert (first.kind, first.country) == ("admin1", "SY")


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Syria", "SY"),
        ("U.S.", "US"),
        ("Britain", "GB"),
        ("DRC", "CD"),
        ("Ivory Coast", "CI"),
        ("Czech Republic", "CZ"),
        ("Türkiye", "TR"),
        ("إدلب", "SY.Idlib"),
        ("أطمة", "text:SY.Idlib/atmeh"),
        ("بغداد", "IQ.Baghdad"),
        ("Київ", "gn:703448"),
        ("Africa", "region:africa"),
        ("Eastern Ghouta", "region:eastern-ghouta"),
        ("East Ghouta", "region:eastern-ghouta"),
        ("Idlib governorate, Syria", "SY.Idlib"),
        ("Nord-Kivu", "CD.Nord Kivu"),
        ("Kharkiv Oblast, Ukraine", "UA.Kharkivs’ka Oblast’"),
        ("Strait of Hormuz", "other:strait-of-hormuz"),
    ],
)
def test_the_best_known_place_of_a_name_comes_first(name: str, place_id: str) -> None:
    assert gazetteer().find(name)[0].id == place_id


def test_a_name_that_two_places_bear_lists_both() -> None:
    ids = {p.id for p in gazetteer().find("Georgia")}

    assert {"GE", "US.Georgia"} <= ids


def test_a_province_comes_before_the_town_it_is_named_after() -> None:
    kinds = [p.kind for p in gazetteer().find("Aleppo, Syria")]

    assert kinds[:2] == ["admin1", "town"]


def test_a_country_narrows_the_choice() -> None:
    assert {p.country for p in gazetteer().find("Tripoli", country="LB")} == {"LB"}


def test_a_container_narrows_the_choice() -> None:
    assert [p.admin1 for p in gazetteer().find("Springfield, Illinois")][:1] == ["Illinois"]


def test_a_name_that_only_sounds_like_a_place_is_none_of_its_spellings() -> None:
    assert [f.place.name for f in gazetteer().alike("Khaan Shaykhoon", {"SY"})] == ["Khān Shaykhūn"]
    assert gazetteer().find("Khaan Shaykhoon, Syria") == gazetteer().find("Khaan Shaykhoon", country="SY") == []


def test_an_unknown_name_is_not_found() -> None:
    assert gazetteer().find("Qwertzuiopü") == []
    assert gazetteer().find("") == []


def test_a_town_is_inside_its_province_and_its_country_and_not_inside_itself() -> None:
    town = next(p for p in gazetteer().find("Saraqib", country="SY") if p.kind == "town")

    assert town.inside("SY.Idlib") and town.inside("SY") and town.inside(town.id)
    assert town.id not in town.within
    assert not town.inside("SY.Aleppo")


def test_a_region_may_lie_in_several_provinces() -> None:
    plain = PlaceEntry(name="Testing Plain", kind="region", parents=("Idlib, Syria", "Aleppo, Syria"), lat=1.0, lon=2.0)

    found = with_words(PlaceWords(places=(plain,))).find("Testing Plain")[0]

    assert found.within == {"SY", "SY.Idlib", "SY.Aleppo"}
    assert found.country == "SY" and found.admin1 is None


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("El Fasher, Sudan", "region:darfur"),
        ("Kadugli, Sudan", "region:kordofan"),
        ("Kramatorsk, Ukraine", "region:donbas"),
        ("Luhansk, Ukraine", "region:donbas"),
        ("Sevastopol, Ukraine", "region:crimea"),
        ("Goma, Democratic Republic of the Congo", "region:kivu"),
        ("Erbil, Iraq", "region:iraqi-kurdistan"),
        ("Gao, Mali", "region:azawad"),
        ("Gao, Mali", "region:sahel"),
        ("Mali", "region:africa"),
        ("Masisi", "CD.Nord Kivu"),
        ("Minova", "region:kivu"),
        ("Zamzam camp", "region:darfur"),
        ("Moura, Mali", "ML.Mopti"),
        ("Tongo Tongo", "region:sahel"),
        ("Maungdaw", "MM.Rakhine"),
        ("Marjah", "AF.Helmand"),
        ("Saky air base", "region:crimea"),
        ("Mays al-Jabal", "LB"),
        ("Heathrow", "GB.England"),
        ("Atmeh, Idlib, Syria", "region:middle-east"),
    ],
)
def test_what_lies_in_a_province_lies_in_the_region_that_contains_it(inner: str, outer: str) -> None:
    place = gazetteer().find(inner)[0]

    assert place.inside(outer)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("Khartoum, Sudan", "region:darfur"),
        ("Kharkiv, Ukraine", "region:donbas"),
        ("Kinshasa", "region:kivu"),
        ("Mosul, Iraq", "region:iraqi-kurdistan"),
        ("Darfur", "SD.Northern Darfur"),
        ("Donbas", "UA.Donetsk"),
        ("Africa", "SD"),
        ("Masisi", "CD.South Kivu"),
        ("Southern Kordofan, Sudan", "SD.West Kordofan State"),
        ("Abu Shouk camp", "SD.Southern Darfur"),
    ],
)
def test_a_region_holds_neither_its_neighbours_nor_lies_in_its_parts(inner: str, outer: str) -> None:
    place = gazetteer().find(inner)[0]

    assert not place.inside(outer)


def test_a_region_that_contains_no_place_is_a_mistake() -> None:
    nowhere = PlaceEntry(name="Testing Plain", kind="region", contains=("SD.Neverland",))

    with pytest.raises(ValueError, match="Neverland"):
        with_words(PlaceWords(places=(nowhere,)))


def test_a_city_that_is_a_province_knows_the_one_around_it() -> None:
    around = gazetteer().around

    assert {"SY.Dimashq": "SY.Rif-dimashq", "UA.Kyiv City": "UA.Kiev"}.items() <= {i: p.id for i, p in around.items()}.items()


@pytest.mark.parametrize("name", ["a," * 5000, "Idlib, " * 6 + "Syria", "x" * 5000, ",,,,,,", ","])
def test_a_name_beyond_all_reason_is_no_place(name: str) -> None:
    assert gazetteer().find(name) == []


def test_a_place_of_the_vocabulary_may_lie_in_another_whatever_their_order() -> None:
    inner = PlaceEntry(name="Inner Testing", kind="site", parents=("Outer Testing",), lat=1.0, lon=2.0)
    outer = PlaceEntry(name="Outer Testing", kind="region", parents=("Idlib, Syria",), lat=1.0, lon=2.0)
    words = PlaceWords(places=(inner, outer))

    found = with_words(words).find("Inner Testing")

    assert found[0].within == {"region:outer-testing", "SY.Idlib", "SY"}


def test_a_place_of_the_vocabulary_without_a_known_parent_is_a_mistake() -> None:
    words = PlaceWords(places=(PlaceEntry(name="Nowhere", kind="town", parents=("Neverland",)),))

    with pytest.raises(ValueError, match="Neverland"):
        with_words(words)


@pytest.mark.parametrize(
    "text",
    ["- a list", "plases: []", "places: [{name: X, kind: galaxy}]", "places: [{kind: town}]", "places: [{name: X, inn: Syria}]"],
)
def test_a_vocabulary_file_that_says_something_else_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match=r"places? "):
        parse_place_words(text)


@pytest.mark.clock
def test_loading_takes_well_under_a_second() -> None:
    data, divisions = DATA.joinpath("gazetteer.npz").read_bytes(), name_words()["province_endings"]
    began = time.process_time()

    Gazetteer.from_bytes(data, divisions, place_words())

    assert time.process_time() - began < 2.0  # measured 0.3 s; the margin is for a busy machine


def test_every_place_of_the_vocabulary_has_coordinates_on_earth() -> None:
    for words in place_words():
        for entry in words.places:
            assert entry.lat is not None and -90 <= entry.lat <= 90, entry
            assert entry.lon is not None and -180 <= entry.lon <= 180, entry


def test_places_of_the_vocabulary_lie_near_the_country_they_are_said_to_be_in() -> None:
    for words in place_words():
        for entry in words.places:
            found = [p for p in gazetteer().find(entry.name) if p.lat == entry.lat and p.country]
            for place in found:
                home = gazetteer().countries[str(place.country)]
                reach = 30 if home.id in ("RU", "US", "CA", "CN", "BR", "AU", "ID", "CL") else 15
                assert abs(float(place.lat or 0) - float(home.lat or 0)) < reach or home.id in ("RU", "US"), place
                assert abs(float(place.lon or 0) - float(home.lon or 0)) < 2 * reach or home.id in ("RU", "US"), place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "st etienne"),
        ("São Paulo", "sao paulo"),
        ("ŁÓDŹ", "lodz"),
        ("Ma’rib", "marib"),
        ("Mount  Sinjar", "mt sinjar"),
        ("at-Tanf", "al-Tanf"),
        ("إدلب", "ادلب"),
        ("الرَّقّة", "الرقه"),
    ],
)
def test_spellings_that_differ_in_form_alone_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Saraqib", "Saraqeb"), ("Khan Shaykhun", "Khan Sheikhoun"), ("Zabadani", "Zabdani"), ("Mayadin", "Mayadeen")],
)
def test_transliterations_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(key(one)) == skeleton(key(other)) != ""


@pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Aleppo", "Idlib"), ("Mosul", "Basra"), ("Kirkuk", "Karkar")])
def test_different_towns_have_different_skeletons(one: str, other: str) -> None:
    assert skeleton(key(one)) != skeleton(key(other)) or skeleton(key(one)) == ""


def test_an_article_that_is_an_english_word_stays_unless_a_hyphen_ties_it() -> None:
    assert bare(key("in Najaf"), arabic=False) == "in najaf"
    assert bare(key("an-Najaf"), arabic=False) == "najaf"
