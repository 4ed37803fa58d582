"""The store, one Protocol a room of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from monitor.alerting.breaker import Rate
from monitor.model.alert import Incident, Message, SlackMessage, Told
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.feed import Feed, FeedEntry, FeedMemory
from monitor.model.likeness import Likeness
from monitor.model.people import AuditLine, Mark, Mute
from monitor.model.rule import Match, RuleHead
from monitor.model.trouble import Trouble, Watchbook
from workers.ports.judging import GoodFile, RulesInForce
from workers.ports.kept import (
    Board,
    Delivery,
    Filing,
    Health,
    HeldDecision,
    HeldMatch,
    LedgerRow,
    Outcome,
    PageText,
    PendingIncident,
    PendingPage,
    Said,
    Step,
)
from workers.ports.moments import ArticleState
from workers.ports.rooms import ChannelBook


class FeedStore(Protocol):
    """Feeds, and what is remembered of them."""

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
        late: Collection[str] = (),
        news_age: float | None = None,
        likenesses: Mapping[str, Sequence[Likeness]] = MappingProxyType({}),
    ) -> list[int]:
        """T1: entries and validators together. `archived`: entry key -> outcome of those that end here; `late`: keys of those
        that nobody could have seen in time; `news_age`: seconds, as it holds for this feed today; `likenesses`: entry key ->
        by what its article is known again.

        `entries`: all of the body; known ones make no new article, but their keys stay remembered and new aliases are learned.
        The new articles count as handed on now: whoever calls puts them into the queue, else the sweeper does, later.
        Returns the new articles' ids that go on, in the entries' order; [] too when the lease was lost.
        """
        ...


class ArticleStore(Protocol):
    """Articles on their way."""

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
        """new -> cleaned; or done, for what its publisher has shown before under another name, with that reason.

        Returns the ids that go on: those whose lease still held.
        """
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

    def hand_back(self, lease: str, ids: Sequence[int]) -> None:
        """Claimed and not begun: free at once, as if nobody had claimed them."""
        ...

    def set_aside(self, lease: str, article_id: int, outcome: Outcome, *, trace: str, now: datetime) -> None: ...

    def stale_articles(self, now: datetime, *, limit: int, handed_on_for: float) -> dict[ArticleState, list[int]]:
        """Due articles by state that nobody holds and that were not handed on lately; marks them handed on."""
        ...


class IncidentStore(Protocol):
    """Open incidents, and the one way to change them."""

    def board(self, since: datetime) -> Board: ...

    def commit_filing(self, lease: str, version: int, filing: Filing, *, now: datetime) -> bool:
        """False when the board has moved on or the lease was lost: nothing was written."""
        ...


class HeldStore(Protocol):
    """Matches whose place could not be told."""

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


class OutboxStore(Protocol):
    """What is to be said. The arrows are in `monitor.alerting.delivery`."""

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

    def still_held(self, delivery: Delivery, *, now: datetime) -> bool:
        """Is it being sent under this lease, which has not run out?"""
        ...

    def finish_message(self, delivery: Delivery, step: Step, *, now: datetime) -> bool:
        """T5, under the lease; written to the delivery log."""
        ...

    def pause_channel(self, channel: str, until: datetime) -> None:
        """429: nothing to that channel before then."""
        ...


class PeopleStore(Protocol):
    """What people do to alerts, and the log of it."""

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


class BreakerStore(Protocol):
    """Rules that fire too often."""

    def rates(self, now: datetime) -> list[Rate]:
        """Of the rules that told of many incidents in the last hour."""
        ...

    def trip(self, wanted: Mute, say: Callable[[Mute], Mapping[Message, SlackMessage]], *, now: datetime) -> Mute:
        """Mute a rule, and what tells its people, in one transaction. `say`: given the mute with its number."""
        ...


class TroubleStore(Protocol):
    """Our own troubles, and what was told of them."""

    def troubles(self, now: datetime) -> list[Trouble]: ...

    def probe(self, now: datetime) -> str:
        """Can the store be written? Why not, in words, or ""."""
        ...

    def watchbook(self) -> Watchbook: ...

    def keep_watchbook(self, book: Watchbook, said: Said | None, *, now: datetime) -> None:
        """The book, and the notice that it led to, in one transaction. The same notice twice is one row of the outbox."""
        ...


class CareStore(Protocol):
    """What operators see of the store, and how it stays small."""

    def heartbeat(
        self, role: str, *, pid: int, host: str, now: datetime, detail: str = "", rules: RulesInForce | None = None
    ) -> None: ...

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


class GoodRuleStore(Protocol):
    """Rules folders as they were when they came into force."""

    def good_files(self) -> dict[str, GoodFile]: ...

    def keep_good_files(self, kept: Sequence[GoodFile], gone: Collection[str]) -> None: ...


class Store(
    FeedStore,
    ArticleStore,
    IncidentStore,
    HeldStore,
    OutboxStore,
    PeopleStore,
    BreakerStore,
    TroubleStore,
    CareStore,
    GoodRuleStore,
    ChannelBook,
    Protocol,
):
    """The truth. Every method is one transaction; none does anything slow inside it."""
