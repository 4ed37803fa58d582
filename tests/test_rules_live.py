"""A real worker that nobody tells of an edit: it is in force within five seconds, and `wirewatch status` knows what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import RedisHere
from workers.edges.store import SqlStore, open_store, upgrade
from workers.toolbox import clock

GOOD = "title: Raid\nevent: {what: raid, where: 'Idlib, Syria'}\n"


class Worker:
    """`wirewatch worker read` on a folder of its own."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.rule = folder / "rules/alerts/raid.yaml"
        self.rule.parent.mkdir(parents=True)
        self.rule.write_text(GOOD)
        (folder / "data").mkdir()
        url = f"sqlite:///{folder}/data/wirewatch.db"
        upgrade(url)
        self.store: SqlStore = open_store(url)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("WIREWATCH_", "SLACK_", "DATABASE_"))} | {
            "WIREWATCH_DATA": str(folder / "data"), "WIREWATCH_RULES": str(folder / "rules"), "REDIS_URL": redis_url,
            "WIREWATCH_LOG_FORMAT": "json",
        }  # fmt: skip
        self.log = folder / "log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workers", "worker", "read"], env=self.env, stdout=log, stderr=log
            )  # fmt: skip

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def seen(self) -> dict[str, object] | None:
        beats = [beat for beat in self.store.health(clock()).heartbeats if beat["pid"] == self.process.pid]
        return beats[0]["rules"] if beats else None

    def tells(self, wanted: Callable[[dict[str, object]], bool], seconds: float) -> bool:
        """Does it tell so within these seconds?"""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (seen := self.seen()) is not None and wanted(seen):
                return True
            time.sleep(0.1)
        return False


@pytest.fixture
def worker(tmp_path: Path, redis_here: RedisHere) -> Iterator[Worker]:
    running = Worker(tmp_path, redis_here.url)
    running.start()
    yield running
    running.stop()
    running.store.close()


def test_an_edit_is_in_force_within_five_seconds_and_a_mistake_is_told(worker: Worker) -> None:
    assert worker.tells(lambda rules: rules["count"] == 1, 60), worker.log.read_text()
    first = worker.seen()

    worker.rule.write_text(GOOD.replace("Raid", "Raid, edited"))

    assert first is not None and worker.tells(
        lambda rules: rules["hash"] != first["hash"], 7.5
    )  # five to judge so, the rest to tell
    edited = worker.seen()
    assert edited is not None and edited["problems"] == ()

    worker.rule.write_text(GOOD.replace("what:", "wat:"))

    assert worker.tells(lambda rules: bool(rules["problems"]), 7.5)
    wrong = worker.seen()
    assert wrong is not None and wrong["hash"] == edited["hash"]
    assert worker.store.good_files()["alerts/raid.yaml"].body == GOOD.replace("Raid", "Raid, edited")
    [trouble] = [t.words for t in worker.store.troubles(clock()) if t.key.startswith("rules")]
    assert "unknown condition 'wat'" in trouble and trouble.endswith("[the last good version stays in force]")
    assert "rule refused" in worker.log.read_text()
