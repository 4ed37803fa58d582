"""A rule that suddenly fires far more often than it used to is gathered for an hour, and its people hear why. Pure.

Most often it was widened by mistake, or a feed has changed; sometimes a war has begun. Either way nobody reads thirty alerts an
hour: they come as one summary, critical news speaks at once, and a press on a button lets the rule speak again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from monitor.alerting import blocks, buttons, words
from monitor.alerting.decide import message_id
from monitor.alerting.escape import clip, escape, name
from monitor.alerting.message import EVENT_TYPE, FALLBACK, reference
from monitor.model.alert import Incident, Message, Reason, SlackMessage, Told
from monitor.model.people import Mute
from monitor.model.rule import RuleHead

BY: Final = "wirewatch"  #: who mutes
ENOUGH: Final = 12  #: incidents told within the window that are too many at the least
WINDOW: Final = timedelta(hours=1)  #: over which a rule's incidents are counted
HISTORY: Final = timedelta(days=7)  #: from which the usual rate comes
YOUNGEST: Final = timedelta(hours=24)  #: a shorter history counts as this long
LASTS: Final = timedelta(hours=1)
RESPECTED: Final = timedelta(hours=24)  #: so long a rule that a person let speak again is left alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often a rule told of a new incident."""

    rule: RuleHead
    channels: tuple[str, ...]  #: in which it did, in the window
    now: int  #: incidents in the window
    before: int  #: incidents in the history before it
    hours: float  #: of that history
    incidents: tuple[Incident, ...]  #: of the window, the newest at least

    @property
    def usual(self) -> float:
        """Incidents an hour."""
        return self.before / max(self.hours, YOUNGEST.total_seconds() / 3600)


def trips(rate: Rate, mutes: Iterable[Mute], now: datetime, *, times: float) -> Mute | None:
    """The mute that gathers the rule; None when it may go on. `times`: its usual rate that is too much; 0: nothing is."""
    if not times or rate.now < max(ENOUGH, times * rate.usual):
        return None
    for mute in (m for m in mutes if m.kind == "rule" and m.target == rate.rule.id):
        running = mute.ended_at is None and mute.until > now
        lifted = mute.by == BY and mute.ended_at is not None and now - mute.ended_at < RESPECTED
        if running or lifted:
            return None
    reason = f"{rate.now} alerts within an hour, usually {_rate(rate.usual)}"
    return Mute(kind="rule", target=rate.rule.id, name=rate.rule.title, until=now + LASTS, by=BY, at=now, reason=reason)


def commonest(incidents: Sequence[Incident], limit: int = 3) -> list[tuple[str, int]]:
    """The words that met the rule in most of the incidents, with how many: where to look for the mistake."""
    found: Counter[str] = Counter()
    for incident in incidents:
        said = {r.quote[start:end].casefold().strip() for r in incident.reports for start, end in r.highlights}
        found.update(word for word in said if word and not any(c.isdigit() for c in word))
    return sorted(((word, n) for word, n in found.items() if n > 1), key=lambda pair: (-pair[1], pair[0]))[:limit]


def row(mute: Mute, channel: str) -> Message:
    """The outbox row that tells of the mute in that channel."""
    about = f"breaker:{mute.id}"
    return Message(
        id=message_id(about, mute.target, channel, "operator", 0), incident_id=about, rule_id=mute.target, rule_hash="",
        channel=channel, kind="operator", revision=0, reason=Reason.BREAKER, not_before=mute.at, facts=Told(),
    )  # fmt: skip


def letter(rate: Rate, mute: Mute, message: Message, *, pressable: bool) -> SlackMessage:
    """What the people of the rule's channel read."""
    title = f"Gathered: {escape(rate.rule.title)}"
    told = f"*{rate.now} alerts within an hour*, usually {_rate(rate.usual)}."
    until = f"Until {words.moment(mute.until)} they come in one summary. Critical news speaks at once, and threads stay current."
    met = ", ".join(f"*{name(word, 40)}* ({n})" for word, n in commonest(rate.incidents))
    pressed = buttons.lift(mute.id, rate.rule) if pressable else []
    payload = {
        "message_id": message.id, "incident_id": message.incident_id, "rule_id": rate.rule.id, "kind": "operator", "revision": 0,
    }  # fmt: skip
    small = (
        f"wirewatch unmute {mute.id} lets it speak again, for a day at least · too wide? wirewatch rules learn, or"
        f" wirewatch rules backtest · ref: {reference(message.id)}"
    )
    return SlackMessage(
        text=clip(f"{title}: {rate.now} alerts within an hour, usually {_rate(rate.usual)}", FALLBACK),
        blocks=(
            blocks.header(title),
            *blocks.section([told, until, f"Words that met the rule most often: {met}." if met else ""]),
            *pressed,
            *blocks.context(small),
        ),
        metadata={"event_type": EVENT_TYPE, "event_payload": payload},
    )


def _rate(usual: float) -> str:
    """Incidents an hour, in words.

    >>> [_rate(usual) for usual in (2.6, 0.24, 0.01, 0.0)]
    ['3 an hour', '6 a day', 'less than one a day', 'none']
    """
    if usual >= 1:
        return f"{usual:.0f} an hour"
    if usual * 24 >= 1:
        return f"{usual * 24:.0f} a day"
    return "less than one a day" if usual else "none"
