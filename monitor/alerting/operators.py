"""Telling the operators of our own troubles: once when one lasts, once when it is over, once a day while it stays.

They must not be a second channel of noise: a trouble that mends itself within two minutes is never told, and all that is to be
said is said in one message, ten minutes after the last at the earliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from monitor.alerting import blocks
from monitor.alerting.decide import message_id
from monitor.alerting.escape import clip, escape, mrkdwn
from monitor.alerting.message import EVENT_TYPE, FALLBACK, reference
from monitor.model.alert import Message, Reason, SlackMessage, Told
from monitor.model.trouble import Trouble, Watchbook, Worry

LASTS: Final = timedelta(minutes=2)  #: a trouble is told once it stands so long
OVER: Final = timedelta(minutes=5)  #: and is over when it was not seen for so long
APART: Final = timedelta(minutes=10)  #: between two messages
REMIND: Final = timedelta(hours=24)
LISTED: Final = 20  #: troubles named in one message

#: What stands in the outbox for the incident and the rule of such a message.
ABOUT: Final = "operators"
BY: Final = "wirewatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is to be said now."""

    fresh: tuple[str, ...]
    still: tuple[str, ...]
    over: tuple[str, ...]


def look(book: Watchbook, troubles: Sequence[Trouble], now: datetime) -> tuple[Watchbook, Notice | None]:
    """The book with what was seen now, and what to tell of it; None when there is nothing to say yet."""
    worries = dict(book.worries)
    for trouble in troubles:
        known = worries.get(trouble.key)
        worries[trouble.key] = (
            replace(known, words=trouble.words, seen=now) if known else Worry(words=trouble.words, since=now, seen=now)
        )
    gone = {key for key, worry in worries.items() if now - worry.seen > OVER}
    worries = {key: worry for key, worry in worries.items() if key not in gone or worry.told}

    notice = Notice(
        fresh=tuple(w.words for w in worries.values() if w.seen == now and not w.told and now - w.since >= LASTS),
        still=tuple(w.words for w in worries.values() if w.seen == now and w.told and now - w.told >= REMIND),
        over=tuple(worries[key].words for key in sorted(gone & set(worries))),
    )
    may_speak = book.spoke is None or now - book.spoke >= APART
    if not may_speak or not (notice.fresh or notice.still or notice.over):
        return replace(book, worries=worries), None
    said = {*notice.fresh, *notice.still}
    worries = {k: replace(w, told=now) if w.words in said else w for k, w in worries.items() if k not in gone}
    return Watchbook(worries=worries, spoke=now, number=book.number + 1), notice


def notice_row(number: int, channel: str, now: datetime) -> Message:
    """The outbox row of the notice with that number."""
    return Message(
        id=message_id(ABOUT, BY, channel, "operator", number), incident_id=ABOUT, rule_id=BY, rule_hash="", channel=channel,
        kind="operator", revision=number, reason=Reason.OPERATORS, not_before=now, facts=Told(),
    )  # fmt: skip


def notice_message(notice: Notice, row: Message) -> SlackMessage:
    """The notice as people see it."""
    count = len(notice.fresh) + len(notice.still)
    title = f"Wirewatch: {count} {'trouble' if count == 1 else 'troubles'}" if count else "Wirewatch: all is well again"
    parts: list[dict[str, Any]] = []
    for name, lines in (("New", notice.fresh), ("Still", notice.still), ("Over", notice.over)):
        more = len(lines) - LISTED
        shown = [f"• {mrkdwn(clip(line, 400))}" for line in lines[:LISTED]] + ([f"• and {more} more"] if more > 0 else [])
        for start in range(0, len(shown), 5):
            parts += blocks.section([f"*{name}*" if start == 0 else "", *shown[start : start + 5]])
    first = (*notice.fresh, *notice.still, *notice.over)[0]
    payload = {"message_id": row.id, "incident_id": ABOUT, "rule_id": BY, "kind": "operator", "revision": row.revision}
    return SlackMessage(
        text=clip(f"{escape(title)}: {escape(first)}", FALLBACK),
        blocks=(blocks.header(title), *parts, *blocks.context(f"more: wirewatch status · ref: {reference(row.id)}")),
        metadata={"event_type": EVENT_TYPE, "event_payload": payload},
    )
