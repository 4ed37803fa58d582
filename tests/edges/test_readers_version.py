"""The reader's version: whatever it is made of, a byte of it changes the version, and nothing else does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy

import monitor
from workers.edges import language as language_edge
from workers.edges.language import LocalLanguage, version_of
from workers.package_data import digest_of_reader, reader_digest

MONITOR = Path(monitor.__file__).parent
BUILDER = Path(language_edge.__file__)
OWN = {"vocabulary/own.yaml": b"groups:\n  Lions of the Plain: [LOTP]\n"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, for these tests to change and to mend again."""
    there = tmp_path_factory.mktemp("copy") / "monitor"
    shutil.copytree(MONITOR, there, ignore=shutil.ignore_patterns("__pycache__"))
    return there


def changed_by(package: Path, name: str, old: bytes = b"", new: bytes = b"\n") -> bool:
    """Is the digest another one once that file is (by default one line longer)?"""
    file, before = package / name, digest_of_reader(package, BUILDER)
    body = file.read_bytes() if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(body.replace(old, new) if body and old else (body or b"") + new)
    after = digest_of_reader(package, BUILDER)
    if body is None:
        file.unlink()
    else:
        file.write_bytes(body)
    assert digest_of_reader(package, BUILDER) == before
    return after != before


def test_a_copy_of_the_package_is_the_same_reader(package: Path) -> None:
    assert digest_of_reader(package, BUILDER) == reader_digest()


@pytest.mark.parametrize(
    "name",
    [
        "reading/read.py",  # code
        "reading/english/words/events.yaml",  # words
        "reading/names/actors.yaml",
        "reading/names/gazetteer.npz",
        "reading/stories/common_words.txt",
        "reading/english/weights/new.json",  # a file that nobody has thought of yet
        "model/event.py",  # code that the reader imports
        "cleaning/detect.py",
    ],
)
def test_a_byte_of_what_the_reader_rests_on_makes_another_reader(package: Path, name: str) -> None:
    assert changed_by(package, name)


@pytest.mark.parametrize("name", ["alerting/decide.py", "model/alert.py", "cleaning/walls.py", "reading/__pycache__/read.pyc"])
def test_a_byte_of_anything_else_does_not(package: Path, name: str) -> None:
    assert not changed_by(package, name)


@pytest.mark.parametrize("name", ["reading/read.py", "reading/english/words/events.yaml", "reading/stories/common_words.txt"])
def test_the_end_of_lines_does_not_matter(package: Path, name: str) -> None:
    assert not changed_by(package, name, b"\n", b"\r\n")


def test_bytes_that_look_like_an_end_of_line_count_in_a_file_that_has_no_lines(package: Path) -> None:
    whole = (package / "reading/names/gazetteer.npz").read_bytes()
    at = next(found.start() for found in re.finditer(rb"\n", whole))

    assert changed_by(package, "reading/names/gazetteer.npz", whole[: at + 1], whole[:at] + b"\r\n")


def test_how_the_reader_is_put_together_counts(package: Path, tmp_path: Path) -> None:
    other = tmp_path / "language.py"
    other.write_bytes(BUILDER.read_bytes() + b"# another\n")

    assert digest_of_reader(package, other) != digest_of_reader(package, BUILDER)


def test_every_module_that_reading_loads_counts(package: Path) -> None:
    names = "monitor.reading.read, monitor.reading.languages, monitor.cleaning.detect"
    ask = f"import sys, {names}; print(*(name for name in sys.modules if name.startswith('monitor.')))"
    loaded = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, cwd=MONITOR.parent).stdout
    files = [MONITOR.parent / f"{name.replace('.', '/')}.py" for name in loaded.split()]
    modules = [str(file.relative_to(MONITOR)) for file in files if file.exists()]

    assert {"reading/read.py", "model/event.py", "cleaning/detect.py"} <= set(modules)
    elsewhere = [name for name in modules if not name.startswith("reading/")]
    assert [name for name in elsewhere if not changed_by(package, name)] == []


def test_it_is_short_and_that_of_what_the_reader_was_given() -> None:
    language = LocalLanguage()
    before = language.version

    assert re.fullmatch("[0-9a-f]{12}", before) and before == version_of({}, None, None, {})
    assert language.relearn(OWN) == []
    assert language.version == version_of(OWN, None, None, {}) != before


def test_the_users_vocabulary_counts_but_for_its_ends_of_lines() -> None:
    windows = {name: body.replace(b"\n", b"\r\n") for name, body in OWN.items()}

    assert version_of(OWN, None, None, {}) == version_of(windows, None, None, {}) != version_of({}, None, None, {})


def test_every_array_of_the_users_sheets_counts() -> None:
    sheet = {"names": np.array([1, 2]), "lat": np.array([3, 4])}
    sheets = [{}, {"XX": sheet}, {"XX": sheet | {"lat": np.array([3, 5])}}, {"YY": sheet}]

    assert len({version_of({}, None, None, one) for one in sheets}) == 4


def test_a_trained_pipeline_counts_and_so_does_its_next_version() -> None:
    first, next_one = spacy.blank("en"), spacy.blank("en")
    next_one.meta["version"] = "9.9"
    given = [(None, None), ("small", first), ("large", first), ("small", next_one)]

    assert len({version_of({}, name, pipeline, {}) for name, pipeline in given}) == 4


def test_another_version_of_spacy_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version_of({}, None, None, {})
    monkeypatch.setattr(language_edge, "version", lambda name: f"{name} of tomorrow")

    assert version_of({}, None, None, {}) != before
