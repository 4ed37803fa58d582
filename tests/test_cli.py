"""The command as a user types it: real processes, their output and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline import ROOT, Ran, wirewatch
from workers.cli import COMMANDS, GROUPS, app

Run = Callable[..., Ran]

OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="Middle East">
<outline type="rss" text="One Desk" xmlUrl="https://one.example/rss"/>
<outline type="rss" text="Two Desk" xmlUrl="https://two.example/atom"/></outline></body></opml>"""

PAGE = """<html lang="en"><head><title>Floods close the valley road - The Herald</title></head><body><nav><a href="/">Home</a>
<a href="/sport">Sport</a></nav><article><h1>Floods close the valley road</h1>
<p>Heavy rain overnight washed away part of the only road into the valley, officials said on Monday morning.</p>
<p>Crews worked through the day to clear mud and rocks, and the mayor asked people to stay at home until the river falls.</p>
<p>The power company said that four hundred homes were still without electricity and that repairs would take two days.</p>
</article><footer>Contact us</footer></body></html>"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `wirewatch ...` in an empty folder, without anybody's settings."""

    def _run(*words: str, given: str = "", **env: str) -> Ran:
        return wirewatch(*words, cwd=tmp_path, given=given, env=env)

    return _run


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rules folder of one rule and one feed."""
    (tmp_path / "rules" / "alerts").mkdir(parents=True)
    (tmp_path / "rules" / "feeds.yaml").write_text("feeds:\n  # mine\n  - https://old.example/rss\n")
    (tmp_path / "rules" / "alerts" / "raid.yaml").write_text(
        "title: Raid in Idlib\nevent: {what: raid, where: 'Idlib, Syria'}\n"
        "tests:\n  - {name: a raid, text: 'Soldiers raided a house in Idlib city on Monday and killed two men.', expect: alert}\n"
    )
    return tmp_path / "rules"


def test_a_process_imports_its_own_command_and_no_other() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    groups = {group.name for group in app.registered_groups}

    assert commands | groups == {name for names in COMMANDS.values() for name in names} | set(GROUPS)
    heavy = "import sys; from workers.cli import load; load('scheduler'); print('numpy' in sys.modules, 'spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True).stdout == "False False\n"


def test_every_command_is_in_the_help_and_explains_itself(run: Run) -> None:
    said = run("--help")

    names = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback] + [
        g.name for g in app.registered_groups
    ]
    assert said.returncode == 0
    assert all(str(name) in said.stdout for name in names)
    assert {
        "run",
        "scheduler",
        "listen",
        "worker",
        "check",
        "status",
        "demo",
        "explain",
        "analyse",
        "clean",
        "feeds",
        "db",
        "rules",
    } <= set(names)


def test_a_fresh_folder_checks_well(run: Run) -> None:
    said = run("check")

    assert said.returncode == 0, said.stdout + said.stderr
    assert [line.split(":")[0].split()[-1] for line in said.stdout.splitlines()] == [
        "settings", "feeds", "rules", "store", "redis", "slack", "alerts",
    ]  # fmt: skip


def test_check_says_what_to_mend(run: Run, rules: Path) -> None:
    (rules / "alerts" / "raid.yaml").write_text("title: Raid\nevent: {wat: raid}\n")

    slack = {"SLACK_BOT_TOKEN": "xoxb-not-real", "WIREWATCH_SLACK_BASE_URL": "http://127.0.0.1:9/api/"}
    said = run("check", REDIS_URL="redis://127.0.0.1:9/0", **slack)

    assert said.returncode == 1
    assert "raid.yaml:2:9" in said.stdout and "did you mean" in said.stdout
    assert "REDIS_URL does not answer" in said.stdout
    assert "mend slack" in said.stdout
    assert "xoxb-not-real" not in said.stdout + said.stderr


def test_a_setting_that_cannot_be_is_refused_by_name(run: Run) -> None:
    said = run("status", WIREWATCH_LEASE="soon")

    assert said.returncode == 3
    assert "lease" in said.stderr.lower() and "Traceback" not in said.stderr


def test_an_unknown_queue_is_wrong_usage(run: Run) -> None:
    said = run("worker", "nonsense")

    assert said.returncode == 2 and "poll, fetch, read, alert" in said.stderr


def test_status_before_the_first_run_says_what_to_do(run: Run) -> None:
    said = run("status")

    assert said.returncode == 3 and "wirewatch" in said.stderr and "Traceback" not in said.stderr


def test_status_as_json_is_one_object(run: Run) -> None:
    run("db", "upgrade")

    said = run("status", "--json")

    answer = json.loads(said.stdout)
    assert {"feeds", "articles", "alerts", "oldest_unsent", "processes", "rules", "held", "queues", "problems"} == set(answer)
    assert said.returncode == 1 and "Redis does not answer" in answer["problems"]


def test_a_feed_is_added_once_and_the_file_s_own_lines_stay(run: Run, rules: Path) -> None:
    run("feeds", "add", "https://new.example/feed.json", "--publisher", "New: Desk", "--tags", "a,b")
    again = run("feeds", "add", "https://new.example/feed.json")

    assert again.stdout.strip() == "0 added"
    assert "# mine" in (rules / "feeds.yaml").read_text()
    listed = run("feeds", "list").stdout
    assert "https://old.example/rss" in listed and "New: Desk" in listed and "a, b" in listed


def test_an_address_that_is_none_is_refused_and_the_file_stays(run: Run, rules: Path) -> None:
    before = (rules / "feeds.yaml").read_text()

    said = run("feeds", "add", "ftp://old.example/feed")

    assert said.returncode == 3 and (rules / "feeds.yaml").read_text() == before
    assert [p.name for p in rules.iterdir() if p.suffix == ".part"] == []


def test_opml_comes_in_and_goes_out(run: Run, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML)

    said = run("feeds", "import", "mine.opml")
    out = run("feeds", "export")

    assert said.stdout.strip() == "2 of 2 added"
    assert all(f'xmlUrl="https://{name}"' in out.stdout for name in ("one.example/rss", "two.example/atom", "old.example/rss"))


def test_a_file_that_is_no_opml_is_told(run: Run, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "cat.opml").write_bytes(b"\x00\xff not xml")

    said = run("feeds", "import", "cat.opml")

    assert said.returncode == 1 and "OPML" in said.stderr


def test_rules_are_checked_and_tested(run: Run, rules: Path) -> None:
    assert "1 rules good, 0 mistakes" in run("rules", "check").stdout
    assert "1 tests passed, 0 failed" in run("rules", "test").stdout


def test_a_failing_rule_test_is_told_with_its_line(run: Run, rules: Path) -> None:
    path = rules / "alerts" / "raid.yaml"
    path.write_text(path.read_text().replace("expect: alert", "expect: no alert"))

    said = run("rules", "test")

    assert said.returncode == 1 and "raid.yaml:4" in said.stderr


def test_a_page_is_cleaned(run: Run) -> None:
    said = run("clean", given=PAGE)

    page = json.loads(said.stdout)
    assert set(page) == {"title", "text", "published_at", "language", "author", "site"}
    assert page["title"] == "Floods close the valley road" and "Contact us" not in page["text"] and page["language"] == "en"


def test_no_article_is_exit_code_one_with_a_reason(run: Run) -> None:
    said = run("clean", given="<html><body><p>Hi</p></body></html>")

    assert said.returncode == 1 and said.stdout == "" and "no article" in said.stderr


def test_a_backup_comes_back(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    kept = run("db", "backup", "kept.zip")
    (tmp_path / "data" / "wirewatch.db").unlink()

    back = run("db", "restore", "kept.zip")

    assert kept.returncode == 0 and back.returncode == 0, back.stderr
    assert run("status", "--json").returncode == 1
