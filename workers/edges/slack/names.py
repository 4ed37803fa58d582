"""The ids of channels by their names: read from Slack's list a page at a time, and kept with the place where to go on.

Slack lets its list be read twenty times a minute at most. A workspace of thousands of channels has more pages than that, so that
who begins at page 1 again after each "slow down" never comes to the end.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from workers.edges.slack.answers import advised, fields, rows_of
from workers.errors import Ambiguous, Mendable, Transient
from workers.ports import ChannelBook, ListRead

PAGE: Final = 200  #: channels asked for at once; Slack may give fewer
AT_ONCE: Final = 5.0  #: seconds of reading in one go: a message's lease must hold
ASK_AGAIN: Final = timedelta(minutes=5)  #: after the list's end until a name that it lacks is looked for again
GROWS_OLD: Final = timedelta(days=1)  #: then the list is read again beside the work: channels get new names
BESIDE: Final = 60.0  #: seconds between two pages that nobody waits for

_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{8,}")


def is_id(channel: str) -> bool:
    """Slack's own word for a channel: it needs no list."""
    return _CHANNEL_ID.fullmatch(channel) is not None


class ShortMemory:
    """`ports.ChannelBook` for as long as the process lives."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._read = ListRead()

    def channel_id(self, name: str) -> str | None:
        return self._ids.get(name)

    def list_read(self) -> ListRead:
        return self._read

    def learn_channels(self, ids: Mapping[str, str], read: ListRead) -> None:
        self._ids.update(ids)
        self._read = read

    def forget_channel(self, name: str) -> None:
        self._ids.pop(name, None)


class Names:
    """Finds ids. `ask` calls conversations.list for the sake of a channel; it raises Transient or Mendable, never Ambiguous."""

    def __init__(
        self, ask: Callable[[dict[str, Any], str], dict[str, Any]], book: ChannelBook | None, clock: Callable[[], datetime] | None
    ) -> None:
        self._ask, self._book, self._clock = ask, book or ShortMemory(), clock or (lambda: datetime.now(UTC))
        self._next_beside = 0.0

    def id_of(self, channel: str) -> str:
        """Raises Mendable for a name that the whole list lacks, Transient while the list cannot be read on."""
        if is_id(channel):
            return channel
        if (known := self._known(channel)) is not None:
            self._read_beside(channel)
            return known
        read = self._book.list_read()
        if read.ended and read.at is not None and timedelta(0) <= self._clock() - read.at < ASK_AGAIN:
            raise Mendable(advised("channel_not_found", channel))
        return self._found(channel, read)

    def forget(self, channel: str) -> None:
        """Slack does not know the id any more: the name is looked for again, at once."""
        self._book.forget_channel(channel)
        if self._book.list_read().ended:
            self._book.learn_channels({}, ListRead())

    def _known(self, channel: str) -> str | None:
        known = self._book.channel_id(channel)
        return known if known is not None and is_id(known) else None  # before there was a token, a name stood for itself

    def _found(self, channel: str, read: ListRead) -> str:
        """Read on until the name comes, or the end."""
        began = time.monotonic()
        while time.monotonic() - began < AT_ONCE:
            read = self._read_page(read, channel)
            if (known := self._known(channel)) is not None:
                return known
            if read.ended:
                raise Mendable(advised("channel_not_found", channel))
        raise Transient("the list of channels is being read", retry_after=1.0)

    def _read_beside(self, channel: str) -> None:
        """A page more of a list that was not read to its end, or that has grown old; whatever comes of it."""
        read = self._book.list_read()
        old = read.at is None or self._clock() - read.at > GROWS_OLD
        if (not read.ended or old) and time.monotonic() >= self._next_beside:
            self._next_beside = time.monotonic() + BESIDE
            with suppress(Transient, Ambiguous):
                self._read_page(read, channel)

    def _read_page(self, read: ListRead, channel: str) -> ListRead:
        asked: dict[str, Any] = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": PAGE}
        try:
            page = self._ask(asked | ({"cursor": read.cursor} if read.cursor else {}), channel)
        except Mendable as problem:
            if not read.cursor or not problem.reason.startswith("invalid_cursor"):
                raise
            self._book.learn_channels({}, ListRead())
            raise Transient("the list of channels begins anew", retry_after=1.0) from None
        rows = [row for row in rows_of(page, "channels") if not row.get("is_archived")]
        cursor = str(fields(page.get("response_metadata")).get("next_cursor") or "")
        following = ListRead(cursor=cursor, at=self._clock())
        self._book.learn_channels({str(row.get("name")): str(row.get("id")) for row in rows}, following)
        return following
