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


class Permanent(Exception):
    """Will not get better: 404, not HTML, channel_not_found. Recorded with its reason and given up."""

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


class Refused(Exception):
    """The user has to change something before we can go on; the message says what."""


class Damaged(Refused):
    """The store's file is not what it was. Nothing mends it but a backup."""
