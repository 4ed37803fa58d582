"""The labelled texts: `*.yaml` beside this file, one a theme.

Written with their labels before the reader was run on them; a label says what is true of the text, not what is read. A text
has `title`, `text`, `published`, `source` (the kind of outlet), `causes` (what it is there to try; `plain`: nothing but plain
news) and `events`, each:

    what        kind, or kinds that are all right: "raid|clash"
    where       "Town, Country", each with its spellings: "Dohuk|Duhok, Iraq"; left out: the place is not judged
    killed, wounded, displaced
                12; 12+ (and up); 12-15; ~12 (about); 0 (none, as the text says); "?" not judged; left out: nothing is said
    reality     one of the seven, or several that are all right
    news        a monitor would want to hear of it
    passing     said in passing: right when it is read, and not missed when it is not
    abducted    as killed; left out: not judged
    targets     classes of what was attacked; left out: not judged
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from monitor.model.article import Article

HERE: Final = Path(__file__).parent
FIGURES: Final = ("killed", "wounded", "displaced")
FIELDS: Final = frozenset(("what", "where", *FIGURES, "abducted", "targets", "reality", "news", "passing"))
#: The texts that the guard keeps.
GUARD: Final = tuple(sorted(HERE.glob("*.yaml")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a text says about one figure."""

    low: int | None = None  #: None: nothing is said
    high: int | None = None  #: None: and up
    about: bool = False  #: any upper bound is right
    judged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An event that a text tells."""

    number: int  #: in its text, from 1
    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()  #: spellings of the most exact place
    around: tuple[str, ...] = ()  #: spellings of the country or province around it
    figures: dict[str, Wanted]
    realities: tuple[str, ...]
    news: bool
    passing: bool
    abducted: Wanted | None = None  #: None: not judged
    targets: frozenset[str] | None = None  #: None: not judged

    @property
    def told(self) -> str:
        """In a word, for people."""
        return f"{self.kinds[0]} at {self.names[0] if self.names else 'no place'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A labelled text."""

    id: str
    theme: str
    source: str
    causes: tuple[str, ...]
    article: Article
    labels: tuple[Label, ...]


@cache
def texts(paths: tuple[Path, ...] = GUARD) -> tuple[Text, ...]:
    """All of them, by file."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]
    return tuple(_text(raw, file["theme"]) for file in files for raw in file["texts"])


def _text(raw: dict[str, Any], theme: str) -> Text:
    noon = datetime.combine(raw["published"], time(18), UTC)
    article = Article(id=raw["id"], title=raw["title"], text=raw["text"], source="guard", published_at=noon)
    labels = tuple(label_of(event, n) for n, event in enumerate(raw["events"], start=1))
    return Text(
        id=raw["id"], theme=theme, source=raw["source"], causes=tuple(raw["causes"]), article=article, labels=labels
    )  # fmt: skip


def label_of(raw: dict[str, Any], number: int) -> Label:
    if strange := set(raw) - FIELDS:
        raise ValueError(f"unknown in a label: {strange}")
    name, _, around = raw.get("where", "").rpartition(", ") if ", " in raw.get("where", "") else (raw.get("where", ""), "", "")
    return Label(
        number=number,
        kinds=tuple(raw["what"].split("|")),
        names=tuple(filter(None, name.split("|"))),
        around=tuple(filter(None, around.split("|"))),
        figures={figure: wanted(raw.get(figure)) for figure in FIGURES},
        realities=tuple(raw["reality"].split("|")),
        news=raw.get("news", False),
        passing=raw.get("passing", False),
        abducted=wanted(raw["abducted"]) if "abducted" in raw else None,
        targets=frozenset(raw["targets"]) if "targets" in raw else None,
    )


def wanted(said: int | str | None) -> Wanted:
    """A figure as the labels write it.

    >>> wanted("12+") == Wanted(low=12), wanted(0) == Wanted(low=0, high=0), wanted("?").judged
    (True, True, False)
    """
    if said is None:
        return Wanted()
    text = str(said)
    if text == "?":
        return Wanted(judged=False)
    if text.endswith("+"):
        return Wanted(low=int(text[:-1]))
    if text.startswith("~"):
        return Wanted(low=int(text[1:]), about=True)
    low, _, high = text.partition("-")
    return Wanted(low=int(low), high=int(high or low))
