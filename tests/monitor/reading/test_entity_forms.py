"""Names with their titles, offices without a name, bands, capitals, headlines: for and against, by linguistic cause."""

from __future__ import annotations

import pytest

from tests.monitor.reading.geography import labelled


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He met Prime Minister Karim Odeh on Sunday.", "Prime Minister Karim Odeh"),
        ("A letter from Defence Secretary Peter Vance arrived.", "Defence Secretary Peter Vance"),
        ("The Foreign Secretary welcomed the truce.", "Foreign Secretary"),
        ("They asked the President for help.", "President"),
        ("Villagers hid with Tarvin Ebbesk. On Friday Ebbesk fled.", "Ebbesk"),
        ('"We ran," said Murhaf.', "Murhaf"),
        ("Rescuers found 14-year-old Murhaf alive.", "Murhaf"),
        ("Murhaf, 31, was among the wounded.", "Murhaf"),
        ("Ursula von der Leyen flew home.", "Ursula von der Leyen"),
    ],
)
def test_somebody_is_named_by_title_office_age_or_speech(text: str, name: str) -> None:
    assert labelled(text).get(name) == "PERSON"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The so-called Islamic State lost the town.", "Islamic"),
        ("She is deputy Middle East director of the office.", "Middle"),
        ("The president of the club was late.", "president"),
        ("A Minister must answer questions.", "Minister"),
        ("Lindsay Ronan Leaves Court After Long Trial", "Lindsay Ronan Leaves Court"),
        ("President Says Talks Will Begin Next Week", "President Says"),
        ("Heavy rain fell. Rain is welcome.", "Rain"),
        ("On Nov. 5 the bridge was closed.", "Nov"),
    ],
)
def test_what_only_looks_like_somebody_is_nobody(text: str, name: str) -> None:
    assert name not in labelled(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kurdish fighters held the hill.", "Kurdish fighters"),
        ("Shia Muslim militiamen joined them.", "Shia Muslim militiamen"),
        ("The Defense Department has confirmed it.", "Defense Department"),
        ("Soldiers of the 71st Signal Battalion left.", "71st Signal Battalion"),
        ("The dam was built by the German company Zorbel.", "Zorbel"),
        ("A group called Zorbel took the blame.", "Zorbel"),
        ("Jaish al-Zorbel shelled the road.", "Jaish al-Zorbel"),
        ("Liwa Zorbel joined the talks.", "Liwa Zorbel"),
        ("Officers of XCENTCOM flew in.", "XCENTCOM"),
    ],
)
def test_bands_units_firms_and_long_acronyms_are_organisations(text: str, name: str) -> None:
    assert labelled(text).get(name) == "ORG"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An IED went off near a MRAP.", "IED"),
        ("The plant makes 84 MW of power.", "MW"),
        ("UPDATE: the road is open again.", "UPDATE"),
        ("The call is at 9 AM GMT.", "GMT"),
        ("Kurdish songs were sung.", "Kurdish songs"),
        ("The company that Zorbel left is gone.", "company"),
        ("Windsor Joins Big Trade Program", "Windsor Joins Big Trade Program"),
        ("The 71st day of the siege ended.", "71st"),
        ("Fighters said the town was calm.", "Fighters"),
    ],
)
def test_capitals_and_nouns_that_are_no_body(text: str, name: str) -> None:
    assert labelled(text).get(name) != "ORG"


def test_a_place_takes_its_noun_before_a_comma_or_stop_too() -> None:
    said = labelled("The line runs to the Tigris river, and on into southern Kirkuk Province.")

    assert {"Tigris river", "southern Kirkuk Province"} <= set(said)
