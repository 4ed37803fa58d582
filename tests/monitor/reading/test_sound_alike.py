"""Spellings that no list has: transliterations of real places are found, made-up names are nobody's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest

from monitor.reading.names.toponyms import key, same_name, skeleton
from tests.monitor.reading.geography import gazetteer, mentions

#: style -> what may stand before the name, beginnings of syllables, vowels, ends of names; "." stands for nothing
STYLES = {
    "Arabic": ("Al- . . Tell_ Kafr_", "b d f h j k kh l m n q r s sh t w z gh th", "a i u aa ou ee", ". b d l m n r s q f h"),
    "Slavic": (". . Novo Velyka_", "b d g h k kr l m n p r s sv t v z zh ch sl br", "a e i o u y", ". v k n r l vka sk vo ne"),
    "English": (". . North_", "b br c d f g h k l m n p r s st t th w wh", "a e i o u ea oo", ". n r l ck ford ton ley m d"),
    "African": (".", "b d g k l m n mb nd ng ny s t w y z kw gb", "a e i o u", ". . . n ng"),
}


@cache
def made_up() -> tuple[str, ...]:
    """200 names that no place bears, fifty of each style; the same on every run."""
    return tuple(name for style in STYLES for name in _made_up(style))


def _made_up(style: str) -> Iterator[str]:
    dice = random.Random(style)
    before, first, vowels, last = ([w.strip(".").replace("_", " ") for w in part.split()] for part in STYLES[style])
    count = 0
    while count < 50:
        word = "".join(dice.choice(first) + dice.choice(vowels) for _ in range(dice.randint(2, 3))) + dice.choice(last)
        name = dice.choice(before) + word.capitalize()
        if len(word) >= 5 and not gazetteer().named(name) and not gazetteer().named(word):
            count += 1
            yield name


@pytest.mark.parametrize("country", ["Syria", "Iraq", "Sudan", "Ukraine", "Ethiopia", "Yemen"])
def test_two_hundred_made_up_names_are_no_place_of_the_country_that_the_text_is_about(country: str) -> None:
    text = f"The war in {country} goes on. " + " ".join(f"Shells fell on the town of {name} on Monday." for name in made_up())

    known = {m.text: m.place.name for m in mentions(text) if not m.place.id.startswith("text:")}  # those are named, not found

    assert len(made_up()) == 200
    assert known == {country: country}


@pytest.mark.parametrize(
    ("written", "country", "place"),
    [
        ("Seraqeb", "Syria", "Saraqib"),
        ("Kfar Zeita", "Syria", "Kafr Zaytā"),
        ("Kefr Nabbouda", "Syria", "Kafr Nabudah"),
        ("al-Qaraytain", "Syria", "Al Qaryatayn"),
        ("Deir Ezzour", "Syria", "Deir ez-Zor"),
        ("Harbanafseh", "Syria", "Ḩarbinafsah"),
        ("Khanasser", "Syria", "Khanāşir"),
        ("al-Bireh", "Palestine", "Al Bīrah"),
        ("Daqahliya", "Egypt", "Dakahlia"),
        ("Qatraneh", "Jordan", "Al Qaţrānah"),
        ("Deyrestan", "Iran", "Dayrestān"),
        ("Adichchanallur", "India", "Adichānallūr"),
    ],
)
def test_a_transliteration_that_no_list_has_is_the_place_that_it_sounds_like(written: str, country: str, place: str) -> None:
    found = {
        m.text: m.place.name for m in mentions(f"Officials in {country} said fire broke out in the town of {written} on Monday.")
    }

    assert found[written] == place


@pytest.mark.parametrize(
    ("one", "other"),
    [("Qwxlib", "Aleppo"), ("Gogba", "Goba"), ("Wakaasoum", "Al Qāsim"), ("Khaaleeq", "Al Khalq"), ("Serul", "Serula")],
)
def test_consonants_alike_do_not_make_one_name(one: str, other: str) -> None:
    assert not same_name(key(one), key(other), vowels=False)


def test_whoever_has_no_letters_left_sounds_like_nobody() -> None:
    assert not same_name("", "", vowels=False) and skeleton("a") == ""
