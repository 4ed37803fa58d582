"""What was attacked, struck, raided or seized, in this event and no other way."""

from __future__ import annotations

import pytest

from monitor.model.article import Article
from monitor.model.targets import TARGETS
from tests.monitor.reading.english import words
from tests.monitor.reading.newsroom import PUBLISHED, language


def struck(text: str, title: str = "") -> list[str]:
    """The classes of all events."""
    reading = language().read(Article(id="1", title=title, text=text, source="our own", published_at=PUBLISHED))
    return list(dict.fromkeys(kind for event in reading.events for kind in event.target_kinds))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rockets hit a school and a clinic in Homs on Thursday, killing three people.", ["school", "health"]),
        ("Shells struck a mosque, a market and the courthouse of the town.", ["worship", "market", "government"]),
        ("Gunmen stormed the church in Kaduna on Sunday.", ["worship"]),
        ("A suicide bomber attacked a convoy of the Red Cross near Goma.", ["aid"]),
        ("Militants shot dead Karim Said, a journalist for a local daily, in Quetta.", ["journalists"]),
        ("Attackers blew up two electricity pylons near Diyala overnight.", ["utilities"]),
    ],
)
def test_the_object_of_an_act_was_attacked(text: str, kinds: list[str]) -> None:
    assert struck(text) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("An attack on a school killed two people in Kunduz.", ["school"]),
        ("A bomb exploded near a police patrol in Quetta on Thursday.", ["police"]),
        ("A roadside bomb targeting an army convoy exploded in Gao.", ["military"]),
        ("Gunmen opened fire on the house of a local judge in Cali, killing his brother.", ["government"]),
        ("Gunmen threw a grenade at the Turkish embassy in Athens.", ["diplomats"]),
        ("A car bomb went off in front of a hospital in Idlib.", ["health"]),
        ("Three people were shot dead in a mosque in Kano.", ["worship"]),
    ],
)
def test_what_an_act_was_aimed_at_was_attacked(text: str, kinds: list[str]) -> None:
    assert struck(text) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A clinic and a school were shelled in Donetsk on Thursday.", ["school", "health"]),
        ("Two buses carrying soldiers were ambushed near Gao.", ["military"]),
        ("The embassy came under heavy shelling in Khartoum.", ["diplomats"]),
        ("A teacher from Alma, in the north, was shot dead by gunmen.", ["school"]),
    ],
)
def test_the_subject_of_a_passive_was_attacked(text: str, kinds: list[str]) -> None:
    assert sorted(struck(text)) == sorted(kinds)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Gunmen killed two aid workers in Darfur on Thursday.", ["aid"]),
        ("A UN-contracted driver was shot and killed in Juba.", ["aid"]),
        ("Three staff members of an NGO were abducted in Maiduguri.", ["aid"]),
        ("A bombing in Kabul killed five nurses and a reporter.", ["health", "journalists"]),
    ],
)
def test_people_whom_it_befell_were_attacked(text: str, kinds: list[str]) -> None:
    assert struck(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded in the town of Alma. The wounded were taken to a hospital.",
        "Three people were killed in an air strike in Idlib, medics said.",
        "The army shelled the town of Alma on Thursday, police said.",
        "Five men were killed in a raid by police in Rio de Janeiro.",
        "A gunman killed a man in Police District 5 of Kabul.",
        "Sources attributed the attack in Kandahar, in which two men were killed, to the army.",
        "A teacher heard two explosions in Kabul; four men were killed.",
        "A bus left the road near Potosi and hit a school, killing two.",
    ],
)
def test_who_helped_who_said_so_who_did_it_and_what_had_an_accident_was_not_attacked(text: str) -> None:
    assert not struck(text)


def test_an_article_tells_all_that_an_event_struck_in_the_order_of_the_text() -> None:
    text = (
        "A rocket hit a hospital in Idlib on Thursday, killing four people. The strike on the hospital also killed two teachers."
    )

    assert struck(text) == ["health", "school"]


def test_the_words_of_each_target_are_kept() -> None:
    text = "Gunmen attacked the Al-Noor clinic in Idlib on Thursday and killed two people."
    [event] = language().read(Article(id="1", title="", text=text, source="x", published_at=PUBLISHED)).events

    [target] = event.targets
    assert (target.kind, target.name) == ("health", "Al-Noor clinic")
    assert [text[s.start : s.end] for s in target.evidence] == ["Al-Noor clinic"]


def test_every_noun_is_of_a_class_that_rules_know() -> None:
    assert {noun.kind for some in words().targets.nouns.values() for noun in some} == set(TARGETS)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Shells fell on the town of Alma on Thursday, killing two men. The clinic was damaged.", ["health"]),
        ("Gunmen looted a warehouse of the Red Cross. The attack in Goma killed a guard.", ["aid"]),
    ],
)
def test_a_sentence_that_names_no_act_tells_what_the_act_beside_it_struck(text: str, kinds: list[str]) -> None:
    assert struck(text) == kinds


def test_what_somebody_was_beaten_for_is_not_known_but_that_he_was_attacked_is() -> None:
    assert struck("A teacher was beaten and injured in Alma on Thursday.") == ["school"]
    assert not struck("A teacher was injured in Alma on Thursday.")


def test_a_nurse_of_an_aid_agency_is_both() -> None:
    assert struck("Gunmen abducted a nurse working for an NGO in Bor on Thursday.") == ["aid", "health"]


@pytest.mark.parametrize(
    "text",
    [
        "A boy was shot by police and lost his life in hospital, a witness said.",
        "He was hurt in the attack and is on life support in the Royal Hospital in Basra.",
        "Two guards were wounded in a shooting and are in a critical condition in the clinic of Goma.",
    ],
)
def test_a_hospital_where_the_hurt_lie_was_not_attacked(text: str) -> None:
    assert "health" not in struck(text)
