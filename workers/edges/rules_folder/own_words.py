"""The users' vocabulary: each file's last good version is what the reader knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from monitor.model.rule import Problem
from workers.ports import Relearning

STAYS: Final = "[the last good version stays in force]"
_MARK: Final = re.compile(r"line (\d+), column (\d+)")


class OwnWords:
    """Hands the files to the reader when they changed. What breaks is replaced by what was good, or left out."""

    def __init__(self, reader: Relearning) -> None:
        self._reader = reader
        self._tried: dict[str, bytes] | None = None
        self.good: dict[str, bytes] = {}  #: name -> the version in force
        self.problems: tuple[Problem, ...] = ()

    def look(self, files: Mapping[str, bytes]) -> None:
        """Take these files over, as far as they are good. Half a second when they changed, nothing when they did not."""
        if files == self._tried:
            return
        self._tried = dict(files)
        if files == self._reader.vocabulary:
            told = [line for line in self._reader.problems if line.startswith("vocabulary")]
        else:
            told = self._reader.relearn(files)
        if told:
            self._fall_back(files, told)
        else:
            self.good = dict(files)
        self.problems = tuple(self._problem(line) for line in told)

    def _fall_back(self, files: Mapping[str, bytes], told: Sequence[str]) -> None:
        """The good files, with the last good version of the broken ones; when that does not go together, as it was."""
        broken = {name for name in files if any(line.startswith(f"{name}: ") for line in told)}
        mixed = {name: self.good.get(name, b"") if name in broken else body for name, body in files.items()}
        before = {name: self.good[name] for name in files if name in self.good}
        for attempt in (mixed, before) if broken else (before,):
            if not self._reader.relearn(attempt):
                self.good = {name: body for name, body in attempt.items() if body}
                return

    def _problem(self, line: str) -> Problem:
        name, _, words = line.partition(": ")
        marks = _MARK.findall(words)
        line_number, column = map(int, marks[-1]) if marks else (1, 1)
        kept = f" {STAYS}" if name in self.good or (name == "vocabulary" and self.good) else ""
        return Problem(file=name, line=line_number, column=column, message=" ".join(words.split()) + kept)
