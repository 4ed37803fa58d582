"""The tree of event kinds that rules speak of, and the names that ACLED and PLOVER give them.

Source: the rule language (docs/rules.md); ACLED codebook 2023; PLOVER 0.2.
"""

from __future__ import annotations

from typing import Final

#: kind -> its parent; "" for a root. `attack` is any act of violence, `strike` is what falls from the sky or flies in.
PARENT: Final[dict[str, str]] = {
    "attack": "",
    "strike": "attack",
    "airstrike": "strike",
    "drone_strike": "airstrike",
    "shelling": "strike",
    "bombing": "attack",
    "clash": "attack",
    "raid": "attack",
    "offensive": "attack",
    "chemical": "attack",
    "execution": "attack",
    "shooting": "attack",
    "assault": "attack",
    "abduction": "attack",
    "arrest": "",
    "displacement": "",
    "protest": "",
    "siege": "",
    "ceasefire": "",
    "aid": "",
    "accident": "",
    "disaster": "",
    "other": "",
}

KINDS: Final[frozenset[str]] = frozenset(PARENT)

REALITIES: Final[tuple[str, ...]] = (
    "happened",
    "background",
    "cumulative",
    "planned",
    "denied",
    "hypothetical",
    "exercise",
)

#: Names of other coding schemes, by their prefix, lower case -> our kinds.
FOREIGN: Final[dict[str, tuple[str, ...]]] = {
    "acled:air/drone strike": ("airstrike",),
    "acled:shelling/artillery/missile attack": ("shelling",),
    "acled:remote explosive/landmine/ied": ("bombing",),
    "acled:suicide bomb": ("bombing",),
    "acled:grenade": ("bombing",),
    "acled:chemical weapon": ("chemical",),
    "acled:armed clash": ("clash",),
    "acled:government regains territory": ("offensive",),
    "acled:non-state actor overtakes territory": ("offensive",),
    "acled:attack": ("shooting", "assault", "execution", "raid"),
    "acled:abduction/forced disappearance": ("abduction",),
    "acled:sexual violence": ("assault",),
    "acled:arrests": ("arrest",),
    "acled:battles": ("clash", "offensive"),
    "acled:explosions/remote violence": ("strike", "bombing", "chemical"),
    "acled:violence against civilians": ("shooting", "assault", "execution", "abduction", "raid"),
    "acled:protests": ("protest",),
    "acled:riots": ("protest",),
    "acled:peaceful protest": ("protest",),
    "acled:violent demonstration": ("protest",),
    "acled:mob violence": ("protest", "assault"),
    "plover:assault": ("attack",),
    "plover:coerce": ("arrest", "siege"),
    "plover:protest": ("protest",),
    "plover:aid": ("aid",),
    "plover:agree": ("ceasefire",),
    "plover:mobilize": ("other",),
}


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


def is_a(kind: str, wanted: str) -> bool:
    """Is `kind` the wanted kind or under it?

    >>> is_a("drone_strike", "airstrike"), is_a("accident", "attack")
    (True, False)
    """
    return wanted in ancestors(kind)
