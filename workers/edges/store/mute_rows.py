"""The mutes that are on, as rows."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from monitor.model.people import Mute
from workers.edges.store.tables import mutes


def mute_of(row: Row[tuple[object, ...]]) -> Mute:
    """A row as a mute."""
    body: Mute = row.body
    return replace(body, id=row.id, ended_at=row.ended_at, ended_by=row.ended_by)


def running_mutes(tx: Connection) -> tuple[Mute, ...]:
    """Those that nobody has lifted; whether they have run out is told by the clock of whoever asks."""
    return tuple(mute_of(row) for row in tx.execute(sa.select(mutes).where(mutes.c.ended_at.is_(None)).order_by(mutes.c.id)))
