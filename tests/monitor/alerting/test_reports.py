"""What one article says of an incident: its facts, and the sentence that tells them with the matched words marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.incidents import MENTION
from monitor.alerting.reports import LONGEST, quote, report_of
from monitor.model.article import Article
from monitor.model.event import Actor, Event, Reading
from monitor.model.span import Span
from tests.monitor.alerting.newsdesk import ATMEH, NOON, at_least

TEXT = (
    "Markets were calm on Thursday.\n"
    "Special forces raided a house in Atmeh, Gen. J. Smith said. At least 12 people were killed in the raid! Schools shut.\n"
    "Elsewhere nothing happened."
)


def article(text: str = TEXT, title: str = "Raid in Idlib") -> Article:
    return Article(id="7", title=title, text=text, source="Reuters", url="https://news.example/7", published_at=NOON)


def span(words: str, text: str = TEXT, part: str = "text") -> Span:
    return Span(start=text.index(words), end=text.index(words) + len(words), part=part)  # type: ignore[arg-type]


def marked(found: object) -> list[str]:
    return [found.text[a:b] for a, b in found.highlights]  # type: ignore[attr-defined]


def test_the_sentence_with_most_of_the_evidence_is_quoted() -> None:
    found = quote(article(), [span("Atmeh"), span("12"), span("killed")])

    assert found.text == "At least 12 people were killed in the raid!"
    assert marked(found) == ["12", "killed"]


def test_the_trigger_weighs_more_than_a_place() -> None:
    assert quote(article(), [span("12")], span("raided")).text.startswith("Special forces raided")


def test_a_rank_and_an_initial_end_no_sentence() -> None:
    assert quote(article(), [span("raided")]).text == "Special forces raided a house in Atmeh, Gen. J. Smith said."


def test_a_paragraph_ends_a_sentence_without_a_full_stop() -> None:
    text = "A headline without a stop\nThe raid killed two"

    assert quote(article(text), [span("raid", text)]).text == "The raid killed two"


def test_evidence_in_the_title_quotes_the_title() -> None:
    found = quote(article(), [span("Raid", "Raid in Idlib", "title")])

    assert (found.text, marked(found)) == ("Raid in Idlib", ["Raid"])


def test_arabic_sentences_end_too() -> None:
    text = "هل قتل أحد؟ قتل ثلاثة في غارة على أطمة. عاد الهدوء."

    assert quote(article(text), [span("غارة", text)]).text == "قتل ثلاثة في غارة على أطمة."


def test_no_evidence_quotes_the_title() -> None:
    assert quote(article(), []).text == "Raid in Idlib"


def test_evidence_that_lies_outside_the_text_is_passed_over() -> None:
    assert quote(article("short"), [Span(start=90, end=99)]).text == "Raid in Idlib"


def test_overlapping_marks_are_one() -> None:
    found = quote(article(), [span("At least 12"), span("12 people"), span("12")])

    assert marked(found) == ["At least 12 people"]


def test_a_sentence_without_end_is_cut_around_its_marks() -> None:
    text = "word " * 400 + "raid " + "word " * 400

    found = quote(article(text), [span("raid", text)])

    assert len(found.text) <= LONGEST + 4 and found.text.startswith("… ") and found.text.endswith(" …")
    assert marked(found) == ["raid"]


@given(text=st.text("ab .!?\n\"'م؟", min_size=1, max_size=80), data=st.data())
def test_marks_always_stand_on_the_words_they_stood_on(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    found = quote(article(text, title="t"), [Span(start=start, end=end)])

    assert all(0 <= a < b <= len(found.text) for a, b in found.highlights)
    assert found.text == "t" or found.text in text
    assert not found.highlights or text[start:end] in found.text


def test_a_report_holds_the_events_facts_and_who_says_so() -> None:
    event = Event(
        what="raid",
        where=ATMEH,
        killed=at_least(12),
        actors=(Actor(name="United States", role="by"), Actor(name="White Helmets", role="said")),
        trigger=span("raided"),
    )
    reading = Reading(article_id="7", language="en", events=(event,))

    made = report_of(article(), reading, 0, story="s", seen_at=NOON, why="a raid", rules=("Raid",))

    assert (made.what, made.where, made.killed, made.said_by) == ("raid", ATMEH, at_least(12), ("White Helmets",))
    assert (made.actors, made.why, made.rules, made.story) == (("United States",), "a raid", ("Raid",), "s")


@pytest.mark.parametrize("part", ["text", "title"])
def test_a_text_watch_makes_a_mention_with_its_words_marked(part: str) -> None:
    words = TEXT if part == "text" else "Raid in Idlib"
    evidence = [span("raid" if part == "text" else "Raid", words, part)]

    made = report_of(article(), Reading(article_id="7", language="en"), None, story="s", seen_at=NOON, evidence=evidence)

    assert (made.what, made.event, made.where) == (MENTION, None, None)
    assert [made.quote[a:b].lower() for a, b in made.highlights] == ["raid"]
