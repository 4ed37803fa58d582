"""Figures and reality on the labelled articles, where they are at hand: the floors of docs/accuracy-history.md.

A figure is right when its low bound lies in the label's range; it is read from the words of the label's quote, or else from
its sentence.
`pytest tests/shared/test_figures_score.py -s` prints the counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.reading.english.dates import Dates, find_dates
from monitor.reading.english.figures import Figure, find_figures
from monitor.reading.english.reality import judge_reality
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.tolls import add_up
from tests.monitor.reading.english import english

FOLDER = Path(__file__).parents[3] / "shared" / "eval"
FORMS = ("%Y-%m-%d", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
REALITY = {"current": {"happened"}, "background": {"background"}, "cumulative": {"cumulative", "background"}}

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FOLDER.exists(), reason="needs ../shared")]


@cache
def articles(name: str) -> tuple[tuple[dict[str, Any], EnglishText, tuple[Figure, ...]], ...]:
    rows = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    texts = [english(row["text"]) for row in rows]
    return tuple((row, text, tuple(find_figures(text))) for row, text in zip(rows, texts, strict=True))


def quotes(name: str) -> Iterator[tuple[dict[str, Any], EnglishText, tuple[Figure, ...], dict[str, Any], range]]:
    """Each labelled incident with the characters of its quote."""
    for row, text, figures in articles(name):
        for incident in row["incidents"]:
            start = row["text"].find(incident["quote"])
            if start >= 0:
                yield row, text, figures, incident, range(start, start + len(incident["quote"]))


def published(row: dict[str, Any]) -> datetime | None:
    for form in FORMS:
        try:
            return datetime.strptime((row.get("date") or "").strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


@pytest.mark.parametrize(
    ("name", "kind", "floor"),
    [
        ("syria_dev.jsonl", "killed", 0.90),
        ("syria_dev.jsonl", "wounded", 0.80),
        ("world_dev.jsonl", "killed", 0.80),
    ],
)
def test_the_figures_of_the_labels_are_read(name: str, kind: str, floor: float) -> None:
    tally: Counter[bool] = Counter()

    for _, text, figures, incident, quote in quotes(name):
        if incident[kind] is None:
            continue
        sentences = {
            text.sentence_of[i] for i in range(len(text.words)) if text.starts[i] < quote.stop and text.ends[i] > quote.start
        }
        of_kind = [f for f in figures if f.kind == kind]
        inside = [f for f in of_kind if f.span.start >= quote.start - 3 and f.span.end <= quote.stop + 3]
        found = [add_up(inside), add_up([f for f in of_kind if f.sentence in sentences])]
        low, high = incident[kind]
        tally[any(toll is not None and low <= toll.low <= high for toll in found)] += 1

    print(f"{name} {kind}: {tally[True]} of {tally.total()}")
    assert tally[True] / tally.total() >= floor


@pytest.mark.parametrize(("name", "floor"), [("syria_dev.jsonl", 0.88), ("world_dev.jsonl", 0.85)])
def test_what_the_labels_call_news_is_news(name: str, floor: float) -> None:
    tally: Counter[tuple[str, str]] = Counter()

    for row, text, figures, incident, quote in quotes(name):
        cues = [f for f in figures if f.kind in ("killed", "wounded") and quote.start <= f.cue.start < quote.stop]
        if cues:
            when = published(row)
            spot = (cues[0].cue_start, cues[0].cue_end)
            verdict = judge_reality(text, cues[0].sentence, spot, Dates(find_dates(text, when)), when)
            tally[incident["when"], verdict.reality] += 1

    print(name, dict(tally))
    right = sum(count for (label, reality), count in tally.items() if reality in REALITY[label])
    assert right / tally.total() >= floor
