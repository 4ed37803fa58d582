"""Takes jobs out of one queue and does them, in this process.

RQ's worker keeps its rhythm here: it waits for a job, beats, and ends on a signal. Everything else that it would do because of
something that it found in Redis is taken out, since whoever can write there would decide it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import redis
import rq
from redis.exceptions import RedisError
from rq.exceptions import DequeueTimeout
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty
from rq.utils import now
from rq.worker import SimpleWorker, WorkerStatus

from workers.edges.queue.handing_on import connect
from workers.edges.queue.jobs import OurJob, UnknownJob, is_job_id
from workers.errors import Transient

Handler = Callable[..., Any]

LONGEST_JOB: Final = 300  #: seconds: the outermost net, each job has nearer ones
TTL: Final = 18  #: seconds; a wait for a job lasts 15 less
CLEANED_EVERY: Final = 600  #: seconds between two cleanings of what killed workers left in Redis

#: Redis keys that a worker and those who hand on need, and their types. One of another type would stop the line at every start.
TYPES: Final[Mapping[str, bytes]] = {
    "rq:queues": b"set",
    "rq:workers": b"set",
    "rq:workers:{queue}": b"set",
    "rq:queue:{queue}": b"list",
    "rq:queue:{queue}:intermediate": b"list",
}


class OurQueue(rq.Queue):
    """A queue that hands out nothing but names of jobs, whatever somebody else put into it."""

    @classmethod
    def lmove(cls, connection: redis.Redis, queue_key: str, timeout: int | None) -> Any:
        taken = super().lmove(connection, queue_key, timeout)
        if taken is None or is_job_id(taken[1]):
            return taken
        connection.lrem(IntermediateQueue.get_intermediate_queue_key(queue_key), 1, taken[1])
        raise DequeueTimeout(timeout, queue_key)  # RQ's word for "nothing there": it asks again


class OurWorker(SimpleWorker):
    """RQ's worker without what Redis could tell it to do."""

    queue_class = OurQueue

    def __init__(self, queue: OurQueue, errands: Errands) -> None:
        super().__init__(
            [queue], connection=queue.connection, serializer=JSONSerializer, job_class=OurJob, queue_class=OurQueue,
            worker_ttl=TTL, maintenance_interval=CLEANED_EVERY, log_job_description=False,
        )  # fmt: skip
        self._errands = errands
        self.told_to_stop = False

    def execute_job(self, job: Job, queue: rq.Queue) -> None:
        """Do it, and forget it. Of RQ's bookkeeping nothing is wanted: results, retries, repeats, dependents, callbacks and
        webhooks would be those that stand in Redis."""
        assert isinstance(job, OurJob)
        self.set_state(WorkerStatus.BUSY)
        self._errands.do(job)
        _forget(queue, job)
        self.set_state(WorkerStatus.IDLE)
        if not self._errands.keep_on():
            self.told_to_stop = self._stop_requested = True

    def heartbeat(self, *args: Any, **named: Any) -> None:
        """Before each wait for a job."""
        super().heartbeat(*args, **named)
        if self.get_state() == WorkerStatus.IDLE:
            self._errands.at_rest()

    def _shutdown(self) -> None:
        self.told_to_stop = True
        super()._shutdown()  # type: ignore[no-untyped-call]

    def set_shutdown_requested_date(self) -> None:
        """Nothing. RQ writes it to Redis from its signal handler, in the middle of our job: when Redis is gone too (a
        supervisor was killed), the job would take that for a mistake of the article in hand, and set it aside."""

    def subscribe(self) -> None:
        """To no channel: RQ would shut down, or stop a job, for whoever publishes there."""

    def unsubscribe(self) -> None:
        """There is nothing to leave."""

    def check_for_suspension(self, burst: bool) -> None:
        """RQ would rest for as long as a key in Redis says so."""

    def run_maintenance_tasks(self) -> None:
        """RQ would call the callbacks of jobs that it takes for abandoned. Jobs go by themselves, their list goes here."""
        for queue in self.queues:
            self.connection.delete(queue.intermediate_queue_key)
        self.last_cleaned_at = now()  # type: ignore[assignment]


class Errands:
    """What a worker does when a job comes, and when none does."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        *,
        keep_on: Callable[[], bool],
        on_failure: Callable[[str, BaseException], None],
        at_rest: Callable[[], None],
    ) -> None:
        self._handlers, self._on_failure = handlers, on_failure
        self.keep_on, self.at_rest = keep_on, at_rest

    def do(self, job: OurJob) -> None:
        """Call the handler of the job's name; what goes wrong is told, and the next job goes on."""
        name = "a job"
        try:
            name, ids = job.errand()
            if name not in self._handlers:
                raise UnknownJob(f"job {name!r} does not belong into this queue: refused")
            with UnixSignalDeathPenalty(LONGEST_JOB, JobTimeoutException):  # type: ignore[no-untyped-call]
                self._handlers[name](ids)
        except Exception as error:
            self._on_failure(name, error)


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
    _clear(client, queue)
    ours = OurQueue(queue, connection=client, serializer=JSONSerializer, job_class=OurJob)
    errands = Errands(handlers, keep_on=keep_on, on_failure=on_failure, at_rest=at_rest)
    worker = OurWorker(ours, errands)
    try:
        worker.work(logging_level="ERROR", with_scheduler=False)
    except (RedisError, OSError) as lost:  # the worker is started again, and then waits for Redis
        raise Transient(f"Redis went away: {lost}") from None
    if not worker.told_to_stop:
        raise Transient("Redis went away, or answered what no Redis answers")


def _forget(queue: rq.Queue, job: OurJob) -> None:
    """The job leaves nothing in Redis. When Redis is gone, so is the job."""
    try:
        with queue.connection.pipeline() as pipe:
            pipe.delete(job.key)
            pipe.lrem(queue.intermediate_queue_key, 1, job.id)
            pipe.execute()
    except (RedisError, OSError):
        pass


def _clear(client: redis.Redis, queue: str) -> None:
    """Delete what stands in our keys' places and is of another type: RQ would meet it again at each start."""
    for name, wanted in TYPES.items():
        key = name.format(queue=queue)
        if client.type(key) not in (wanted, b"none"):
            client.delete(key)


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
