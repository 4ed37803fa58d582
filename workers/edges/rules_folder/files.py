"""What lies in the rules folder now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from monitor.matching.yaml_strict import MAX_BYTES
from monitor.model.rule import Problem

_MOST_FILES: Final = 20_000

#: What tells that a file is another one than at the last look: (modified, size, inode), nanoseconds and bytes.
Stamp = tuple[int, int, int]


def read_vocabulary(folder: Path) -> dict[str, bytes]:
    """The files of `vocabulary/` by their names below the folder, for the reader and the gazetteer; {} when there are none."""
    files, _ = read_files(folder, stamps_of(folder, "vocabulary"))
    return files


def stamps_of(folder: Path, *parts: str) -> dict[str, Stamp]:
    """Name below the folder -> stamp, of every YAML file there, in order; hidden and backup files do not count."""
    found: dict[str, Stamp] = {}
    for part in parts:
        for path in _files(folder / part):
            name = path.relative_to(folder)
            if path.suffix not in (".yaml", ".yml") or any(piece.startswith(".") for piece in name.parts):
                continue
            try:
                stat = path.stat()
            except OSError:
                continue
            found[name.as_posix()] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if len(found) >= _MOST_FILES:
                return found
    return found


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or every file below the folder; nothing when neither is there."""
    try:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
    except OSError:
        return


def read_files(folder: Path, stamps: dict[str, Stamp]) -> tuple[dict[str, bytes], list[Problem]]:
    """Their contents, each up to a little more than the loader accepts, so that a huge file costs nothing."""
    files: dict[str, bytes] = {}
    problems = []
    for name in stamps:
        try:
            with (folder / name).open("rb") as file:
                files[name] = file.read(MAX_BYTES + 1)
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            problems.append(Problem(file=name, line=1, column=1, message=message))
    return files, problems
