"""`wirewatch worker QUEUE`: works one queue off in this process, with everything it needs loaded once."""

from __future__ import annotations

import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from workers import logs
from workers.edges.queue import QUEUE_OF, QUEUES, work_off
from workers.errors import Transient
from workers.jobs.fetch_pages import fetch_pages
from workers.jobs.poll_feeds import poll_feeds
from workers.jobs.read_articles import read_articles
from workers.jobs.send_alerts import send_alerts
from workers.jobs.update_incidents import update_incidents
from workers.ports import Tools
from workers.settings import Settings
from workers.supervisor import die_with_parent
from workers.toolbox import open_tools, redis_url

HEARTBEAT = 5.0  #: seconds
ORPHAN_LOOK = 2.0  #: seconds

JOBS: dict[str, Callable[..., dict[str, int]]] = {
    "poll_feeds": poll_feeds,
    "fetch_pages": fetch_pages,
    "read_articles": read_articles,
    "update_incidents": update_incidents,
    "send_alerts": lambda tools, _ids: send_alerts(tools),
}


def run_worker(settings: Settings, queue: str) -> None:
    """Blocks until SIGTERM, or until this process has grown too large and wants to be replaced."""
    log = logs.get(queue)
    tools = open_tools(settings, queue)
    beat_for(tools, f"worker {queue}")
    log.debug("ready", queue=queue)

    def told(job: str, error: BaseException) -> None:
        if isinstance(error, Transient):
            log.warning("job put off", job=job, reason=error.reason)
        else:
            log.error("job failed", job=job, exc_info=error)

    work_off(
        redis_url(settings),
        queue,
        {job: _logged(job, tools) for job, its_queue in QUEUE_OF.items() if its_queue == queue},
        keep_on=lambda: resident_mb() < settings.worker_max_mb,
        on_failure=told,
    )


def _logged(job: str, tools: Tools) -> Callable[[Sequence[Any]], None]:
    """The job as RQ calls it: one line a hop."""
    log = logs.get(QUEUE_OF[job])

    def work(ids: Sequence[Any]) -> None:
        began = time.monotonic()
        counts = JOBS[job](tools, ids)
        if counts and any(counts.values()):
            log.info(job, **{k.replace(" ", "_"): v for k, v in counts.items() if v}, ms=round((time.monotonic() - began) * 1000))

    return work


def beat_for(tools: Tools, role: str) -> None:
    """Tell the store every few seconds that this process lives, in a thread; end with a supervisor that was killed."""
    host, pid, parent = socket.gethostname(), os.getpid(), os.getppid()
    log = logs.get(role)

    def beat() -> None:
        last = 0.0
        while True:
            if os.environ.get("WIREWATCH_SUPERVISED") and os.getppid() != parent:
                os._exit(0)  # the supervisor was killed; the store knows what we were at
            if time.monotonic() - last >= HEARTBEAT:
                try:
                    tools.store.heartbeat(role, pid=pid, host=host, now=tools.clock(), detail=f"{resident_mb():.0f} MB")
                    last = time.monotonic()
                except Transient as trouble:
                    log.warning("no heartbeat", reason=trouble.reason)
            time.sleep(ORPHAN_LOOK)

    if os.environ.get("WIREWATCH_SUPERVISED"):
        die_with_parent()
    threading.Thread(target=beat, name="heartbeat", daemon=True).start()


def resident_mb() -> float:
    """Memory of this process now, in MB; its peak where the system does not tell."""
    try:
        with open("/proc/self/statm") as table:  # noqa: PTH123  (a thousand times a minute)
            return int(table.read().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)


__all__ = ["QUEUES", "beat_for", "run_worker"]
