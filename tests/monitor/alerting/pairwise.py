"""Labelled pairs of tellings: which tell of one incident? Our reading and kinship against the likeness of their words.

The pairs are those inside a family of `tests/golden/incidents/pairs.yaml`: incidents that are easily taken for each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path

import yaml

from monitor.alerting.incidents import kinship, opened
from monitor.alerting.reports import report_of
from monitor.model.alert import Report
from monitor.model.article import Article
from workers.edges.language import LocalLanguage

PAIRS = Path(__file__).parents[2] / "golden" / "incidents" / "pairs.yaml"


@dataclass(frozen=True, slots=True)
class Pair:
    a: Article
    b: Article
    same: bool
    family: str


@dataclass(frozen=True, slots=True)
class Score:
    """Pairwise precision, recall and F1 of "the same"."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


def pairs() -> list[Pair]:
    found = []
    for family in yaml.safe_load(PAIRS.read_text()):
        tellings = [
            (n, article(f"{family['family']}-{n}-{m}", telling))
            for n, incident in enumerate(family["incidents"])
            for m, telling in enumerate(incident)
        ]
        found += [Pair(a, b, i == j, family["family"]) for (i, a), (j, b) in combinations(tellings, 2)]
    return found


def article(name: str, telling: dict[str, object]) -> Article:
    at = datetime.fromisoformat(str(telling["at"]))
    return Article(
        id=name, url=f"https://news.example/{len(name)}", title=str(telling["title"]), text=str(telling["text"]),
        source=name, published_at=at, seen_at=at, language="en",
    )  # fmt: skip


class ByFacts:
    """Our answer: any event of one that happened (or is denied) joins any of the other."""

    def __init__(self, language: LocalLanguage) -> None:
        self._language = language
        self._reports: dict[str, list[Report]] = {}

    def reports(self, one: Article) -> list[Report]:
        if one.id not in self._reports:
            reading = self._language.read(one)
            told = [n for n, e in enumerate(reading.events) if e.reality in ("happened", "denied")]
            assert one.seen_at is not None
            self._reports[one.id] = [report_of(one, reading, n, story="", seen_at=one.seen_at) for n in told]
        return self._reports[one.id]

    def __call__(self, pair: Pair) -> bool:
        return any(kinship(opened(a), b).joined for a in self.reports(pair.a) for b in self.reports(pair.b))


def score(found: list[Pair], same: Callable[[Pair], bool]) -> Score:
    said = [(pair.same, same(pair)) for pair in found]
    right = sum(truth and answer for truth, answer in said)
    answered, true = sum(answer for _, answer in said), sum(truth for truth, _ in said)
    return Score(right / answered if answered else 0.0, right / true)


def best_by_words(found: list[Pair]) -> tuple[float, Score]:
    """The baseline at its best: cosine of TF-IDF words, with the threshold that these very pairs like most."""
    articles = {one.id: one for pair in found for one in (pair.a, pair.b)}
    counts = {name: Counter(_words(one)) for name, one in articles.items()}
    spread = Counter(word for words in counts.values() for word in words)
    vectors = {name: {w: n * math.log(len(counts) / spread[w]) for w, n in words.items()} for name, words in counts.items()}
    likeness = [_cosine(vectors[p.a.id], vectors[p.b.id]) for p in found]
    scored = []
    for threshold in sorted(set(likeness)):
        answers = iter([one >= threshold for one in likeness])
        scored.append((threshold, score(found, lambda _pair, answers=answers: next(answers))))
    return max(scored, key=lambda pair: pair[1].f1)


def _words(one: Article) -> Iterator[str]:
    return (m[0] for m in re.finditer(r"[a-z]+|\d+", f"{one.title} {one.text}".casefold()))


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    dot = sum(weight * b.get(word, 0.0) for word, weight in a.items())
    return dot / (math.hypot(*a.values()) * math.hypot(*b.values()) or 1.0)
