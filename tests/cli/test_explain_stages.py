"""The stages of an archived article, for every way that it may have gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from workers.cli.stages import from_the_archive, reading_of, told
from workers.edges.store.dossier import Dossier, KeptMatch, KeptMessage

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAPER = Article(id="7", title="A raid", text="A raid.", source="The Wire", url="https://wire.example/7", seen_at=NOON)
DOSSIER = Dossier(
    article=PAPER, feed_url="https://wire.example/rss", publisher="The Wire", state="done", outcome="alerted",
    why="Raid: new incident (to #alerts)", note="", attempts=0, reading=Reading(article_id="7", language="en"), read_at=NOON,
    read_again=False,
    matches=(KeptMatch(rule_id="raid", rule_hash="h", held=False, verdicts=(), incident_id="i"),), messages=(),
)  # fmt: skip


def message(state: str, detail: str = "") -> KeptMessage:
    return KeptMessage(
        rule_id="raid", channel="alerts", kind="head", reason="new incident", state=state, detail=detail, at=NOON, incident_id="i"
    )


def walked(dossier: Dossier) -> list[tuple[str, str, str]]:
    return [(stage.name, stage.state, stage.detail) for stage in from_the_archive(dossier)]


def ended(dossier: Dossier, rule: str | None = None) -> list[tuple[str, str, str]]:
    return [(stage.name, stage.state, stage.detail) for stage in told(dossier, rule)]


def test_a_page_that_was_had() -> None:
    assert walked(DOSSIER) == [
        ("feed", "passed", "The Wire, seen 2026-03-01 12:00 UTC"),
        ("fetched", "passed", "https://wire.example/7"),
        ("cleaned", "passed", "the page's text, 7 characters"),
    ]


@pytest.mark.parametrize(
    ("extraction", "fetched", "cleaned"),
    [
        (
            "feed text: answered 404 Not Found",
            ("failed", "answered 404 Not Found"),
            ("passed", "the feed's own text, 7 characters"),
        ),
        (
            "feed text: extraction failed: timed out after 10 s",
            ("passed", "https://wire.example/7"),
            ("failed", "extraction failed: timed out after 10 s; the feed's own text is read, 7 characters"),
        ),
    ],
)
def test_a_page_that_was_not_had(extraction: str, fetched: tuple[str, str], cleaned: tuple[str, str]) -> None:
    found = walked(replace(DOSSIER, article=replace(PAPER, extraction=extraction)))

    assert found[1:] == [("fetched", *fetched), ("cleaned", *cleaned)]


def test_a_page_that_is_still_asked_for() -> None:
    found = walked(replace(DOSSIER, state="new", reading=None, note="answered 503", attempts=2))

    assert found[1] == ("fetched", "waiting", "on its way, put off: answered 503 (claimed 2 times)")


def test_an_article_of_the_first_poll_was_never_fetched() -> None:
    found = walked(replace(DOSSIER, outcome="archived", why="first poll of the feed: archived", reading=None))

    assert found[1] == ("fetched", "failed", "archived: first poll of the feed: archived")


def test_language_and_events_are_told_and_an_old_reading_is_marked() -> None:
    reading = Reading(article_id="7", language="fr", events=(Event(what="raid"),), notes=("language fr: places and text only",))

    language, read = reading_of(reading, again=True)

    assert language.detail == "fr (language fr: places and text only)"
    assert read.detail == "raid, place not told (read again since: what was told of it rests on an earlier reading)"
    assert [stage.state for stage in reading_of(Reading(article_id="7", language=None))] == ["failed", "failed"]


@pytest.mark.parametrize(
    ("states", "state"),
    [(("sent",), "passed"), (("pending",), "waiting"), (("dead",), "failed"), (("uncertain", "dead"), "waiting")],
)
def test_what_became_of_its_messages(states: tuple[str, ...], state: str) -> None:
    found = ended(replace(DOSSIER, messages=tuple(message(each) for each in states)), "raid")

    assert found[0] == ("suppressed", "passed", "alerted: Raid: new incident (to #alerts)")
    assert found[1][:2] == ("sent", state) and f"head to #alerts: {states[0]}" in found[1][2]


def test_what_kept_it_back_is_told() -> None:
    found = ended(replace(DOSSIER, outcome="filed", why="Raid: waits for sources"))

    assert found == [("suppressed", "failed", "filed: Raid: waits for sources"), ("sent", "skipped", "there was nothing to send")]


def test_a_rule_that_did_not_match_then_has_nothing_to_suppress() -> None:
    assert ended(DOSSIER, "other")[0] == ("suppressed", "skipped", "when it was read, other did not match")


def test_an_article_that_is_not_decided_yet() -> None:
    assert [state for _, state, _ in ended(replace(DOSSIER, state="read", outcome=""))] == ["skipped", "skipped"]
