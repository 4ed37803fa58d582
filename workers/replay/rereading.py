"""Reads articles of the archive again, and keeps what the reader at hand says of them.

Nothing of it is judged, filed or told: what was alerted stays as it was. What has been kept is kept, whenever this ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from monitor.model.article import Article
from monitor.model.event import Reading
from workers.budget import OutOfTime, processor_time
from workers.replay.changes import changes

KEEP: Final = 1.0  #: seconds after which what has been read is kept
BATCH: Final = 100  #: articles that are kept at once, at most

#: Keeps article id -> (the reader whose reading is replaced, the new reading). Says which articles have the new one now.
Keep = Callable[[Mapping[int, tuple[str, Reading]]], Collection[int]]


class Stored(Protocol):
    """An article of the archive with its reading."""

    @property
    def article(self) -> Article: ...
    @property
    def reader(self) -> str: ...
    def reading(self) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What became of one article."""

    article: Article
    changes: frozenset[str] = frozenset()  #: of `changes.CHANGES`
    left: str = ""  #: why it was left as it was


@dataclass(slots=True)
class _Batch:
    """What has been read and is not kept yet."""

    fresh: dict[int, tuple[str, Reading]] = field(default_factory=dict)
    said: list[Reread] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    @property
    def full(self) -> bool:
        return len(self.said) >= BATCH or time.monotonic() - self.began > KEEP


def reread(archive: Iterable[Stored], read: Callable[[Article], Reading], keep: Keep, seconds: float) -> Iterator[list[Reread]]:
    """Read article after article; what was kept together comes together. `seconds`: of processor time for one article."""
    batch = _Batch()
    for stored in archive:
        _read_one(stored, read, seconds, batch)
        if batch.full:
            yield _kept(batch, keep)
            batch = _Batch()
    if batch.said:
        yield _kept(batch, keep)


def _read_one(stored: Stored, read: Callable[[Article], Reading], seconds: float, batch: _Batch) -> None:
    try:
        with processor_time(seconds):
            reading = read(stored.article)
    except OutOfTime as stop:
        batch.said.append(Reread(article=stored.article, left=f"reading it {stop}"))
    except Exception as bug:  # a text that breaks the reader is that text's affair: its reading stays, the others go on
        batch.said.append(Reread(article=stored.article, left=f"reading it failed: {type(bug).__name__}: {bug}"[:500]))
    else:
        batch.fresh[int(stored.article.id)] = (stored.reader, reading)
        batch.said.append(Reread(article=stored.article, changes=changes(stored.reading(), reading)))


def _kept(batch: _Batch, keep: Keep) -> list[Reread]:
    done = keep(batch.fresh) if batch.fresh else ()
    return [
        one if one.left or int(one.article.id) in done else Reread(article=one.article, left="somebody else has it just now")
        for one in batch.said
    ]
