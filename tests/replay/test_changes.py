"""How two readings of one article differ, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.model.event import Actor, Entity, Event, Reading, Toll
from monitor.model.place import Place
from monitor.model.span import Span
from workers.replay.changes import CHANGES, changes

IDLIB = Place(id="gn:1", name="Idlib", kind="town")
HOMS = Place(id="gn:2", name="Homs", kind="town")
RAID = Event(what="raid", where=IDLIB, killed=Toll(low=3, high=3), trigger=Span(start=9, end=15), reasons=("a place: near",))
FLOOD = Event(what="flood", where=HOMS, trigger=Span(start=40, end=45))


def reading(*events: Event, **more: object) -> Reading:
    return Reading(article_id="1", language="en", events=events, **more)  # type: ignore[arg-type]


def test_two_readings_that_say_the_same_do_not_differ() -> None:
    assert changes(reading(RAID, FLOOD, reader="v1"), reading(RAID, FLOOD, reader="v2")) == set()


def test_the_order_of_events_and_the_wording_of_reasons_are_no_change() -> None:
    reworded = replace(RAID, reasons=("place: in the same clause",))

    assert changes(reading(RAID, FLOOD), reading(FLOOD, reworded, notes=("cut",))) <= {"otherwise"}
    assert changes(reading(RAID, FLOOD), reading(reworded, FLOOD, notes=("cut",))) == set()


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("other kinds", replace(RAID, what="arrest")),
        ("other places", replace(RAID, where=HOMS)),
        ("other places", replace(RAID, also=(HOMS,))),
        ("other tolls", replace(RAID, killed=Toll(low=3, high=None))),
        ("other tolls", replace(RAID, wounded=Toll(low=5, high=5))),
        ("other days", replace(RAID, date=date(2026, 3, 1))),
        ("other reality", replace(RAID, reality="denied")),
        ("otherwise", replace(RAID, actors=(Actor(name="army", role="by"),))),
    ],
)
def test_an_event_that_is_told_otherwise_is_named_by_what_is_other(name: str, new: Event) -> None:
    assert changes(reading(RAID, FLOOD), reading(new, FLOOD)) == {name}


def test_names_alone_are_another_reading_too() -> None:
    named = Entity(span=Span(start=0, end=4), label="PERSON", text="Amal")

    assert changes(reading(RAID), reading(RAID, entities=(named,))) == {"otherwise"}


def test_events_that_came_or_went_are_counted_as_such_alone() -> None:
    assert changes(reading(RAID), reading(RAID, FLOOD)) == {"more events"}
    assert changes(reading(RAID, FLOOD), reading(FLOOD)) == {"fewer events"}
    assert changes(reading(), reading(FLOOD)) == {"more events"}


def test_an_event_is_known_by_its_word_where_another_is_of_its_kind() -> None:
    second = replace(RAID, where=HOMS, trigger=Span(start=70, end=74))

    assert changes(reading(RAID, second), reading(second)) == {"fewer events"}


def test_one_word_that_names_an_event_in_two_towns_is_two_events() -> None:
    second = replace(RAID, where=HOMS)

    assert changes(reading(RAID, second), reading(second, RAID)) <= {"otherwise"}
    assert changes(reading(RAID, second), reading(second)) == {"fewer events"}


def test_an_event_that_another_word_names_as_another_kind_is_no_event_more() -> None:
    strike = replace(RAID, what="airstrike", trigger=Span(start=70, end=74))

    assert changes(reading(RAID), reading(strike)) == {"other kinds"}
    assert changes(reading(RAID), reading(strike, FLOOD)) == {"more events", "other kinds"}


def test_an_event_without_a_word_is_known_by_its_kind() -> None:
    bare = replace(RAID, trigger=None)

    assert changes(reading(RAID), reading(replace(bare, where=HOMS))) == {"other places"}


def test_every_word_for_a_change_is_in_the_list_that_is_printed() -> None:
    assert CHANGES == (
        "more events", "fewer events", "other kinds", "other places", "other tolls", "other targets", "other days",
        "other reality", "otherwise",
    )  # fmt: skip
