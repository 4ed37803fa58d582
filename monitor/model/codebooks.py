"""ACLED's and PLOVER's names of events, and the kinds of ours that they lead to: which, stands in `monitor.model.kinds`.

Source: ACLED codebook 2023; PLOVER manual 0.8, with the modes that later drafts up to 2.0 added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from monitor.model.kinds import EVENT_KINDS, ancestors

#: Event type -> its sub-events.
ACLED: Final[dict[str, tuple[str, ...]]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}

#: Event -> its modes. An event with a mode is written as the manual does: ASSAULT-aerial.
PLOVER: Final[dict[str, tuple[str, ...]]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "ban", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "general", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        *("seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"),
        *("misinformation", "cyber"),
    ),
    "ASSAULT": (
        *("abduct", "beat", "torture", "execute", "sexual", "assassinate", "targeted", "destroy", "primitive", "firearms"),
        *("explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "cleansing", "massacre"),
        *("unconventional", "sideAB"),
    ),
}


def _names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name of the codebooks as a rule writes it, with the kinds that it leads to."""
    for kind, subs in ACLED.items():
        for name in (kind, *subs):
            yield f"acled:{name}", _widest(k.name for k in EVENT_KINDS if name in k.acled)
    for event, modes in PLOVER.items():
        for code in (event, *(f"{event}-{mode}" for mode in modes)):
            yield f"plover:{code}", _widest(k.name for k in EVENT_KINDS if code in k.plover)


def _widest(kinds: Iterable[str]) -> tuple[str, ...]:
    """Without those that lie under another one of them."""
    some = tuple(kinds)
    return tuple(kind for kind in some if set(ancestors(kind)[1:]).isdisjoint(some))


#: As a rule writes it -> our kinds; () where none of ours is it.
NAMES: Final[dict[str, tuple[str, ...]]] = dict(_names())
#: The same, in lower case, of those that lead anywhere.
FOREIGN: Final[dict[str, tuple[str, ...]]] = {name.casefold(): kinds for name, kinds in NAMES.items() if kinds}
#: In lower case: known, and none of our kinds.
WITHOUT_KIND: Final[frozenset[str]] = frozenset(name.casefold() for name, kinds in NAMES.items() if not kinds)
