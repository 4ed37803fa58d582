"""What was found out, a line each in `.mutants.jsonl`: the command goes on where it ended, and tries anew what may differ.

That a test notices a change holds as long as the changed module and the test's file are the same; that none does, as long as
nothing of the reader and of its tests is another.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.mutants.changes import ROOT, Change
from tests.mutants.trying import DIED

FILE: Final = ROOT / ".mutants.jsonl"
READER_AND_TESTS: Final = ("monitor", "tests/guard", "tests/golden/articles", "tests/monitor/reading")


class Results:
    """Of all runs that wrote to the file; without one, of this."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._noticed: dict[str, str] = {}
        #: how many changes each test noticed
        self.telling: Counter[str] = Counter()
        for line in file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []:
            one = json.loads(line)
            if one["of"] == _digest_for(one["noticed"]):
                self._learn(one["key"], one["noticed"])

    def of(self, change: Change | None) -> str | None:
        """The test that noticed it; "" if none did; None when that is not known."""
        return self._noticed.get(_key(change))

    def keep(self, change: Change | None, noticed: str) -> None:
        self._learn(_key(change), noticed)
        if self._file is None:
            return
        line = {"change": str(change), "noticed": noticed, "of": _digest_for(noticed), "key": _key(change)}
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _learn(self, key: str, noticed: str) -> None:
        self._noticed[key] = noticed
        self.telling.update([noticed] if noticed else [])


def _key(change: Change | None) -> str:
    return "" if change is None else sha256(change.path.encode() + change.source).hexdigest()[:16]


def _digest_for(noticed: str) -> str:
    return _digest(noticed.partition("::")[0] if noticed not in ("", DIED) else "")


@cache
def _digest(file: str) -> str:
    """Of one file; of all when that is ""."""
    files = [ROOT / file] if file else _all_files()
    parts = (f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes() for path in files if path.is_file())
    return sha256(b"\n".join(parts)).hexdigest()[:16]


def _all_files() -> Iterable[Path]:
    return sorted(p for folder in READER_AND_TESTS for p in (ROOT / folder).rglob("*") if "__pycache__" not in p.parts)
