"""Headings and labels that say where what stands under them happened."""

from __future__ import annotations

import pytest

from tests.monitor.reading.newsroom import read

DIGEST = """Mopti / Bankass. Armed men killed 24 farmers behind the granary. The survivors fled.

Mopti / Koro. Six women were abducted on the way to the well.

Gao

A lorry turned over at the ford, and nine people drowned.

Health

Two children died in a fire."""


def places(text: str, title: str = "") -> dict[str, str]:
    """What happened -> where."""
    return {e.what: e.where.name if e.where else "" for e in read(text, title=title).events}


def test_what_names_no_place_happened_under_its_heading() -> None:
    found = places(DIGEST, "Weekly digest")

    assert found["abduction"] == "Koro" and found["displacement"] == "Bankass"
    assert found["accident"] == "Gao"


@pytest.mark.parametrize("heading", ["Kutum\n\n", "KUTUM, NORTH DARFUR\n\n", "- Location: Kutum, North Darfur\n- "])
def test_a_line_a_label_and_a_point_are_headings(heading: str) -> None:
    assert places(f"{heading}Shells fell on a market and killed four people.") == {"shelling": "Kutum"}


def test_a_label_says_where_its_own_sentence_is_set() -> None:
    assert places("The army of Mali rests.\n\nKherson region: shells hit a market and killed a woman.")["shelling"] == "Kherson"


@pytest.mark.parametrize("line", ["Homs and Latakia\n\n", "Moscow says: ", "From our reporter in Homs\n\n"])
def test_two_places_or_more_than_a_place_are_none(line: str) -> None:
    read_there = places(f"{line}Shells fell on a market in Sarmin, Syria, and killed four people.\n\nA clash killed two people.")

    assert read_there["shelling"] == "Sarmīn" and read_there["clash"] != "Homs"


def test_a_market_in_a_town_bears_no_other_towns_name() -> None:
    [event] = read("A bomb exploded at Bakara market in Mogadishu, Somalia, and killed three people.").events

    assert event.where is not None and event.where.name in ("Bakara", "Mogadishu") and event.where.country == "SO"
