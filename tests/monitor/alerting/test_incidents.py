"""Identity from facts: what joins, what stays apart, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.alerting import words
from monitor.alerting.incidents import MENTION, assign, join, kinship, opened
from monitor.alerting.places import places_of
from monitor.alerting.register import Register
from monitor.model.alert import Report
from monitor.model.place import Place
from tests.monitor.alerting.newsdesk import (
    ATMEH,
    IDLIB,
    KHARTOUM,
    KHARTOUM_CITY,
    KHARTOUM_STATE,
    KYIV,
    ODESA,
    OMDURMAN,
    SARMADA,
    SYRIA,
    UKRAINE,
    at_least,
    exactly,
    how_many,
    incident,
    minutes,
    report,
)


def test_an_incident_has_all_kinds_that_its_reports_tell_of_it() -> None:
    both = incident(report("Reuters", besides=("clash",)), report("AFP", besides=("clash", "arrest")))

    assert (both.what, both.besides) == ("raid", ("clash", "arrest"))
    assert words.incident(both) == "Raid, fighting and arrests in Atmeh, Idlib"


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


def test_copies_of_a_wire_story_are_one_where_the_day_and_the_place_were_not_read() -> None:
    assert how_many(report(story="wire"), report("Mirror", story="wire", where=None, day=None)) == 1


@pytest.mark.parametrize(
    ("day", "published", "incidents"),
    [
        (date(2022, 2, 4), 24 * 60, 1),  # a day apart may be the time zone
        (date(2022, 2, 9), 0, 2),
        (None, 0, 1),
        (None, 30 * 24 * 60, 2),  # without a day the day of publication counts
        (date(2022, 2, 3), 30 * 24 * 60, 1),  # an old incident that is told of late, with its day
    ],
)
def test_a_copy_of_a_story_joins_only_when_the_days_agree(day: date | None, published: int, incidents: int) -> None:
    assert how_many(report(story="wire"), report("Mirror", story="wire", day=day, at=published)) == incidents


def test_an_article_of_last_month_that_is_seen_today_joins_nothing_of_today_and_raises_no_toll() -> None:
    today = incident(report(story="wire", killed=exactly(4), day=None))
    late = report("Mirror", story="wire", killed=exactly(31), day=None, published_at=minutes(-30 * 24 * 60), seen_at=minutes(5))

    [filed] = assign([today], [late])

    assert filed.opened and filed.incident.id != today.id


def test_day_after_day_without_a_day_makes_no_chain() -> None:
    news = [report(source, day=None, at=n * 24 * 60) for n, source in enumerate(("Reuters", "AFP", "BBC", "SANA"))]

    assert how_many(*news) == 2


def test_a_text_watch_joins_no_copy_of_weeks_later() -> None:
    mention = {"what": MENTION, "event": None, "where": None, "day": None, "story": "s"}

    assert how_many(report(**mention), report("AFP", at=40 * 24 * 60, **mention)) == 2


@pytest.mark.parametrize("reality", ["background", "cumulative", "planned"])
def test_what_is_recalled_or_planned_is_no_news_of_the_same_story(reality: str) -> None:
    assert how_many(report(story="wire"), report("Mirror", story="wire", reality=reality)) == 2


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


def shelling(where: Place, killed: int, source: str = "Reuters", **said: Any) -> Report:
    return report(source, what="shelling", where=where, killed=exactly(killed), actors=("RSF",), **said)


@pytest.mark.parametrize("toll", [20, 21])
def test_two_towns_are_two_incidents_though_one_bears_the_name_of_the_province_of_the_other(toll: int) -> None:
    assert how_many(shelling(OMDURMAN, 20), shelling(KHARTOUM, toll, "AFP")) == 2
    assert how_many(shelling(KHARTOUM, 20), shelling(OMDURMAN, toll, "AFP")) == 2


def test_a_bare_name_is_the_province_when_the_other_report_puts_its_town_there_and_tells_the_same_toll() -> None:
    flash, exact = shelling(KHARTOUM, 20), shelling(OMDURMAN, 20, "AFP", around=("SD", "SD.Khartoum"))

    for news in ((flash, exact), (exact, flash)):
        [*_, filed] = assign([], news)
        assert not filed.opened and filed.incident.where == OMDURMAN and filed.incident.also == ()


def test_a_bare_name_is_the_town_when_the_toll_is_another() -> None:
    assert how_many(shelling(KHARTOUM, 20), shelling(OMDURMAN, 21, "AFP", around=("SD.Khartoum",))) == 2


def test_who_says_the_city_means_the_city() -> None:
    assert how_many(shelling(KHARTOUM_CITY, 20), shelling(OMDURMAN, 20, "AFP", around=("SD.Khartoum",))) == 2
    assert how_many(shelling(KHARTOUM_CITY, 20), shelling(KHARTOUM, 21, "AFP")) == 1


def test_a_bare_name_that_was_taken_for_the_province_is_weighed_alike() -> None:
    state = replace(KHARTOUM_STATE, either=KHARTOUM.id)

    assert how_many(shelling(state, 20), shelling(OMDURMAN, 20, "AFP")) == 2
    assert how_many(shelling(state, 20), shelling(OMDURMAN, 20, "AFP", around=("SD.Khartoum",))) == 1
    assert how_many(shelling(state, 20), shelling(KHARTOUM, 25, "AFP")) == 1


def test_who_says_the_province_means_every_town_of_it() -> None:
    assert how_many(shelling(KHARTOUM_STATE, 20), shelling(OMDURMAN, 23, "AFP")) == 1


def test_a_report_that_names_two_towns_says_that_they_are_one() -> None:
    both = shelling(KHARTOUM_CITY, 20, also=(OMDURMAN,))

    [*_, filed] = assign([], [both, shelling(OMDURMAN, 8, "AFP"), shelling(KHARTOUM, 12, "BBC")])

    assert not filed.opened and [p.name for p in places_of(filed.incident)] == ["Khartoum", "Omdurman"]


def test_a_report_that_names_two_towns_joins_what_was_told_of_one_of_them() -> None:
    [_, filed] = assign([], [shelling(OMDURMAN, 8), shelling(KHARTOUM_CITY, 20, "AFP", also=(OMDURMAN,))])

    assert not filed.opened and {p.name for p in places_of(filed.incident)} == {"Omdurman", "Khartoum"}


def test_a_bare_name_is_the_town_when_a_report_names_it_beside_another_town() -> None:
    both = shelling(KHARTOUM_CITY, 20, "AFP", also=(OMDURMAN,))

    for news in ((shelling(KHARTOUM, 8), both), (both, shelling(KHARTOUM, 8))):
        [*_, filed] = assign([], news)
        assert not filed.opened and {p.name for p in places_of(filed.incident)} == {"Khartoum", "Omdurman"}


def test_of_two_incidents_the_one_of_that_town_alone_is_nearer() -> None:
    both, alone = incident(shelling(KHARTOUM_CITY, 20, also=(OMDURMAN,))), incident(shelling(OMDURMAN, 3))

    [filed] = assign([both, alone], [shelling(OMDURMAN, 5, "AFP")])

    assert filed.incident.id == alone.id


def test_two_camps_are_two_places_however_near_and_a_camp_beside_a_town_may_be_meant_by_it() -> None:
    camps = [
        Place(id=f"site:{name}", name=name, kind="site", country="PS", lat=31.44, lon=34.4) for name in ("Nuseirat", "Bureij")
    ]
    town = replace(camps[0], id="gn:7", name="Deir al-Balah", kind="town")

    assert how_many(*(shelling(camp, 5, source) for camp, source in zip(camps, ("Reuters", "AFP"), strict=True))) == 2
    assert how_many(shelling(camps[0], 5), shelling(town, 5, "AFP")) == 1


def test_a_late_copy_with_the_first_toll_joins_an_incident_whose_toll_has_risen() -> None:
    hit = report(what="airstrike", where=UKRAINE, killed=exactly(9))
    rose = report("AFP", what="airstrike", where=KYIV, killed=exactly(9))
    risen = report("AFP", what="airstrike", where=KYIV, killed=exactly(13), at=30)

    assert how_many(rose, risen, hit) == 1
