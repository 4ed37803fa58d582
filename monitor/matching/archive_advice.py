"""What an archive of read articles says of a rule's words: how much each would bring, and which words it misses.

Everything is counted in articles. Words that are missed come from articles of which all conditions hold but one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from monitor.matching.advice import Advice
from monitor.matching.condition import View
from monitor.matching.match import judge_rule
from monitor.matching.rule import Rule
from monitor.matching.text import Says
from monitor.matching.what import What
from monitor.matching.where import Where
from monitor.matching.words import folded_words
from monitor.model.kinds import lines

LEAST_MISSED: Final = 3  # articles for which a missed word is worth a line
_MOST_WORDS: Final = 3  # missed words that are told of one rule
_COSTLY_SHARE: Final = 0.05  # of the archive
_COSTLY: Final = 20  # articles
_MOST_TRIALS: Final = 200_000  # evaluations: a large folder is looked at over fewer articles
#: Ends of words that make another form of the same word.
_ENDINGS: Final = re.compile(r"(ings?|ers?|eds?|es|s|e|y|ies|ied)$")

#: A word -> others that name the same kind of event.
Synonyms = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one word or place of a rule would bring if it stood alone."""

    rule_id: str
    file: str
    path: str
    words: str  #: the phrase, place or kind
    articles: int


@dataclass(frozen=True)
class Archive:
    """Read articles, with their words, places and kinds looked up once."""

    views: Sequence[View]

    @cached_property
    def words(self) -> dict[str, set[int]]:
        """Folded word -> positions of the articles that say it."""
        found: dict[str, set[int]] = defaultdict(set)
        for i, view in enumerate(self.views):
            for part in view.parts:
                for word in part.places:
                    found[word].add(i)
        return found

    @cached_property
    def _told(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        places: dict[str, set[int]] = defaultdict(set)
        kinds: dict[str, set[int]] = defaultdict(set)
        for i, view in enumerate(self.views):
            for event in view.reading.events:
                for kind in lines(event.kinds):
                    kinds[kind].add(i)
                for place in event.places:
                    for area in (place.id, *place.within):
                        places[area].add(i)
        return places, kinds

    def saying(self, says: Says) -> dict[str, set[int]]:
        """Phrase as written -> the articles that say it."""
        found = {}
        for phrase in says.phrases:
            common = set.intersection(*(self.words.get(word, set()) for word in phrase.words))
            found[phrase.raw] = {i for i in common if next(phrase.find(self.views[i], says.parts), None) is not None}
        return found

    def costs(self, rule: Rule) -> Iterator[Cost]:
        """Each phrase, place and kind of the rule's own blocks."""
        places, kinds = self._told
        for condition in (*rule.event, *rule.article):
            if isinstance(condition, Says):
                counted = {words: len(hits) for words, hits in self.saying(condition).items()}
            elif isinstance(condition, Where):
                counted = {place.name: len(places.get(place.id, ())) for place in condition.places}
            elif isinstance(condition, What):
                counted = {kind: len(kinds.get(kind, ())) for kind in condition.kinds}
            else:
                continue
            for words, number in counted.items():
                yield Cost(rule_id=rule.head.id, file=rule.head.file, path=condition.path, words=words, articles=number)


def costly(rules: Iterable[Rule], archive: Archive) -> Iterator[Advice]:
    """Text watches of which one phrase is all over the archive."""
    total = len(archive.views)
    for rule in rules:
        for cost in archive.costs(rule) if not rule.event else ():
            if cost.articles >= max(_COSTLY, _COSTLY_SHARE * total):
                told = f"'{cost.words}' is in {cost.articles} of {total} archived articles, and each of them would meet this"
                yield Advice(rule=rule, path=cost.path, message=f"{told}: a longer phrase, or an 'event:' beside it, says less")


def missed(rules: Sequence[Rule], archive: Archive, synonyms: Synonyms) -> Iterator[Advice]:
    """Words that would have brought articles of which everything else holds."""
    views = archive.views[: max(1, _MOST_TRIALS // max(1, len(rules)))]
    for rule in rules:
        if rule.head.status == "off":
            continue
        for path, counted in _missed_words(
            rule, Archive(views) if len(views) < len(archive.views) else archive, synonyms
        ).items():
            worth = [(word, n) for word, n in counted.most_common(_MOST_WORDS) if n >= LEAST_MISSED]
            where = next((f" in {c.places[0].name}" for c in rule.event if isinstance(c, Where) and len(c.places) == 1), "")
            for word, n in worth:
                message = f"{word}: {n} archived articles{where} are not covered, though all other conditions hold"
                yield Advice(rule=rule, path=path, message=message)


def _missed_words(rule: Rule, archive: Archive, synonyms: Synonyms) -> dict[str, Counter[str]]:
    """Condition -> the words that it lacks, with the number of articles."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    says = next((c for c in rule.article if isinstance(c, Says)), None)
    what = next((c for c in rule.event if isinstance(c, What)), None)
    if says is None and what is None:
        return found
    # A word of the wanted kind that was read as another kind ("raids" of aircraft); other kinds' words are no synonyms.
    names = {_stem(word) for kind in what.kinds for word in (kind, *synonyms.get(kind, ()))} if what else set()
    others = _others(says, archive, synonyms) if says else set()
    for view in archive.views:
        judged = judge_rule(rule, view)
        if judged.miss is None or judged.distance != 1:
            continue
        [failed] = judged.miss.failed
        if says is not None and failed.condition == says.path:
            said = {word for words in view.parts if words.part in says.parts for word in others & words.places.keys()}
            found[says.path].update(f"'{word}'" for word in said)
        elif what is not None and failed.condition == what.path and judged.miss.passed and judged.miss.event is not None:
            event = view.reading.events[judged.miss.event]
            if event.trigger is not None:
                whole = view.article.title if event.trigger.part == "title" else view.article.text
                trigger = folded_words(whole[event.trigger.start : event.trigger.end])
                if names & set(map(_stem, trigger)):
                    found[what.path][f"'{' '.join(trigger)}' (read as {event.what}, not {' or '.join(what.kinds[:2])})"] += 1
    return found


def _others(says: Says, archive: Archive, synonyms: Synonyms) -> set[str]:
    """Single words that a phrase of the rule could have been written with: other forms of it, and words of the same kind."""
    own = {phrase.words[0] for phrase in says.phrases if len(phrase.words) == 1}
    stems = {_stem(word) for word in own}
    forms = {word for word in archive.words if _stem(word) in stems}
    return (forms | {other for word in own for other in synonyms.get(word, ())}) - own


def _stem(word: str) -> str:
    """
    >>> _stem("raids"), _stem("raiding"), _stem("raided"), _stem("his")
    ('raid', 'raid', 'raid', 'his')
    """
    short = _ENDINGS.sub("", word)
    return short if len(short) >= 4 else word
