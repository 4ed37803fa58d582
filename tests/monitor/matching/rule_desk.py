"""A desk for trying rules: write a rule, say what an article told, and ask what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.matching.match import judge
from monitor.matching.rulebook import Rulebook, load_rulebook
from monitor.model.article import Article
from monitor.model.event import Actor, Entity, Event, Reading, Role, Toll
from monitor.model.feed import Feed
from monitor.model.place import Place
from monitor.model.rule import Match, NearMiss
from monitor.model.span import Span
from tests.monitor.matching.rules_atlas import ATLAS, place

TODAY = date(2024, 3, 10)
NOW = datetime(2024, 3, 10, 12, tzinfo=UTC)
FEEDS = (Feed(id="f1", url="https://wire.example/rss", publisher="The Wire", tags=("syria",)),)
LISTS = {
    "lists/all.yaml": """
our_sites: ["Zalingei, Sudan", {name: Depot, lat: 36.0, lon: 36.5}]
provinces: ["Idlib, Syria", "Aleppo, Syria"]
armed: [ISIS, the Wagner Group]
words: [flood, flash flood]
our_clinics: [Al Noor]
"""
}
ALIASES = {"Daesh": "Islamic State", "ISIS": "Islamic State"}


def book(*rules: str) -> Rulebook:
    """The rules, which must all be good."""
    files = {f"rule-{i}.yaml": text for i, text in enumerate(rules)}
    rulebook, problems = load_rulebook(
        files, atlas=ATLAS, lists=LISTS, feeds=FEEDS, canonical=lambda name: ALIASES.get(name, name)
    )
    assert not [str(p) for p in problems if p.severity == "error"]
    return rulebook


def rule(event: str = "", article: str = "", rest: str = "") -> str:
    """A rule's text from the insides of its blocks, in flow style."""
    lines = ["title: A rule"]
    lines += [f"event: {{{event}}}"] if event else []
    lines += [f"article: {{{article}}}"] if article else []
    return "\n".join([*lines, rest]) + "\n"


def event(what: str = "raid", where: str | Place | None = "gn:1", **others: Any) -> Event:
    """A raid in the town of Idlib, unless said otherwise."""
    return Event(what=what, where=place(where) if isinstance(where, str) else where, **others)


def toll(low: int, high: int | None = -1, **others: Any) -> Toll:
    """Exactly so many; `toll(12, None)` is at least 12."""
    return Toll(low=low, high=low if high == -1 else high, **others)


def actor(name: str, role: Role = "by") -> Actor:
    return Actor(name=name, role=role, evidence=(Span(start=0, end=4),))


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def article(text: str = "Something happened.", **others: Any) -> Article:
    fields: dict[str, Any] = {"id": "a1", "title": "", "source": "The Wire", "published_at": NOW, "seen_at": NOW}
    return Article(**{**fields, "text": text, **others})


def judged(
    rulebook: Rulebook | str,
    *events: Event,
    on: Article | None = None,
    entities: Sequence[Entity] = (),
    language: str | None = "en",
) -> tuple[list[Match], list[NearMiss]]:
    """What the rules say of an article that tells of these events."""
    paper = on or article()
    reading = Reading(article_id=paper.id, language=language, events=events, entities=tuple(entities))
    return judge(book(rulebook) if isinstance(rulebook, str) else rulebook, paper, reading, NOW)


def alerts(rulebook: Rulebook | str, *events: Event, **others: Any) -> bool:
    """Does any rule match, for good?"""
    return any(not match.held for match in judged(rulebook, *events, **others)[0])


def failed(rulebook: Rulebook | str, *events: Event, **others: Any) -> dict[str, str]:
    """Of a rule that does not match: its failed conditions with their words."""
    matches, misses = judged(rulebook, *events, **others)
    assert not matches
    return {v.condition: v.detail for v in misses[0].failed}
