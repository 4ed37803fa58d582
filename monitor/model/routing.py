"""Where alerts go: routes choose a channel and further ways, a way leads out by other means than Slack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from monitor.model.place import Place
from monitor.model.rule import Level

WayKind = Literal["apprise", "webhook", "jsonl", "atom"]

#: A row of the outbox with such a channel goes out by the way of that name. Slack's channel names hold no colon.
PREFIX: Final = "way:"

#: Ways that keep a record: they speak at once, in quiet hours too, and are told of every change.
RECORDS: Final = frozenset({"webhook", "jsonl", "atom"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What its conditions ask for all at once; one that is empty asks for nothing."""

    rules: tuple[str, ...] = ()  #: ids
    levels: frozenset[Level] = frozenset()
    places: tuple[Place, ...] = ()  #: the incident is in one of these
    tags: frozenset[str] = frozenset()  #: the feed has one of these
    channel: str = ""  #: "": the route names only further ways
    also: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way out by its name; addresses still hold `${NAME}` where the environment is to fill something in."""

    name: str
    kind: WayKind
    url: str = ""  #: of apprise and webhook
    secret: str = ""  #: of a webhook: what it is signed with
    networks: tuple[str, ...] = ()  #: of a webhook: private address ranges it may lead to
    file: str = ""  #: of jsonl and atom; relative paths are below the data folder
    entries: int = 100  #: of atom: so many of the newest
    link: str = ""  #: of atom: the feed's own public address


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """What routes.yaml and ways.yaml say."""

    routes: tuple[Route, ...] = ()
    ways: tuple[Way, ...] = ()

    def kind_of(self, name: str) -> WayKind | None:
        """None for a name that ways.yaml does not know."""
        return next((way.kind for way in self.ways if way.name == name), None)


def way_of(channel: str) -> str | None:
    """The way's name of a row's channel; None for a channel of Slack."""
    return channel.removeprefix(PREFIX) if channel.startswith(PREFIX) else None
