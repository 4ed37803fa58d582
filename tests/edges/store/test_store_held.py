"""Held matches on both databases: each is decided once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from tests.edges.store.store_given import ATMEH, NOON, RULE, at, cleaned, match, reading
from workers.edges.store import SqlStore
from workers.ports import HeldDecision, Outcome


def held(store: SqlStore) -> int:
    """A filed article with a held match; the match's number."""
    [article] = cleaned(store)
    lease, _ = store.claim_articles([article], "cleaned", now=at(0), lease_for=60)
    found = replace(match(article, replace(RULE, where_unknown="hold")), held=True)
    store.finish_readings(lease, {article: (reading(article), [found])}, {article: Outcome(name="held", why="x")}, now=at(0))
    [waiting] = store.held()
    return waiting.id


def said(number: int, word: str, by: str) -> HeldDecision:
    return HeldDecision(match_id=number, decision=word, by=by, at=at(5), place=ATMEH if word == "released" else None)  # type: ignore[arg-type]


def test_of_many_who_decide_at_once_one_does(store: SqlStore) -> None:
    number = held(store)

    with ThreadPoolExecutor(6) as crowd:
        words = ["released", "dropped"] * 3
        answers = list(crowd.map(lambda n: store.decide_held(said(number, words[n], f"analyst {n}")), range(6)))

    assert sum(answer == "" for answer in answers) == 1
    [made] = store.held_decisions()
    assert answers.index("") == int(made.by[-1])


def test_a_released_article_is_ready_for_the_incidents_with_its_place(store: SqlStore) -> None:
    number = held(store)

    store.decide_held(said(number, "released", "Amal"))

    [article] = store.stale_articles(at(10), limit=9, handed_on_for=15)["read"]
    [pending] = store.pending_incidents([article])
    assert pending.reading.events[0].where == ATMEH and not pending.matches[0].held


def test_decisions_are_forgotten_with_their_time(store: SqlStore) -> None:
    number = held(store)
    store.decide_held(said(number, "dropped", "Amal"))

    store.forget(NOON + timedelta(days=1))

    assert store.held() == [] and store.held_decisions() == []
