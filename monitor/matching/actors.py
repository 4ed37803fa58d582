"""`by:` and `against:` who did it and to whom, as the text says or alleges; `weapon:` with what."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Node, Review
from monitor.matching.operators import tell_operators
from monitor.matching.words import contains, folded_words, quoted
from monitor.model.rule import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorIs(Condition):
    """One of the event's actors in that role has one of these names, all of them canonical."""

    role: str
    names: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        assert case.event is not None
        there = [actor for actor in case.event.actors if actor.role == self.role]
        wanted = {_bare(name) for name in self.names}
        hits = [actor for actor in there if _bare(actor.name) in wanted]
        if hits:
            return self.holds(f"{self.role} {hits[0].name}", [span for actor in hits for span in actor.evidence])
        told = ", ".join(actor.name for actor in there) or "the text names nobody"
        return self.fails(f"{self.role}: {told}, rule wants {quoted(self.names)}", [s for a in there for s in a.evidence])


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponIs(Condition):
    """One of the event's weapons has these words in its name ("bomb" holds for "barrel bombs")."""

    weapons: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        assert case.event is not None
        for weapon in case.event.weapons:
            if any(contains(_singular(weapon), _singular(wanted)) for wanted in self.weapons):
                return self.holds(f"weapon: {weapon}")
        told = ", ".join(case.event.weapons) or "the text names none"
        return self.fails(f"weapon: {told}, rule wants {quoted(self.weapons)}")


def parse_actor(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    names = _texts(node, review, known, "an actor's name")
    if not names:
        return None
    canonical = tuple(dict.fromkeys(known.canonical(name) for name in names))
    return ActorIs(path=path, role=path.rpartition(".")[2], names=canonical)


def parse_weapon(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    words = _texts(node, review, known, "a weapon")
    return WeaponIs(path=path, weapons=words) if words else None


def _texts(node: Node, review: Review, known: Known, what: str) -> tuple[str, ...]:
    found = []
    for member in known.members(node, review, what):
        word = fields.text(member, review, what)
        if word is not None and not folded_words(word):
            review.mistake(member, f"'{word}' has no letter or digit in it")
        elif word is not None and not tell_operators(word, member, review):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _bare(name: str) -> tuple[str, ...]:
    """The name's words, without a leading article."""
    words = folded_words(name)
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _singular(name: str) -> tuple[str, ...]:
    return tuple(word[:-1] if word.endswith("s") and len(word) > 3 else word for word in folded_words(name))
