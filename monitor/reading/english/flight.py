"""Who had to leave, where no word says so by itself: "7,300 people arrived at Bule after attacks on their villages".

Anybody may arrive, cross or move. Many people who do so because of fighting or a flood, or into camps and tents, were driven out.
"""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText

_SUBJECT: Final = 8  #: tokens between people and what they do: "people from eleven villages of the chiefdom have arrived"


def moves_away(text: EnglishText, sentence: int) -> int | None:
    """The token of the verb with which people of the sentence leave their homes; None when there is none."""
    start, end = text.sentences[sentence]
    words, here = text.lexicon, frozenset(text.lower[start:end])
    if words["moving_away"].isdisjoint(here) or words["those_who_flee"].isdisjoint(here):
        return None  # nearly always
    if not words["no_flight"].isdisjoint(here) or not _driven_out(text, sentence):
        return None
    verbs = (i for i in range(start, end) if text.lower[i] in words["moving_away"])
    return next((i for i in verbs if not words["those_who_flee"].isdisjoint(text.lower[max(start, i - _SUBJECT) : i])), None)


def _driven_out(text: EnglishText, sentence: int) -> bool:
    """Does the sentence say what drives them out, or where they hide; or the one before it, of the same line?"""
    first = sentence - 1 if sentence and "\n" not in text.words[text.sentences[sentence][0] - 1] else sentence
    here = text.lower[text.sentences[first][0] : text.sentences[sentence][1]]
    return not text.lexicon["driving_out"].isdisjoint(here) or not text.lexicon["refuges"].isdisjoint(here)
