"""The commands that stay: run, scheduler, worker; and the demo, which ends by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workers.cli.base import app, complain, load
from workers.edges.queue import QUEUES

# Each process imports what it runs, where it runs it: a daemon has five, and they start at once.
# ruff: noqa: PLC0415


@app.command()
def run() -> None:
    """Start the daemon: Redis (embedded unless REDIS_URL is set), scheduler and workers, in one command. Ctrl-C ends it."""
    from workers.run import run_all

    run_all(load("run"))


@app.command()
def scheduler() -> None:
    """Only the scheduler: for several hosts. It finds what is due and hands it on; run one of it."""
    from workers.scheduler import run_scheduler

    run_scheduler(load("scheduler"))


@app.command()
def listen() -> None:
    """Only the ear: what people press under alerts and write behind /wirewatch. Needs SLACK_APP_TOKEN; run one or two."""
    from workers.listener import run_listener

    run_listener(load("listen"))


@app.command()
def worker(queue: Annotated[str, typer.Argument(help=f"One of: {', '.join(QUEUES)}.", metavar="QUEUE")]) -> None:
    """Only one worker, for one queue: for several hosts, or to read with more processes. Run as many as you like."""
    if queue not in QUEUES:
        complain(f"there is no queue {queue!r}: it is one of {', '.join(QUEUES)}")
        raise typer.Exit(2)
    from workers.worker import run_worker

    run_worker(load(f"worker {queue}"), queue)


@app.command()
def demo(
    rules: Annotated[
        Path | None,
        typer.Option("--rules", help="A rules folder of yours, instead of the example rules.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """See it work: the daemon on a small news site of its own. Needs no network, touches no data of yours, ends by itself.

    With --rules it reads the same news with your rules: see which of them fire, and why the others do not.
    """
    from workers.demo import run_demo

    raise typer.Exit(run_demo(load("demo"), rules))
