"""The doors as the jobs see them. Each edge implements one of these; tests may hand in fakes.

Times are UTC and aware. Leases are fencing tokens: a commit whose lease is no longer the row's own changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal, Protocol

from monitor.alerting.breaker import Rate
from monitor.alerting.operators import Notice
from monitor.model.alert import DeliveryState, Incident, Message, SlackMessage, Told
from monitor.model.article import Article, CleanedPage
from monitor.model.event import Reading, Refusal
from monitor.model.feed import Feed, FeedEntry, FeedMemory, ParsedFeed
from monitor.model.people import AuditLine, Mark, Mute
from monitor.model.place import Atlas, Place
from monitor.model.routing import Routing, Way
from monitor.model.rule import Match, NearMiss, Problem, RuleHead
from monitor.model.trouble import Trouble, Watchbook

Clock = Callable[[], datetime]

ArticleState = Literal["new", "cleaned", "read", "done"]


# ---------------------------------------------------------------- web


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One GET. `key` names it in the answer."""

    key: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    obey_robots: bool = False
    max_bytes: int | None = None  #: decoded; None: the web's own cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, read to its end within every limit."""

    key: str
    url: str  #: where redirects led
    status: int  #: 200 or 304
    body: bytes  #: decoded; b"" for 304
    content_type: str  #: as sent, with its charset
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None  #: where an unbroken row of 301/308 led; None: there was none
    max_age: float | None = None  #: seconds, from Cache-Control or Expires


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFetched:
    """No answer to use, and why, in words for a person."""

    key: str
    reason: str
    transient: bool
    status: int | None = None  #: HTTP status where there was one
    retry_after: float | None = None  #: seconds


class Web(Protocol):
    def get_many(self, requests: Sequence[Request]) -> list[Fetched | NotFetched]:
        """Ask for all at once (bounded per host); answers in the order of the requests. Never raises for one of them."""
        ...

    def close(self) -> None: ...


# ---------------------------------------------------------------- sandbox


class Sandbox(Protocol):
    """A killable child that reads foreign bytes. Raises Permanent with the reason ("timed out after 10 s") and lives on;
    Transient when it could not be started, which is no fault of the document.
    """

    def parse_feed(self, body: bytes, *, url: str, content_type: str, seen_at: datetime) -> ParsedFeed: ...

    def clean_page(self, body: bytes, *, url: str, content_type: str) -> CleanedPage: ...

    def close(self) -> None: ...


# ---------------------------------------------------------------- reading and rules


class Language(Protocol):
    """The reader with its vocabulary and gazetteer loaded."""

    version: str

    def explain(self, article: Article) -> tuple[Reading, tuple[Refusal, ...]]:
        """One article, with what was passed over and why; whatever breaks is raised."""
        ...

    def read_many(self, articles: Iterable[Article]) -> list[Reading | Exception]:
        """One answer an article, in order. An article that breaks the reader gives the exception, the others go on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesState:
    """What the rules folder says now."""

    heads: tuple[RuleHead, ...]
    problems: tuple[Problem, ...]
    routing: Routing = Routing()  # noqa: RUF009 (frozen)

    @property
    def in_force(self) -> RulesInForce:
        """The same in short, for `wirewatch status`."""
        named = "\n".join(f"{head.id} {head.hash}" for head in self.heads)
        wrong = [str(problem) for problem in self.problems if problem.severity == "error"]
        told = tuple(wrong[:_MOST_PROBLEMS]) + (
            (f"and {len(wrong) - _MOST_PROBLEMS} more",) if len(wrong) > _MOST_PROBLEMS else ()
        )
        return RulesInForce(count=len(self.heads), hash=blake2b(named.encode(), digest_size=4).hexdigest(), problems=told)


_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInForce:
    """What one process tells of its rules with each heartbeat."""

    count: int
    hash: str  #: of all rules in force: two processes with the same one judge alike
    problems: tuple[str, ...]  #: `FILE:LINE:COLUMN: what is wrong`


class Rules(Protocol):
    """The rules in force: the last good version of each."""

    @property
    def state(self) -> RulesState:
        """As of the last `refresh`."""
        ...

    def refresh(self) -> RulesState:
        """Look at the folder; load what changed and is good. Cheap when nothing changed."""
        ...

    def judge(self, article: Article, reading: Reading, now: datetime) -> tuple[list[Match], list[NearMiss]]:
        """All rules on one article: what matched, and of the others the nearest, nearest first (at most 5)."""
        ...

    def feeds(self) -> tuple[list[Feed], list[Problem]]:
        """The feeds that feeds.yaml names."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodFile:
    """A file of the rules folder as it was when it came into force."""

    name: str  #: below the folder: "alerts/raid.yaml", "vocabulary/words.yaml"
    digest: str  #: of all that its tests were passed with
    body: str
    lists: Mapping[str, str]  #: the files of the lists that a rule uses, by name


class Memory(Protocol):
    """What keeps good files over restarts: the store."""

    def good_files(self) -> dict[str, GoodFile]: ...

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None:
        """Put these in the place of what is kept under their names, and forget those that are gone."""
        ...


class Relearning(Protocol):
    """A reader whose vocabulary can be changed while it runs."""

    version: str
    problems: list[str]  #: what is wrong with its vocabulary: "vocabulary/words.yaml: ..."

    @property
    def vocabulary(self) -> Mapping[str, bytes]:
        """The users' files that it was given, by name."""
        ...

    @property
    def atlas(self) -> Atlas: ...

    def canonical(self, name: str) -> str: ...

    def read(self, article: Article) -> Reading: ...

    def relearn(self, vocabulary: Mapping[str, bytes]) -> list[str]:
        """Read with these files from now on; when something is wrong with one, change nothing and say what."""
        ...


# ---------------------------------------------------------------- queue


class Queue(Protocol):
    """Redis carries ids and nothing else; a lost call costs one sweep. Never raises when Redis is away: answers False."""

    def poll_feeds(self, feed_ids: Sequence[str]) -> bool: ...

    def fetch_pages(self, article_ids: Sequence[int]) -> bool: ...

    def read_articles(self, article_ids: Sequence[int]) -> bool: ...

    def update_incidents(self, article_ids: Sequence[int]) -> bool: ...

    def send_alerts(self) -> bool: ...

    def depths(self) -> dict[str, int] | None:
        """Jobs waiting by queue name; None when Redis cannot be reached."""
        ...


# ---------------------------------------------------------------- Slack


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Slack's word that a message stands."""

    channel_id: str
    ts: str


class Room(Protocol):
    """Where alerts are told. Raises Transient (certainly not said), Ambiguous (perhaps said), Permanent (never will be)."""

    def post(self, channel: str, message: SlackMessage, *, thread_ts: str | None = None) -> Receipt: ...

    def update(self, channel_id: str, ts: str, message: SlackMessage) -> Receipt:
        """Safe to repeat."""
        ...

    def find(self, channel: str, *, since: datetime, thread_ts: str | None = None) -> dict[str, Receipt]:
        """Our messages in the channel (or the thread) since then, by message id; without metadata by its first 12 hex digits."""
        ...

    def check(self) -> str:
        """Who we are, in words; raises Permanent or Transient with what to do."""
        ...


# ---------------------------------------------------------------- other ways out


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


# ---------------------------------------------------------------- store


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An arrow of the delivery state machine, to be committed under the lease."""

    to: DeliveryState
    detail: str
    receipt: Receipt | None = None
    not_before: datetime | None = None
    absent_checks: int | None = None


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


class Store(Protocol):
    """The truth. Every method is one transaction; none does anything slow inside it."""

    # feeds
    def sync_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the store's feeds those of the file: new ones due now, missing ones disabled, memory kept."""
        ...

    def due_feeds(self, now: datetime, *, limit: int, handed_on_for: float) -> list[str]:
        """Feed ids that are due and not handed on in the last `handed_on_for` seconds; marks them handed on."""
        ...

    def claim_feeds(
        self, feed_ids: Sequence[str], *, now: datetime, lease_for: float
    ) -> tuple[str, list[tuple[Feed, FeedMemory]]]:
        """(lease, feeds): those that nobody else holds and that are still due."""
        ...

    def known_keys(self, feed_id: str, keys: Iterable[str]) -> set[str]:
        """Which of these keys and aliases belong to an article of the feed."""
        ...

    def known_count(self, feed_id: str) -> int: ...

    def finish_poll(
        self,
        lease: str,
        memory: FeedMemory,
        entries: Sequence[FeedEntry],
        *,
        now: datetime,
        archived: Mapping[str, Outcome],
        quiet: bool,
    ) -> list[int]:
        """T1: entries and validators together. `archived`: entry key -> outcome of those that end here.

        `entries`: all of the body; known ones make no new article, but their keys stay remembered and new aliases are learned.
        The new articles count as handed on now: whoever calls puts them into the queue, else the sweeper does, later.
        Returns the new articles' ids that go on, in the entries' order; [] too when the lease was lost.
        """
        ...

    # articles
    def claim_articles(
        self, article_ids: Sequence[int], state: ArticleState, *, now: datetime, lease_for: float
    ) -> tuple[str, list[int]]:
        """T2: (lease, ids): those in that state, due, and held by nobody else. Counts an attempt each."""
        ...

    def pending_pages(self, lease: str, ids: Sequence[int]) -> list[PendingPage]: ...

    def articles(self, ids: Sequence[int]) -> list[Article]: ...

    def pending_incidents(self, ids: Sequence[int]) -> list[PendingIncident]: ...

    def attempts(self, ids: Sequence[int]) -> dict[int, int]: ...

    def finish_pages(self, lease: str, pages: Mapping[int, PageText], *, now: datetime) -> list[int]:
        """new -> cleaned. Returns the ids whose lease still held."""
        ...

    def finish_readings(
        self,
        lease: str,
        readings: Mapping[int, tuple[Reading, Sequence[Match]]],
        outcomes: Mapping[int, Outcome],
        *,
        now: datetime,
    ) -> list[int]:
        """T3: cleaned -> read, or done for those with an outcome. Returns the ids that go on to the incidents."""
        ...

    def postpone(self, lease: str, ids: Sequence[int], *, until: datetime, reason: str) -> None: ...

    def set_aside(self, lease: str, article_id: int, outcome: Outcome, *, trace: str, now: datetime) -> None: ...

    def stale_articles(self, now: datetime, *, limit: int, handed_on_for: float) -> dict[ArticleState, list[int]]:
        """Due articles by state that nobody holds and that were not handed on lately; marks them handed on."""
        ...

    # incidents
    def board(self, since: datetime) -> Board: ...

    def commit_filing(self, lease: str, version: int, filing: Filing, *, now: datetime) -> bool:
        """False when the board has moved on or the lease was lost: nothing was written."""
        ...

    # held matches
    def held(self) -> list[HeldMatch]:
        """Those that wait for a person, oldest first."""
        ...

    def decide_held(self, decision: HeldDecision) -> str:
        """Write the decision down. A released match goes to the incidents as if it had just been read, with the place that was
        said. "" when done, else why not: somebody was first, or the article is under way.
        """
        ...

    def held_decisions(self, limit: int = 100) -> list[HeldDecision]:
        """What was decided, newest first."""
        ...

    # outbox
    def messages_due(self, now: datetime) -> int:
        """How many outbox rows could be worked on now (pending and due, uncertain, or left by a dead sender)."""
        ...

    def claim_messages(self, *, now: datetime, lease_for: float, settle: float, limit: int) -> list[Delivery]:
        """T4 begins: due rows, one an incident and channel at most, oldest first; none of a channel inside its second.

        A PENDING row comes back PENDING (it is SENDING in the store once `start_sending` is called); SENDING rows whose lease
        ran out become UNCERTAIN first. UNCERTAIN rows come when `settle` seconds have passed since their last try or check.
        """
        ...

    def start_sending(self, delivery: Delivery, payload: SlackMessage, *, now: datetime, facts: Told | None = None) -> bool:
        """T4: durable before a byte leaves. False when the lease was lost.

        `facts`: what the payload says; they replace the row's facts, so that later changes are measured against what was said.
        Moves the board's version on: a filing that still took this message for a waiting one is refused and decides again.
        """
        ...

    def finish_message(self, delivery: Delivery, step: Step, *, now: datetime) -> bool:
        """T5, under the lease; written to the delivery log."""
        ...

    def pause_channel(self, channel: str, until: datetime) -> None:
        """429: nothing to that channel before then."""
        ...

    # what people do
    def mute(self, wanted: Mute, *, via: str, now: datetime) -> Mute:
        """Keep it, and put off what waits and falls under it. The mute with its number."""
        ...

    def unmute(self, number: int, *, by: str, via: str, now: datetime) -> str:
        """Lift it: what it held back is said now. Why not, in words; "" when it is lifted."""
        ...

    def mutes(self, now: datetime | None = None) -> list[Mute]:
        """Those that run at that moment; None: all. Newest first."""
        ...

    def mark_incident(self, incident_id: str, mark: Mark, *, via: str) -> str:
        """Its heads show it; "wrong" is kept as feedback on each article that made the alert. Why not, in words, or ""."""
        ...

    def merge_incidents(self, incident_id: str, into_id: str, *, by: str, via: str, now: datetime) -> str:
        """The first becomes part of the second; its articles are filed again. Why not, in words, or ""."""
        ...

    def split_incident(self, incident_id: str, article_ids: Sequence[int], *, by: str, via: str, now: datetime) -> str:
        """Without these articles' reports, which are filed again, never here. Why not, in words, or ""."""
        ...

    def incident(self, incident_id: str) -> Incident | None:
        """With its reports; None when the store has it no more."""
        ...

    def rule_head(self, rule_id: str) -> RuleHead | None:
        """As it last matched; None when it never did."""
        ...

    def find_article(self, url: str) -> LedgerRow | None:
        """The newest article of that address; None when none came by a feed."""
        ...

    def write_audit(self, line: AuditLine) -> None: ...

    def audit(self, since: datetime | None = None, limit: int = 200) -> list[AuditLine]:
        """Newest first."""
        ...

    # rules that fire too often
    def rates(self, now: datetime) -> list[Rate]:
        """Of the rules that told of many incidents in the last hour."""
        ...

    def trip(self, wanted: Mute, say: Callable[[Mute], Mapping[Message, SlackMessage]], *, now: datetime) -> Mute:
        """Mute a rule, and what tells its people, in one transaction. `say`: given the mute with its number."""
        ...

    # our own troubles
    def troubles(self, now: datetime) -> list[Trouble]: ...

    def watchbook(self) -> Watchbook: ...

    def keep_watchbook(self, book: Watchbook, said: Said | None, *, now: datetime) -> None:
        """The book, and the notice that it led to, in one transaction. The same notice twice is one row of the outbox."""
        ...

    # housekeeping
    def heartbeat(
        self, role: str, *, pid: int, host: str, now: datetime, detail: str = "", rules: RulesInForce | None = None
    ) -> None: ...

    # rules that were good
    def good_files(self) -> dict[str, GoodFile]: ...

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None: ...

    def health(self, now: datetime) -> Health: ...

    def intake(self) -> dict[str, int]:
        """Articles by outcome, those on their way by state. The numbers add up to all articles."""
        ...

    def ledger(self, limit: int = 1000) -> list[LedgerRow]:
        """All articles with their outcomes, in the order of sight."""
        ...

    def forget(self, before: datetime) -> dict[str, int]:
        """Retention: what is older goes, its incidents and sent messages too; entries' keys stay a while. Counts by table."""
        ...

    def checkpoint(self) -> None:
        """SQLite: fold the WAL back. Only the scheduler calls it (see docs/decisions on the WAL race)."""
        ...

    def story_of(self, fingerprint: str, *, since: datetime) -> list[int]: ...

    def close(self) -> None: ...


# ---------------------------------------------------------------- all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a job may use. The toolbox fills it; a job takes what it needs."""

    clock: Clock
    store: Store
    queue: Queue
    web: Web
    sandbox: Sandbox
    language: Language
    rules: Rules
    room: Room
    limits: Limits
    ways: Ways = NoWays()  # noqa: RUF009 (it has no state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers of the jobs, from the settings."""

    lease: float = 60.0  #: seconds an article or feed is held before the sweeper hands it on again
    message_lease: float = 30.0  #: seconds; more than the sender's time-out
    settle: float = 15.0  #: seconds between the two looks for an uncertain message
    history_patience: float = 1800.0  #: seconds without readable history before an uncertain message is sent again
    max_attempts: int = 3  #: claims of one article before it is set aside as poison
    page_retries: int = 2  #: transient page failures before the feed's own text is taken
    page_retry_after: float = 60.0  #: seconds
    message_retry_for: float = 172800.0  #: seconds an alert is retried before it is dead
    incident_window: float = 259200.0  #: seconds an incident stays open for further reports
    default_channel: str = "wirewatch"
    operators_channel: str = ""  #: "": the default channel
    alive_url: str = ""  #: of a dead man's switch; "": none
    default_wait: float | None = None  #: seconds; None: as each rule says (2 minutes)
    min_interval: float = 60.0  #: seconds between polls of a feed
    max_interval: float = 3600.0  #: seconds
    breaker: float = 6.0  #: times its usual rate at which a rule is gathered for an hour; 0: never
    pressable: bool = False  #: somebody listens to buttons under alerts
    first_poll_window: float = 86400.0  #: seconds: of a feed's first poll only entries younger than this may alert
