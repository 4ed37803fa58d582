"""The short form of `make hostile`: some inputs of each door, the same on every run."""

from __future__ import annotations

import pytest

from tests.hostile.attack import attack
from tests.hostile.doors import DOORS


@pytest.mark.parametrize("name", DOORS)
def test_what_is_hostile_ends_as_it_should(name: str) -> None:
    door = DOORS[name]

    ended = list(attack(door, [case for case in door.cases if case.short]))

    assert ended and [one.line() for one in ended if not one.as_wanted] == []


def test_no_two_cases_of_a_door_have_the_same_name() -> None:
    for door in DOORS.values():
        assert len({case.name for case in door.cases}) == len(door.cases)
