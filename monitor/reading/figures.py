"""How many people a text says were killed, wounded, displaced, missing or detained.

words        the text as lists (`wording`)
cues         "killed", "claimed the lives of", "death toll" (`data/figures.yaml`)
groups       "13 militants and six SDF fighters" (`people`)
figures      a cue with the groups that it speaks of: before it, behind it, or as a number of its own
toll         what several figures come to (`add_up`)

Conventions, where English leaves it open:
"more than 70" is 70 and up, as the labelling guides count it; "up to 60" is 1 to 60; "dozens" is 24 and up, vague; "soldiers" without
a number is 2 and up, vague; "killed or wounded 40" and "40 casualties" are 1 to 40 killed and 1 to 40 wounded, vague; "families" give no
number of people beyond their own number; "no casualties" is none killed and none wounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc

from monitor.model.event import Toll
from monitor.model.span import Part, Span
from monitor.reading.groups import PREPOSITIONS, Group, groups_in, joined
from monitor.reading.long_time import speaks_of_long_time
from monitor.reading.numbers import quantity_at
from monitor.reading.speakers import speakers
from monitor.reading.toll_words import Kind, Mode, Side, TollWords, toll_words
from monitor.reading.wording import Wording, wording


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BE: Final = _words("was were been being be is are get gets got getting 's")
_AUXILIARY: Final = _BE | _words(
    "has have had having may might could would will can must should to also reportedly allegedly believed feared reported"
    " said thought known confirmed presumed all both still now then either since later together themselves subsequently"
    " first so far already others more instantly just dead left critically people including themselves"
)
_NOT: Final = _words("not n't never cannot")
#: Behind these a new statement begins: people before it are not those of a word behind it.
_BARRIER: Final = _words(
    "said says told while but because ; after when as until saying adding if although though whereas where that : claimed"
    " added reported warned"
)
_SAME_FATE: Final = _words("and or , /")
_TOLL_TO: Final = _words(
    "to at of is was as reached hit topped passed exceeded stood above over surpassed stands reaches hits than"
)
_NO_WORD: Final = _words("no zero without")
_LIVES_VERBS: Final = _words("claim claims claimed claiming cost costs costing took take takes taken taking loss lost losing")
_TOTAL_BEFORE: Final = _words("total altogether overall combined toll tally")
#: Verbs with other meanings count only with a noun for people.
_NEEDS_PEOPLE: Final = _words(
    "hurt captured capture captures capturing escaped escape escaping left fled flee fleeing flees claims claimed claiming"
    " forced forcing forces driven drove drives driving prompting prompted sent compelled compelling caused causing cause"
    " arrested burned beaten evacuated evacuate displaced relocated leave moved expelled eliminated eliminating drowned"
    " drowning hanged executed execute executing executes took taking taken suffocated fell had have has were to detained"
    " detain poisoned neutralized neutralised"
)
_CASUALTY_NEGATIONS: Final = _words("no without zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """So many people, so befallen, by these words."""

    kind: Kind
    low: int  #: people
    high: int | None  #: people; None: and up
    vague: bool
    span: Span  #: the words that count them
    start: int  #: tokens of `span`
    end: int  #: tokens, half-open
    sentence: int  #: index
    cue: Span  #: "killed", "death toll"
    cue_start: int  #: tokens of `cue`
    cue_end: int  #: tokens, half-open
    victims: Side = "unknown"
    party: str = ""  #: "SDF fighters"
    is_part: bool = False  #: "including five suicide attackers": of people counted already
    is_total: bool = False  #: "bringing the total to"
    said_by: tuple[str, ...] = ()  #: as the text names them
    negated: bool = False  #: "no one was killed"
    cumulative: bool = False  #: words of a long time in its sentence: "since 2011", "so far this year"
    counted: bool = True  #: by a number or an article; False for "the driver", "civilians", a name
    name: bool = False  #: a person by name


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: Kind
    start: int
    end: int
    modes: frozenset[Mode]


@dataclass(slots=True)
class _Sentence:
    """What is known while one sentence is read."""

    text: Wording
    number: int
    start: int
    end: int
    tables: TollWords
    cues: list[_Cue]
    groups: list[Group]
    part: Part
    found: list[Figure]

    @property
    def lower(self) -> list[str]:
        return self.text.lower


def find_figures(doc: Doc, *, part: Part = "text", tables: TollWords | None = None) -> list[Figure]:
    """Every figure of the text, in its order. `doc` needs sentences and nothing else of spaCy's."""
    tables = tables or toll_words()
    text = wording(doc)
    found: list[Figure] = []
    for number, (start, end) in enumerate(text.sentences):
        cues = _cues(text.lower, start, end, tables)
        if cues or not tables.casualties.isdisjoint(text.lower[start:end]):
            groups = groups_in(text, start, end, tables)
            found += _read(_Sentence(text, number, start, end, tables, cues, groups, part, []))
    return found


def add_up(figures: Iterable[Figure]) -> Toll | None:
    """What figures of one kind, of one event, come to; None when there are none.

    The parties of one sentence are added, parts ("including six children") are not. Of several sentences, one that gives a total wins;
    else those that differ make a range from the least to the most, where one that speaks of less than half the most is
    taken to tell of some of the same people.
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


def _cues(lower: list[str], start: int, end: int, tables: TollWords) -> list[_Cue]:
    found: list[_Cue] = []
    i = start
    while i < end:
        step = 1
        taken: set[Kind] = set()
        for cue in tables.cues.get(lower[i], ()):
            size = len(cue.words)
            if step > 1 and size < step:
                break
            if cue.kind not in taken and i + size <= end and tuple(lower[i : i + size]) == cue.words:
                found.append(_Cue(cue.kind, i, i + size, cue.modes))
                taken.add(cue.kind)
                step = max(step, size)
        i += step
    return found


def _read(sentence: _Sentence) -> list[Figure]:
    waiting: list[_Cue] = []  # "killed" of "killed and wounded 40": its people come with the next word
    for cue in sentence.cues:
        figures = _figures_of(sentence, cue)
        if figures:
            sentence.found += figures
            for earlier in waiting:
                if earlier.kind != cue.kind:
                    _share(sentence, figures, earlier)
            waiting = []
        elif (last := _shares_fate(sentence, cue)) is not None:
            _share(sentence, last, cue)
        else:
            waiting = [cue] if _joins_next(sentence, cue) else []
    sentence.found += _casualties(sentence)
    return _finished(sentence)


def _joins_next(sentence: _Sentence, cue: _Cue) -> bool:
    following = sentence.lower[cue.end : cue.end + 2]
    return len(following) == 2 and following[0] in ("and", "or", "/") and any(c.start == cue.end + 1 for c in sentence.cues)


def _shares_fate(sentence: _Sentence, cue: _Cue) -> list[Figure] | None:
    """The figures of "killed" for "wounded" in "40 were killed or wounded"."""
    if cue.start - 1 <= sentence.start or sentence.lower[cue.start - 1] not in ("or", "and", "/"):
        return None
    before = [f for f in sentence.found if f.cue_end == cue.start - 1 and f.kind != cue.kind and f.end <= f.cue_start]
    return before or None


def _share(sentence: _Sentence, figures: list[Figure], cue: _Cue) -> None:
    """Both kinds get the people, since nobody said how many of which: 1 to all of them."""
    kinds = {figures[0].kind, cue.kind}
    if kinds != {"killed", "wounded"}:
        sentence.found += [replace(f, kind=cue.kind) for f in figures]
        return
    for figure in figures:
        unsaid = replace(figure, low=min(1, figure.low), vague=True)
        if figure in sentence.found:
            sentence.found[sentence.found.index(figure)] = unsaid
        sentence.found.append(replace(unsaid, kind=cue.kind))


def _figures_of(sentence: _Sentence, cue: _Cue) -> list[Figure]:
    """The people of one cue, by the way it takes them."""
    lower, modes = sentence.lower, cue.modes
    if "toll" in modes:
        return _of_toll(sentence, cue)
    negated, passive, chain = _auxiliaries(sentence, cue)
    if negated:
        return []
    needs = lower[cue.start] in _NEEDS_PEOPLE
    if "count" in modes and (figures := _as_count(sentence, cue)):
        return figures
    if "transitive" in modes and not passive:
        if figures := _objects(sentence, cue, needs=needs, names=cue.kind == "killed" or lower[cue.start] in _TAKERS):
            return figures
        if lower[cue.start].endswith(("ing", "s")):
            return []
    if "of" in modes and (
        figures := _objects(sentence, cue, needs=needs, names=cue.kind != "displaced" and lower[cue.end - 1] == "of")
    ):
        return figures
    if modes & {"transitive", "intransitive", "predicate"}:
        linked = passive or "intransitive" in modes or chain < cue.start
        return _subjects(sentence, cue, chain, linked=linked, needs=needs)
    return []


_TAKERS: Final = _words("abduct abducts abducted abducting kidnap kidnaps kidnapped kidnapping")


def _auxiliaries(sentence: _Sentence, cue: _Cue) -> tuple[bool, bool, int]:
    """Is the verb negated; is it passive; and the token at which its chain ("may have been") starts."""
    lower = sentence.lower
    at, passive, negated = cue.start, False, False
    while at > sentence.start and cue.start - at < 9:
        word = lower[at - 1]
        if word in _NOT:
            negated = True
        elif word in _BE:
            passive = True
        elif not (word in _AUXILIARY or (word.endswith("ly") and word not in ("family", "only"))) or (
            word in ("more", "others", "people", "both", "all") and any(g.start <= at - 1 < g.end for g in sentence.groups)
        ):
            break
        at -= 1
    if at > sentence.start and lower[at - 1] in ("did", "does", "do") and negated:
        return True, passive, at
    return negated, passive, at


def _objects(sentence: _Sentence, cue: _Cue, *, needs: bool, names: bool) -> list[Figure]:
    """The groups right behind the cue: "killed 13 militants and six SDF fighters, including five attackers"."""
    lower, at = sentence.lower, cue.end
    while at < sentence.end and (
        lower[at] in ('"', "“", "'", "up", "also", "off") or (lower[at].endswith("ly") and lower[at] not in ("nearly", "only"))
    ):
        at += 1
    first = next((n for n, g in enumerate(sentence.groups) if g.start == at), None)
    if first is None:
        return _named(sentence, cue, at, forwards=True) if names else []
    group = sentence.groups[first]
    if needs and not group.person:
        return []
    if (
        not group.counted
        and cue.start > sentence.start
        and lower[cue.start - 1] in _DESCRIBES
        and "transitive" in cue.modes
        and "of" not in cue.modes
    ):
        return []
    if _next_is_verb(sentence, group, cue) and cue.kind != "displaced":
        return []
    return [_figure(sentence, cue, g) for g in _listed(sentence, first)]


_DESCRIBES: Final = _words("the of for a his her their any these those treat treating with from among")


def _next_is_verb(sentence: _Sentence, group: Group, cue: _Cue) -> bool:
    """ "25 killed, 30 were wounded": the people behind the comma belong to the next verb."""
    return (
        group.start > cue.end
        and sentence.lower[group.start - 1] == ","
        and group.end < sentence.end
        and sentence.lower[group.end] in _BE
    )


def _listed(sentence: _Sentence, first: int) -> list[Group]:
    """The group and those listed with it, up to the next cue that takes people of its own."""
    groups, lower = sentence.groups, sentence.lower
    listed = [groups[first]]
    for group in groups[first + 1 :]:
        last = listed[-1]
        gap = lower[last.end : group.start]
        is_part = group.part and len(gap) <= 8
        if not is_part and not joined(lower, last, group):
            break
        if _has_cue(sentence, last.end, group.start) or _taken_by_next(sentence, group):
            break
        listed.append(group)
    return listed


def _taken_by_next(sentence: _Sentence, group: Group) -> bool:
    """ "killed 12 people and 50 were wounded", "12 dead and 30 wounded": the second number has a cue of its own behind it."""
    at = group.end
    while at < sentence.end and (
        sentence.lower[at] in _AUXILIARY or sentence.lower[at].endswith("ly") or sentence.lower[at] == "in"
    ):
        at += 1
    return any(
        cue.start in (group.end, at) and cue.modes & {"transitive", "intransitive", "predicate", "count"} for cue in sentence.cues
    )


def _has_cue(sentence: _Sentence, start: int, end: int) -> bool:
    return any(start <= cue.start < end for cue in sentence.cues)


def _subjects(sentence: _Sentence, cue: _Cue, chain: int, *, linked: bool, needs: bool) -> list[Figure]:
    """The groups before the cue: "34 jihadists including three bombers, and 17 SDF fighters have been killed"."""
    lower, groups = sentence.lower, sentence.groups
    at = chain
    if at > sentence.start and lower[at - 1] in ("who", "which", "that", "whom"):
        at -= 1
        linked = True
    while at > sentence.start and lower[at - 1] in (",", ":", "-", "–", "—", "(") and linked:
        at -= 1
    before = [g for g in groups if g.end <= at]
    if not linked:
        if lower[cue.end : cue.end + 1] == [":"] and (number := quantity_at(lower, cue.end + 1, sentence.end, sentence.tables)):
            return [_plain_figure(sentence, cue, number.start, number.end, number.low, number.high, number.vague)]
        at = chain
        before = [g for g in groups if g.end == at]
        if not before:
            return []
    if not before:
        return _named(sentence, cue, at, forwards=False)
    chosen = _main_subject(sentence, before, at)
    if chosen is None:
        return _named(sentence, cue, at, forwards=False)
    group = groups[chosen]
    if (needs and not group.person) or (
        not linked and not group.counted and "transitive" not in cue.modes and cue.kind != "killed"
    ):
        return []
    listed = _listed_before(sentence, chosen, at)
    return [_figure(sentence, cue, g) for g in listed]


def _main_subject(sentence: _Sentence, before: list[Group], at: int) -> int | None:
    """The index of the group that is the subject of what comes at `at`: not the one of "from one family" but "six civilians"."""
    groups, lower = sentence.groups, sentence.lower
    n = len(before) - 1
    limit = at
    while n >= 0:
        group = groups[n]
        gap = lower[group.end : limit]
        if len(gap) > 16 or not _BARRIER.isdisjoint(gap) or _finite_cue(sentence, group.end, limit):
            return None
        if group.before in ("", "with", "of", "leaving") or (group.before in ("for", "to", "as") and n == 0):
            if not (group.end == at or _subject_gap(gap)):
                return None
            return n
        if group.before == "by":
            return None
        limit = group.start
        n -= 1
    return None


def _subject_gap(gap: list[str]) -> bool:
    """Words that may stand between a subject and its verb: a phrase with a preposition, a comma, a relative clause, an age."""
    return (
        not gap
        or gap[0] in PREPOSITIONS
        or gap[0] in (",", "(", "who", "whose", "-", "–", "—", "including", "aged", "mostly", "all", "alone", "both", "'s")
        or len(gap) <= 2
    )


def _finite_cue(sentence: _Sentence, start: int, end: int) -> bool:
    return any(start <= c.start < end and c.modes & {"transitive", "intransitive", "predicate"} for c in sentence.cues)


def _listed_before(sentence: _Sentence, chosen: int, at: int) -> list[Group]:
    groups, lower = sentence.groups, sentence.lower
    listed = [groups[chosen]]
    listed += [g for g in groups[chosen + 1 :] if g.end <= at and g.part]
    n = chosen - 1
    while n >= 0:
        first, group = listed[0], groups[n]
        if _has_cue(sentence, group.end, first.start):
            break
        if (
            (group.part and (joined(lower, group, first) or first.part))
            or joined(lower, group, first)
            or (first.part and len(lower[group.end : first.start]) <= 8)
        ):
            listed.insert(0, group)
        else:
            break
        n -= 1
    return listed


def _named(sentence: _Sentence, cue: _Cue, at: int, *, forwards: bool) -> list[Figure]:
    """ "Killed Abu Hassan, a leader", "Abu Hassan was killed", "he was killed": one person."""
    if cue.kind in ("displaced", "missing"):
        return []
    words, lower = sentence.text.words, sentence.lower
    if not forwards and at > sentence.start and lower[at - 1] in ("he", "she"):
        return [_plain_figure(sentence, cue, at - 1, at, 1, 1, False, name=True)]
    start = end = at
    if forwards:
        while end < sentence.end and (_capital(words[end]) or (end > at and words[end] in ("-", "al", "bin", "ibn", "de", "el"))):
            end += 1
    else:
        while start > sentence.start and (
            _capital(words[start - 1]) or (words[start - 1] in ("-", "al", "bin", "ibn", "de", "el") and start < at)
        ):
            start -= 1
    names = [w for w in words[start:end] if _capital(w)]
    if not names or any(w.lower() in sentence.tables.things or w.isdigit() for w in names):
        return []
    if (
        forwards
        and end < sentence.end
        and (lower[end] in sentence.tables.things or lower[end].endswith("s") or lower[end] == "'s")
    ):
        return []
    if len(names) < 2 and not (forwards or _person_before(sentence, start)):
        return []
    if len(names) < 2 and (names[0].isupper() or lower[start].endswith("s")):
        return []
    return [_plain_figure(sentence, cue, start, end, 1, 1, False, name=True)]


def _capital(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _NO_NAMES


_NO_NAMES: Final = _words(
    "the a an in on at it this that these those and but he she they we i you his her there when while if as after at monday"
    " tuesday wednesday thursday friday saturday sunday one two"
)


def _person_before(sentence: _Sentence, start: int) -> bool:
    return start > sentence.start and sentence.lower[start - 1] in sentence.tables.people


def _as_count(sentence: _Sentence, cue: _Cue) -> list[Figure]:
    """ "12 civilian deaths", "at least 12 bodies", "no injuries", "cost 12 lives"."""
    lower = sentence.lower
    if lower[cue.start] in ("lives", "life") and _LIVES_VERBS.isdisjoint(lower[max(sentence.start, cue.start - 8) : cue.start]):
        return []
    inside = next((g for g in sentence.groups if g.start <= cue.start < g.end or g.end == cue.start), None)
    if inside is not None and inside.counted and (inside.end >= cue.end or inside.end == cue.start):
        after = [g for g in sentence.groups if g.part and 0 <= g.start - inside.end <= 8]
        return [_figure(sentence, cue, g) for g in (inside, *after[:3])]
    for at in range(max(sentence.start, cue.start - 4), cue.start):
        number = quantity_at(lower, at, cue.start, sentence.tables)
        if number is not None and not number.noun_given:
            between = lower[number.end : cue.start]
            if len(between) <= 2 and all(
                w.isalpha() and w not in PREPOSITIONS and w not in sentence.tables.things for w in between
            ):
                if number.low == 0 and any(w in ("reports", "report") for w in lower[at : cue.start]):
                    return []
                return [_plain_figure(sentence, cue, number.start, number.end, number.low, number.high, number.vague)]
            return []
    return []


def _of_toll(sentence: _Sentence, cue: _Cue) -> list[Figure]:
    """ "The death toll rose from 12 to 41", "put the death toll at 40", "a death toll of 12"."""
    lower = sentence.lower
    if (
        lower[cue.start : cue.end] in (["toll"], ["tally"])
        and cue.start > sentence.start
        and lower[cue.start - 1] in ("road", "bridge", "highway", "emotional", "psychological", "heavy", "economic")
    ):
        return []
    stop = min(sentence.end, cue.end + 16)
    for at in range(cue.end, stop):
        if lower[at] in _TOLL_TO or lower[at] == ":":
            number = quantity_at(lower, at + 1, sentence.end, sentence.tables)
            if (
                number is not None
                and not number.noun_given
                and not _counts_things(sentence, number.end, number.low, number.digits)
            ):
                return [_plain_figure(sentence, cue, number.start, number.end, number.low, number.high, number.vague, total=True)]
        elif lower[at] in (";", "but"):
            break
    return []


def _counts_things(sentence: _Sentence, at: int, low: int, digits: bool) -> bool:
    word = sentence.lower[at] if at < sentence.end else ""
    return (word in sentence.tables.things and word not in ("deaths", "death")) or (
        digits and 1900 <= low <= 2100 and word in ("", ",", ".")
    )


def _casualties(sentence: _Sentence) -> list[Figure]:
    """ "No casualties": none killed, none wounded. "12 casualties": 1 to 12 of each."""
    found: list[Figure] = []
    lower = sentence.lower
    for at in range(sentence.start + 1, sentence.end):
        if lower[at] not in sentence.tables.casualties:
            continue
        cue = _Cue("killed", at, at + 1, frozenset())
        for back in range(max(sentence.start, at - 4), at):
            number = quantity_at(lower, back, at, sentence.tables)
            if lower[back] == "without" and at - back <= 3:
                found += [
                    replace(_plain_figure(sentence, cue, back, at, 0, 0, False), kind=kind) for kind in ("killed", "wounded")
                ]
                break
            if number is None:
                continue
            if "reports" in lower[back:at] or "report" in lower[back:at] or number.noun_given:
                break
            low, vague = min(1, number.low), number.low > 0
            figure = _plain_figure(sentence, cue, number.start, number.end, low, number.high, vague)
            found += [figure, replace(figure, kind="wounded")]
            break
    return found


def _figure(sentence: _Sentence, cue: _Cue, group: Group) -> Figure:
    lower = sentence.lower
    total = group.counted and not _TOTAL_BEFORE.isdisjoint(lower[max(sentence.start, group.start - 4) : group.start + 2])
    figure = _plain_figure(sentence, cue, group.start, group.end, group.low, group.high, group.vague, total=total)
    return replace(
        figure,
        victims=group.side,
        party=" ".join(sentence.text.words[group.party[0] : group.party[1]]),
        is_part=group.part,
        counted=group.counted,
    )


def _plain_figure(
    sentence: _Sentence, cue: _Cue, start: int, end: int, low: int, high: int | None, vague: bool, *, total: bool = False, name: bool = False
) -> Figure:  # fmt: skip
    text = sentence.text
    return Figure(
        kind=cue.kind, low=low, high=high, vague=vague, span=text.span(start, end, sentence.part), start=start, end=end,
        sentence=sentence.number, cue=text.span(cue.start, cue.end, sentence.part), cue_start=cue.start, cue_end=cue.end,
        is_total=total, negated=high == 0, counted=not name, name=name,
    )  # fmt: skip


def _finished(sentence: _Sentence) -> list[Figure]:
    """Each group once for each kind, with who says so and whether the sentence speaks of a long time."""
    unique: dict[tuple[str, int, int], Figure] = {}
    for figure in sentence.found:
        unique.setdefault((figure.kind, figure.start, figure.end), figure)
    if not unique:
        return []
    said = speakers(sentence.text, sentence.start, sentence.end)
    long = speaks_of_long_time(sentence.text, sentence.start, sentence.end)
    return [replace(f, said_by=said, cumulative=long) for f in sorted(unique.values(), key=lambda f: (f.start, f.cue_start))]
