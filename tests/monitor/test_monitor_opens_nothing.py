"""`monitor` is handed all that it knows: no module of it opens a file, by whatever means."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MONITOR = Path(__file__).parents[2] / "monitor"
#: Calls that open a file: by name, or as a method of whatever.
OPENING = {
    "open",
    "open_text",
    "open_binary",
    "read_text",
    "read_bytes",
    "get_data",
    "fromfile",
    "memmap",
    "loadtxt",
    "genfromtxt",
}
#: Modules whose trade is files.
OF_FILES = {
    "fileinput", "glob", "importlib", "linecache", "mmap", "os", "pathlib", "pickle", "pkgutil", "shelve", "shutil", "tempfile",
}  # fmt: skip


def opened(source: str) -> Iterator[str]:
    """What a module opens files with: "line 3: read_text"."""
    for node in ast.walk(ast.parse(source)):
        yield from (f"line {node.lineno}: {name}" for name in _ways(node) if isinstance(node, ast.stmt | ast.expr))


def _ways(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names} & OF_FILES
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]} & OF_FILES
    if isinstance(node, ast.Call):
        return {getattr(node.func, "id", ""), getattr(node.func, "attr", "")} & OPENING
    return set()


@pytest.mark.parametrize("path", sorted(MONITOR.rglob("*.py")), ids=lambda path: str(path.relative_to(MONITOR)))
def test_no_module_of_monitor_opens_a_file(path: Path) -> None:
    assert list(opened(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("open('words.yaml')", "open"),
        ("io.open('words.yaml')", "open"),
        ("import importlib.resources", "importlib"),
        ("from importlib.resources import files", "importlib"),
        ("from pathlib import PurePosixPath", "pathlib"),
        ("def f(folder):\n    return folder.joinpath('words.yaml').read_text()", "read_text"),
        ("def f():\n    import os", "os"),
        ("np.fromfile('names.bin')", "fromfile"),
    ],
)
def test_every_way_to_a_file_is_seen(source: str, told: str) -> None:
    assert list(opened(source)) == [f"line {source.count(chr(10)) + 1}: {told}"]
