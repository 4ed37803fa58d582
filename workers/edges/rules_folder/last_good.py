"""What was good when it came into force, kept in the store: a mistake made today does not take a rule away at the next start."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from workers.errors import Transient
from workers.ports import GoodFile, Memory


class LastGood:
    """The good files as the store knows them. Without a store it knows nothing, and keeps nothing."""

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._files: dict[str, GoodFile] | None = None
        self._waiting: tuple[tuple[GoodFile, ...], frozenset[str]] | None = None

    @property
    def files(self) -> dict[str, GoodFile]:
        """By name, as kept."""
        if self._files is None:
            self._files = self._memory.good_files() if self._memory else {}
        return self._files

    def keep(self, now: Iterable[GoodFile], present: Collection[str]) -> None:
        """These are good now; what is not `present` was taken out by its owner."""
        changed = tuple(file for file in now if self.files.get(file.name) != file)
        gone = frozenset(self.files) - set(present)
        self._waiting = (changed, gone) if self._memory and (changed or gone) else None
        self.catch_up()

    def catch_up(self) -> None:
        """Tell the store what it has not heard; when it is away, the next time."""
        if self._waiting is None or self._memory is None:
            return
        changed, gone = self._waiting
        try:
            self._memory.keep_good_files(changed, gone)
        except Transient:
            return
        self._waiting = None
        self._files = {n: file for n, file in {**self.files, **{f.name: f for f in changed}}.items() if n not in gone}
