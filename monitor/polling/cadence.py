"""When to ask a feed again: often enough to miss nothing, seldom enough to be welcome.

What a feed brings teaches its rhythm: from the dates of its entries (as Miniflux does), and from how many of them were known
already (as Media Cloud does: few known ones mean that some may have scrolled out unseen). We ask twice in the usual time between
two entries. What the server wishes (Retry-After, TTL, max-age) comes first; failures double the wait up to a day, for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

DAY: Final = 86400.0
UNREACHED: Final = 300.0  #: seconds: the longest wait for a server that could not be reached at all
FULL_EVERY: Final = timedelta(days=1)  #: servers get stuck on 304: once a day we ask for everything
FEW_KNOWN: Final = 1 / 3  #: part of a body's entries; below it some may have been missed between two polls
RECENT: Final = 20  #: entries that tell a rhythm
SLOWEST: Final = 30 * DAY  #: seconds; a slower rhythm is none
SPREAD: Final = 0.1  #: part of the wait that differs from feed to feed, so that they do not all come at once
GENTLE: Final = 60.0  #: seconds: no Retry-After is taken for shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The user's bounds, in seconds."""

    shortest: float = 60.0
    longest: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a server said about when to come again, in seconds; None: nothing."""

    retry_after: float | None = None
    ttl: float | None = None
    max_age: float | None = None


def usual_gap(dates: Sequence[datetime], now: datetime) -> float | None:
    """Seconds between two entries, by the dates of the newest; the time since the last one counts. None: too few dates."""
    recent = sorted((date for date in dates if date <= now), reverse=True)[:RECENT]
    if len(recent) < 3:
        return None
    return min(SLOWEST, max(1.0, (now - recent[-1]).total_seconds() / len(recent)))


def learned(interval: float, *, gap: float | None, new: int, entries: int, since_new: float | None, pace: Pace) -> float:
    """The interval as the last body teaches it: half of the usual gap, shorter after surprises. Seconds, not above `SLOWEST`.

    `interval` is the one before (0: none yet), `new` of `entries` were not known, `since_new` seconds passed since the last new
    one. The pace's upper bound is not applied here, for the rhythm tells silence too (see `health`).
    """
    if gap is None:
        if interval <= 0:
            gap = 2 * pace.longest / 4
        elif new and since_new is not None:
            gap = (2 * interval + since_new / new) / 2
        else:
            gap = 2 * interval * (1.1 if since_new is not None and since_new > 8 * interval else 1.0)
    wanted = gap / 2
    if interval > 0 and entries and new > (1 - FEW_KNOWN) * entries:
        wanted = min(wanted, interval / 2)
    elif interval > 0:
        wanted = min(wanted, 2 * interval)  # one slow day does not make a slow feed
    return min(SLOWEST, max(pace.shortest, wanted))


def after_success(feed_id: str, interval: float, *, now: datetime, wishes: Wishes, pace: Pace) -> datetime:
    """The next poll: the learned interval within the pace, or later when the server wishes; wishes count up to the longest."""
    wait = max(pace.shortest, min(interval, pace.longest))
    wait = max(wait, *(min(wish, pace.longest) for wish in (wishes.ttl, wishes.max_age) if wish is not None), 0.0)
    return now + timedelta(seconds=spread(feed_id, min(wait, pace.longest), now))


def after_failure(
    feed_id: str, failures: int, *, now: datetime, transient: bool, wishes: Wishes, pace: Pace, unreached: bool = False
) -> datetime:
    """The next try after that many failures in a row: doubled each time, never more than a day, never given up.

    What may pass by itself is tried soon; what will hardly get better (404, not a feed) after the longest interval at first.
    `unreached`: no server answered at all. That may be our own network, and when it comes back all feeds must, within minutes.
    """
    first = pace.shortest if transient else max(pace.shortest, pace.longest / 2)
    wait = min(UNREACHED if unreached else DAY, first * 2.0 ** min(failures - 1, 20))
    if wishes.retry_after is not None:
        wait = max(wait, min(DAY, max(GENTLE, wishes.retry_after)))
    return now + timedelta(seconds=min(DAY, spread(feed_id, wait, now)))


def spread(feed_id: str, wait: float, now: datetime) -> float:
    """The wait, and up to a tenth more, the same for the same feed at the same moment."""
    mark = blake2b(f"{feed_id} {now.timestamp():.0f}".encode(), digest_size=2).digest()
    return wait * (1 + SPREAD * int.from_bytes(mark) / 65536)


def ask_for_all(last_full_at: datetime | None, now: datetime) -> bool:
    """Is it time for a GET without validators? A moment in the future means that the clock was set back: then too."""
    return last_full_at is None or not timedelta(0) <= now - last_full_at < FULL_EVERY
