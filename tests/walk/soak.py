"""An hour at 300 articles a minute through the real daemon, each with words that nobody has met before: what grows?

    python -m tests.walk.soak                       SQLite, an hour
    DATABASE_URL=postgresql:///test python -m tests.walk.soak --minutes 10

A line a minute: articles in and through, memory and open files of each process, Redis' keys, the write-ahead log. At the end the
growth after the first quarter, and what broke a promise: memory by 5 %, more files, more keys, a log of 64 MB, articles behind.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import redis

from tests.newsroom import Newsroom, Story
from tests.walk.walk_stories import COUNTRIES, rules
from tests.walk.wholeline import Book, Daemon, SlackProcess, book_of, children_of, daemon, fresh_database, slack_process
from workers.edges.store.engine import StoreTrouble

FEEDS: Final = tuple(f"paper{n}" for n in range(12))
SHOWN: Final = 40  #: entries of a feed's body
NEW_WORDS: Final = 0.05  #: part of an article's words that were never seen
WORDS: Final = 400  #: of an article
ALERTING: Final = 0.02  #: part of the articles that tell of something a rule asks for
SETTINGS: Final = {"WIREWATCH_BREAKER": "0", "WIREWATCH_LOG_LEVEL": "info", "WIREWATCH_WORKER_MAX_MB": "100000"}

MOST_GROWTH: Final = 0.05  #: of a process' memory after the first quarter
MORE_FILES: Final = 5
MORE_KEYS: Final = 200
LONGEST_LOG: Final = 64.0  #: MB
FURTHEST_BEHIND: Final = 0.2  #: of a minute's articles, at the end

_SAID: Final = """
the council of a town by the river met in an old hall to speak about schools roads water and the price of bread while people
outside waited for news from the valley where workers had begun to mend a bridge that was built before their parents were born
and nobody could say how long it would take or who should pay for it said one of them with a smile in the evening light
"""
_PLAIN: Final = _SAID.split()


@dataclass
class Presses(Newsroom):
    """A newsroom that prints for ever: feeds show the newest stories, and the oldest are forgotten."""

    dice: random.Random = field(default_factory=lambda: random.Random(11))
    pages: dict[str, Story] = field(default_factory=dict)

    def prints(self) -> None:
        """One more article."""
        towns = [(country, *said) for country, said in COUNTRIES.items()]
        title = " ".join(self.dice.choices(_PLAIN, k=6)).capitalize() + f" {self._new_word()}"
        body = self._body()
        if self.dice.random() < ALERTING:
            _, _, _, sentence, names = self.dice.choice(towns)
            facts = {"town": self.dice.choice(names.split()).replace("_", " "), "dead": self.dice.randrange(3, 90)}
            body = f"{sentence.format(**facts)}\n{body}"
            title = f"{facts['dead']} killed in {facts['town']}: {title}"
        story = self.publishes(self.dice.choice(FEEDS), title, body)
        self.pages[story.path] = story
        if len(self.pages) > 20 * SHOWN * len(FEEDS):
            del self.pages[next(iter(self.pages))]

    def shown(self, feed: str) -> list[Story]:
        lately = self.published[-3 * SHOWN * len(FEEDS) :]
        return [story for story in reversed(lately) if story.feed == feed][:SHOWN]

    def page_of(self, path: str) -> Story | None:
        return self.pages.get(path)

    def _body(self) -> str:
        words = [self._new_word() if self.dice.random() < NEW_WORDS else self.dice.choice(_PLAIN) for _ in range(WORDS)]
        sentences = [" ".join(words[n : n + 20]).capitalize() + "." for n in range(0, WORDS, 20)]
        return "\n".join(" ".join(sentences[n : n + 4]) for n in range(0, len(sentences), 4))

    def _new_word(self) -> str:
        return "".join(self.dice.choices("abcdefghijklmnoprstuvwz", k=9)).capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was seen at one moment."""

    minute: float
    printed: int
    through: int  #: articles that have an ending
    memory: Mapping[str, float]  #: MB by process
    files: Mapping[str, int]  #: open files by process
    keys: int  #: of Redis
    log: float  #: MB of SQLite's write-ahead log; 0 on PostgreSQL

    def line(self) -> str:
        processes = "  ".join(f"{name} {mb:.0f} MB/{self.files[name]}" for name, mb in sorted(self.memory.items()))
        return (
            f"{self.minute:5.1f} min  {self.printed:>6} in  {self.through:>6} through  {processes}  "
            f"{self.keys} keys  log {self.log:.1f} MB"
        )


def look(line: Daemon, book: Book, printed: int, minute: float) -> Sample:
    """A sample now."""
    pids = line.pids()
    for worker in ("poll", "fetch"):
        for n, child in enumerate(children_of(pids[worker]) if worker in pids else []):
            pids[f"{worker}-child{n or ''}"] = child
    with redis.Redis(unix_socket_path=str(line.settings.redis_socket)) as client:
        keys = int(client.dbsize())  # type: ignore[arg-type]
    log = line.data / "wirewatch.db-wal"
    return Sample(
        minute=minute, printed=printed, through=_through(book), keys=keys, log=log.stat().st_size / 1e6 if log.exists() else 0.0,
        memory={name: mb for name, pid in pids.items() if (mb := _resident(pid))},
        files={name: n for name, pid in pids.items() if (n := _files(pid)) is not None},
    )  # fmt: skip


def broken(samples: Sequence[Sample], restarts: int) -> list[str]:
    """What broke a promise, in words; [] when nothing did."""
    quarter = samples[len(samples) // 4 :]
    said = [f"{restarts} processes ended and were started again"] if restarts else []
    for name in sorted(quarter[0].memory.keys() & quarter[-1].memory.keys()):
        growth = grown([s.memory[name] for s in quarter if name in s.memory])
        if growth > MOST_GROWTH and "child" not in name:  # children are replaced after so many documents
            said.append(f"{name} grew by {growth:.1%} after the first quarter")
        files = [s.files[name] for s in quarter if name in s.files]
        if files and statistics.median(files[-3:]) - statistics.median(files[:3]) > MORE_FILES:
            said.append(f"{name} has {files[-1]} open files, and had {files[0]}")
    keys = [s.keys for s in quarter]
    if statistics.median(keys[-3:]) - statistics.median(keys[:3]) > MORE_KEYS:
        said.append(f"Redis has {keys[-1]} keys, and had {keys[0]}")
    if (most := max(s.log for s in samples)) > LONGEST_LOG:
        said.append(f"the write-ahead log was {most:.0f} MB long")
    return said


def grown(values: Sequence[float]) -> float:
    """By what part the last tenth of the values is above the first."""
    tenth = max(1, len(values) // 10)
    return statistics.mean(values[-tenth:]) / statistics.mean(values[:tenth]) - 1


def soak(line: Daemon, room: Presses, book: Book, *, minutes: float, rate: float, every: float) -> tuple[list[Sample], list[str]]:
    """Print `rate` articles a minute for so long, and look every so many seconds. (samples, what broke a promise)"""
    samples: list[Sample] = []
    begun, printed, restarts = time.monotonic(), 0, 0
    known = line.pids()
    while (passed := time.monotonic() - begun) < minutes * 60:
        while printed < passed * rate / 60:
            room.prints()
            printed += 1
        if passed >= len(samples) * every:
            samples.append(look(line, book, printed, passed / 60))
            restarts += sum(known.get(name, pid) != pid for name, pid in line.pids().items())
            known = line.pids()
            sys.stdout.write(samples[-1].line() + "\n")
            sys.stdout.flush()
        time.sleep(0.05)
    end = time.monotonic() + 60
    while _through(book) < printed and time.monotonic() < end:
        time.sleep(0.2)
    samples.append(look(line, book, printed, (time.monotonic() - begun) / 60))
    sys.stdout.write(samples[-1].line() + "\n")
    said = broken(samples, restarts)
    behind = printed - samples[-1].through
    return samples, said + ([f"{behind} articles are behind"] if behind > FURTHEST_BEHIND * rate else [])


@contextmanager
def running(folder: Path, database: Mapping[str, str]) -> Iterator[tuple[Daemon, Presses, Book, SlackProcess]]:
    """Presses, a Slack, and the daemon between them."""
    channels = sorted({channel for channel, *_ in COUNTRIES.values()})
    settings: dict[str, Any] = {**SETTINGS, **database}
    with (
        Presses(feeds=FEEDS) as room,
        slack_process(*channels, "wirewatch", visible_after=0.5, spacing=1) as slack,
        daemon(folder, room, slack, rules=rules(), **settings) as line,
        book_of(line) as book,
    ):
        yield line, room, book, slack


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--minutes", type=float, default=60.0)
    ask.add_argument("--rate", type=float, default=300.0, help="articles a minute")
    given = ask.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ww-soak-") as folder,
        fresh_database() as database,
        running(Path(folder), database) as (line, room, book, slack),
    ):
        every = max(given.minutes, 1.0)  # sixty samples
        samples, said = soak(line, room, book, minutes=given.minutes, rate=given.rate, every=every)
        posts = len(slack.posts())
    sys.stdout.write(f"\n{'PostgreSQL' if database else 'SQLite'}, {posts} messages. After the first quarter:\n")
    sys.stdout.write("\n".join([*summary(samples), *(said or ["every promise held"])]) + "\n")
    return 1 if said else 0


def summary(samples: Sequence[Sample]) -> Iterator[str]:
    """How each process' memory went."""
    rest, last = samples[len(samples) // 4 :], samples[-1]
    for name in sorted(rest[0].memory.keys() & last.memory.keys()):
        memory = [s.memory[name] for s in rest if name in s.memory]
        growth = f"{memory[0]:6.0f} MB to {memory[-1]:6.0f} MB ({grown(memory):+.1%})"
        yield f"  {name:<14} {growth}, {last.files[name]} open files"


def _through(book: Book) -> int:
    try:
        return int(book.rows("select count(*) from articles where state = 'done'")[0][0])
    except StoreTrouble:
        return 0


def _resident(pid: int) -> float | None:
    """MB that are the process' own or shared, in memory now."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6
    except OSError:
        return None


def _files(pid: int) -> int | None:
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
