"""The container files agree with the program. (There may be no Docker engine: nothing is built here.)"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from workers.cli import app
from workers.edges.queue import QUEUES

ROOT = Path(__file__).parents[1]
OURS = {"upgrade", "scheduler", "listen", *QUEUES}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def assert_is_a_command(words: list[str]) -> None:
    node: Any = typer.main.get_command(app)
    for at, word in enumerate(words):
        commands = getattr(node, "commands", None)
        if commands is None:
            assert words[:at] == ["worker"] and word in QUEUES, words
            return
        assert word in commands, words
        node = commands[word]


def test_every_process_has_its_container() -> None:
    services = compose()["services"]

    assert set(services) == OURS | {"redis", "postgres"}
    for name in OURS:
        assert_is_a_command(services[name]["command"])
    assert {services[queue]["command"][1] for queue in QUEUES} == set(QUEUES)


def test_every_container_that_stays_has_a_health_check() -> None:
    services = compose()["services"]

    for name in set(services) - {"upgrade"}:
        assert services[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    for name in OURS - {"upgrade"}:
        assert services[name]["healthcheck"]["test"][1] == "wirewatch status --json | alive"


def test_containers_wait_for_what_they_need() -> None:
    services = compose()["services"]

    for name in OURS:
        for needed, how in services[name]["depends_on"].items():
            healthy = how["condition"] == "service_healthy" and "test" in services[needed]["healthcheck"]
            assert healthy or (needed, how["condition"]) == ("upgrade", "service_completed_successfully")


def test_every_volume_is_declared() -> None:
    whole = compose()

    used = {v.split(":")[0] for s in whole["services"].values() for v in s.get("volumes", [])}

    assert {name for name in used if not name.startswith(".")} == set(whole["volumes"])


def test_the_procfile_names_commands() -> None:
    lines = [line for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]

    for line in lines:
        program, *words = line.split(": ", 1)[1].split()
        assert program == "wirewatch"
        assert_is_a_command(words)


def test_the_dockerfile_copies_what_exists_and_is_let_in() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}

    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for source in [word for word in line.split() if not word.startswith("--")][:-1]
    }

    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)
    assert "USER wirewatch" in text and "--require-hashes" in text and "HEALTHCHECK" in text


@pytest.mark.parametrize(
    ("processes", "well"),
    [
        ([{"host": socket.gethostname(), "age": 3.0}], True),
        ([{"host": socket.gethostname(), "age": 300.0}], False),
        ([{"host": "another.example", "age": 3.0}], False),
        ([], False),
    ],
)
def test_a_container_is_well_when_a_process_of_it_was_heard_of(processes: list[dict[str, Any]], well: bool) -> None:
    status = json.dumps({"processes": processes})

    code = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "alive.py")], input=status, text=True, capture_output=True
    ).returncode

    assert (code == 0) is well
