"""Walks through archived articles and tells what each rule would have told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Final, Protocol, cast

from monitor.alerting.register import Register
from monitor.matching.condition import View
from monitor.matching.match import judge
from monitor.matching.oldnews import old_news
from monitor.matching.rule import Rule
from monitor.matching.rulebook import Rulebook
from monitor.model.alert import Incident, Message
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.rule import Match, RuleHead
from workers.jobs.desk import Frame
from workers.jobs.filing import file_all
from workers.ports import Board, Limits, PendingIncident, StoredMatch

_FIRST_WORDS: Final = frozenset({"head", "item"})


class Sketched(Protocol):
    """As much of a reading as tells which rules may match."""

    @property
    def events(self) -> Sequence[object]: ...


class Archived(Protocol):
    """An article of the archive."""

    @property
    def article(self) -> Article: ...
    @property
    def story(self) -> str: ...
    @property
    def quiet(self) -> bool: ...
    def sketch(self) -> Sketched: ...
    def reading(self) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article of an incident."""

    article_id: str
    event: int | None
    title: str
    source: str
    url: str | None
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """An incident that a rule would have told."""

    rule_id: str
    incident_id: str
    at: datetime  #: when it would have been decided; the message follows after the rule's `wait`
    what: str
    where: str  #: "" when it could not be told
    day: date | None
    articles: tuple[Telling, ...]  #: in the order in which they came; all until the incident closed

    @property
    def headline(self) -> str:
        return next((t.title for t in self.articles if t.title), f"{self.what} {self.where}".strip())


@dataclass(slots=True)
class _Desk:
    """What one rule has on its desk while the archive passes by."""

    head: RuleHead
    counted: Mapping[str, RuleHead] = field(default_factory=dict)  #: the rules whose incidents it counts
    open: dict[str, Incident] = field(default_factory=dict)
    told: dict[tuple[str, str], tuple[Message, ...]] = field(default_factory=dict)
    spoke: dict[str, datetime] = field(default_factory=dict)  #: incident id -> when
    closed: dict[str, Incident] = field(default_factory=dict)  #: told, and no longer open
    register: Register = field(default_factory=Register)
    coming: list[Message] = field(default_factory=list)  #: to be said later than now
    quiet: list[tuple[datetime, str]] = field(default_factory=list)  #: a heap: since when nothing came of an incident, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What came of a walk."""

    articles: int
    alerts: tuple[Would, ...]  #: by rule, then in the order of time
    broken: tuple[str, ...] = ()  #: ids of articles that could not be filed (a bug: live they would have been set aside)


def walk(rules: Iterable[Rule], archive: Iterable[Archived], limits: Limits, known: Iterable[Rule] = ()) -> Walked:
    """What these rules would have told, each by itself and as if it were live, whatever its `status`.

    `known`: where the rules stand that a rule with `count:` names; their incidents are counted and not told.
    """
    awake = {rule.head.id: replace(rule, head=replace(rule.head, status="live")) for rule in rules}
    others = {rule.head.id: replace(rule, head=replace(rule.head, status="live")) for rule in known} | awake
    desks = {key: _Desk(rule.head, _named(rule.head, others)) for key, rule in awake.items()}
    names = {name for desk in desks.values() for name in desk.counted}
    counting = {name: [desk for desk in desks.values() if name in desk.counted] for name in names}
    book = Rulebook(tuple(others[name] for name in sorted(awake.keys() | names)))
    count, broken = 0, list[str]()
    for archived in archive:
        count += 1
        if archived.quiet:
            continue
        now = archived.article.seen_at
        assert now is not None  # whatever the store keeps was seen
        sketch = archived.sketch()
        denial = not old_news(archived.article) and any(getattr(event, "reality", "") == "denied" for event in sketch.events)
        hopeful = book.index.candidates(View(archived.article, cast(Reading, sketch), now))
        listening = [desk for desk in desks.values() if desk.open] if denial else []
        if not hopeful and not listening:
            continue
        reading = archived.reading()
        matches, _ = judge(book, archived.article, reading, now, near=0) if hopeful else ([], [])
        by_rule: dict[str, list[Match]] = {desk.head.id: [] for desk in listening}
        for match in matches:
            if match.rule.id in desks:
                by_rule.setdefault(match.rule.id, []).append(match)
            for desk in counting.get(match.rule.id, ()):
                by_rule.setdefault(desk.head.id, []).append(match)
        for rule_id, mine in by_rule.items():
            pending = PendingIncident(
                article=archived.article, reading=reading, matches=tuple(map(_stored, mine)), story=archived.story
            )
            if not _file(desks[rule_id], pending, limits, now):
                broken.append(archived.article.id)
    return Walked(
        articles=count,
        alerts=tuple(would for rule_id in sorted(desks) for would in _alerts(desks[rule_id])),
        broken=tuple(dict.fromkeys(broken)),
    )


def _named(head: RuleHead, known: Mapping[str, Rule]) -> dict[str, RuleHead]:
    """The rules whose incidents it counts, as far as they are known."""
    named = head.count.rules if head.count else ()
    return {name: known[name].head for name in named if name in known}


def _stored(match: Match) -> StoredMatch:
    return StoredMatch(
        rule=match.rule,
        event=match.event,
        evidence=tuple((span.start, span.end, span.part) for span in match.evidence),
        held=match.held,
        why=tuple(v.detail for v in match.verdicts if v.held),
    )


def _file(desk: _Desk, pending: PendingIncident, limits: Limits, now: datetime) -> bool:
    """File one article as the live job does; False when that broke."""
    _close(desk, now - timedelta(seconds=limits.incident_window))
    desk.coming = [m for m in desk.coming if m.not_before > now]
    waiting = frozenset(m.id for m in desk.coming)
    board = Board(version=0, incidents=tuple(desk.open.values()), told=desk.told, waiting=waiting)
    frame = Frame(rules={desk.head.id: desk.head, **desk.counted}, limits=limits, now=now)
    after, broken = file_all(board, [pending], frame, desk.register)
    desk.open, desk.told = dict(after.incidents), dict(after.told)
    for incident_id in after.changed:
        heappush(desk.quiet, (_last_seen(desk.open[incident_id]), incident_id))
    for message in after.messages:
        desk.coming.append(message)
        if message.kind in _FIRST_WORDS and message.rule_id == desk.head.id:
            desk.spoke.setdefault(message.incident_id, now)
    return not broken


def _close(desk: _Desk, before: datetime) -> None:
    """Incidents of which nothing came for the window of time take no more reports."""
    while desk.quiet and desk.quiet[0][0] < before:
        _, key = heappop(desk.quiet)
        if key not in desk.open or _last_seen(desk.open[key]) >= before:
            continue
        incident = desk.open.pop(key)
        for rule_id in (desk.head.id, *desk.counted):
            desk.told.pop((key, rule_id), None)
        if key in desk.spoke:
            desk.closed[key] = incident


def _last_seen(incident: Incident) -> datetime:
    return max(r.seen_at for r in incident.reports)


def _alerts(desk: _Desk) -> list[Would]:
    known: Mapping[str, Incident] = {**desk.closed, **desk.open}
    return [_would(desk.head.id, known[key], at) for key, at in desk.spoke.items()]


def _would(rule_id: str, incident: Incident, at: datetime) -> Would:
    return Would(
        rule_id=rule_id,
        incident_id=incident.id,
        at=at,
        what=incident.what,
        where=incident.where.name if incident.where else "",
        day=incident.day,
        articles=tuple(
            Telling(article_id=r.article_id, event=r.event, title=r.title, source=r.source, url=r.url, seen_at=r.seen_at)
            for r in incident.reports
        ),
    )
