"""One-event binding, decided through rules: of each pair one text alerts and the other, which has all the words too, does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.matching.match import judge
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from tests.monitor.reading.newsroom import language

GIVEN: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "golden/rules/binding_pairs.yaml").read_text())
PAIRS: list[dict[str, Any]] = GIVEN["pairs"]
PUBLISHED = datetime.combine(GIVEN["published"], time(12), tzinfo=UTC)

#: Pairs (by the beginning of the text that is judged wrongly) that the reader does not get right yet.
NOT_YET: frozenset[str] = frozenset(
    {
        "A shopkeeper from Azaz in northern Syria",
    }
)


@cache
def _alerts(number: int, text: str) -> bool:
    reader = language()
    rule = yaml.safe_dump({"title": "A pair", "event": PAIRS[number]["event"]}, allow_unicode=True)
    book, problems = load_rulebook({"alerts/pair.yaml": rule}, atlas=reader.atlas, canonical=reader.canonical)
    assert not [str(p) for p in problems if p.severity == "error"]
    article = Article(id="a", title="", text=text, source="A Wire", published_at=PUBLISHED, seen_at=PUBLISHED)
    matches, _ = judge(book, article, reader.read(article), PUBLISHED, near=0)
    return bool(matches)


def _right(number: int) -> bool:
    pair = PAIRS[number]
    return _alerts(number, pair["alerts"]) and not _alerts(number, pair["quiet"])


def _cases() -> Iterator[Any]:
    for number, pair in enumerate(PAIRS):
        for expected in ("alerts", "quiet"):
            text = pair[expected]
            marks = [pytest.mark.xfail(strict=True)] if any(text.startswith(known) for known in NOT_YET) else []
            yield pytest.param(number, expected, id=f"{number}-{pair['why'].replace(' ', '_')}-{expected}", marks=marks)


@pytest.mark.parametrize(("number", "expected"), list(_cases()))
def test_conditions_hold_for_one_and_the_same_event(number: int, expected: str) -> None:
    text = PAIRS[number][expected]

    found = _alerts(number, text)

    assert found is (expected == "alerts"), f"{PAIRS[number]['event']}: {text}"


def test_nine_pairs_in_ten_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    right = sum(map(_right, range(len(PAIRS))))

    with capsys.disabled():
        print(f"\nbinding: {right} of {len(PAIRS)} pairs right, {right / len(PAIRS):.0%}")
    assert len(PAIRS) >= 40
    assert right / len(PAIRS) >= 0.9
