"""Places that only a text knows: named there, and in no gazetteer."""

from __future__ import annotations

from monitor.model.place import Place
from monitor.reading.names.toponyms import key


def unlisted_place(name: str, parent: Place | None) -> Place:
    """A place that only the text knows. Its coordinates are its parent's, unless that is a country or wider."""
    near = parent if parent is not None and parent.kind not in ("country", "region", "other") else None
    slug = key(name).replace(" ", "-")
    return Place(
        id=f"text:{parent.id if parent else ''}/{slug}",
        name=name,
        kind="unlisted",
        country=parent.country if parent else None,
        admin1=parent.admin1 if parent else None,
        admin2=parent.admin2 if parent else None,
        lat=near.lat if near else None,
        lon=near.lon if near else None,
        within=parent.within | {parent.id} if parent else frozenset(),
    )
