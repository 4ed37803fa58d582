"""Old news through every hop: nothing old is told as new, and nothing that nobody could have seen is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from monitor.matching.condition import View
from monitor.matching.explain import explain_rule
from tests.jobs.alertdesk import _empty_store
from tests.jobs.newsline import TOWNS, Line, Outlet, days, line_at, page, polled, raid
from workers.cli import stages
from workers.edges.store import open_store
from workers.replay.walk import walk


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "line.db").write_bytes(_empty_store())
    store = open_store(f"sqlite:///{tmp_path}/line.db")
    with line_at(tmp_path, store) as line:
        yield line
    store.close()


def test_what_was_published_a_month_before_it_was_first_seen_is_archived_and_says_so(line: Line) -> None:
    wire = polled(line)
    raid(wire, "Atmeh", ago=days(30))
    raid(wire, "Sarmin")

    line.runs(hours=1)

    [told] = line.told
    assert "Sarmīn" in told
    outcome, why = line.outcomes["Raid in Atmeh kills 5"]
    assert outcome == "archived"
    assert why == "old news: published 2026-10-22 12:06 UTC, 30 days before it was first seen, not 2 days"


def test_an_explanation_says_that_it_is_old_and_what_it_would_have_met(line: Line) -> None:
    wire = polled(line)
    raid(wire, "Atmeh", ago=days(30))
    line.runs(hours=1)

    dossier = line.store.dossier(2)
    assert dossier is not None and dossier.reading is not None
    [rule] = line.rules.rulebook.rules
    explained = explain_rule(rule, View(dossier.article, dossier.reading, line.now))
    told = stages.told(dossier, None)

    assert [verdict.condition for verdict in explained.failed] == ["news_age"] and explained.near
    assert told[0].detail.startswith("archived: old news: published 2026-10-22")


def test_two_days_are_the_limit(line: Line) -> None:
    wire = polled(line)
    raid(wire, "Atmeh", ago=timedelta(hours=46))
    raid(wire, "Sarmin", ago=timedelta(hours=49))

    line.runs(hours=1)

    assert [name for name, (outcome, _) in line.outcomes.items() if outcome == "alerted"] == ["Raid in Atmeh kills 5"]


def test_a_feed_may_have_an_age_of_its_own(line: Line) -> None:
    slow, quick = polled(line, "news_age: 40d"), line.feed("quick", "news_age: 3h")
    line.runs(hours=1)
    for wire, town, ago in ((slow, "Atmeh", days(30)), (slow, "Sarmin", days(50)), (quick, "Binnish", timedelta(hours=5))):
        raid(wire, town, ago=ago)
    quick.publishes("Nothing happened", "It was quiet.")

    line.runs(hours=1)

    told = [title for title, (outcome, _) in line.outcomes.items() if outcome == "alerted"]
    assert told == ["Raid in Atmeh kills 5"]


def test_a_rule_that_wants_older_things_gets_them_and_the_others_do_not(line: Line) -> None:
    line.writes(
        "alerts/late.yaml", "title: Reports of raids\nchannel: wirewatch\nnews_age: 30d\nevent: {what: raid}\nalert: {wait: 0s}\n"
    )
    wire = polled(line)
    raid(wire, "Atmeh", ago=days(20))
    raid(wire, "Sarmin", ago=days(40))

    line.runs(hours=1)

    assert [post.channel for post in line.slack.space.posts] == ["C0WIREWATCH"] or len(line.told) == 1
    assert "Atmeh" in line.told[0] and line.outcomes["Raid in Atmeh kills 5"] == (
        "alerted",
        "Reports of raids: new incident (to #wirewatch)",
    )
    assert line.outcomes["Raid in Sarmin kills 5"][0] == "archived"


def test_an_entry_without_a_date_is_new_unless_it_stands_in_the_first_body(line: Line) -> None:
    wire = line.feed()
    raid(wire, "Atmeh", ago=None)
    line.runs()
    raid(wire, "Sarmin", ago=None)

    line.runs(hours=1)

    assert line.outcomes["Raid in Atmeh kills 5"] == ("archived", "first poll of the feed: archived")
    assert line.outcomes["Raid in Sarmin kills 5"][0] == "alerted"


@pytest.mark.parametrize("date", ["2026-11-19", "Thu, 19 Nov 2026"])
def test_a_date_without_a_time_is_taken_at_its_end(line: Line, date: str) -> None:
    wire = polled(line)
    raid(wire, "Atmeh", date=date)
    raid(wire, "Sarmin", date=date.replace("19", "18"))

    line.runs(hours=10)  # Saturday 21, 22:00

    assert line.outcomes["Raid in Atmeh kills 5"][0] == "alerted"
    assert line.outcomes["Raid in Sarmin kills 5"][0] == "archived"


def test_an_article_of_october_joins_no_incident_of_november_whatever_it_says(line: Line) -> None:
    wire, other = polled(line), line.feed("other", "news_age: 90d")
    line.runs(hours=1)
    text = "Soldiers raided a house in Atmeh, Syria, and killed {} people, officials said. Houses burned down, a doctor said."
    wire.publishes("Raid in Atmeh", text.format(5))
    line.runs(hours=1)

    other.publishes("Raid in Atmeh", text.format(31), ago=days(30))
    line.runs(hours=1)

    assert not any("31" in reply for reply in line.told if reply.startswith("  "))
    assert len(line.store.board(line.now - days(90)).incidents) == 2
    assert "5 → 31" not in line.said


def test_what_came_out_while_a_feed_was_down_for_a_week_is_told_as_catch_up(line: Line) -> None:
    wire = polled(line)
    for town in TOWNS[:3]:
        raid(wire, town, ago=-days(2))
    raid(wire, TOWNS[3], ago=days(30))
    wire.down = True
    for _ in range(5):
        line.runs(hours=34)
    wire.down = False

    line.runs(hours=4)

    [told] = line.told
    assert told.startswith("Catching up: 3 incidents") and "Manbij" not in line.said
    assert line.outcomes["Raid in Manbij kills 5"][0] == "archived"


def test_one_alone_that_came_out_while_we_were_down_is_told_as_catch_up_too(line: Line) -> None:
    wire = polled(line)
    raid(wire, "Atmeh", ago=-days(3))

    line.runs(days=7)

    [told] = line.told
    assert told.startswith("Catching up: 1 incident") and "Atmeh" in line.said


def test_what_a_feed_shows_only_with_its_second_answer_after_a_week_is_late_news_too(line: Line) -> None:
    wire = polled(line)
    raid(wire, "Atmeh", ago=-days(3))
    wire.publishes("The bakers again", "They bake bread again.", ago=-days(6))
    wire.partial = True
    line.runs(days=7)
    wire.partial = False

    line.runs(hours=2)

    [told] = line.told
    assert told.startswith("Catching up: 1 incident")


def test_what_comes_up_again_weeks_after_an_absence_is_old(line: Line) -> None:
    wire = polled(line)
    line.runs(days=7)
    raid(wire, "Atmeh", ago=days(5))

    line.runs(days=3)

    assert line.told == [] and line.outcomes["Raid in Atmeh kills 5"][0] == "archived"


def test_of_a_feed_that_is_new_in_the_list_nothing_old_is_told_however_many_it_shows(line: Line) -> None:
    wire = line.feed()
    for n, town in enumerate(TOWNS):
        raid(wire, town, ago=days(3 * n + 2))
    raid(wire, "Idlib")

    line.runs()

    [told] = line.told
    assert "Idlib" in told and not told.startswith("Catching up")


def test_a_replay_says_the_same_of_old_and_of_late_news(line: Line) -> None:
    wire = polled(line)
    raid(wire, "Sarmin", ago=-days(3))
    line.runs(days=7)
    raid(wire, "Atmeh", ago=days(30))
    raid(wire, "Binnish")
    line.runs(hours=2)

    would = walk(line.rules.rulebook.rules, line.store.archived(line.now - days(60)), line.limits).alerts

    assert sorted(w.headline for w in would) == ["Raid in Binnish kills 5", "Raid in Sarmin kills 5"]
    assert len(line.told) == 2


def report(town: str, killed: int = 5) -> str:
    return (
        f"Soldiers raided a house in {town}, Syria, and killed {killed} people, officials said. Neighbours heard shots until"
        f" dawn, and the bodies were taken to the hospital of {town}."
    )


def moves(wire: Outlet, **anew: Any) -> None:
    """A new system: every entry gets a new guid, and whatever `anew` says."""
    for n, entry in enumerate(wire.entries):
        values = {name: value(n) if callable(value) else value for name, value in anew.items()}
        wire.entries[n] = replace(entry, guid=f"uuid-{n}", **values)


@pytest.mark.parametrize(
    "anew",
    [
        {},
        {"link": lambda n: f"https://wire.example/2026/11/new-{n}"},
        {"link": lambda n: f"https://wire.example/2026/11/new-{n}", "date": ""},
        {"link": lambda n: f"https://wire.example/2026/11/new-{n}", "date": "Sat, 21 Nov 2026 12:30:00 GMT"},
    ],
    ids=["guids", "and addresses", "without dates", "dated today"],
)
def test_ten_archived_entries_with_new_guids_are_the_same_articles(line: Line, anew: dict[str, Any]) -> None:
    wire = line.feed()
    for n, town in enumerate(TOWNS):
        wire.publishes(f"Raid in {town}", report(town), ago=timedelta(hours=30 + n, minutes=5))
    line.runs()
    moves(wire, **anew)

    line.runs(hours=1)

    assert line.told == []


def test_an_article_that_was_told_is_not_told_again_weeks_later_under_another_name(line: Line) -> None:
    wire = polled(line)
    wire.publishes("Raid in Atmeh: five dead", report("Atmeh"), page=page("Raid in Atmeh: five dead", report("Atmeh")))
    line.runs(hours=1)
    anew = {"link": "https://wire.example/elsewhere", "date": "Mon, 21 Dec 2026 15:00:00 GMT", "text": "Read it on our new site."}
    moves(wire, **anew, title="RAID IN ATMEH – five dead")
    wire.entries.pop()

    line.runs(days=30)

    assert len(line.told) == 1
    assert line.outcomes["RAID IN ATMEH – five dead"][1].startswith("the same article as 2, first seen 2026-11-21")


def test_after_sixty_days_it_is_another(line: Line) -> None:
    wire = polled(line)
    wire.publishes("Raid in Atmeh", report("Atmeh"))
    line.runs(hours=1)
    moves(wire, link="https://wire.example/elsewhere", date="")

    line.runs(days=61)

    assert len(line.told) == 2


@pytest.mark.parametrize("links", ["https://wire.example/a?utm_source={}", "https://wire.example/story-{}"])
def test_three_at_a_time_are_one(line: Line, links: str) -> None:
    wire = polled(line)
    for n in range(3):
        wire.publishes("Raid in Atmeh kills 5", report("Atmeh"), link=links.format(n))

    line.runs(hours=1)

    assert len(line.told) == 1
    with line.store.db.reading() as tx:
        ends = [row[0] for row in tx.execute(sa.text("select outcome from articles where title like 'Raid%' order by id"))]
    assert ends == ["alerted", "archived", "archived"]


DAILY = "The daily briefing on the fighting, from our reporters."


@pytest.mark.parametrize("text", [None, DAILY], ids=["its own line", "the same line in the feed"])
def test_a_recurring_title_with_another_text_is_another_article(line: Line, text: str | None) -> None:
    wire = polled(line)
    for town, killed in (("Atmeh", 5), ("Sarmin", 5), ("Sarmin", 7)):
        story = report(town, killed)
        wire.publishes("Daily briefing", text or story, page=page("Daily briefing", story))
        line.runs(hours=20)

    assert [told.split(":")[0] for told in line.told if not told.startswith("  ")] == [
        "🟡 Raid in Atmeh, Idlib",
        "🟡 Raid in Sarmīn, Idlib",
    ]
    assert any("5 → 7" in told for told in line.told)


def test_another_title_under_another_guid_is_another_article_though_one_address_serves_all(line: Line) -> None:
    wire = polled(line)
    for town in TOWNS[:3]:
        wire.entries = wire.entries[-1:]  # only the last one stands there
        raid(wire, town, link="https://wire.example/alerts/latest", guid=f"alert-{town}")
        line.runs(hours=20)

    assert [line.outcomes[f"Raid in {town} kills 5"][0] for town in TOWNS[:3]] == ["alerted"] * 3


def test_a_story_that_comes_again_at_its_address_with_a_guid_and_a_toll_of_its_own_is_heard(line: Line) -> None:
    wire = polled(line)
    for killed in (5, 12):
        wire.entries = wire.entries[-1:]
        raid(wire, "Atmeh", killed, link="https://wire.example/raid", guid=f"version-{killed}")
        line.runs(hours=2)

    assert any("5 → 12" in told for told in line.told)


def test_what_another_feed_of_the_publisher_showed_a_week_ago_is_a_week_old(line: Line) -> None:
    world, syria = line.feed("world", publisher="The Wire"), line.feed("syria", publisher="The Wire")
    for wire in (world, syria):
        wire.publishes("The bakers", "They bake bread.")
    line.runs()
    world.publishes("Raid in Atmeh", report("Atmeh"))
    line.runs(hours=1)
    syria.publishes("Raid in Atmeh", report("Atmeh"), ago=None)

    line.runs(days=7)

    assert len(line.told) == 1
    assert line.outcomes["Raid in Atmeh"][1].startswith("old news: published 2026-11-21")


def test_a_copy_and_a_new_article_of_one_batch_are_both_dealt_with(line: Line) -> None:
    wire = polled(line)
    wire.publishes("Raid in Atmeh", report("Atmeh"))
    line.runs(hours=1)
    wire.publishes("Raid in Sarmin", report("Sarmin"))
    wire.publishes("Raid in Atmeh", report("Atmeh"), link="https://wire.example/again")

    line.runs(hours=1)

    assert line.outcomes["Raid in Atmeh"][1].startswith("the same article as")
    assert line.outcomes["Raid in Sarmin"][0] == "alerted"


def test_another_publishers_copy_is_a_report_of_its_own(line: Line) -> None:
    one, other = line.feed("one"), line.feed("other")
    for wire in (one, other):
        wire.publishes("The bakers", "They bake bread.")
    line.runs()
    for wire in (one, other):
        wire.publishes("Raid in Atmeh", report("Atmeh"))

    line.runs(hours=1)

    [incident] = line.store.board(line.now - days(1)).incidents
    assert {r.source for r in incident.reports} == {"one", "other"}
