"""The doors as the jobs see them. Each edge implements one of these; tests may hand in fakes.

Times are UTC and aware. Leases are fencing tokens: a commit whose lease is no longer the row's own changes nothing.
"""

from workers.ports.judging import GoodFile, Language, Memory, Relearning, Rules, RulesInForce, RulesState
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
    StoredMatch,
)
from workers.ports.moments import ArticleState, Clock
from workers.ports.queue import Queue
from workers.ports.rooms import ChannelBook, Guard, ListRead, NoWays, Post, Receipt, Room, Ways
from workers.ports.store import (
    ArticleStore,
    BreakerStore,
    CareStore,
    FeedStore,
    GoodRuleStore,
    HeldStore,
    IncidentStore,
    OutboxStore,
    PeopleStore,
    Store,
    TroubleStore,
)
from workers.ports.tools import Limits, Tools
from workers.ports.web import Fetched, NotFetched, Request, Sandbox, Web

__all__ = [
    "ArticleState",
    "ArticleStore",
    "Board",
    "BreakerStore",
    "CareStore",
    "ChannelBook",
    "Clock",
    "Delivery",
    "FeedStore",
    "Fetched",
    "Filing",
    "GoodFile",
    "GoodRuleStore",
    "Guard",
    "Health",
    "HeldDecision",
    "HeldMatch",
    "HeldStore",
    "IncidentStore",
    "Language",
    "LedgerRow",
    "Limits",
    "ListRead",
    "Memory",
    "NoWays",
    "NotFetched",
    "OutboxStore",
    "Outcome",
    "PageText",
    "PendingIncident",
    "PendingPage",
    "PeopleStore",
    "Post",
    "Queue",
    "Receipt",
    "Relearning",
    "Request",
    "Room",
    "Rules",
    "RulesInForce",
    "RulesState",
    "Said",
    "Sandbox",
    "Step",
    "Store",
    "StoredMatch",
    "Tools",
    "TroubleStore",
    "Ways",
    "Web",
]
