"""The spaCy pipeline that all reading stands on."""

from __future__ import annotations

import spacy
from spacy.language import Language


def build_pipeline() -> Language:
    """A blank English pipeline with sentences; no trained part."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
