"""What a terminal is shown of foreign text: never a command to itself."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from tests.commandline import ROOT, wirewatch
from workers.screen import SafeConsole, VisibleStream

#: Clear the screen, set the window's title, the same in one character, turn round, write over, a lone surrogate.
NASTY = "a\x1b[2Jb\x1b]0;owned\x07c\x9b31md\u202ee\rf\x00g\ud800h"


def commands(text: str) -> list[str]:
    return [c for c in text if c in "\x1b\x9b\x07\u202e\x00\r"]


def test_a_console_colours_its_own_words_and_shows_foreign_ones_as_they_are() -> None:
    out = io.StringIO()
    console = SafeConsole(file=out, force_terminal=True, highlight=False, width=200)
    table = Table("title")
    table.add_row(NASTY)

    console.print(NASTY, markup=False)
    console.print(Text(NASTY, style="bold red"))
    console.print(table)

    assert "\x1b[1;31m" in out.getvalue()
    assert out.getvalue().count(r"a\u001b[2Jb\u001b]0;owned") == 3
    assert set(commands(out.getvalue())) == {"\x1b"} and "\x1b[2J" not in out.getvalue() and "\x1b]" not in out.getvalue()


def test_json_on_such_a_stream_says_the_same() -> None:
    out = io.StringIO()
    given = {"title": NASTY.replace("\ud800", "")}

    VisibleStream(out).write(json.dumps(given, ensure_ascii=False))

    assert json.loads(out.getvalue()) == given
    assert commands(out.getvalue()) == []


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_wirewatch_read_shows_a_hostile_file_without_obeying_it(tmp_path: Path, how: list[str]) -> None:
    story = tmp_path / f"story{NASTY[:2]}.txt"
    nasty = NASTY.replace("\ud800", "").replace("\x00", "")
    story.write_text(f"Raid {nasty}\n\nA raid in Idlib {nasty} killed three.", encoding="utf-8")

    ran = wirewatch("read", str(story), *how, cwd=ROOT)

    assert commands(ran.stdout) == []
    assert r"\u001b" in ran.stdout


def test_a_complaint_about_a_hostile_name_does_not_obey_it() -> None:
    ran = wirewatch("read", "no\x1b[2Jsuch\u202e", cwd=ROOT)

    assert ran.returncode != 0
    assert commands(ran.stderr) == []
