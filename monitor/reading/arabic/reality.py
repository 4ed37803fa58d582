"""Did an Arabic event happen as this article's news?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from monitor.model.event import Reality
from monitor.reading.arabic.dates import NEWS, day_named
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, plain
from monitor.reading.telling.trigger import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class RealityVerdict:
    """What the words of a sentence say of it, and the day that it names."""

    reality: Reality
    date: date | None
    reason: str = ""  #: for people; "" when nothing speaks against news


def judge_reality(
    text: ArabicText, number: int, triggers: Iterable[Trigger], published: date | None, v: ArabicWords
) -> RealityVerdict:
    """Of one sentence with its acts."""
    start, end = text.sentences[number]
    acts = {i for t in triggers for i in range(t.start, t.end)}
    day, old = day_named(text, start, end, published, v)
    cue = _cue(text, start, end, v)
    if cue and not set(range(cue[1], cue[2])) & acts:
        recent = day is not None and published is not None and (published - day).days <= NEWS
        if not (cue[0] == "background" and recent):
            return RealityVerdict(reality=cue[0], date=day, reason=f"{cue[0]}: '{text.text(cue[1], cue[2])}'")
    if old:
        return RealityVerdict(reality="background", date=day, reason="background: the day that is named")
    return RealityVerdict(reality="happened", date=day)


def _cue(text: ArabicText, start: int, end: int, v: ArabicWords) -> tuple[Reality, int, int] | None:
    """The first cue of a sentence: (what it makes of it, its tokens, half-open)."""
    cue = next(((hit[1], i, i + hit[0]) for i in range(start, end) if (hit := v.reality.at(text.words, i))), None)
    if cue and cue[0] == "hypothetical" and plain(text.words[cue[1]]) == "قد" and text.words[cue[1] + 1 : cue[1] + 2]:
        follows = plain(text.words[cue[1] + 1])
        cue = cue if follows[:1] in "يت" else None  # "قد قُتل": has been killed; "قد يقتل": may kill
    return None if cue is None else (cast(Reality, cue[0]), cue[1], cue[2])
