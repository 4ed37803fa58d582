"""What one poll means: the feed's new memory, its entries, which of them end here, and why. Pure; the job acts on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from monitor.model.alert import Reason
from monitor.model.feed import FeedEntry, FeedMemory, ParsedFeed
from monitor.polling.cadence import Pace, Wishes, after_failure, after_success, learned, usual_gap

FLOOD: Final = 20  #: unknown entries of a known feed that are never too many
FLOOD_PART: Final = 0.5  #: of the body's entries
AWAY: Final = timedelta(hours=1)  #: without an answer: after that a backlog is to be expected
BACKLOG: Final = timedelta(days=1)  #: after an absence: what was published meanwhile may come so long after its end
GONE_TIMES: Final = 3
GONE_FOR: Final = timedelta(days=1)
MOVED_FOR: Final = timedelta(days=1)
#: Between two sightings of a redirect; a longer break proves nothing. So a day of them is at least three polls.
MOVED_BREAK: Final = timedelta(hours=11)
KNOWN_ENOUGH: Final = 5  #: known entries before an altogether unknown body means a gap
LONGEST_REASON: Final = 500  #: characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A feed's answer, as far as the memory is concerned."""

    asked_for_all: bool  #: no validators were sent
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    permanent_url: str | None = None  #: where lasting redirects led
    max_age: float | None = None  #: seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No answer, or none that could be understood."""

    reason: str
    transient: bool = True
    status: int | None = None  #: HTTP status where there was one
    retry_after: float | None = None  #: seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PollVerdict:
    """What is to be stored, all of it at once."""

    memory: FeedMemory
    entries: tuple[FeedEntry, ...] = ()  #: all of the body: the known ones keep their keys alive and learn new aliases
    fresh: frozenset[str] = frozenset()  #: keys of those that were not known
    archived: Mapping[str, str] = field(default_factory=dict)  #: entry key -> why it ends here, in words
    late: frozenset[str] = frozenset()  #: keys of entries that are old, but that nobody could have seen in time
    quiet: bool = False  #: nothing of this poll may alert
    notes: tuple[str, ...] = ()  #: for the operator: floods, gaps, moves, the end of a feed


# ---------------------------------------------------------------- failures


def digest_failure(memory: FeedMemory, failure: Failure, *, now: datetime, pace: Pace) -> PollVerdict:
    """Try again later; a feed that is gone for a day (410, three times at least) is asked no more, and that is said."""
    failures = memory.failures + 1
    gone_since = _earliest(memory.gone_since, now) if failure.status == 410 else None
    reason = failure.reason[:LONGEST_REASON]
    ended = gone_since is not None and failures >= GONE_TIMES and now - gone_since >= GONE_FOR
    wishes = Wishes(retry_after=failure.retry_after)
    after = replace(
        memory,
        failures=failures,
        gone_since=gone_since,
        disabled=memory.disabled or ended,
        last_polled_at=now,
        last_error=reason,
        next_due=after_failure(
            memory.feed_id,
            failures,
            now=now,
            transient=failure.transient,
            wishes=wishes,
            pace=pace,
            unreached=failure.transient and failure.status is None,
        ),
    )
    note = f"disabled: gone since {gone_since:%Y-%m-%d %H:%M} UTC ({reason})" if ended and gone_since else ""
    return PollVerdict(memory=after, notes=(note,) if note else ())


# ---------------------------------------------------------------- answers


def digest_unchanged(memory: FeedMemory, answer: Answer, *, now: datetime, pace: Pace) -> PollVerdict:
    """Nothing new: the rhythm stays as learned. Validators are kept, and replaced where the server sent others."""
    after, notes = _answered(memory, answer, now=now, pace=pace)
    after = replace(
        after,
        etag=answer.etag or memory.etag,
        last_modified=answer.last_modified or memory.last_modified,
        last_error=None if memory.failures else memory.last_error,  # what is odd about the body itself is still so
        next_due=after_success(memory.feed_id, memory.interval, now=now, wishes=Wishes(max_age=answer.max_age), pace=pace),
    )
    return PollVerdict(memory=_forget_validators(after, memory), notes=notes)


def digest_poll(
    memory: FeedMemory,
    answer: Answer,
    parsed: ParsedFeed,
    *,
    known: AbstractSet[str],
    known_count: int,
    now: datetime,
    pace: Pace,
    first_poll_window: float,
    news_age: float,
) -> PollVerdict:
    """What a parsed body brings.

    `known` are those of its keys and aliases that belong to articles of the feed, `known_count` is how many articles the feed
    has. Of a feed's first body only entries younger than `first_poll_window` seconds go on. A body of a known feed with far too
    many unknown entries goes on quietly: a site that renumbered its entries must not flood anybody.
    """
    new = [entry for entry in parsed.entries if known.isdisjoint(entry.known_by)]
    first = known_count == 0 and memory.last_ok_at is None
    flood = known_count > 0 and _is_flood(memory, new, len(parsed.entries), now)
    gap = known_count >= KNOWN_ENOUGH and bool(parsed.entries) and len(new) == len(parsed.entries)
    archived = _baseline(new, now=now, window=first_poll_window) if first else {}

    after, notes = _answered(memory, answer, now=now, pace=pace)
    interval = learned(
        memory.interval,
        gap=usual_gap([entry.published_at for entry in parsed.entries if entry.published_at], now),
        new=0 if first else len(new),
        entries=len(parsed.entries),
        since_new=(now - memory.last_new_at).total_seconds() if memory.last_new_at else None,
        pace=pace,
    )
    after = replace(
        after,
        # a broken-off body must be asked for again, and read again
        etag=None if parsed.partial else answer.etag,
        last_modified=None if parsed.partial else answer.last_modified,
        body_hash=None if parsed.partial else answer.body_hash,
        interval=interval,
        next_due=after_success(
            memory.feed_id, interval, now=now, wishes=Wishes(ttl=parsed.ttl, max_age=answer.max_age), pace=pace
        ),
        last_new_at=_last_new(memory, new, first=first, now=now),
        last_error=_complaint(parsed, known_count),
        gaps=memory.gaps + gap,
    )
    return PollVerdict(
        memory=_forget_validators(after, memory),
        entries=parsed.entries,
        fresh=frozenset(entry.key for entry in new),
        archived=archived,
        late=frozenset() if first else _late(after, new, now=now, news_age=news_age),
        quiet=flood,
        notes=notes + _poll_notes(len(new), parsed, flood=flood, gap=gap),
    )


def _answered(memory: FeedMemory, answer: Answer, *, now: datetime, pace: Pace) -> tuple[FeedMemory, tuple[str, ...]]:
    """The memory of a feed that answered, and where it moved to when its lasting redirect has lasted."""
    away_from, away_until = _away(memory, now, pace)
    after = replace(
        memory,
        failures=0,
        gone_since=None,
        last_polled_at=now,
        last_ok_at=now,
        last_full_at=now if answer.asked_for_all else memory.last_full_at,
        away_from=away_from,
        away_until=away_until,
    )
    target = answer.permanent_url
    if not target or target == memory.url or not _may_move(memory.url, target):
        return replace(after, moved_to=None, moved_since=None), ()
    unbroken = (
        memory.moved_to == target
        and memory.moved_since is not None
        and memory.last_ok_at is not None
        and timedelta(0) <= now - memory.last_ok_at <= MOVED_BREAK
    )
    since = _earliest(memory.moved_since, now) if unbroken else now
    if now - since < MOVED_FOR:
        return replace(after, moved_to=target, moved_since=since), ()
    return replace(after, url=target, moved_to=None, moved_since=None), (f"moved: asked at {target} from now on",)


def _away(memory: FeedMemory, now: datetime, pace: Pace) -> tuple[datetime | None, datetime | None]:
    """From when to when there was no good poll for far longer than usual, the last time: the feed was away, or we were.

    A short absence does not make a long one forgotten whose backlog may still come.
    """
    since, last = memory.last_ok_at, (memory.away_from, memory.away_until)
    usual = min(max(memory.interval, pace.shortest), pace.longest)
    if since is None or now - since < max(AWAY, timedelta(seconds=3 * usual)):
        return last
    if last[0] and last[1] and now - last[1] <= BACKLOG and last[1] - last[0] > now - since:
        return last
    return since, now


def _may_move(old: str, new: str) -> bool:
    """Never from https to http, never to anything else. That the address is public is the web edge's care."""
    return new.startswith("https://") or (new.startswith("http://") and old.startswith("http://"))


def _forget_validators(after: FeedMemory, before: FeedMemory) -> FeedMemory:
    """Validators belong to an address: at a new one everything is asked for."""
    return after if after.url == before.url else replace(after, etag=None, last_modified=None, body_hash=None, last_full_at=None)


def _earliest(moment: datetime | None, now: datetime) -> datetime:
    """The moment, unless it lies in the future, as it does when the clock was set back."""
    return moment if moment is not None and moment <= now else now


# ---------------------------------------------------------------- entries


def _baseline(new: Iterable[FeedEntry], *, now: datetime, window: float) -> dict[str, str]:
    """Of a feed's first entries, those that are no news: undated, or too old."""
    since = now - timedelta(seconds=window)
    return {entry.key: Reason.BASELINE.value for entry in new if entry.published_at is None or entry.published_at < since}


def _late(memory: FeedMemory, new: Iterable[FeedEntry], *, now: datetime, news_age: float) -> frozenset[str]:
    """Keys of old entries that nobody could have seen in time, as the feed, polled before, was away, or we were.

    Such a one was published during the absence, or so shortly before it that it would still have been news after our last look;
    and it comes with the first answers after it. `memory`: as it is after this poll.
    """
    age, since, until = timedelta(seconds=news_age), memory.away_from, memory.away_until
    if since is None or until is None or not timedelta(0) <= now - until <= BACKLOG:
        return frozenset()
    dated = ((entry.key, entry.published_at) for entry in new if entry.published_at is not None)
    return frozenset(key for key, published in dated if now - published > age >= since - published and published <= until)


def _is_flood(memory: FeedMemory, new: Sequence[FeedEntry], entries: int, now: datetime) -> bool:
    """Far more unknown entries than a poll brings; but not the backlog after we, or the feed, were away: that is news."""
    if len(new) <= max(FLOOD, FLOOD_PART * entries):
        return False
    since = memory.last_ok_at
    if since is None or now - since < max(AWAY, timedelta(seconds=3 * memory.interval)):
        return True
    later = sum(entry.published_at is not None and entry.published_at > since for entry in new)
    return later < 0.8 * len(new)


def _last_new(memory: FeedMemory, new: Sequence[FeedEntry], *, first: bool, now: datetime) -> datetime | None:
    """Of a first body the newest entry's own date tells when the feed last spoke."""
    if not new:
        return memory.last_new_at
    if not first:
        return now
    return min(now, max((entry.published_at for entry in new if entry.published_at is not None), default=now))


def _complaint(parsed: ParsedFeed, known_count: int) -> str | None:
    if parsed.partial:
        return parsed.warning[:LONGEST_REASON] or "broken off"
    if not parsed.entries:
        return "the feed is empty" + (f", though it had {known_count} entries" if known_count else "")
    return parsed.warning[:LONGEST_REASON] or None


def _poll_notes(new: int, parsed: ParsedFeed, *, flood: bool, gap: bool) -> tuple[str, ...]:
    notes = []
    if flood:
        notes.append(f"flood: {new} of {len(parsed.entries)} entries unknown; stored, read and matched, but not told")
    if gap:
        notes.append(f"gap suspected: none of {len(parsed.entries)} entries was known; some may have scrolled out unseen")
    if parsed.warning:
        notes.append(parsed.warning)
    return tuple(notes)
