"""The index may bring too many rules, never too few; a large rulebook costs little more than a small one."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st
from rule_desk import LISTS, NOW, article, book, event, rule, toll
from rules_atlas import ATLAS, ATMEH, place

from monitor.matching.condition import View
from monitor.matching.match import judge, judge_rule
from monitor.matching.rulebook import Rulebook, load_rulebook
from monitor.model.event import Event, Reading
from monitor.model.kinds import KINDS

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
    lambda what, where, killed: event(what, where, killed=killed),
    st.sampled_from(sorted(KINDS)),
    st.one_of(st.none(), st.sampled_from(PLACES).map(place), st.just(ATMEH)),
    st.one_of(st.none(), st.integers(0, 5).map(toll)),
)


def _rulebook(texts: list[str]) -> Rulebook:
    """Of the texts those that are good: some of what is made at random can never match, and is refused."""
    return load_rulebook({f"r{i}.yaml": text for i, text in enumerate(texts)}, atlas=ATLAS, lists=LISTS)[0]


@settings(max_examples=150, deadline=None)
@given(st.lists(rules, min_size=1, max_size=6), st.lists(events, max_size=3))
def test_the_index_never_loses_a_match(texts: list[str], told: list[Event]) -> None:
    rulebook = _rulebook(texts)
    paper = article()
    reading = Reading(article_id=paper.id, language="en", events=tuple(told))

    matches, _ = judge(rulebook, paper, reading, NOW)

    view = View(paper, reading, NOW)
    tried_all = [match for r in rulebook.awake for match in judge_rule(r, view).matches]
    assert matches == tried_all


@settings(max_examples=100, deadline=None)
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


def test_a_text_watch_is_a_candidate_where_its_word_stands() -> None:
    rulebook = book(rule(article="text: flash flood"), rule(article="regex: 'x.z'"), rule("what: raid"))

    def candidates(text: str) -> set[int]:
        return rulebook.index.candidates(View(article(text), Reading(article_id="a", language="en"), NOW))

    assert candidates("A flash.") == {0, 1}
    assert candidates("A storm.") == {1}


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
