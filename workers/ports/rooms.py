"""Slack and the other ways out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.model.alert import SlackMessage
from monitor.model.routing import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """How far the list of channels was read."""

    cursor: str = ""  #: where to go on; "": at the beginning
    at: datetime | None = None  #: when its last page was read; None: none was

    @property
    def ended(self) -> bool:
        """Was it read to its end?"""
        return self.at is not None and not self.cursor


class ChannelBook(Protocol):
    """Remembers the ids of channels by their names, over restarts."""

    def channel_id(self, name: str) -> str | None: ...

    def list_read(self) -> ListRead: ...

    def learn_channels(self, ids: Mapping[str, str], read: ListRead) -> None:
        """A page of the list, and where to go on."""
        ...

    def forget_channel(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Slack's word that a message stands."""

    channel_id: str
    ts: str


#: Is the message still ours? Asked directly before its first byte leaves; where it is not, TooLate is raised and nothing is sent.
Guard = Callable[[], bool]


class Room(Protocol):
    """Where alerts are told. Raises Transient (certainly not said), Ambiguous (perhaps said), Permanent (never will be)."""

    def locate(self, channel: str) -> None:
        """Find out where that is, before a try begins: it may take many questions. Raises Transient."""
        ...

    def post(
        self, channel: str, message: SlackMessage, *, thread_ts: str | None = None, guard: Guard | None = None
    ) -> Receipt: ...

    def update(self, channel_id: str, ts: str, message: SlackMessage, *, guard: Guard | None = None) -> Receipt:
        """Safe to repeat."""
        ...

    def find(self, channel: str, *, since: datetime, thread_ts: str | None = None) -> dict[str, Receipt]:
        """Our messages in the channel (or the thread) since then, by message id; without metadata by its first 12 hex digits."""
        ...

    def check(self) -> str:
        """Who we are, in words; raises Permanent or Transient with what to do."""
        ...


class Post(Protocol):
    """One POST: what was answered, in words. Raises Transient (certainly not taken), Ambiguous, Permanent."""

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str], *, networks: Sequence[str] = ()) -> str: ...


class Ways(Protocol):
    """Out by other ways than Slack. Raises as `Room` does."""

    def send(self, way: Way, letter: SlackMessage) -> Receipt:
        """Say it; a way that keeps a record keeps it once, however often it is said."""
        ...

    def find(self, way: Way, message_id: str) -> Receipt | None:
        """Was it said? None also where that way cannot tell: then it may be repeated. Raises Transient when it cannot look."""
        ...


class NoWays:
    """For processes that say nothing."""

    def send(self, way: Way, letter: SlackMessage) -> Receipt:
        """Nobody has opened this door."""
        raise RuntimeError(f"no door for the way {way.name!r}")

    def find(self, way: Way, message_id: str) -> Receipt | None:
        """Nobody has opened this door."""
        raise RuntimeError(f"no door for the way {way.name!r}")
