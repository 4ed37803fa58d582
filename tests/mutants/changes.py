"""What each constant of a file is changed to: two other numbers, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mutants.constants import of_module, of_weights

ROOT: Final = Path(__file__).parents[2]
READER: Final = ROOT / "monitor" / "reading"
#: Whole numbers up to here go one up and one down; half and twice a larger one are more like a slip than its neighbours are.
COUNTED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Another number in the place of one."""

    path: str  #: of the file, from the root of the repository
    name: str  #: of the constant: COST["of"], size(least=), Place.score
    line: int
    column: int
    old: str
    new: str
    source: bytes  #: the whole file, changed

    @property
    def of_weights(self) -> bool:
        """In a file of weights, which are there to be fitted: that a test holds each is not asked for."""
        return not self.path.endswith(".py")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.name}: {self.old} -> {self.new}"


def changes_at(place: str) -> list[Change]:
    """Of a folder or a file, or (`path:NAME`) of the constants of that name there. Raises FileNotFoundError."""
    path, _, name = place.partition(":")
    here = Path(path).resolve(strict=True)
    files = [*sorted(here.rglob("*.py")), *sorted(here.rglob("*.yaml"))] if here.is_dir() else [here]
    return [change for file in files if _has_constants(file) for change in changes(file) if name in ("", change.name)]


def _has_constants(file: Path) -> bool:
    """Files of words and of places hold numbers too: those are facts."""
    return file.suffix == ".py" or file.parent.name == "weights"


def changes(file: Path) -> list[Change]:
    """Two for each constant, as they stand."""
    source = file.read_bytes()
    found = []
    find, written = (of_module, "({!r})") if file.suffix == ".py" else (of_weights, "{!r}")
    for constant in find(source):
        before, old, after = source[: constant.start], source[constant.start : constant.end], source[constant.end :]
        for new in others(constant.value):
            found.append(
                Change(
                    path=file.relative_to(ROOT).as_posix(), name=constant.name,
                    line=before.count(b"\n") + 1, column=len(before) - before.rfind(b"\n"),
                    old=" ".join(old.decode().split()), new=repr(new), source=before + written.format(new).encode() + after,
                )
            )  # fmt: skip
    return found


def others(value: float) -> tuple[float, float]:
    """
    >>> others(3), others(500), others(0.5), others(0)
    ((2, 4), (250, 1000), (0.25, 1.0), (-1, 1))
    """
    if value == 0 or (isinstance(value, int) and abs(value) <= COUNTED):
        return value - 1, value + 1
    return (value // 2 if isinstance(value, int) else value / 2), value * 2
