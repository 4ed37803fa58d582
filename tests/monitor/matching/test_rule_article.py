"""The conditions of `article:`, and the words that they point at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.matching.condition import View
from monitor.matching.match import judge_rule
from monitor.matching.rulebook import load_rulebook
from monitor.model.event import Entity, Label, Reading
from monitor.model.span import Span
from tests.monitor.matching.rule_desk import NOW, alerts, article, book, failed, judged, rule
from tests.monitor.matching.rules_atlas import ATLAS


def _says(wanted: str, text: str, **others: Any) -> bool:
    return alerts(rule(article=wanted), on=article(text, **others))


@pytest.mark.parametrize(
    ("phrase", "text", "holds"),
    [
        ("flood", "A flood came.", True),
        ("flood", "FLOOD!", True),
        ("FLOOD", "a flood", True),
        ("flood", "Floods came.", False),
        ("assad", "The ambassador spoke.", False),
        ("hts", "Human rights.", False),
        ("Assad", "Assad's army", True),
        ("video game", "a video game", True),
        ("video game", "a video-game", True),
        ("video game", "a video\ngame", False),
        ("plan b game", "Plan B\ngame", False),
        ("video game", "He saw a video. Game over.", False),
        ("video game", "a game video", False),
        ("U.S. forces", "The U.S. forces left.", True),
        ("Deir ez-Zor", "in Deir Ez Zor", True),
        ("Élysée", "the elysee palace", True),
        ("elysee", "the Élysée palace", True),
        ("Zurich", "in Zu\u0308rich", True),
        ("غارة", "غَارَةٌ جوية", True),
        ("空爆", "シリアで空爆があった", True),
        ("Straße", "STRASSE", True),
        ("[fire, flood]", "a flood", True),
        ("[fire, flood]", "a storm", False),
        ("{list: words}", "a flash flood", True),
        ("{phrase: strike hospital, within: 5}", "The strike hit the main hospital.", True),
        ("{phrase: strike hospital, within: 5}", "A hospital was hit by the strike.", True),
        ("{phrase: strike hospital, within: 3}", "The strike on Monday hit the main hospital.", False),
        ("{phrase: strike hospital, within: 5}", "The strike went on.", False),
        ("{phrase: man man, within: 3}", "man to man", True),
        ("{phrase: man man, within: 3}", "one man", False),
    ],
)
def test_text_finds_whole_words_without_case_and_accents(phrase: str, text: str, holds: bool) -> None:
    assert _says(f"text: {phrase}", text) is holds


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("flood OR floods", "'OR' is a word of the phrase here, no operator: for any of several write a list: [flood, floods]"),
        ('"flash flood" OR storm', "for any of several write a list: [flash flood, storm]"),
        ("غارة OR قصف", "for any of several write a list: [غارة, قصف]"),
        (
            "flood AND dead",
            "'AND' is a word of the phrase here, no operator: for all of several write 'all:' with a block for each",
        ),
        ("flood NOT game", "'NOT' is a word of the phrase here, no operator: what must not be there stands under 'unless:'"),
        ("NOT game", "(if the word is meant, write 'not')"),
        ("flood|floods", "'|' means nothing inside a phrase: for any of several write a list: [flood, floods]"),
        ("flood || floods", "'||' means nothing inside a phrase: for any of several write a list: [flood, floods]"),
        ("flood && dead", "'&&' means nothing inside a phrase: for all of several write 'all:'"),
        ("flood*", "phrases are whole words, '*' means nothing here: list the word's forms, or use 'regex'"),
        ("wom?n", "phrases are whole words, '?' means nothing here"),
        ("flood(s)", "'flood(s)' is two words here: list both forms: [flood, floods]"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "article: {text: %s}",
        "article: {title: [storm, %s]}",
        "article: {text: {phrase: %s, within: 9}}",
        "article: {entities: {org: %s}}",
        "event: {by: %s}",
        "event: {weapon: %s}",
    ],
)
def test_what_other_languages_say_with_signs_is_a_mistake_that_says_how_to_write_it(phrase: str, told: str, place: str) -> None:
    quoted = "'" + phrase + "'"
    book, problems = load_rulebook({"a.yaml": f"title: A\n{place % quoted}\n"}, atlas=ATLAS)

    assert not book.rules
    assert [told in str(p) for p in problems] == [True], problems


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("SEARCH AND RESCUE", "'AND' is a word of the phrase here"),
        ('"flash flood"', "quotes mean nothing inside a phrase: its words stand in a row anyway"),
        ("“flash flood” warning", "quotes mean nothing inside a phrase"),
        ("flood/floods", "'/' is no 'or' here, it only lets the one word follow the other: for any of several write a list"),
        (
            "hospital, clinic",
            "a comma makes no list, this finds the words in a row: for any of several write a list: [hospital, clinic]",
        ),
        ("flood -game", "'-' means nothing before a word: what must not be there stands under 'unless:'"),
    ],
)
def test_what_may_be_meant_as_it_stands_is_advice(phrase: str, told: str) -> None:
    book, problems = load_rulebook({"a.yaml": f"title: A\narticle: {{text: '{phrase}'}}\n"}, atlas=ATLAS)

    assert book.rules
    assert [(p.severity, told in p.message) for p in problems] == [("advice", True)], problems


@pytest.mark.parametrize(
    "phrase",
    [
        "dead or alive",
        "search and rescue",
        "do not resuscitate",
        "OR",
        "24/7",
        "F-16",
        "Atmeh, Syria",
        "-5 degrees",
        "King's Cross",
        "why?",
    ],
)
def test_phrases_with_ordinary_small_words_and_signs_are_phrases(phrase: str) -> None:
    _, problems = load_rulebook({"a.yaml": f'title: A\narticle: {{text: "{phrase}"}}\n'}, atlas=ATLAS)

    assert problems == []


def test_text_looks_into_the_title_too_and_title_only_there() -> None:
    assert _says("text: flood", "Nothing.", title="Flood in the valley")
    assert _says("title: flood", "Nothing.", title="Flood in the valley")
    assert not _says("title: flood", "A flood.", title="News")


def test_text_points_at_the_words_as_they_stand_in_the_article() -> None:
    paper = article("Después, inundación y más INUNDACION.", title="Inundación")

    (match,), _ = judged(rule(article="text: inundacion"), on=paper)

    assert match.event is None
    said = {getattr(paper, span.part)[span.start : span.end] for span in match.evidence}
    assert said == {"Inundación", "inundación", "INUNDACION"}


def test_a_word_said_a_thousand_times_is_pointed_at_a_few_times() -> None:
    (match,), _ = judged(rule(article="text: flood"), on=article("flood " * 1000))

    assert len(match.evidence) == 20


@pytest.mark.parametrize(
    ("pattern", "text", "holds"),
    [
        (r"'\bkill(ed|s)\b'", "He was killed.", True),
        (r"'\bkill(ed|s)\b'", "Killed!", False),
        (r"'(?i)\bkill(ed|s)\b'", "Killed!", True),
        (r"['x\d', 'y\d']", "y7", True),
        (r"'\d{4}'", "the year 20", False),
    ],
)
def test_regex_is_as_written(pattern: str, text: str, holds: bool) -> None:
    assert _says(f"regex: {pattern}", text) is holds


def test_regex_counts_characters_not_bytes() -> None:
    (match,), _ = judged(rule(article="regex: 'x+'"), on=article("أكثر من xx ✓"))

    assert match.evidence == (Span(start=8, end=10),)


@pytest.mark.parametrize(
    ("wanted", "label", "text", "holds"),
    [
        ("person: Assad", "PERSON", "Bashar al-Assad", True),
        ("person: Assad", "ORG", "Assad", False),
        ("org: [Red Cross, UN]", "ORG", "the International Red Cross", True),
        ("group: Kurds", "NORP", "Kurds", True),
        ("place: Idlib", "GPE", "Idlib", True),
        ("person: Ass", "PERSON", "Assad", False),
        ("person: Assad, org: UN", "PERSON", "Assad", False),
    ],
)
def test_entities_are_asked_by_label_and_words(wanted: str, label: Label, text: str, holds: bool) -> None:
    entity = Entity(span=Span(start=0, end=len(text)), label=label, text=text)

    assert alerts(rule(article=f"entities: {{{wanted}}}"), on=article(text), entities=[entity]) is holds


@pytest.mark.parametrize(
    ("wanted", "others", "holds"),
    [
        ("feeds: The Wire", {"feed_id": "f1"}, True),
        ("feeds: https://wire.example/rss", {"feed_id": "f1"}, True),
        ("feeds: f1", {"feed_id": "f1"}, True),
        ("feeds: f1", {"feed_id": "f2"}, False),
        ("feeds: f1", {}, False),
        ("sources: the wire", {"source": "The Wire"}, True),
        ("sources: wire.example", {"source": "The Wire", "url": "https://www.wire.example/a"}, True),
        ("sources: www.wire.example", {"source": "x", "url": "https://wire.example/a"}, True),
        ("sources: wire.example", {"source": "x", "url": "https://notwire.example/a"}, False),
        ("sources: [a, b]", {"source": "The Wire"}, False),
        ("tags: syria", {"tags": ("Syria", "world")}, True),
        ("tags: syria", {"tags": ("world",)}, False),
        ("languages: [en, ar]", {"language": "ar"}, True),
        ("languages: ar", {"language": None}, False),
        ("languages: en", {"language": None}, True),
        ("languages: 'no'", {"language": "no"}, True),
    ],
)
def test_where_an_article_comes_from(wanted: str, others: dict[str, Any], holds: bool) -> None:
    assert _says(wanted, "Text.", **others) is holds


@pytest.mark.parametrize(
    ("published", "seen", "holds"),
    [
        (datetime(2024, 3, 10, 11, tzinfo=UTC), NOW, True),
        (datetime(2024, 3, 8, 11, tzinfo=UTC), NOW, False),
        (datetime(2024, 3, 8, 11, tzinfo=UTC), datetime(2024, 3, 8, 12, tzinfo=UTC), True),
        (datetime(2024, 3, 8, 11, tzinfo=UTC), None, False),
        (None, NOW, True),
    ],
)
def test_max_age_counts_from_publication_to_first_sight(published: datetime | None, seen: datetime | None, holds: bool) -> None:
    assert _says("max_age: 1d", "Text.", published_at=published, seen_at=seen) is holds


def test_all_conditions_of_the_article_must_hold() -> None:
    assert _says("text: flood, languages: en", "A flood.", language="en")
    assert not _says("text: flood, languages: ar", "A flood.", language="en")


def test_a_miss_says_what_failed() -> None:
    told = failed(rule(article="text: flood, languages: [ar, fr]"), on=article("A flood.", language="en"))

    assert told == {"article.languages": "language: en, rule wants ar or fr"}


def test_a_single_rule_can_be_asked_what_was_not_said() -> None:
    (watch,) = book(rule(article="text: [fire, flood]")).rules
    view = View(article("A storm."), Reading(article_id="a1", language="en"), NOW)

    miss = judge_rule(watch, view).miss

    assert miss is not None
    assert [v.detail for v in miss.failed] == ["the article does not say 'fire' or 'flood'"]
