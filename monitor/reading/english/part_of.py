"""The part that is named with the whole: "the Homs suburb of Talbiseh", "the Midan district of Damascus"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from monitor.model.place import Place, kilometres
from monitor.reading.english.page import Page, PlaceAt
from monitor.reading.english.text import EnglishText

_HELD: Final = 8  #: tokens between a place and the one that it is said to lie in
#: Kilometres from a town's middle to its outermost quarter.
_TOWN: Final = 25.0


def part_named(page: Page, p: PlaceAt) -> PlaceAt:
    """ "The Homs suburb of Talbiseh", "the Midan quarter of Damascus": the part, whichever of both the place is."""
    lower, town_parts = page.text.lower, page.text.lexicon["town_parts"]
    if lower[p.end + 1 : p.end + 2] == ["of"] and lower[p.end] in page.text.lexicon["named_parts"]:
        behind = page.places.at(p.sentence, p.end + 2) or p
        return p if _is_part(p, behind, smaller=lower[p.end] in town_parts) else behind
    noun = p.start - 2 if lower[p.start - 1] == "of" else -1
    if noun > 0 and lower[noun] in town_parts:
        before = page.places.until(p.sentence, noun) or p
        return before if _is_part(before, p, smaller=True) else p
    return p


def _is_part(p: PlaceAt, whole: PlaceAt, *, smaller: bool) -> bool:
    """Of "the X quarter of Y", is X the part: lies in it, or is the smaller one where that tells?"""
    return p.place.inside(whole.place.id) or (smaller and whole.place.population > p.place.population)


def told_inside(page: Page, p: PlaceAt) -> PlaceAt:
    """ "The Midan district of Damascus": the text says where it lies, whatever place of that name is known elsewhere."""
    if p.place.kind in ("country", "admin1"):
        return p
    for outer in page.places.near(p.sentence, [(p.start, p.end)], _HELD):
        if not _leads_out(page, p, outer):
            continue
        if page.text.lower[p.end] in page.text.lexicon["town_parts"] and _within_reach(p.place, outer.place):
            return _placed(p, _held_by(p.place, outer.place))
        if not _akin(p.place, outer.place):
            return _placed(p, _unlisted(p, outer.place))
    return p


def _leads_out(page: Page, p: PlaceAt, outer: PlaceAt) -> bool:
    """Do the words between two places say that the first lies in the second?"""
    between = page.text.lower[p.end : outer.start]
    if outer.start < p.end or len(between) > _HELD or outer.place.kind in ("country", "region", "other"):
        return False
    if "of" not in between and "in" not in between:
        return False
    if not all(_leads_on(page.text, i) for i in range(p.end, outer.start)):
        return False
    return not any(p.end <= t.start < outer.start for t in page.triggers.near(p.sentence, [(p.end, outer.start)], 0))


def _leads_on(text: EnglishText, i: int) -> bool:
    """May the word stand between a place and the one it lies in?"""
    return text.lower[i] in text.lexicon["leading_inside"] or text.lower[i].endswith("ern") or text.words[i][0].isupper()


def _within_reach(part: Place, town: Place) -> bool:
    """Do they lie so near each other that one may be part of the other? A district of a province does not."""
    if part.lat is None or part.lon is None or town.lat is None or town.lon is None or "admin2" in (part.kind, town.kind):
        return False
    return kilometres((part.lat, part.lon), (town.lat, town.lon)) <= _TOWN


def _akin(p: Place, outer: Place) -> bool:
    """Is it known to lie there, or nearby?"""
    return p.inside(outer.id) or outer.inside(p.id) or p.admin1 == outer.admin1


def _held_by(p: Place, whole: Place) -> Place:
    """The place, in the whole and all that holds it."""
    return replace(p, within=p.within | whole.within | {i for i in (whole.id, whole.either) if i})


def _unlisted(p: PlaceAt, outer: Place) -> Place:
    """A place of that name in the outer one, which the gazetteer does not hold."""
    return replace(
        p.place, id=f"text:{outer.id}/{p.place.name.lower()}", name=p.mention.text, kind="unlisted", population=0,
        country=outer.country, admin1=outer.admin1, admin2=outer.admin2, lat=outer.lat, lon=outer.lon,
        within=outer.within | {outer.id},
    )  # fmt: skip


def _placed(p: PlaceAt, place: Place) -> PlaceAt:
    return replace(p, mention=replace(p.mention, place=place))
