"""Whatever a stranger writes, reading it costs about as much as its length (the long form: benchmarks/hostile_reading.py)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.clauses import ASIDES, DIVIDES, Walls
from monitor.reading.pipeline import LONGEST_SENTENCE
from tests.monitor.reading.newsroom import read

WORDS = st.lists(st.sampled_from([*sorted(ASIDES | DIVIDES), ",", ",", "and", "and", "people", "that"]), max_size=30)


def walked(between: list[str]) -> float:
    """What the words between two spans cost, word for word."""
    cost = 0.0
    for n, word in enumerate(between):
        pause = (word == "and" and n and between[n - 1] == ",") or (word == "," and not ASIDES.isdisjoint(between[n + 1 : n + 2]))
        cost += 8 if word in DIVIDES else 4 if word in ASIDES else 3 if pause else 0
    return cost


@given(WORDS)
def test_what_stands_between_two_words_costs_what_a_walk_from_one_to_the_other_finds(words: list[str]) -> None:
    walls = Walls(words)

    for low in range(len(words)):
        for high in range(low + 1, len(words)):
            between = words[low + 1 : high]
            assert walls.between(low, low + 1, high, high + 1) == walls.between(high, high + 1, low, low + 1) == walked(between)
            assert walls.relative(low + 1, high) == (not {"that", "which", "who"}.isdisjoint(between))


def test_a_sentence_longer_than_any_of_a_newspaper_is_read_in_pieces_and_the_reading_says_so() -> None:
    long = "An airstrike in Aleppo killed 12 people " + "and hit a house " * LONGEST_SENTENCE

    reading = read(long)

    assert reading.notes == (f"sentences of more than {LONGEST_SENTENCE} words were read in pieces",)
    assert [(e.what, e.where and e.where.name, e.killed and e.killed.low) for e in reading.events] == [
        ("airstrike", "Aleppo", 12)
    ]


def test_a_sentence_of_a_newspaper_is_read_in_one_piece() -> None:
    assert read("An airstrike in Aleppo killed 12 people " + "and hit a house " * 80).notes == ()
