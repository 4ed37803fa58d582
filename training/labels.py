"""What the labelled texts of this folder say of each statement that the reader makes of them: is it the article's news?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from dateutil.parser import parse as dateparse

from monitor.model.article import Article
from monitor.model.kinds import PARENT, is_a
from monitor.reading.telling.statement import Statement

HERE: Final = Path(__file__).parent
OLD: Final = frozenset(("recalled", "total", "statistic", "future", "returned"))
_NOON: Final = datetime(2000, 1, 1, 12, tzinfo=UTC)
#: Rules that speak of a kind of act, whether people died in it or not; and those that speak of its dead.
_OF_A_KIND: Final = {"abduction": "abduction", "raid": "raid", "protest": "protest"}
_OF_ITS_DEAD: Final = {"attack_deaths": "attack", "accident_deaths": "accident"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its labels."""

    article: Article
    file: str  #: of this folder, without its ending
    topic: str  #: texts of one topic are fitted on, or measured on, together
    rules: dict[str, str] | None  #: "yes" or "debatable"; left out: no; None: nothing is said of rules
    sentences: tuple[tuple[int, int, str], ...]  #: characters of the text, half-open, and the class


def labelled(*names: str) -> Iterator[Labelled]:
    """The texts of some files of this folder."""
    for name in names:
        for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield _labelled(name, json.loads(line))


def _labelled(name: str, row: dict[str, Any]) -> Labelled:
    day = row["published_at"]
    article = Article(
        id=row["id"], title=row["title"], text=row["text"], source=row["source"],
        published_at=datetime.fromisoformat(day) if day else None,
    )  # fmt: skip
    found = [(row["text"].find(s["quote"]), s) for s in row["sentences"]]
    return Labelled(
        article=article, file=name, rules=row["rules"],
        topic=row["id"].partition("_")[0],  # of ECB+ the number of the topic stands before it
        sentences=tuple((at, at + len(s["quote"]), s["class"]) for at, s in found if at >= 0),
    )  # fmt: skip


def incidents(path: Path) -> Iterator[Labelled]:
    """The texts of a file in the form of `world_dev.jsonl`: each incident with the words that tell it, and when it was."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = [(row["text"].find(e["quote"]), e) for e in row["incidents"]]
        yield Labelled(
            article=Article(
                id=row["id"], title=row["title"] or "", text=row["text"], source=row["source"], published_at=_day(row["date"])
            ),
            file=path.stem, topic=row["id"], rules=None,
            sentences=tuple((at, at + len(e["quote"]), _WHEN[e["when"]]) for at, e in found if at >= 0),
        )  # fmt: skip


_WHEN: Final = {"current": "current", "background": "recalled", "cumulative": "total"}


def _day(said: str) -> datetime | None:
    """Each collection writes its days in a way of its own, and some cut them off."""
    try:
        return dateparse(said, default=_NOON)
    except ValueError:
        return None


def is_news(text: Labelled, statements: Sequence[Statement]) -> list[bool | None]:
    """Of each statement of a text whether it tells the article's news; None: the labels do not say."""
    return [_is_news(text, s, statements) for s in statements]


def _is_news(text: Labelled, s: Statement, all_of_it: Sequence[Statement]) -> bool | None:
    classes = _classes(text, s)
    if "current" in classes:
        return True
    if classes & OLD:
        return False
    ruled = _by_rules(text.rules, s) if text.rules is not None else None
    return _as_the_text(text, s, all_of_it) if ruled is None and s.part == "title" else ruled


def _by_rules(rules: dict[str, str], s: Statement) -> bool | None:
    for rule, kind in _OF_A_KIND.items():
        if _under(s.kind, kind) and rules.get(rule) != "debatable":
            return rule in rules
    if s.killed is not None and s.killed.low:
        for rule, kind in _OF_ITS_DEAD.items():
            if _under(s.kind, kind) and rule not in rules:
                return False
            if _under(s.kind, kind) and rules[rule] == "yes" and s.part == "title":
                return True
    return None


def _classes(text: Labelled, s: Statement) -> set[str]:
    """Of the labelled sentences on which it rests."""
    spans = [span for span in s.evidence if span.part == "text"]
    return {kind for start, end, kind in text.sentences if any(a.start < end and start < a.end for a in spans)}


def _as_the_text(text: Labelled, s: Statement, all_of_it: Sequence[Statement]) -> bool | None:
    """A headline is news when all that the text tells of such acts is."""
    same = set[str]().union(*(_classes(text, o) for o in all_of_it if o.kind == s.kind)) - {"denied", "other"}
    if not same:
        return None
    return True if same == {"current"} else None if "current" in same else False


def _under(kind: str, wanted: str) -> bool:
    return kind in PARENT and is_a(kind, wanted)
