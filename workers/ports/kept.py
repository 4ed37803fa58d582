"""What the store gives and takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from monitor.alerting.operators import Notice
from monitor.model.alert import DeliveryState, Incident, Message, SlackMessage
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feed import Feed, FeedEntry
from monitor.model.likeness import Likeness
from monitor.model.people import Mute
from monitor.model.place import Place
from monitor.model.rule import RuleHead
from monitor.model.trouble import Trouble
from workers.ports.moments import ArticleState
from workers.ports.rooms import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPage:
    """An article whose page is to be fetched."""

    id: int
    url: str | None
    feed: Feed
    entry: FeedEntry
    seen_at: datetime
    attempts: int  #: claims so far, this one included


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What became of a page: the article's text from now on."""

    title: str
    text: str
    language: str | None
    published_at: datetime | None
    site: str
    extraction: str  #: "page", or "feed text: " and why
    fingerprint: str  #: of the text: copies of one wire story share it
    likenesses: tuple[Likeness, ...] = ()  #: by what it is known again


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingIncident:
    """A read article with its matches, ready for the incidents."""

    article: Article
    reading: Reading
    matches: tuple[StoredMatch, ...]
    story: str  #: fingerprint of the text
    quiet: bool = False  #: of a flood: archived and matched, never told


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMatch:
    """A match as the store keeps it, with the rule's head as it was then."""

    rule: RuleHead
    event: int | None
    evidence: tuple[tuple[int, int, str], ...]  #: (start, end, part)
    held: bool
    why: tuple[str, ...] = ()  #: the conditions that held, in words (`Verdict.detail`)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMatch:
    """A match that waits for a person: all holds, but where it happened could not be told."""

    id: int
    article: Article
    reading: Reading
    event: int  #: index into the reading's events
    rule: RuleHead  #: as it was then
    why: tuple[str, ...]  #: the conditions that held, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDecision:
    """What a person decided about a held match. Kept as long as articles are."""

    match_id: int
    decision: Literal["released", "dropped"]
    by: str
    at: datetime
    reason: str = ""
    place: Place | None = None  #: where it happened, if the person said so
    article_id: int = 0
    rule_id: str = ""
    event: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The one named ending of an article."""

    name: str  #: "alerted", "updated", "filed", "no match", "held", "trial", "archived", "set aside"
    why: str  #: in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The open incidents at one moment."""

    version: int  #: a commit on an older version is refused: gather again
    incidents: tuple[Incident, ...]
    #: (incident id, rule id) -> its messages, oldest first; () for a pair that matched and has said nothing
    told: Mapping[tuple[str, str], tuple[Message, ...]]
    #: ids of those messages that are PENDING: they will be rendered with the facts of that moment
    waiting: frozenset[str] = frozenset()
    mutes: tuple[Mute, ...] = ()  #: those that have not run out


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What `update_incidents` decided for a batch; committed whole or not at all."""

    incidents: tuple[Incident, ...]  #: new or changed
    messages: tuple[Message, ...]  #: new outbox rows; one whose id exists is left alone
    outcomes: Mapping[int, Outcome]  #: article id -> its ending
    assigned: tuple[tuple[int, str, str], ...] = ()  #: (article id, rule id, incident id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed outbox row with all that is needed to say it."""

    message: Message
    rule: RuleHead
    incident: Incident  #: as it stands now
    lease: str
    state: DeliveryState  #: as it was when claimed: PENDING or UNCERTAIN
    attempts: int  #: tries that began before this one
    first_try_at: datetime | None
    last_try_at: datetime | None
    absent_checks: int
    payload: SlackMessage | None  #: as last sent; None when it never was
    head: Receipt | None  #: of the incident's head message in that channel, for replies and updates
    items: tuple[Incident, ...] = ()  #: of a digest: the incidents that it tells of, as they stand now
    rules: Mapping[str, RuleHead] = field(default_factory=dict)  #: of a catch-up: incident id -> the rule that alerted


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An arrow of the delivery state machine, to be committed under the lease."""

    to: DeliveryState
    detail: str
    receipt: Receipt | None = None
    not_before: datetime | None = None
    absent_checks: int | None = None
    tried_at: datetime | None = None  #: a try that ended before it began: it counts all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The store's view for `status`. Plain numbers and words, ready for JSON."""

    feeds: Sequence[Mapping[str, Any]]
    articles: Mapping[str, int]  #: by outcome; those on their way by state
    alerts: Mapping[str, int]  #: by delivery state
    oldest_unsent: datetime | None
    heartbeats: Sequence[Mapping[str, Any]]  #: of a process that judges with `rules`: {count, hash, problems}
    troubles: Sequence[Trouble] = field(default=())
    held: int = 0  #: matches that wait for a person

    @property
    def problems(self) -> list[str]:
        """The troubles in words."""
        return [trouble.words for trouble in self.troubles]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A notice to the operators, and where it goes."""

    channel: str
    notice: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One article and how it ended, for tables that people read."""

    id: int
    title: str
    source: str
    feed_id: str
    state: ArticleState
    outcome: str  #: "" while it is on its way
    why: str
    extraction: str
    seen_at: datetime
