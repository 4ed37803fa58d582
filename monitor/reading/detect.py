"""Which language a text is in, by py3langid's character n-grams (97 languages, its model is in the wheel)."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH: Final = 20  #: letters: below that a guess is a coin's throw
SURE: Final = 0.6  #: probability


def detect(text: str) -> str | None:
    """ISO 639-1 of the text's language; None where there is too little of it or it could be several.

    >>> detect("At least twelve people were killed when warplanes struck the town on Thursday.")
    'en'
    >>> detect("2022-02-03") is None
    True
    """
    part = text[:3000]
    if sum(map(str.isalpha, part)) < ENOUGH:
        return None
    language, sureness = _identifier().classify(part)
    return str(language) if sureness >= SURE else None


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
