"""What reading costs: `python benchmarks/reading.py [--articles FILE.jsonl] [--rounds 5]`, or `--flat 20000` for memory.

Processor time for 500 words, median over rounds, in batches as the worker reads them, set against the bare tokenizer of spaCy on
the same texts in the same run: machines drift. Without a file the texts are our own sentences on violence, far denser than news.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import spacy
import yaml

from monitor.model.article import Article
from monitor.reading import read
from workers.edges.language import LocalLanguage
from workers.heartbeat import resident_mb

ROOT = Path(__file__).parent.parent
PUBLISHED = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = 500
STAGES = {"detect": "language", "find_places": "places", "find_entities": "entities", "make_events": "events (merging)"}


def own_articles(count: int = 120) -> Iterator[Article]:
    """Articles of about 500 words out of our own sentences: the texts of the shipped rules' tests and of the incident pairs."""
    texts = [
        test["text"]
        for path in sorted((ROOT / "rules" / "alerts").glob("*.yaml"))
        for test in yaml.safe_load(path.read_text())["tests"]
        if "text" in test
    ]
    families = yaml.safe_load((ROOT / "tests/golden/incidents/pairs.yaml").read_text())
    texts += [told["text"] for family in families for incident in family["incidents"] for told in incident]
    dice = random.Random(1)
    for n in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += dice.choice(texts).split()
        yield Article(id=str(n), title=" ".join(words[:9]), text=" ".join(words), source="own", published_at=PUBLISHED)


def articles_of(path: Path) -> Iterator[Article]:
    for n, line in enumerate(path.open()):
        row = json.loads(line)
        yield Article(id=str(n), title=row.get("title") or "", text=row["text"], source="file", published_at=PUBLISHED)


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    started = time.process_time()
    work()
    return time.process_time() - started


def stages(language: LocalLanguage, articles: list[Article]) -> dict[str, float]:
    """Seconds of one round by stage; what is not named is tokens, sentences and the making of statements."""
    clock: dict[str, float] = defaultdict(float)
    kept = {name: getattr(read, name) for name in STAGES}

    def timed(name: str) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return kept[name](*args, **named)
            finally:
                clock[STAGES[name]] += time.process_time() - started

        return run

    try:
        for name in STAGES:
            setattr(read, name, timed(name))
        total = spent(lambda: language.read_many(articles))
    finally:
        for name, function in kept.items():
            setattr(read, name, function)
    return {**clock, "tokens, triggers, figures, dates, reality": total - sum(clock.values())}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--articles", type=Path, help="JSON Lines with title and text; default: our own sentences")
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--flat", type=int, metavar="N", help="read N articles with new words in each, and watch the memory")
    given = ask.parse_args()

    before = resident_mb()
    language: LocalLanguage | None = None

    def load() -> None:
        nonlocal language
        language = LocalLanguage()

    seconds = spent(load)
    assert language is not None
    print(f"loading vocabulary, gazetteer and pipeline: {seconds:.2f} s, {resident_mb():.0f} MB (imports alone {before:.0f} MB)")
    one = list(own_articles(1))
    opening = spent(lambda: language.read_many(one))
    print(f"the first article (it opens what is opened late): {opening:.2f} s, {resident_mb():.0f} MB")
    if given.flat:
        flat(language, given.flat)
        return

    articles = list(articles_of(given.articles) if given.articles else own_articles())
    words = sum(len(f"{a.title} {a.text}".split()) for a in articles)
    bare = spacy.blank("en")
    per_500 = 1000 * WORDS / words
    first = spent(lambda: language.read_many(articles)) * per_500
    rounds = [
        (spent(lambda: language.read_many(articles)), spent(lambda: [bare(a.text) for a in articles]))
        for _ in range(given.rounds)
    ]
    ours = statistics.median(r[0] for r in rounds) * per_500
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"{len(articles)} articles, {words:,} words; ms for {WORDS} words:")
    print(f"  first round (words not met before)  {first:6.2f}")
    print(f"  median of {given.rounds} further rounds          {ours:6.2f}   {ratio:.1f} times spaCy's bare tokenizer")
    for name, value in sorted(stages(language, articles).items(), key=lambda pair: -pair[1]):
        print(f"    {name:<44}{value * per_500:6.2f}")
    print(f"memory: {resident_mb():.0f} MB")


def flat(language: LocalLanguage, count: int) -> None:
    """Articles with 40 words each that were never seen before."""
    dice = random.Random(2)
    base = list(own_articles(50))
    step = max(50, count // 10)
    for start in range(0, count, 50):
        batch = []
        for n in range(start, start + 50):
            one = base[n % 50]
            fresh = " ".join("".join(dice.choices("abcdefghijklmnoprstuvwz", k=9)).capitalize() for _ in range(40))
            batch.append(
                Article(id=str(n), title=one.title, text=f"{one.text[:800]} {fresh}.", source="own", published_at=PUBLISHED)
            )
        language.read_many(batch)
        if (start + 50) % step == 0:
            print(f"  {start + 50:>7,} articles: {resident_mb():.0f} MB", flush=True)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
