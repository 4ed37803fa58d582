"""Casualties that are said as a whole, and acts that left none: our own sentences."""

from __future__ import annotations

import pytest

from tests.monitor.reading.newsroom import read
from tests.monitor.reading.test_figures import toll

NOBODY = [
    ("There were no reported casualties in the village.", (0, 0), (0, 0)),
    ("There were no immediate reports of casualties or damage.", (0, 0), (0, 0)),
    ("There were no reports of injuries.", None, (0, 0)),
    ("The blast did not cause any casualties.", (0, 0), (0, 0)),
    ("The blast did not result in injuries or deaths.", (0, 0), (0, 0)),
    ("It went off without causing any injuries or fatalities.", (0, 0), (0, 0)),
    ("Officials did not report any deaths.", (0, 0), None),
    ("There were no victims.", (0, 0), (0, 0)),
    ("No loss of life was reported.", (0, 0), None),
    ("The shell hit a barn but did not injure anyone.", None, (0, 0)),
    ("The army did not kill anyone.", (0, 0), None),
    ("Nobody was hurt.", (0, 0), (0, 0)),
    ("No one has been harmed.", (0, 0), (0, 0)),
    ("Nobody was injured.", None, (0, 0)),
    ("There were no serious injuries.", None, None),
    ("Nobody was seriously hurt.", None, None),
    ("No one was badly injured.", None, None),
    ("No major injuries were reported.", None, None),
    ("There were no further casualties.", None, None),
    ("It was unclear whether there were any casualties.", None, None),
    ("The firm reported rising deaths among its bees.", None, None),
    ("The victims were buried on Sunday.", None, None),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), NOBODY)
def test_of_what_there_was_none_nobody_suffered(
    text: str, killed: tuple[int, int] | None, wounded: tuple[int, int] | None
) -> None:
    assert (toll(text), toll(text, "wounded")) == (killed, wounded)


@pytest.mark.parametrize(
    "text",
    [
        "There were no reported casualties in the attack on a convoy near Mosul.",
        "There were no known injuries in the bombing of the market in Mosul.",
        "The police said there were no reports of deaths in the bombing in Mosul.",
        "It was not clear if there were casualties in the air strike on Mosul.",
        "The governor denied that there were victims in the rocket attack on Mosul.",
    ],
)
def test_who_denies_casualties_denies_no_act(text: str) -> None:
    [event] = read(text).events

    assert event.reality == "happened"
    assert not event.killed or event.killed.high == 0


@pytest.mark.parametrize("text", ["The army denied that there was an air strike on Mosul.", "There was no air strike on Mosul."])
def test_who_denies_the_act_denies_it(text: str) -> None:
    assert [event.reality for event in read(text).events] == ["denied"]


def test_what_hurt_nobody_is_what_was_told_just_before() -> None:
    text = "More than 3,200 people in Concordia have had to leave their homes as the river rose. No deaths have been reported."

    [event] = read(text).events

    assert (event.what, event.killed and event.killed.high) == ("displacement", 0)
