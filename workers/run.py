"""`wirewatch run`: one command, all processes. Prepares the data folder, then supervises."""

from __future__ import annotations

import fcntl
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workers import logs
from workers.edges import redis_server
from workers.edges.store import upgrade
from workers.errors import Refused
from workers.folders import make_private, make_private_among_others, told_to_others, unusable
from workers.settings import Settings
from workers.supervisor import Program, Supervisor
from workers.toolbox import listens, pids_file


def programs(settings: Settings) -> list[Program]:
    """What runs, in the order of starting."""
    env = {"WIREWATCH_SUPERVISED": "1"}
    ours = [sys.executable, "-m", "workers"]
    out = []
    if settings.redis_url is None:
        out.append(Program(name="redis", command=redis_server.command(settings.redis_socket), last=True))
    out.append(Program(name="scheduler", command=[*ours, "scheduler"], env=env))
    out += [Program(name=queue, command=[*ours, "worker", queue], env=env) for queue in ("poll", "fetch", "alert")]
    for n in range(settings.read_workers):
        out.append(Program(name=f"read-{n + 1}" if n else "read", command=[*ours, "worker", "read"], env=env))
    if listens(settings):
        out.append(Program(name="listen", command=[*ours, "listen"], env=env))
    return out


def run_all(settings: Settings) -> None:
    """Blocks until SIGINT or SIGTERM. Raises Refused with what to do when it cannot start."""
    with sole_user_of(settings.data):
        if settings.redis_socket.parent != settings.data.absolute():
            make_private_among_others(settings.redis_socket.parent)
        upgrade(settings.store_url)
        supervisor = Supervisor(programs(settings))
        shown: dict[str, int] = {}

        def tell_pids() -> bool:
            nonlocal shown
            if (pids := supervisor.pids()) != shown:
                part = pids_file(settings).with_suffix(".part")
                part.write_text(json.dumps(pids))
                part.replace(pids_file(settings))
                shown = pids
            return False

        logs.get("run").info("started", data=str(settings.data), rules=str(settings.rules_folder))
        supervisor.run(until=tell_pids)
        pids_file(settings).unlink(missing_ok=True)


@contextmanager
def sole_user_of(folder: Path) -> Iterator[None]:
    """One daemon a data folder. Raises Refused when another has it, or when it cannot be written."""
    log = logs.get("run")
    if make_private(folder):
        log.warning("other users could read the data folder: it is shut to them now", data=str(folder))
    if trouble := told_to_others(Path(".env")):
        log.warning(trouble)
    try:
        lock = (folder / "wirewatch.lock").open("w")
    except OSError as error:
        raise unusable(folder, error) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(f"another Wirewatch runs on the data folder {folder}: stop it, or set WIREWATCH_DATA") from None
        yield
