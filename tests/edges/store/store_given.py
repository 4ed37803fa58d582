"""What store tests start from: small builders, and short ways to bring articles and messages to where a test begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.model.alert import DeliveryState, Incident, Message, MessageKind, Reason, Report, SlackMessage, Told
from monitor.model.event import Event, Reading, Toll
from monitor.model.feed import Feed, FeedEntry
from monitor.model.place import Place
from monitor.model.rule import AlertPlan, Match, RuleHead, Verdict
from monitor.model.span import Span
from workers.edges.store import SqlStore
from workers.edges.store.tables import delivery_log
from workers.ports import Delivery, Filing, Outcome, PageText, Receipt, Step

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ATMEH = Place(id="gn:1", name="Atmeh", kind="town", country="SY", admin1="Idlib", within=frozenset({"SY", "SY.Idlib"}))
RULE = RuleHead(id="idlib-raid", title="Raid in Idlib", hash="h1", alert=AlertPlan(wait=60.0, also=("x",)))
LETTER = SlackMessage(text="raid", blocks=({"type": "section"},), metadata={"event_payload": {"id": "m"}})
ALERTED = Outcome(name="alerted", why="new incident")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def feed(name: str = "wire", **more: Any) -> Feed:
    return Feed(id=name, url=f"https://{name}.example/feed", publisher=name.title(), language="en", tags=("news",), **more)


def entry(key: str, *aliases: str, **more: Any) -> FeedEntry:
    return FeedEntry(
        key=key, aliases=aliases, url=f"https://wire.example/{len(key)}-{key[:20]}", title=f"Title {key[:20]}", **more
    )


def page(text: str = "Twelve died in Atmeh.", **more: Any) -> PageText:
    values: dict[str, Any] = {"title": "A raid", "language": "en", "published_at": at(-60), "site": "wire", "extraction": "page"}
    return PageText(text=text, **{**values, "fingerprint": f"fp-{text}", **more})


def reading(article_id: int) -> Reading:
    raid = Event(what="raid", where=ATMEH, date=NOON.date(), killed=Toll(low=12, high=None, evidence=(Span(start=0, end=6),)))
    return Reading(article_id=str(article_id), language="en", events=(raid,), reader="v1")


def match(article_id: int, rule: RuleHead = RULE) -> Match:
    verdicts = (
        Verdict(condition="event.killed", held=True, detail="killed: at least 12", evidence=(Span(start=0, end=6),)),
        Verdict(condition="article.title", held=True, detail="raid", evidence=(Span(start=2, end=6, part="title"),)),
    )
    return Match(rule=rule, article_id=str(article_id), event=0, verdicts=verdicts)


def report(article_id: int, seen: float = 0) -> Report:
    return Report(
        article_id=str(article_id), event=0, source="Wire", story="fp", url=None, title="A raid", published_at=None,
        seen_at=at(seen), what="raid", where=ATMEH, day=NOON.date(), killed=Toll(low=12, high=None), wounded=None,
        reality="happened", quote="Twelve died.", highlights=((0, 6),),
    )  # fmt: skip


def incident(name: str = "raid-1", *reports: Report, **more: Any) -> Incident:
    toll = Toll(low=12, high=None)
    return Incident(id=name, what="raid", where=ATMEH, day=NOON.date(), reports=reports or (report(1),), killed=toll, **more)


def message(
    name: str,
    kind: MessageKind = "head",
    revision: int = 0,
    *,
    of: str = "raid-1",
    to: str = "alerts",
    wait: float = 0,
    **more: Any,
) -> Message:
    values: dict[str, Any] = {"rule_id": RULE.id, "rule_hash": RULE.hash, "reason": Reason.NEW_INCIDENT}
    facts = Told(killed=Toll(low=12, high=None), place_name="Atmeh", sources=1)
    values |= {"not_before": at(wait), "facts": facts, **more}
    return Message(id=name, incident_id=of, channel=to, kind=kind, revision=revision, **values)


def filing(*incidents: Incident, messages: Sequence[Message] = (), ends: Sequence[int] = (), rule: str = "") -> Filing:
    assigned = tuple((article, rule, incidents[0].id) for article in ends) if rule else ()
    return Filing(incidents=incidents, messages=tuple(messages), outcomes=dict.fromkeys(ends, ALERTED), assigned=assigned)


# ---------------------------------------------------------------- short ways


def poll(store: SqlStore, *entries: FeedEntry, name: str = "wire", seconds: float = 0, **more: Any) -> list[int]:
    """One poll of one feed that brings these entries: ids that go on."""
    store.sync_feeds([feed(name)], at(seconds))
    lease, ((_, memory),) = store.claim_feeds([name], now=at(seconds), lease_for=60)
    later = replace(memory, next_due=at(seconds), interval=60.0, etag=f'"{seconds}"', last_ok_at=at(seconds))
    return store.finish_poll(lease, later, entries, now=at(seconds), **{"archived": {}, "quiet": False, **more})


def cleaned(store: SqlStore, count: int = 1) -> list[int]:
    """So many articles whose page was had."""
    ids = poll(store, *(entry(f"k{n}") for n in range(count)))
    lease, claimed = store.claim_articles(ids, "new", now=at(0), lease_for=60)
    return store.finish_pages(lease, {i: page(f"text {i}") for i in claimed}, now=at(0))


def read(store: SqlStore, count: int = 1) -> tuple[str, list[int]]:
    """So many articles that were read and matched, claimed for the incidents: (lease, ids)."""
    ids = cleaned(store, count)
    lease, claimed = store.claim_articles(ids, "cleaned", now=at(0), lease_for=60)
    store.finish_readings(lease, {i: (reading(i), [match(i)]) for i in claimed}, {}, now=at(0))
    return store.claim_articles(ids, "read", now=at(0), lease_for=600)


def file(store: SqlStore, *messages: Message, incidents: Sequence[Incident] = ()) -> None:
    """Put messages into the outbox, with their incident."""
    known = {each.id for each in store.board(at(-1e6)).incidents}
    wanted = {m.incident_id for m in messages} - known - {each.id for each in incidents}
    filed = Filing(incidents=(*incidents, *map(incident, sorted(wanted))), messages=messages, outcomes={})
    assert store.commit_filing("", store.board(at(-1e6)).version, filed, now=at(0))


def claim(store: SqlStore, seconds: float = 0, *, lease_for: float = 30, settle: float = 15, limit: int = 10) -> list[Delivery]:
    return store.claim_messages(now=at(seconds), lease_for=lease_for, settle=settle, limit=limit)


def names(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.message.id for delivery in deliveries]


def say(store: SqlStore, delivery: Delivery, seconds: float = 0, ts: str = "1.1") -> None:
    """A claimed message is sent, and stands."""
    assert store.start_sending(delivery, LETTER, now=at(seconds))
    step = Step(to=DeliveryState.SENT, detail="said", receipt=Receipt(channel_id="C1", ts=ts))
    assert store.finish_message(delivery, step, now=at(seconds))


def log(store: SqlStore, name: str) -> list[str]:
    """The arrows of a message, oldest first: "pending>sending"."""
    query = sa.select(delivery_log).where(delivery_log.c.message_id == name).order_by(delivery_log.c.id)
    with store.db.reading() as tx:
        return [f"{row.from_state}>{row.to_state}" for row in tx.execute(query)]
