"""The spaCy pipeline that all reading stands on: words and sentences, nothing trained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import spacy
from spacy.attrs import IDX, LENGTH
from spacy.language import Language
from spacy.tokens import Doc

_STOPS: Final = frozenset((".", "!", "?", "…", "..", "...", "。", "؟", "!!", "?!", "۔"))
_CLOSERS: Final = frozenset(('"', "”", "’", "''", "'", ")", "]", "»"))

_ENDLESS: Final = re.compile(r"\S{200,}")
_TOO_LONG: Final = re.compile(r"(.{199}).", re.DOTALL)
_TEXT: Final = "wirewatch.text"
_CACHE: Final = 40_000  # words whose tokens are kept, some 25 MB
_LONGEST_WORD: Final = 30  # characters
#: Words that a pipeline has met before it is replaced. spaCy forgets the words of a memory zone, but its table keeps a slot for
#: each: at 300 articles a minute, 5 % of their words new, that was 8 MB more after 35 minutes, and twice that each hour.
_MOST_MET: Final = 100_000
#: Tokens of the longest sentence. Those of newspapers have up to 350, with their lists; whoever writes longer ones gets them cut,
#: for what is asked of every pair of words in a sentence would cost the square of its length.
LONGEST_SENTENCE: Final = 500
_CUT: Final = "wirewatch.cut"


def build_pipeline(abbreviations: Iterable[str], common: Iterable[str] = ()) -> Language:
    """A blank English pipeline with sentences; no trained part.

    `abbreviations`: words behind whose full stop a sentence goes on. `common`: words to know beforehand; more are learned from
    each text by `nlp.tokenizer.learn`.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("news_sentences", config={"abbreviations": sorted(abbreviations)})
    tokenizer: Any = nlp.tokenizer
    tokenizer.max_cache_size = 2 * _CACHE  # the pieces of words are kept too
    nlp.tokenizer = tokens = _Tokens(tokenizer)
    for word in common:
        tokens.learn(f"{word} {word}, {word}. {word.capitalize()}")
    return nlp


def readable(text: str) -> str:
    """The same number of characters, with a space in what no language writes without one.

    The tokenizer's cost grows with the square of such a run: 10,000 apostrophes took 11 s.

    >>> readable("a" * 450).count(" ")
    2
    """
    return _ENDLESS.sub(lambda run: _TOO_LONG.sub(r"\1 ", run[0]), text)


class _Tokens:
    """The tokenizer, keeping the text that it was given: a Doc puts its text together anew from all tokens at each asking."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._learned: set[str] = set()

    def learn(self, text: str) -> None:
        """Meet the words of a text one by one, before it is read.

        Inside a memory zone the tokenizer remembers nothing, and outside nothing behind the first contraction of a text
        (spaCy issue #13950); a word that it remembers costs a tenth. What it may remember is bounded: past that, new words are
        read all the same and forgotten.
        """
        for word in set(text.split()) - self._learned:
            if len(self._learned) >= _CACHE or len(word) > _LONGEST_WORD:
                continue
            self._learned.add(word)
            self._tokenizer(word)

    def __call__(self, text: str) -> Doc:
        doc: Doc = self._tokenizer(text)
        doc.user_data[_TEXT] = text
        return doc

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tokenizer, name)


def cut(pipeline: Language, phrase: str) -> str:
    """A phrase as the words of texts are cut, lower case, one blank between: "Co-workers" are "co - workers"."""
    return " ".join(token.text for token in pipeline.tokenizer(phrase) if not token.is_space).lower().replace("’", "'")


def text_of(doc: Doc) -> str:
    """The text of a Doc, without putting it together again."""
    kept = doc.user_data.get(_TEXT)
    return kept if isinstance(kept, str) else str(doc.text)


def outgrown(nlp: Language) -> bool:
    """Has the pipeline met so many words that it should be made anew?"""
    return len(nlp.vocab) > _MOST_MET


def was_cut(doc: Doc) -> bool:
    """Is a sentence in it longer than is read in one piece?"""
    return bool(doc.user_data.get(_CUT))


@Language.factory("news_sentences", default_config={"abbreviations": []})
def news_sentences(nlp: Language, name: str, abbreviations: list[str]) -> Callable[[Doc], Doc]:
    """Sentences end at full stops and line breaks, not behind initials and abbreviated titles, and after 500 tokens."""
    known = frozenset(abbreviations)
    return lambda doc: _cut_into_sentences(doc, known)


def _cut_into_sentences(doc: Doc, abbreviations: frozenset[str]) -> Doc:
    begins, stopped, before, first = True, False, "", 0
    starts: Any = np.full(len(doc), -1, dtype=np.int8)
    spans = doc.to_array([IDX, LENGTH]).tolist()
    full = text_of(doc)
    for i, (start, size) in enumerate(spans):
        text = full[start : start + size]
        blank = text.isspace()
        if stopped and not blank and text not in _CLOSERS and text not in _STOPS:
            begins, stopped = True, False
        if i - first >= LONGEST_SENTENCE and not blank and not begins:
            begins = doc.user_data[_CUT] = True
        if begins and not blank:
            starts[i], first = 1, i
        begins = (begins and blank) or (blank and "\n" in text)
        if text in _STOPS:
            initial = text == "." and ((len(before) == 1 and before.isupper()) or before.lower() in abbreviations)
            stopped = not initial
        elif blank and "\n" in text:
            stopped = False
        before = text
    if len(doc):
        starts[0] = 1
        doc.from_array(["SENT_START"], starts.astype(np.uint64).reshape(-1, 1))
    return doc
