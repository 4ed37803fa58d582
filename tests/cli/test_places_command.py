"""`wirewatch places`: add a dump, find what is in it, list, remove. In this process; Typer's runner is the terminal."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.monitor.reading.dump import IDLIB, line
from workers.cli import app
from workers.errors import Refused

VILLAGE = line(99_000_001, "Zorbalin", others="زوربالين", people=40)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREWATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WIREWATCH_RULES", str(tmp_path / "rules"))
    return tmp_path


def places(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["places", *words])
    if isinstance(done.exception, Refused):
        return 3, str(done.exception)
    return done.exit_code, done.output


def test_a_dump_is_added_found_listed_and_removed(here: Path) -> None:
    (here / "SY.txt").write_text(f"{IDLIB}\n{VILLAGE}\n")

    assert places("add", "SY.txt") == (0, "SY: 2 places of 2 lines; they are known from the next start on\n")
    code, said = places("find", "Zorbalin, Syria", "--json")
    assert code == 0 and json.loads(said)["admin1"] == "Idlib"
    assert places("list") == (0, "SY: 2 places\n")
    assert places("remove", "SY") == (0, "SY removed; its places are forgotten from the next start on\n")
    assert places("list") == (0, "none: wirewatch places add SY.txt\n")


def test_bad_lines_are_told_with_their_numbers_and_left_out(here: Path) -> None:
    (here / "SY.txt").write_text(f"# a remark\n{IDLIB}\nno line at all\n\n{VILLAGE}\n{line(7, 'X', country='QQ')}\n")

    code, said = places("add", "SY.txt")

    assert code == 0
    assert "SY.txt: line 3: 1 columns, not 19" in said
    assert "SY.txt: line 6: no name" in said
    assert "SY: 2 places of 6 lines" in said


def test_a_dump_is_taken_from_its_zip(here: Path) -> None:
    with zipfile.ZipFile(here / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "read me")
        archive.writestr("SY.txt", f"{IDLIB}\n{VILLAGE}\n")

    code, said = places("add", "SY.zip", "--min-population", "1000")

    assert (code, said) == (0, "SY: 1 places of 2 lines; they are known from the next start on\n")


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        ("not a dump\n", ["SY.txt"], "no place of the classes asked for (line 1: 1 columns, not 19)"),
        (None, ["SY.txt"], "there is no file SY.txt"),
        (None, ["https://example.org/dump/SY.zip"], "curl -O https://example.org/dump/SY.zip"),
    ],
)
def test_what_is_no_dump_is_refused_with_what_to_do(here: Path, content: str | None, words: list[str], told: str) -> None:
    if content:
        (here / "SY.txt").write_text(content)

    code, said = places("add", *words)

    assert code == 3 and told in said
    assert not list(here.glob("data/places/*"))


def test_a_sheet_that_is_damaged_is_told_and_the_others_count(here: Path) -> None:
    (here / "SY.txt").write_text(f"{IDLIB}\n{VILLAGE}\n")
    places("add", "SY.txt")
    (here / "data" / "places" / "IQ.npz").write_bytes(b"torn")

    code, said = places("list")

    assert code == 1 and "places IQ: no compiled places" in said and "SY: 2 places" in said


def test_a_name_that_is_no_place_ends_with_one(here: Path) -> None:
    code, said = places("find", "Qwxyzzy")

    assert code == 1 and "no place is called 'Qwxyzzy'" in said


def test_removing_what_is_not_there_names_what_is(here: Path) -> None:
    assert places("remove", "IQ") == (3, "there are no places 'IQ'; there are: none")
