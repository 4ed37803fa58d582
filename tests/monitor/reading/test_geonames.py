"""A GeoNames dump becomes a sheet of places beside the shipped gazetteer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.geonames import Dump, parse_line
from tests.monitor.reading.dump import IDLIB, line
from tests.monitor.reading.geography import DATA, gazetteer, pipeline
from workers.package_data import name_words


def sheet(lines: Iterable[str], classes: str = "P") -> dict[str, Any]:
    rows = [parse_line(one) for one in lines]
    dump = Dump(gazetteer(), classes)
    for row in rows:
        dump.survey(row)
    for row in rows:
        dump.add(row)
    return dump.arrays()


@cache
def with_village() -> Gazetteer:
    village = line(99_000_001, "Zorbalin", others="Tall Zorbalin,زوربالين,Zurbalin", people=40)
    mill = line(99_000_002, "Zorbalin Mill", feature="S", code="MLL")
    ruin = line(99_000_003, "Zorbalin Qadim", code="PPLQ")
    gone = line(99_000_004, "Zorbalin Harab", code="PPLH")
    sheets = [sheet([IDLIB, village, mill, ruin, gone], "PS")]
    return Gazetteer.from_bytes(DATA.joinpath("gazetteer.npz").read_bytes(), name_words()["province_endings"], sheets=sheets)


@pytest.mark.parametrize(
    "name", ["Zorbalin", "zorbalin", "Tall Zorbalin", "زوربالين", "Zurbalin, Syria", "Zorbalin, Idlib, Syria", "Zorbalin Qadim"]
)
def test_a_village_of_a_dump_is_found_by_any_of_its_names_in_its_province(name: str) -> None:
    found = with_village().find(name)

    assert found[0].inside("SY.Idlib") and found[0].id.startswith("gn:9900000")


@pytest.mark.parametrize("name", ["Zorbalin Harab", "Zorbalin, Hama, Syria", "Zorbalin, Iraq", "Zorbalina Town"])
def test_what_is_gone_elsewhere_or_unsaid_is_not_found(name: str) -> None:
    assert with_village().find(name) == []


def test_a_place_that_both_have_is_one_place() -> None:
    ids = [p.id for p in with_village().find("Idlib, Syria")]

    assert len(ids) == len(set(ids))


def test_a_building_of_a_dump_is_less_known_than_a_site_of_the_vocabulary() -> None:
    mill = with_village().find("Zorbalin Mill")[0]

    assert (mill.kind, mill.id) == ("site", "gn:99000002")


def test_a_transliteration_of_a_dumps_name_is_found_by_its_sound() -> None:
    assert [f.place.id for f in with_village().alike("Zourbaleen", {"SY"})] == ["gn:99000001"]


def test_an_article_names_a_village_that_only_the_dump_knows() -> None:
    from monitor.reading.names.places import find_places

    named = find_places(pipeline()("Shells fell on the village of Zorbalin in Idlib on Monday."), with_village(), name_words())

    assert ("Zorbalin", "gn:99000001") in [(m.text, m.place.id) for m in named]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1 columns"),
        ("a\tb\tc", "3 columns"),
        (line(0, "Nil"), "no number of GeoNames"),
        (line(5, "Far", at=(95.0, 10.0)), "nowhere on earth"),
        (line(5, "Odd").replace("35.9", "north"), "is no number"),
        (line(5, ""), "no name"),
        (line(5, "Two\tcells"), "21 columns"),
    ],
)
def test_a_line_that_is_none_says_why(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_line(text)


@given(st.text())
def test_any_text_is_a_row_or_a_reason(text: str) -> None:
    try:
        row = parse_line(text)
    except ValueError:
        return

    assert row.names


def test_a_dump_of_a_country_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="no country has the code 'QQ'"):
        sheet([line(5, "Nowhere", country="QQ")])


def test_a_dump_without_a_place_that_is_wanted_is_told() -> None:
    with pytest.raises(ValueError, match="no place of the classes asked for"):
        sheet([line(5, "High Hill", feature="T", code="HLL")])
