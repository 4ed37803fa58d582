"""Whose fate a word tells: the groups of people before or behind "killed", "died", "death toll".

transitive     "killed 12" takes what is behind; "12 were killed" and the headline's "12 killed in" what is before
intransitive   "12 died"
predicate      "left 12 dead", "12 are missing"
of             "the death of 12", "claimed the lives of 12"
count          "12 deaths", "no injuries"
toll           "the death toll rose from 10 to 12"
"""

from __future__ import annotations

from typing import Final

from monitor.reading.english.groups import PREPOSITIONS, STOP, Group, bare_group, joined
from monitor.reading.english.named_victims import name_before, name_from
from monitor.reading.english.numbers import Quantity, quantity_at
from monitor.reading.english.toll_cues import Cue, Scene
from monitor.reading.english.toll_words import Mode


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BE: Final = _words("was were been being be is are get gets got getting")
_AUXILIARY: Final = _BE | _words(
    "has have had having may might could would will can must should to also reportedly allegedly believed feared reported"
    " said thought known confirmed presumed all both still now then either since later together themselves subsequently"
    " first so far already others more instantly just dead left critically"
)
_NOT: Final = _words("not n't never cannot")
#: Behind these a new statement begins: people before it are not those of a word behind it.
_BARRIER: Final = _words(
    "said says told while but because ; after when as until saying adding if although though whereas where that : claimed"
    " added reported warned"
)
_SAYING: Final = _words("said say says told reported report added confirmed")
_DESCRIBES: Final = _words("the of for a his her their any these those treat treating with from among")
_TOLL_TO: Final = _words(
    "to at of is was as reached hit topped passed exceeded stood above over surpassed stands reaches hits than :"
)
_OTHER_TOLLS: Final = _words("road bridge highway emotional psychological heavy economic")
_LIVES_VERBS: Final = _words("claim claims claimed claiming cost costs costing took take takes taken taking loss lost losing")
#: Verbs with other meanings count only with a noun for people, or with a number right beside them.
_NEEDS_PEOPLE: Final = _words(
    "hurt captured capture captures capturing escaped escape escaping left fled flee fleeing flees claims claimed claiming"
    " forced forcing forces driven drove drives driving prompting prompted sent compelled compelling caused causing cause"
    " arrested burned beaten evacuated evacuate displaced relocated leave moved expelled eliminated eliminating drowned"
    " drowning hanged executed execute executing executes took taking taken suffocated fell had have has were to detained"
    " detain poisoned neutralized neutralised lost losing sheltering"
)
_CLAIMS: Final = _words("claimed claims claiming")
_FORCES: Final = _words(
    "forced forcing forces driven drove drives driving prompting prompted sent compelled compelling caused causing"
)
_AWAY: Final = _words("flee fleeing leave leaving evacuate abandon homes refuge shelter relocate home out exile")
_LEFT_OTHERWISE: Final = _words("behind in dead wounded injured homeless without with it him her them no stranded")
_TAKERS: Final = _words("abduct abducts abducted abducting kidnap kidnaps kidnapped kidnapping")
_VERBAL: Final[frozenset[Mode]] = frozenset(("transitive", "intransitive", "predicate"))
_WITH_OWN: Final[frozenset[Mode]] = frozenset(("transitive", "intransitive", "predicate", "count"))
_AFTER_PARTICIPLE: Final = PREPOSITIONS | _words(", . ; : when and or while ! ?") | {""}
_PUNCTUATION: Final = _words(", : - – — ( --")


def people_of(scene: Scene, cue: Cue) -> list[Group]:
    """The groups that the cue speaks of, parts ("including ...") among them; [] when none, or when it is negated.

    One person who left is not displaced.
    """
    groups = _people_of(scene, cue)
    return [group for group in groups if group.high != 1] if cue.kind == "displaced" else groups


def _people_of(scene: Scene, cue: Cue) -> list[Group]:
    modes = cue.modes
    if "toll" in modes:
        return _of_toll(scene, cue)
    negated, passive, chain = _auxiliaries(scene, cue)
    if negated:
        return []
    first = scene.lower[cue.start]
    needs = first in _NEEDS_PEOPLE
    if first == "left" and (
        scene.word(cue.end) in _LEFT_OTHERWISE or any(cue.end <= g.start < cue.end + 3 for g in scene.groups)
    ):
        return []
    if first == "dead" and _of_animals(scene, cue.end):
        return []
    if "of" in modes and (counted := _own_count(scene, cue)):
        return counted
    if "transitive" in modes and not passive:
        if groups := _objects(scene, cue, needs=needs, names=cue.kind == "killed" or first in _TAKERS):
            return groups
        if first.endswith(("ing", "s")):
            return []
    if "of" in modes and (
        groups := _objects(scene, cue, needs=needs, names=cue.kind != "displaced" and scene.word(cue.end - 1) == "of")
    ):
        return groups
    if modes & _VERBAL:
        linked = passive or "intransitive" in modes or chain < cue.start
        if groups := _subjects(scene, cue, chain, linked=linked, needs=needs):
            return groups
    return _as_count(scene, cue) if "count" in modes else []


def _of_animals(scene: Scene, behind: int) -> bool:
    """ "150 dead mullet": a noun follows that is none for people."""
    word = scene.word(behind)
    noun = (
        word.isalpha()
        and word not in STOP
        and word not in _WHEN
        and scene.text.words[behind].islower()
        and not word.endswith("ly")
    )
    return noun and not any(scene.word(i) in scene.tables.people for i in range(behind, behind + 3))


def _auxiliaries(scene: Scene, cue: Cue) -> tuple[bool, bool, int]:
    """Is the verb negated; is it passive; and the token at which its chain ("may have been") starts."""
    at, passive, negated = cue.start, False, False
    while at > scene.start and cue.start - at < 9:
        word = scene.lower[at - 1]
        if word in _NOT or word in ("nearly", "almost"):
            negated = True
        elif word in _BE and scene.text.words[at - 1] != "IS":
            passive = True
        elif word == "to" and scene.lower[at] not in ("have", "be"):
            break  # "want to die"
        elif word not in _AUXILIARY and (not word.endswith("ly") or word in ("family", "only")):
            break
        elif any(g.start <= at - 1 < g.end for g in scene.groups):
            break  # "dozens more wounded", "Karim Said killed"
        at -= 1
    return negated, passive, at


# ---- behind the cue


def _objects(scene: Scene, cue: Cue, *, needs: bool, names: bool) -> list[Group]:
    """The groups right behind the cue: "killed 13 militants and six SDF fighters, including five attackers"."""
    lower, at = scene.lower, cue.end
    while at < scene.end and (
        lower[at] in ('"', "“", "'", "up", "also", "off", "both")
        or (lower[at].endswith("ly") and lower[at] not in ("nearly", "only"))
    ):
        at += 1
    first = next((n for n, g in enumerate(scene.groups) if g.start == at), None)
    if first is None:
        name = name_from(scene, at) if names else None
        name = name or (
            _somebody(scene, at) if "of" in cue.modes and cue.kind == "killed" and scene.word(cue.end - 1) == "of" else None
        )
        return [name] if name else []
    group = scene.groups[first]
    if needs and not group.person and (group.head or cue.kind in ("displaced", "detained")):
        return []
    if (
        not group.counted
        and "of" not in cue.modes
        and scene.before(cue.start) in _DESCRIBES
        and (group.vague or cue.kind != "killed")
    ):
        return []  # "the wounded civilians" are those of before; "a murdered soldier" is one
    return _listed(scene, first) if _fits(scene, cue, group) else []


def _fits(scene: Scene, cue: Cue, group: Group) -> bool:
    """ "Lost 60 soldiers", not "lost his keeper"; "claimed 12 lives", not "claims 300 members"; "forced 40 people to leave"."""
    verb = scene.lower[cue.start]
    if verb in ("lost", "losing"):
        return group.side == "combatant" and group.counted
    if verb in _CLAIMS and cue.end == cue.start + 1:
        return group.head in ("life", "lives")
    if verb in _FORCES and cue.kind == "displaced":
        return group.low > 1 and not _AWAY.isdisjoint(scene.lower[group.end : group.end + 8])
    return True


def _somebody(scene: Scene, at: int) -> Group | None:
    """ "The murder of a software engineer": whoever is murdered is a person, known noun or not."""
    end = at
    while end < scene.end and end - at < 6 and (end == at or scene.lower[end] not in STOP):
        end += 1
    nouns = scene.lower[at + 1 : end]
    if scene.word(at) not in ("a", "an") or not nouns or not scene.tables.things.isdisjoint(nouns):
        return None
    return bare_group(Quantity(low=1, high=1, vague=False, start=at, end=end))


def _listed(scene: Scene, first: int) -> list[Group]:
    """The group and those listed with it, up to the next cue that takes people of its own."""
    listed = [scene.groups[first]]
    for group in scene.groups[first + 1 :]:
        last = listed[-1]
        near_part = group.part and group.start - last.end <= 8
        if not near_part and not joined(scene.lower, last, group):
            break
        if scene.has_cue(last.end, group.start) or _taken_by_next(scene, group) or _speaks(scene, group):
            break
        listed.append(group)
    return listed


def _speaks(scene: Scene, group: Group) -> bool:
    """ "Killed 12 people, a spokesman for the White Helmets told Reuters": the last is no thirteenth."""
    at = group.end
    if scene.word(at) in _BELONGING:
        while at < min(scene.end, group.end + _LONG_NAME) and scene.lower[at] not in (",", ";", ":", "and", "who", *_SAYING):
            at += 1
    return scene.word(at) in _SAYING


_BELONGING: Final = _words("for of in at from with near who")
_LONG_NAME: Final = 10  # tokens


def _taken_by_next(scene: Scene, group: Group) -> bool:
    """ "Killed 12 people and 50 were wounded", "12 dead and 30 wounded": the second number has a cue of its own behind it."""
    at = group.end
    while at < scene.end and (scene.lower[at] in _AUXILIARY or scene.lower[at].endswith("ly") or scene.lower[at] == "in"):
        at += 1
    return any(
        cue.start in (group.end, at) and cue.modes & _WITH_OWN and not scene.lower[cue.start].endswith("ing")
        for cue in scene.cues
    )


# ---- before the cue


def _subjects(scene: Scene, cue: Cue, chain: int, *, linked: bool, needs: bool) -> list[Group]:
    """The groups before the cue: "34 jihadists including three bombers, and 17 SDF fighters have been killed"."""
    at = chain
    named = cue.kind in ("killed", "wounded")
    if scene.before(at) in ("who", "which", "that", "whom"):
        at -= 1
        linked = True
    if not linked:
        return _beside(scene, cue, at, needs=needs)
    while scene.before(at) in _PUNCTUATION and scene.before(at):
        at -= 1
        named = False  # "Said, who lives in Orange County, was hurt": the name is not the nearest
    chosen = _main_subject(scene, at)
    if chosen is None:
        name = name_before(scene, at) if named else None
        return [name] if name else []
    group = scene.groups[chosen]
    if (needs and not group.person and group.head) or (scene.lower[cue.start] == "left" and not group.counted):
        return []
    return _listed_before(scene, chosen, at)


def _beside(scene: Scene, cue: Cue, at: int, *, needs: bool) -> list[Group]:
    """Without an auxiliary: "12 killed in", "three people injured", "dead: 23"."""
    if scene.word(cue.end) == ":" and (number := quantity_at(scene.lower, cue.end + 1, scene.end, scene.tables)):
        return [bare_group(number)]
    beside = next((n for n, g in enumerate(scene.groups) if g.end == at), None)
    if beside is None:
        return []
    group = scene.groups[beside]
    if group.before == "by" or (needs and not group.person and group.head):
        return []
    if not group.counted and "transitive" not in cue.modes and cue.kind != "killed":
        return []
    if not group.counted and scene.word(cue.end) not in _AFTER_PARTICIPLE:
        return []  # "rebels captured villages" has a subject, "rebels captured in" none
    if not group.part:
        return _listed_before(scene, beside, at)
    main = _main_subject(scene, at)
    return _listed_before(scene, beside if main is None else main, at)


def _main_subject(scene: Scene, at: int) -> int | None:
    """The index of the group that is the subject of what comes at `at`: not the one of "from one family" but "six civilians"."""
    lower = scene.lower
    n = max((n for n, g in enumerate(scene.groups) if g.end <= at), default=-1)
    limit = at
    while n >= 0:
        group = scene.groups[n]
        gap = lower[group.end : limit]
        aside = gap[:2] == [",", "who"] and limit == at and lower[at : at + 1] == [","]
        if not aside and (len(gap) > 16 or not _BARRIER.isdisjoint(gap) or scene.has_cue(group.end, limit, _VERBAL)):
            return None
        if group.before == "by":
            return None
        opens = group.end == at and group.before in _CLAUSE_OPENERS
        to_skip = group.before and not opens and group.before not in ("with", "of", "as", "for", "to")
        reach = 16 if group.before == "of" and not group.counted else 8
        inner = (
            n > 0 and (group.part or group.before in ("of", "for", "to", "as")) and group.start - scene.groups[n - 1].end <= reach
        )
        if not to_skip and not inner:
            return n if group.end == at or aside or _may_part(gap) else None
        limit = group.start
        n -= 1
    return None


#: Prepositions that begin a clause as well: "a week after 44 people were killed".
_CLAUSE_OPENERS: Final = _words("after before since until as than like")
_WHEN: Final = _words("yesterday today overnight following when after again here there")
_MAY_OPEN: Final = PREPOSITIONS | _words(", ( who whose - – — -- including aged mostly all alone both 's more")


def _may_part(gap: list[str]) -> bool:
    """May these words stand between a subject and its verb: a phrase with a preposition, a comma, a relative clause, an age?"""
    return not gap or gap[0] in _MAY_OPEN or len(gap) <= 2


def _listed_before(scene: Scene, chosen: int, at: int) -> list[Group]:
    groups, lower = scene.groups, scene.lower
    listed = [groups[chosen], *(g for g in groups[chosen + 1 :] if g.end <= at and g.part)]
    for group in reversed(groups[:chosen]):
        first = listed[0]
        if scene.has_cue(group.end, first.start):
            break
        if not joined(lower, group, first) and not (first.part and first.start - group.end <= 8):
            break
        listed.insert(0, group)
    return listed


# ---- numbers beside the cue


def _own_count(scene: Scene, cue: Cue) -> list[Group]:
    """ "65 bodies of civilians": the number before the noun, not the people behind it."""
    return [g for g in scene.groups if g.counted and g.start < cue.start < g.end and g.low != 1] if "of" in cue.modes else []


def _as_count(scene: Scene, cue: Cue) -> list[Group]:
    """ "12 civilian deaths", "at least 12 bodies", "no injuries", "cost 12 lives"."""
    lower = scene.lower
    if lower[cue.start] in ("lives", "life") and _LIVES_VERBS.isdisjoint(lower[max(scene.start, cue.start - 8) : cue.start]):
        return []
    inside = next((n for n, g in enumerate(scene.groups) if g.start <= cue.start < g.end or g.end == cue.start), None)
    if inside is not None and scene.groups[inside].counted:
        after = [g for g in scene.groups[inside + 1 : inside + 4] if g.part and g.start - scene.groups[inside].end <= 8]
        return [scene.groups[inside], *after]
    for at in range(max(scene.start, cue.start - 4), cue.start):
        number = quantity_at(lower, at, cue.start, scene.tables)
        if number is None or number.noun_given:
            continue
        between = lower[number.end : cue.start]
        if len(between) > 2 or any(
            not w.isalpha() or w in STOP or w in scene.tables.things or w in scene.tables.people for w in between
        ):
            continue
        reports = number.low == 0 and any(w in ("reports", "report") for w in between)
        return [] if reports else [bare_group(number)]
    return []


def _of_toll(scene: Scene, cue: Cue) -> list[Group]:
    """ "The death toll rose from 12 to 41", "put the death toll at 40", "a death toll of 12"."""
    lower = scene.lower
    if cue.end == cue.start + 1 and scene.before(cue.start) in _OTHER_TOLLS:
        return []
    for at in range(cue.end, min(scene.end - 1, cue.end + 16)):
        if lower[at] in (";", "but"):
            break
        number = quantity_at(lower, at, scene.end, scene.tables)
        if number is None or number.high is not None:  # "death toll from the blast at least 112"
            number = quantity_at(lower, at + 1, scene.end, scene.tables) if lower[at] in _TOLL_TO else None
        if number is None or number.noun_given:
            continue
        noun = scene.word(number.end)
        year = number.digits and 1900 <= number.low <= 2100 and noun in ("", ",", ".")
        if not year and (noun not in scene.tables.things or noun in ("deaths", "death")):
            return [bare_group(number, total=True)]
    return []
