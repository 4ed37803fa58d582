"""What a job may say. RQ obeys some thirty fields of a job's hash in Redis (callbacks, webhooks, retries, repeats, dependents,
time-outs); of ours one is read, and it holds a name of our table and ids.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final, cast

from redis.exceptions import ResponseError
from rq.exceptions import NoSuchJobError
from rq.job import JOB_ID_PATTERN, Job

#: job name -> the queue that carries it. Everything else is refused.
QUEUE_OF: Final[Mapping[str, str]] = {
    "poll_feeds": "poll",
    "fetch_pages": "fetch",
    "read_articles": "read",
    "update_incidents": "alert",
    "send_alerts": "alert",
}
QUEUES: Final = ("poll", "fetch", "read", "alert")

#: Ids of feeds are texts, those of articles are numbers.
Ids = list[str] | list[int]

MOST_IDS: Final = 1_000  #: in a job; we hand on batches of 20
LONGEST_ID: Final = 200  #: characters of a feed's id
LARGEST_ID: Final = 2**63 - 1  #: what the store's columns take
LONGEST: Final = 100_000  #: bytes of a job, unpacked too


class UnknownJob(Exception):
    """A job that is not one of ours: somebody else writes to our Redis."""


class OurJob(Job):
    """A job of which nothing but its name and ids is ever read back from Redis."""

    def refresh(self) -> None:
        """Read the one field that counts; what is too long, or no hash at all, becomes a job that says nothing."""
        try:
            size = self.connection.hstrlen(self.key, "data")
            packed = cast(bytes | None, self.connection.hget(self.key, "data") if size <= LONGEST else b"")
        except ResponseError:
            packed = b""
        if packed is None:
            raise NoSuchJobError(f"No such job: {self.key}")  # taken up by another, expired, or flushed
        self.data = _unpacked(packed)

    def errand(self) -> tuple[str, Ids]:
        """The job's name and ids. Raises UnknownJob for all that we would not have written ourselves."""
        try:
            name, instance, given, named = json.loads(self.data)
            [ids] = given
        except (ValueError, TypeError, RecursionError):
            raise UnknownJob("a job that is not written as ours are: refused") from None
        if not isinstance(name, str) or name not in QUEUE_OF:
            raise UnknownJob(f"job {str(name)[:100]!r} is not one of ours: refused")
        if instance is not None or named != {} or not _are_ids(ids):
            raise UnknownJob(f"job {name!r} carries something else than ids: refused")
        return name, ids


def is_job_id(entry: bytes) -> bool:
    """May it stand in a queue? RQ takes all it finds there for text in UTF-8.

    >>> is_job_id(b"0b9f2a36-6a5f"), is_job_id(b"\\xff"), is_job_id(b"a b")
    (True, False, False)
    """
    return JOB_ID_PATTERN.fullmatch(entry.decode("ascii", "replace")) is not None


def _unpacked(packed: bytes) -> bytes:
    """RQ packs with zlib; a few bytes may unpack to gigabytes."""
    try:
        return zlib.decompressobj().decompress(packed, LONGEST)
    except zlib.error:
        return packed


def _are_ids(ids: Any) -> bool:
    if not isinstance(ids, list) or len(ids) > MOST_IDS:
        return False
    texts = all(isinstance(i, str) and len(i) <= LONGEST_ID and i.isprintable() for i in ids)  # no store takes a NUL
    return texts or all(type(i) is int and 0 <= i <= LARGEST_ID for i in ids)
