"""Identity from facts: what joins, what stays apart, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.alerting.incidents import MENTION, assign, join, kinship, opened
from monitor.alerting.register import Register
from tests.monitor.alerting.newsdesk import (
    ATMEH,
    IDLIB,
    KYIV,
    ODESA,
    SARMADA,
    SYRIA,
    UKRAINE,
    at_least,
    exactly,
    how_many,
    incident,
    report,
)


def test_the_same_raid_told_in_other_words_is_one_incident() -> None:
    assert (
        how_many(report("Reuters", title="Raid kills 12"), report("AFP", title="Operation in the north leaves a dozen dead")) == 1
    )


def test_strikes_on_two_cities_on_one_day_stay_apart() -> None:
    assert how_many(report(what="airstrike", where=KYIV), report(what="airstrike", where=ODESA)) == 2


def test_a_province_and_a_town_inside_it_are_one_place() -> None:
    assert how_many(report(where=IDLIB), report("AFP", where=ATMEH)) == 1


def test_two_towns_of_one_province_stay_apart_even_when_the_province_came_first() -> None:
    assert how_many(report(where=IDLIB), report("AFP", where=ATMEH), report("BBC", where=SARMADA)) == 2


def test_a_whole_country_is_too_little_without_more() -> None:
    assert how_many(report(what="airstrike", where=UKRAINE), report("AFP", what="airstrike", where=KYIV)) == 2


def test_a_whole_country_and_the_same_dead_are_enough() -> None:
    hit = report(what="airstrike", where=UKRAINE, killed=exactly(9))

    assert how_many(hit, report("AFP", what="airstrike", where=KYIV, killed=exactly(9))) == 1


def test_a_toll_that_rises_in_one_town_is_still_one_incident() -> None:
    assert how_many(report(killed=exactly(3)), report("AFP", killed=exactly(300))) == 1


def test_tolls_of_another_order_in_one_province_are_two_incidents() -> None:
    assert how_many(report(where=IDLIB, killed=exactly(3)), report("AFP", where=IDLIB, killed=exactly(300))) == 2


@pytest.mark.parametrize("pair", [("raid", "clash"), ("airstrike", "bombing"), ("strike", "drone_strike"), ("attack", "raid")])
def test_kinds_that_reporters_use_for_each_other_are_one(pair: tuple[str, str]) -> None:
    assert how_many(report(what=pair[0]), report("AFP", what=pair[1])) == 1


@pytest.mark.parametrize("pair", [("raid", "disaster"), ("protest", "aid"), ("airstrike", "arrest")])
def test_kinds_that_are_not_stay_apart(pair: tuple[str, str]) -> None:
    assert how_many(report(what=pair[0]), report("AFP", what=pair[1])) == 2


def test_two_kinds_of_violence_are_one_only_with_the_same_toll() -> None:
    assert how_many(report(what="abduction"), report("AFP", what="shelling")) == 2
    assert how_many(report(what="abduction", killed=exactly(7)), report("AFP", what="shelling", killed=exactly(7))) == 1


def test_the_next_day_is_near_and_the_day_after_is_not() -> None:
    assert how_many(report(day=date(2022, 2, 3)), report("AFP", day=date(2022, 2, 4))) == 1
    assert how_many(report(day=date(2022, 2, 3)), report("AFP", day=date(2022, 2, 5))) == 2


def test_each_day_of_strikes_on_a_province_is_an_incident_of_its_own() -> None:
    days = [report("AFP", where=IDLIB, what="airstrike", day=date(2022, 2, n), at=n * 24 * 60) for n in (3, 4, 5)]

    assert how_many(*days) == 3


def test_without_a_day_publication_stands_in() -> None:
    assert how_many(report(day=None), report("AFP", day=None, at=120)) == 1
    assert how_many(report(day=None), report("AFP", day=None, at=5 * 24 * 60)) == 2


def test_an_unknown_place_joins_only_on_strong_evidence() -> None:
    assert how_many(report(), report("AFP", where=None)) == 2
    assert how_many(report(killed=exactly(12)), report("AFP", where=None, killed=exactly(12))) == 1


def test_copies_of_a_wire_story_are_one_however_they_were_read() -> None:
    assert how_many(report(story="wire"), report("Mirror", story="wire", where=None, day=None)) == 1
    assert how_many(report(story="wire", day=date(2022, 2, 3)), report("Mirror", story="wire", day=date(2022, 2, 9))) == 1


def test_two_places_are_two_incidents_even_under_one_text() -> None:
    """A site that shows the same notice instead of every article must not make them one."""
    assert how_many(report(story="notice", where=KYIV), report("Mirror", story="notice", where=ODESA)) == 2


def test_two_events_of_one_story_are_not_made_one_by_the_story() -> None:
    both = [report(story="wire", event=0, where=KYIV, article_id="x"), report(story="wire", event=1, where=ODESA, article_id="x")]
    copies = [report("Mirror", story="wire", event=n, where=w) for n, w in enumerate((KYIV, ODESA))]

    assert how_many(*both, *copies) == 2


def test_a_denial_joins_what_it_denies_and_a_drill_does_not() -> None:
    assert how_many(report(), report("SANA", reality="denied")) == 1
    assert how_many(report(), report("SANA", reality="exercise")) == 2


def test_a_text_watch_joins_only_copies_of_its_own_story() -> None:
    mention = {"what": MENTION, "event": None, "where": None}

    assert how_many(report(story="s", **mention), report("AFP", story="s", **mention)) == 1
    assert how_many(report(**mention), report("AFP", **mention), report("BBC")) == 3


def test_an_unlisted_town_and_the_gazetteers_namesake_in_one_province_are_one() -> None:
    listed = ATMEH.__class__(
        id="gn:9", name="Atmeh", kind="town", country="SY", admin1="Idlib", within=frozenset({"SY", "SY.Idlib"})
    )

    assert how_many(report(where=ATMEH), report("AFP", where=listed)) == 1


def test_filing_a_report_again_finds_it_where_it_is() -> None:
    one = report()
    first = assign([], [one])[0]

    again = assign([first.incident], [one])[0]

    assert again.incident == first.incident and not again.opened


def test_the_same_first_report_makes_the_same_id() -> None:
    one = report()

    assert opened(one).id == opened(one).id != opened(report()).id


def test_what_joins_nothing_is_told_so() -> None:
    known = incident(report(where=KYIV))

    assert join({known.id: known}, report(where=ODESA), Register([known])) is None


def test_kinship_says_why() -> None:
    kin = kinship(incident(report(killed=exactly(12))), report("AFP", killed=at_least(12)))

    assert kin.joined and kin.why == ("both raid", "both in Atmeh", "same day", "both 12 killed")


def test_a_report_of_the_country_does_not_swallow_the_day() -> None:
    towns = [report(where=place, what="airstrike") for place in (ATMEH, SARMADA)]

    assert how_many(report(where=SYRIA, what="airstrike"), *towns) == 3


def test_a_province_s_name_may_mean_the_town_of_that_name_or_the_province() -> None:
    capital = replace(ATMEH, id="gn:1", name="Idlib", admin1="Idlib")
    first = report(killed=at_least(9), where=replace(ATMEH, admin1="Idlib"))

    assert how_many(first, report("AFP", where=capital, killed=at_least(9))) == 1
    assert how_many(first, report("AFP", where=capital, killed=exactly(2))) == 2


def test_a_late_copy_with_the_first_toll_joins_an_incident_whose_toll_has_risen() -> None:
    hit = report(what="airstrike", where=UKRAINE, killed=exactly(9))
    rose = report("AFP", what="airstrike", where=KYIV, killed=exactly(9))
    risen = report("AFP", what="airstrike", where=KYIV, killed=exactly(13), at=30)

    assert how_many(rose, risen, hit) == 1
