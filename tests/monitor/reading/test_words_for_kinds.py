"""Every kind has words in every language that is read; where it has none, a reason stands here."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from monitor.model.kinds import EVENT_KINDS, KINDS
from monitor.reading.english.vocabulary import OPEN_KINDS
from monitor.reading.languages import LANGUAGES
from workers.package_data import words_of

#: (language, kind) -> why it has no words of its own.
WORDLESS = {
    ("en", "strike"): "which of them it was, the rest of the article settles: airstrike or shelling",
    ("ar", "strike"): "which of them it was, the words say: airstrike or shelling",
    ("ar", "other"): "what has no kind is only read where English names it, a coup or sabotage",
}


def words_for_kinds(code: str) -> dict[str, Any]:
    """Kind -> its words in the language's events.yaml."""
    events = yaml.safe_load(words_of(LANGUAGES[code]).words["events.yaml"])
    return {kind: words for kind, words in events["kinds"].items() if words}


def test_every_kind_has_words_in_every_language() -> None:
    wanted = {(code, kind.name) for code in LANGUAGES for kind in EVENT_KINDS}

    lacking = wanted - {(code, kind) for code in LANGUAGES for kind in words_for_kinds(code)} - set(WORDLESS)

    assert not lacking, "no words in the room's words/events.yaml, under `kinds:`: " + ", ".join(
        f"{c}: {k}" for c, k in sorted(lacking)
    )


def test_every_exception_is_one() -> None:
    assert not [(code, kind) for code, kind in WORDLESS if kind in words_for_kinds(code)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_are_for_kinds_that_there_are(code: str) -> None:
    events = yaml.safe_load(words_of(LANGUAGES[code]).words["events.yaml"])
    named = {kind for part in ("kinds", "means", "vague") for kind in events.get(part, ())}

    assert named <= KINDS | OPEN_KINDS
