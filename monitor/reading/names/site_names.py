"""Names of places that no gazetteer has, known by their form: "Clinton Street", "the town of Atmeh in Idlib province".

Such a place is `unlisted`: it lies in the parent that the text names with it, else in the one the article is mostly about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.model.place import Place
from monitor.reading.names.bare_names import double
from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.name_scan import Candidate, Words, generic, runs, split
from monitor.reading.names.person_names import People
from monitor.reading.names.place_evidence import SURE, abbreviated

#: How many tokens behind an unlisted name its parent may stand: "X, a town of some thousands in the north of Y".
REACH = 12
#: Tokens that may say how far and whither: "some 80 kilometres to the north of".
_MEASURE: Final = 8


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A name by its form. `parent` is a place the text puts it in; None when the article's focus has to say."""

    start: int  #: tokens
    end: int  #: tokens, half-open
    parent: Place | None


def find_unlisted(
    w: Words, names: list[Candidate], people: People, chosen: dict[str, Place], gazetteer: Gazetteer
) -> list[Unlisted]:
    """The unlisted names of a text: none that overlaps an accepted name or a person, but those that a form makes longer."""
    site_endings, never = w.lexicon["site_endings"], w.lexicon["never_alone"]
    accepted = {c.start: c for c in names if c.use != "adjective"}
    for i in [i for i, c in accepted.items() if hidden(w, c)]:
        del accepted[i]
    taken = {c.start for c in names}
    parts = [part for run in runs(w) for part in split(w, *run)]
    small = {tuple(w.lower[i:j]) for i, j in parts if called_small(w, i, j) and taken.isdisjoint(range(i, j))}
    found = []
    for i, j in parts:
        if people.covers(i, j) and w[j - 1] not in site_endings and not town_part(w, i, j):
            continue
        if j - i == 1 and w[i] in never:
            continue
        named = any(s in accepted for s in range(i, j))
        whole = any(s in accepted and accepted[s].end == j for s in ((i,) if generic(w, i) else (i, i + 1)))
        if by_form(w, i, j) and not whole:
            found.append(Unlisted(i, j, parent_behind(w, j, accepted, chosen, gazetteer)))
        elif (holder := told(w, i, j, accepted, chosen, gazetteer)) and (not named or longer(i, j, holder, accepted, chosen)):
            found.append(Unlisted(i, j, holder))
        elif tuple(w.lower[i:j]) in small and taken.isdisjoint(range(i, j)):  # called so once, it is one throughout
            found.append(Unlisted(i, j, None))
    return found


def called_small(w: Words, i: int, j: int) -> bool:
    """ "The village of Safina", "the Karrada neighbourhood": too small for a gazetteer, and surely a place."""
    small = w.lexicon["small_places"]
    return (w[i - 1] == "of" and w[i - 2] in small) or (w[j] in small and not w.is_capital(j))


def town_part(w: Words, i: int, j: int) -> bool:
    """ "The Sheikh Maqsoud district of Aleppo": a quarter may be named for a person."""
    return w[i - 1] == "the" and w[j] in w.lexicon["town_parts"] and w[j + 1] in ("of", "in")


def longer(i: int, j: int, holder: Place, accepted: dict[int, Candidate], chosen: dict[str, Place]) -> bool:
    """ "Kobane Tagi, a village in Mali": a name that only begins like a known place, which lies elsewhere."""
    known = accepted.get(i)
    return known is not None and known.end < j and not meant(known, chosen).inside(holder.id)


def hidden(w: Words, c: Candidate) -> bool:
    """Is one word that may be a town only the beginning of a street's or park's name: "Moss Side Avenue"?"""
    if c.end - c.start > 1 or c.fixed or c.score >= SURE:
        return False
    end = w.capitals_until(c.end)
    return end > c.end and w[end - 1].rstrip(".") in w.lexicon["site_endings"]


def by_form(w: Words, i: int, j: int) -> bool:
    """ "Clinton Street", "Lake Opechee", "Route 159": a name with the noun of a site."""
    if j - i < 2 or w.words[j - 1].isupper():
        return False
    if w[j - 1].rstrip(".") in w.lexicon["site_endings"]:
        return True
    if not (w.words[i][0].isupper() and w.is_capital(j - 1)):
        return False
    return (j - i == 2 and w[i] in w.lexicon["site_openings"]) or (j - i <= 4 and generic(w, i))


def told(
    w: Words, i: int, j: int, accepted: dict[int, Candidate], chosen: dict[str, Place], gazetteer: Gazetteer
) -> Place | None:
    """The parent of a name that the text calls a place and puts in one: "the town of X in Y", "X, Y"."""
    nouns = w.lexicon["place_nouns"]
    called = (
        (w[i - 1] == "of" and w[i - 2] in nouns)
        or w[j] in nouns
        or (w[j] == "," and w[j + 1] in ("a", "the") and any(w[k] in nouns for k in range(j + 2, j + 5)))
    )
    located = w[i - 1] in ("in", "near", "at", "of", "from", "outside")
    if called or (measured(w, j) and (located or w[i - 1] in w.lexicon["reaching"])):
        return parent_behind(w, j, accepted, chosen, gazetteer)
    if located and w[j] == "in" and w[i - 1] != "of":
        outer = accepted.get(j + 1 + (w[j + 1] == "the"))
        if outer and (place := meant(outer, chosen)).kind in ("admin1", "admin2"):
            return place
    if located and w[j] == ",":
        if (outer := accepted.get(j + 1)) and (place := parent(outer, chosen)).kind in ("country", "admin1", "admin2"):
            return place
        return abbreviated(w, j + 1, gazetteer)
    return None


def measured(w: Words, j: int) -> bool:
    """ "At Fataki, some 80 kilometres north of Bunia", "At-Tuwani, south of Hebron": does the text say how a name lies?"""
    if w[j] != ",":
        return False
    compass, lengths, about = (w.lexicon[name] for name in ("compass", "lengths", "about"))
    for k in range(j + 1, min(w.count, j + 1 + _MEASURE)):
        if w[k] in ("of", "from"):
            return w[k - 1] in compass or w[k - 1] in lengths
        if not (w[k] in compass or w[k] in lengths or w[k] in about or w[k].isdecimal()):
            return False
    return False


def parent_behind(
    w: Words, j: int, accepted: dict[int, Candidate], chosen: dict[str, Place], gazetteer: Gazetteer
) -> Place | None:
    """The first accepted place behind a name that "in", "of" or a comma leads to, in the same sentence."""
    compass, nouns = w.lexicon["compass"], w.lexicon["place_nouns"]
    for k in range(j, min(w.count, j + REACH)):
        if w.opens_sentence[k]:
            return None
        if k == j + 1 and w[j] == "," and (short := abbreviated(w, k, gazetteer)):
            return short
        if (outer := accepted.get(k)) is None:
            continue
        lead = k - 1
        while lead > j and (
            w[lead] in compass or w[lead] in ("the", "'s") or w[lead] in nouns or w.lower[lead].endswith(("ern", "an", "ian"))
        ):
            lead -= 1
        if w[lead] not in ("in", "of", ",", "near", "outside", "at"):
            return None
        return parent(outer, chosen, of_town=w[j] in w.lexicon["town_parts"])
    return None


def parent(c: Candidate, chosen: dict[str, Place], *, of_town: bool = False) -> Place:
    """What holds a place that is said to be in a name: of a province and its town the province, unless it is part of a town."""
    place = meant(c, chosen)
    if of_town:
        return next((p for p in (place, double(c, place)) if p and p.kind == "town"), place)
    wider = (f.place for f in c.found if f.place.kind == "admin1" and f.place.id in place.within)
    return next(wider, place)


def meant(c: Candidate, chosen: dict[str, Place]) -> Place:
    """The place an accepted candidate stands for."""
    return c.fixed or chosen[c.key]
