"""Articles of the archive are read again: what was read is kept, one that breaks is told, and nothing is alerted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from tests.jobs.alertdesk import Desk, desk_at, raid
from tests.monitor.alerting.newsdesk import ATMEH, exactly
from workers.edges.store.rereading import Wanted
from workers.replay import rereading
from workers.replay.rereading import Reread, reread


@dataclass(frozen=True)
class Paper:
    """An archived article that v1 read as nothing."""

    article: Article
    reader: str = "v1"

    def reading(self) -> Reading:
        return Reading(article_id=self.article.id, language="en", reader=self.reader)


def papers(*texts: str) -> list[Paper]:
    return [Paper(Article(id=str(n), title="", text=text, source="Wire")) for n, text in enumerate(texts, 1)]


def v2(article: Article) -> Reading:
    """A reader with a vocabulary of three words."""
    if "broken" in article.text:
        raise ValueError("a bug")
    while "endless" in article.text:
        pass
    kinds = [kind for kind in ("raid", "flood") if kind in article.text]
    return Reading(article_id=article.id, language="en", reader="v2", events=tuple(Event(what=kind) for kind in kinds))


@dataclass
class Drawer:
    """What was kept, and how often; `taken` are held by somebody else."""

    kept: dict[int, Reading] = field(default_factory=dict)
    times: int = 0
    taken: frozenset[int] = frozenset()

    def keep(self, fresh: Mapping[int, tuple[str, Reading]]) -> set[int]:
        mine = {key: reading for key, (_, reading) in fresh.items() if key not in self.taken}
        self.kept |= mine
        self.times += 1
        return set(mine)


def came(found: Iterator[list[Reread]]) -> dict[str, frozenset[str] | str]:
    return {one.article.id: one.left or one.changes for batch in found for one in batch}


def test_each_article_says_how_its_reading_changed() -> None:
    drawer = Drawer()

    told = came(reread(papers("a raid", "rain", "a raid and a flood"), v2, drawer.keep, 5))

    assert told == {"1": {"more events"}, "2": frozenset(), "3": {"more events"}}
    assert sorted(drawer.kept) == [1, 2, 3] and drawer.times == 1


def test_an_article_that_breaks_or_takes_too_long_is_told_and_the_others_go_on() -> None:
    drawer = Drawer()

    told = came(reread(papers("a raid", "broken", "endless", "a flood"), v2, drawer.keep, 0.2))

    assert told["2"] == "reading it failed: ValueError: a bug"
    assert told["3"] == "reading it took more than 0.2 s of processor time"
    assert sorted(drawer.kept) == [1, 4]


def test_what_is_kept_by_somebody_else_is_told() -> None:
    told = came(reread(papers("a raid", "a flood"), v2, Drawer(taken=frozenset({2})).keep, 5))

    assert told == {"1": {"more events"}, "2": "somebody else has it just now"}


def test_what_was_read_is_kept_a_batch_at_a_time_and_stays_when_it_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "BATCH", 2)
    drawer = Drawer()

    def interrupted(article: Article) -> Reading:
        if article.id == "6":
            raise KeyboardInterrupt
        return v2(article)

    with pytest.raises(KeyboardInterrupt):
        came(reread(papers(*["a raid"] * 9), interrupted, drawer.keep, 5))

    assert sorted(drawer.kept) == [1, 2, 3, 4]


def test_nothing_is_kept_where_nothing_could_be_read() -> None:
    drawer = Drawer()

    came(reread(papers("broken"), v2, drawer.keep, 5))

    assert drawer.times == 0


# ---------------------------------------------------------------- on a real store


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    no_room: Any = None
    with desk_at(tmp_path, no_room) as desk:
        desk.rule("idlib-raid")
        yield desk


def read_again(desk: Desk, *events: Event) -> list[Reread]:
    """All articles, by a reader that finds these events in each."""
    wanted = Wanted(since=desk.now.replace(year=2000), until=desk.now.replace(year=2100))

    def read(article: Article) -> Reading:
        return Reading(article_id=article.id, language="en", reader="other", events=events)

    keep = lambda fresh: desk.store.replace_readings(fresh, now=desk.now)  # noqa: E731
    return [one for batch in reread(desk.store.rereadable(wanted), read, keep, 5) for one in batch]


def test_a_reading_with_a_graver_toll_alerts_nobody_and_leaves_the_incident_as_it_was(desk: Desk) -> None:
    desk.files(desk.reads("afp", raid(ATMEH, killed=exactly(3)), matches=[("idlib-raid", 0)]))
    before, said = desk.store.board(desk.now.replace(year=2000)), desk.states()

    [one] = read_again(desk, raid(ATMEH, killed=exactly(300)), replace(raid(ATMEH), what="flood"))

    assert one.changes == {"more events", "other tolls"}
    assert desk.store.stale_articles(desk.now, limit=100, handed_on_for=15.0) == {"new": [], "cleaned": [], "read": []}
    assert desk.store.board(desk.now.replace(year=2000)) == before and desk.states() == said


def test_an_article_without_events_any_more_is_released_as_it_was_read(desk: Desk) -> None:
    from workers.ports import HeldDecision

    desk.rule("idlib-raid", where_unknown="hold")
    article = desk.reads("reuters", raid(None, killed=exactly(3)), matches=[("idlib-raid", 0)], held=True)
    desk.files(article)
    read_again(desk)

    [match] = desk.store.held()
    desk.store.decide_held(HeldDecision(match_id=match.id, decision="released", by="Amal", at=desk.now, place=ATMEH))
    ids = desk.store.stale_articles(desk.now, limit=100, handed_on_for=15.0)["read"]

    assert desk.files(*ids) == {"alerted": 1, "messages": 1}
