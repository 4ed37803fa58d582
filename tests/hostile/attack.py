"""Each case through its door, timed and weighed."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tests.hostile.case import Case, Door

CLEAR, STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of a case."""

    door: str
    case: str
    wanted: str
    got: str
    seconds: float
    megabytes: int  #: by which this process had grown at its highest

    @property
    def as_wanted(self) -> bool:
        return fnmatchcase(self.got, self.wanted)

    def line(self) -> str:
        mark = "ok " if self.as_wanted else "NOT"
        told = f"{mark} {self.door:<9} {self.case:<56} {self.seconds:6.2f} s {self.megabytes:5} MB  {self.got}"
        return told if self.as_wanted else f"{told}\n{'':>14}wanted: {self.wanted}"


def attack(door: Door, cases: Iterable[Case]) -> Iterator[Ended]:
    """What became of each; a case that costs more than its door allows says so."""
    with door.open() as meet:
        for case in cases:
            before, started = _lowered_peak(), time.monotonic()
            try:
                got = meet(case.make())
            except Exception:
                got = f"a traceback: {traceback.format_exc(limit=-3)}"
            took, grown = time.monotonic() - started, (_megabytes("VmHWM") - before)
            got += f"; took longer than {door.seconds:g} s" if took > door.seconds else ""
            got += f"; took more than {door.megabytes} MB" if grown > door.megabytes else ""
            yield Ended(door=door.name, case=case.name, wanted=case.wanted, got=got, seconds=took, megabytes=grown)


def _lowered_peak() -> int:
    """Megabytes that we hold now, from which the peak is counted anew (Linux; elsewhere nothing is weighed)."""
    if CLEAR.exists():
        CLEAR.write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", STATUS.read_text()) if STATUS.exists() else None
    return int(found[1]) // 1000 if found else 0
