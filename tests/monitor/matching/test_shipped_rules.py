"""The rules that come with the product are good, and teach."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.matching.feedlist import load_feeds
from monitor.matching.nodes import Review, Table
from monitor.matching.yaml_strict import read_yaml
from monitor.polling.identity import feed_id

ROOM = Path(__file__).parents[3] / "rules"
RULES = sorted((ROOM / "alerts").glob("*.yaml"))


def test_the_starter_feeds_are_good_and_say_who_speaks() -> None:
    feeds, problems = load_feeds((ROOM / "feeds.yaml").read_bytes(), "feeds.yaml", feed_id=feed_id)

    assert problems == []
    assert 20 <= len(feeds) <= 40
    assert all(feed.publisher and feed.language and feed.tags and feed.url.startswith("https://") for feed in feeds)


def test_there_are_at_least_ten_rules() -> None:
    assert len(RULES) >= 10


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_rule_has_tests_for_both_endings(path: Path) -> None:
    review = Review()

    root = read_yaml(path.read_bytes(), path.name, review)

    assert isinstance(root, Table) and not review.problems
    text = path.read_text(encoding="utf-8")
    assert "expect: alert" in text
    assert "expect: no alert" in text
