"""One person by name beside a word that tells a fate: "killed Abu Hassan, a leader", "Sara Haddad died", "he was killed"."""

from __future__ import annotations

from typing import Final

from monitor.reading.english.groups import Group, bare_group
from monitor.reading.english.numbers import Quantity
from monitor.reading.english.toll_cues import Scene

_LONGEST: Final = 8  # tokens


def name_from(scene: Scene, at: int) -> Group | None:
    """The name that starts at a token. What goes on with a plural or a thing ("Islamic State positions") is none."""
    end, inside = at, scene.lexicon["name_particles"]
    while end < min(scene.end, at + _LONGEST) and (_capital(scene, end) or (end > at and scene.lower[end] in inside)):
        end += 1
    if end < scene.end and (scene.lower[end] in scene.tables.things or scene.lower[end].endswith("s")):
        return None
    return _named(scene, at, end, alone=True)


def name_before(scene: Scene, at: int) -> Group | None:
    """The name, or "he" or "she", that ends before a token."""
    if scene.before(at) in ("he", "she"):
        return _group(at - 1, at)
    start, inside = at, scene.lexicon["name_particles"]
    while start > max(scene.start, at - _LONGEST) and (
        _capital(scene, start - 1) or (start < at and scene.lower[start - 1] in inside)
    ):
        start -= 1
    alone = scene.before(start) in scene.tables.people or scene.word(at) in ("died", "dies")
    return _named(scene, start, at, alone=alone)


def _named(scene: Scene, start: int, end: int, *, alone: bool) -> Group | None:
    """A single capitalised word is a name only where it stands `alone` behind a verb or a title, and is no abbreviation."""
    names = [scene.text.words[i] for i in range(start, end) if _capital(scene, i)]
    if not names or any(name.lower() in scene.tables.things for name in names):
        return None
    if len(names) < 2 and (not alone or names[0].isupper() or names[0].endswith("s")):
        return None
    return _group(start, end)


def _capital(scene: Scene, i: int) -> bool:
    word = scene.text.words[i]
    return word[0].isupper() and scene.lower[i] not in scene.lexicon["no_names"]


def _group(start: int, end: int) -> Group:
    return bare_group(Quantity(low=1, high=1, vague=False, start=start, end=end), name=True)
