"""A replay of one rule tells what the live line told: the same incidents, of the same articles."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from monitor.matching.condition import View
from monitor.matching.match import judge_rule
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from monitor.model.event import Reading, Toll
from tests.jobs.alertdesk import desk_at, raid
from tests.monitor.reading.newsroom import language
from workers.replay.walk import walk

PLACES = ("Idlib", "Aleppo", "Homs", "Raqqa")


RAIDS = "title: Raids\nevent: {what: raid, killed: at least 2}\n"


@pytest.mark.parametrize("text", [RAIDS, RAIDS + "count: {at_least: 2, within: 2d, per: country}\n"], ids=["each", "counted"])
@pytest.mark.parametrize("seed", range(2))
def test_a_replay_tells_what_the_live_line_told(tmp_path: Path, seed: int, text: str) -> None:
    room: Any = None
    book, _ = load_rulebook({"raids.yaml": text}, atlas=language().atlas)
    [rule] = book.rules
    dice = random.Random(seed)
    with desk_at(tmp_path, room) as desk:
        desk.rules[rule.head.id] = rule.head
        start = desk.now
        for n in range(30):
            desk.waits(minutes=dice.choice((5, 600)))
            [where, *_], [other, *_] = (language().atlas.find(name, country="SY") for name in dice.sample(PLACES, 2))
            toll = Toll(low=(killed := dice.randint(1, 9)), high=killed)
            told = raid(
                where, killed=toll, what=dice.choice(("raid", "clash")), reality=dice.choice(("happened",) * 5 + ("denied",))
            )
            told = replace(told, date=desk.now.date(), also=(other,) if dice.random() < 0.2 else ())
            view = View(
                Article(id="x", title="", text="", source=""), Reading(article_id="x", language="en", events=(told,)), desk.now
            )
            matches = [(rule.head.id, m.event) for m in judge_rule(rule, view).matches]
            article = desk.reads(f"wire{n % 3}", told, matches=matches)
            if matches or told.reality == "denied":  # others end at the reading
                desk.files(article)

        would = walk([rule], desk.store.archived(start - timedelta(days=1)), desk.limits).alerts

        with desk.store.db.reading() as tx:
            said = set(tx.execute(sa.text("select incident_id from outbox where kind = 'head'")).scalars())
            rows = tx.execute(sa.text("select incident_id, article_id from incident_reports"))
            reports = {(row[0], row[1]) for row in rows if row[0] in said}
        assert said and {w.incident_id for w in would} == said
        assert {(w.incident_id, t.article_id) for w in would for t in w.articles} == reports
