"""Pairs of texts through the whole chain: text -> reading -> report -> incident. Do they end in one, and where is it?

Each pair says which way it is: `same` place, places `apart`, or one `contained` in the other; those apart are two incidents, the
others one. Days count too: what happened on other days is apart. A pair is right only when it is right in both orders of arrival.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from monitor.alerting.words import place
from monitor.model.alert import Incident
from monitor.model.article import Article
from monitor.model.rule import RuleHead
from monitor.reading.stories.fingerprint import fingerprint
from workers.edges.language import LocalLanguage
from workers.jobs.desk import Frame
from workers.jobs.filing import file_all
from workers.ports import Board, Limits, PendingIncident, StoredMatch

GOLDEN = Path(__file__).parents[2] / "golden" / "incidents"
ANY = RuleHead(id="any", title="Anything that happened", status="live", channel="alerts", hash="h")


@dataclass(frozen=True, slots=True)
class TownPair:
    way: str  #: same, apart or contained
    land: str
    why: str
    a: Article
    b: Article
    where: str  #: the one incident's place; "" where the pair does not say

    @property
    def one(self) -> bool:
        return self.way != "apart"


@cache
def town_pairs(name: str) -> tuple[TownPair, ...]:
    """The pairs of `tests/golden/incidents/NAME.yaml`."""
    given: list[dict[str, Any]] = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text())
    return tuple(
        TownPair(p["way"], p["land"], p["why"], _article(1, p["a"]), _article(2, p["b"]), p.get("where", "")) for p in given
    )


def _article(number: int, given: dict[str, Any]) -> Article:
    at = datetime.fromisoformat(str(given["at"]))
    return Article(
        id=str(number), url=f"https://news.example/{number}", title=given["title"], text=given["text"], source=f"Paper {number}",
        published_at=at, seen_at=at, language="en",
    )  # fmt: skip


def filed(language: LocalLanguage, articles: Sequence[Article]) -> list[Incident]:
    """The incidents of these articles, seen in this order; a rule matches all that happened, as live."""
    seen = max(a.published_at for a in articles if a.published_at)
    board = Board(version=0, incidents=(), told={})
    pending = [_pending(language, replace(a, seen_at=seen)) for a in articles]
    desk, broken = file_all(board, pending, Frame(rules={ANY.id: ANY}, limits=Limits(), now=seen))
    assert not broken, broken
    return list(desk.incidents.values())


def _pending(language: LocalLanguage, article: Article) -> PendingIncident:
    reading = language.read(article)
    matches = tuple(
        StoredMatch(rule=ANY, event=n, evidence=(), held=False) for n, e in enumerate(reading.events) if e.reality == "happened"
    )
    return PendingIncident(article=article, reading=reading, matches=matches, story=fingerprint(article.text))


def _ids(language: LocalLanguage, name: str) -> set[str]:
    """Of all places of that name, however the gazetteer spells it."""
    return {found.id for found in language.atlas.find(name)}


def answers(language: LocalLanguage, pair: TownPair) -> list[str]:
    """What is wrong with the pair, in words; [] when it is right in both orders."""
    wrong = []
    for order in ((pair.a, pair.b), (pair.b, pair.a)):
        incidents = filed(language, order)
        shared = [i for i in incidents if len({r.article_id for r in i.reports}) == 2]
        told = " and ".join(f"{i.what} in {place(i.where)}" for i in incidents) or "nothing"
        if bool(shared) != pair.one:
            wrong.append(f"{order[0].id} first: {'one' if shared else 'two'}: {told}")
        elif pair.where and not any(i.where and i.where.id in _ids(language, pair.where) for i in shared):
            wrong.append(f"{order[0].id} first: elsewhere than {pair.where}: {told}")
    return wrong
