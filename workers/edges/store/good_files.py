"""The rules folder as it was when it came into force: what a later mistake cannot take away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from workers.edges.store.engine import CHUNK, Database
from workers.edges.store.tables import good_files
from workers.ports import GoodFile


class GoodFiles:
    """The part of the store that remembers good files."""

    db: Database

    def good_files(self) -> dict[str, GoodFile]:
        with self.db.reading() as tx:
            return {row.name: row.body for row in tx.execute(sa.select(good_files))}

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None:
        """Two processes that see the same folder keep the same; the later word counts."""
        names = sorted(gone)
        with self.db.writing() as tx:
            for start in range(0, len(names), CHUNK):
                tx.execute(good_files.delete().where(good_files.c.name.in_(names[start : start + CHUNK])))
            if kept:
                insert = self.db.insert(good_files)
                keep = insert.on_conflict_do_update(index_elements=["name"], set_={"body": insert.excluded.body})
                tx.execute(keep, [{"name": file.name, "body": file} for file in kept])
