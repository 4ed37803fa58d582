"""An incident that a report puts into two towns at once: how it is told, muted and routed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerting import words
from monitor.alerting.mutes import muted
from monitor.alerting.routing import fits
from monitor.alerting.waytext import headline
from monitor.model.people import Mute
from monitor.model.place import Place
from monitor.model.routing import Route
from tests.monitor.alerting.kinds import told
from tests.monitor.alerting.newsdesk import (
    ATMEH,
    KHARTOUM_CITY,
    KHARTOUM_STATE,
    KYIV,
    NOON,
    ODESA,
    OMDURMAN,
    SARMADA,
    exactly,
    incident,
    report,
    rule,
)

FIRST = report("Reuters", where=KHARTOUM_CITY, also=(OMDURMAN,), what="airstrike", killed=exactly(20), article_id="1", story="1")
SECOND = report("AFP", at=30, where=OMDURMAN, what="airstrike", killed=exactly(8), article_id="2", story="2")
BOTH = incident(FIRST, SECOND)


def test_the_head_names_both_towns_and_tells_the_toll_of_one_beside_that_of_both() -> None:
    head = told(BOTH)

    assert "Air strike in Omdurman and Khartoum, Sudan: killed 20 (" in head.text
    assert "*Killed:* 20 (Reuters; in Omdurman 8: AFP)" in str(head.blocks)
    assert headline(BOTH) == "Air strike in Omdurman and Khartoum, Sudan: killed 20"


@pytest.mark.parametrize(
    ("first", "others", "short", "long"),
    [
        (ATMEH, (SARMADA,), "Atmeh and Sarmada, Idlib", "Atmeh and Sarmada, Idlib, Syria"),
        (KYIV, (ODESA,), "Kyiv and Odesa, Ukraine", "Kyiv and Odesa, Ukraine"),
        (KYIV, (ATMEH,), "Kyiv and Atmeh", "Kyiv and Atmeh"),
        (KYIV, (ODESA, ATMEH, SARMADA, OMDURMAN), "Kyiv, Odesa, Atmeh, Sarmada and 1 more", ""),
        (ATMEH, (), "Atmeh, Idlib", "Atmeh, Idlib, Syria"),
    ],
)
def test_towns_are_named_with_what_all_of_them_lie_in(first: Place, others: tuple[Place, ...], short: str, long: str) -> None:
    one = report(where=first, also=others)

    assert words.places(one, short=True) == short
    assert not long or words.places(one) == long


@pytest.mark.parametrize(("place", "silent"), [(OMDURMAN, False), (KHARTOUM_STATE, True), (KYIV, False)])
def test_a_mute_of_a_place_holds_only_when_all_of_it_happened_there(place: Place, silent: bool) -> None:
    mute = Mute(kind="place", target=place.id, name=place.name, until=NOON + timedelta(hours=8), by="amira", at=NOON)

    assert (muted([mute], BOTH, rule(), NOON) is not None) == silent


@pytest.mark.parametrize(("place", "there"), [(OMDURMAN, True), (KHARTOUM_CITY, True), (KYIV, False)])
def test_a_route_of_a_place_takes_what_happened_there_too(place: Place, there: bool) -> None:
    assert fits(Route(places=(place,), channel="sudan"), rule(), BOTH, ()) == there
