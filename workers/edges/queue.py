"""The door to Redis and RQ: ids go in, our own handlers come out.

What we do not let RQ do, and why (docs/decisions/0004-queue.md): no pickle (whoever writes to Redis would run code), no
function names from Redis (a job names a row of our table, nothing is imported), no retries, schedules or `unique` (when to try
again is a column in the store), no fork for each job (what a job learns in memory would die with it), one queue a worker
(with two a kill between pop and bookkeeping loses the job).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import redis
import rq
from redis.exceptions import RedisError
from rq.exceptions import DeserializationError, DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import SimpleWorker, WorkerStatus

from workers.errors import Transient

#: job name -> the queue that carries it. Everything else is refused.
QUEUE_OF: Mapping[str, str] = {
    "poll_feeds": "poll",
    "fetch_pages": "fetch",
    "read_articles": "read",
    "update_incidents": "alert",
    "send_alerts": "alert",
}
QUEUES: tuple[str, ...] = ("poll", "fetch", "read", "alert")

Handler = Callable[..., Any]


class UnknownJob(Exception):
    """A job that is not in the table: somebody else writes to our Redis."""


class OurJob(Job):
    """A job whose name is looked up in a table. RQ's own would import whatever Redis says."""

    handlers: Mapping[str, Handler] = {}

    @property
    def func(self) -> Handler:
        """The handler of this job's name."""
        try:
            return self.handlers[self.func_name or ""]
        except KeyError:
            raise UnknownJob(f"job {self.func_name!r} is not one of ours: refused") from None


def connect(url: str) -> redis.Redis:
    """A Redis client. `unix:///path/to/redis.sock`, `redis://` or `rediss://`."""
    client: redis.Redis = redis.Redis.from_url(url, socket_connect_timeout=2, health_check_interval=30)
    return client


class RqQueue:
    """`ports.Queue` on RQ. A call that Redis does not take is False: the sweeper hands the ids on later."""

    def __init__(self, url: str, *, batch: int = 20, job_timeout: int = 300) -> None:
        self.url = url
        self.batch = batch
        self.job_timeout = job_timeout
        self._redis = connect(url)
        self._queues = {
            name: rq.Queue(name, connection=self._redis, serializer=JSONSerializer, job_class=OurJob, default_timeout=job_timeout)
            for name in QUEUES
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
                [
                    rq.Queue.prepare_data(
                        job, args=(batch,), timeout=self.job_timeout, result_ttl=0, failure_ttl=3600, description=job
                    )
                    for batch in batches
                ]
            )
        except DuplicateJobError:
            pass  # redis-py tried again after a lost answer: the job is in (RELIABILITY: redis-py#3554)
        except (RedisError, OSError):
            return False
        return True


def work_off(
    url: str,
    queue: str,
    handlers: Mapping[str, Handler],
    *,
    keep_on: Callable[[], bool],
    on_failure: Callable[[str, BaseException], None],
    at_rest: Callable[[], None] = lambda: None,
    wait_for_redis: float = 60.0,
) -> None:
    """Work one queue off in this process until told to stop, Redis stays away, or `keep_on` says no after a job.

    Returns on SIGTERM/SIGINT (the running job ends first); raises Transient when Redis is lost. A handler
    that raises is told to `on_failure`; the next job goes on. `at_rest` is called every few seconds while there is no job.
    """
    client = connect(url)
    _await_redis(client, wait_for_redis)
    job_class = type("OurJobHere", (OurJob,), {"handlers": dict(handlers)})

    def failed(job: Job, _kind: type[BaseException], error: BaseException, _trace: object) -> bool:
        try:
            name = str(job.func_name)
        except DeserializationError:
            name = "a job that is not JSON: refused"
        on_failure(name, error)
        return False  # the end of the matter for RQ

    class Worker(SimpleWorker):
        def execute_job(self, job: Job, from_queue: rq.Queue) -> None:
            super().execute_job(job, from_queue)
            if not keep_on():
                self._stop_requested = True

        def heartbeat(self, *args: Any, **named: Any) -> None:
            """Before each wait for a job, which lasts `worker_ttl` - 15 seconds."""
            super().heartbeat(*args, **named)
            if self.get_state() == WorkerStatus.IDLE:
                at_rest()

        def set_shutdown_requested_date(self) -> None:
            """Nothing. RQ writes it to Redis from its signal handler, in the middle of our job: when Redis is gone too (a
            supervisor was killed), the job would take that for a mistake of the article in hand, and set it aside."""

    worker = Worker(
        [rq.Queue(queue, connection=client, serializer=JSONSerializer, job_class=job_class)],
        connection=client,
        serializer=JSONSerializer,
        job_class=job_class,
        exception_handlers=[failed],
        disable_default_exception_handler=True,
        worker_ttl=18,
        maintenance_interval=10,
        job_monitoring_interval=5,
        log_job_description=False,
    )
    try:
        worker.work(logging_level="ERROR", with_scheduler=False)
    except (RedisError, OSError) as lost:  # the worker is started again, and then waits for Redis
        raise Transient(f"Redis went away: {lost}") from None


def _await_redis(client: redis.Redis, patience: float) -> None:
    """Redis may be starting, or loading; wait rather than die."""
    deadline = time.monotonic() + patience
    while True:
        try:
            client.ping()
            return
        except (RedisError, OSError) as lost:
            if time.monotonic() > deadline:
                raise Transient(f"Redis does not answer: {lost}") from None
            time.sleep(0.1)
