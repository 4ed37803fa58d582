"""Which words of an article carry what was read: what the terminal and the page mark."""

from __future__ import annotations

from typing import Final

from monitor.model.event import Reading
from monitor.model.span import Span

FIGURES: Final = ("killed", "wounded", "displaced", "missing", "detained", "abducted")


def layers(reading: Reading) -> dict[str, list[Span]]:
    """What is marked, by layer: words for an act and its day, figures with the words that tell them, places, names."""
    tolls = [getattr(e, f) for e in reading.events for f in FIGURES]
    counted = {span for toll in tolls if toll for span in toll.evidence}
    named = {m.span for m in reading.places}
    return {
        "event": [span for e in reading.events for span in e.evidence if span not in counted | named],
        "figure": sorted(counted),
        "place": [m.span for m in reading.places],
        "entity": [e.span for e in reading.entities if e.label in ("PERSON", "ORG", "NORP")],
    }
