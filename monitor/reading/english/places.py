"""Which place a figure or a trigger belongs to: by clause, preposition and nearness, without a parser.

Every place of the sentence has a cost: tokens away, walls between, and what the words before it say of it (`roles.py`). The
cheapest one wins if it is cheap enough.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from monitor.model.place import Place, PlaceMention
from monitor.model.span import Part
from monitor.reading.english.clauses import gap
from monitor.reading.english.page import Page, PlaceAt
from monitor.reading.english.part_of import part_named, told_inside
from monitor.reading.english.roles import Roles, is_outside
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.teller import NOWHERE
from monitor.reading.telling.trigger import Trigger
from monitor.reading.text.weights import Weights

#: Of a place that is told as where it happened, and not as where something else lies.
TOLD: Final = ("in", "object", "of")
_WIDE: Final = frozenset(("admin1", "country", "region"))


def home_countries(mentions: Iterable[PlaceMention]) -> frozenset[str]:
    """The countries that an article is about, as far as its places tell."""
    counts = Counter(m.place.country for m in mentions if m.place.country and m.place.kind not in ("country", "unlisted"))
    named = Counter(m.place.country for m in mentions if m.place.country and m.place.kind == "country")
    total = sum(counts.values())
    most = frozenset(c for c, n in counts.items() if (n * 4 >= total and n > 1) or n * 2 > total)
    most = frozenset(c for c in most if c in named) or most
    return most or frozenset(c for c, n in named.items() if n * 2 >= max(named.values()))


def locate(
    text: EnglishText, mentions: Sequence[PlaceMention], triggers: Sequence[Trigger], part: Part, *,
    homes: frozenset[str] = frozenset(), taken: Iterable[tuple[int, int]] = (), around: Mapping[str, Place] = NOWHERE,
) -> list[PlaceAt]:  # fmt: skip
    """The mentions that name places, with their roles.

    `taken`: tokens that name armed groups and bodies. `around`: for a city that is a province by itself, the province around it.
    """
    if not text.starts:
        return []
    groups = {i for a, b in taken for i in range(a, b)}
    openers = text.lexicon["group_openers"]
    roles = Roles(text, triggers)
    # Where an article names places of a country, "the Syrian coast" says less than they do.
    closer = {m.place.country for m in mentions if m.use == "name" and m.place.kind != "country"}
    found: list[PlaceAt] = []
    for mention in mentions:
        if mention.span.part != part or mention.use == "part":
            continue
        start = max(0, bisect_right(text.starts, mention.span.start) - 1)
        end = max(start + 1, bisect_left(text.starts, mention.span.end))
        sentence = text.sentence_of[start]
        if mention.use == "adjective":
            if mention.place.country not in closer and (role := roles.of_adjective(start, end)):
                found.append(PlaceAt(mention=mention, start=start, end=end, sentence=sentence, role=role))
            continue
        if start in groups or (start and text.lower[start - 1].strip("-") in openers):
            continue
        role = roles.of(start, end, country=mention.place.kind == "country")
        surrounding = around.get(mention.place.id) or next((around[i] for i in mention.place.within if i in around), None)
        if surrounding is not None and is_outside(text, start, end):
            mention = replace(mention, place=surrounding)
        abroad = bool(homes) and mention.place.country is not None and mention.place.country not in homes
        found.append(PlaceAt(mention=mention, start=start, end=end, sentence=sentence, role=role, abroad=abroad))
    return found


def place_of(page: Page, sentence: int, anchors: Sequence[tuple[int, int]]) -> PlaceAt | None:
    """The place of what stands at the anchors, by its sentence alone; the most exact one of those that contain each other."""
    weights = page.text.lexicon.weights["places"]
    most = weights["limit"]
    near = page.places.near(sentence, anchors, int(most * weights["tokens_for_one"]))  # what stands further off costs too much
    scored = sorted(((_cost_of(page, p, anchors, weights), n, p) for n, p in enumerate(near)), key=lambda s: s[:2])
    if not scored or scored[0][0] > most:
        return None
    best = scored[0][2]
    limit = min(most, scored[0][0] + weights["more_exact"])
    if _all_over(page.text, best):
        return told_inside(page, part_named(page, best))
    for cost, _, p in scored[1:]:
        if cost >= limit:
            break
        if p.place.id == best.place.id or not p.place.inside(best.place.id):
            continue
        if p.role in TOLD or p.role == best.role or _leads_to(page.text, p.end, best.start):
            best = p
    return told_inside(page, part_named(page, best))


def _cost_of(page: Page, p: PlaceAt, anchors: Iterable[tuple[int, int]], weights: Weights) -> float:
    """How unlikely it is that the place belongs to what stands at the anchors."""
    costs = []
    for a, b in anchors:
        away = gap(a, b, p.start, p.end) / weights["tokens_for_one"]
        costs.append(away + page.walls.between(a, b, p.start, p.end) + (weights["before_act"] if p.end <= a else 0.0))
    return min(costs) + sum(weights[feature] for feature in features_of(p))


def features_of(p: PlaceAt) -> list[str]:
    """What speaks for and against a place wherever the act stands: its role, then what it is."""
    country = ["country"] if p.place.kind == "country" else []
    return [p.role, *country, *(["abroad"] if p.abroad else [])]


def _all_over(text: EnglishText, p: PlaceAt) -> bool:
    """ "Killed 55 people across Pakistan, 12 of them in Swat": the people of the whole are of the whole."""
    before = text.lower[max(text.sentences[p.sentence][0], p.start - 3) : p.start]
    return p.place.kind in _WIDE and not text.lexicon["all_over"].isdisjoint(before)


def _leads_to(text: EnglishText, end: int, start: int) -> bool:
    """ "Shook Herat in western Afghanistan": the place behind only says where the one before it lies."""
    between, parts = text.lower[end:start], text.lexicon["place_parts"]
    led = bool(between) and len(between) <= 4 and not {"in", ","}.isdisjoint(between)
    return led and all(w in ("in", ",", "the") or w in parts or w.endswith("ern") for w in between)
