"""Hop 4 on a real store: read articles become incidents and outbox rows, each article with one outcome and its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.alertdesk import Desk, desk_at, raid
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, KYIV, at_least, exactly
from workers.ports import Room

NO_ROOM: Any = None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    room: Room = NO_ROOM
    with desk_at(tmp_path, room) as desk:
        desk.rule("idlib-raid", level="high")
        yield desk


def test_a_match_opens_an_incident_and_puts_its_head_into_the_outbox(desk: Desk) -> None:
    article = desk.reads("reuters", raid(ATMEH, killed=at_least(12)), matches=[("idlib-raid", 0)])

    counts = desk.files(article)

    assert counts == {"alerted": 1, "messages": 1}
    assert desk.outcome(article) == ("alerted", "idlib raid: new incident (to #alerts)")
    assert desk.states() == [("head", "pending")]


def test_two_reports_of_one_raid_in_one_batch_make_one_head(desk: Desk) -> None:
    first = desk.reads("reuters", raid(IDLIB, killed=exactly(3)), matches=[("idlib-raid", 0)])
    second = desk.reads("afp", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)])

    desk.files(first, second)

    assert desk.states() == [("head", "pending")]
    assert desk.outcome(second)[0] == "updated"  # Idlib is now Atmeh, and the head will say so


def test_a_copy_of_the_story_is_filed_with_nothing_to_say(desk: Desk) -> None:
    first = desk.reads("reuters", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)], story="00ff00ff00ff00ff")
    second = desk.reads("mirror", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)], story="00ff00ff00ff00f0")

    desk.files(first)
    desk.files(second)

    assert desk.outcome(second) == ("filed", "idlib raid: nothing new")
    [incident] = desk.store.board(desk.now - timedelta(days=1)).incidents
    assert incident.sources == 1


def test_texts_that_hold_nothing_are_copies_of_nothing(desk: Desk) -> None:
    first = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)], story="0" * 16)
    second = desk.reads("afp", raid(ATMEH), matches=[("idlib-raid", 0)], story="0" * 16)

    desk.files(first, second)

    [incident] = desk.store.board(desk.now - timedelta(days=1)).incidents
    assert incident.sources == 2


def test_filing_an_article_twice_changes_nothing(desk: Desk) -> None:
    article = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)])
    desk.files(article)

    again = desk.files(article)

    assert again == {}
    assert desk.states() == [("head", "pending")]


def test_of_two_rules_for_one_channel_the_higher_speaks_and_the_other_is_named(desk: Desk) -> None:
    desk.rule("any-raid", level="low")
    article = desk.reads("reuters", raid(ATMEH), matches=[("any-raid", 0), ("idlib-raid", 0)])

    desk.files(article)

    assert desk.states() == [("head", "pending")]
    [incident] = desk.store.board(desk.now - timedelta(days=1)).incidents
    assert set(incident.reports[0].rules) == {"any raid", "idlib raid"}


def test_a_rule_that_matches_later_stays_behind_one_of_its_own_level(desk: Desk) -> None:
    desk.rule("deadly-raid", level="high")
    desk.files(desk.reads("reuters", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)]))
    later = desk.reads("afp", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0), ("deadly-raid", 0)])

    desk.files(later)

    assert desk.states() == [("head", "pending")]
    assert "deadly raid: nothing new (told in #alerts by rule idlib-raid)" in desk.outcome(later)[1]


def test_a_higher_rule_is_never_silenced_by_a_lower_one(desk: Desk) -> None:
    desk.rule("deadly-raid", level="critical")
    desk.files(desk.reads("reuters", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)]))
    later = desk.reads("afp", raid(ATMEH, killed=exactly(30)), matches=[("idlib-raid", 0), ("deadly-raid", 0)])

    desk.files(later)

    assert desk.states() == [("head", "pending"), ("head", "pending")]
    assert desk.outcome(later)[0] == "alerted"


def test_two_rules_for_two_channels_both_speak(desk: Desk) -> None:
    desk.rule("field-desk", channel="other")
    article = desk.reads("reuters", raid(ATMEH), matches=[("field-desk", 0), ("idlib-raid", 0)])

    desk.files(article)

    assert desk.states() == [("head", "pending"), ("head", "pending")]


def test_a_trial_rule_is_kept_and_never_speaks(desk: Desk) -> None:
    desk.rule("idlib-raid", status="trial")
    article = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)])

    desk.files(article)

    assert desk.outcome(article) == ("trial", "idlib raid: trial rule")
    assert desk.states() == []


def test_a_rule_that_wants_two_sources_speaks_when_the_second_reports(desk: Desk) -> None:
    desk.rule("idlib-raid", sources_at_least=2)
    first = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)])
    second = desk.reads("afp", raid(ATMEH), matches=[("idlib-raid", 0)])

    desk.files(first)
    before = desk.states()
    desk.files(second)

    assert before == [] and desk.outcome(first) == ("filed", "idlib raid: waits for sources")
    assert desk.states() == [("head", "pending")] and desk.outcome(second)[0] == "alerted"


def test_the_second_source_counts_even_when_the_rule_does_not_match_its_report(desk: Desk) -> None:
    desk.rule("idlib-raid", sources_at_least=2)
    first = desk.reads("reuters", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)])
    second = desk.reads("afp", raid(ATMEH))

    desk.files(first)
    desk.files(second)

    assert desk.outcome(second)[0] == "alerted"


def test_a_held_match_waits_without_a_word(desk: Desk) -> None:
    article = desk.reads("reuters", raid(None), matches=[("idlib-raid", 0)], held=True)

    desk.files(article)

    assert desk.outcome(article) == ("held", "idlib raid: held: place unknown")
    assert desk.states() == []


def test_what_came_in_a_flood_is_archived_with_its_reason(desk: Desk) -> None:
    article = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)], quiet=True)

    desk.files(article)

    assert desk.outcome(article) == ("archived", "flood of unknown entries: held back")
    assert desk.states() == []


def test_an_article_that_no_rule_matched_joins_an_incident_or_ends_as_no_match(desk: Desk) -> None:
    opened = desk.reads("reuters", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)])
    denial = desk.reads("sana", raid(ATMEH, reality="denied"))
    elsewhere = desk.reads("bbc", raid(KYIV))

    desk.files(opened, denial, elsewhere)

    assert desk.outcome(denial) == ("updated", "idlib raid: denied")
    assert desk.outcome(elsewhere)[0] == "no match"


def test_a_mention_and_a_raid_in_one_article_are_two_things_to_say(desk: Desk) -> None:
    desk.rule("our-name", channel="alerts")
    article = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0), ("our-name", None)])

    desk.files(article)

    assert desk.states() == [("head", "pending"), ("head", "pending")]


def test_two_strikes_in_two_cities_in_one_article_are_two_incidents(desk: Desk) -> None:
    article = desk.reads(
        "reuters", raid(KYIV, what="airstrike"), raid(ATMEH, what="airstrike"), matches=[("idlib-raid", 0), ("idlib-raid", 1)]
    )

    desk.files(article)

    assert len(desk.states()) == 2


def test_an_article_that_breaks_the_filing_is_set_aside_and_the_others_go_on(desk: Desk) -> None:
    broken = desk.reads("reuters", matches=[("idlib-raid", 0)])  # a match on an event that the reading has not
    sound = desk.reads("afp", raid(ATMEH), matches=[("idlib-raid", 0)])

    counts = desk.files(broken, sound)

    assert counts == {"alerted": 1, "messages": 1, "set aside": 1}
    assert desk.outcome(broken)[0] == "set aside" and "IndexError" in desk.outcome(broken)[1]


def test_a_refused_filing_is_decided_anew_on_the_new_board(desk: Desk) -> None:
    first = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)])
    second = desk.reads("afp", raid(ATMEH), matches=[("idlib-raid", 0)])
    asked = desk.store.board
    overtaken = []

    def board_that_is_overtaken(since: Any) -> Any:
        seen = asked(since)
        if not overtaken:
            overtaken.append(True)
            desk.files(second)
        return seen

    desk.store.board = board_that_is_overtaken  # type: ignore[method-assign]
    desk.files(first)

    assert desk.states() == [("head", "pending")]
    assert desk.outcome(first)[0] == "filed" and desk.outcome(second)[0] == "alerted"


def test_a_board_that_never_rests_puts_the_filing_off(desk: Desk) -> None:
    article = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)])
    asked = desk.store.board
    desk.store.board = lambda since: replace(asked(since), version=-1)  # type: ignore[method-assign]

    counts = desk.files(article)

    assert counts == {"postponed": 1}
    assert desk.outcome(article)[0] is None


def test_a_message_that_is_due_at_once_wakes_the_sender(desk: Desk) -> None:
    desk.limits = replace(desk.limits, default_wait=0.0)
    article = desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)])

    desk.files(article)

    assert desk.woken == 1
