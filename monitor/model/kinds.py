"""The kinds of events: one table, from which all else is derived that any part of Wirewatch knows of them.

A new kind is a row here and words in each language's `monitor/reading/*/words/events.yaml`. Tests then say what is missing, and
`UPDATE_GOLDEN=1 pytest tests/monitor/model tests/monitor/matching/test_rule_schema.py` brings docs/rules.md and the schema for
editors up to date. The names in other coding schemes lead here by `monitor.model.codebooks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

#: Other things that the words of a kind may name: "a storm of shots", "heart attack", "strike action".
Thing = Literal["films", "gas leaks", "health", "labour", "law", "money", "space flight", "sport", "weather"]
THINGS: Final[tuple[Thing, ...]] = get_args(Thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """What is to be known of one kind."""

    name: str  #: as rules say it
    parent: str = ""  #: the kind that it is one of; "" for a root
    title: str  #: in messages
    meaning: str  #: for analysts, in docs/rules.md
    means: int = 0  #: how exactly it says by what means people were killed: 3 by which weapon, 2 by which act, 1 how people met
    naming: int = 0  #: of an act that bears several kinds the one with most of it is by which an analyst names the act
    brings: tuple[str, ...] = ()  #: what such an act often is besides: a raid brings clashes, shots, arrests
    peaceful: bool = False  #: no violence by itself, and no calamity
    bloodless: bool = False  #: kills and wounds nobody by itself
    calamity: bool = False  #: nobody does it
    mistaken_for: tuple[str, ...] = ()  #: kinds that reporters tell it for (said at one of the two is enough), and THINGS
    called: tuple[str, ...] = ()  #: what people write for it in rules: no names, only guesses in messages
    acled: tuple[str, ...] = ()  #: ACLED's sub-events and event types; the first is what it is when no more is known
    plover: tuple[str, ...] = ()  #: PLOVER's codes, alone or with a mode; the first is what it is when no more is known
    examples: tuple[str, ...] = ()  #: how an article tells of it; `{place}`, and `{n}` people, are filled in


#: A parent stands before its children; in this order they are listed for people.
EVENT_KINDS: Final[tuple[EventKind, ...]] = (
    EventKind(
        name="attack",
        title="Attack",
        meaning="any act of violence: all kinds from `strike` down to `abduction`",
        mistaken_for=("health", "sport"),
        plover=("ASSAULT",),
        examples=("A car bomb exploded in {place} on Tuesday",),
    ),
    EventKind(
        name="strike",
        parent="attack",
        title="Strike",
        meaning="what falls from the sky or flies in: `airstrike` or `shelling`",
        naming=1,
        mistaken_for=("bombing", "labour"),
        acled=("Explosions/Remote violence",),
        plover=("ASSAULT",),
        examples=("Warplanes carried out an air strike in {place} on Tuesday",),
    ),
    EventKind(
        name="airstrike",
        parent="strike",
        title="Air strike",
        meaning="from the air; `drone_strike` is one kind of it",
        naming=5,
        means=3,
        mistaken_for=("shelling", "bombing"),
        acled=("Air/drone strike",),
        plover=("ASSAULT-aerial",),
        examples=("Warplanes carried out an air strike in {place} on Tuesday", "An air strike hit {place} on Tuesday"),
    ),
    EventKind(
        name="drone_strike",
        parent="airstrike",
        title="Drone strike",
        meaning="by an unmanned aircraft",
        naming=6,
        means=3,
        mistaken_for=("shelling", "bombing"),
        called=("drone",),
        acled=("Air/drone strike",),
        plover=("ASSAULT-drone",),
        examples=("A drone strike hit a car in {place} on Tuesday",),
    ),
    EventKind(
        name="shelling",
        parent="strike",
        title="Shelling",
        meaning="artillery, mortar, rocket, missile",
        naming=5,
        means=3,
        mistaken_for=("bombing", "space flight"),
        called=("artillery", "missile", "mortar", "rocket"),
        acled=("Shelling/artillery/missile attack",),
        plover=("ASSAULT-heavy-weapons",),
        examples=("Artillery shelling hit a market in {place} on Tuesday", "Rockets were fired at {place} on Tuesday"),
    ),
    EventKind(
        name="bombing",
        parent="attack",
        title="Bombing",
        meaning="car bomb, roadside bomb, suicide attack, mine",
        naming=5,
        brings=("clash", "shooting"),
        means=3,
        mistaken_for=("films", "gas leaks"),
        called=("blast", "bomb", "explosion"),
        acled=("Remote explosive/landmine/IED", "Suicide bomb", "Grenade", "Explosions/Remote violence"),
        plover=("ASSAULT-explosives", "ASSAULT-suicide-attack"),
        examples=("A car bomb exploded in {place} on Tuesday",),
    ),
    EventKind(
        name="clash",
        parent="attack",
        title="Fighting",
        meaning="forces fight each other, ambush",
        naming=2,
        brings=("arrest",),
        means=1,
        mistaken_for=("raid", "offensive", "shooting", "protest", "health", "sport"),
        called=("ambush", "battle", "fighting"),
        acled=("Armed clash", "Battles"),
        plover=("ASSAULT", "ASSAULT-sideAB"),
        examples=("Soldiers and rebels fought a gun battle in {place} on Tuesday",),
    ),
    EventKind(
        name="raid",
        parent="attack",
        title="Raid",
        meaning="forces storm a target",
        naming=7,
        brings=("abduction", "airstrike", "arrest", "assault", "bombing", "clash", "execution", "shooting"),
        means=1,
        mistaken_for=("offensive", "shooting", "weather"),
        acled=("Attack", "Violence against civilians"),
        plover=("COERCE-seize", "ASSAULT"),
        examples=("Soldiers raided a house in {place} on Tuesday", "Special forces stormed a house in {place} on Tuesday"),
    ),
    EventKind(
        name="offensive",
        parent="attack",
        title="Offensive",
        meaning="ground advance, capture of a place",
        naming=3,
        mistaken_for=("shooting", "sport"),
        acled=(
            "Government regains territory",
            "Non-state actor overtakes territory",
            "Non-violent transfer of territory",
            "Battles",
        ),
        plover=("ASSAULT",),
        examples=("The army launched a ground offensive in {place} on Tuesday",),
    ),
    EventKind(
        name="chemical",
        parent="attack",
        title="Chemical attack",
        meaning="chemical weapons",
        naming=9,
        means=3,
        acled=("Chemical weapon", "Explosions/Remote violence"),
        plover=("ASSAULT-unconventional",),
        examples=("A chemical attack hit a village in {place} on Tuesday", "A chlorine attack hit {place} on Tuesday"),
    ),
    EventKind(
        name="execution",
        parent="attack",
        title="Execution",
        meaning="killing of people who are held, massacre",
        naming=6,
        brings=("assault", "shooting"),
        means=2,
        mistaken_for=("shooting", "assault", "law"),
        called=("massacre",),
        acled=("Attack", "Violence against civilians"),
        plover=("ASSAULT-targeted", "ASSAULT-execute", "ASSAULT-massacre"),
        examples=("Militants executed prisoners in {place} on Tuesday", "Militants beheaded captives in {place} on Tuesday"),
    ),
    EventKind(
        name="shooting",
        parent="attack",
        title="Shooting",
        meaning="gunmen attack people, assassination",
        naming=4,
        brings=("assault", "clash"),
        means=2,
        mistaken_for=("assault", "protest", "films", "sport"),
        called=("assassination",),
        acled=("Attack", "Violence against civilians"),
        plover=("ASSAULT-firearms", "ASSAULT-assassinate", "ASSAULT-targeted"),
        examples=("Gunmen opened fire on a crowd in {place} on Tuesday", "Gunmen shot at people in {place} on Tuesday"),
    ),
    EventKind(
        name="assault",
        parent="attack",
        title="Assault",
        meaning="other weapons or hands: stabbing, ramming, arson against people",
        naming=3,
        brings=("arrest",),
        means=1,
        called=("arson", "stabbing"),
        acled=("Attack", "Sexual violence", "Mob violence", "Violence against civilians"),
        plover=("ASSAULT-beat", "ASSAULT-primitive", "ASSAULT-sexual"),
        examples=("A man stabbed people in a market in {place} on Tuesday", "A stabbing attack hit {place} on Tuesday"),
    ),
    EventKind(
        name="abduction",
        parent="attack",
        title="Abduction",
        meaning="kidnapping",
        naming=8,
        brings=("assault", "clash", "execution", "shooting"),
        means=1,
        called=("hostage", "kidnapping"),
        acled=("Abduction/forced disappearance", "Violence against civilians"),
        plover=("ASSAULT-abduct",),
        examples=("Gunmen kidnapped villagers in {place} on Tuesday",),
    ),
    EventKind(
        name="arrest",
        title="Arrests",
        meaning="police or soldiers detain people",
        naming=1,
        peaceful=True,
        bloodless=True,
        mistaken_for=("health",),
        called=("detention",),
        acled=("Arrests", "Strategic developments"),
        plover=("COERCE-arrest", "COERCE"),
        examples=("Police arrested opposition members in {place} on Tuesday",),
    ),
    EventKind(
        name="displacement",
        title="Displacement",
        meaning="people flee or are driven out",
        peaceful=True,
        bloodless=True,
        acled=("Other", "Strategic developments"),
        plover=("SANCTION-expel",),
        examples=(
            "Fighting displaced families in {place} on Tuesday",
            "People fled their homes in {place} on Tuesday",
            "Fighting forced {n} people to flee their homes in {place} on Tuesday",
        ),
    ),
    EventKind(
        name="protest",
        title="Protest",
        meaning="demonstration, riot",
        naming=2,
        brings=("arrest", "assault", "clash", "shooting"),
        peaceful=True,
        acled=(
            "Peaceful protest",
            "Protest with intervention",
            "Excessive force against protesters",
            "Violent demonstration",
            "Mob violence",
            "Protests",
            "Riots",
        ),
        plover=("PROTEST", "PROTEST-demo", "PROTEST-riot"),
        examples=("Protesters marched in {place} on Tuesday", "A protest was held in {place} on Tuesday"),
    ),
    EventKind(
        name="siege",
        title="Siege",
        meaning="a place is cut off, blockade",
        peaceful=True,
        bloodless=True,
        plover=("COERCE-restrict", "COERCE"),
        examples=("The army laid siege to a town in {place} on Tuesday", "A town in {place} was besieged on Tuesday"),
    ),
    EventKind(
        name="ceasefire",
        title="Ceasefire",
        meaning="truce, and that one is agreed",
        peaceful=True,
        bloodless=True,
        mistaken_for=("money",),
        called=("truce",),
        acled=("Agreement", "Strategic developments"),
        plover=("RETREAT-ceasefire", "RETREAT", "AGREE", "CONCEDE"),
        examples=("A ceasefire began in {place} on Tuesday", "A truce took effect in {place} on Tuesday"),
    ),
    EventKind(
        name="aid",
        title="Aid",
        meaning="relief reaches people",
        peaceful=True,
        bloodless=True,
        plover=("AID",),
        examples=("An aid convoy delivered food in {place} on Tuesday", "Aid trucks reached {place} on Tuesday"),
    ),
    EventKind(
        name="accident",
        title="Accident",
        meaning="crash, fire, collapse",
        calamity=True,
        mistaken_for=("money",),
        called=("crash", "fire"),
        examples=("A bus crashed in {place} on Tuesday", "A train derailed in {place} on Tuesday"),
    ),
    EventKind(
        name="disaster",
        title="Disaster",
        meaning="earthquake, flood, outbreak",
        calamity=True,
        called=("earthquake", "flood", "outbreak"),
        examples=("An earthquake struck {place} on Tuesday", "A flood hit {place} on Tuesday"),
    ),
    EventKind(
        name="other",
        title="Event",
        meaning="a coup, sabotage, or people hurt and how is not said",
        peaceful=True,
        bloodless=True,
        acled=(
            "Other",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Strategic developments",
        ),
        plover=("MOBILIZE",),
    ),
)

REALITIES: Final[tuple[str, ...]] = (
    "happened",
    "background",
    "cumulative",
    "planned",
    "denied",
    "hypothetical",
    "exercise",
)

BY_NAME: Final[dict[str, EventKind]] = {kind.name: kind for kind in EVENT_KINDS}
#: kind -> its parent; "" for a root
PARENT: Final[dict[str, str]] = {kind.name: kind.parent for kind in EVENT_KINDS}
KINDS: Final[frozenset[str]] = frozenset(BY_NAME)
PEACEFUL: Final[frozenset[str]] = frozenset(kind.name for kind in EVENT_KINDS if kind.peaceful)
BLOODLESS: Final[frozenset[str]] = frozenset(kind.name for kind in EVENT_KINDS if kind.bloodless)
CALAMITIES: Final[frozenset[str]] = frozenset(kind.name for kind in EVENT_KINDS if kind.calamity)
#: kind -> how exactly it says by what means people were killed
MEANS: Final[dict[str, int]] = {kind.name: kind.means for kind in EVENT_KINDS}
#: kind -> how much it says of an act that bears several
NAMING: Final[dict[str, int]] = {kind.name: kind.naming for kind in EVENT_KINDS}
#: kind -> what such an act often is besides
BRINGS: Final[dict[str, frozenset[str]]] = {kind.name: frozenset(kind.brings) for kind in EVENT_KINDS}
#: Those that say by which weapon.
ARMED: Final[frozenset[str]] = frozenset(kind for kind, means in MEANS.items() if means == 3)
_ALIKE: Final[frozenset[frozenset[str]]] = frozenset(
    frozenset((kind.name, other)) for kind in EVENT_KINDS for other in kind.mistaken_for if other in KINDS
)


def ancestors(kind: str) -> tuple[str, ...]:
    """The kind itself, then its parents upwards.

    >>> ancestors("drone_strike")
    ('drone_strike', 'airstrike', 'strike', 'attack')
    """
    line = []
    while kind:
        line.append(kind)
        kind = PARENT[kind]
    return tuple(line)


def lines(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds, each with its parents, each name once.

    >>> lines(["raid", "clash"])
    ('raid', 'attack', 'clash')
    """
    return tuple(dict.fromkeys(name for kind in kinds for name in ancestors(kind)))


def is_a(kind: str, wanted: str) -> bool:
    """Is `kind` the wanted kind or under it?

    >>> is_a("drone_strike", "airstrike"), is_a("accident", "attack")
    (True, False)
    """
    return wanted in ancestors(kind)


def one_brings(a: str, b: str) -> bool:
    """May one act bear both kinds, since such acts bring such others with them?

    >>> one_brings("clash", "raid"), one_brings("drone_strike", "raid"), one_brings("raid", "accident")
    (True, True, False)
    """
    over, under = ancestors(a), ancestors(b)
    return not BRINGS[a].isdisjoint(under) or not BRINGS[b].isdisjoint(over)


def alike(a: str, b: str) -> bool:
    """Do reporters tell the one for the other: who storms a house also fights over it, a blast is a bomb, a shell or a rocket?

    >>> alike("clash", "raid"), alike("raid", "clash"), alike("raid", "bombing")
    (True, True, False)
    """
    return frozenset((a, b)) in _ALIKE
