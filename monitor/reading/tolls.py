"""What several figures come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.event import Toll
from monitor.reading.figure import Figure


def add_up(figures: Iterable[Figure]) -> Toll | None:
    """What figures of one kind, of one event, come to; None when there are none.

    The parties of one sentence are added, parts ("including six children") are not. Of several sentences, one that gives a
    total wins; else those that differ make a range from the least to the most, where one that speaks of less than half the
    most is taken to tell of some of the same people.
    """
    figures = list(figures)
    statements = [s for s in (_statement(group) for group in _by_sentence(figures)) if s is not None]
    if not statements:
        return None
    totals = [s for s in statements if s[0].is_total] or statements
    sums = [s[1] for s in totals]
    exact = [t for t in sums if not t.vague] or sums
    most = max(t.low for t in exact)
    close = [t for t in exact if t.low * 2 >= most]
    low = min(t.low for t in close)
    highs = [t.high for t in close]
    high = None if any(h is None for h in highs) else max(h for h in highs if h is not None)
    return Toll(
        low=low,
        high=high,
        vague=any(t.vague for t in close),
        sources=tuple(dict.fromkeys(name for t in close for name in t.sources)),
        evidence=tuple(sorted({span for t in close for span in t.evidence})),
    )


def _by_sentence(figures: Sequence[Figure]) -> list[list[Figure]]:
    by_sentence: dict[tuple[str, int], list[Figure]] = {}
    for figure in figures:
        by_sentence.setdefault((figure.span.part, figure.sentence), []).append(figure)
    return list(by_sentence.values())


def _statement(figures: Sequence[Figure]) -> tuple[Figure, Toll] | None:
    """The sum over the parties of one sentence, with the figure that leads it."""
    whole = [f for f in figures if not f.is_part] or list(figures)
    totals = [f for f in whole if f.is_total]
    if totals:
        whole = totals[:1]
    counted = [f for f in whole if f.counted and f.low]
    if counted:
        # "Him and his son" are two; "soldiers" and "the driver" of another clause are among those counted.
        cues = {f.cue for f in counted}
        whole = [f for f in whole if f in counted or (f.cue in cues and not f.vague)]
    elif any(f.vague for f in whole):
        whole = whole[:1]
    if not whole:
        return None
    if any(f.negated for f in whole) and any(f.low for f in whole):
        whole = [f for f in whole if not f.negated]
    highs = [f.high for f in whole]
    toll = Toll(
        low=sum(f.low for f in whole),
        high=None if any(h is None for h in highs) else sum(h for h in highs if h is not None),
        vague=any(f.vague for f in whole),
        sources=tuple(dict.fromkeys(name for f in whole for name in f.said_by)),
        evidence=tuple(sorted({f.span for f in whole} | {f.cue for f in whole})),
    )
    return whole[0], toll
