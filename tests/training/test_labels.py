"""What the labelled texts say of each statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model.article import Article
from tests.monitor.reading.newsroom import language
from training.labels import Labelled, is_news, labelled

NEWS = "A bomb killed 12 people in a market in Kabul on Thursday."
OLD = "In 2019 an attack on a hotel killed 40 people."
TEXT = Labelled(
    article=Article(
        id="1", title="", text=f"{NEWS} {OLD}", source="test", published_at=datetime(2026, 3, 6, 12, tzinfo=UTC)
    ),
    file="test", topic="1", rules={"attack_deaths": "yes"},
    sentences=((0, len(NEWS), "current"), (len(NEWS) + 1, len(NEWS) + 1 + len(OLD), "recalled")),
)  # fmt: skip


def labels(text: Labelled) -> list[tuple[int, bool | None]]:
    statements = language().told(text.article).statements
    found = zip(statements, is_news(text, statements), strict=True)
    return [(s.killed.low, news) for s, news in found if s.killed is not None]


def test_a_statement_is_news_when_its_sentence_is_labelled_current() -> None:
    assert labels(TEXT) == [(12, True), (40, False)]


def test_where_no_sentence_is_labelled_the_rules_tell() -> None:
    unsaid = replace(TEXT, sentences=())

    assert labels(replace(unsaid, rules={})) == [(12, False), (40, False)]
    assert labels(unsaid) == [(12, None), (40, None)]
    assert labels(replace(unsaid, rules=None)) == [(12, None), (40, None)]


@pytest.mark.parametrize("name", ["ecb_gum", "wikinews", "ordinary", "written"])
def test_every_labelled_sentence_stands_in_its_text(name: str) -> None:
    texts = list(labelled(name))

    assert len({text.article.id for text in texts}) == len(texts) >= 190
    assert all(0 <= start < end <= len(text.article.text) for text in texts for start, end, _ in text.sentences)
