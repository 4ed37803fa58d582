"""The whole demo, as a new user sees it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.timeout(280)
def test_the_demo_tells_its_stories_and_every_article_ends_as_intended() -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith("WIREWATCH_")} | {"COLUMNS": "200"}

    ended = subprocess.run(
        [sys.executable, "-m", "workers", "demo"], capture_output=True, text=True, env=env, timeout=270, check=False
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "articles ended as their story intends" in ended.stdout
    assert "expected:" not in ended.stdout
    assert "Raid in" in ended.stdout.partition("What became of each article")[0], "the alert is shown before the table"
    assert "Traceback" not in ended.stderr
