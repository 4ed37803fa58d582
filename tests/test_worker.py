"""What a worker says beside its jobs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.model.place import Place
from workers import logs
from workers.edges.rules_folder import FolderRules
from workers.heartbeat import resident_mb
from workers.toolbox import DOORS, Shut
from workers.worker import RuleProblems, jobs_of


class _Nowhere:
    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        return []

    def names(self) -> list[str]:
        return []


def test_a_mistaken_rule_is_told_once_and_so_is_its_mending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("test", form="json")
    (tmp_path / "alerts").mkdir()
    now = [0.0]
    tools: Any = SimpleNamespace(rules=FolderRules(tmp_path, atlas=_Nowhere(), clock=lambda: now[0]))
    watch = RuleProblems(tools)
    rule = tmp_path / "alerts" / "raid.yaml"

    for text in ("title: Raid\nevent: {wat: raid}\n", "title: Raid\nevent: {wat: raid}\n", "title: Raid\nevent: {what: raid}\n"):
        rule.write_text(text)
        now[0] += 5
        watch.look()

    said = capsys.readouterr().err.splitlines()
    assert ["rule refused" in line for line in said] == [True, False]
    assert "raid.yaml:2:9" in said[0] and "good again" in said[1]


def test_a_door_that_is_shut_says_so() -> None:
    with pytest.raises(RuntimeError, match="'web' is not open"):
        Shut("web").get_many([])


def test_every_queue_has_its_doors_and_every_job_its_queue() -> None:
    from workers.edges.queue import QUEUE_OF, QUEUES

    assert set(QUEUES) | {"scheduler", "listen"} == set(DOORS)
    assert {job for queue in QUEUES for job in jobs_of(queue)} == set(QUEUE_OF)


def test_memory_is_told_in_megabytes() -> None:
    assert 10 < resident_mb() < 4000


def test_secrets_never_reach_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("test", form="json")

    logs.get("x").warning("trouble", bot_token="xoxb-1", url="redis://u:hunter2@host/0", reason="refused xoxb-9-secret")

    said = capsys.readouterr().err
    assert "hunter2" not in said and "xoxb-1" not in said and "9-secret" not in said
