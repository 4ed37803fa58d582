"""Stories on the labelled collections, where they are at hand: the bars of docs/accuracy-history.md."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.reading.stories.clustering import group
from workers.package_data import background

LABELLED = Path(__file__).parents[3] / "shared" / "eval" / "clusters_dev.jsonl"
BARS = {"ecbplus": 0.90, "giveme5w1h_google_news": 0.93, "giveme5w1h_gold_standard": 0.93}

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not LABELLED.exists(), reason="needs ../shared")]


def bcubed_f1(found: dict[str, str], gold: dict[str, str]) -> float:
    """BCubed F1 (Bagga and Baldwin 1998) of one grouping against another, over the same articles."""

    def mean_overlap(one: dict[str, str], other: dict[str, str]) -> float:
        members: dict[str, set[str]] = defaultdict(set)
        for article, label in one.items():
            members[label].add(article)
        return sum(sum(other[b] == other[a] for b in members[one[a]]) / len(members[one[a]]) for a in one) / len(one)

    precision, recall = mean_overlap(found, gold), mean_overlap(gold, found)
    return 2 * precision * recall / (precision + recall)


def test_stories_reach_the_bars() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    articles = [Article(id=row["id"], title=row["title"], text=row["text"], source="", url=None) for row in rows]

    readings = [Reading(article_id=article.id, language="en") for article in articles]

    found = {article.id: story for article, story in zip(articles, group(articles, readings, background()), strict=True)}

    for corpus, bar in BARS.items():
        gold = {row["id"]: row["cluster"] for row in rows if row["corpus"] == corpus}
        assert bcubed_f1({article: found[article] for article in gold}, gold) >= bar, corpus
