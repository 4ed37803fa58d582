"""The whole line as real processes: `python -m workers run` on a data folder of its own, a Slack beside it, and their killer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis
import sqlalchemy as sa

from tests.newsroom import Newsroom
from tests.slackserver import TOKEN, Post
from tests.slacksocket import pressed
from workers.edges.store import SqlStore, open_store
from workers.edges.store.engine import StoreTrouble
from workers.settings import Settings

ROOT = Path(__file__).parents[2]
UNFINISHED = ("pending", "sending", "uncertain")


# ---------------------------------------------------------------- a database of its own


@contextmanager
def fresh_database() -> Iterator[dict[str, str]]:
    """The setting DATABASE_URL for a new database beside the one that it names, dropped in the end; {} where it names none."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        yield {}
        return
    name = f"wirewatch_chaos_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f'create database "{name}"')
    try:
        parts = urlsplit(given)
        yield {"DATABASE_URL": parts._replace(path=f"/{name}").geturl() if parts.netloc else f"postgresql:///{name}"}
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(f'drop database "{name}" with (force)')


# ---------------------------------------------------------------- Slack as a process


@dataclass
class SlackProcess:
    """The tests' window on a local Slack in a process of its own."""

    url: str
    control: str

    def plan(self, method: str, *faults: str) -> None:
        self._post("plan", {"method": method, "faults": list(faults)})

    def behave(self, **how: Any) -> None:
        """For all calls from now on: fault_rate, visible_after, spacing."""
        self._post("plan", how)

    def presses(self, post: Post, action: str, *, value: str = "", user: str = "amira") -> None:
        """Somebody presses that under the message; fails when nobody hears it."""
        payload = pressed(vars(post), action, value=value, user=user, host=self.control.split("/")[2])
        assert self._post("press", {"kind": "interactive", "payload": payload})["answer"] is not None, "nobody listens"

    def shown(self, post: Post) -> str:
        """What that message says now."""
        return next(str(now.blocks) for now in self.posts() if (now.channel, now.ts) == (post.channel, post.ts))

    def seen(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.control, timeout=10) as answer:
            return dict(json.load(answer))

    def posts(self) -> list[Post]:
        """What was accepted, in order."""
        return [Post(**{k: v for k, v in post.items() if k != "message_id"}) for post in self.seen()["posts"]]

    def _post(self, door: str, body: Mapping[str, Any]) -> dict[str, Any]:
        asked = urllib.request.Request(f"{self.control}/{door}", data=json.dumps(body).encode(), method="POST")
        asked.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return dict(json.load(answer))


@contextmanager
def slack_process(*channels: str, **options: float) -> Iterator[SlackProcess]:
    command = [sys.executable, "-m", "tests.slackserver", "--channels", ",".join(channels)]
    for name, value in options.items():
        command += [f"--{name.replace('_', '-')}", f"{value:g}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield SlackProcess(url=said["url"], control=said["control"])
    finally:
        process.kill()
        process.wait()


# ---------------------------------------------------------------- the daemon


@dataclass
class Daemon:
    """`wirewatch run`, and how to be unkind to it."""

    folder: Path
    room: Newsroom
    slack: SlackProcess
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "daemon.log"

    @property
    def settings(self) -> Settings:
        return Settings(data=self.data, database_url=self.env.get("DATABASE_URL"), _env_file=None)  # type: ignore[call-arg]

    def start(self) -> None:
        ours = {k: v for k, v in os.environ.items() if not k.startswith(("WIREWATCH_", "SLACK_", "REDIS_", "DATABASE_"))}
        env = ours | {
            "WIREWATCH_DATA": str(self.data),
            "WIREWATCH_RULES": str(self.folder / "rules"),
            "WIREWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "WIREWATCH_PORTS": str(self.room.port),
            "WIREWATCH_POLL_MIN": "1",
            "WIREWATCH_POLL_MAX": "1",
            "WIREWATCH_DEFAULT_WAIT": "1",
            "WIREWATCH_LOG_FORMAT": "json",
            "WIREWATCH_LOG_LEVEL": "debug",
            "WIREWATCH_SLACK_BASE_URL": self.slack.url,
            "SLACK_BOT_TOKEN": TOKEN,
        }
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "workers", "run"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env | self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self) -> int:
        """As an operator would; returns the exit code."""
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def pids(self) -> dict[str, int]:
        """Process ids by program; {} while none is written."""
        try:
            return dict(json.loads((self.data / "pids.json").read_text()))
        except (OSError, ValueError):
            return {}

    def kill(self, program: str) -> bool:
        """SIGKILL. "sandbox": a child of a worker that reads foreign bytes; "supervisor": all of it, and a new one is started."""
        if program == "supervisor":
            return self._kill_supervisor()
        pids = self.pids()
        if program == "sandbox":
            inside = [child for worker in ("poll", "fetch") if worker in pids for child in children_of(pids[worker])]
            return bool(inside) and _killed(inside[0])
        return program in pids and _killed(pids[program])

    def flush_redis(self) -> bool:
        """FLUSHALL; False when Redis is away just now."""
        try:
            with redis.Redis(unix_socket_path=str(self.settings.redis_socket)) as client:
                return bool(client.flushall())
        except (redis.RedisError, OSError):
            return False

    def _kill_supervisor(self) -> bool:
        assert self.process is not None
        left = self.pids()
        self.process.kill()
        self.process.wait()
        until(lambda: not any(map(_alive, left.values())), 20, "the killed supervisor's processes end")
        self.start()
        return True

    def tail(self, lines: int = 60) -> str:
        """The last of the log that is no debugging, for those who read why a test failed."""
        told = [line for line in self.log.read_text(errors="replace").splitlines() if '"level": "debug"' not in line]
        return "\n".join(told[-lines:])


def _killed(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    """Children of a process, where the system has /proc; [] elsewhere."""
    return [int(one.name) for one in Path("/proc").glob("[0-9]*") if _parent(one) == pid]


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return None


@contextmanager
def daemon(folder: Path, room: Newsroom, slack: SlackProcess, *, rules: Mapping[str, str], **env: str) -> Iterator[Daemon]:
    """A running daemon on these rules (file name -> YAML) and the newsroom's feeds."""
    (folder / "rules" / "alerts").mkdir(parents=True)
    (folder / "rules" / "feeds.yaml").write_text(room.feeds_yaml())
    for name, text in rules.items():
        (folder / "rules" / "alerts" / f"{name}.yaml").write_text(text)
    running = Daemon(folder=folder, room=room, slack=slack, env=env)
    running.start()
    try:
        yield running
    finally:
        if "PYTEST_CURRENT_TEST" in os.environ:
            print(running.tail())  # pytest shows it when the test has failed
        if running.process is not None and running.process.poll() is None:
            running.stop()


#: The walks run beside all the other tests, on two cores.
PATIENCE = 3.0


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for it; fails when it does not come in so many seconds of a machine that has nothing else to do.

    A busy one is given more time: who waits longer for what comes loses nothing, and says nothing wrong of what works."""
    end = time.monotonic() + PATIENCE * seconds
    while not true():
        assert time.monotonic() < end, f"not within {PATIENCE * seconds:g} s: {what}"
        time.sleep(0.2)


# ---------------------------------------------------------------- what the store says


@dataclass
class Book:
    """The daemon's store, read from outside."""

    store: SqlStore

    def outcomes(self) -> dict[str, tuple[str, str, str]]:
        """(state, outcome, why) by the entry's key."""
        return {key: (state, outcome or "", why or "") for key, state, outcome, why in
                self.rows("select key, state, outcome, why from articles")}  # fmt: skip

    def known(self) -> int:
        """How many articles the store has; 0 while it cannot be asked."""
        try:
            return int(self.rows("select count(*) from articles")[0][0])
        except StoreTrouble:
            return 0

    def unsaid(self) -> int:
        return len(self.rows(f"select id from outbox where state in {UNFINISHED!r}"))

    def rests(self, keys: int) -> bool:
        """So many articles are known, all have ended, and nothing waits to be said."""
        try:
            ended = self.outcomes()
            return len(ended) >= keys and all(state == "done" for state, _, _ in ended.values()) and not self.unsaid()
        except StoreTrouble:
            return False

    def rows(self, query: str) -> list[Any]:
        with self.store.db.reading() as tx:
            return [tuple(row) for row in tx.execute(sa.text(query))]


@contextmanager
def book_of(running: Daemon) -> Iterator[Book]:
    """Opened once the daemon has made the tables."""
    until(lambda: bool(running.pids()), 30, "the daemon starts its processes")
    store = open_store(running.settings.store_url)
    try:
        yield Book(store)
    finally:
        store.close()
