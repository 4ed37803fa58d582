"""Whole articles of our own writing, with all that is read in them: events, their words and reasons, and what is passed over.

`UPDATE_GOLDEN=1 pytest tests/monitor/reading/test_golden_articles.py` rewrites them; the difference is for a person to judge.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.article import Article
from monitor.model.event import Event, Reading, Refusal, Toll
from monitor.model.span import Span
from tests.monitor.reading.newsroom import PUBLISHED, language

FOLDER: Final = Path(__file__).parents[2] / "golden" / "articles"
NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.txt"))
DAY: Final = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")  # all that these articles use
FIGURES: Final = ("killed", "wounded", "displaced", "missing", "detained", "abducted")


@cache
def article(name: str) -> Article:
    title, _, text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip().partition("\n\n")
    return Article(id=name, title=title, text=text, source="our own", published_at=PUBLISHED)


@cache
def explained(name: str) -> tuple[Reading, tuple[Refusal, ...]]:
    return language().explain(article(name))


def words(name: str, span: Span) -> str:
    """What the article says there."""
    one = article(name)
    return (one.title if span.part == "title" else one.text)[span.start : span.end]


def test_every_article_has_its_reading() -> None:
    assert len(NAMES) >= 12
    if not os.environ.get("UPDATE_GOLDEN"):
        assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_article_is_read_as_it_is_written_down(name: str) -> None:
    reading, refused = explained(name)
    read = {"events": [_event(name, e) for e in reading.events], "passed over": [f"{r.words}: {r.why}" for r in refused]}

    golden = FOLDER / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert read == json.loads(golden.read_text(encoding="utf-8")), "UPDATE_GOLDEN=1 rewrites it"


def _event(name: str, e: Event) -> dict[str, Any]:
    """As a person would check it: no numbers of characters."""
    told: dict[str, Any] = {"what": "+".join(e.kinds), "reality": e.reality}
    if e.main:
        told["main"] = True
    if e.where:
        told["where"] = ", ".join(dict.fromkeys(w for w in (e.where.name, e.where.admin1, e.where.country) if w))
    if e.date:
        told["date"] = e.date.isoformat()
    for figure in FIGURES:
        toll = getattr(e, figure)
        if toll is not None:
            told[figure] = _toll(name, toll)
    if e.victims != "unknown":
        told["victims"] = e.victims
    if e.targets:
        told["targets"] = [f"{t.kind}: {t.name}" for t in e.targets]
    if e.actors:
        told["actors"] = [f"{a.role} {a.name}" for a in e.actors]
    return told | {"words": _quoted(name, e.evidence), "reasons": list(e.reasons)}


def _toll(name: str, toll: Toll) -> str:
    people = f"{toll.low}" if toll.high == toll.low else f"{toll.low} to {'more' if toll.high is None else toll.high}"
    said = f", says {', '.join(toll.sources)}" if toll.sources else ""
    return f"{people}{' (vague)' if toll.vague else ''}{said}: {' | '.join(_quoted(name, toll.evidence))}"


def _quoted(name: str, spans: Iterable[Span]) -> list[str]:
    return [f"{'title: ' if s.part == 'title' else ''}{words(name, s)}" for s in spans]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_set_in_an_event_has_words_that_say_so(name: str) -> None:
    reading, _ = explained(name)
    named = {m.span for m in reading.places}

    for event in reading.events:
        kinds = [r for r in event.reasons if r.startswith(("kind:", *FIGURES))]
        assert kinds, event
        assert event.evidence, event
        if event.where is not None:
            assert named.intersection(event.evidence), event
        if event.date is not None:
            assert any(DAY.search(words(name, s)) for s in event.evidence), event
        for toll in (getattr(event, f) for f in FIGURES):
            assert toll is None or (toll.evidence and set(toll.evidence) <= set(event.evidence)), event
        assert all(actor.evidence for actor in event.actors), event
        if event.reality != "happened":
            assert any(r.startswith(f"{event.reality}:") for r in event.reasons), event


@pytest.mark.parametrize("name", NAMES)
def test_what_is_claimed_is_what_the_article_says_there(name: str) -> None:
    reading, refused = explained(name)

    for entity in reading.entities:
        assert words(name, entity.span) == entity.text
    for mention in reading.places:
        assert words(name, mention.span) == mention.text
    for refusal in refused:
        assert "".join(words(name, refusal.span).split()) == "".join(refusal.words.split())
    for span in (s for e in reading.events for s in e.evidence):
        assert words(name, span).strip()


@pytest.mark.parametrize("name", NAMES)
def test_an_article_is_read_the_same_way_again_and_with_or_without_reasons(name: str) -> None:
    assert language().read(article(name)) == explained(name)[0]


_SENTENCES: Final = [s for name in NAMES for s in article(name).text.replace("\n", " ").split(". ")]


@settings(max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(_SENTENCES), st.text(max_size=30)), max_size=8), st.text(max_size=40))
def test_sentences_in_any_order_with_anything_between_keep_spans_in_bounds_and_tolls_in_order(
    some: list[str], title: str
) -> None:
    one = Article(id="1", title=title, text=". ".join(some), source="our own", published_at=PUBLISHED)

    reading, refused = language().explain(one)

    lengths = {"text": len(one.text), "title": len(title)}
    spans = [s for e in reading.events for s in e.evidence] + [r.span for r in refused] + [m.span for m in reading.places]
    assert all(0 <= s.start < s.end <= lengths[s.part] for s in spans)
    for toll in (getattr(e, f) for e in reading.events for f in FIGURES):
        assert toll is None or (toll.low >= 0 and (toll.high is None or toll.low <= toll.high))
