"""Is this feed still alive? Told by its own rhythm, in words for an operator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from monitor.model.feed import FeedMemory

PATIENCE: Final = timedelta(hours=6)  #: nights are quiet
TIMES: Final = 10  #: usual gaps without news
FAILING: Final = 3  #: failures in a row that are worth a word


def is_silent(memory: FeedMemory, now: datetime) -> str | None:
    """Why this feed worries us; None when all is well, or nothing can be said yet.

    The learned interval is half of the usual time between two entries (see `cadence`).
    """
    if memory.disabled:
        return f"given up by its server{_since(memory.gone_since)}: {memory.last_error or 'answered 410 Gone'}"
    if memory.failures >= FAILING:
        when = _since(memory.last_ok_at) if memory.last_ok_at else ", never answered"
        return f"failing{when} ({memory.failures} times): {memory.last_error or 'no reason known'}"
    if memory.last_new_at is None or memory.interval <= 0:
        return None
    usual = timedelta(seconds=2 * memory.interval)
    quiet = now - memory.last_new_at
    if quiet > max(PATIENCE, TIMES * usual):
        return f"quiet {spell(quiet)}, usually {spell(usual)}"
    return None


def spell(span: timedelta) -> str:
    """A length of time as one says it.

    >>> spell(timedelta(minutes=40)), spell(timedelta(hours=9)), spell(timedelta(days=3, hours=2)), spell(timedelta(seconds=5))
    ('40 min', '9 h', '3 days', '5 s')
    """
    seconds = max(0.0, span.total_seconds())
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86400:.0f} days"


def _since(moment: datetime | None) -> str:
    return f" since {moment:%Y-%m-%d %H:%M} UTC" if moment else ""
