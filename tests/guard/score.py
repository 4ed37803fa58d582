"""The score of the reader on the labelled texts: by theme, by cause, error by error, and what is right today.

How an event of the reader matches a labelled one is told in `judge`. Of each theme:

- events: events of the reader that match a labelled one by kind, place and class of reality;
- kinds: labelled events that are paired with an event of their kind; each false event counts against the precision;
- places, reality, tolls: of the labelled ones those that were read right; a wrong or unsaid one in a pair counts against the
  precision (false events do not: they have been counted once);
- news: what a monitor wants to hear about and hears (a match, told as happened); everything else that is told as happened
  counts against the precision, but for what is said in passing or is labelled as no news.

`today.json` names the facts of each text that are right today, and how many false events it has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.guard.judge import Fact, Judged, Pair, judge, shown
from tests.guard.labels import FIGURES, GUARD, HERE, texts
from tests.monitor.reading.newsroom import language

TODAY: Final = HERE / "today.json"
Files = tuple[Path, ...]
MEASURES: Final = ("events", "kinds", "places", "tolls", "reality", "news")


@dataclass(frozen=True, slots=True)
class Count:
    """Right, read (a share of which is precision), asked for (a share of which is recall)."""

    right: int = 0
    read: int = 0
    asked: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.read + other.read, self.asked + other.asked)

    def __str__(self) -> str:
        """Precision, recall and F1 in hundredths."""
        shares = (
            self.right / self.read if self.read else None,
            self.right / self.asked if self.asked else None,
            2 * self.right / (self.read + self.asked) if self.read and self.asked else None,
        )
        return " ".join("  -" if share is None else f"{100 * share:3.0f}" for share in shares)


@cache
def judged(files: Files = GUARD) -> tuple[Judged, ...]:
    """Every text read and judged, once a process. Raises what the reader raises."""
    labelled = texts(files)
    readings = language().read_many([text.article for text in labelled])
    out = []
    for text, reading in zip(labelled, readings, strict=True):
        if isinstance(reading, Exception):
            raise reading
        out.append(judge(text, reading.events, language().atlas))
    return tuple(out)


def counts(one: Judged) -> dict[str, Count]:
    """One text's counts of each measure."""
    paired = [pair for pair in one.pairs if pair.events]
    matches = sum(pair.match for pair in one.pairs)
    facts = {"places": ("place",), "tolls": FIGURES, "reality": ("reality",)}
    found = {measure: _of_facts([f for f in one.facts if f.what in names], paired) for measure, names in facts.items()}
    return {
        "events": Count(matches, len(paired) + len(one.false), len(one.pairs)),
        "kinds": Count(len(paired), len(paired) + len(one.false), len(one.pairs)),
        **found,
        "news": _news(one, paired),
    }


def _of_facts(facts: Sequence[Fact], paired: Sequence[Pair]) -> Count:
    labels = {pair.label.number for pair in paired}
    return Count(
        sum(fact.right and fact.said for fact in facts),
        sum(bool(fact.read) for fact in facts if fact.label.number in labels),
        sum(fact.said for fact in facts),
    )


def _news(one: Judged, paired: Sequence[Pair]) -> Count:
    told = [pair for pair in paired if pair.events[0].reality == "happened"]
    heard = sum(pair.label.news and pair.match for pair in told)
    no_news = sum(not pair.label.news and pair.match for pair in told)
    alarms = len(told) - no_news + sum(event.reality == "happened" for event in one.false)
    return Count(heard, alarms, sum(pair.label.news for pair in one.pairs))


def table(files: Files = GUARD) -> str:
    """A line a theme, three columns (precision, recall, F1 in hundredths) a measure, with the labelled events and facts."""
    lines = [f"{'theme':<30}{'texts':>6}{'events':>7}" + "".join(f"{m:>14}" for m in MEASURES)]
    lines.append(" " * 43 + f"{'P   R  F1':>14}" * len(MEASURES))
    themes = dict.fromkeys(one.text.theme for one in judged(files))
    for theme in [*themes, "together"]:
        mine = [one for one in judged(files) if theme in (one.text.theme, "together")]
        sums = [sum((counts(one)[measure] for one in mine), Count()) for measure in MEASURES]
        labels = sum(len(one.pairs) for one in mine)
        lines.append(f"{theme:<30}{len(mine):>6}{labels:>7}" + "".join(f"{count!s:>14}" for count in sums))
    return "\n".join(lines)


def causes(files: Files = GUARD) -> str:
    """A line a cause: texts, facts, those that are wrong, and false events. A text of two causes stands under both."""
    lines = [f"{'cause':<16}{'texts':>6}{'facts':>7}{'wrong':>7}{'false events':>14}{'texts all right':>17}"]
    for cause in [*sorted({cause for one in judged(files) for cause in one.text.causes}), "together"]:
        mine = [one for one in judged(files) if cause in (*one.text.causes, "together")]
        facts = [fact for one in mine for fact in one.facts]
        false = sum(len(one.false) for one in mine)
        good = sum(not one.false and all(fact.right for fact in one.facts) for one in mine)
        lines.append(f"{cause:<16}{len(mine):>6}{len(facts):>7}{sum(not f.right for f in facts):>7}{false:>14}{good:>17}")
    return "\n".join(lines)


def errors(files: Files = GUARD) -> list[str]:
    """A line an error: a missed event, a wrong fact of one that was not missed, a false event."""
    return [line for one in judged(files) for line in _errors(one)]


def _errors(one: Judged) -> Iterable[str]:
    head = f"{one.text.theme} | {one.text.id} | {', '.join(one.text.causes)} | "
    missed = {pair.label.number for pair in one.pairs if not pair.events}
    for pair in one.pairs:
        if not pair.events:
            yield f"{head}missed: {pair.label.told}, {'|'.join(pair.label.realities)}"
    for fact in one.facts:
        if not fact.right and fact.label.number not in missed:
            yield f"{head}{fact.what} of {fact.label.told}: {fact.read or 'nothing'}, not {_wanted(fact)}"
    for event in one.false:
        told = ", ".join(f"{figure} {shown(getattr(event, figure))}" for figure in FIGURES if getattr(event, figure))
        yield f"{head}false: {event.what} at {event.where.name if event.where else 'no place'}, {event.reality} {told}".rstrip()


def _wanted(fact: Fact) -> str:
    if fact.what == "place":
        return fact.label.names[0]
    if fact.what == "reality":
        return "|".join(fact.label.realities)
    if fact.what == "targets":
        return ", ".join(sorted(fact.label.targets or ())) or "anything"
    wanted = fact.label.figures.get(fact.what, fact.label.abducted)
    if wanted is None or wanted.low is None:
        return "anything"
    return f"about {wanted.low}" if wanted.about else f"{wanted.low}+" if wanted.high is None else f"{wanted.low}"


def today() -> dict[str, Any]:
    """What is right now: of each text the names of its facts, and its false events."""
    return {
        one.text.id: {"right": [fact.name for fact in one.facts if fact.right], "false": len(one.false)} for one in judged()
    }  # fmt: skip


def accepted() -> dict[str, Any]:
    """What was right when it was last accepted."""
    kept: dict[str, Any] = json.loads(TODAY.read_text(encoding="utf-8"))
    return kept


def accept() -> None:
    """Write what is right now as today's, one text a line."""
    rows = (f"{json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(today().items()))
    TODAY.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[list[str], list[str]]:
    """(what is worse, what is better) than before, a line each. A text that was not known before is neither.

    >>> old, new = {"a": {"right": ["1 kind", "1 place"], "false": 0}}, {"a": {"right": ["1 kind", "1 killed"], "false": 1}}
    >>> changes(old, new)
    (['a: 1 false event more', 'a: 1 place'], ['a: 1 killed'])
    """
    worse, better = list[str](), list[str]()
    for name in before.keys() & after.keys():
        old, new = before[name], after[name]
        worse += [f"{name}: {fact}" for fact in old["right"] if fact not in new["right"]]
        better += [f"{name}: {fact}" for fact in new["right"] if fact not in old["right"]]
        more = new["false"] - old["false"]
        if more:
            (worse if more > 0 else better).append(f"{name}: {abs(more)} false event {'more' if more > 0 else 'less'}")
    return sorted(worse), sorted(better)


def totals(files: Files = GUARD) -> Counter[str]:
    """Facts that are right and wrong, and false events, together."""
    facts = [fact for one in judged(files) for fact in one.facts]
    right = sum(fact.right for fact in facts)
    return Counter(right=right, wrong=len(facts) - right, false=sum(len(one.false) for one in judged(files)))
