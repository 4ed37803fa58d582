"""Incidents, what is said of them, and the outbox rows that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from monitor.model.event import Toll
from monitor.model.people import Mark
from monitor.model.place import Place

#: "item": an incident that a summary will tell of, or has told of; never said by itself. "digest": the summary.
MessageKind = Literal["head", "update", "reply", "item", "digest", "operator"]


class Reason(StrEnum):
    """Why we speak, or why we do not. The message, the log and the article's outcome use the same word."""

    NEW_INCIDENT = "new incident"
    TOLL_ROSE = "toll rose"
    PLACE_CHANGED = "place changed"
    DENIED = "denied"
    BECAME_CRITICAL = "became critical"
    SOURCES_REACHED = "sources reached"
    COUNT_DOUBLED = "twice as many incidents"
    REPEATED = "said again"
    BY_HAND = "changed by a person"
    NOTHING_NEW = "nothing new"
    WAITS_FOR_SOURCES = "waits for sources"
    GATHERED = "kept for the summary"
    CAUGHT_UP = "told late, with others"
    MUTED = "muted"
    COUNTED = "counted"
    HELD = "held: place unknown"
    TRIAL = "trial rule"
    OPERATORS = "for the operators"
    BREAKER = "fires too often"
    BASELINE = "first poll of the feed: archived"
    FLOOD = "flood of unknown entries: held back"
    TOO_OLD = "too old"


class DeliveryState(StrEnum):
    """Where an outbox row stands. The arrows are in `monitor.alerting.delivery`."""

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DEAD = "dead"
    SUPPRESSED = "suppressed"
    GATHERED = "gathered"  #: an item, until its summary is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article's word on an incident. An incident's facts are a function of its reports."""

    article_id: str
    event: int | None  #: index into that article's events
    source: str  #: publisher
    story: str  #: fingerprint group: copies of one wire story count as one source
    url: str | None
    title: str
    published_at: datetime | None
    seen_at: datetime
    what: str
    where: Place | None
    day: date | None
    killed: Toll | None
    wounded: Toll | None
    reality: str
    said_by: tuple[str, ...] = ()  #: who says so, as the text names them
    actors: tuple[str, ...] = ()  #: canonical names, `by` and `against`
    quote: str = ""  #: the sentence that tells it
    highlights: tuple[tuple[int, int], ...] = ()  #: characters of `quote`, half-open, that met the rule
    displaced: Toll | None = None
    abducted: Toll | None = None
    targets: tuple[str, ...] = ()  #: classes of what was attacked, in the order of the text
    why: str = ""  #: why a rule matched it, in words
    rules: tuple[str, ...] = ()  #: titles of the rules that matched it
    also: tuple[Place, ...] = ()  #: further places that it tells of as one with `where`
    besides: tuple[str, ...] = ()  #: other kinds of the act than `what`: of a raid with fighting "clash"
    late: bool = False  #: late news: nobody could have seen it in time
    around: tuple[str, ...] = ()  #: ids of the provinces that the article means by a bare name: in "Palmyra, Homs" of Homs


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One thing that happened, told by one article or many."""

    id: str
    what: str
    where: Place | None
    day: date | None
    reports: tuple[Report, ...]  #: in the order in which they were seen
    besides: tuple[str, ...] = ()  #: its other kinds than `what`, as its reports tell it
    also: tuple[Place, ...] = ()  #: where it was besides: other towns that a report, or a person, says are one with `where`
    killed: Toll | None = None  #: over all reports
    wounded: Toll | None = None
    displaced: Toll | None = None
    abducted: Toll | None = None
    denied: bool = False
    sources: int = 1  #: independent ones: copies of a wire story count once, and so does a publisher that reports twice
    marks: tuple[Mark, ...] = ()  #: what people said of it, oldest first
    merged_into: str = ""  #: id of the incident that a person made it part of; its reports tell of that one
    apart: tuple[tuple[str, int | None], ...] = ()  #: (article id, event) of reports that a person took out of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The facts of an incident as they were last said in a channel: what a change is measured against."""

    killed: Toll | None = None
    wounded: Toll | None = None
    displaced: Toll | None = None
    abducted: Toll | None = None
    place_id: str = ""
    place_name: str = ""
    sources: int = 0
    denied: bool = False
    incidents: int = 0  #: of a series: how many it has; 0 for a single incident
    marks: int = 0  #: how many things people had said of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A row of the outbox: something to say about an incident, for a rule, in a channel."""

    id: str  #: uuid5 of (incident, rule, channel, kind, revision): deciding twice makes one message
    incident_id: str
    rule_id: str
    rule_hash: str
    channel: str  #: name, without the hash
    kind: MessageKind
    revision: int  #: 0 for the head
    reason: Reason
    not_before: datetime
    facts: Told  #: the incident's facts when this was decided
    before: Told | None = None  #: what had been told until then; None for a head


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """What goes over the wire. Everything foreign in it is escaped."""

    text: str  #: fallback for phones and screen readers
    blocks: tuple[dict[str, Any], ...]
    metadata: dict[str, Any]
    broadcast: bool = False  #: a reply that is shown in the channel too
