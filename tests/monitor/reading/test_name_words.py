"""The words by which names are known are handed in, and what is told by country is told of one alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from monitor.reading.names.name_scan import Words
from monitor.reading.names.outlet import spoken_in
from monitor.reading.names.person_names import find_people
from monitor.reading.names.words import NameWords
from tests.monitor.reading.geography import pipeline
from workers.package_data import files_of, name_words


def with_title(title: str) -> NameWords:
    files = files_of("names")
    people = files.words["people.yaml"].replace("titles:\n", f"titles:\n  - {title}\n", 1)
    return NameWords(replace(files, words={**files.words, "people.yaml": people}))


def told_by_country() -> dict[str, list[str]]:
    told: dict[str, list[str]] = yaml.safe_load(files_of("names").words["countries.yaml"])["spoken"]
    return told


def surnames(text: str, words: NameWords) -> set[str]:
    return find_people(Words.of(pipeline()(text), words)).surnames


def test_a_title_that_is_handed_in_leads_to_a_name() -> None:
    text = "On Monday the grandmaster Zorbalin spoke."

    assert surnames(text, name_words()) == set()
    assert surnames(text, with_title("grandmaster")) == {"zorbalin"}


def test_a_text_that_was_read_with_other_words_is_looked_at_anew() -> None:
    doc, taught = pipeline()("On Monday the grandmaster Zorbalin spoke."), with_title("grandmaster")

    assert Words.of(doc, name_words()) is Words.of(doc, name_words())
    assert Words.of(doc, taught).lexicon is taught


def test_no_word_is_told_of_two_countries_and_none_is_sure_that_is_not_told() -> None:
    words = name_words()

    assert len(words.spoken) == sum(len(told) for told in told_by_country().values())
    assert words.surely_spoken <= words.spoken.keys()


@pytest.mark.parametrize(
    ("said", "countries"),
    [
        ("a felony count before the sheriff", {"US": 2}),
        ("a felony", {}),
        ("the rcmp", {"CA": 2}),
        ("a lorry on the motorway and the nhs", {"GB": 4}),
    ],
)
def test_two_words_of_one_countrys_newspapers_tell_it_and_one_of_its_ranks_alone(said: str, countries: dict[str, int]) -> None:
    assert dict(spoken_in(said.split(), name_words())) == countries


def test_the_noun_beside_a_name_says_what_kinds_of_places_it_may_mean() -> None:
    words = name_words()

    assert words.kinds_beside["county"] == ("admin2", "admin1")
    assert words.kinds_before["capital"] == ("town",)
    assert words.kinds_behind_lists["governorates"] == ("admin1",)


def test_the_bodies_of_states_have_no_noun_in_common() -> None:
    nouns = name_words().state_nouns.values()

    assert len(frozenset[str]().union(*nouns)) == sum(map(len, nouns))
