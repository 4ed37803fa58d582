"""Did an Arabic event happen as this article's news? Judged for each clause: what is feared or denied stands behind the word that
says so, and a time of long ago holds until another one is named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, cast

from monitor.model.event import Reality
from monitor.reading.arabic.dates import NOWHEN, When, when
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, plain

#: What these words say holds for what stands behind them.
_MODAL: Final = ("denied", "planned", "hypothetical")


@dataclass(frozen=True, slots=True, kw_only=True)
class RealityVerdict:
    """What the words of a clause say of it, and the day that it names."""

    reality: Reality = "happened"
    date: date | None = None
    recent: bool = False  #: a day of the last week is named
    reason: str = ""  #: for people; "" when nothing speaks against news


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say what an act is."""

    reality: Reality
    start: int  #: tokens
    end: int  #: tokens, half-open


class Judge:
    """Of one sentence."""

    def __init__(
        self,
        text: ArabicText,
        number: int,
        clauses: Sequence[tuple[int, int]],
        acts: Collection[int],
        published: date | None,
        v: ArabicWords,
    ) -> None:
        """`acts`: tokens of words for acts and for what befell people."""
        self._text, self._v, self._clauses = text, v, clauses
        start, end = text.sentences[number]
        self._cues = (
            [c for c in _cues(text, start, end, v) if acts.isdisjoint(range(c.start, c.end))]
            if isinstance(acts, frozenset)
            else []
        )
        busy = [any(a <= act < b for act in acts) for a, b in clauses]
        times = [when(text, a, b, published, v) for a, b in clauses]
        since = [v.since.at(text.words, a) is not None and times[n].age == "cumulative" for n, (a, _) in enumerate(clauses)]
        self._times = _spread(times, busy, since, [v.whens.at(text.words, a) is not None for a, _ in clauses])
        self._reach = {cue.start: self._end_of(cue, busy) for cue in self._cues if cue.reality in _MODAL}

    def _end_of(self, cue: Cue, busy: Sequence[bool]) -> int:
        """Where a cue ends to hold: with its clause, or with the next that tells an act where its own tells none behind it."""
        for n, (a, b) in enumerate(self._clauses):
            if a <= cue.start < b:
                acts = (end for m, (_, end) in enumerate(self._clauses) if m >= n and busy[m])
                return next(acts, b)
        return cue.end

    def of(self, token: int) -> RealityVerdict:
        """Of the act at a token."""
        n = next((n for n, (a, b) in enumerate(self._clauses) if a <= token < b), 0)
        time = self._times[n]
        verdict = RealityVerdict(date=time.day, recent=time.age == "recent")
        feared = any(cue.start in self._reach and cue.start < token < self._reach[cue.start] for cue in self._cues)
        if time.age == "background" and time.why.isdigit() and any(cue.reality == "cumulative" for cue in self._cues):
            time = replace(time, age="cumulative")  # the figures of a year
        if time.age == "background" or (time.age == "cumulative" and not feared):
            return replace(verdict, reality=cast(Reality, time.age), reason=f"{time.age}: '{time.why}'")
        if self._text.words[token - 1 : token] and token and plain(self._text.words[token - 1]) in self._v.not_:
            return replace(verdict, reality="denied", reason=f"denied: '{self._text.text(token - 1, token)}'")
        if plain(self._text.words[token]).removeprefix("و") in self._v.future:
            return replace(verdict, reality="planned", reason=f"planned: '{self._text.text(token, token + 1)}'")
        a, b = self._clauses[n]
        for cue in self._cues:
            if cue.reality == "exercise" or (cue.start in self._reach and cue.start < token < self._reach[cue.start]):
                return self._by(cue, verdict)
            if cue.reality in ("background", "cumulative") and a <= cue.start < b and not (time.age and token < cue.start):
                return self._by(cue, verdict)
        return verdict

    def _by(self, cue: Cue, verdict: RealityVerdict) -> RealityVerdict:
        return replace(verdict, reality=cue.reality, reason=f"{cue.reality}: '{self._text.text(cue.start, cue.end)}'")


def _spread(times: Sequence[When], busy: Sequence[bool], since: Sequence[bool], whens: Sequence[bool]) -> list[When]:
    """The time of each clause: its own, else that of a clause beside it that tells no act, else what was said before.

    `since`: clauses that tell since when what stands before them goes on; `whens`: those that tell what was then.
    """
    out = list(times)
    for n, time in enumerate(times):
        if since[n] and n and not out[n - 1].age:
            out[n - 1] = time
        if time.age and not busy[n] and n and any(busy[:n]) and not out[n - 1].age:
            last = max(m for m in range(n) if busy[m])
            out[last] = time if not out[last].age else out[last]
    for before, n in pairwise(range(len(out))):
        if not out[n].age:
            out[n] = replace(out[before], age="background") if whens[n] and out[before].age == "cumulative" else out[before]
    if not out[0].age:
        first = next((time for time in out if time.age == "recent"), NOWHEN)
        out = [first if not time.age else time for time in out]
    return out


def _cues(text: ArabicText, start: int, end: int, v: ArabicWords) -> list[Cue]:
    """Those of a sentence, in its order. "قد قُتل" has been killed, "قد يقتل" may kill."""
    found, i = [], start
    while i < end:
        hit = v.reality.at(text.words, i)
        if hit and hit[1] == "hypothetical" and plain(text.words[i]) == "قد":
            hit = hit if plain(" ".join(text.words[i + 1 : i + 2]))[:1] in ("ي", "ت") else None
        if hit:
            found.append(Cue(cast(Reality, hit[1]), i, i + hit[0]))
        i += hit[0] if hit else 1
    return found


def frame(text: ArabicText, number: int, v: ArabicWords) -> Cue | None:
    """What a headline makes of all that its article tells: "six years since the massacre", "a court hears", "a drill"."""
    start, end = text.sentences[number]
    for i in range(start, end):
        if hit := v.frames.at(text.words, i):
            return Cue(cast(Reality, hit[1]), i, i + hit[0])
    return None
