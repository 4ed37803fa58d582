"""`wirewatch scheduler`: ticks. APScheduler only keeps the rhythm; what is due stands in the store (docs/decisions)."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from workers import logs
from workers.errors import Transient
from workers.heartbeat import beat_for
from workers.jobs.mind_rules import mind_rules
from workers.jobs.sweep import sweep
from workers.jobs.watch import say_alive, watch
from workers.ports import Tools
from workers.settings import Settings
from workers.toolbox import open_tools

FEEDS_EVERY = 5.0  #: seconds between looks at feeds.yaml
WATCH_EVERY = 20.0  #: seconds between looks at ourselves
CHECKPOINT_EVERY = 60.0  #: seconds
FORGET_EVERY = 6 * 3600.0  #: seconds


def run_scheduler(settings: Settings) -> None:
    """Blocks until SIGTERM or SIGINT. One is enough for all hosts; a second does no harm, every claim is fenced."""
    log = logs.get("scheduler")
    tools = open_tools(settings, "scheduler")
    beat_for(tools, "scheduler")
    feeds = FeedList(tools)
    feeds.look()

    def every(seconds: float, work: Callable[[], object], name: str) -> None:
        def guarded() -> None:
            try:
                work()
            except Transient as trouble:
                log.warning(f"{name} put off", reason=trouble.reason)
            except Exception:  # the tick must outlive a bug in one of its works
                log.exception(f"{name} failed")

        ticker.add_job(guarded, "interval", seconds=seconds, id=name, misfire_grace_time=None, coalesce=True, max_instances=1)

    def tick() -> None:
        if done := sweep(tools):
            log.debug("handed on", **done)

    def forget() -> None:
        gone = tools.store.forget(tools.clock() - timedelta(days=settings.retention_days))
        if any(gone.values()):
            log.info("forgot", **gone)

    ticker = BlockingScheduler(executors={"default": ThreadPoolExecutor(4)})

    def alive() -> None:
        said = say_alive(tools)
        (log.debug if said == "pinged" else log.warning)("dead man's switch", said=said)

    def mind() -> None:
        for rule in mind_rules(tools):
            log.warning("a rule fires far above its usual rate: gathered for an hour", rule=rule)

    every(settings.tick, tick, "sweep")
    every(WATCH_EVERY, lambda: watch(tools), "watch")
    every(WATCH_EVERY, mind, "mind rules")
    if settings.alive_url:
        every(settings.alive_every, alive, "alive")
    every(FEEDS_EVERY, feeds.look, "feeds")
    every(CHECKPOINT_EVERY, tools.store.checkpoint, "checkpoint")
    every(FORGET_EVERY, forget, "retention")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ticker.shutdown(wait=False))
    ticker.start()
    tools.store.checkpoint()


class FeedList:
    """Keeps the store's feeds those of feeds.yaml."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._last: tuple[object, ...] | None = None
        self._told: tuple[str, ...] = ()
        self._log = logs.get("scheduler")

    def look(self) -> None:
        """Read the file when it changed; mistakes are told once."""
        self._tools.rules.refresh()
        feeds, problems = self._tools.rules.feeds()
        words = tuple(str(p) for p in problems)
        if words != self._told:
            self._told = words
            for line in words:
                self._log.warning("feeds.yaml", problem=line)
        if tuple(feeds) != self._last:
            self._tools.store.sync_feeds(feeds, self._tools.clock())
            self._last = tuple(feeds)
            self._log.info("feeds", count=len(feeds))
