"""Where an outbox row goes next: the arrows of the delivery state machine, as pure functions.

    PENDING --(store)--> SENDING --said--> SENT
       ^                    |--not said--> PENDING, later
       |                    |--never-----> DEAD
       |                    '--perhaps---> UNCERTAIN --found------------> SENT
       '-- absent at two looks, or history unreadable for too long -------'

What may have been said is never said again before somebody has looked; what certainly was not is tried again until it is too old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from monitor.model.alert import DeliveryState, MessageKind

Attempt = Literal["said", "not said", "perhaps", "never"]
Look = Literal["found", "absent", "unreadable"]

#: Looks, `settle` apart, that must not find a message before it counts as never said.
LOOKS: Final = 2

FIRST_PAUSE: Final = 1.0  #: seconds until the second try
LONGEST_PAUSE: Final = 300.0  #: seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What of an outbox row decides its way."""

    kind: MessageKind
    attempts: int  #: sendings so far, this one included
    first_try_at: datetime  #: of the first sending
    last_try_at: datetime
    absent_checks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try, in seconds."""

    retry_for: float = 172800.0
    history: float = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """The next state, and why in words."""

    to: DeliveryState
    detail: str
    not_before: datetime | None = None
    absent_checks: int = 0


def after_attempt(
    row: Row, attempt: Attempt, words: str, *, now: datetime, patience: Patience, retry_after: float | None = None
) -> Arrow:
    """What a try to send leads to. `words`: what Slack or the network said; `retry_after`: seconds that Slack asks for."""
    if attempt == "said":
        return Arrow(to=DeliveryState.SENT, detail=words)
    if attempt == "never":
        return Arrow(to=DeliveryState.DEAD, detail=words)
    if attempt == "perhaps":
        return Arrow(to=DeliveryState.UNCERTAIN, detail=words)
    starts = now + timedelta(seconds=retry_after if retry_after is not None else back_off(row.attempts))
    if starts - row.first_try_at > timedelta(seconds=patience.retry_for):
        return Arrow(to=DeliveryState.DEAD, detail=f"given up after {row.attempts} tries: {words}")
    return Arrow(to=DeliveryState.PENDING, detail=words, not_before=starts)


def after_look(row: Row, look: Look, words: str = "", *, now: datetime, patience: Patience) -> Arrow:
    """What a look into the channel's history leads to, for a row that may or may not have been said."""
    if row.kind == "update":
        return Arrow(to=DeliveryState.PENDING, detail="an update may be sent again", not_before=now)
    if look == "found":
        return Arrow(to=DeliveryState.SENT, detail="found in the history")
    if look == "absent":
        looks = row.absent_checks + 1
        if looks < LOOKS:
            return Arrow(to=DeliveryState.UNCERTAIN, detail=f"absent at look {looks}", absent_checks=looks)
        return Arrow(to=DeliveryState.PENDING, detail=f"absent at {looks} looks: say it again", not_before=now)
    if now - row.last_try_at > timedelta(seconds=patience.history):
        return Arrow(to=DeliveryState.PENDING, detail=f"history unreadable for too long: say it again ({words})", not_before=now)
    return Arrow(to=DeliveryState.UNCERTAIN, detail=f"history unreadable: {words}", absent_checks=row.absent_checks)


def back_off(attempts: int) -> float:
    """Seconds until the next try: 1, 2, 4 ... 300.

    >>> [back_off(n) for n in (1, 2, 3, 20)]
    [1.0, 2.0, 4.0, 300.0]
    """
    return min(FIRST_PAUSE * 2.0 ** min(max(attempts - 1, 0), 20), LONGEST_PAUSE)
