"""From a wrong or a missed alert to edits of the rule that would mend it, the narrowest first.

Each proposal is the file's new text; whether it mends, and what else it changes, is measured by whoever has the archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from monitor.matching.condition import View
from monitor.matching.edit import quoted, with_event, with_unless, written
from monitor.matching.figures import FIGURES
from monitor.matching.match import judge_rule
from monitor.matching.places import name_in_rule
from monitor.matching.rule import Rule
from monitor.model.event import Event, Toll
from monitor.model.rule import Verdict
from monitor.model.targets import TARGETS

_MOST_PHRASES: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]{4,}")

#: Long words that say nothing of what an article is about.
_EMPTY: Final = frozenset(
    """about after again also among amid been before being between during from have into just more most near only other over said
    says some such than that their them then there these they this those told through under until upon very were what when where
    which while will with would your monday tuesday wednesday thursday friday saturday sunday today yesterday january february
    march april june july august september october november december""".split()  # noqa: SIM905 - words are read better so
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One edit."""

    change: str  #: as it is written in the file: "event.killed: at least 5"
    why: str  #: in words
    content: str  #: the whole file with it


def narrower(content: str, rule: Rule, view: View, others: Iterable[View]) -> list[Proposal]:
    """Edits that keep the rule silent on this article, which it matches. `others`: articles on which it is right."""
    matches = judge_rule(rule, view).matches
    found: list[Proposal | None] = []
    events = [view.reading.events[m.event] for m in matches if m.event is not None]
    if len(events) == 1:
        found += _by_event(content, events[0], view)
    for phrase in _distinctive(view, others):
        block = f"article: {{text: {quoted(phrase)}}}"
        found.append(_unless(content, block, "these words stand in this article and in none of the others"))
    return [proposal for proposal in found if proposal is not None]


def wider(content: str, rule: Rule, view: View) -> tuple[list[Proposal], tuple[Verdict, ...]]:
    """(edits that let the rule match this article, which it misses; the conditions that failed for the nearest event)."""
    miss = judge_rule(rule, view).miss
    if miss is None or miss.event is None:
        return [], miss.failed if miss else ()
    event = view.reading.events[miss.event]
    edited, changes, whys = content, list[str](), list[str]()
    for verdict in miss.failed:
        key = verdict.condition.removeprefix("event.")
        value = _loosened(edited, key, event, view) if verdict.condition.startswith("event.") else None
        after = with_event(edited, key, value) if value is not None else None
        if value is None or after is None:
            return [], miss.failed
        edited = after
        changes.append(f"event.{key}: {value}")
        whys.append(f"{verdict.condition}: {verdict.detail}")
    return [Proposal(change="; ".join(changes), why="; ".join(whys), content=edited)], miss.failed


def _by_event(content: str, event: Event, view: View) -> Iterator[Proposal | None]:
    for figure in ("killed", "wounded", "displaced", "missing", "detained", "abducted"):
        toll: Toll | None = getattr(event, figure)
        if toll is not None and toll.high is not None:
            yield _event(content, figure, f"at least {toll.high + 1}", f"this one tells of {toll.high} {figure}")
    for kind in event.target_kinds[:1]:
        yield _unless(content, f"event: {{target: {kind}}}", f"{TARGETS[kind].title} was attacked")
    if event.victims in ("civilian", "combatant"):
        other = "civilian" if event.victims == "combatant" else "combatant"
        yield _event(content, "victims", other, f"its victims are {event.victims}s")
    if event.where is not None:
        yield _unless(content, f"event: {{where: {quoted(name_in_rule(event.where))}}}", f"it happened in {event.where.name}")
    for actor in event.actors:
        if actor.role in ("by", "against"):
            why = f"{actor.name} did it" if actor.role == "by" else f"it was done to {actor.name}"
            yield _unless(content, f"event: {{{actor.role}: {quoted(actor.name)}}}", why)
    for weapon in event.weapons[:1]:
        yield _unless(content, f"event: {{weapon: {quoted(weapon)}}}", f"by {weapon}")
    if event.date is not None and (days := (view.published.date() - event.date).days) > 1:
        yield _event(content, "recent", f"{days - 1}d", f"it happened {days} days before it was published")


def _event(content: str, key: str, value: str, why: str) -> Proposal | None:
    edited = with_event(content, key, value)
    return Proposal(change=f"event.{key}: {value}", why=why, content=edited) if edited is not None else None


def _unless(content: str, block: str, why: str) -> Proposal | None:
    return Proposal(change=f"unless: {block}", why=why, content=with_unless(content, block))


def _loosened(content: str, key: str, event: Event, view: View) -> str | None:
    """The value with which the condition holds for this event; None when no such edit is known."""
    if key in FIGURES:
        low = _lowest(key, event)
        return f"at least {low}" if low else None
    if key == "recent":
        days = (view.published.date() - event.date).days if event.date else None
        return f"{days + 1}d" if days is not None and days >= 0 else None
    more = {
        "what": event.what,
        "where": quoted(name_in_rule(event.where)) if event.where else "",
        "reality": event.reality,
        "target": ", ".join(event.target_kinds),
        "victims": event.victims if event.victims in ("civilian", "combatant") else "",
        "by": next((quoted(a.name) for a in event.actors if a.role == "by"), ""),
        "against": next((quoted(a.name) for a in event.actors if a.role == "against"), ""),
    }.get(key, "")
    if not more:
        return None
    old = written(content, key) or ("happened" if key == "reality" else "")
    if not old:
        return None
    inner = (
        old[1:-1].strip() if old.startswith("[") else old if old.startswith(('"', "'", "{")) or "," not in old else quoted(old)
    )
    return f"[{inner}, {more}]"


def _lowest(key: str, event: Event) -> int:
    if key == "casualties":
        return sum(toll.low for toll in (event.killed, event.wounded) if toll)
    toll: Toll | None = getattr(event, key, None)
    return toll.low if toll else 0


def _distinctive(view: View, others: Iterable[View]) -> list[str]:
    """Pairs of neighbouring words of the article that none of the others has, those of the title and the first lines first."""
    said = {phrase for other in others for phrase in _pairs(other)}
    return [phrase for phrase in dict.fromkeys(_pairs(view)) if phrase not in said][:_MOST_PHRASES]


def _telling(word: str) -> bool:
    return word not in _EMPTY and _WORD.fullmatch(word) is not None


def _pairs(view: View) -> Sequence[str]:
    pairs: list[str] = []
    for part in (view.article.title, view.article.text):
        for sentence in re.split(r"[.!?,;:\n\"()]+", part):
            words = sentence.casefold().split()
            pairs += [f"{a} {b}" for a, b in pairwise(words) if _telling(a) and _telling(b)]
    return pairs
