"""Where an article comes from: `feeds:`, `sources:`, `tags:`, `languages:`, `max_age:`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Node, Review, guess
from monitor.matching.when import span_in_words
from monitor.matching.words import fold, folded_words, quoted
from monitor.model.rule import Verdict

#: ISO 639-1, two letters each.
_CODES: Final = (
    "aaabaeafakamanarasavayazbabebgbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagdglgngugvha"
    "hehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmyna"
    "nbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrts"
    "tttwtyugukuruzvevivowawoxhyiyozazhzu"
)
LANGUAGES: Final = frozenset(_CODES[i : i + 2] for i in range(0, len(_CODES), 2))
_LANGUAGE_NAMES: Final = {
    "amharic": "am",
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "farsi": "fa",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "kurdish": "ku",
    "pashto": "ps",
    "persian": "fa",
    "portuguese": "pt",
    "russian": "ru",
    "somali": "so",
    "spanish": "es",
    "swahili": "sw",
    "turkish": "tr",
    "ua": "uk",
    "ukrainian": "uk",
    "urdu": "ur",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFeed(Condition):
    """The article came by one of these feeds."""

    feeds: tuple[str, ...]  #: ids
    names: tuple[str, ...]  #: as the rule writes them

    def check(self, case: Case) -> Verdict:
        if case.view.article.feed_id in self.feeds:
            return self.holds(f"feed: {self.names[0] if len(self.names) == 1 else case.view.article.feed_id}")
        return self.fails(f"feed: {case.view.article.feed_id or 'none'}, rule wants {quoted(self.names)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FromSource(Condition):
    """One of these publishers tells it: by name, or by the host of its address."""

    sources: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        article = case.view.article
        host = (urlsplit(article.url).hostname or "") if article.url else ""
        for wanted in self.sources:
            plain = wanted.casefold().removeprefix("www.")
            same_host = "." in plain and any(h == plain or h.endswith(f".{plain}") for h in (host, article.source.casefold()))
            if same_host or folded_words(article.source) == folded_words(wanted):
                return self.holds(f"source: {article.source}")
        return self.fails(f"source: {article.source or 'not known'}, rule wants {quoted(self.sources)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Condition):
    """The article's feed has one of these tags."""

    tags: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        hits = [tag for tag in case.view.article.tags if fold(tag) in {fold(t) for t in self.tags}]
        if hits:
            return self.holds(f"tag: {hits[0]}")
        return self.fails(f"tags: {', '.join(case.view.article.tags) or 'none'}, rule wants {quoted(self.tags)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class InLanguage(Condition):
    """The article is written in one of these languages."""

    languages: tuple[str, ...]

    def check(self, case: Case) -> Verdict:
        language = case.view.article.language or case.view.reading.language
        if language in self.languages:
            return self.holds(f"language: {language}")
        return self.fails(f"language: {language or 'not known'}, rule wants {quoted(self.languages)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class YoungerThan(Condition):
    """Between its publication and the moment we first saw it no more time passed than this."""

    seconds: float

    def check(self, case: Case) -> Verdict:
        article = case.view.article
        if article.published_at is None:
            return self.holds("when it was published is not known: counts as new")
        age = ((article.seen_at or case.view.now) - article.published_at).total_seconds()
        if age <= self.seconds:
            return self.holds("young enough")
        return self.fails(f"{age / 3600:.0f} hours old when seen, rule wants {span_in_words(self.seconds)}")


def parse_feeds(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    """Feeds by publisher, address or id."""
    ids: list[str] = []
    names = _texts(node, review, known, "a feed")
    for member, name in names:
        found = [f.id for f in known.feeds if name in (f.id, f.url) or (f.publisher and fold(f.publisher) == fold(name))]
        if known.feeds and not found:
            options = [f.publisher or f.url for f in known.feeds]
            review.mistake(member, f"no feed '{name}' in feeds.yaml{guess(name, options)}")
        ids.extend(found or [name])
    return FromFeed(path=path, feeds=tuple(ids), names=tuple(name for _, name in names)) if ids else None


def parse_sources(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    sources = tuple(name for _, name in _texts(node, review, known, "a source"))
    return FromSource(path=path, sources=sources) if sources else None


def parse_tags(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    tags = _texts(node, review, known, "a tag")
    there = {fold(tag): tag for feed in known.feeds for tag in feed.tags}
    for member, tag in tags:
        if there and fold(tag) not in there:
            review.advice(member, f"no feed of feeds.yaml has the tag '{tag}'{guess(tag, there.values())}")
    return Tagged(path=path, tags=tuple(tag for _, tag in tags)) if tags else None


def parse_languages(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    found = []
    for member, word in _texts(node, review, known, "a language"):
        if language(word, member, review):
            found.append(word)
    return InLanguage(path=path, languages=tuple(found)) if found else None


def language(word: str, node: Node, review: Review) -> bool:
    """Is it a language's code (ISO 639-1)? If not, the mistake is told."""
    if word in LANGUAGES:
        return True
    near = word.casefold() if word.casefold() in LANGUAGES else _LANGUAGE_NAMES.get(word.casefold())
    near = near or (word[:2].casefold() if len(word) > 2 and word[2] in "-_" and word[:2].casefold() in LANGUAGES else None)
    hint = f" (did you mean '{near}'?)" if near else ""
    review.mistake(node, f"unknown language '{word[:40]}'{hint}: two letters, as in en or ar")
    return False


def parse_max_age(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    seconds = fields.duration(node, review, "max_age")
    if seconds == 0:
        review.mistake(node, "no article is 0 old: did you mean '1d'?")
        return None
    return YoungerThan(path=path, seconds=seconds) if seconds is not None else None


def _texts(node: Node, review: Review, known: Known, what: str) -> list[tuple[Node, str]]:
    found = []
    for member in known.members(node, review, what):
        word = fields.text(member, review, what)
        if word is not None:
            found.append((member, word))
    return found
