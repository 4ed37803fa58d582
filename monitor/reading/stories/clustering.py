"""Which articles tell the same story: copies of one wire text, and different texts on one matter.

terms        what an article is about: its words (names and headline count more), and the facts of its events
closeness    cosine of tf-idf; copies by fingerprint are as close as can be; articles a month apart are less close
stories      average-link clustering, down to THRESHOLD
second look  inside a story, by what sets its articles apart from one another: two fights of one boxer are two stories

Words are weighed against a background of news (`common_words.txt`) as well as against each other, so that two
articles are enough. Figures and how the numbers were chosen: docs/accuracy-history.md.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.reading.stories.fingerprint import copies, fingerprint

Matrix = npt.NDArray[np.float32]


THRESHOLD: Final = 0.12  #: mean cosine of two groups that are still one story
SPLIT_RATIO: Final = 0.36  #: closeness across the parts of a story, to that within them, under which they are two stories
_LEAST_PART: Final = 3  # articles: fewer cannot tell a second story from an odd article
_MONTH: Final = 30  # days between publications from which two articles are less likely one story
_MONTH_APART: Final = 0.7
_BACKGROUND: Final = 0.5  # weight of the background against the articles at hand
_AT_ONCE: Final = 2000  # articles clustered together: memory grows with the square
_WORDS_READ: Final = 300  # of a text: what follows is background of the story
_TITLE, _LEAD, _NAME, _FACT = 2.0, 1.5, 3.0, 3.0  # weights of a term, against 1 for a word further down
_LEAD_WORDS: Final = 60
_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is known of news before an article is looked at."""

    counts: Mapping[str, int]  #: `parse_common_words`
    small: frozenset[str]  #: words that tell nothing of what an article is about


def group(articles: Sequence[Article], readings: Sequence[Reading], background: Background) -> list[str]:
    """The story of each article, in their order: the id of the story's first article.

    `readings` are those of the articles, in the same order.
    Beyond 2,000 articles stories are found in runs of 2,000; across runs only copies are joined.
    """
    prints = [fingerprint(article.text) for article in articles]
    firsts: dict[str, int] = {}  # fingerprint -> first article of its story
    stories: list[int] = []
    for start in range(0, len(articles), _AT_ONCE):
        run = range(start, min(start + _AT_ONCE, len(articles)))
        labels = _cluster([articles[i] for i in run], [readings[i] for i in run], [prints[i] for i in run], background)
        leaders: dict[int, int] = {}
        for i, label in zip(run, labels, strict=True):
            leader = leaders.setdefault(label, firsts.get(prints[i], i) if start else i)
            firsts.setdefault(prints[i], leader)
            stories.append(leader)
    return [articles[i].id for i in stories]


def _cluster(
    articles: Sequence[Article], readings: Sequence[Reading], prints: Sequence[str], background: Background
) -> list[int]:
    """A label for each article; equal for those of one story."""
    if len(articles) < 2:
        return list(range(len(articles)))
    terms = [_terms(article, reading, background.small) for article, reading in zip(articles, readings, strict=True)]
    close = _cosines(terms, background.counts)
    _apart_in_time(close, [article.published_at for article in articles])
    close[copies(prints)] = 1.0
    stories = _agglomerate(close, THRESHOLD, least=1)
    labels = [0] * len(articles)
    label = 0
    while stories:
        members = stories.pop()
        parts = _second_look([terms[i] for i in members], close[np.ix_(members, members)])
        if parts is not None:
            stories += [[members[i] for i in part] for part in parts]
            continue
        for i in members:
            labels[i] = label
        label += 1
    return labels


def _second_look(terms: Sequence[Mapping[str, float]], close: Matrix) -> list[list[int]] | None:
    """The two stories in what was taken for one, by the terms that not all of its articles share; None: it is one."""
    if len(terms) < 2 * _LEAST_PART:
        return None
    apart = _cosines(terms, None)
    parts = _agglomerate(apart, -1.0, least=2)
    if len(parts) != 2 or min(map(len, parts)) < _LEAST_PART:
        return None
    across = float(apart[np.ix_(*parts)].mean())
    if across >= SPLIT_RATIO * min(_within(apart, part) for part in parts):
        return None
    copied = float(close[np.ix_(*parts)].max()) >= 1.0
    return None if copied else parts


def _within(close: Matrix, part: list[int]) -> float:
    inner = close[np.ix_(part, part)]
    return float(inner.sum() - np.trace(inner)) / (len(part) * (len(part) - 1))


def _terms(article: Article, reading: Reading, small: frozenset[str]) -> dict[str, float]:
    """What the article is about: term -> weight."""
    terms: dict[str, float] = defaultdict(float)
    _count(terms, article.title, _TITLE, 0, small)
    _count(terms, article.text, 1.0, _LEAD_WORDS, small)
    for event in reading.events:
        if event.main and event.where is not None:
            terms[f"={event.what}@{event.where.id}"] += _FACT
    return terms


def _count(terms: dict[str, float], text: str, weight: float, lead: int, small: frozenset[str]) -> None:
    for number, found in enumerate(_WORD.finditer(text)):
        if number >= _WORDS_READ:
            return
        word = found.group()
        term = _stem(word.lower().replace("’", "'"), small)
        if term in small or len(term) < 2:
            continue
        terms[term] += weight * (_NAME if word[0].isupper() else 1.0) * (_LEAD if number < lead else 1.0)


def _stem(word: str, small: frozenset[str]) -> str:
    word = word.removesuffix("'s")
    if word in small:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def parse_common_words(text: str) -> Mapping[str, int]:
    """In how many pieces of a background of news a word stands; under "" how many pieces there are."""
    pairs = (line.split() for line in text.splitlines() if not line.startswith("#"))
    counts = {word: int(count) for word, count in pairs}
    counts[""] = counts.pop("pieces")
    return counts


def _cosines(terms: Sequence[Mapping[str, float]], background: Mapping[str, int] | None) -> Matrix:
    """Cosines of the tf-idf vectors; with no background a term that all share counts nothing."""
    held = Counter(term for each in terms for term in each)
    background = background or {"": 0}
    pieces = len(terms) + _BACKGROUND * background[""]
    rarity = {term: math.log(pieces / (count + _BACKGROUND * background.get(term, 0))) for term, count in held.items()}
    columns = {term: n for n, term in enumerate(term for term, count in held.items() if count > 1)}
    vectors = np.zeros((len(terms), max(1, len(columns))), dtype=np.float32)
    for row, each in enumerate(terms):
        length = 0.0
        for term, weight in each.items():
            value = (1 + math.log(weight)) * max(0.0, rarity[term])
            # A term of one article alone is close to nothing; it counts for the vector's length only where
            # articles are seen against a background: inside a story it is chance.
            if term in columns:
                vectors[row, columns[term]] = value
                length += value * value
            elif background[""]:
                length += value * value
        vectors[row] /= math.sqrt(length) or 1.0
    close: Matrix = vectors @ vectors.T
    return close


def _apart_in_time(close: Matrix, published: Sequence[datetime | None]) -> None:
    """Make articles that were published long apart less close."""
    days = np.array([when.timestamp() / 86400 if when else np.nan for when in published])
    with np.errstate(invalid="ignore"):
        close[np.abs(days[:, None] - days[None, :]) > _MONTH] *= _MONTH_APART


def _agglomerate(close: Matrix, threshold: float, *, least: int) -> list[list[int]]:
    """Average-link clusters: the closest two are joined while they are closer than `threshold` and more than `least` are left."""
    count = len(close)
    close = close.copy()
    np.fill_diagonal(close, -2.0)
    members: dict[int, list[int]] = {i: [i] for i in range(count)}
    best, nearest = close.max(axis=1), close.argmax(axis=1)
    while len(members) > least:
        i = int(best.argmax())
        if best[i] < threshold:
            break
        j = int(nearest[i])
        sizes = len(members[i]), len(members[j])
        row = (sizes[0] * close[i] + sizes[1] * close[j]) / sum(sizes)
        members[i] += members.pop(j)
        row[[i, j]] = -2.0
        row[close[i] <= -2.0] = -2.0
        close[i], close[:, i] = row, row
        close[j], close[:, j] = -2.0, -2.0
        best[j] = -3.0
        stale = np.flatnonzero((nearest == i) | (nearest == j))
        better = np.flatnonzero(close[:, i] > best)
        for k in {i, *stale.tolist()} & set(members):
            best[k], nearest[k] = close[k].max(), close[k].argmax()
        for k in set(better.tolist()) & set(members):
            best[k], nearest[k] = close[k, i], i
    return [sorted(found) for found in members.values()]
