"""The endings of a job beside "done". Sorted at the door that understands them; anything else is a bug and flies.

Each says in words what happened: the words are stored, logged and shown to operators.
"""

from __future__ import annotations


class Transient(Exception):
    """Try again later: time-out, 429, 5xx."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after  #: seconds; None: the caller's own back-off


class Mendable(Transient):
    """Certainly not said, and stays so until somebody mends it: no invitation, a revoked token. It waits; its words tell how.

    `reading_only`: it keeps us from looking into a channel, not from speaking there.
    """

    def __init__(self, reason: str, *, retry_after: float = 60.0, reading_only: bool = False) -> None:
        super().__init__(reason, retry_after=retry_after)
        self.reading_only = reading_only


class Permanent(Exception):
    """Will not get better: 404, not HTML, a message that is too long. Recorded with its reason and given up."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadBlocks(Permanent):
    """Slack refuses the shape of the blocks; the same words may pass as plain text."""


class Ambiguous(Exception):
    """It may have happened or not: the answer was lost on the way. Only sending can end so."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLate(Exception):
    """Whoever was to say it stood still past its lease: it may be another's by now, and not a byte was sent."""

    def __init__(self) -> None:
        super().__init__("stood still for longer than it held the message")


class Refused(Exception):
    """The user has to change something before we can go on; the message says what."""


class Damaged(Refused):
    """The store's file is not what it was. Nothing mends it but a backup."""
