"""`what:` the kinds of the event. `victims:` who the killed (else the wounded) are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Node, Review, guess
from monitor.matching.words import quoted
from monitor.model.codebooks import FOREIGN, WITHOUT_KIND
from monitor.model.kinds import EVENT_KINDS, KINDS, PARENT, ancestors, is_a, one_brings
from monitor.model.rule import Verdict

VICTIMS: Final = ("civilian", "combatant")
#: What people write for our kinds; only ever a guess in a message.
_USUAL: Final = {word: kind.name for kind in EVENT_KINDS for word in kind.called}


@dataclass(frozen=True, slots=True, kw_only=True)
class What(Condition):
    """One of the event's kinds is one of these, or under one of them."""

    kinds: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        event = case.event
        assert event is not None
        words = [event.trigger] if event.trigger else ()
        if met := next((told for told in event.kinds if any(is_a(told, kind) for kind in self.kinds)), ""):
            return self.holds(met if met == event.what else f"{met}, told as a part of the {event.what}", words)
        return self.fails(f"{' and '.join(event.kinds)}, rule wants {quoted(self.kinds)}", words)

    def implies(self, other: Condition) -> bool:
        return isinstance(other, What) and all(any(is_a(k, o) for o in other.kinds) for k in self.kinds)

    def excludes(self, other: Condition) -> bool:
        if not isinstance(other, What):
            return False
        return not any(is_a(a, b) or is_a(b, a) or one_brings(a, b) for a in self.kinds for b in other.kinds)


def parse_what(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    kinds: list[str] = []
    for member in known.members(node, review, "what"):
        word = fields.text(member, review, "an event kind")
        if word is None:
            continue
        if word in KINDS:
            kinds.append(word)
        elif ":" in word:
            found = FOREIGN.get(word.casefold())
            if found is None:
                review.mistake(member, _no_kind(word))
            kinds.extend(found or ())
        else:
            near = _guess_kind(word)
            review.mistake(member, f"unknown event kind '{word}'{near or '; kinds are: ' + ', '.join(PARENT)}")
    for kind in kinds:
        wider = next((k for k in ancestors(kind)[1:] if k in kinds), None)
        if wider and ":" not in str(getattr(node, "raw", "")):
            review.advice(node, f"'{wider}' has '{kind}' in it already")
    return What(path=path, kinds=tuple(dict.fromkeys(kinds))) if kinds else None


def _no_kind(word: str) -> str:
    """Why a name with a prefix leads to no kind."""
    name = word.casefold()
    if name not in WITHOUT_KIND:
        return f"unknown kind '{word}'{guess(name, FOREIGN)}"
    whole, mode, _ = word.partition("-")
    wider = f"; '{whole}' has one" if mode and whole.casefold() in FOREIGN else ""
    return f"'{word}' has no event kind here{wider}; docs/rules.md lists the names that have"


def _guess_kind(word: str) -> str:
    several = [part.strip() for part in word.replace(" or ", ",").split(",")]
    if len(several) > 1 and all(part in KINDS for part in several):
        return f" (did you mean the list [{', '.join(several)}]?)"
    plain = word.casefold().replace(" ", "_").replace("-", "_")
    for candidate in (plain, plain.removesuffix("s"), plain.replace("_", ""), plain.replace("_", "").removesuffix("s")):
        if candidate in KINDS:
            return f" (did you mean '{candidate}'?)"
    if usual := _USUAL.get(plain) or _USUAL.get(plain.removesuffix("s")):
        return f" (did you mean '{usual}'?)"
    return guess(plain, KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimsAre(Condition):
    """Of the killed, else of the wounded. Where both kinds are among them, either word holds."""

    kinds: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        assert case.event is not None
        victims = case.event.victims
        if victims in self.kinds or victims == "both":
            return self.holds(f"victims: {victims}")
        told = "the text does not say who the victims are" if victims == "unknown" else f"victims: {victims}"
        return self.fails(f"{told}, rule wants {quoted(self.kinds)}")


def parse_victims(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    members = known.members(node, review, "victims")
    words = [fields.choice(member, review, "kind of victims", VICTIMS) for member in members]
    kinds = tuple(dict.fromkeys(word for word in words if word))
    return VictimsAre(path=path, kinds=kinds) if kinds else None
