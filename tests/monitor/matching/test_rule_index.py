"""The index may bring too many rules, never too few; a large rulebook costs little more than a small one."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.condition import Case, View
from monitor.matching.figures import Figure
from monitor.matching.index import tried_always
from monitor.matching.match import judge, judge_rule
from monitor.matching.places import Circle
from monitor.matching.rule import Rule
from monitor.matching.rulebook import Rulebook, load_rulebook
from monitor.matching.where import Where
from monitor.model.event import Event, Reading
from monitor.model.kinds import KINDS
from monitor.model.place import Place
from monitor.model.rule import RuleHead, Verdict
from tests.monitor.matching.rule_desk import LISTS, NOW, article, book, event, rule, toll
from tests.monitor.matching.rules_atlas import ATLAS, ATMEH, place

PLACES = ("gn:1", "gn:2", "gn:3", "gn:9", "gn:12", "SY", "SY.Idlib", "SY.Aleppo", "SD", "site:zamzam")
WHERES = (
    "Idlib",
    "Syria",
    "Sarmin",
    "{list: provinces}",
    "[Iraq, Sudan]",
    "{within_km: 30, of: Sarmin}",
    "[Iraq, {within_km: 30, of: Sarmin}]",
)

ARTICLES = (
    "",
    "text: flood",
    "text: [flash flood, river]",
    "title: storm",
    "text: {phrase: river flood, within: 3}",
    "regex: '[Ff]lood'",
    "any: [{text: flood}, {title: river}]",
    "any: [{text: flood}, {regex: storm}]",
    "none: [{text: flood}]",
)

whats = st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3, unique=True).map(lambda k: f"what: [{', '.join(k)}]")
wheres = st.sampled_from(WHERES).map(lambda w: f"where: {w}")
figures = st.sampled_from(["killed: any", "casualties: at least 2", "killed: none"])
branches = st.one_of(whats, wheres, figures).map(lambda b: f"{{{b}}}")
nests = st.tuples(st.sampled_from(["any", "none", "all"]), st.lists(branches, min_size=1, max_size=3)).map(
    lambda n: f"{n[0]}: [{', '.join(n[1])}]"
)
insides = st.lists(st.one_of(whats, wheres, figures, nests), min_size=1, max_size=4, unique_by=lambda c: c.split(":")[0])
unknown = st.sampled_from(["drop", "hold", "alert"])
rules = st.tuples(insides, unknown).map(lambda r: rule(", ".join(r[0]), rest=f"where_unknown: {r[1]}"))
events = st.builds(
    lambda what, besides, where, also, killed: event(what, where, besides=tuple(besides), also=tuple(also), killed=killed),
    st.sampled_from(sorted(KINDS)),
    st.lists(st.sampled_from(sorted(KINDS)), max_size=2),
    st.one_of(st.none(), st.sampled_from(PLACES).map(place), st.just(ATMEH)),
    st.lists(st.sampled_from(PLACES).map(place), max_size=2),
    st.one_of(st.none(), st.integers(0, 5).map(toll)),
)


def _rulebook(texts: list[str]) -> Rulebook:
    """Of the texts those that are good: some of what is made at random can never match, and is refused."""
    return load_rulebook({f"r{i}.yaml": text for i, text in enumerate(texts)}, atlas=ATLAS, lists=LISTS)[0]


@settings(max_examples=150)
@given(st.lists(rules, min_size=1, max_size=6), st.lists(events, max_size=3))
def test_the_index_never_loses_a_match(texts: list[str], told: list[Event]) -> None:
    rulebook = _rulebook(texts)
    paper = article()
    reading = Reading(article_id=paper.id, language="en", events=tuple(told))

    matches, _ = judge(rulebook, paper, reading, NOW)

    view = View(paper, reading, NOW)
    tried_all = [match for r in rulebook.awake for match in judge_rule(r, view).matches]
    assert matches == tried_all


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["flood", "Élysée", "flash flood", "{phrase: river flood, within: 3}", "[river, storm]"]), min_size=1
    ),
    st.lists(st.sampled_from(["Flood", "river", "the", "elysee", "flash", "Storms", "storm."]), max_size=8),
)
def test_the_index_never_loses_a_text_watch(phrases: list[str], words: list[str]) -> None:
    rulebook = book(*[rule(article=f"text: {phrase}") for phrase in phrases], rule(article="regex: '[Ff]lood'"))
    paper = article(" ".join(words), title=" ".join(reversed(words[:2])))
    view = View(paper, Reading(article_id=paper.id, language="en"), NOW)

    matches, _ = judge(rulebook, paper, view.reading, NOW)

    assert matches == [match for r in rulebook.awake for match in judge_rule(r, view).matches]


@settings(max_examples=150)
@given(
    st.lists(st.tuples(insides, st.sampled_from(ARTICLES), unknown), min_size=1, max_size=5),
    st.lists(events, max_size=3),
    st.lists(st.sampled_from(["Flood", "river", "the", "elysee", "flash", "Storms", "storm."]), max_size=8),
)
def test_the_index_never_loses_a_rule_that_asks_for_events_and_phrases(
    asked: list[tuple[list[str], str, str]], told: list[Event], words: list[str]
) -> None:
    rulebook = _rulebook([rule(", ".join(inside), article, f"where_unknown: {lost}") for inside, article, lost in asked])
    paper = article(" ".join(words), title=" ".join(words[:2]))
    reading = Reading(article_id=paper.id, language="en", events=tuple(told))

    matches, _ = judge(rulebook, paper, reading, NOW)

    view = View(paper, reading, NOW)
    assert matches == [match for r in rulebook.awake for match in judge_rule(r, view).matches]


@settings(max_examples=300)
@given(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.floats(0.1, 5000),
    st.tuples(st.floats(-1.2, 1.2), st.floats(-1.2, 1.2)),
)
def test_the_index_never_loses_a_place_inside_a_circle(centre: tuple[float, float], km: float, away: tuple[float, float]) -> None:
    lat = max(-90.0, min(90.0, centre[0] + away[0] * km / 111))
    lon = (centre[1] + away[1] * km / 111 / max(0.01, math.cos(math.radians(lat))) + 180) % 360 - 180
    there = Place(id="gn:77", name="There", kind="town", lat=lat, lon=lon)
    circle = Circle(name="Here", lat=centre[0], lon=centre[1], km=km)
    near = Rule(head=RuleHead(id="near", title="Near"), event=(Where(path="event.where", circles=(circle,)),))
    view = View(article(), Reading(article_id="a", language="en", events=(event(where=there),)), NOW)

    found = Rulebook((near,)).index.candidates(view)

    assert found == {0} or circle.distance(lat, lon) > km


def test_a_small_circle_is_no_candidate_for_what_is_far_away() -> None:
    rulebook = book(rule("what: raid, where: {within_km: 30, of: Sarmin}"))

    def candidates(where: str) -> set[int]:
        return rulebook.index.candidates(
            View(article(), Reading(article_id="a", language="en", events=(event(where=where),)), NOW)
        )

    assert candidates("gn:2") == {0}
    assert candidates("gn:9") == set()


def test_near_misses_are_looked_for_in_a_few_rules_only() -> None:
    rulebook = book(*[rule(f"what: raid, where: Idlib, killed: at least {5 + i}") for i in range(300)])
    paper = article()
    tried: list[str] = []

    class Watched(Figure):
        def check(self, case: Case) -> Verdict:
            tried.append(self.path)
            return Figure.check(self, case)

    reading = Reading(article_id=paper.id, language="en", events=(event("clash", killed=toll(9)),))
    watched = Rulebook(
        tuple(
            replace(
                r,
                event=tuple(
                    Watched(path=c.path, figure=c.figure, wanted=c.wanted) if isinstance(c, Figure) else c for c in r.event
                ),
            )
            for r in rulebook.rules
        )
    )

    _, misses = judge(watched, paper, reading, NOW)

    assert misses[0].failed[0].condition == "event.what"
    assert len(tried) <= 32


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (rule("killed: any"), True),
        (rule(article="regex: 'x.z'"), True),
        (rule("any: [{what: raid}, {killed: at least 5}]"), True),
        (rule("any: [{what: raid}, {what: clash, killed: at least 5}]"), False),
        (rule("killed: any", article="text: flash flood"), False),
        (rule("where: {within_km: 30, of: Sarmin}"), False),
        (rule("where: {within_km: 4000, of: Sarmin}"), True),
    ],
)
def test_rules_that_no_index_finds_are_known(text: str, lost: bool) -> None:
    [one] = book(text).rules

    assert tried_always(one) is lost


def test_a_text_watch_is_a_candidate_where_its_words_stand() -> None:
    rulebook = book(rule(article="text: flash flood"), rule(article="regex: 'x.z'"), rule("what: raid"))

    def candidates(text: str) -> set[int]:
        return rulebook.index.candidates(View(article(text), Reading(article_id="a", language="en"), NOW))

    assert candidates("A flash flood.") == {0, 1}
    assert candidates("A flash, a flood.") == {1}


def test_two_thousand_rules_about_other_things_cost_little() -> None:
    kinds = sorted(KINDS - {"raid", "attack"})
    rulebook = book(*[rule(f"what: {kinds[i % len(kinds)]}, where: Sudan, killed: at least {i}") for i in range(2000)])
    paper = article()
    reading = Reading(article_id=paper.id, language="en", events=(event(), event("clash")))
    rulebook.index  # noqa: B018 built once, when it is first asked for

    started = time.process_time()
    for _ in range(100):
        judge(rulebook, paper, reading, NOW)

    assert (time.process_time() - started) / 100 < 0.02
