"""Users' vocabulary files are bounded and have the right shape before anything is made of them."""

from __future__ import annotations

import pytest

from monitor.reading.names.place_words import parse_place_words
from monitor.reading.text.users_yaml import check_shapes, load_users_yaml

SECTIONS = [
    *("places", "names", "around", "abbreviations", "demonyms", "groups", "forces", "organisations"),
    *("kinds", "tolls", "reality"),
]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"[" * 100_000, r"nested more than 24 deep \(line 1, column 25\)"),
        (b"groups: &a {x: [y]}\nforces: *a\n", r"a YAML alias.* \(line 2, column 9\)"),
        (b"#" * 300_000, "larger than 256 kB"),
    ],
    ids=["brackets that end the C loader's process", "an alias", "too large"],
)
def test_a_bomb_is_refused(body: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        load_users_yaml(body)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("value", ["7", "[7]", "{7: [x]}", "text", "{a: 7}"])
def test_a_section_of_another_shape_is_refused(section: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"{section} should be a "):
        check_shapes(load_users_yaml(f"{section}: {value}\n".encode()))


@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_section_is_well(section: str) -> None:
    check_shapes(load_users_yaml(f"{section}:\n".encode()))


@pytest.mark.parametrize(
    "more", ["at: [999, 0]", "at: [.nan, 0]", "at: [1]", "at: x", "also: 7", "contains: [[x]]", "in: [7]", "population: many"]
)
def test_a_place_that_cannot_be_is_refused(more: str) -> None:
    with pytest.raises(ValueError, match="place "):
        parse_place_words(f"places: [{{name: Qanat, {more}}}]\n")
