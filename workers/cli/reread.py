"""`wirewatch reread`: the archive as the reader of today reads it."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.model.article import Article
from workers.cli import replaying
from workers.cli.base import app, console, load
from workers.cli.replaying import Since
from workers.errors import Refused
from workers.replay.changes import CHANGES
from workers.replay.rereading import Keep, Reread, reread
from workers.toolbox import clock, limits, open_reader

_EVERY: Final = 10.0  # seconds between two lines on progress
_MOST_TOLD: Final = 20  # articles that were left as they were
_STOPPED: Final = 130  # exit code of who was interrupted, as shells have it


@app.command("reread")
def reread_command(
    since: Since = "7d",
    every: Annotated[bool, typer.Option("--all", help="Also those that the reader at hand has read already.")] = False,
    feed: Annotated[str, typer.Option("--feed", help="Only of this feed: its id (status --json) or its address.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object at the end.")] = False,
) -> None:
    """Read archived articles again, after an upgrade or a change of the vocabulary, and say what is read otherwise now.

    The new readings take the place of the old ones: explain, rules backtest and rules diff go by them. [bold]Nothing is alerted
    by it[/bold], and incidents, messages and outcomes stay as they were. The daemon may run meanwhile. Whenever this is stopped,
    what was read is kept, and the next call goes on with the rest: articles that this reader has read are passed over.

    An article that breaks the reader, or takes too long, is told and keeps the reading that it has; the exit code is 1 then.

    wirewatch reread   ·   wirewatch reread --since 30d --dry-run   ·   wirewatch reread --since 2026-10-01 --feed https://...
    """
    from workers.edges.store.rereading import Wanted  # noqa: PLC0415

    settings = load("reread")
    now = clock()
    start = replaying.moment(since, now)
    with replaying.open_archive() as store:
        feed_id = store.feed_named(feed) if feed else None
        if feed and feed_id is None:
            raise Refused(f"the archive has no feed {feed!r}: `wirewatch feeds list` has the addresses, `status --json` the ids")
        reader = open_reader(settings)
        if reader.problems:
            raise Refused(f"{reader.problems[0]}: mend it first, so that the articles are read with all of your words")
        wanted = Wanted(since=start, until=now, feed_id=feed_id, unless_by=None if every else reader.version)
        tally = Tally(*store.count_rereadable(wanted))
        keep: Keep = set if dry_run else lambda fresh: store.replace_readings(fresh, now=clock())
        try:
            with _progress(tally.wanted) as advance:
                for batch in reread(store.rereadable(wanted), reader.read, keep, limits(settings).reading):
                    tally.add(batch)
                    advance(len(batch))
        except KeyboardInterrupt:
            tally.stopped = True
    if as_json:
        told = {"since": start.isoformat(), "until": now.isoformat(), "feed": feed_id, "reader": reader.version}
        sys.stdout.write(json.dumps({**told, "dry_run": dry_run, **tally.as_data()}, ensure_ascii=False) + "\n")
    else:
        _print(tally, start, reader.version, dry_run=dry_run)
    raise typer.Exit(_STOPPED if tally.stopped else 1 if tally.left else 0)


@dataclass(slots=True)
class Tally:
    """What came of it."""

    wanted: int  #: articles to be read again
    passed_over: int  #: articles that this reader had read before
    read: int = 0
    changed: int = 0
    changes: Counter[str] = field(default_factory=Counter)  #: of `CHANGES`; a reading may have changed in several ways
    left: list[tuple[Article, str]] = field(default_factory=list)  #: as they were, and why
    stopped: bool = False

    def add(self, batch: list[Reread]) -> None:
        for one in batch:
            if one.left:
                self.left.append((one.article, one.left))
                continue
            self.read += 1
            self.changed += bool(one.changes)
            self.changes.update(one.changes)

    def as_data(self) -> dict[str, Any]:
        return {
            "wanted": self.wanted, "passed_over": self.passed_over, "read": self.read, "same": self.read - self.changed,
            "changed": self.changed, "changes": {name: self.changes[name] for name in CHANGES},
            "left": [{"article": a.id, "title": a.title, "why": why} for a, why in self.left], "stopped": self.stopped,
        }  # fmt: skip


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error where that is a terminal, else a line now and then."""
    if not total:
        yield lambda _: None
    elif sys.stderr.isatty():
        columns = (TextColumn("reading again"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=replaying.on_stderr(), transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda more: bar.advance(task, more)
    else:
        replaying.warn(f"reading {total:,} articles again")
        yield _Lines(total).advance


@dataclass(slots=True)
class _Lines:
    total: int
    done: int = 0
    told: float = field(default_factory=time.monotonic)

    def advance(self, more: int) -> None:
        self.done += more
        if time.monotonic() - self.told > _EVERY:
            self.told = time.monotonic()
            replaying.warn(f"{self.done:,} of {self.total:,} articles ({100 * self.done // self.total} %)")


def _print(tally: Tally, since: datetime, reader: str, *, dry_run: bool) -> None:
    if not tally.wanted:
        why = f"all {tally.passed_over:,} were read by this reader already" if tally.passed_over else "there are none"
        console.print(f"articles since {since:%Y-%m-%d %H:%M} UTC: {why} ({reader})")
        return
    before = f"; {tally.passed_over:,} others it had read already" if tally.passed_over else ""
    console.print(f"{tally.read:,} articles were read again by this reader ({reader}){before}")
    how = ", ".join(f"{tally.changes[name]:,} {name}" for name in CHANGES if tally.changes[name])
    same = f"{tally.read - tally.changed:,} readings say the same"
    console.print(f"{same}, {tally.changed:,} changed{f': {how}' if how else ''}", soft_wrap=True)
    if dry_run:
        console.print("nothing was written (--dry-run)")
    if tally.left:
        console.print(f"{len(tally.left):,} articles keep the reading that they had:")
    for article, why in tally.left[:_MOST_TOLD]:
        console.print(f"  #{article.id} {escape(article.title)}: {escape(why)}", soft_wrap=True)
    if len(tally.left) > _MOST_TOLD:
        console.print(f"  and {len(tally.left) - _MOST_TOLD:,} more (--json)")
    if tally.stopped:
        rest = tally.wanted - tally.read - len(tally.left)
        console.print(f"stopped: {rest:,} articles are left for the next call" + ("" if dry_run else "; what was read is kept"))
