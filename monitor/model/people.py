"""What people do to alerts, and the log of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from monitor.model.rule import Threshold

MuteKind = Literal["incident", "place", "rule"]
MarkKind = Literal["acknowledged", "wrong", "merged"]

#: Why an alert is wrong: the short list of the command line and of Slack.
WrongReason = Literal["old news", "another topic", "wrong place", "wrong figure", "did not happen", "told already", "other"]
WRONG_REASONS: Final[tuple[WrongReason, ...]] = get_args(WrongReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Silence that a person asked for. At its end one message a rule and channel says what was held back."""

    id: int = 0  #: of the store; 0 before it is kept
    kind: MuteKind
    target: str  #: id of the incident, the place or the rule
    name: str  #: of the target, in words
    until: datetime
    by: str  #: who asked for it, in words
    at: datetime
    unless: Threshold | None = None  #: an incident that reaches this figure speaks all the same
    unless_critical: bool = True  #: critical news speaks all the same
    reason: str = ""
    ended_at: datetime | None = None  #: lifted by hand; None: it runs, or ran out by itself
    ended_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person said of an incident; its head shows it."""

    kind: MarkKind
    by: str  #: in words
    at: datetime
    reason: str = ""  #: of "wrong": why, in words; of "merged": the incident that tells of it now, in words
    rule_id: str = ""  #: of "wrong": the rule whose alert it was; "" for all


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One thing that a person did, on the command line or by a button."""

    at: datetime
    by: str  #: in words
    via: str  #: "command line", "circuit breaker", or "slack" and the id of the user there
    what: str  #: "mute", "unmute", "acknowledge", "wrong", "merge", "split", "release", "drop"
    about: str  #: what it was done to, in words
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for by a button or a form in Slack."""

    what: Literal["acknowledge", "wrong", "form", "mute", "unmute"]  #: "form": to be asked what to mute, and for how long
    incident_id: str
    rule_id: str
    by: str  #: the user's name
    user_id: str
    reason: str = ""
    number: int = 0  #: of "unmute": the mute
    mute: MuteKind = "incident"
    hours: float = 0.0
    unless: Threshold | None = None
    unless_critical: bool = True
