"""The reader with its data and the users' vocabulary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy

from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.reading.text import pipeline
from tests.monitor.reading.newsroom import language
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

    reader = LocalLanguage(own)
    reading = reader.read(article("A moonshine barrage killed four people at Qanat Farm on Thursday."))

    assert reader.problems == []
    assert reader.canonical("LOTP") == "Lions of the Plain"
    assert any(e.what == "shelling" and e.where and e.where.admin1 == "Idlib" for e in reading.events)


def told_in(language: LocalLanguage, text: str) -> list[tuple[str, int | None, str, str]]:
    """(kind, dead, their side, reality) of each event of a text."""
    events = language.read(article(text)).events
    return [(e.what, e.killed.low if e.killed else None, e.victims, e.reality) for e in events]


def test_the_vocabulary_of_the_manual_is_read_as_it_says() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    [words] = re.findall(r"```yaml\n(# rules/vocabulary/words.yaml\n.*?)```", manual, re.DOTALL)

    reader = LocalLanguage({"vocabulary/words.yaml": words.encode()})

    assert reader.problems == []
    assert told_in(reader, "Jets neutralised 12 militants in an air strike in Idlib on Thursday, the army said.") == [
        ("airstrike", 12, "combatant", "happened")
    ]
    assert told_in(reader, "Six mujahideen gave their lives in an air strike in Idlib on Thursday.") == [
        ("airstrike", 6, "combatant", "happened")
    ]
    for recalls in ("commemorates", "looks back on"):
        told = told_in(reader, f"A film {recalls} the air strike that killed 12 people in Idlib.")
        assert told == [("airstrike", 12, "unknown", "background")]
    assert told_in(reader, "Police swooped on a house in Idlib on Thursday.") == [("raid", None, "unknown", "happened")]


#: What a user adds, one vocabulary: what it makes of a text that is else read in another way.
OWN = b"""
tolls:
  killed: {transitive: [greyed, taken-off], count: [greyings]}
  people: {civilian: [townie]}
reality:
  denied: [pure fantasy]
  planned: [itching for]
  hypothetical: [dreams of]
  exercise: [tabletop day]
  cumulative: [all told]
"""


@pytest.fixture(scope="module")
def with_own_words() -> LocalLanguage:
    return LocalLanguage({"own.yaml": OWN})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The army greyed 12 militants.", "12 combatant happened"),
        ("Ten rebels were taken-off.", "10 combatant happened"),
        ("It caused 12 greyings.", "12 unknown happened"),
        ("It killed six townies.", "6 civilian happened"),
        ("The air strike on Idlib was pure fantasy.", "None unknown denied"),
        ("The army is itching for an air strike on Idlib.", "None unknown planned"),
        ("The army dreams of an air strike on Idlib.", "None unknown hypothetical"),
        ("At a tabletop day an air strike hit Idlib.", "None unknown exercise"),
        ("All told, air strikes on Idlib killed 300 people.", "300 unknown cumulative"),
    ],
)
def test_users_words_of_tolls_and_reality_are_read(with_own_words: LocalLanguage, text: str, told: str) -> None:
    text = text if "air strike" in text else f"An air strike hit Idlib on Thursday. {text}"

    with_them, without = told_in(with_own_words, text), told_in(language(), text)

    assert [f"{dead} {side} {reality}" for _, dead, side, reality in with_them] == [told]
    assert without != with_them


def test_a_word_that_users_give_to_another_fate_has_theirs_alone() -> None:
    reader = LocalLanguage({"own.yaml": b"tolls: {killed: {transitive: [captured]}}"})

    events = reader.read(article("Soldiers captured 12 militants in a raid in Idlib on Thursday.")).events

    assert [e.killed.low for e in events if e.killed] == [12] and not any(e.detained for e in events)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("tolls: {neutralised: killed}", "as in {killed: {transitive: [neutralised]}}"),
        ("tolls: {kiled: {transitive: [x]}}", "detained, abducted or people, not 'kiled' (did you mean 'killed'?)"),
        ("tolls: {killed: {verbs: [x]}}", 'not \'verbs\': transitive ("killed 12"), intransitive ("12 died")'),
        ("tolls: {killed: {of: x}}", "tolls: killed: of: write a list of words, as in [neutralised, taken out]"),
        ("tolls: {killed: {of: [no]}}", "'no' and numbers stand in quotes"),
        ("tolls: {killed: {of: ['']}}", "'' is no word: write one, or delete it"),
        ("tolls: {people: {soldiers: [x]}}", "write civilian, combatant or unknown, not 'soldiers'"),
        ("reality: {happened: [x]}", "exercise or cumulative, not 'happened'; what happened needs no words"),
        ("reality: [commemorates]", "as in {background: [commemorates]}"),
    ],
)
def test_a_mistake_in_words_of_tolls_or_reality_is_told_with_what_to_write(own: str, told: str) -> None:
    reader = LocalLanguage({"own.yaml": own.encode()})

    [problem] = reader.problems
    assert problem.startswith("own.yaml: ") and told in problem


def test_a_vocabulary_file_with_a_mistake_is_told_and_left_out() -> None:
    reader = LocalLanguage({"bad.yaml": b"colours: [red]\n", "worse.yaml": b"{unclosed"})

    assert [p.partition(":")[0] for p in reader.problems] == ["bad.yaml", "worse.yaml"]
    assert reader.read(article("An air strike killed four people in Idlib.")).events


def test_hostile_vocabulary_files_are_told_and_left_out() -> None:
    hostile = {"brackets.yaml": b"[" * 100_000, "alias.yaml": b"groups: &a {x: [y]}\nforces: *a\n", "number.yaml": b"names: 7\n"}

    told = LocalLanguage(hostile).problems

    assert [line.partition(": ")[0] for line in told] == list(hostile)


def test_one_answer_for_each_article_in_order() -> None:
    answers = language().read_many([article("Rain in Leeds.", "a"), article("", "b"), article("x" * 200_000, "c")])

    assert [a.article_id for a in answers if isinstance(a, Reading)] == ["a", "b", "c"]


def test_words_met_for_ever_take_no_more_room_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_CACHE", 100)
    monkeypatch.setattr(pipeline, "_MOST_MET", 9_000)
    reader = LocalLanguage()
    said = "An air strike killed four people in Idlib on Thursday. " + " ".join(f"Word{{0}}x{n}" for n in range(100))

    met, readings = 0, set()
    for batch in range(60):
        (reading,) = reader.read_many([article(said.format(batch))])
        assert isinstance(reading, Reading)
        readings.add(tuple((e.what, e.killed and e.killed.low) for e in reading.events))
        met = max(met, len(reader._pipeline.vocab))

    assert met < 9_500
    assert readings == {(("airstrike", 4),)}


def test_a_trained_pipeline_adds_names_and_takes_none_away(tmp_path: Path) -> None:
    model = spacy.blank("en")
    model.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [{"label": "ORG", "pattern": "zorgon"}, {"label": "GPE", "pattern": "Aleppo"}, {"label": "CARDINAL", "pattern": "two"}]
    )
    model.to_disk(tmp_path / "model")
    text = "The zorgon met in Aleppo, and two left."

    plain = language().read(article(text)).entities
    more = LocalLanguage(model=str(tmp_path / "model")).read(article(text)).entities

    assert {e.text for e in more} - {e.text for e in plain} == {"zorgon"}
    assert set(plain) <= set(more)


def test_a_pipeline_that_is_not_installed_says_what_to_do() -> None:
    with pytest.raises(Refused, match="WIREWATCH_READER_MODEL"):
        LocalLanguage(model="no_such_pipeline")
