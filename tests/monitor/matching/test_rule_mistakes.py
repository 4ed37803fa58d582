"""Every mistake at once, at its line and column, with a guess: planted files against the list of what must be said of them.

`UPDATE_GOLDEN=1 pytest tests/monitor/matching/test_rule_mistakes.py` rewrites the list; its diff is for a person to judge.
"""

from __future__ import annotations

import os
from pathlib import Path

from monitor.matching.rulebook import load_rulebook
from monitor.model.feed import Feed
from tests.monitor.matching.rules_atlas import ATLAS

HERE = Path(__file__).parents[2] / "golden" / "rules" / "mistakes"
EXPECTED = HERE / "expected.txt"
FEEDS = (Feed(id="f1", url="https://bbc.example/rss", publisher="BBC World", tags=("world",)),)
ZONES = ("Asia/Damascus", "Europe/London", "UTC")


def _files(folder: str) -> dict[str, bytes]:
    return {f"{folder}/{path.name}": path.read_bytes() for path in sorted((HERE / folder).glob("*.yaml"))}


def test_every_planted_mistake_is_told_at_its_place_with_its_guess() -> None:
    book, problems = load_rulebook(_files("alerts"), atlas=ATLAS, lists=_files("lists"), feeds=FEEDS, zones=ZONES)

    told = "".join(f"{problem}\n" for problem in problems)
    if os.environ.get("UPDATE_GOLDEN"):
        EXPECTED.write_text(told, encoding="utf-8")
    assert told == EXPECTED.read_text(encoding="utf-8")
    assert [head.id for head in book.heads] == ["twins"]


def test_at_least_sixty_mistakes_are_planted() -> None:
    mistakes = [line for line in EXPECTED.read_text(encoding="utf-8").splitlines() if ": advice: " not in line]

    assert len(mistakes) >= 60


def test_every_planted_file_but_one_is_left_out() -> None:
    files = _files("alerts")

    for name, content in files.items():
        book, problems = load_rulebook({name: content}, atlas=ATLAS, lists=_files("lists"), feeds=FEEDS, zones=ZONES)
        own = [p for p in problems if p.file == name and p.severity == "error"]
        assert bool(book.rules) is (not own) is (name in ("alerts/twin-a.yaml", "alerts/twin-c.yaml")), name
