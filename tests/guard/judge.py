"""Which facts of a labelled text were read right.

**Matching.** An event of the reader matches a labelled one by three things:

- kind: the one is the other or under it, either way (a drone strike is an air strike; "attack" is any act of violence);
- place: one of the event's places bears the labelled name in the labelled country or province, or lies inside the labelled
  place; a label without a place leaves it open. What lies around the labelled place, or near it, is wrong;
- class of reality: news (happened), past (background, cumulative), unreal (planned, denied, hypothetical, exercise).

They are *paired* when the kind fits, and the place or the class does too; what shares most with its label first (place,
class, reality, figures; those said in passing last), each event and each label in one pair at most. A further event that
matches a label by all three and has no figure that the label has not is the same one told twice: neither right nor wrong. Any
other is *false*; events of the kinds `other` and `aid` are never asked for and never false.

**Facts** of a label: its kind (it is paired), place, reality (exactly one of the label's), killed, wounded and displaced
(what the label says, or that nothing is said; said by the paired event or by one that tells it again), and, where the label
names them, abducted and targets. All are wrong
when it is not paired. A figure is right when both its bounds are; "more than 12" may begin at 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.model.event import Event, Toll
from monitor.model.kinds import is_a
from monitor.model.place import Atlas, Place
from monitor.reading.names.toponyms import key
from tests.guard.labels import FIGURES, Label, Text, Wanted

CLASSES: Final = {
    "happened": "news", "background": "past", "cumulative": "past",
    "planned": "unreal", "denied": "unreal", "hypothetical": "unreal", "exercise": "unreal",
}  # fmt: skip
NEVER_ASKED: Final = frozenset(("other", "aid"))
_AREAS: Final = ("country", "admin1", "admin2", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a label says, and what was read instead."""

    label: Label
    what: str  #: kind, place, reality, killed, wounded, displaced, abducted or targets
    right: bool
    said: bool = True  #: a figure that the text does not tell is a fact too, but none to find
    read: str = ""  #: for people; "" where nothing was read

    @property
    def name(self) -> str:
        return f"{self.label.number} {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label, and the events that tell it, the best first; none when it was missed."""

    label: Label
    events: tuple[Event, ...]
    place: bool  #: of the first one
    same_class: bool

    @property
    def match(self) -> bool:
        return bool(self.events) and self.place and self.same_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A text, with what was read in it."""

    text: Text
    pairs: tuple[Pair, ...]  #: of the labels that are not said in passing
    facts: tuple[Fact, ...]
    false: tuple[Event, ...]


def judge(text: Text, read: Sequence[Event], atlas: Atlas) -> Judged:
    """The events that were read in a text, beside its labels."""
    grounds = {label.number: Ground.of(label, atlas) for label in text.labels}
    best = sorted(_possible(text.labels, read, grounds), key=lambda p: p[0], reverse=True)
    taken: dict[int, Event] = {}
    used: set[int] = set()
    for _, number, at in best:
        if number not in taken and at not in used:
            taken[number] = read[at]
            used.add(at)
    for _, number, at in best:  # one act may bear several kinds, each with a label of its own
        if number not in taken and len(read[at].kinds) > 1:
            taken[number] = read[at]
    left = [event for at, event in enumerate(read) if at not in used and event.what not in NEVER_ASKED]
    again = {number: [e for e in left if _again(label, e, grounds[number])] for number, label in _numbered(text.labels)}
    told_again = {id(event) for number, events in again.items() if number in taken for event in events}
    told_again |= {id(e) for label in text.labels if label.passing for e in again[label.number]}
    pairs = [_pair(label, taken.get(label.number), again[label.number], grounds[label.number])
             for label in text.labels if not label.passing]  # fmt: skip
    return Judged(
        text=text,
        pairs=tuple(pairs),
        facts=tuple(fact for pair in pairs for fact in _facts(pair)),
        false=tuple(event for event in left if id(event) not in told_again),
    )


def _numbered(labels: Iterable[Label]) -> Iterable[tuple[int, Label]]:
    return ((label.number, label) for label in labels)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a label's place is."""

    names: frozenset[str]  #: keys of its spellings
    around: frozenset[str]  #: ids of the country or province; empty: anywhere
    ids: frozenset[str]  #: ids of the places that it may be

    @classmethod
    def of(cls, label: Label, atlas: Atlas) -> Ground:
        """As the gazetteer knows it; a place that it does not know has a name only."""
        around = frozenset(p.id for name in label.around for p in atlas.find(name) if p.kind in _AREAS)
        places = [p for name in label.names for p in atlas.find(name)]
        ids = frozenset(p.id for p in places if not around or p.within & around)
        return cls(frozenset(map(key, label.names)), around, ids)

    def holds(self, place: Place) -> bool:
        """Is it that place, or inside it?"""
        if place.id in self.ids or place.within & self.ids:
            return True
        return key(place.name) in self.names and (not self.around or bool(self.around & {*place.within, place.country or ""}))


def _place_right(label: Label, event: Event, ground: Ground) -> bool:
    return not label.names or any(ground.holds(place) for place in event.places)


def _class_right(label: Label, event: Event) -> bool:
    return CLASSES[event.reality] in {CLASSES[reality] for reality in label.realities}


def _kind_right(label: Label, event: Event) -> bool:
    return any(is_a(told, kind) or is_a(kind, told) for kind in label.kinds for told in event.kinds)


def right_figure(toll: Toll | None, wanted: Wanted) -> bool:
    """Is it what the label says?"""
    if toll is None or wanted.low is None:
        return toll is None and wanted.low is None
    if wanted.about:
        return toll.low == wanted.low
    more_than = wanted.high is None and toll.low == wanted.low + 1
    return (toll.low == wanted.low or more_than) and toll.high == wanted.high


def _possible(
    labels: Iterable[Label], read: Sequence[Event], grounds: dict[int, Ground]
) -> Iterable[tuple[tuple[int, ...], int, int]]:
    """(how good, the label's number, the event's index) of each pair that may be."""
    for label in labels:
        for at, event in enumerate(read):
            place, same_class = _place_right(label, event, grounds[label.number]), _class_right(label, event)
            if _kind_right(label, event) and (place or same_class):
                told = [figure for figure in FIGURES if label.figures[figure].low is not None]
                shared = sum(right_figure(getattr(event, figure), label.figures[figure]) for figure in told)
                good = place + same_class + (event.reality in label.realities) + shared
                yield (not label.passing, good, -at), label.number, at


def _again(label: Label, event: Event, ground: Ground) -> bool:
    """Does it tell the labelled event, and nothing else?"""
    if not (_kind_right(label, event) and _place_right(label, event, ground) and _class_right(label, event)):
        return False
    said = ((getattr(event, figure), label.figures[figure]) for figure in FIGURES)
    return all(toll is None or not wanted.judged or right_figure(toll, wanted) for toll, wanted in said)


def _pair(label: Label, event: Event | None, again: Iterable[Event], ground: Ground) -> Pair:
    if event is None:
        return Pair(label=label, events=(), place=False, same_class=False)
    return Pair(
        label=label, events=(event, *again), place=_place_right(label, event, ground), same_class=_class_right(label, event)
    )


def _facts(pair: Pair) -> Iterable[Fact]:
    label, first = pair.label, pair.events[0] if pair.events else None
    yield Fact(label=label, what="kind", right=first is not None, read=first.what if first else "")
    if label.names:
        where = " and ".join(place.name for place in first.places) if first else ""
        yield Fact(label=label, what="place", right=pair.place, read=where)
    reality = first.reality if first else ""
    yield Fact(label=label, what="reality", right=reality in label.realities, read=reality)
    for figure in FIGURES:
        wanted = label.figures[figure]
        if wanted.judged:
            tolls = [toll for event in pair.events if (toll := getattr(event, figure)) is not None]
            toll = tolls[0] if tolls else None
            right = first is not None and right_figure(toll, wanted)
            yield Fact(label=label, what=figure, right=right, said=wanted.low is not None, read=shown(toll))
    if label.abducted is not None and label.abducted.judged:
        toll = first.abducted if first else None
        yield Fact(label=label, what="abducted", right=right_figure(toll, label.abducted), read=shown(toll))
    if label.targets is not None:
        read = first.target_kinds if first else ()
        yield Fact(label=label, what="targets", right=set(read) == label.targets, read=", ".join(read))


def shown(toll: Toll | None) -> str:
    """A figure for people; "" for none.

    >>> shown(Toll(low=12, high=None)), shown(Toll(low=3, high=3))
    ('12+', '3')
    """
    if toll is None:
        return ""
    return f"{toll.low}+" if toll.high is None else f"{toll.low}" if toll.low == toll.high else f"{toll.low}-{toll.high}"
