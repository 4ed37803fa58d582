"""What the reader learns is bounded: new words leave no trace for ever (the long form: benchmarks/reading.py --flat)."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.reading.text import pipeline
from monitor.reading.text.pipeline import build_pipeline
from workers.package_data import abbreviations


def new_words(n: int) -> str:
    return " ".join(f"Qz{n}x{i}a" for i in range(40))


def read_zone(nlp: Any, texts: list[str]) -> None:
    for text in texts:
        nlp.tokenizer.learn(text)
    with nlp.memory_zone():
        for text in texts:
            nlp(text)


def test_words_are_learned_up_to_a_bound_and_read_and_forgotten_past_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_CACHE", 500)
    nlp = build_pipeline(abbreviations())
    read_zone(nlp, [new_words(n) for n in range(20)])
    full = len(nlp.vocab.strings)

    for start in range(20, 220, 20):
        read_zone(nlp, [new_words(n) for n in range(start, start + 20)])

    assert len(nlp.vocab.strings) == full


def test_what_was_learned_is_cut_as_what_was_not() -> None:
    text = "The U.S.-led force didn't say \"who\" fired, it said: 12,000 fled Deir-ez-Zor (see p.4)... O'Neill's car-bomb."
    fresh, learned = build_pipeline(abbreviations()), build_pipeline(abbreviations())
    learned.tokenizer.learn(text)  # type: ignore[attr-defined]

    assert [t.text for t in learned(text)] == [t.text for t in fresh(text)]


def test_endless_words_are_not_learned() -> None:
    nlp: Any = build_pipeline(abbreviations())
    before = len(nlp.vocab.strings)

    nlp.tokenizer.learn("x" * 5000)

    assert len(nlp.vocab.strings) == before
