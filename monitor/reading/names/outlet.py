"""Where an outlet is at home, as its address, the tags of its feed and its words tell: names without more are likelier there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from monitor.model.article import Article
from monitor.model.place import Place
from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.words import NameWords

#: Endings of addresses that are not the country's code.
_OTHERWISE: Final = {"uk": "GB"}
#: Different words of one country that a text must have: one may be a quotation.
ENOUGH_WORDS: Final = 2


def homes(article: Article, gazetteer: Gazetteer, lexicon: NameWords) -> list[Place]:
    """The countries that its address ends in, or that its feed is tagged with by name or code ("iraq")."""
    found = {place.id: place for place in _homes(article, gazetteer, lexicon)}
    return list(found.values())


def _homes(article: Article, gazetteer: Gazetteer, lexicon: NameWords) -> Iterator[Place]:
    ending = _host(article.url).rpartition(".")[2]
    code = _OTHERWISE.get(ending, ending.upper())
    if ending not in lexicon["endings_used_anywhere"] and code in gazetteer.countries:
        yield gazetteer.countries[code]
    for tag in article.tags:
        yield from (f.place for f in gazetteer.named(tag.replace("-", " "))[:1] if f.place.kind == "country")


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # "http://[broken"
        return ""


def spoken_in(words: Iterable[str], lexicon: NameWords) -> Counter[str]:
    """Countries whose newspapers speak so, with how many different words say it; a rank or force of one country counts twice."""
    spoken, surely = lexicon.spoken, lexicon.surely_spoken
    said = Counter(spoken[word] for word in spoken.keys() & set(words) for _ in range(1 + (word in surely)))
    return Counter({country: count for country, count in said.items() if count >= ENOUGH_WORDS})
