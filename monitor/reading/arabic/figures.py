"""How many people, in Arabic: "مقتل 12 شخصا", "12 قتيلا", "قتيلان", "عشرات القتلى", "امرأة ورضيعها", "عدد القتلى إلى 30"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from monitor.model.span import Part
from monitor.reading.arabic.clauses import joins
from monitor.reading.arabic.numbers import Number, number_at
from monitor.reading.arabic.text import ArabicText
from monitor.reading.arabic.words import ArabicWords, forms, owned, plain
from monitor.reading.telling.figure import Figure, Kind, Side

_REACH: Final = 8  #: tokens between a word of a fate and its people
_PAST_DOER: Final = 8  #: the same where the doer stands between them
_TO_TOTAL: Final = 14  #: tokens between "the number of the dead" and the number
_DENIED: Final = 5  #: tokens between "no" and what befell nobody
_BOUND: Final = 4  #: tokens between a number and "at least"
_MANY: Final = 4  #: parties of one fate: "a woman, her child and two men"
_OF: Final = "من"
_HAVE: Final = "قد"  #: "had been killed"
_VAGUE: Final = (2, 3, 24, 200, 2000)


@dataclass(frozen=True, slots=True)
class Group:
    """People, as a text counts them."""

    low: int
    high: int | None
    start: int  #: tokens
    end: int  #: tokens, half-open
    side: Side = "unknown"
    numbered: bool = False
    definite: bool = False


def figures_in(text: ArabicText, number: int, part: Part, v: ArabicWords) -> list[Figure]:
    """The figures of a sentence, in its order."""
    return _Sentence(text, number, part, v).figures()


class _Sentence:
    def __init__(self, text: ArabicText, number: int, part: Part, v: ArabicWords) -> None:
        self._text, self._number, self._part, self._v = text, number, part, v
        self._start, self._end = text.sentences[number]
        self._words: Sequence[str] = text.words
        self._is_part = False
        self._done = 0  #: the token to which people have been counted

    def figures(self) -> list[Figure]:
        readers: tuple[Callable[[int], tuple[list[Figure], int] | None], ...] = (
            self._nobody, self._two, self._total, self._counted, self._befallen, self._left,
        )  # fmt: skip
        found: list[Figure] = []
        i = self._start
        while i < self._end:
            if self._v.parts.at(self._words, i):
                self._is_part = True
            read = next((r for reader in readers if (r := reader(i)) is not None), None)
            if read is not None:
                found += read[0]
                self._done = max([self._done, *(f.end for f in read[0])])
            i = max(i + 1, read[1]) if read is not None else i + 1
        ill = any(self._v.illnesses.at(self._words, j) for j in range(self._start, self._end))
        return [f for f in found if not (ill and f.kind == "wounded")]

    def _nobody(self, i: int) -> tuple[list[Figure], int] | None:
        """ "Without casualties", "did not leave anyone dead": no number stands between."""
        if not self._v.negators.at(self._words, i):
            return None
        for j in range(i + 1, min(self._end, i + 1 + _DENIED)):
            if number_at(self._words, j, self._end, self._v) is not None:
                return None
            if (none := self._v.unhurt.at(self._words, j)) is not None:
                end = j + none[0]
                kinds = [none[1]]
                if end < self._end and (more := self._v.unhurt.at(self._words, end + (plain(self._words[end]) == "او"))):
                    kinds.append(more[1])  # "no dead or wounded"
                return [self._figure(kind, 0, 0, i, end, (i, end), negated=True) for kind in dict.fromkeys(kinds)], end
        return None

    def _two(self, i: int) -> tuple[list[Figure], int] | None:
        fate = self._v.duals.at(self._words, i)
        if fate is None:
            return None
        return [self._figure(fate[1], 2, 2, i, i + 1, (i, i + fate[0]), is_part=self._is_part)], i + fate[0]

    def _total(self, i: int) -> tuple[list[Figure], int] | None:
        """ "The number of dead rose to 30"."""
        counted = self._v.counts.at(self._words, i) is not None
        at = next((j for j in range(i, min(self._end, i + _DENIED)) if self._v.fates.at(self._words, j)), None) if counted else i
        fate = None if at is None else self._v.fates.at(self._words, at)
        if fate is None or at is None or not (counted or plain(self._words[at]).lstrip("وب").startswith("ال")):
            return None
        risen = counted and any(self._v.rises.at(self._words, j) for j in range(max(self._start, i - 3), i))
        for j in range(at + fate[0], min(self._end, at + _TO_TOTAL)):
            if self._v.before.at(self._words, j) or self._v.duals.at(self._words, j) or self._v.parts.at(self._words, j):
                return None
            number = number_at(self._words, j, self._end, self._v)
            rises = self._v.rises.at(self._words, j - 1) is not None
            if number is None or not (rises or risen or (counted and j <= at + fate[0] + 1)) or self._measures(number):
                continue
            low, high = self._bounded(number)
            end = number.end
            if end < self._end and (own := self._v.after.at(self._words, end)) is not None:
                if own[1] != fate[1]:
                    return None
                end += own[0]
            return [self._figure(fate[1], low, high, j, end, (at, at + fate[0]), is_total=True)], end
        return None

    def _counted(self, i: int) -> tuple[list[Figure], int] | None:
        """ "12 dead": the number stands before the noun."""
        fate = self._v.after.at(self._words, i)
        if fate is None:
            return None
        for at in range(max(self._start, self._done, i - _MANY), i):
            number = number_at(self._words, at, i, self._v)
            if number is not None and (number.end == i or self._only_joins(number.end, i)):
                low, high = self._bounded(number)
                is_part, self._is_part = self._is_part, False
                return [self._figure(fate[1], low, high, number.start, i + 1, (i, i + fate[0]), is_part=is_part)], i + fate[0]
        return None

    def _only_joins(self, start: int, end: int) -> bool:
        """ "12 of the dead", "12 civilians dead"."""
        joined = (
            plain(w) == "من" or any(f in self._v.people or f in self._v.many for f in forms(w)) for w in self._words[start:end]
        )
        return end - start == 1 and all(joined)

    def _befallen(self, i: int) -> tuple[list[Figure], int] | None:
        """ "The killing of 12 people", "a woman and her child were killed"."""
        fate = self._v.before.at(self._words, i)
        if fate is None or (fate[0] == 1 and owned(self._words[i])) or self._v.no_acts.at(self._words, i):
            return None  # "their death": they were told before; "sentenced to death"
        self._is_part = False
        group = self._people(i + fate[0]) or self._told_before(i)
        if group is None:
            return None
        more = group.end >= self._end or plain(self._words[group.end]).startswith("و")
        own = None if more else self._v.after.at(self._words, group.end)
        if (own is not None and own[1] != fate[1]) or self._v.either.at(self._words, min(group.end, self._end - 1)):
            return None  # "there fell 12 wounded"
        if self._v.falls.at(self._words, i) and (not group.numbered or group.side == "unknown"):
            return None  # shells fall too
        cue = (i, i + fate[0])
        groups = [group, *self._others(group)]
        return [
            self._figure(
                fate[1], g.low, g.high, g.start, g.end, cue, side=g.side, counted=g.numbered or not g.definite
            )
            for g in groups
        ], max(self._behind_noun(groups[-1].end, fate[1]), i + fate[0])  # fmt: skip

    def _behind_noun(self, end: int, kind: str) -> int:
        """Where the people end who are told with a noun of the fate as well: "12 martyrs fell"."""
        own = self._v.after.at(self._words, end) if end < self._end else None
        return end + own[0] if own is not None and own[1] == kind else end

    def _told_before(self, i: int) -> Group | None:
        """Those who stand before their verb: "said that seven people were killed", "two colleagues who died"."""
        first = max(self._start, self._done, i - _REACH)
        for j in range(i - 1, first - 1, -1):
            if self._v.the_two_who.at(self._words, j):
                return Group(2, 2, j, j + 1, numbered=True)
            if self._v.that.at(self._words, j) and j + 1 < i:
                group = self._group(j + 1)
                return None if group is None or group.end > i or (group.definite and group.low > 1) else group
        groups = (group for j in range(first, i) if (group := self._group(j)) is not None and group.numbered)
        return next((group for group in groups if self._right_before(group, i)), None)

    def _right_before(self, group: Group, i: int) -> bool:
        """Does nothing but "had" stand between the people and their verb?"""
        between = self._words[group.end : i]
        return group.end <= i and len(between) <= 1 and all(plain(word) == _HAVE for word in between)

    def _left(self, i: int) -> tuple[list[Figure], int] | None:
        """ "Left dead and wounded": some of them."""
        if (leaves := self._v.leaves.at(self._words, i)) is None:
            return None
        found: list[Figure] = []
        j = i + leaves[0]
        while j < self._end and (fate := self._v.fates.at(self._words, j)) and not plain(self._words[j]).startswith("ال"):
            found.append(self._figure(fate[1], 2, None, j, j + fate[0], (j, j + fate[0])))
            j += fate[0]
        return (found, j) if found else None

    def _people(self, at: int) -> Group | None:
        """Those who are meant: behind the doer where a doer stands first ("gunmen killed 12 villagers")."""
        first = self._first(at, _REACH)
        if first is None or first.numbered:
            return first
        if first.side != "combatant":
            next_ = self._group(first.end) if first.end < self._end else None  # "a youth stabbed three people"
            return next_ if next_ is not None and next_.numbered and not self._led(next_.start) else first
        behind = self._first(first.end, _PAST_DOER)
        if behind is not None and behind.numbered and not self._led(behind.start):
            return behind
        return first

    def _first(self, at: int, reach: int) -> Group | None:
        for i in range(at, min(self._end, at + reach)):
            known = self._v
            if i > at and (joins(self._words, i, known) or (known.kinds.at(self._words, i) and not self._in_the_act(i))):
                return None
            if known.before.at(self._words, i) or known.parts.at(self._words, i):
                return None
            group = self._group(i)
            if group is not None and not (group.definite and group.low > 1 and i > at):
                return group
        return None

    def _in_the_act(self, i: int) -> bool:
        """Does the act stand between a fate and its people: "wounded in the attack were 15"?"""
        return plain(self._words[i]).startswith("ب") or self._v.in_the_act.at(self._words, i - 1) is not None

    def _led(self, i: int) -> bool:
        """Does a preposition, or "and", lead to it: is it no object?"""
        before = self._words[i - 1] if i > self._start else ""
        return plain(self._words[i])[:1] in ("و", "ب", "ل") or (
            bool(before)
            and (
                self._v.inside.at([before], 0) is not None
                or self._v.near.at([before], 0) is not None
                or self._v.away.at([before], 0) is not None
            )
        )

    def _others(self, group: Group) -> Iterator[Group]:
        """Those who are told with "and" behind it: "and two women", "and his wife"."""
        for _ in range(_MANY):
            i = next((j for j in range(group.end, min(self._end, group.end + 3)) if self._is_kin(j)), group.end)
            if i >= self._end or not plain(self._words[i]).startswith("و") or len(plain(self._words[i])) < 3:
                return
            if self._v.before.at(self._words, i) or self._v.after.at(self._words, i) or self._v.duals.at(self._words, i):
                return
            if plain(self._words[i]) in self._v.numbers:
                return  # "one person": no "and"
            more = self._group(i)
            if more is None or (more.end < self._end and self._v.after.at(self._words, more.end)):
                return
            yield more
            group = more

    def _is_kin(self, i: int) -> bool:
        """ "And his driver"."""
        word = plain(self._words[i])
        return word.startswith("و") and word[1:] in self._v.kin_of

    def _group(self, i: int) -> Group | None:
        """The people that are told from token i on."""
        v, words = self._v, self._words
        bare = plain(words[i])
        number = number_at(words, i, self._end, v)
        if number is not None and not self._measures(number):
            low, high = self._bounded(number)
            side, end = self._noun(number.end)
            return Group(low, high, number.start, end, side, numbered=True)
        if number is not None:
            return None
        if v.one_of.at(words, i) and i + 1 < self._end and any(f in v.many for f in forms(words[i + 1])):
            return Group(1, 1, i, i + 2)
        definite = bare.removeprefix("و").startswith(("ال", "لل"))
        for word in forms(words[i]):
            if word in v.two:
                return Group(2, 2, i, i + 1, cast(Side, v.two[word]), numbered=True)
            if word in v.groups and (members := self._members(i)) is not None:
                return members
            if word in v.many:
                return Group(2, None, i, i + 1, cast(Side, v.many[word]), definite=definite)
            if word in v.people:
                return Group(1, 1, i, i + 1, cast(Side, v.people[word]), definite=definite)
            if (word in v.kin and word != bare.removeprefix("و")) or word in v.kin_of:
                return Group(1, 1, i, i + 1, "civilian")
        if v.ordinals.at(words, i):
            return Group(1, 1, i, i + 1)
        return None

    def _members(self, i: int) -> Group | None:
        """ "A whole family of five"."""
        for j in range(i + 1, min(self._end - 1, i + 4)):
            number = number_at(self._words, j + 1, self._end, self._v) if plain(self._words[j]) == _OF else None
            if number is not None and not self._measures(number):
                return Group(number.low, number.low, i, self._noun(number.end)[1], "civilian", numbered=True)
        return None

    def _noun(self, at: int) -> tuple[Side, int]:
        """The side of the people whom a number counts, and where their noun ends."""
        for j in range(at, min(self._end, at + 3)):
            for word in forms(self._words[j]):
                side = self._v.people.get(word) or self._v.many.get(word)
                if side:
                    return cast(Side, side), self._adjectives(j + 1)
            if plain(self._words[j]) != "من" and j > at:
                break
        return "unknown", at

    def _adjectives(self, at: int) -> int:
        """Where the people end of whom more is said: "ten Sudanese migrants"."""
        while (
            at < self._end
            and not plain(self._words[at]).startswith(("و", "ال"))
            and any(f in self._v.many or f in self._v.two for f in forms(self._words[at]))
        ):
            at += 1
        return at

    def _measures(self, number: Number) -> bool:
        """Does it count no people: hours, metres, a year?"""
        at = number.end
        before = number.start - 1
        if number.start > self._start and (
            self._v.each.at(self._words, before) or self._v.numbered_things.at(self._words, before)
        ):
            return True
        if at < self._end and (
            self._v.units.at(self._words, at) or self._words[at] in ("%", "/") or self._v.months.at(self._words, at)
        ):
            return True
        return (
            1900 < number.low < 2100
            and self._words[number.start].isdigit()
            and number.start > self._start
            and (plain(self._words[number.start - 1]) in self._v.year_words)
        )

    def _bounded(self, number: Number) -> tuple[int, int | None]:
        """The number with "at least" before or behind it."""
        before = range(max(self._start, number.start - _BOUND), number.start)
        behind = range(number.end, min(self._end, number.end + _BOUND))
        bounds = {b[1] for i in before if (b := self._v.bounds.at(self._words, i))} - {"least_behind"}
        bounds |= {b[1] for i in behind if (b := self._v.bounds.at(self._words, i)) and b[1] == "least_behind"}
        return number.low, None if number.vague or bounds & {"least", "least_behind"} else number.low

    def _figure(
        self,
        kind: str,
        low: int,
        high: int | None,
        start: int,
        end: int,
        cue: tuple[int, int],
        *,
        side: Side = "unknown",
        is_part: bool = False,
        is_total: bool = False,
        negated: bool = False,
        counted: bool = True,
    ) -> Figure:
        return Figure(
            kind=cast(Kind, kind),
            low=low,
            high=high,
            vague=high is None and low in _VAGUE,
            span=self._text.span(start, end, self._part),
            start=start,
            end=end,
            sentence=self._number,
            cue=self._text.span(*cue, self._part),
            cue_start=cue[0],
            cue_end=cue[1],
            victims=side,
            is_part=is_part,
            is_total=is_total,
            negated=negated,
            counted=counted,
        )
