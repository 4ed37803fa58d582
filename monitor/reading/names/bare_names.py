"""What a bare name means that a town shares with the province around it: "Homs" is the city or the governorate.

The words around it may say which ("the city of Homs", "Homs province", "Palmyra, Homs"), here or elsewhere in the article. Where
they do not, the place that was chosen says which other one it may be (`Place.either`), and whoever compares places weighs that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.model.place import Place
from monitor.reading.names.name_scan import Candidate, Words

#: Tokens between a town and its province.
_REACH = 4


def double(c: Candidate, place: Place) -> Place | None:
    """The other place that the bare name may mean: of a town the widest place around it of that name, of a province its town."""
    found = [f.place for f in c.found if f.place.id != place.id]
    if place.kind == "town":
        wider = [p for p in found if p.kind in ("admin1", "admin2") and place.inside(p.id)]
        return min(wider, key=lambda p: p.kind, default=None)  # admin1 before admin2
    if place.kind in ("admin1", "admin2"):
        towns = [p for p in found if p.kind == "town" and p.inside(place.id)]
        return max(towns, key=lambda p: p.population, default=None)
    return None


def settled(
    w: Words, names: Sequence[Candidate], named: Mapping[int, tuple[int, Place]], said: AbstractSet[str]
) -> dict[int, tuple[Place, bool]]:
    """What each bare name of a town and its province means, by its first token; names that mean one place only are left out.

    With it: is it the province because the place beside it lies there? `named`: (end, place) of all that the text names, by first
    token; `said`: the keys of all names of the article, "homs (town)" among them where it speaks of the city of Homs.
    """
    ends = dict(named.values())
    out = {}
    for c in names:
        place = named[c.start][1]
        other = double(c, place) if c.use == "name" else None
        if other is None:
            continue
        town, wider = (place, other) if place.kind == "town" else (other, place)
        if any(p.id != town.id and p.id != wider.id and p.inside(wider.id) for p in _beside(w, c, ends, named)):
            out[c.start] = wider, True
        elif _says(c, "town", said) and not _says(c, wider.kind, said):
            out[c.start] = town, False
        else:
            out[c.start] = replace(place, either=other.id), False
    return out


def _says(c: Candidate, kind: str, said: AbstractSet[str]) -> bool:
    return f"{c.key} ({kind})" in said


def _beside(w: Words, c: Candidate, ends: Mapping[int, Place], named: Mapping[int, tuple[int, Place]]) -> list[Place]:
    """The places named right before it as lying in it, or right behind it as being of it."""
    leads_out, leads_in = w.lexicon["from_towns_to_provinces"], w.lexicon["from_provinces_to_towns"]
    found = []
    i = c.start
    while c.start - i < _REACH and w[i - 1] in leads_out:
        i -= 1
        if (place := ends.get(i)) is not None:
            found.append(place)
            break
    i = c.end
    while i - c.end < _REACH and w[i] in leads_in:
        i += 1
        if i in named:
            found.append(named[i][1])
            break
    return found
