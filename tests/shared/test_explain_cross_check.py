"""`explain` on the labelled articles, where they are at hand: what it names for a non-match is what stands in the way."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.matching.condition import View
from monitor.model.article import Article
from tests.monitor.reading.newsroom import language
from workers.analyse import load_rules

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "eval"
sys.path.insert(0, str(ROOT / "tests" / "monitor" / "matching"))

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FOLDER.exists(), reason="needs ../shared")]


@pytest.mark.parametrize("name", ["syria_dev.jsonl", "world_dev.jsonl"])
def test_for_every_non_match_the_named_condition_is_what_stands_in_the_way(name: str) -> None:
    from tests.monitor.matching.crosscheck import cross_check

    rows = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    rulebook, problems = load_rules(ROOT / "rules", language())
    articles = [
        Article(id=row["id"], title=row.get("title") or "", text=row["text"], source=row.get("source") or "") for row in rows
    ]
    now = datetime(2020, 1, 1, tzinfo=UTC)

    views = [
        View(a, r, now) for a, r in zip(articles, language().read_many(articles), strict=True) if not isinstance(r, Exception)
    ]
    looked, wrong = cross_check(rulebook.rules, views)

    print(f"{name}: {len(views)} articles, {len(rulebook.rules)} rules, {looked} non-matches, {len(wrong)} named wrongly")
    assert not [p for p in problems if p.severity == "error"]
    assert len(views) == len(rows) and looked > 5 * len(rows)
    assert wrong == []
