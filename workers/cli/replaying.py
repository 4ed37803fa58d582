"""What `rules backtest`, `diff`, `trial` and `learn` share: the archive, how far back, and how incidents are printed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.bar import Bar
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from monitor.matching.fields import DURATION
from monitor.model.article import Article
from monitor.model.event import Reading
from workers.cli.base import console
from workers.errors import Refused
from workers.replay.walk import Archived, Would
from workers.settings import Settings
from workers.toolbox import open_store_of

if TYPE_CHECKING:
    from workers.edges.language import LocalLanguage
    from workers.edges.store import SqlStore

Since = Annotated[str, typer.Option("--since", help="How far back: 12h, 30d, 8w; or a day such as 2026-10-01.")]
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_BATCH: Final = 50  # articles that are read anew at once
_MOST_READERS: Final = 3  # that are named


def moment(words: str, now: datetime) -> datetime:
    """`30d` before now, or the beginning of a day (UTC). Raises BadParameter."""
    if found := DURATION.fullmatch(words):
        try:
            return now - timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
        except OverflowError:
            return datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return datetime.combine(date.fromisoformat(words), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        raise typer.BadParameter(f"{words!r} is neither a time such as 30d nor a day such as 2026-10-01") from None


@contextmanager
def open_archive() -> Iterator[SqlStore]:
    """The store of the settings. Raises Refused when there is none yet."""
    settings = Settings()
    if settings.database_url is None and not (settings.data / "wirewatch.db").exists():
        raise Refused(f"there is no archive yet: {settings.data}/wirewatch.db is made by `wirewatch run`")
    store = open_store_of(settings)
    try:
        yield store
    finally:
        store.close()


def archived_since(since: datetime) -> list[Archived]:
    """All that was read since then; nothing where there is no archive yet."""
    try:
        with open_archive() as store:
            return list(store.archived(since))
    except Refused:
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """An archived article with another reading than the stored one."""

    article: Article
    story: str
    quiet: bool
    fresh: Reading

    def sketch(self) -> Reading:
        return self.fresh

    def reading(self) -> Reading:
        return self.fresh


def read_again(archive: Iterable[Archived], language: LocalLanguage, total: int) -> list[Archived]:
    """All articles as today's reader reads them, with a progress bar; nothing is stored. What breaks the reader is left out."""
    found: list[Archived] = []
    waiting: list[Archived] = []

    def read() -> None:
        for one, reading in zip(waiting, language.read_many([a.article for a in waiting]), strict=True):
            if isinstance(reading, Reading):
                found.append(ReadAgain(article=one.article, story=one.story, quiet=one.quiet, fresh=reading))
        waiting.clear()

    for archived in progress(archive, total, "reading anew"):
        waiting.append(archived)
        if len(waiting) == _BATCH:
            read()
    read()
    return found


def progress(archive: Iterable[Archived], total: int, words: str) -> Iterable[Archived]:
    """A bar on standard error, when that is a terminal."""
    bar = on_stderr()
    return track(archive, description=words, total=total, console=bar, transient=True, disable=not bar.is_terminal)


def on_stderr() -> Console:
    """For bars."""
    return Console(stderr=True)


def tell_readers(readers: Mapping[str, int], today: str, since: str, *, again: bool) -> str:
    """Says it when articles were read by another reader than the one at hand; "" when none was, or when they are read `again`."""
    others = {reader: n for reader, n in readers.items() if reader != today}
    if not others or again:
        return ""
    most = sorted(others, key=lambda reader: -others[reader])
    named = ", ".join(most[:_MOST_READERS]) + (" and others" if len(most) > _MOST_READERS else "")
    who = f"an earlier reader ({named})" if len(most) == 1 else f"earlier readers ({named})"
    many = f"{sum(others.values()):,} of {sum(readers.values()):,} articles were read by {who}"
    return f"{many}; `wirewatch reread --since {since}` reads them again, --read-again does for this answer alone"


def tell_reader(reader: str, today: str, seen_at: datetime | None) -> str:
    """The same of one article of the archive."""
    if not reader or reader == today:
        return ""
    since = f"{seen_at:%Y-%m-%d}" if seen_at is not None else "7d"
    return (
        f"read by an earlier reader ({reader}); `wirewatch reread --since {since}` reads it again, --again for this answer alone"
    )


def warn(words: str) -> None:
    """A line on standard error."""
    if words:
        sys.stderr.write(f"{words}\n")


def per_day(alerts: Iterable[Would], since: datetime, until: datetime) -> dict[date, int]:
    """Every day from the first to the last, those without an alert too."""
    counts = Counter(would.at.date() for would in alerts)
    days = (until.date() - since.date()).days
    return {day: counts[day] for day in (since.date() + timedelta(days=n) for n in range(days + 1))}


def plot(days: dict[date, int]) -> Table:
    """A line a day."""
    most = max(days.values(), default=0)
    table = Table.grid(padding=(0, 1))
    for day, count in days.items():
        bar = Bar(max(most, 1), 0, count, width=min(60, max(most, 1) * 4))
        table.add_row(f"{day:%a %d %b}", bar, str(count) if count else "·")
    return table


def tell(mark: str, some: Sequence[Would], most: int) -> None:
    """Incidents, each with the headlines of its articles."""
    for would in some[:most]:
        where = f" in {would.where}" if would.where else ""
        console.print(f"{mark} {would.at:%Y-%m-%d %H:%M}  [bold]{escape(would.headline)}[/bold]", soft_wrap=True)
        console.print(f"    {escape(would.what + where)}", soft_wrap=True, style="dim")
        for told in would.articles:
            console.print(f"    #{told.article_id} {escape(told.source)}: {escape(told.title)}", soft_wrap=True, style="dim")
    if len(some) > most:
        console.print(f"{mark} and {len(some) - most} more (--most, or --json)")


def as_data(would: Would) -> dict[str, Any]:
    """Plain, for JSON."""
    return {
        **asdict(would),
        "headline": would.headline,
        "at": would.at.isoformat(),
        "day": would.day.isoformat() if would.day else None,
        "articles": [{**asdict(t), "seen_at": t.seen_at.isoformat()} for t in would.articles],
    }
