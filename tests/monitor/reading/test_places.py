"""Which words are places, and which places they are: sentences of our own, by linguistic cause."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading.names.places import find_places
from tests.monitor.reading.geography import gazetteer, mentions, named, pipeline
from workers.package_data import name_words


def place_of(text: str, name: str) -> str:
    found = named(text)
    assert name in found, f"{name!r} is not among {found}"
    return found[name]


@pytest.mark.parametrize(
    ("text", "name", "inside"),
    [
        ("A clash broke out in Tripoli, Lebanon, on Monday.", "Tripoli", "LB"),
        ("Militias fought in Tripoli while Libya's parliament met in Tobruk.", "Tripoli", "LY"),
        ("Rain fell in Paris, Texas, and in Dallas.", "Paris", "US.Texas"),
        ("The French president spoke in Paris.", "Paris", "FR"),
        ("Officials in Tbilisi said Georgia would ask Moscow to explain.", "Georgia", "GE"),
        ("Atlanta is the capital of Georgia, and Savannah its oldest city.", "Georgia", "US.Georgia"),
        ("Troops entered Hama and Homs, and shells fell on Aleppo.", "Homs", "SY"),
        ("The Alexandria library reopened, and Cairo sent a minister to Alexandria.", "Alexandria", "EG"),
        ("Fire crews in Alexandria, Virginia, were called out twice.", "Alexandria", "US.Virginia"),
        ("Floods hit Cordoba after Seville and Granada.", "Cordoba", "ES"),
        ("Storms crossed Cordoba, Argentina, at night.", "Cordoba", "AR.Cordoba"),
        ("The bridge at London, Ontario, was closed.", "London", "CA.Ontario"),
        ("The mayor of Birmingham, Alabama, resigned.", "Birmingham", "US.Alabama"),
        ("Gunmen attacked a market in Damascus.", "Damascus", "SY"),
        ("A crash in Moscow, Idaho, closed the road.", "Moscow", "US.Idaho"),
        ("Iraqi forces took Sinjar from the militants, who fled towards Mosul.", "Sinjar", "IQ"),
        ("Hundreds fled Hasakah as fighting neared Qamishli.", "Hasakah", "SY.Al-Hasakah"),
        ("Victoria, in British Columbia, was quiet.", "Victoria", "CA"),
    ],
)
def test_a_name_borne_by_many_places_means_the_one_the_text_is_about(text: str, name: str, inside: str) -> None:
    found = {m.text: m.place for m in mentions(text)}

    assert found[name].inside(inside), found[name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Hilton opened a shop.", "Paris"),
        ("The novelist Jack London wrote of dogs.", "London"),
        ("Reporters asked Mr Lincoln about the vote.", "Lincoln"),
        ("Sydney Pollack made films.", "Sydney"),
        ("A statement by President Jackson was read out.", "Jackson"),
        ("Chelsea Clinton gave a speech; Clinton smiled.", "Clinton"),
        ("Abu Bakr al-Baghdadi was killed in a raid.", "Baghdadi"),
        ("The judge, Victoria Wood, adjourned.", "Victoria"),
        ("Jordan Peele directed it.", "Jordan"),
        ("Florence Nightingale trained nurses.", "Florence"),
        ("Spokesman Hassan Aleppo denied it.", "Aleppo"),
        ("Officer Darwin Houston, 34, was off duty.", "Houston"),
        ("Israel Katz met his colleagues.", "Israel"),
        ("Dr Austin declined to comment.", "Austin"),
        ("Austin Reed won. Later Reed thanked his coach.", "Reed"),
        ("Senator Diego Santiago voted no.", "Santiago"),
        ("Charlotte Brown, 29, was hurt.", "Charlotte"),
    ],
)
def test_people_who_bear_the_names_of_places_are_not_places(text: str, name: str) -> None:
    assert name not in named(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shares of Bank of America fell.", "America"),
        ("She joined the Church of England.", "England"),
        ("The Boston Globe reported it first.", "Boston"),
        ("According to the Washington Post, talks stalled.", "Washington"),
        ("A reporter of the Times of India was held.", "India"),
        ("The Jerusalem Post had the story.", "Jerusalem"),
    ],
)
def test_banks_churches_and_newspapers_are_not_the_places_they_are_named_after(text: str, name: str) -> None:
    assert name not in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reading is good for children.",
        "Mobile phones were banned.",
        "May was warm, and March was wet.",
        "On Sunday the Parliament voted.",
        "Bath time is at six.",
        "The Police found nothing.",
        "Royal visitors came.",
        "Of all the answers, none was right.",
        "Hamas and Fatah signed a paper.",
        "Sunni and Shiite clerics prayed together.",
        "Olympic rings hung over the door.",
        "He posted it on Facebook and Twitter.",
        "In April, Easter was late.",
        "The White House said nothing.",
        "It cost $US 20.",
    ],
)
def test_ordinary_words_with_a_capital_are_not_places(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize(
    "name",
    ["Deir ez-Zor", "Deir al-Zor", "Dayr az-Zawr", "Deir-al-Zour", "Deir Ezzor", "Deir el-Zor", "DEIR EZ-ZOR"],
)
def test_every_transliteration_of_deir_ez_zor_is_one_place(name: str) -> None:
    found = {m.place.admin1 for m in mentions(f"Syrian troops entered {name} on Friday.") if m.use == "name"}

    assert found == {"Deir ez-Zor"}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Idleb", "SY"),
        ("Saraqeb", "SY"),
        ("Khan Sheikhun", "SY"),
        ("Ma'arrat al-Nu'man", "SY"),
        ("Al-Raqqa", "SY"),
        ("al-Bab", "SY"),
        ("Tal Afar", "IQ"),
        ("Sana'a", "YE"),
        ("Hodeidah", "YE"),
        ("Kharkov", "UA"),
        ("El Fasher", "SD"),
        ("Khan Yunis", "PS"),
    ],
)
def test_other_spellings_of_a_town_are_known(name: str, country: str) -> None:
    found = {m.text: m.place.country for m in mentions(f"Shells fell in {name} at dawn.")}

    assert found.get(name) == country


@pytest.mark.parametrize(
    ("text", "adjective", "country"),
    [
        ("Syrian soldiers advanced.", "Syrian", "SY"),
        ("A Russian jet crashed.", "Russian", "RU"),
        ("The South Korean minister agreed.", "South Korean", "KR"),
        ("U.S.-led air strikes went on.", "U.S.", "US"),
    ],
)
def test_an_adjective_speaks_of_its_country_but_names_no_place(text: str, adjective: str, country: str) -> None:
    found = {m.text: (m.use, m.place.id) for m in mentions(text)}

    assert found[adjective] == ("adjective", country)


@pytest.mark.parametrize("text", ["Syrians waited in line.", "Most Americans agree.", "Two Russians were held."])
def test_the_name_of_a_people_is_no_place(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SOUTH CHARLESTON, W.Va. -- A man was shot.", "SOUTH CHARLESTON"),
        ("BEIRUT (AP) - Gunmen opened fire.", "BEIRUT"),
        ("MIDDLETOWN -- Police found a car.", "MIDDLETOWN"),
        ("KABUL, Afghanistan -- A bomb went off.", "KABUL"),
        ("Sochi — The mayor stepped down.", "Sochi"),
    ],
)
def test_the_place_of_a_dateline_is_found(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize("text", ["Students of Aleppo University left.", "She studied at the University of Aleppo."])
def test_a_place_inside_the_name_of_an_organisation_is_a_part_of_it(text: str) -> None:
    assert [(m.text, m.use) for m in mentions(text)] == [("Aleppo", "part")]


def test_a_state_abbreviation_behind_a_town_settles_the_town_and_is_a_place_itself() -> None:
    found = {m.text: m.place for m in mentions("CHARLESTON, W.Va. -- The road was closed.")}

    assert found["CHARLESTON"].admin1 == "West Virginia"
    assert found["W.Va."].id == "US.West Virginia"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Idlib's hospitals are full.", "Idlib"),
        ("Iran's foreign minister left.", "Iran"),
        ("The Beirut-based group objected.", "Beirut"),
        ("The Baghdad-born poet read.", "Baghdad"),
        ("Fighting in north-western Syria went on.", "Syria"),
        ("Families from Homs and Hama arrived.", "Hama"),
        ("Towns near Kirkuk, Mosul and Erbil were searched.", "Erbil"),
        ("The road to Aleppo is cut.", "Aleppo"),
        ("The United Arab Emirates sent aid.", "United Arab Emirates"),
        ("The Vatican agreed.", "Vatican"),
        ("He lives in The Hague.", "The Hague"),
        ("Ships passed the Strait of Hormuz.", "Strait of Hormuz"),
        ("They crossed the Euphrates River by boat.", "Euphrates River"),
        ("Rebels hold most of Eastern Ghouta.", "Eastern Ghouta"),
        ("Aid entered through Bab al-Hawa.", "Bab al-Hawa"),
        ("The US and the UK disagreed.", "US"),
        ("Drones struck Ain al-Asad air base.", "Ain al-Asad"),
    ],
)
def test_possessives_hyphens_lists_and_articles_leave_the_name_alone(text: str, name: str) -> None:
    assert name in named(text)


def test_a_province_said_as_such_is_not_its_town() -> None:
    assert place_of("Fighting went on across Idlib province.", "Idlib") == "SY.Idlib"


def test_a_city_said_as_such_is_not_its_province() -> None:
    assert place_of("The city of Idlib was quiet.", "Idlib") == "gn:169389"


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("A drone hit the village of Qarzufalin in Raqqa province.", "Qarzufalin", "SY.Ar-Raqqah"),
        ("The town of Zorvanak in northern Iraq was shelled.", "Zorvanak", "IQ"),
        ("Shells fell on Dellmarsh, a town in Ohio.", "Dellmarsh", "US.Ohio"),
        ("Crews worked in Thorpeville, Okla., all night.", "Thorpeville", "US.Oklahoma"),
        ("A car was found in Quillbury, Ontario.", "Quillbury", "CA.Ontario"),
    ],
)
def test_a_place_no_gazetteer_has_lies_in_the_parent_that_the_text_names(text: str, name: str, parent: str) -> None:
    found = {m.text: m.place for m in mentions(text)}

    assert found[name].kind == "unlisted"
    assert found[name].inside(parent)


def test_a_street_lies_in_the_town_the_article_is_about() -> None:
    text = "Police in Columbus, Ohio, closed Harrow Street. Columbus police said the street reopens on Monday."
    street = next(m.place for m in mentions(text) if m.text == "Harrow Street")

    assert street.kind == "unlisted"
    assert street.inside("US.Ohio")


def test_one_name_has_one_meaning_throughout_an_article() -> None:
    text = (
        "A fire broke out in Springfield, Illinois. The mayor of Springfield thanked the crews. Springfield has 114,000 people."
    )

    found = {m.place.id for m in mentions(text) if m.text == "Springfield"}

    assert len(found) == 1


def test_the_title_shares_the_meaning_of_the_text() -> None:
    title = pipeline()("Two hurt in Tripoli")
    text = pipeline()("Shots were fired in Tripoli, Lebanon, at dawn.")

    found = [m for m in find_places(text, gazetteer(), name_words(), title=title) if m.text == "Tripoli"]

    assert [m.span.part for m in found] == ["title", "text"]
    assert {m.place.country for m in found} == {"LB"}


def test_where_the_outlet_is_decides_when_nothing_else_does() -> None:
    texas = gazetteer().find("Texas, United States")[0]

    doc, hints = pipeline()("A man from Athens was arrested."), [texas, *gazetteer().find("Tyler, Texas")[:1]]

    found = find_places(doc, gazetteer(), name_words(), hints=hints)

    assert found[0].place.admin1 == "Texas"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("قتل 12 شخصا في غارة على بلدة أطمة في إدلب شمال سوريا.", ["text:SY.Idlib/atmeh", "gn:169389", "SY"]),
        ("قصف الطيران مدينة دير الزور ومحيط الرقة.", ["gn:170794", "gn:172955"]),
        ("اجتمع الوزراء اليوم وناقشوا الأوضاع الاقتصادية في البلاد.", []),
    ],
)
def test_places_are_found_in_arabic(text: str, ids: list[str]) -> None:
    assert [m.place.id for m in mentions(text) if m.use == "name"] == ids


def test_counties_of_a_list_are_counties() -> None:
    found = {m.text: m.place.id for m in mentions("Deputies of Eastland and Callahan counties in Texas met.")}

    assert found["Callahan"] == "US.Texas.Callahan County"


def test_spans_count_the_characters_of_their_own_part() -> None:
    text = "Near Mosul,\nin Iraq, «Baghdad» waits — and Erbil’s markets too."

    found = mentions(text)

    assert {m.text for m in found} == {"Mosul", "Iraq", "Baghdad", "Erbil"}
    assert all(text[m.span.start : m.span.end] == m.text for m in found)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash_and_spans_stay_inside(text: str) -> None:
    for m in find_places(pipeline()(text), gazetteer(), name_words()):
        assert 0 <= m.span.start < m.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Five died in Mosul. Gunmen killed them in the village of Tsafeena, 45 km away.", "Tsafeena", "text:gn:99072/tsafeena"),
        ("Five died in Mosul. The Zarqiyya neighbourhood was hit.", "Zarqiyya", "text:gn:99072/zarqiyya"),
        ("Five died in Mosul. The Zarqiyya neighbourhood was hit. Zarqiyya burns.", "Zarqiyya", "text:gn:99072/zarqiyya"),
    ],
)
def test_what_is_called_a_village_is_a_place_though_nobody_says_in_what(text: str, name: str, place_id: str) -> None:
    found = [m.place.id for m in mentions(text) if m.text == name]

    assert found == [place_id] * text.count(name)


def test_an_adjective_before_an_island_is_no_name_of_it() -> None:
    assert "Kuwaiti" not in named("He was held on the Kuwaiti island of Failaka, and was taken prisoner.")
