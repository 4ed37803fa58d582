"""The ids of Slack's channels by their names, and how far the list of them was read."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from workers.edges.store.codec import from_json, to_json
from workers.edges.store.engine import Database
from workers.edges.store.tables import channels, meta
from workers.ports import ListRead

_READ = "channels read"


class ChannelNames:
    """The part of the store that is `ports.ChannelBook`."""

    db: Database

    def channel_id(self, name: str) -> str | None:
        with self.db.reading() as tx:
            return tx.execute(sa.select(channels.c.channel_id).where(channels.c.name == name)).scalar()

    def list_read(self) -> ListRead:
        with self.db.reading() as tx:
            kept = tx.execute(sa.select(meta.c.value).where(meta.c.name == _READ)).scalar()
        return from_json(kept, ListRead) if kept else ListRead()

    def learn_channels(self, ids: Mapping[str, str], read: ListRead) -> None:
        """In the order of the names, as all who write them do: two that learn do not wait for each other in a ring."""
        with self.db.writing() as tx:
            if ids:
                insert = self.db.insert(channels)
                keep = insert.on_conflict_do_update(index_elements=["name"], set_={"channel_id": insert.excluded.channel_id})
                tx.execute(keep, [{"name": name, "channel_id": found} for name, found in sorted(ids.items())])
            place = self.db.insert(meta).values(name=_READ, value=to_json(read, ListRead).decode())
            tx.execute(place.on_conflict_do_update(index_elements=["name"], set_={"value": place.excluded.value}))

    def forget_channel(self, name: str) -> None:
        with self.db.writing() as tx:
            tx.execute(channels.update().where(channels.c.name == name).values(channel_id=None))
