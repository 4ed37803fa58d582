"""How many were abducted; who is free again was not abducted today."""

from __future__ import annotations

import pytest

from monitor.model.article import Article
from monitor.model.event import Event
from tests.monitor.reading.newsroom import PUBLISHED, language


def events(text: str, title: str = "") -> list[Event]:
    found = language().read(Article(id="1", title=title, text=text, source="our own", published_at=PUBLISHED)).events
    return [event for event in found if event.what == "abduction"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Gunmen kidnapped 15 villagers near Djibo on Monday.", 15, 15),
        ("At least 12 people were taken hostage in Diffa on Thursday.", 12, None),
        ("Gunmen took 30 pupils from a school in Kaduna on Thursday.", 30, 30),
        ("Bandits seized a priest and two nuns in Enugu on Sunday.", 3, 3),
        ("Rebels held ten drivers captive near Goma on Thursday.", 10, 10),
        ("Two nurses, while visiting villages, were abducted near Bor.", 2, 2),
        ("Three engineers travelling to a mine were ambushed and kidnapped near Pemba.", 3, 3),
        ("Gunmen abducted and later killed Karim Said in Quetta.", 1, 1),
        ("Militants abducted five nurses in Bor on Monday, and released two of them on Thursday.", 5, 5),
        ("A priest was kidnapped in Enugu on Monday and released on Thursday.", 1, 1),
    ],
)
def test_those_who_were_taken_are_counted(text: str, low: int, high: int | None) -> None:
    tolls = [event.abducted for event in events(text) if event.abducted]

    assert [(toll.low, toll.high) for toll in tolls] == [(low, high)]
    assert all(event.reality == "happened" and event.detained is None for event in events(text))


@pytest.mark.parametrize(
    "text",
    [
        "Four kidnapped pupils were freed in Kaduna on Monday, police said.",
        "The 33 hostages were released in Doha on Thursday after months of talks.",
        "Soldiers rescued 40 captives from a forest in Kaduna on Thursday.",
        "A priest who was abducted in Enugu has been released.",
        "Three miners abducted in Zamfara were rescued on Monday, the army said.",
        "Militants let go and released the kidnapped girls in Chibok on Thursday.",
    ],
)
def test_who_is_free_again_was_not_abducted_today(text: str) -> None:
    assert not any(event.reality == "happened" for event in events(text))
    assert not any(event.abducted or event.displaced for event in events(text))


def test_an_arrest_is_no_abduction() -> None:
    [event] = (
        language().read(Article(id="1", text="Police arrested 12 kidnappers in Lagos on Monday.", title="", source="x")).events
    )

    assert event.detained is not None
    assert event.abducted is None
