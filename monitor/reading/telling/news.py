"""Is it this article's news? Decided for each statement, before statements become events.

The words of a sentence may tell outright that an act is recalled, planned or denied (each language's `reality`). What they
leave as happened is weighed here: a statement has signs (the tense of its fate, its dates, where it stands, whether the headline
tells such an act), each with a weight; above nought their sum is news. The weights are fitted (`make train`, decision 26) and
lie in the language's `weights/news.yaml`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from math import fsum, inf
from typing import Final

from monitor.model.event import Reality
from monitor.model.kinds import CALAMITIES, PARENT, is_a
from monitor.reading.telling.act import akin
from monitor.reading.telling.statement import Statement
from monitor.reading.text.weights import Weights

_TOP: Final = 800  #: characters in which an article tells its news
_LEAD: Final = 250
_MANY: Final = 3
_RECENT: Final = 7  #: days
_SEVERAL: Final = 2  #: times that an act is told
_NEAR: Final = 2  #: sentences around one, in which its surroundings are looked at
_OLD: Final[frozenset[Reality]] = frozenset(("background", "cumulative"))
#: With one of these what is no news is a total, else it is recalled.
_TOTALS: Final = frozenset(("'since' and a date", "a long time", "a word of rates", "thousands"))
#: What old acts around it say of one that stands at the top.
_AT_TOP: Final = {
    "old acts in the article": "old acts in the article, and it stands at the top",
    "many old acts in the article": "many old acts in the article, and it stands at the top",
}
#: An article that tells of so many acts, counted by its statements.
_NUMBERS: Final = (
    (1, "the only act"),
    (3, "one of few acts"),
    (8, "one of some acts"),
    (20, "one of many acts"),
    (inf, "one of dozens"),
)
_PLACES: Final = 6  #: of a sum of weights
_TOLD: Final = 3  #: signs that a reason names
#: The sign of every statement that is weighed: its weight is where the sum begins.
WEIGHED: Final = "told as happened"
#: The sign of an article each of whose points is as new as the first one.
OF_POINTS: Final = "a text of points"
#: The sign of a few sentences without a headline: what else than their acts could be their news? Nothing in them is weighed.
NOTICE: Final = "a notice"
#: The sign of a sentence that goes on with the act before it.
GOES_ON: Final = "opens with a pronoun"
#: The sign of a sentence that names a day of the last week.
DATED: Final = "a recent date"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a statement stands."""

    headline: bool  #: in the title
    character: int  #: of the text, where its sentence begins
    sentence: int


class Context:
    """What the statements of one article show of each other."""

    def __init__(
        self, statements: Sequence[Statement], spots: Sequence[Spot], published: date | None, article: frozenset[str]
    ) -> None:
        self._of_points, self._is_notice = OF_POINTS in article, NOTICE in article
        headlines = [s for s, spot in zip(statements, spots, strict=True) if spot.headline]
        self._headlined = Counter(s.kind for s in headlines if s.reality == "happened")
        self._headlined_old = sum(s.reality != "happened" for s in headlines)
        self._kinds = Counter(s.kind for s in statements)
        old = [s for s in statements if s.reality in _OLD]
        self._old_kinds = Counter(s.kind for s in old)
        self._published, self._olds = published, len(old)
        self._share = len(old) / max(1, len(statements))
        self._number = next(name for most, name in _NUMBERS if len(statements) <= most)
        in_text = [(spot.sentence, s) for s, spot in zip(statements, spots, strict=True) if not spot.headline]
        self._recent_sentences = sorted(n for n, s in in_text if s.reality == "happened" and DATED in s.signs)
        self._old_sentences = sorted(n for n, s in in_text if s.reality in _OLD)
        self._numbers = {f.low for s in headlines for f in s.figures if f.low > 1}

    def signs(self, s: Statement, spot: Spot) -> Iterable[str]:
        """By name."""
        if s.reality == "happened" and not self._is_notice:
            yield WEIGHED
        if s.day is not None and self._published is not None and 0 <= (self._published - s.day).days <= _RECENT:
            yield "its day is at hand"
        yield from _family(s.kind)
        if spot.headline:
            yield "in the headline"
        else:
            yield from () if self._of_points else _position(spot)
        yield from self._of_headline(s, spot)
        yield self._number
        kin = [kind for kind in self._kinds if kind == s.kind or _akin(kind, s.kind)]
        if sum(self._kinds[k] for k in kin) > _SEVERAL:
            yield "told several times"
        if not spot.headline and _holds(self._recent_sentences, spot.sentence - _NEAR, spot.sentence - 1):
            yield "an act of a day at hand before it"
        if DATED not in s.signs:  # else it has a date of its own, and what is old around it says nothing
            yield from self._of_old_acts(spot, kin)

    def _of_old_acts(self, spot: Spot, kin: Sequence[str]) -> Iterable[str]:
        at_top = spot.headline or spot.character < _TOP
        if self._share:
            old = "old acts in the article" if self._share < 1 / 3 or self._olds < _MANY else "many old acts in the article"
            yield old
            if at_top:
                yield _AT_TOP[old]
        if not spot.headline:
            yield from self._beside(spot.sentence)
        if any(self._old_kinds[k] for k in kin):
            yield "such an act is recalled too, and it stands at the top" if at_top else "such an act is recalled too"

    def _of_headline(self, s: Statement, spot: Spot) -> Iterable[str]:
        itself, news = int(spot.headline), s.reality == "happened"
        if self._headlined or spot.headline:
            yield "the headline tells an act"
        if sum(n for kind, n in self._headlined.items() if kind == s.kind or _akin(kind, s.kind)) > itself * news:
            yield "the headline tells such an act"
        if self._headlined_old > itself * (not news):
            yield "the headline tells an act that is no news"
        if not self._numbers.isdisjoint(f.low for f in s.figures) and not spot.headline:
            yield "the headline has the number"

    def _beside(self, sentence: int) -> Iterable[str]:
        """What stands before and behind: a report goes on from its news to what came before, seldom the other way."""
        if _holds(self._old_sentences, sentence, sentence):
            yield "an old act in its sentence"
        if _holds(self._old_sentences, sentence - _NEAR, sentence - 1):
            yield "an old act before it"
        if _holds(self._old_sentences, sentence + 1, sentence + _NEAR):
            yield "an old act behind it"


def _holds(sentences: Sequence[int], first: int, last: int) -> bool:
    """Is one of the sorted sentences among these?"""
    return bisect_right(sentences, last) > bisect_left(sentences, first)


def _position(spot: Spot) -> Iterable[str]:
    if spot.sentence == 0:
        yield "in the first sentence"
    if spot.character < _LEAD:
        yield "in the lead"
    if spot.character < _TOP:
        yield "near the top"
    elif spot.character > 2 * _TOP:
        yield "far down"


@cache
def _akin(a: str, b: str) -> bool:
    return bool(a and b) and akin(a, b)


@cache
def _family(kind: str) -> tuple[str, ...]:
    if not kind:
        return ("an act of no kind",)
    if kind in CALAMITIES:
        return ("an accident or a disaster", f"of the kind {kind}")
    if kind in PARENT and is_a(kind, "attack"):
        return ("an act of violence", f"of the kind {kind}")
    return (f"of the kind {kind}",)


def with_news(
    statements: Sequence[Statement],
    spots: Sequence[Spot],
    *,
    article: frozenset[str],
    published: date | None,
    weights: Weights,
) -> list[Statement]:
    """The statements with all their signs; those that are no news of the day are recalled, or totals.

    `spots`: where each stands. `article`: signs of the article as a whole.
    """
    context = Context(statements, spots, published, article)
    out = list[Statement]()
    for s, spot in zip(statements, spots, strict=True):
        signed = replace(s, signs=s.signs.union(article, context.signs(s, spot)))
        before = _gone_on_with(signed, out)
        out.append(_as_old_as(signed, before) if before is not None else _judged(signed, weights))
    return [*map(partial(_as_new_as_the_top, top=_told_at_the_top(out, spots)), statements, out, spots)]


def _told_at_the_top(judged: Sequence[Statement], spots: Sequence[Spot]) -> frozenset[str]:
    """The kinds of acts that the first lines of the text tell as news, with a day at hand."""
    return frozenset(
        s.kind for s, spot in zip(judged, spots, strict=True)
        if not spot.headline and spot.character < _TOP and s.reality == "happened" and DATED in s.signs
    )  # fmt: skip


def _as_new_as_the_top(s: Statement, judged: Statement, spot: Spot, *, top: frozenset[str]) -> Statement:
    """A headline tells what the text begins with: `s` as it was before it was judged, where that is news."""
    same = spot.headline and any(kind == s.kind or _akin(kind, s.kind) for kind in top)
    return replace(s, signs=judged.signs) if same and s.reality == "happened" else judged


def _gone_on_with(s: Statement, before: Sequence[Statement]) -> Statement | None:
    """The act of the sentence before, where its own opens with a pronoun: "Shells fell on Sarmin. They killed five."."""
    if GOES_ON not in s.signs or WEIGHED not in s.signs:
        return None
    other = next((o for o in reversed(before) if o.sentence != s.sentence or o.part != s.part), None)
    if other is None or other.part != s.part or other.sentence != s.sentence - 1:
        return None
    if WEIGHED not in other.signs:
        return None
    # "People rallied. It was the first time since troops killed 200.": what goes on with news may still recall another act.
    same = not s.kind or s.kind == other.kind or _akin(s.kind, other.kind)
    return other if same or other.reality != "happened" else None


def _as_old_as(s: Statement, other: Statement) -> Statement:
    if other.reality == "happened":
        return s
    return replace(s, reality=other.reality, reasons=(*s.reasons, f"{other.reality}: as the act that it goes on with"))


def _summed(weights: Weights, signs: Iterable[str]) -> float:
    """The same in whatever order they come: of 0.1, 0.2 and -0.3 a plain sum is nought in one order and not in another."""
    return round(fsum(weights.get(sign, 0.0) for sign in signs), _PLACES)


def _judged(s: Statement, weights: Weights) -> Statement:
    if WEIGHED not in s.signs or _summed(weights, s.signs) >= 0:
        return s
    reality: Reality = "background" if _TOTALS.isdisjoint(s.signs) else "cumulative"
    against = sorted((weights[name], name) for name in s.signs - {WEIGHED} if weights.get(name, 0.0) < 0)
    told = ", ".join(name for _, name in against[:_TOLD])
    return replace(s, reality=reality, reasons=(*s.reasons, f"{reality}: {told}"))
