"""Which place and which act a figure or a trigger belongs to: by clause, preposition and nearness, without a parser.

Every candidate of the sentence has a cost: tokens away, walls between, and what the words before it say of it ("in X" is where
it happened; "from X", "told Reuters in X" and a bare "X said" are not). The cheapest one wins if it is cheap enough.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from monitor.model.kinds import BLOODLESS
from monitor.model.place import Place, PlaceMention, kilometres
from monitor.model.span import Part
from monitor.reading.english.clauses import Walls
from monitor.reading.english.text import EnglishText
from monitor.reading.telling.figure import Figure
from monitor.reading.telling.teller import NOWHERE
from monitor.reading.telling.trigger import Trigger
from monitor.reading.text.row import Row


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAYS: Final = _words("said says told reported added")
_NAMED_PARTS: Final = _words("suburb district town village neighbourhood neighborhood quarter area port camp settlement")
_IN: Final = _words(
    "in at near on outside inside across around over within throughout along above nearby into off beside surrounding"
)
_FROM: Final = _words("from")
_TO: Final = _words("to toward towards for against via through by with between")
#: Nouns before "of" that say where: "the outskirts of X", "east of X", "the town of X".
PARTS: Final = _words(
    "town city village district neighbourhood neighborhood province governorate region area suburb suburbs outskirts"
    " countryside north south east west northeast northwest southeast southwest northern part parts edge centre center"
    " heart capital county state island port camp border valley peninsula town's side kilometres kilometers km miles"
    " streets quarter quarters stronghold enclave township pocket villages towns districts neighbourhoods neighborhoods"
    " areas coast hamlet community locality coasts base airport field bastion sites positions mile"
)
_SPEECH: Final = _words(
    "said told says speaking reported spokesman spokeswoman interview conference correspondent reporter statement talks summit"
    " meeting embassy hospital-in newspaper news agency lawmakers parliament court editing writing reporting office based peace"
    " negotiations officials diplomat diplomats analyst expert professor university headquartered conference born lives live"
    " studied raised"
)
#: Cost of a candidate by what stands before it.
ROLE_COST: Final = {
    "in": 0.0, "object": 0.0, "of": 3.0, "to": 4.0, "beside": 5.0, "none": 7.0, "attribute": 13.0, "dateline": 16.0, "from": 16.0,
    "speech": 40.0,
}  # fmt: skip
#: Of a place in a country that the article is not about.
_ABROAD: Final = 30.0
PLACE_LIMIT: Final = 27.0
_TOKENS: Final = 1.5  #: so many between a place and an anchor cost 1
TRIGGER_LIMIT: Final = 40.0
_LED: Final = 8.0  #: what a word that leads to an act, "by" or "when", takes off its cost
_FAR: Final = int(TRIGGER_LIMIT + _LED)  #: tokens: an act that stands further off costs too much
_HELD: Final = 8  #: tokens between a place and the one that it is said to lie in
#: Acts that are named in general; a more exact word in the sentence wins over them.
_VAGUE: Final = {"attack": 7.0, "offensive": 14.0, "raid": 1.0, "clash": 1.0, "protest": 8.0}
_LEADS_OUT: Final = _words("of in")
_BESIDE: Final = _words("east west north south northeast northwest southeast southwest outskirts km miles side")
_LEADS_ON: Final = (PARTS - _BESIDE) | _words(
    "of in the 's , - held rebel opposition government controlled besieged populated densely mainly residential"
)
_BY: Final = _words("in by during from with")
_WHEN: Final = _words("when after as")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAt:
    """A place mention with its tokens and what the words before it say of it."""

    mention: PlaceMention
    start: int  #: tokens
    end: int  #: tokens, half-open
    sentence: int
    role: str
    abroad: bool = False  #: in a country that the article hardly speaks of

    @property
    def place(self) -> Place:
        return self.mention.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One part of an article, with all that was found in it."""

    text: EnglishText
    part: Part
    triggers: Row[Trigger]
    figures: Row[Figure]
    places: Row[PlaceAt]
    walls: Walls


def home_countries(mentions: Iterable[PlaceMention]) -> frozenset[str]:
    """The countries that an article is about, as far as its places tell."""
    counts = Counter(m.place.country for m in mentions if m.place.country and m.place.kind not in ("country", "unlisted"))
    named = Counter(m.place.country for m in mentions if m.place.country and m.place.kind == "country")
    total = sum(counts.values())
    most = frozenset(c for c, n in counts.items() if (n * 4 >= total and n > 1) or n * 2 > total)
    most = frozenset(c for c in most if c in named) or most
    return most or frozenset(c for c, n in named.items() if n * 2 >= max(named.values()))


def locate(
    text: EnglishText, mentions: Iterable[PlaceMention], triggers: Sequence[Trigger], part: Part, *,
    homes: frozenset[str] = frozenset(), taken: Iterable[tuple[int, int]] = (), around: Mapping[str, Place] = NOWHERE,
) -> list[PlaceAt]:  # fmt: skip
    """The mentions that name places, with their roles.

    `taken`: tokens that name armed groups and bodies. `around`: for a city that is a province by itself, the province around it.
    """
    groups = {i for a, b in taken for i in range(a, b)}
    verbs = {i for t in triggers if t.form == "verb" for i in range(t.start, t.end)}
    verbs |= {t.verb for t in triggers if t.verb is not None}
    nouns = {i for t in triggers if t.form == "noun" for i in range(t.start, t.end)}
    mentions = list(mentions)
    # Where an article names places of a country, "the Syrian coast" says less than they do.
    closer = {m.place.country for m in mentions if m.use == "name" and m.place.kind != "country"}
    found: list[PlaceAt] = []
    ends: dict[int, str] = {}
    for mention in mentions:
        if mention.span.part != part or mention.use == "part" or not text.starts:
            continue
        start = max(0, bisect_right(text.starts, mention.span.start) - 1)
        end = max(start + 1, bisect_left(text.starts, mention.span.end))
        if mention.use == "adjective":
            if mention.place.country not in closer and _of_ground(text, start, end):
                ends[end] = "in"
                found.append(PlaceAt(mention=mention, start=start, end=end, sentence=text.sentence_of[start], role="in"))
            continue
        if start in groups or (start and text.lower[start - 1].strip("-") in _GROUP_OPENERS):
            continue
        role = _role(text, start, end, verbs, nouns, ends)
        if mention.place.kind == "country" and (end in nouns or end + 1 in nouns or _attribute(text, end, role)):
            role = "attribute"
        ends[end] = role
        surrounding = around.get(mention.place.id) or next((around[i] for i in mention.place.within if i in around), None)
        if surrounding is not None and _outside(text, start, end):
            mention = replace(mention, place=surrounding)
        abroad = bool(homes) and mention.place.country is not None and mention.place.country not in homes
        found.append(PlaceAt(mention=mention, start=start, end=end, sentence=text.sentence_of[start], role=role, abroad=abroad))
    return found


#: What armed groups' names begin with: the place in "Ahrar al-Sham" is no place.
_GROUP_OPENERS: Final = _words(
    "fatah fath fateh jabhat ahrar jaish jaysh liwa ajnad hayat hay'at faylaq failaq ansar army front tahrir jund harakat kataib"
    " brigade suqour soqour fursan"
)


def _outside(text: EnglishText, start: int, end: int) -> bool:
    """ "Near Kyiv", "outside the capital Damascus", "the outskirts of Damascus", "the Kyiv region": not in it."""
    if text.lower[end : end + 1] and text.lower[end] in ("region", "oblast", "countryside"):
        return True
    before = text.lower[max(0, start - 5) : start]
    for n in range(len(before) - 1, -1, -1):
        word = before[n]
        if word in ("near", "outside", "outskirts", "countryside", "suburb", "suburbs", "rural"):
            return True
        if word not in ("the", "capital", "of", "city", "town", "syrian", "besieged"):
            return False
    return False


def _of_ground(text: EnglishText, start: int, end: int) -> bool:
    """ "Off the Libyan coast", "in the Nigerian town of X": the adjective of a country with a piece of it."""
    first, last = text.sentences[text.sentence_of[start]]
    at = start - 1
    while at >= first and (text.lower[at] in ("the", "a", "an") or text.lower[at].endswith("ern")):
        at -= 1
    behind = [w for w in text.lower[end : min(end + 3, last)] if not w.endswith("ern")]
    return (
        at >= first
        and text.lower[at] in _IN | _STRUCK
        and bool(behind)
        and (behind[0] in _GROUND or _GROUND.issuperset(behind[1:2]))
    )


_STRUCK: Final = _words("hit hits struck strikes bombed shelled attacked rocked shook stormed raided pounded targeted battered")
_GROUND: Final = _words(
    "town city village capital coast coastline region province district desert island islands port side soil territory"
    " waters countryside mountains highlands alps airspace shore shores camp suburb enclave exclave cities towns villages"
    " hamlet neighbourhood neighborhood peninsula jungle airport resort heartland archipelago lake river"
)


def _attribute(text: EnglishText, end: int, role: str) -> bool:
    """ "US-led", "US strikes": who, not where."""
    behind = text.lower[end : end + 2]
    if behind[:1] == ["-"] or behind[:1] in (["led"], ["backed"]):
        return True
    return role == "none" and bool(behind) and behind[0].isalpha()


def _role(text: EnglishText, start: int, end: int, verbs: set[int], nouns: set[int], ends: dict[int, str]) -> str:
    lower = text.lower
    first, last = text.sentences[text.sentence_of[start]]
    if text.sentence_of[start] <= 2 and _dateline(text, start, end, first, last):
        return "dateline"
    at = start - 1
    dividers, asides = text.lexicon["clause_dividers"], text.lexicon["clause_asides"]
    if at >= first and lower[at] in (",", "(", "and", "'s", "-") and at in ends and ends[at] != "none":
        return ends[at]  # "in Atmeh, Idlib", "in Douma and Harasta", "in Syria's Idlib"
    steps = 0
    while at >= first and steps < 8:
        word = lower[at]
        if at in verbs:
            return "object"
        if word == "of":
            before = lower[at - 1] if at > first else ""
            if at - 1 in nouns:
                return "in"
            if before in PARTS:
                if before in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outskirts"):
                    return "in"
                at -= 2
                steps = max(0, steps - 2)
                continue
            return "of"
        if word in _IN:
            if word == "in" and text.lower[end : end + 1] and text.lower[end] in _SAYS:
                return "speech"  # "activists in Gaziantep said"
            if word == "near" and at in ends and ends[at] in ("in", "object"):
                return "beside"  # "in Eastern Ghouta near Damascus"
            if ends.get(at) == "from":
                return "from"  # "a man from Azaz in northern Syria"
            return "speech" if _spoken(text, first, at) else "in"
        if word in _FROM:
            return "in" if lower[at - 1] in ("km", "miles", "kilometres", "kilometers", "mile", "away", "far") else "from"
        if word in _TO:
            return "to"
        if at + 1 in ends and ends[at + 1] in ("in", "object") and word != ",":
            return ends[at + 1]
        if not (word.replace("'", "").isalpha() or word in ("-", "'s")) or word in asides or word in dividers or word == "where":
            break
        if word in ("is", "was", "are", "were", "has", "have", "that", "and", "or", "as"):
            break
        at -= 1
        steps += 1
    return "none"


def _dateline(text: EnglishText, start: int, end: int, first: int, last: int) -> bool:
    """ "BEIRUT (Reuters) -", "DAMASCUS, Syria (AP)"."""
    if start - first > 4:
        return False
    shouted = text.words[start].isupper() and len(text.words[start]) > 3
    for at in range(end, min(last, end + 9)):
        if text.words[at] in ("—", "–", "--") or (text.words[at] == "-" and text.starts[at] > text.ends[at - 1]):
            return start == first or shouted
    return shouted and start == first and not (end < last and text.words[end].isupper() and text.words[end].isalpha())


def _spoken(text: EnglishText, first: int, at: int) -> bool:
    """Is it where somebody speaks, meets or lives: "told Reuters in", "talks in"?"""
    near = text.lower[max(first, at - 4) : at]
    return bool(near) and (not _SPEECH.isdisjoint(near[-2:]) or "told" in near or "talks" in near)


def gap(a: int, b: int, start: int, end: int) -> int:
    """Tokens between [a, b) and [start, end); 0 when they touch."""
    return start - b if start >= b else a - end if a >= end else 0


def cost_of(page: Page, p: PlaceAt, anchors: Sequence[tuple[int, int]]) -> float:
    """How unlikely it is that the place belongs to what stands at the anchors."""
    costs = []
    for a, b in anchors:
        away = gap(a, b, p.start, p.end)
        before = 2.0 if p.end <= a else 0.0
        costs.append(away / _TOKENS + page.walls.between(a, b, p.start, p.end) + before)
    return min(costs) + ROLE_COST[p.role] + (5.0 if p.place.kind == "country" else 0.0) + (_ABROAD if p.abroad else 0.0)


def place_of(page: Page, sentence: int, anchors: Sequence[tuple[int, int]]) -> PlaceAt | None:
    """The place of what stands at the anchors, by its sentence alone; the most exact one of those that contain each other."""
    near = page.places.near(sentence, anchors, int(PLACE_LIMIT * _TOKENS))  # what stands further off costs too much
    scored = sorted(((cost_of(page, p, anchors), n, p) for n, p in enumerate(near)), key=lambda s: s[:2])
    if not scored or scored[0][0] > PLACE_LIMIT:
        return None
    best = scored[0][2]
    for cost, _, p in scored[1:]:
        inside = p.place.id != best.place.id and p.place.inside(best.place.id)
        told = p.role in ("in", "object", "of", best.role) or _leads_to(page.text, p.end, best.start)
        if inside and told and cost < PLACE_LIMIT and cost < scored[0][0] + 14:
            best = p
    return _told_inside(page, _part_named(page, best))


def _leads_to(text: EnglishText, end: int, start: int) -> bool:
    """ "shook Herat in western Afghanistan": the place behind only says where the one before it lies."""
    between = text.lower[end:start]
    led = bool(between) and len(between) <= 4 and not {"in", ","}.isdisjoint(between)
    return led and all(w in ("in", ",", "the") or w in PARTS or w.endswith("ern") for w in between)


def _part_named(page: Page, p: PlaceAt) -> PlaceAt:
    """ "The Homs suburb of Talbiseh", "the Midan quarter of Damascus": the part that is named with the whole."""
    lower, town_parts = page.text.lower, page.text.lexicon["town_parts"]
    if lower[p.end : p.end + 1] and lower[p.end] in _NAMED_PARTS and lower[p.end + 1 : p.end + 2] == ["of"]:
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


def _leads_on(text: EnglishText, i: int) -> bool:
    """May the word stand between a place and the one it lies in?"""
    return text.lower[i] in _LEADS_ON or text.lower[i].endswith("ern") or text.words[i][0].isupper()


def _told_inside(page: Page, p: PlaceAt) -> PlaceAt:
    """ "The Midan district of Damascus": the text says where it lies, whatever place of that name is known elsewhere."""
    for outer in page.places.near(p.sentence, [(p.start, p.end)], _HELD):
        between = page.text.lower[p.end : outer.start]
        if outer.start < p.end or len(between) > _HELD or p.place.kind in ("country", "admin1"):
            continue
        if _LEADS_OUT.isdisjoint(between) or outer.place.kind in ("country", "region", "other"):
            continue
        if not all(_leads_on(page.text, i) for i in range(p.end, outer.start)):
            continue
        if any(p.end <= t.start < outer.start for t in page.triggers.near(p.sentence, [(p.end, outer.start)], 0)):
            continue
        if between[0] in page.text.lexicon["town_parts"] and _within_reach(p.place, outer.place):
            whole = outer.place
            held = p.place.within | whole.within | {i for i in (whole.id, whole.either) if i}
            return replace(p, mention=replace(p.mention, place=replace(p.place, within=held)))
        if p.place.inside(outer.place.id) or outer.place.inside(p.place.id) or p.place.admin1 == outer.place.admin1:
            continue
        place = outer.place
        inside = replace(
            p.place, id=f"text:{place.id}/{p.place.name.lower()}", name=p.mention.text, kind="unlisted", population=0,
            country=place.country, admin1=place.admin1, admin2=place.admin2, lat=place.lat, lon=place.lon,
            within=place.within | {place.id},
        )  # fmt: skip
        return replace(p, mention=replace(p.mention, place=inside))
    return p


def _within_reach(part: Place, town: Place) -> bool:
    """Do they lie so near each other that one may be part of the other? A district of a province does not."""
    if part.lat is None or part.lon is None or town.lat is None or town.lon is None or "admin2" in (part.kind, town.kind):
        return False
    return kilometres((part.lat, part.lon), (town.lat, town.lon)) <= _TOWN


#: Kilometres from a town's middle to its outermost quarter.
_TOWN: Final = 25.0


def trigger_of(page: Page, figure: Figure) -> Trigger | None:
    """The act that befell the people of a figure, by its sentence alone."""
    best: tuple[float, Trigger] | None = None
    lower = page.text.lower
    low, high = min(figure.start, figure.cue_start), max(figure.end, figure.cue_end)
    for t in page.triggers.near(figure.sentence, [(low, high)], _FAR):
        if t.kind in BLOODLESS and figure.kind in ("killed", "wounded"):
            continue
        inside = figure.cue_start <= t.start < figure.cue_end
        if figure.start <= t.start < figure.end and not inside:
            continue  # the gunmen were killed
        cost = gap(low, high, t.start, t.end) + page.walls.between(low, high, t.start, t.end) + _VAGUE.get(t.kind, 0.0)
        if inside:
            cost = _VAGUE.get(t.kind, 0.0) + 6.0
        lead = lower[max(0, t.start - 4) : t.start]
        active = figure.cue_start < figure.start  # "killed 12": what comes after that is another act
        if t.start >= high and not (_BY if active else _BY | _WHEN).isdisjoint(lead):
            cost -= _LED
        if t.end <= low and t.form == "noun" and active:
            cost -= 4.0  # "air strikes killed 12"
        if t.start >= high and page.walls.relative(high, t.start):
            cost += 8.0  # "killed in an area that witnessed fighting"
        if t.start >= high and "before" in lead:
            cost += 6.0
        if best is None or cost < best[0]:
            best = (cost, t)
    return best[1] if best and best[0] <= TRIGGER_LIMIT else None
