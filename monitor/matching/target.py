"""`target:` what was attacked, struck, raided or seized in the event: classes, and `{list: NAME}` of names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Items, Node, Review, Table, Text, guess
from monitor.matching.words import contains, folded_words, quoted
from monitor.model.rule import Verdict
from monitor.model.targets import TARGET_CLASSES, TARGETS

_USUAL: Final = {word: one.name for one in TARGET_CLASSES for word in one.called}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetIs(Condition):
    """One of the event's targets is of one of these classes, or bears one of these names."""

    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()

    def check(self, case: Case) -> Verdict:
        assert case.event is not None
        wanted = [folded_words(name) for name in self.names]
        for target in case.event.targets:
            if target.kind in self.kinds:
                same = [span for other in case.event.targets if other.kind == target.kind for span in other.evidence]
                return self.holds(f"target: {target.kind} ({target.name})", same)
            if any(contains(folded_words(target.name), name) for name in wanted):
                return self.holds(f"target: {target.name}", target.evidence)
        for actor in case.event.actors:
            if actor.role == "against" and any(contains(folded_words(actor.name), name) for name in wanted):
                return self.holds(f"target: {actor.name}", actor.evidence)
        told = ", ".join(f"{t.kind} ({t.name})" for t in case.event.targets) or "the text does not say what was attacked"
        said = [span for target in case.event.targets for span in target.evidence]
        return self.fails(f"target: {told}, rule wants {quoted((*self.kinds, *self.names))}", said)

    def implies(self, other: Condition) -> bool:
        return isinstance(other, TargetIs) and set(self.kinds) <= set(other.kinds) and set(self.names) <= set(other.names)


def parse_target(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    kinds: list[str] = []
    names: list[str] = []
    members = node.items if isinstance(node, Items) else (node,)
    if not members:
        known.members(node, review, "a class of targets")
    for member in members:
        if isinstance(member, Table):
            for item in known.members(member, review, "a name"):
                name = fields.text(item, review, "a name")
                if name is not None and not folded_words(name):
                    review.mistake(item, f"'{name}' has no letter or digit in it")
                elif name is not None:
                    (kinds if name in TARGETS else names).append(name)
        elif (kind := _class(member, review)) is not None:
            kinds.append(kind)
    if not (kinds or names):
        return None
    return TargetIs(path=path, kinds=tuple(dict.fromkeys(kinds)), names=tuple(dict.fromkeys(names)))


def _class(node: Node, review: Review) -> str | None:
    """A class, or a mistake with what may be meant."""
    if not isinstance(node, Text) or node.raw in TARGETS:
        return fields.choice(node, review, "target", TARGETS)
    word = node.raw.strip().casefold().replace(" ", "_").replace("-", "_")
    meant = _USUAL.get(word) or _USUAL.get(word.removesuffix("s")) or (word if word in TARGETS else "")
    if meant:
        review.mistake(node, f"unknown target '{node.raw[:40]}' (did you mean '{meant}'?)")
    elif word and not guess(word, TARGETS):
        names = "names stand in a list of rules/lists, as in {list: our_clinics}"
        review.mistake(node, f"unknown target '{node.raw[:40]}'; it is one of: {', '.join(TARGETS)}; {names}")
    else:
        fields.choice(node, review, "target", TARGETS)
    return None
