"""Copies of one text have near fingerprints; texts on one matter do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.stories.fingerprint import copies, distance, fingerprint, near

STORY = (
    "A bridge over the river Alma fell on Tuesday while a goods train was crossing it, and four wagons went into the water. "
    "The driver and his mate swam ashore. Police closed the road on both banks and asked people to stay away from the site. "
    "The bridge was built in 1931 and had been inspected in spring, a spokeswoman of the railway company said. "
    "Divers will look for the wagons, which carried cement, as soon as the flood has gone down. "
    "Trains between the two towns are replaced by buses until the end of the month. "
    "The mayor said that the town had asked for a new bridge for ten years."
)
OTHER = (
    "Engineers are asking why the old railway bridge near Alma gave way under a cement train. "
    "Nobody was killed when wagons plunged into the swollen river. "
    "The accident will delay goods traffic for weeks, the operator said, and passengers must take buses. "
    "Local politicians have long called for the crossing from the thirties to be replaced, but the ministry had put off the work."
)


def test_layout_case_and_accents_of_punctuation_make_no_difference() -> None:
    assert fingerprint(STORY) == fingerprint("  " + STORY.upper().replace(".", " - ").replace(" ", "\n"))


def test_a_dateline_makes_a_near_copy() -> None:
    assert near(fingerprint(STORY), fingerprint("ALMA, 3 May (Wire) - " + STORY))


def test_a_footer_makes_a_near_copy() -> None:
    assert near(fingerprint(STORY), fingerprint(STORY + " This report came from a wire and was not edited here."))


def test_a_changed_sentence_makes_a_near_copy() -> None:
    edited = STORY.replace("The driver and his mate swam ashore.", "Both men on the engine reached the bank alive.")

    assert edited != STORY
    assert near(fingerprint(STORY), fingerprint(edited))


def test_another_text_on_the_same_matter_is_no_copy() -> None:
    assert not near(fingerprint(STORY), fingerprint(OTHER))
    assert distance(fingerprint(STORY), fingerprint(OTHER)) > 18


def test_empty_texts_are_copies_of_nothing() -> None:
    assert fingerprint("") == fingerprint(" ... ") == "0" * 16
    assert not near(fingerprint(""), fingerprint(""))


def test_all_pairs_at_once_say_the_same() -> None:
    prints = [fingerprint(text) for text in (STORY, "Wire: " + STORY, OTHER, "")]

    pairs = copies(prints)

    assert [[bool(pairs[i, j]) for j in range(4)] for i in range(4)] == [
        [i != j and near(a, b) for j, b in enumerate(prints)] for i, a in enumerate(prints)
    ]


@given(st.text(max_size=200))
def test_any_text_has_a_fingerprint(text: str) -> None:
    made = fingerprint(text)

    assert len(made) == 16
    assert distance(made, made) == 0
