"""What one article says of an incident: the event's facts, and the sentence that tells them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.alerting.incidents import MENTION
from monitor.model.alert import Report
from monitor.model.article import Article
from monitor.model.event import Event, Reading
from monitor.model.place import Place
from monitor.model.span import Span

#: Where a sentence may end: its mark, closing quotes, then a space; or the end of a paragraph.
END: Final = re.compile(r"[.!?؟。！？]+[\"'”’»)\]]*\s+|\n+")

#: Words before whose full stop no sentence ends.
ABBREVIATION: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Gov|Sen|Rep|St|No|vs)|\b[A-Z])\.$")

#: Longest quote, in characters.
LONGEST: Final = 480


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, and which of its characters met the rule."""

    text: str
    highlights: tuple[tuple[int, int], ...]


def report_of(
    article: Article,
    reading: Reading,
    event: int | None,
    *,
    story: str,
    seen_at: datetime,
    evidence: Sequence[Span] = (),
    why: str = "",
    rules: tuple[str, ...] = (),
) -> Report:
    """The report that an article makes of one of its events, or of itself when a rule without `event:` matched it."""
    told = reading.events[event] if event is not None else None
    said = quote(article, (*evidence, *(told.evidence if told else ())), told.trigger if told else None)
    return Report(
        article_id=article.id,
        event=event,
        source=article.source or "unknown source",
        story=story,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        seen_at=article.seen_at or seen_at,
        late=article.late,
        what=told.what if told else MENTION,
        besides=told.besides if told else (),
        where=told.where if told else None,
        day=told.date if told else None,
        killed=told.killed if told else None,
        wounded=told.wounded if told else None,
        displaced=told.displaced if told else None,
        abducted=told.abducted if told else None,
        targets=told.target_kinds if told else (),
        reality=told.reality if told else "happened",
        said_by=_names(told, "said") if told else (),
        actors=_names(told, "by", "against") if told else (),
        quote=said.text,
        highlights=said.highlights,
        why=why,
        rules=rules,
        also=told.also if told else (),
        around=_around(told.where, reading) if told and told.where else (),
    )


def _around(where: Place, reading: Reading) -> tuple[str, ...]:
    """Ids of the provinces that contain it and that the article means by a bare name: "Palmyra, Homs", not "Homs province"."""
    return tuple(sorted({m.place.id for m in reading.places if m.outer} & where.within))


def quote(article: Article, evidence: Iterable[Span], trigger: Span | None = None) -> Quote:
    """The sentence with most of the evidence (the trigger counts twice), the first of equals.

    The title is quoted only when all evidence is there, or none at all: a message links it anyway.
    """
    spans = [s for s in (*evidence, *((trigger, trigger) if trigger else ())) if _fits(article, s)]
    stops = _stops(article.text)
    votes = Counter((s.part, *_sentence(article, s, stops)) for s in spans)
    if not votes:
        return Quote(article.title, ())
    part, start, end = min(votes, key=lambda key: (key[0] == "title", -votes[key], key[1]))
    words = article.title if part == "title" else article.text
    marks = sorted({(s.start - start, s.end - start) for s in spans if s.part == part and start <= s.start and s.end <= end})
    return _clipped(words[start:end], _joined(marks))


def _fits(article: Article, span: Span) -> bool:
    return 0 <= span.start < span.end <= len(article.title if span.part == "title" else article.text)


def _stops(text: str) -> list[int]:
    """Where sentences begin, the end of the text last."""
    marks = END.finditer(text)
    return [
        0,
        *(m.end() for m in marks if "\n" in m[0] or not ABBREVIATION.search(text[max(0, m.start() - 7) : m.start() + 1])),
        len(text),
    ]


def _sentence(article: Article, span: Span, stops: Sequence[int]) -> tuple[int, int]:
    """The bounds of the sentence around a span (of the sentences, where it spans several), without white space at their ends."""
    if span.part == "title":
        return 0, len(article.title)
    start = stops[bisect_right(stops, span.start) - 1]
    end = stops[bisect_left(stops, span.end)]
    text = article.text[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _joined(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Overlapping marks made one."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _clipped(text: str, marks: tuple[tuple[int, int], ...]) -> Quote:
    """At most LONGEST characters, cut around the marks, with an ellipsis where something is left out."""
    if len(text) <= LONGEST:
        return Quote(text, marks)
    start = max(0, min(marks[0][0] - 40, len(text) - LONGEST)) if marks else 0
    end = start + LONGEST
    head, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(head) - start
    kept = tuple((a + shift, b + shift) for a, b in marks if start <= a and b <= end)
    return Quote(head + text[start:end] + tail, kept)


def _names(event: Event, *roles: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name for a in event.actors if a.role in roles))
