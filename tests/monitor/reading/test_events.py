"""From statements to events: merging, headlines, reality, evidence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.monitor.reading.newsroom import deadly, events, read

RAID = (
    "A coalition raid hit a house in the town of Atmeh in Idlib province on Thursday. At least 12 people were killed."
    " The raid lasted three hours, residents of Atmeh said."
)


def test_statements_on_one_act_become_one_event() -> None:
    found = [e for e in events(RAID) if e.what == "raid"]

    assert len(found) == 1
    assert found[0].killed is not None and (found[0].killed.low, found[0].killed.high) == (12, None)
    assert found[0].where is not None and found[0].where.admin1 == "Idlib"


def test_an_event_keeps_the_words_it_stands_on() -> None:
    event = deadly(RAID)

    words = {RAID[s.start : s.end] for s in event.evidence if s.part == "text"}
    assert {"raid", "Atmeh", "At least 12 people", "killed"} <= words
    assert event.reasons


def test_a_recalled_raid_is_no_news() -> None:
    reading = read("In October 2019 a raid in Idlib killed the group's leader. On Tuesday schools in the province reopened.")

    assert not [e for e in reading.events if e.what == "raid" and e.reality == "happened"]


def test_a_headline_that_the_text_says_more_exactly_makes_no_event_of_its_own() -> None:
    found = events(
        "Soldiers killed 18 militants in air raids in Deir ez-Zor on Thursday. They also advanced in Jobar.",
        title="Army kills 18 militants in Deir ez-Zor, advances in Jobar",
    )

    deadly_places = {e.where.admin1 for e in found if e.killed and e.where}
    assert deadly_places == {"Deir ez-Zor"}


def test_the_dead_of_a_whole_war_are_no_single_act() -> None:
    found = events("An air strike killed four people in Idlib on Thursday. The war has killed more than 280000 people in Syria.")

    assert max(e.killed.low for e in found if e.killed) == 4


def test_the_same_number_of_dead_at_the_same_place_is_the_same_act() -> None:
    found = events("Fighting in Homs killed eight fighters on Thursday. The eight fighters were killed in an air strike in Homs.")

    assert [e.what for e in found if e.killed] == ["airstrike"]


def test_parties_of_one_fight_are_added() -> None:
    event = deadly("On Monday, 13 militants as well as six SDF fighters were killed in clashes in Raqqa.")

    assert event.killed is not None and event.killed.low == 19


def test_headlines_of_other_articles_among_the_links_are_not_read() -> None:
    found = events(
        "A mortar attack killed three people in Homs on Thursday. The army blamed rebels. The rebels were silent. Others too."
        " Coalition Airstrikes Kill Dozen Civilians Near Raqqa Market"
    )

    assert "airstrike" not in {e.what for e in found}


def test_another_language_is_read_for_places_only_and_says_so() -> None:
    reading = read("Bei einem Luftangriff auf einen Markt in Aleppo sind nach Angaben von Rettern zwölf Menschen getötet worden.")

    assert reading.language == "de"
    assert reading.events == ()
    assert any("places and text only" in note for note in reading.notes)


def test_the_same_text_is_read_the_same_way_twice() -> None:
    assert read(RAID) == read(RAID)


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read_and_every_span_lies_in_its_part(text: str, title: str) -> None:
    reading = read(f"{text} killed 12 in an air strike on Idlib {text}", title=title)

    lengths = {"text": len(text) * 2 + len(" killed 12 in an air strike on Idlib "), "title": len(title)}
    for event in reading.events:
        for span in event.evidence:
            assert 0 <= span.start < span.end <= lengths[span.part]
        for toll in (event.killed, event.wounded):
            assert toll is None or toll.high is None or toll.low <= toll.high
