"""A trained spaCy pipeline beside our own reading: it may add names that we did not find, and takes none away.

Measured with a pipeline trained for eight minutes, it adds nothing (docs/accuracy-history.md), so none is shipped; a large one
that the user has installed may.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, get_args

from spacy.language import Language
from spacy.tokens import Doc

from monitor.model.event import Entity, Label
from monitor.model.span import Part, Span

_LABELS: Final = frozenset(get_args(Label))
#: Names that other schemes use for the same.
_SAME: Final = {"PER": "PERSON", "MISC": "", "FACILITY": "FAC"}


def also_found(found: Iterable[Entity], parts: Sequence[tuple[Part, Doc]], model: Language) -> list[Entity]:
    """What the model names where we found nothing: entities of our labels that overlap none of `found`."""
    taken = [entity.span for entity in found]
    more = []
    for part, doc in parts:
        for one in model(doc.text).ents:
            label = _SAME.get(one.label_, one.label_)
            span = Span(start=one.start_char, end=one.end_char, part=part)
            if label in _LABELS and not any(s.part == part and s.start < span.end and span.start < s.end for s in taken):
                more.append(Entity(span=span, label=label, text=one.text))  # type: ignore[arg-type]
    return more
