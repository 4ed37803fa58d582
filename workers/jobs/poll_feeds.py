"""Hop 1: many feeds are asked at once; what is new in them becomes articles.

gather   claim due feeds, ask them all (conditionally), parse the bodies in the sandbox
decide   what is new, what ends here, when to ask again (`monitor.polling.digest`)
act      entries and validators in one transaction for each feed, then the new articles are handed on
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final

from monitor.model.feed import Feed, FeedMemory, ParsedFeed
from monitor.polling.cadence import Pace, ask_for_all
from monitor.polling.digest import Answer, Failure, PollVerdict, digest_failure, digest_poll, digest_unchanged
from workers import logs
from workers.errors import Permanent, Transient
from workers.jobs.known_by import by_entry
from workers.ports import Fetched, NotFetched, Outcome, Request, Tools

TOGETHER: Final = 25  #: feeds asked at once
HAND_ON: Final = 20  #: articles a job of the next hop
MARGIN: Final = 20.0  #: seconds of the lease that one feed may still need; half of it where the lease is short
LONGEST_JOB: Final = 150.0  #: seconds after which nothing more is claimed: the sweeper hands it on again

_log: Final = logs.get("poll_feeds")


def poll_feeds(tools: Tools, feed_ids: Sequence[str]) -> dict[str, int]:
    """Poll those of the feeds that are due. Returns how many ended how: changed, unchanged, failed, late; and new entries."""
    counts: Counter[str] = Counter()
    started = tools.clock()
    for at in range(0, len(feed_ids), TOGETHER):
        if (tools.clock() - started).total_seconds() > LONGEST_JOB:
            break
        counts += _poll_group(tools, feed_ids[at : at + TOGETHER])
    return dict(counts)


def _poll_group(tools: Tools, feed_ids: Sequence[str]) -> Counter[str]:
    claimed_at, held_for = tools.clock(), tools.limits.lease
    lease, claimed = tools.store.claim_feeds(feed_ids, now=claimed_at, lease_for=held_for)
    requests = [_request(memory, claimed_at) for _, memory in claimed]
    answers = tools.web.get_many(requests) if requests else []

    counts: Counter[str] = Counter()
    ids: list[int] = []
    for (feed, memory), request, answer in zip(claimed, requests, answers, strict=True):
        if (tools.clock() - claimed_at).total_seconds() > max(held_for - MARGIN, held_for / 2):
            counts["late"] += 1  # nothing is stored: the feed stays due, and comes first when the lease runs out
            continue
        ending, new_ids = _poll_one(tools, lease, feed, memory, request, answer)
        counts[ending] += 1
        counts["new"] += len(new_ids)
        ids += new_ids
    for at in range(0, len(ids), HAND_ON):
        tools.queue.fetch_pages(ids[at : at + HAND_ON])  # a lost call costs one sweep
    return +counts


def _request(memory: FeedMemory, now: datetime) -> Request:
    if ask_for_all(memory.last_full_at, now):
        return Request(key=memory.feed_id, url=memory.url)
    return Request(key=memory.feed_id, url=memory.url, etag=memory.etag, last_modified=memory.last_modified)


def _poll_one(
    tools: Tools, lease: str, feed: Feed, memory: FeedMemory, request: Request, answer: Fetched | NotFetched
) -> tuple[str, list[int]]:
    """(how it ended, new articles' ids). A feed that trips a bug of ours has failed, in the bug's words; the others go on."""
    try:
        ending, verdict = _decide(tools, feed, memory, request, answer)
        _tell_turns(feed, memory, verdict)
        return ending, _commit(tools, lease, feed, verdict)
    except Exception as bug:
        _log.exception("a feed tripped a bug", feed=feed.id, url=memory.url)
        words = Failure(reason=f"a bug of ours: {type(bug).__name__}: {bug}", transient=False)
        verdict = digest_failure(memory, words, now=tools.clock(), pace=_pace(tools))
        return "failed", _commit(tools, lease, feed, verdict)  # a store that cannot take this either is down: that flies


def _decide(
    tools: Tools, feed: Feed, memory: FeedMemory, request: Request, answer: Fetched | NotFetched
) -> tuple[str, PollVerdict]:
    now, pace = tools.clock(), _pace(tools)
    if isinstance(answer, NotFetched):
        failure = Failure(reason=answer.reason, transient=answer.transient, status=answer.status, retry_after=answer.retry_after)
        return "failed", digest_failure(memory, failure, now=now, pace=pace)

    asked_for_all = not request.etag and not request.last_modified
    if answer.status == 304 and asked_for_all:
        nonsense = Failure(reason="answered 304 Not Modified although asked for everything")
        return "failed", digest_failure(memory, nonsense, now=now, pace=pace)
    body_hash = memory.body_hash if answer.status == 304 else blake2b(answer.body, digest_size=16).hexdigest()
    facts = Answer(
        asked_for_all=asked_for_all,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=body_hash,
        permanent_url=answer.permanent_url,
        max_age=answer.max_age,
    )
    if body_hash == memory.body_hash:
        return "unchanged", digest_unchanged(memory, facts, now=now, pace=pace)

    try:
        parsed = tools.sandbox.parse_feed(answer.body, url=answer.url, content_type=answer.content_type, seen_at=now)
    except (Permanent, Transient) as failed:
        broken = Failure(reason=failed.reason, transient=isinstance(failed, Transient))
        return "failed", digest_failure(memory, broken, now=now, pace=pace)
    return "changed", _digest(tools, feed, memory, facts, parsed)


def _digest(tools: Tools, feed: Feed, memory: FeedMemory, facts: Answer, parsed: ParsedFeed) -> PollVerdict:
    keys = [key for entry in parsed.entries for key in (entry.key, *entry.aliases)]
    return digest_poll(
        memory,
        facts,
        parsed,
        known=tools.store.known_keys(memory.feed_id, keys),
        known_count=tools.store.known_count(memory.feed_id),
        now=tools.clock(),
        pace=_pace(tools),
        first_poll_window=tools.limits.first_poll_window,
        news_age=_news_age(tools, feed),
    )


def _commit(tools: Tools, lease: str, feed: Feed, verdict: PollVerdict) -> list[int]:
    """T1, then the notes to the log."""
    ids = tools.store.finish_poll(
        lease,
        verdict.memory,
        verdict.entries,
        now=tools.clock(),
        archived={key: Outcome(name="archived", why=why) for key, why in verdict.archived.items()},
        quiet=verdict.quiet,
        late=verdict.late,
        news_age=_news_age(tools, feed),
        likenesses={entry.key: by_entry(feed, entry, tools.telling) for entry in verdict.entries if entry.key in verdict.fresh},
    )
    for note in verdict.notes:
        _log.warning(note, feed=feed.id, url=feed.url)
    return ids


def _tell_turns(feed: Feed, before: FeedMemory, verdict: PollVerdict) -> None:
    """A line when a feed begins to fail, and when it answers again; what goes on being so stands in `wirewatch status`."""
    failing = verdict.memory.failures > 0
    if failing and not before.failures:
        _log.warning("feed cannot be polled", feed=feed.publisher or feed.id, url=feed.url, reason=verdict.memory.last_error)
    elif before.failures and not failing:
        _log.info("feed answers again", feed=feed.publisher or feed.id, url=feed.url, failures=before.failures)


def _news_age(tools: Tools, feed: Feed) -> float:
    """Seconds from an entry's publication until we first see it, at most, to be news."""
    return tools.limits.news_age if feed.news_age is None else feed.news_age


def _pace(tools: Tools) -> Pace:
    return Pace(shortest=tools.limits.min_interval, longest=max(tools.limits.min_interval, tools.limits.max_interval))
