"""How many people, in Arabic: "مقتل 12 شخصا", "12 قتيلا", "قتيلان", "عشرات القتلى", "بينهم ستة أطفال"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from monitor.model.span import Part
from monitor.reading.arabic.numbers import Number, number_at
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, forms, plain
from monitor.reading.telling.figure import Figure, Kind, Side

_REACH: Final = 5  #: tokens between a word of a fate and its people


def figures_in(text: ArabicText, number: int, part: Part, v: ArabicWords) -> list[Figure]:
    """The figures of a sentence, in its order."""
    start, end = text.sentences[number]
    words = text.words
    found: list[Figure] = []
    i, is_part = start, False
    while i < end:
        if v.parts.at(words, i):
            is_part = True
        none = v.nobody.at(words, i)
        if none:
            found += [
                _figure(text, part, number, kind, 0, 0, i, i + none[0], (i, i + none[0]), negated=True)
                for kind in ("killed", "wounded")
            ]
            i += none[0]
            continue
        fate = v.duals.at(words, i)
        if fate:
            found.append(_figure(text, part, number, fate[1], 2, 2, i, i + 1, (i, i + fate[0]), is_part=is_part))
            i += fate[0]
            continue
        fate = v.after.at(words, i)
        if fate and (group := _before(words, start, i, end, v)) is not None:
            low, high, a = group
            found.append(_figure(text, part, number, fate[1], low, high, a, i + 1, (i, i + fate[0]), is_part=is_part))
            i, is_part = i + fate[0], False
            continue
        fate = v.before.at(words, i)
        if fate:
            behind = _behind(words, i + fate[0], end, v)
            if behind is not None:
                low, high, a, b, side = behind
                found.append(_figure(text, part, number, fate[1], low, high, a, b, (i, i + fate[0]), side=side))
                i, is_part = b, False
                continue
        i += 1
    return found


def _before(words: Sequence[str], start: int, i: int, end: int, v: ArabicWords) -> tuple[int, int | None, int] | None:
    """(low, high, first token) of the number before a word such as "قتيلا"."""
    for at in range(max(start, i - 3), i):
        number = number_at(words, at, i, v)
        if number is not None and number.end >= i - 1:
            low, high = _bounded(words, start, number, end, v)
            return low, high, number.start
    return None


def _behind(words: Sequence[str], at: int, end: int, v: ArabicWords) -> tuple[int, int | None, int, int, Side] | None:
    """(low, high, first token, last token, side) of the people behind "مقتل" or "أصيب"."""
    for i in range(at, min(end, at + _REACH)):
        if i > at and (v.before.at(words, i) or v.kinds.at(words, i)):
            return None
        number = number_at(words, i, end, v)
        if number is not None:
            low, high = _bounded(words, at, number, end, v)
            side = next((p[1] for j in range(number.end, min(end, number.end + 2)) if (p := v.people.at(words, j))), "unknown")
            return low, high, number.start, min(end, number.end + (1 if side != "unknown" else 0)), cast(Side, side)
        if plain(words[i]) in v.dual_people or any(form in v.dual_people for form in forms(words[i])):
            side = "combatant" if any(w in plain(words[i]) for w in ("جندي", "مقاتل", "شرطي", "مسلح", "عنصر")) else "civilian"
            return 2, 2, i, i + 1, cast(Side, side)
        people = v.people.at(words, i)
        if people:
            several = any(plain(words[i]).endswith(e) for e in ("ين", "ون", "ات")) or plain(words[i]) in v.plurals
            return (2, None, i, i + 1, cast(Side, people[1])) if several else (1, 1, i, i + 1, cast(Side, people[1]))
    return None


def _bounded(words: Sequence[str], start: int, number: Number, end: int, v: ArabicWords) -> tuple[int, int | None]:
    """The number with "at least" before or behind it."""
    around = [*range(max(start, number.start - 4), number.start), *range(number.end, min(end, number.end + 3))]
    bound = next((b[1] for i in around if (b := v.bounds.at(words, i))), "")
    return number.low, None if number.vague or bound == "least" else number.low


def _figure(
    text: ArabicText,
    part: Part,
    sentence: int,
    kind: str,
    low: int,
    high: int | None,
    start: int,
    end: int,
    cue: tuple[int, int],
    *,
    side: Side = "unknown",
    is_part: bool = False,
    negated: bool = False,
) -> Figure:
    return Figure(
        kind=cast(Kind, kind),
        low=low,
        high=high,
        vague=high is None and low in (2, 3, 24, 200, 2000),
        span=text.span(start, end, part),
        start=start,
        end=end,
        sentence=sentence,
        cue=text.span(*cue, part),
        cue_start=cue[0],
        cue_end=cue[1],
        victims=side,
        is_part=is_part,
        negated=negated,
    )
