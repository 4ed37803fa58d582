"""Statements on one act become one event; what they leave out is taken from their surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from monitor.model.event import Actor, Event, Toll, Victims
from monitor.model.kinds import PARENT, is_a
from monitor.model.place import Place
from monitor.model.span import Span
from monitor.reading.driven_out import with_driven_out
from monitor.reading.events import Statement, Told
from monitor.reading.figure import Figure
from monitor.reading.figures import add_up
from monitor.reading.triggers import Climate

_MOST: Final = 40  #: events of one article
_PEACEFUL: Final = frozenset(("displacement", "arrest", "protest", "siege", "ceasefire", "aid", "other"))
_WIDTH: Final = {"country": 3, "admin1": 2, "admin2": 1, "region": 1}
#: How exactly a kind says by what means people were killed.
_MEANS: Final = dict.fromkeys(
    ("airstrike", "drone_strike", "shelling", "bombing", "chemical", "shooting", "execution"), 3
) | dict.fromkeys(("assault", "clash", "raid", "abduction"), 2)
_FIGURES: Final = ("killed", "wounded", "displaced", "missing", "detained")


def make_events(told: Told) -> tuple[Event, ...]:
    """The events of an article, its main one first among those of the same order."""
    statements = told.statements
    if not statements:
        return ()
    _fill_kinds(told)
    statements = [s for s in statements if s.kind]
    _fill_places(statements)
    groups: list[list[Statement]] = []
    for s in statements:
        home = next((g for g in reversed(groups) if _same_act(g, s)), None)
        if home is not None:
            home.append(s)
        else:
            groups.append([s])
    groups = _without_headline(_one_toll_one_act(groups, told.climate.kinds if told.climate else Counter()))
    main = next((n for n, g in enumerate(groups) if g[0].reality == "happened"), 0)
    return with_driven_out(_each_its_own([_event(g, main=n == main) for n, g in enumerate(groups[:_MOST])]))


def _each_its_own(events: list[Event]) -> list[Event]:
    """A town that has an event of its own in the article is no part of another one's."""
    own = Counter(e.where.id for e in events if e.where is not None)
    return [replace(e, also=tuple(p for p in e.also if not own[p.id])) if e.also else e for e in events]


def _without_headline(groups: list[list[Statement]]) -> list[list[Statement]]:
    """A headline cuts acts, places and people together: what it says counts only where the text does not say it itself."""

    def bloody(g: list[Statement]) -> bool:
        return any(f.kind == "killed" and f.low for s in g for f in s.figures) and is_a(g[0].kind, "attack")

    def dead(g: list[Statement]) -> int:
        toll = add_up([f for s in g for f in s.counts("killed")])
        return toll.low if toll else 0

    in_text = [g for g in groups if bloody(g) and any(s.part == "text" for s in g)]
    told = [dead(g) for g in in_text if g[0].reality == "happened"]

    def said_again(g: list[Statement]) -> bool:
        """By the text as news, or, the same number at the same place, as something else: recalled, planned, denied."""
        if told and sum(told) * 2 > dead(g):
            return True
        return any(dead(o) == dead(g) >= 3 and o[0].reality != "happened" and _may_share_place(o, g) for o in in_text)

    def recalled(g: list[Statement]) -> bool:
        """Is all that the text says of such an act no news: "Trial opens over Mosul bombing"?"""
        same = [o for o in groups if any(s.part == "text" for s in o) and _akin(o, g) and _may_share_place(o, g)]
        return g[0].reality == "happened" and bool(same) and all(o[0].reality == "background" for o in same)

    def of_headline(g: list[Statement]) -> bool:
        return all(s.part == "title" for s in g)

    return [g for g in groups if not (of_headline(g) and ((bloody(g) and said_again(g)) or recalled(g)))]


def _akin(a: list[Statement], b: list[Statement]) -> bool:
    """Is one the other's kind of act?"""
    known = a[0].kind in PARENT and b[0].kind in PARENT
    return a[0].kind == b[0].kind or (known and (is_a(a[0].kind, b[0].kind) or is_a(b[0].kind, a[0].kind)))


def _one_toll_one_act(groups: list[list[Statement]], kinds: Counter[str]) -> list[list[Statement]]:
    """The same number of dead at the same place is the same act, whatever words it is told with; the means name its kind."""
    out: list[list[Statement]] = []
    for g in groups:
        twin = next((o for o in out if _twins(o, g)), None)
        if twin is None:
            out.append(g)
            continue
        mine, theirs = ((_MEANS.get(k, 0), kinds[k]) for k in (g[0].kind, twin[0].kind))
        if mine[0] > theirs[0] or (mine[0] == theirs[0] and mine[1] > theirs[1]):
            twin[:] = [*g, *twin]
        else:
            twin.extend(g)
    return out


def _twins(a: list[Statement], b: list[Statement]) -> bool:
    if a[0].reality != b[0].reality or not (is_a(a[0].kind, "attack") and is_a(b[0].kind, "attack")):
        return False
    here, there = (add_up([f for s in g for f in s.counts("killed")]) for g in (a, b))
    if here is None or there is None or here.vague or there.vague or here.low != there.low or here.low < 3:
        return False
    return _may_share_place(a, b)


def _may_share_place(a: list[Statement], b: list[Statement]) -> bool:
    """One lies in the other, or one of them has no place."""
    place, other = (next((s.place for s in g if s.place is not None), None) for g in (a, b))
    return place is None or other is None or place.inside(other.id) or other.inside(place.id)


def _died(s: Statement) -> bool:
    """They died, and nobody is said to have killed them."""
    return any("died" in r for r in s.reasons)


def _calamity(climate: Climate) -> bool:
    """Is the article about an accident or a disaster rather than violence: what kills there is no attacker?"""
    natural = climate.kinds["accident"] + climate.kinds["disaster"]
    return natural > sum(n for k, n in climate.kinds.items() if k in PARENT and is_a(k, "attack"))


def _fought(s: Statement) -> bool:
    """Fighters were killed by somebody, and no means is named."""
    return any(f.kind == "killed" and f.victims == "combatant" and f.low for f in s.figures)


def _bloody(s: Statement) -> bool:
    return any(f.kind in ("killed", "wounded") for f in s.figures)


def _fill_kinds(told: Told) -> None:
    """People without an act, and acts without a kind of their own, take it from what was said before, else from what comes."""
    climate = told.climate
    calamity = climate is not None and _calamity(climate)
    violent = climate is not None and climate.violent and any(is_a(k, "attack") for k in climate.kinds if k in PARENT)
    statements = told.statements
    for n, s in enumerate(statements):
        if s.kind not in ("", "attack") or (s.kind == "attack" and s.trigger is None):
            continue
        if s.kind == "attack" and not (s.anaphoric or _bloody(s)):
            continue
        other = _source(statements, n, s)
        if _fought(s) and (other is None or (s.place is not None and other.place is not None and s.place.id != other.place.id)):
            s.kind = "clash"
            s.reasons.append("kind: fighters killed, how is not said")
        elif other is not None and (s.kind == "" or is_a(other.kind, "attack") or calamity):
            s.kind = other.kind
            s.reasons.append("kind: as of what is told before")
        elif s.kind == "":
            s.kind = "attack" if violent and not _died(s) else "other"
            s.reasons.append("kind: people hurt, how is not said")


def _source(statements: Sequence[Statement], n: int, s: Statement) -> Statement | None:
    """The statement whose act is meant: the nearest before of the same reality, else the first behind."""

    strangers = s.kind == "attack" and not _fought(s)

    def fits(o: Statement) -> bool:
        if o.kind == "clash" and strangers:
            return False  # who is attacked did not fight
        return bool(o.kind) and o.kind not in ("attack", "offensive", *_PEACEFUL) and _alike(o.reality, s.reality)

    before = [o for o in statements[:n] if fits(o)]
    said = s.killed()
    if said is not None and said.low > 2 and s.trigger is None:
        again = [o for o in before if (toll := o.killed()) is not None and toll.low == said.low]
        if again:
            return again[-1]
    near = [o for o in before if o.part == s.part and s.sentence - o.sentence <= 3]
    if near:
        return near[-1]
    if before:
        return before[0]
    return next((o for o in statements[n + 1 :] if fits(o) and o.sentence - s.sentence <= 3), None)


def _alike(a: str, b: str) -> bool:
    return a == b


def _fill_places(statements: Sequence[Statement]) -> None:
    """An act without a place is where the act before it was, if that may be the same act; else where the article's news is."""
    placed = [s for s in statements if s.place is not None and s.reality == "happened"]
    main = next((s for s in placed if s.place and s.place.kind != "country"), placed[0] if placed else None)
    provinces = {(s.place.country, s.place.admin1) for s in placed if s.place is not None and s.place.admin1}
    last: Statement | None = None
    for s in statements:
        if s.place is None and (twin := _same_toll(statements, s)) is not None:
            _put(s, twin, "as many are said to have been killed there")
        if s.place is None and (source := _place_source(s, last, main)) is not None:
            _put(s, source, "named before")
        elif s.place is not None and main is not None and _where_the_news_is(s, main, one_province=len(provinces) == 1):
            _put(s, main, "where the article's news is")
        if s.place is not None and s.reality == "happened":
            last = s


def _put(s: Statement, source: Statement, why: str) -> None:
    assert source.place is not None
    s.place, s.place_span, s.also = source.place, source.place_span, source.also
    if source.place_span is not None:
        s.evidence.append(source.place_span)
    s.reasons.append(f"place: {source.place.name}, {why}")


def _place_source(s: Statement, last: Statement | None, main: Statement | None) -> Statement | None:
    """Whose place a statement without one takes: of what was told just before, else of the article's news."""
    if s.reality not in ("happened", "cumulative"):
        return None
    near = last is not None and last.part == s.part and s.sentence - last.sentence <= 3
    source = last if near else main
    if source is None or source.place is None:
        source = last if s.reality == "happened" else None
    return source if source is not None and source.place is not None else None


def _where_the_news_is(s: Statement, main: Statement, *, one_province: bool) -> bool:
    """A country alone is named, and the article's news is at a place in it: the same act by all signs."""
    if s.place is None or main.place is None or s.place.kind != "country" or s.reality != "happened":
        return False
    same = s.kind == main.kind or s.anaphoric or s.part == "title" or (one_province and is_a(s.kind, "attack"))
    return same and main.place.id != s.place.id and main.place.inside(s.place.id)


def _same_toll(statements: Sequence[Statement], s: Statement) -> Statement | None:
    """The statement of the same kind of act with as many dead that has a place of its own."""
    said = s.killed()
    if said is None or said.vague or said.low < 2:
        return None
    for o in statements:
        toll = o.killed() if o.place is not None and o.kind == s.kind and o.reality == s.reality else None
        if toll is not None and toll.low == said.low and o.place is not None and o.place.kind != "country":
            return o
    return None


def _same_act(group: Sequence[Statement], s: Statement) -> bool:
    first = group[0]
    if first.reality != s.reality:
        return False
    kinds = {g.kind for g in group}
    if not any(k == s.kind or (s.kind in PARENT and k in PARENT and (is_a(k, s.kind) or is_a(s.kind, k))) for k in kinds):
        return False
    if "offensive" in kinds and s.kind != "offensive" and _bloody(s):
        return False  # ground is taken; people are killed in the fighting for it
    days = {g.day for g in group if g.day} if s.day else set()
    if days and s.day not in days and s.figures:
        return False
    places = [g.place for g in group if g.place is not None]
    mine = s.place
    killed, theirs = s.killed(), add_up([f for g in group for f in g.counts("killed")])
    equal = killed is not None and theirs is not None and _close(killed, theirs)
    if equal and killed is not None and killed.low > 2 and first.part == "title" and len(group) == 1:
        return True  # the first sentence says the headline again, and may place it more exactly
    if mine is not None and places:
        if any(mine.id == p.id for p in places):
            return killed is None or theirs is None or equal or s.anaphoric or _smaller(killed, theirs)
        nested = any(mine.inside(p.id) or p.inside(mine.id) for p in places)
        return nested and (killed is None or theirs is None or equal)
    return killed is None or theirs is None or equal


def _smaller(a: Toll, b: Toll) -> bool:
    return a.low * 2 < b.low


def _close(a: Toll, b: Toll) -> bool:
    low, high = sorted((a.low, b.low))
    return low == high or (a.vague or b.vague) or (low > 0 and high <= 1.35 * low)


def _exact(a: Place, b: Place) -> Place:
    """The more exact of two places that may contain each other."""
    return a if a.inside(b.id) else b if b.inside(a.id) else a


def _event(group: Sequence[Statement], *, main: bool) -> Event:
    kind = group[0].kind
    for s in group[1:]:
        if kind in PARENT and is_a(s.kind, kind):
            kind = s.kind
    places = [s.place for s in sorted(group, key=lambda s: s.part == "title") if s.place is not None]
    place = places[0] if places else None
    for p in places[1:]:
        if place is not None:
            place = _exact(place, p)
    tolls = {k: _toll(group, k) for k in _FIGURES}
    triggers = [s for s in group if s.trigger is not None]
    trigger = next((span for s in triggers for span in s.evidence[:1]), None)
    evidence = tuple(dict.fromkeys(span for s in group for span in s.evidence))
    return Event(
        what=kind,
        where=place,
        also=_also(group, place),
        date=next((s.day for s in group if s.day), None),
        **tolls,
        victims=_victims([f for s in group for f in s.figures]),
        actors=_actors(group),
        weapons=tuple(dict.fromkeys(w for s in group for w in s.weapons)),
        reality=group[0].reality,
        main=main,
        trigger=trigger,
        evidence=tuple(sorted(evidence)),
        reasons=tuple(dict.fromkeys(r for s in group for r in s.reasons)),
    )


def _also(group: Sequence[Statement], place: Place | None) -> tuple[Place, ...]:
    """What is named in one breath with the place, where the people are counted; a headline counts only by itself."""
    told = [
        s for s in group if s.place is not None and place is not None and (s.place.id == place.id or place.inside(s.place.id))
    ]
    told = [s for s in told if s.figures] or told
    return tuple({p.id: p for s in told for p in s.also if place is not None and p.id != place.id}.values())


def _toll(group: Sequence[Statement], kind: str) -> Toll | None:
    figures = [f for s in group for f in s.counts(kind)]
    return add_up([f for f in figures if not f.vague] or figures)


def _victims(figures: Sequence[Figure]) -> Victims:
    for kind in ("killed", "wounded"):
        sides = {f.victims for f in figures if f.kind == kind and f.low} - {"unknown"}
        if sides:
            return "both" if len(sides) > 1 else next(iter(sides))
    return "unknown"


def _actors(group: Sequence[Statement]) -> tuple[Actor, ...]:
    found: dict[tuple[str, str], list[Span]] = {}
    for s in group:
        for a in s.actors:
            found.setdefault((a.name, a.role), []).extend(a.evidence)
    return tuple(Actor(name=n, role=r, evidence=tuple(dict.fromkeys(e))) for (n, r), e in found.items())  # type: ignore[arg-type]
