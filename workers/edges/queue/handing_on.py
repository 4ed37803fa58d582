"""Puts ids into the queues. A queue only carries: what is lost on the way is handed on again from the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import redis
import rq
from redis.exceptions import RedisError
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from workers.edges.queue.jobs import QUEUE_OF, QUEUES, OurJob
from workers.errors import Refused

#: Seconds that a job is kept in Redis: a killed worker's job goes by itself, and its ids are handed on again long before.
KEPT: Final = 3600


def connect(url: str) -> redis.Redis:
    """A Redis client. `unix:///path/to/redis.sock`, `redis://` or `rediss://`. Raises Refused for an address that is none."""
    try:
        client: redis.Redis = redis.Redis.from_url(url, socket_connect_timeout=2, health_check_interval=30)
        client.connection_pool.make_connection()  # connects nowhere, but looks at the options
    except (ValueError, TypeError) as error:  # redis-py's words for what it cannot read; they quote no password
        raise Refused(f"REDIS_URL cannot be read: {error}") from None
    return client


class RqQueue:
    """`ports.Queue` on RQ. A call that Redis does not take is False: the sweeper hands the ids on later."""

    def __init__(self, url: str, *, batch: int = 20) -> None:
        self.url = url
        self.batch = batch
        self._redis = connect(url)
        self._queues = {
            name: rq.Queue(name, connection=self._redis, serializer=JSONSerializer, job_class=OurJob) for name in QUEUES
        }

    def poll_feeds(self, feed_ids: Sequence[str]) -> bool:
        return self._hand_on("poll_feeds", feed_ids)

    def fetch_pages(self, article_ids: Sequence[int]) -> bool:
        return self._hand_on("fetch_pages", article_ids)

    def read_articles(self, article_ids: Sequence[int]) -> bool:
        return self._hand_on("read_articles", article_ids)

    def update_incidents(self, article_ids: Sequence[int]) -> bool:
        return self._hand_on("update_incidents", article_ids)

    def send_alerts(self) -> bool:
        return self._enqueue("send_alerts", [[]])

    def depths(self) -> dict[str, int] | None:
        try:
            return {name: int(queue.count) for name, queue in self._queues.items()}
        except (RedisError, OSError):
            return None

    def close(self) -> None:
        self._redis.close()

    def _hand_on(self, job: str, ids: Sequence[str] | Sequence[int]) -> bool:
        return self._enqueue(job, [list(ids[i : i + self.batch]) for i in range(0, len(ids), self.batch)])

    def _enqueue(self, job: str, batches: Sequence[Sequence[Any]]) -> bool:
        queue = self._queues[QUEUE_OF[job]]
        try:
            queue.enqueue_many(
                [rq.Queue.prepare_data(job, args=(batch,), ttl=KEPT, result_ttl=0, description=job) for batch in batches]
            )
        except DuplicateJobError:
            pass  # redis-py tried again after a lost answer: the job is in (RELIABILITY: redis-py#3554)
        except (RedisError, OSError):
            return False
        return True
