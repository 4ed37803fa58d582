"""The users' own gazetteers: GeoNames dumps, compiled under `<data>/places`, one sheet a dump.

A sheet is written beside its old version and put in its place at once: who loads it sees one or the other.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.geonames import Dump, Row, parse_line
from monitor.reading.names.sheet import unpack
from workers import package_data
from workers.errors import Refused

_LONGEST_LINE: Final = 100_000  # characters; the longest of GeoNames has about 10,000
_MOST_TOLD: Final = 20
_STEP: Final = 20_000  # lines between two words on progress

Sheet = dict[str, Any]


@dataclass(slots=True)
class Compiled:
    """What became of a dump."""

    name: str
    places: int = 0
    lines: int = 0
    bad: int = 0
    told: list[str] = field(default_factory=list)  #: "line 7: 3 columns, not 19", the first twenty


def folder_of(data: Path) -> Path:
    """Where sheets lie in a data folder."""
    return data / "places"


def shipped_gazetteer() -> Gazetteer:
    """The gazetteer without anybody's vocabulary: what a dump is compared with."""
    return Gazetteer.from_bytes(package_data.gazetteer(), package_data.name_words()["province_endings"])


def read_sheets(data: Path) -> tuple[dict[str, Sheet], list[str]]:
    """Every sheet of a data folder by name, and what is wrong with those that cannot be read: they are left out."""
    sheets, problems = {}, []
    for path in sorted(folder_of(data).glob("*.npz")):
        try:
            sheets[path.stem] = unpack(path.read_bytes())
        except (OSError, ValueError) as error:
            problems.append(f"places {path.stem}: {error}; `wirewatch places add` makes it anew, `places remove` takes it away")
    return sheets, problems


def add_dump(
    file: Path, data: Path, gazetteer: Gazetteer, *, classes: str = "P", least: int = 0, progress: Callable[[int], object] = int
) -> Compiled:
    """Compile a dump. `least`: people that a place must have. `progress` is called with the bytes read since it was last called.

    Raises Refused for a file that cannot be read or has no place in it; then nothing is changed.
    """
    name = re.sub(r"[^\w-]+", "-", file.stem)
    done, dump = Compiled(name=name), Dump(gazetteer, classes)
    for row in _rows(file, done, progress):
        if isinstance(row, Row):
            dump.survey(row)
    done.told.clear()
    done.bad = done.lines = 0
    for row in _rows(file, done, progress):
        try:
            if isinstance(row, ValueError):
                raise row
            if row.population >= least:
                dump.add(row)
        except ValueError as error:
            done.bad += 1
            if len(done.told) < _MOST_TOLD:
                done.told.append(f"line {done.lines}: {error}")
    try:
        arrays = dump.arrays()
    except ValueError as error:
        hint = f" ({done.told[0]})" if done.told else ""
        raise Refused(f"{file}: {error}{hint}; it should be a country of GeoNames, as download.geonames.org has them") from None
    out = io.BytesIO()
    np.savez(out, **arrays)
    home = folder_of(data)
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f".{name}.new"
    fresh.write_bytes(out.getvalue())
    fresh.replace(home / f"{name}.npz")
    done.places = len(dump)
    return done


def remove_sheet(name: str, data: Path) -> None:
    """Take a sheet away. Raises Refused when there is none of that name."""
    path = folder_of(data) / f"{name}.npz"
    there = sorted(p.stem for p in folder_of(data).glob("*.npz"))
    if name not in there:
        raise Refused(f"there are no places {name!r}; there are: {', '.join(there) or 'none'}")
    path.unlink()


def _rows(file: Path, done: Compiled, progress: Callable[[int], object]) -> Iterator[Row | ValueError]:
    """Each line as a row, or what is wrong with it; blank lines and remarks apart. `done.lines` counts them all."""
    with _opened(file) as lines:
        read = 0
        while line := lines.readline(_LONGEST_LINE):
            done.lines += 1
            read += len(line)
            if done.lines % _STEP == 0:
                progress(read)
                read = 0
            text = line.decode("utf-8", "replace").removeprefix("\ufeff")
            if not text.strip() or text.startswith("#"):
                continue
            try:
                row: Row | ValueError = parse_line(text)
            except ValueError as error:
                row = error
            yield row
        progress(read)


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """The lines of a text, or of the dump inside a zip."""
    try:
        if not zipfile.is_zipfile(file):
            with file.open("rb") as lines:
                yield lines
            return
        with zipfile.ZipFile(file) as archive:
            texts = [i for i in archive.infolist() if i.filename.endswith(".txt") and "readme" not in i.filename.lower()]
            if len(texts) != 1:
                raise Refused(f"{file}: {len(texts)} texts in it, not one: unpack it and add the dump itself")
            with archive.open(texts[0]) as lines:
                yield lines
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Refused(f"{file} cannot be read: {error}") from None


def size_of(file: Path) -> int:
    """Bytes of the text that will be read, once."""
    if not zipfile.is_zipfile(file):
        return file.stat().st_size
    with zipfile.ZipFile(file) as archive:
        return sum(i.file_size for i in archive.infolist() if i.filename.endswith(".txt"))
