"""`wirewatch worker QUEUE`: works one queue off in this process, with everything it needs loaded once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from workers import logs
from workers.edges.queue import QUEUE_OF, work_off
from workers.errors import Transient
from workers.heartbeat import beat_for, resident_mb
from workers.ports import Tools
from workers.settings import Settings
from workers.toolbox import DOORS, open_tools, redis_url

Job = Callable[[Tools, Sequence[Any]], dict[str, int]]


def jobs_of(queue: str) -> dict[str, Job]:
    """The jobs of one queue, by name. Imported here: no worker needs another's."""
    names = [job for job, its_queue in QUEUE_OF.items() if its_queue == queue]
    found = {name: getattr(import_module(f"workers.jobs.{name}"), name) for name in names}
    if send := found.get("send_alerts"):
        found["send_alerts"] = lambda tools, _ids: send(tools)  # what is due stands in the store
    return found


def run_worker(settings: Settings, queue: str) -> None:
    """Blocks until SIGTERM, or until this process has grown too large and wants to be replaced."""
    log = logs.get(queue)
    tools = open_tools(settings, queue)
    rules = RuleProblems(tools) if "language" in DOORS[queue] else None
    if rules is not None:
        rules.look()
    beat_for(tools, f"worker {queue}", judges=rules is not None)
    log.debug("ready", queue=queue)

    def told(job: str, error: BaseException) -> None:
        if isinstance(error, Transient):
            log.warning("job put off", job=job, reason=error.reason)
        else:
            log.error("job failed", job=job, exc_info=error)

    work_off(
        redis_url(settings),
        queue,
        {name: _logged(name, job, tools, rules) for name, job in jobs_of(queue).items()},
        keep_on=lambda: resident_mb() < settings.worker_max_mb,
        on_failure=told,
        at_rest=rules.look if rules is not None else lambda: None,
    )


def _logged(name: str, job: Job, tools: Tools, rules: RuleProblems | None) -> Callable[[Sequence[Any]], None]:
    """The job as RQ calls it: one line a hop."""
    log = logs.get(QUEUE_OF[name])

    def work(ids: Sequence[Any]) -> None:
        began = time.monotonic()
        if rules is not None:
            rules.look()
        counts = job(tools, ids)
        if counts and any(counts.values()):
            log.info(
                name, **{k.replace(" ", "_"): v for k, v in counts.items() if v}, ms=round((time.monotonic() - began) * 1000)
            )

    return work


class RuleProblems:
    """Tells of mistakes in the rule files when they come up and when they are gone; the last good rules stay in force."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._told: tuple[str, ...] = ()
        self._log = logs.get("rules")

    def look(self) -> None:
        """Cheap when nothing changed."""
        try:
            state = self._tools.rules.refresh()
        except Exception:  # a bug in loading must not end the worker: the rules stay as they are
            self._log.exception("the rules folder could not be looked at")
            return
        now = tuple(str(p) for p in state.problems if p.severity == "error")
        for line in (line for line in now if line not in self._told):
            self._log.error("rule refused, its last good version stays", problem=line)
        if self._told and not now:
            self._log.info("all rule files are good again", rules=len(state.heads))
        self._told = now
