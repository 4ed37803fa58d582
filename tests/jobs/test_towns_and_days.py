"""The real reader, the real store and a local Slack: what is told as one incident, where, and of which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerting.places import places_of
from monitor.model.alert import Incident
from monitor.model.rule import AlertPlan, Count
from tests.jobs.alertdesk import Desk, desk_with_slack, heads_and_replies

OMDURMAN = "Shelling by the Rapid Support Forces killed 20 people in Omdurman on {today}, the health ministry said."
KHARTOUM = "The Rapid Support Forces shelled a neighbourhood of Khartoum on {today} and killed 21 people, volunteers said."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, Any]]:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule("sudan", alert=AlertPlan(wait=0.0))
        yield desk, slack.space


def files(desk: Desk, source: str, text: str, **how: Any) -> int:
    article = desk.reads_text(source, text.replace("{today}", f"{desk.now - timedelta(minutes=1):%A}"), rule="sudan", **how)
    desk.files(article)
    desk.waits(2)
    desk.sends_all()
    return article


def incidents(desk: Desk) -> list[Incident]:
    return [i for i in desk.store.board(desk.now - timedelta(days=99)).incidents if not i.merged_into]


def test_two_cities_of_one_state_that_are_shelled_on_one_day_are_told_as_two(desk: tuple[Desk, Any]) -> None:
    line, space = desk

    files(line, "reuters", OMDURMAN)
    files(line, "afp", KHARTOUM)

    first, second = heads_and_replies(space.posts)
    assert "Omdurman, Khartoum: killed 20 (" in first and "Khartoum: killed 21 (" in second


def test_an_article_of_last_month_joins_no_incident_of_today_though_it_is_a_copy_and_raises_no_toll(
    desk: tuple[Desk, Any],
) -> None:
    line, space = desk
    text = "Shelling killed {} people in Omdurman, doctors said. Several houses burned down, and the wounded were treated nearby."
    files(line, "reuters", text.format(9))

    files(line, "mirror", text.format(31), ago=timedelta(days=30))

    today = next(i for i in incidents(line) if any(r.source == "reuters" for r in i.reports))
    assert {r.source for r in today.reports} == {"reuters"} and today.killed is not None and today.killed.low == 9
    assert not any("31" in reply for reply in heads_and_replies(space.posts) if reply.startswith("  "))


def test_the_copy_of_today_still_joins(desk: tuple[Desk, Any]) -> None:
    line, space = desk

    files(line, "reuters", OMDURMAN)
    files(line, "mirror", OMDURMAN)

    assert len(heads_and_replies(space.posts)) == 1 and len(incidents(line)) == 1


def test_a_report_of_both_cities_makes_them_one_and_shows_what_is_told_of_each(desk: tuple[Desk, Any]) -> None:
    line, space = desk
    files(line, "reuters", "Air strikes hit Khartoum and Omdurman and killed 20 people, the army said.")

    files(line, "afp", "The air strikes on Omdurman killed eight people, residents said.")

    [head] = heads_and_replies(space.posts)
    assert "Omdurman and Khartoum, Sudan: killed 20 (" in head
    assert "in Omdurman 8: afp" in str(space.posts[0].blocks)
    [one] = incidents(line)
    assert {p.name for p in places_of(one)} == {"Khartoum", "Omdurman"}  # as the store keeps it


def test_a_flash_of_the_province_is_told_with_the_town_once_that_is_known(desk: tuple[Desk, Any]) -> None:
    line, space = desk
    files(line, "reuters", "An air strike in Homs killed five people, a monitor said.")

    files(line, "afp", "An air strike on a checkpoint in Palmyra, Homs, killed five people, the army said.")

    [head] = [post for post in space.posts if post.thread_ts is None]
    assert len(incidents(line)) == 1 and "Tadmur, Homs" in head.text


def test_a_persons_merge_of_two_towns_holds_and_names_both(desk: tuple[Desk, Any]) -> None:
    line, space = desk
    files(line, "reuters", OMDURMAN)
    second = files(line, "afp", KHARTOUM)
    one, other = incidents(line)

    assert line.store.merge_incidents(other.id, one.id, by="amira", via="command line", now=line.now) == ""
    line.files(second)
    files(line, "bbc", KHARTOUM.replace("21", "23"))

    [left] = incidents(line)
    assert {r.source for r in left.reports} == {"reuters", "afp", "bbc"}
    assert "Khartoum and Omdurman" in space.posts[0].text


def test_an_old_article_that_comes_today_counts_for_no_series(desk: tuple[Desk, Any]) -> None:
    line, space = desk
    line.rule("sudan", alert=AlertPlan(wait=0.0), count=Count(at_least=2, within=3 * 86400.0))
    files(line, "reuters", OMDURMAN)

    old = files(line, "afp", "An air strike on Nyala killed 11 people, activists said.", ago=timedelta(days=30))
    told = list(space.posts)
    files(line, "bbc", "A drone strike on El Obeid killed seven people, doctors said.")

    assert told == [] and line.outcome(old)[0] == "filed"
    assert len(space.posts) == 1 and "2 ×" in space.posts[0].text
