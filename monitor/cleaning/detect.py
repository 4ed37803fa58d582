"""Which language a text is in, by py3langid's character n-grams (97 languages, its model is in the wheel)."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH: Final = 20  #: letters: below that a guess is a coin's throw
SURE: Final = 0.6  #: probability
_CODES: Final = """
af am ar az be bg bn bs ca cs da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn ko ku ky lo lt
lv mg mk ml mn mr ms mt my ne nl no om pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te tg th tk tl tr uk ur uz vi yo zh zu
"""
#: Languages that newsrooms write in. The model knows more, and takes "Gunmen kidnapped a priest in Jos" for Nigerian
#: Pidgin, short Spanish for Aragonese, Arabic for its Egyptian sister: an English report that is not read is a missed event.
PRESS: Final = frozenset(_CODES.split())


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
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(PRESS))
    return identifier
