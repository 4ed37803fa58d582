"""What is held waits for a person: released it alerts the ordinary way and once, dropped it is never heard of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.model.alert import Incident
from monitor.model.place import Place
from tests.jobs.alertdesk import Desk, desk_at, raid
from tests.monitor.alerting.newsdesk import ATMEH, exactly
from workers.ports import HeldDecision

NO_ROOM: Any = None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path, NO_ROOM) as desk:
        desk.rule("idlib-raid", where_unknown="hold")
        desk.rule("any-raid", channel="other")
        yield desk


def held(desk: Desk, *, also: tuple[str, int] | None = None, where: Place | None = None) -> int:
    """An article with a held match, filed; the match's number."""
    article = desk.reads("reuters", raid(where, killed=exactly(3)), matches=[("idlib-raid", 0)], held=True)
    desk.files(article)
    return article


def decide(desk: Desk, number: int, word: Any = "released", place: Place | None = None, by: str = "Amal") -> str:
    return desk.store.decide_held(
        HeldDecision(match_id=number, decision=word, by=by, at=desk.now, reason="read it", place=place)
    )  # fmt: skip


def files_what_is_stale(desk: Desk) -> dict[str, int]:
    """What the sweeper hands on is filed."""
    ids = desk.store.stale_articles(desk.now, limit=100, handed_on_for=15.0)
    return desk.files(*ids.get("read", []))


def incidents(desk: Desk) -> list[Incident]:
    return list(desk.store.board(desk.now.replace(year=2000)).incidents)


def test_what_is_held_is_listed_and_opens_no_incident(desk: Desk) -> None:
    article = held(desk)

    [match] = desk.store.held()

    assert (match.article.id, match.rule.id, match.event, match.why) == (str(article), "idlib-raid", 0, ("a raid",))
    assert desk.store.health(desk.now).held == 1
    assert incidents(desk) == []


def test_a_released_match_alerts_once(desk: Desk) -> None:
    article = held(desk)
    [match] = desk.store.held()

    assert decide(desk, match.id) == ""
    counts = files_what_is_stale(desk)

    assert counts == {"alerted": 1, "messages": 1}
    assert desk.outcome(article) == ("alerted", "idlib raid: new incident (to #alerts)")
    assert desk.store.held() == [] and desk.store.health(desk.now).held == 0
    assert files_what_is_stale(desk) == {} and desk.states() == [("head", "pending")]


def test_the_place_that_was_said_is_the_incident_s(desk: Desk) -> None:
    held(desk)
    [match] = desk.store.held()

    decide(desk, match.id, place=ATMEH)
    files_what_is_stale(desk)

    [incident] = incidents(desk)
    assert incident.where == ATMEH and incident.reports[0].where == ATMEH
    [article] = desk.store.articles([int(match.article.id)])
    assert article.id == match.article.id  # the reading in the archive stays what was read
    assert desk.store.held_decisions()[0].place == ATMEH


def test_a_released_match_joins_the_incident_that_others_have_told(desk: Desk) -> None:
    told = desk.reads("afp", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)])
    held(desk)
    desk.files(told)
    [match] = desk.store.held()

    decide(desk, match.id, place=ATMEH)
    files_what_is_stale(desk)

    [incident] = incidents(desk)
    assert incident.sources == 2
    assert desk.states() == [("head", "pending")]


def test_what_else_the_article_told_is_not_told_again(desk: Desk) -> None:
    article = desk.reads("reuters", raid(None), raid(ATMEH, what="shelling"), matches=[("idlib-raid", 0)], held=True)
    desk.matches_too(article, "any-raid", 1)
    desk.files(article)
    assert desk.states() == [("head", "pending")]
    [match] = desk.store.held()

    decide(desk, match.id)
    files_what_is_stale(desk)

    assert desk.states() == [("head", "pending"), ("head", "pending")]
    assert len(incidents(desk)) == 2


def test_a_dropped_match_says_nothing_and_the_article_ends_without_a_match(desk: Desk) -> None:
    article = held(desk)
    [match] = desk.store.held()

    assert decide(desk, match.id, "dropped") == ""

    assert desk.outcome(article) == ("no match", "held for rule idlib-raid, then dropped by Amal: read it")
    assert desk.store.held() == [] and files_what_is_stale(desk) == {} and desk.states() == []


def test_of_two_people_the_first_decides(desk: Desk) -> None:
    held(desk)
    [match] = desk.store.held()

    assert decide(desk, match.id) == ""

    assert decide(desk, match.id, "dropped", by="Bo") == "Amal has released it already"
    assert decide(desk, 404) == "nothing is held under the number 404"
    assert [(d.decision, d.by, d.rule_id) for d in desk.store.held_decisions()] == [("released", "Amal", "idlib-raid")]


def test_trial_rules_hold_nothing_for_people(desk: Desk) -> None:
    desk.rules["idlib-raid"] = replace(desk.rules["idlib-raid"], status="trial", hash="t")

    held(desk)

    assert desk.store.held() == [] and desk.store.health(desk.now).held == 0
