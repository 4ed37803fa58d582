"""Figures behind labels, as notices and tables have them."""

from __future__ import annotations

import pytest

from monitor.reading.english.figures import find_figures
from tests.monitor.reading.english import english
from tests.monitor.reading.newsroom import read

NOTICE = """Location: Kutum, North Darfur
Incident: drone strike on market
Casualties: 5 killed, 13 injured"""


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Casualties: 5 killed, 13 injured", 5, 13),
        ("Victims: three dead and one wounded.", 3, 1),
        ("KIA: 4, WIA: 9", 4, 9),
        ("Fatalities: 12", 12, None),
        ("Injured = 30", None, 30),
    ],
)
def test_a_label_says_what_befell_the_number_behind_it(text: str, killed: int | None, wounded: int | None) -> None:
    found = {f.kind: f.low for f in find_figures(english(text))}

    assert (found.get("killed"), found.get("wounded")) == (killed, wounded)


@pytest.mark.parametrize(
    "text",
    [
        "The dead: an obituary of 12 friends.",
        "Losses: 4 goals in two matches.",
        "Toll: 5 euros a car.",
    ],
)
def test_a_label_with_anything_else_behind_it_counts_nobody(text: str) -> None:
    assert [f for f in find_figures(english(text)) if f.kind in ("killed", "wounded") and f.low] == []


def test_a_notice_of_labels_is_one_event() -> None:
    [event] = [e for e in read(NOTICE, title="Security alert").events if e.reality == "happened"]

    assert (event.what, event.where and event.where.name) == ("drone_strike", "Kutum")
    assert (event.killed and event.killed.low, event.wounded and event.wounded.low) == (5, 13)
