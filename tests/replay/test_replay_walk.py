"""What a rule would have told, against what it told; and the difference of two sets of rules, against two full runs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.rule import Rule
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from monitor.model.event import Event, Reading, Toll
from tests.monitor.reading.newsroom import language
from workers.ports import Limits
from workers.replay.differ import compare, difference
from workers.replay.walk import walk

START = datetime(2026, 3, 1, tzinfo=UTC)
LIMITS = Limits()
PLACES = ("Idlib", "Aleppo", "Homs", "Raqqa")


@dataclass(frozen=True)
class Filed:
    """An article of a pretended archive."""

    article: Article
    fresh: Reading
    quiet: bool = False
    story: str = ""

    def sketch(self) -> Reading:
        return self.fresh

    def reading(self) -> Reading:
        return self.fresh


def rules(**bodies: str) -> tuple[Rule, ...]:
    files = {f"{name}.yaml": f"title: {name}\n{body}" for name, body in bodies.items()}
    book, problems = load_rulebook(files, atlas=language().atlas)
    assert not [p for p in problems if p.severity == "error"]
    return book.rules


def event(what: str, place: str, killed: int, *, reality: str = "happened", main: bool = True, hours: float = 0) -> Event:
    [where, *_] = language().atlas.find(place, country="SY")
    day = (START + timedelta(hours=hours)).date()
    return Event(what=what, where=where, killed=Toll(low=killed, high=killed), date=day, reality=reality, main=main)  # type: ignore[arg-type]


def filed(number: int, hours: float, *events: Event, quiet: bool = False) -> Filed:
    seen = START + timedelta(hours=hours)
    article = Article(
        id=str(number), title=f"Report {number}", text="Words.", source=f"wire {number % 3}", seen_at=seen, published_at=seen
    )
    return Filed(article, Reading(article_id=str(number), language="en", events=events), quiet)


def test_articles_of_one_incident_are_one_alert_with_all_their_headlines() -> None:
    [raids] = rules(raids="event: {what: raid, where: Idlib}")
    archive = [
        filed(1, 0, event("raid", "Idlib", 3)),
        filed(2, 1, event("raid", "Idlib", 3)),
        filed(3, 2, event("raid", "Homs", 3)),
    ]

    walked = walk([raids], archive, LIMITS)

    [would] = walked.alerts
    assert walked.articles == 3
    assert (would.rule_id, would.headline, [t.article_id for t in would.articles]) == ("raids", "Report 1", ["1", "2"])


def test_after_the_incident_window_the_same_is_another_incident() -> None:
    [raids] = rules(raids="event: {what: raid}")
    late = LIMITS.incident_window / 3600 + 1
    archive = [filed(1, 0, event("raid", "Idlib", 3)), filed(2, late, event("raid", "Idlib", 3, hours=late))]

    assert len(walk([raids], archive, LIMITS).alerts) == 2


def test_a_rule_on_trial_or_off_is_replayed_as_if_it_were_live() -> None:
    chosen = rules(one="status: trial\nevent: {what: raid}", two="status: off\nevent: {what: raid}")

    walked = walk(chosen, [filed(1, 0, event("raid", "Idlib", 3))], LIMITS)

    assert [would.rule_id for would in walked.alerts] == ["one", "two"]


def test_what_came_in_a_flood_is_told_by_no_replay() -> None:
    [raids] = rules(raids="event: {what: raid}")

    assert walk([raids], [filed(1, 0, event("raid", "Idlib", 3), quiet=True)], LIMITS).alerts == ()


def test_a_rule_that_wants_two_sources_speaks_with_the_second() -> None:
    [raids] = rules(raids="event: {what: raid, sources: at least 2}")
    archive = [filed(1, 0, event("raid", "Idlib", 3)), filed(2, 5, event("raid", "Idlib", 3))]

    [would] = walk([raids], archive, LIMITS).alerts

    assert would.at == START + timedelta(hours=5)


def test_an_incident_that_is_heard_of_earlier_is_neither_gained_nor_lost() -> None:
    before, after = rules(raids="event: {what: raid, killed: at least 5}"), rules(raids="event: {what: raid, killed: at least 2}")
    archive = [
        filed(1, 0, event("raid", "Idlib", 3)),
        filed(2, 1, event("raid", "Idlib", 6)),
        filed(3, 2, event("raid", "Homs", 3)),
    ]

    [change], _, _ = compare(before, after, lambda: archive, LIMITS)

    assert (change.kind, [w.headline for w in change.gained], change.lost, change.kept) == ("changed", ["Report 3"], (), 1)


BODIES = (
    "event: {what: raid}",
    "event: {what: raid, where: Idlib}",
    "event: {what: attack, killed: at least 4}",
    "event: {what: clash, where: ['Raqqa, Syria', 'Aleppo, Syria']}",
    "event: {what: attack, sources: at least 2}",
    "event: {what: raid}\nunless:\n  - event: {killed: at least 6}",
    "event: {what: attack, reality: [happened, denied]}",
    "status: off\nevent: {what: raid}",
)
sets = st.dictionaries(st.sampled_from(("a", "b", "c")), st.sampled_from(BODIES), min_size=1)


def pretended(seed: int) -> list[Filed]:
    dice, archive, hours = random.Random(seed), [], 0.0
    for number in range(25):
        hours += dice.choice((0.5, 4, 30))
        told = [
            event(
                dice.choice(("raid", "clash", "shelling")), dice.choice(PLACES), dice.randint(0, 8),
                reality=dice.choice(("happened", "happened", "denied")), main=n == 0, hours=hours,
            )
            for n in range(dice.randint(0, 2))
        ]  # fmt: skip
        archive.append(filed(number, hours, *told, quiet=dice.random() < 0.1))
    return archive


@settings(max_examples=40)
@given(sets, sets, st.integers(0, 10_000))
def test_a_diff_is_the_difference_of_two_full_runs(before: dict[str, str], after: dict[str, str], seed: int) -> None:
    old, new, archive = rules(**before), rules(**after), pretended(seed)

    changes, _, _ = compare(old, new, lambda: archive, LIMITS)

    awake_old, awake_new = _awake(old), _awake(new)
    everything = {r.head.id: "?" for r in (*awake_old, *awake_new)}
    full = difference(everything, walk(awake_old, archive, LIMITS).alerts, walk(awake_new, archive, LIMITS).alerts)
    assert {c.rule_id: (c.gained, c.lost) for c in changes if c.gained or c.lost} == {
        c.rule_id: (c.gained, c.lost) for c in full if c.gained or c.lost
    }


@settings(max_examples=20)
@given(sets, st.integers(0, 10_000))
def test_rules_that_are_walked_together_tell_what_each_tells_alone(bodies: dict[str, str], seed: int) -> None:
    some, archive = _awake(rules(**bodies)), pretended(seed)

    together = walk(some, archive, LIMITS).alerts

    assert together == tuple(w for rule in some for w in walk([rule], archive, LIMITS).alerts)


def _awake(some: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in some if rule.head.status != "off"]
