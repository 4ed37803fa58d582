"""What several figures come to."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from monitor.model.event import Toll
from monitor.model.span import Part
from monitor.reading.telling.figure import Figure


def add_up(figures: Iterable[Figure]) -> Toll | None:
    """What figures of one kind, of one event, come to; None when there are none.

    The parties of one sentence are added, parts ("including six children") are not. Of several sentences, one that gives a
    total wins; else those that differ make a range from the least to the most, where one that speaks of half the most, or of
    fewer, is taken to tell of some of the same people.
    """
    statements = [s for s in map(_statement, _by_sentence(figures)) if s is not None]
    if not statements:
        return None
    totals = [s for s in statements if s[0].is_total] or statements
    sums = [s[1] for s in totals]
    exact = [t for t in sums if not t.vague] or sums
    least = _least_of_all(max(t.low for t in exact))
    close = [t for t in exact if t.low >= least]
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


def _least_of_all(most: int) -> int:
    """The least number that speaks of all people where `most` does: more than half of them."""
    return most // 2 + 1 if most else 0


class Tally:
    """The least number and the vagueness of `add_up`, kept while the figures of statement after statement come in."""

    def __init__(self) -> None:
        self._sentences: dict[tuple[Part, int], list[Figure]] = {}
        #: The sums of sentences, sorted, by (is it a total, is it vague).
        self._sums: dict[tuple[bool, bool], list[int]] = {}
        self.low: int | None = None  #: people; None while nobody gave a number
        self.vague = False

    def add(self, figures: Iterable[Figure], *, ahead: bool = False) -> None:
        """The figures of one statement, all of one kind; `ahead` of those that came before, else behind them."""
        for group in _by_sentence(figures):
            known = self._sentences.setdefault((group[0].span.part, group[0].sentence), [])
            if before := _sum(known):
                sums = self._sums[before[0]]
                del sums[bisect_left(sums, before[1])]
            known[:] = [*group, *known] if ahead else [*known, *group]
            if after := _sum(known):
                insort(self._sums.setdefault(after[0], []), after[1])

        self.vague, sums = self._counted()
        self.low = sums[bisect_left(sums, _least_of_all(sums[-1]))] if sums else None

    def _counted(self) -> tuple[bool, list[int]]:
        """(vague?, the sums that count): totals before others, exact ones before vague ones."""
        for total in (True, False):
            for vague in (False, True):
                if sums := self._sums.get((total, vague)):
                    return vague, sums
        return False, []


def _sum(figures: Sequence[Figure]) -> tuple[tuple[bool, bool], int] | None:
    """((is it a total, is it vague), people) of one sentence."""
    whole = _whole(figures)
    return ((whole[0].is_total, any(f.vague for f in whole)), sum(f.low for f in whole)) if whole else None


def _by_sentence(figures: Iterable[Figure]) -> list[list[Figure]]:
    by_sentence: dict[tuple[Part, int], list[Figure]] = {}
    for figure in figures:
        by_sentence.setdefault((figure.span.part, figure.sentence), []).append(figure)
    return list(by_sentence.values())


def _whole(figures: Sequence[Figure]) -> list[Figure]:
    """The parties of one sentence that are added, the one that leads them first; [] when none is."""
    whole = [f for f in figures if not f.is_part] or list(figures)
    totals = [f for f in whole if f.is_total]
    if totals:
        whole = totals[:1]
    cues = {f.cue_start for f in whole if f.counted and f.low}
    if cues:
        # "Him and his son" are two; "soldiers" and "the driver" of another clause are among those counted.
        whole = [f for f in whole if (f.counted and f.low) or (f.cue_start in cues and not f.vague)]
    elif any(f.vague for f in whole):
        whole = whole[:1]
    if any(f.negated for f in whole) and any(f.low for f in whole):
        whole = [f for f in whole if not f.negated]
    return whole


def _statement(figures: Sequence[Figure]) -> tuple[Figure, Toll] | None:
    """The sum over the parties of one sentence, with the figure that leads it."""
    whole = _whole(figures)
    if not whole:
        return None
    highs = [f.high for f in whole]
    toll = Toll(
        low=sum(f.low for f in whole),
        high=None if any(h is None for h in highs) else sum(h for h in highs if h is not None),
        vague=any(f.vague for f in whole),
        sources=tuple(dict.fromkeys(name for f in whole for name in f.said_by)),
        evidence=tuple(sorted({f.span for f in whole} | {f.cue for f in whole})),
    )
    return whole[0], toll
