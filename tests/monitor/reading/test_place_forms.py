"""Places that no list has, known by their first word; names of people and others that begin alike."""

from __future__ import annotations

import pytest

from tests.monitor.reading.geography import mentions, named


@pytest.mark.parametrize(
    ("text", "name", "inside"),
    [
        ("Shells fell on Kafr Hawran in Idlib province.", "Kafr Hawran", "SY.Idlib"),
        ("Two died in Tell Zorbal near Hama, Syria.", "Tell Zorbal", "SY.Hama"),
        ("Fighters left the village of Umm al-Zorbal in Daraa, Syria.", "Umm al-Zorbal", "SY.Daraa"),
        ("Clashes broke out in Khirbet al-Zorbal, south of Aleppo.", "Khirbet al-Zorbal", "SY.Aleppo"),
        ("A raid on Deir Damascus in Syria killed two.", "Deir Damascus", "SY"),
        ("Wadi Basra is quiet, Iraq said.", "Wadi Basra", "IQ"),
        ("Planes bombed Jabal Homs, Syria.", "Jabal Homs", "SY"),
        ("Shells hit Beit Zorbal. Saraqib was calm, and so was Idlib.", "Beit Zorbal", "SY.Idlib"),
        ("Soldiers were seen in Ayn Zorbal in Raqqa, Syria.", "Ayn Zorbal", "SY.Ar-Raqqah"),
    ],
)
def test_a_generic_first_word_belongs_to_the_name_of_an_unlisted_place(text: str, name: str, inside: str) -> None:
    found = {m.text: m.place for m in mentions(text)}

    assert name in found and found[name].kind == "unlisted" and found[name].inside(inside), found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Umm Zorbal said her son was killed in Homs.", "Umm Zorbal"),
        ("Abu Zorbal was arrested in Mosul.", "Abu Zorbal"),
        ("Sheikh Zorbal spoke in Basra.", "Sheikh Zorbal"),
        ("The magazine Der Spiegel reported it from Berlin.", "Der Spiegel"),
        ("Ayn Zorbal wrote a novel.", "Ayn Zorbal"),
        ("Tal Cohen, 30, left Haifa.", "Tal Cohen"),
    ],
)
def test_people_whose_names_begin_like_a_place_are_none(text: str, name: str) -> None:
    assert name not in named(text)


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Troops entered Deir ez-Zor and Tell Abyad.", "Tell Abyad", "gn:163750"),
        ("Ain al-Hilweh in Lebanon was calm.", "Ain al-Hilweh", "site:ein-al-hilweh"),
        ("Tel Aviv and Beit Jala were calm.", "Beit Jala", "gn:284324"),
    ],
)
def test_a_known_place_with_such_a_word_stays_itself(text: str, name: str, meant: str) -> None:
    assert named(text)[name] == meant
