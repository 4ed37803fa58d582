"""English texts for tests of single steps."""

from __future__ import annotations

from functools import cache

from spacy.language import Language

from monitor.reading.english.text import EnglishText
from monitor.reading.english.words import EnglishWords
from monitor.reading.languages import LANGUAGES
from monitor.reading.text.pipeline import build_pipeline
from monitor.reading.text.wording import wording
from workers.package_data import abbreviations, words_of


@cache
def pipeline() -> Language:
    return build_pipeline(abbreviations())


@cache
def words() -> EnglishWords:
    """The shipped ones."""
    return EnglishWords(words_of(LANGUAGES["en"]))


def english(text: str) -> EnglishText:
    """The text in tokens and sentences."""
    return wording(pipeline()(text), words())
