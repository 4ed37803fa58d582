"""Bodies that were found: "a woman's body was recovered", "rescuers found a body in the wreck"."""

from __future__ import annotations

from typing import Final

from monitor.reading.english.groups import Group, bare_group
from monitor.reading.english.numbers import Quantity
from monitor.reading.english.toll_cues import Cue, Scene

_BEHIND: Final = 6  #: tokens from the body to the verb: "has since been found"
_BEFORE: Final = 5  #: tokens from the verb to the body: "found the woman's body"


def bodies_in(scene: Scene) -> list[tuple[Cue, Group]]:
    """Single bodies; those that a number counts, or that are said to be of somebody, are found by other words."""
    return [
        (
            Cue("killed", at, at + 1, frozenset()),
            bare_group(Quantity(low=1, high=1, vague=False, start=at, end=at + 1), name=True),
        )
        for at in range(scene.start + 1, scene.end)
        if scene.lower[at] == "body" and scene.word(at + 1) != "of" and _found(scene, at)
    ]


def _found(scene: Scene, at: int) -> bool:
    lower, lexicon = scene.lower, scene.lexicon
    whose = lower[at - 1] in lexicon["determiners"] or lower[at - 1] in ("a", "another", "'s", "’s", "s")
    behind = lower[at + 1 : min(scene.end, at + 1 + _BEHIND)]
    verb = next((n for n, word in enumerate(behind) if word in lexicon["finding"]), None)
    passive = verb is not None and not lexicon["passive_auxiliaries"].isdisjoint(behind[:verb])
    active = any(word in lexicon["finding"] for word in lower[max(scene.start, at - _BEFORE) : at])
    return whose and (passive or active)
