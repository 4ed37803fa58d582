"""Long times: the form of the file that says how they are told."""

from __future__ import annotations

import pytest

from monitor.reading.english.long_time import find_long_time
from monitor.reading.english.long_time_words import parse_long_time_words
from tests.monitor.reading.english import english

_FILE = """
signs: [since, months]
phrases:
  - since [the] {times}
  - since {month}
  - "{digits}-months-long [{word}] {times}"
words:
  times: [war, "{year}", war began]
"""


@pytest.mark.parametrize(
    "told",
    [
        "since the war",
        "since war",
        "since 2011",
        "since may",
        "30 - months - long civil war",
        "3-months-long war",
    ],
)
def test_a_phrase_of_the_file_is_found_with_its_lists_its_slots_and_without_what_may_be_missing(told: str) -> None:
    found = parse_long_time_words(_FILE, ["may"]).phrases.search(f"40 have died {told} .")

    assert found is not None
    assert found.group() == told


@pytest.mark.parametrize(
    "told", ["since the may", "since 1811", "since warsaw", "months - long war", "30 - months - long-lost war"]
)
def test_other_words_are_no_such_phrase(told: str) -> None:
    assert parse_long_time_words(_FILE, ["may"]).phrases.search(f"40 have died {told} .") is None


def test_a_phrase_with_a_list_that_the_file_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="wars"):
        parse_long_time_words(_FILE.replace("{times}", "{wars}"), [])


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Over 300 people have been killed since early May 2011.", "since early May 2011"),
        ("In almost three months of battle 40 died.", "In almost three months of"),
        ("The three-year-old war left 40 dead.", "three - year - old war"),
        ("After 12 days of heavy shelling 40 were dead.", "12 days of heavy shelling"),
    ],
)
def test_the_words_that_tell_a_long_time_are_found_in_a_sentence(sentence: str, words: str) -> None:
    text = english(sentence)
    found = find_long_time(text, 0, len(text.words))

    assert found is not None
    assert " ".join(text.words[slice(*found)]) == words
