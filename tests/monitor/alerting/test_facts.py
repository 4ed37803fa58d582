"""An incident's facts over its reports: ranges, who is believed, how many say so."""

from __future__ import annotations

from datetime import date

from monitor.alerting.facts import claims, merged, parts, tell
from monitor.model.event import Toll
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, KHARTOUM, KHARTOUM_CITY, OMDURMAN, at_least, exactly, incident, report


def low_high(toll: Toll | None) -> tuple[int, int | None] | None:
    return None if toll is None else (toll.low, toll.high)


def test_who_says_more_later_overtakes_who_said_less() -> None:
    toll = merged([report("Reuters", killed=exactly(3)), report("AFP", at=60, killed=exactly(12))], "killed")

    assert low_high(toll) == (12, 12) and toll is not None and toll.sources == ("AFP",)


def test_who_says_less_later_makes_a_range() -> None:
    toll = merged([report("Reuters", killed=exactly(12)), report("SANA", at=60, killed=exactly(3))], "killed")

    assert low_high(toll) == (3, 12) and toll is not None and toll.sources == ("Reuters", "SANA")


def test_a_sources_newer_figure_replaces_its_older_one() -> None:
    assert low_high(merged([report("AFP", killed=exactly(15)), report("AFP", at=60, killed=exactly(12))], "killed")) == (12, 12)


def test_a_source_that_says_nothing_new_keeps_its_figure() -> None:
    assert low_high(merged([report("AFP", killed=exactly(15)), report("AFP", at=60)], "killed")) == (15, 15)


def test_at_least_is_kept() -> None:
    assert low_high(merged([report(killed=at_least(12))], "killed")) == (12, None)
    assert low_high(merged([report(killed=exactly(14)), report("AFP", at=9, killed=at_least(12))], "killed")) == (12, None)


def test_nobody_says_is_not_none_killed() -> None:
    assert merged([report()], "killed") is None
    assert low_high(merged([report(killed=exactly(0))], "killed")) == (0, 0)


def test_a_late_copy_of_an_early_story_does_not_bring_back_its_toll() -> None:
    early = report("Reuters", story="wire", killed=exactly(3))
    later = report("AFP", at=60, killed=exactly(12))
    copy = report("Mirror", at=120, story="wire", killed=exactly(3))

    assert low_high(merged([early, later, copy], "killed")) == (12, 12)


def test_a_denial_gives_no_toll() -> None:
    assert claims([report(reality="denied", killed=exactly(0))], "killed") == []


def test_copies_and_repeats_count_as_one_source() -> None:
    wire = [report(f"Paper {n}", story="wire") for n in range(9)]

    assert incident(*wire).sources == 1
    assert incident(*wire, report("AFP"), report("AFP", at=5)).sources == 2


def test_sources_linked_through_a_third_are_one() -> None:
    chain = [report("A", story="s1"), report("B", story="s2"), report("A", at=1, story="s2")]

    assert incident(*chain).sources == 1


def test_the_more_precise_place_and_kind_are_told() -> None:
    one = incident(report(where=IDLIB, what="strike"), report("AFP", where=ATMEH, what="airstrike"))

    assert (one.what, one.where) == ("airstrike", ATMEH)


def test_the_day_most_reports_name_is_the_day() -> None:
    days = [date(2022, 2, 3), date(2022, 2, 4), date(2022, 2, 4)]

    assert incident(*(report(f"Paper {n}", day=day) for n, day in enumerate(days))).day == date(2022, 2, 4)


def test_an_incident_is_denied_until_the_denier_says_otherwise() -> None:
    denied = [report("AFP"), report("SANA", at=10, reality="denied")]

    assert incident(*denied).denied
    assert not incident(*denied, report("SANA", at=20)).denied


BOTH = {"where": KHARTOUM_CITY, "also": (OMDURMAN,)}


def test_the_toll_of_one_town_is_shown_beside_that_of_both_and_changes_it_not() -> None:
    news = [report(killed=exactly(20), **BOTH), report("AFP", at=60, where=OMDURMAN, killed=exactly(8))]

    assert low_high(merged(news, "killed")) == (20, 20)
    assert [(c.of, c.source, c.toll.low) for c in parts(news, "killed")] == [("Omdurman", "AFP", 8)]


def test_more_dead_in_one_town_than_were_told_of_both_are_at_least_so_many() -> None:
    news = [report(killed=exactly(20), **BOTH), report("AFP", at=60, where=OMDURMAN, killed=exactly(25))]

    assert low_high(merged(news, "killed")) == (25, None)


def test_tolls_of_two_towns_neither_add_up_nor_make_a_range() -> None:
    news = [
        report(**BOTH),
        report("AFP", at=60, where=OMDURMAN, killed=exactly(8)),
        report("BBC", at=90, where=KHARTOUM, killed=exactly(12)),
    ]

    assert low_high(merged(news, "killed")) == (12, None)
    assert claims(news, "killed") == [] and [c.of for c in parts(news, "killed")] == ["Khartoum", "Omdurman"]


def test_an_incident_in_two_towns_is_told_with_both() -> None:
    facts = tell(incident(report(killed=exactly(20), **BOTH)))

    assert facts.place_name == "Khartoum and Omdurman" and facts.place_id == "gn:365137+gn:379252"


def test_who_tells_of_the_country_tells_of_all_its_towns() -> None:
    news = [report(killed=exactly(20), **BOTH), report("AFP", at=60, where=None, killed=exactly(30))]

    assert low_high(merged(news, "killed")) == (30, 30)
