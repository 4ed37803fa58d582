"""The reader with its data and the users' vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.reading.text import pipeline
from workers.edges.language import LocalLanguage
from workers.errors import Refused


def article(text: str, id: str = "1") -> Article:
    return Article(id=id, title="", text=text, source="test")


def test_the_users_words_places_and_actors_are_read() -> None:
    own = {
        "vocabulary/own.yaml": (
            b"places:\n  - {name: Qanat Farm, kind: site, in: 'Idlib, Syria', at: [36.1, 36.6]}\n"
            b"groups:\n  Lions of the Plain: [LOTP]\n"
            b"kinds:\n  shelling:\n    nouns: [moonshine barrage]\n"
        )
    }

    language = LocalLanguage(own)
    reading = language.read(article("A moonshine barrage killed four people at Qanat Farm on Thursday."))

    assert language.problems == []
    assert language.canonical("LOTP") == "Lions of the Plain"
    assert any(e.what == "shelling" and e.where and e.where.admin1 == "Idlib" for e in reading.events)


def test_a_vocabulary_file_with_a_mistake_is_told_and_left_out() -> None:
    language = LocalLanguage({"bad.yaml": b"colours: [red]\n", "worse.yaml": b"{unclosed"})

    assert [p.partition(":")[0] for p in language.problems] == ["bad.yaml", "worse.yaml"]
    assert language.read(article("An air strike killed four people in Idlib.")).events


def test_hostile_vocabulary_files_are_told_and_left_out() -> None:
    hostile = {"brackets.yaml": b"[" * 100_000, "alias.yaml": b"groups: &a {x: [y]}\nforces: *a\n", "number.yaml": b"names: 7\n"}

    told = LocalLanguage(hostile).problems

    assert [line.partition(": ")[0] for line in told] == list(hostile)


def test_one_answer_for_each_article_in_order() -> None:
    answers = LocalLanguage().read_many([article("Rain in Leeds.", "a"), article("", "b"), article("x" * 200_000, "c")])

    assert [a.article_id for a in answers if isinstance(a, Reading)] == ["a", "b", "c"]


def test_words_met_for_ever_take_no_more_room_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_CACHE", 100)
    monkeypatch.setattr(pipeline, "_MOST_MET", 9_000)
    language = LocalLanguage()
    said = "An air strike killed four people in Idlib on Thursday. " + " ".join(f"Word{{0}}x{n}" for n in range(100))

    met, readings = 0, set()
    for batch in range(60):
        (reading,) = language.read_many([article(said.format(batch))])
        assert isinstance(reading, Reading)
        readings.add(tuple((e.what, e.killed and e.killed.low) for e in reading.events))
        met = max(met, len(language._pipeline.vocab))

    assert met < 9_500
    assert readings == {(("airstrike", 4),)}


def test_a_trained_pipeline_adds_names_and_takes_none_away(tmp_path: Path) -> None:
    model = spacy.blank("en")
    model.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [{"label": "ORG", "pattern": "zorgon"}, {"label": "GPE", "pattern": "Aleppo"}, {"label": "CARDINAL", "pattern": "two"}]
    )
    model.to_disk(tmp_path / "model")
    text = "The zorgon met in Aleppo, and two left."

    plain = LocalLanguage().read(article(text)).entities
    more = LocalLanguage(model=str(tmp_path / "model")).read(article(text)).entities

    assert {e.text for e in more} - {e.text for e in plain} == {"zorgon"}
    assert set(plain) <= set(more)


def test_a_pipeline_that_is_not_installed_says_what_to_do() -> None:
    with pytest.raises(Refused, match="WIREWATCH_READER_MODEL"):
        LocalLanguage(model="no_such_pipeline")
