"""What a replay costs: `python benchmarks/replay.py [--articles 10000] [--stories 1]`.

Makes an archive of so many articles over 30 days out of our own sentences (400 of them read by the real reader, then stored again
and again), half of them with a story of violence in it (or with several: `--stories`). Prints the processor time of a backtest of
the example rules and of a diff in which one rule was edited, the one that has most to tell.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import yaml

from monitor.matching.rule import Rule
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feed import Feed, FeedEntry
from workers.cli.rule_room import open_rule_room
from workers.edges.language import LocalLanguage
from workers.edges.store import SqlStore, open_store, upgrade
from workers.ports import Limits, Outcome, PageText
from workers.replay.differ import compare
from workers.replay.walk import walk

ROOT = Path(__file__).parent.parent
END = datetime(2026, 11, 20, tzinfo=UTC)
SPAN = timedelta(days=30)
BATCH = 500


QUIET = """The council met on Monday to talk about the budget for the coming year. Prices of bread and oil rose a little in the
market. A new bridge will be opened in spring, the mayor said. The home side won by two goals after a slow first half. Farmers
hope for rain before the sowing. The museum shows letters of a poet who lived in the town. Trains will run every half hour from
next week. Students returned to the university after the holidays. The company said that its sales had grown by a tenth. Experts
expect that interest rates will stay where they are. A film festival drew visitors from many countries. The ministry signed an
agreement on trade with its neighbours.""".replace("\n", " ").split(". ")


def own_news(stories: int, count: int = 400) -> Iterator[Article]:
    """Articles of about 300 words: every second one tells some of our own stories of violence, the rest of it is peaceful."""
    texts = [
        test["text"]
        for path in sorted((ROOT / "rules" / "alerts").glob("*.yaml"))
        for test in yaml.safe_load(path.read_text())["tests"]
        if "text" in test
    ]
    dice = random.Random(3)
    for n in range(count):
        filling = ". ".join(dice.choice(QUIET) for _ in range(24))
        story = "\n".join(dice.sample(texts, stories)) + "\n" if n % 2 else ""
        yield Article(id=str(n), title=(story or filling)[:60], text=story + filling, source="own", published_at=END)


def fill(store: SqlStore, language: LocalLanguage, count: int, stories: int) -> None:
    """An archive whose articles tell of what happened on the day they came."""
    samples = [(a, r) for a in own_news(stories) if isinstance(r := language.read_many([a])[0], Reading)]
    dice = random.Random(2)
    store.sync_feeds([Feed(id="wire", url="https://wire.example/rss", publisher="The Wire")], END - SPAN)
    for first in range(0, count, BATCH):
        seen = END - SPAN + SPAN * first / count
        lease, [(_, memory)] = store.claim_feeds(["wire"], now=seen, lease_for=1)
        entries = [
            FeedEntry(key=str(n), aliases=(), url=f"https://wire.example/{n}", title=f"Report {n}")
            for n in range(first, first + BATCH)
        ]
        memory = replace(memory, next_due=seen)
        ids = store.finish_poll(lease, memory, entries, now=seen, archived={}, quiet=False)
        chosen = [dice.choice(samples) for _ in ids]
        lease, _ = store.claim_articles(ids, "new", now=seen, lease_for=60)
        pages = {
            i: PageText(
                title=a.title, text=a.text, language="en", published_at=seen, site="wire", extraction="page",
                fingerprint=f"{dice.getrandbits(64):x}",
            )
            for i, (a, _) in zip(ids, chosen, strict=True)
        }  # fmt: skip
        store.finish_pages(lease, pages, now=seen)
        lease, _ = store.claim_articles(ids, "cleaned", now=seen, lease_for=60)
        read = {i: (_on(reading, i, seen), []) for i, (_, reading) in zip(ids, chosen, strict=True)}
        store.finish_readings(lease, read, dict.fromkeys(ids, Outcome(name="no match", why="benchmark")), now=seen)


def _on(reading: Reading, article: int, seen: datetime) -> Reading:
    """The reading with its events on the day before."""
    day = (seen - timedelta(days=1)).date()
    events = tuple(replace(e, date=day if e.date else None) for e in reading.events)
    return replace(reading, article_id=str(article), events=events)


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


NARROWING = ("event.where", "event.killed", "event.casualties", "event.victims", "event.against", "event.by")


def edited(rules: Sequence[Rule], told: Counter[str]) -> list[Rule]:
    """The rules, of which the one with most to tell lost what narrows it; of those that have such a condition."""
    narrow = [rule for rule in rules if any(condition.path in NARROWING for condition in rule.event)]
    one = max(narrow, key=lambda rule: told[rule.head.id])
    event = tuple(condition for condition in one.event if condition.path not in NARROWING)
    return [replace(one, head=replace(one.head, hash="edited"), event=event) if rule is one else rule for rule in rules]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=10_000)
    asked.add_argument("--stories", type=int, default=1, help="stories of violence in every second article")
    given = asked.parse_args()
    room = open_rule_room(ROOT / "rules")
    rules = room.rulebook.awake
    limits, since = Limits(), END - SPAN - timedelta(days=1)
    with tempfile.TemporaryDirectory(prefix="ww-bench-") as folder:
        url = f"sqlite:///{folder}/archive.db"
        upgrade(url)
        store = open_store(url)
        fill(store, room.language, given.articles, given.stories)
        walked = walk(rules, store.archived(since), limits)
        print(f"archive: {walked.articles} articles, {len(rules)} rules, {len(walked.alerts)} alerts")
        print(f"decoding all readings     {spent(lambda: [a.reading() for a in store.archived(since)]):6.2f} s")
        print(f"sketching all readings    {spent(lambda: [a.sketch() for a in store.archived(since)]):6.2f} s")
        print(f"backtest, all rules       {spent(lambda: walk(rules, store.archived(since), limits)):6.2f} s")
        print(f"backtest, one rule        {spent(lambda: walk(rules[:1], store.archived(since), limits)):6.2f} s")
        told_by = Counter(would.rule_id for would in walked.alerts)
        diff = partial(compare, rules, edited(rules, told_by), lambda: store.archived(since), limits)
        told = ", ".join(f"{c.rule_id}: {len(c.gained)} gained, {len(c.lost)} lost, {c.kept} kept" for c in diff()[0])
        print(f"diff, one rule edited     {spent(diff):6.2f} s ({told})")
        store.close()


if __name__ == "__main__":
    main()
