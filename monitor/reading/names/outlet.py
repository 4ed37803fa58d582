"""Where an outlet is at home, as its address and the tags of its feed tell: names without more are likelier there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from monitor.model.article import Article
from monitor.model.place import Place
from monitor.reading.names.gazetteer import Gazetteer

#: Endings of addresses that are used all over the world.
_ANYWHERE: Final = frozenset("ai as cc cd co fm gg io is la li ly me mu nu sh st tk tl to tv vc ws".split())  # noqa: SIM905
_OTHERWISE: Final = {"uk": "GB"}


def homes(article: Article, gazetteer: Gazetteer) -> list[Place]:
    """The countries that its address ends in, or that its feed is tagged with by name or code ("iraq")."""
    found = {place.id: place for place in _homes(article, gazetteer)}
    return list(found.values())


def _homes(article: Article, gazetteer: Gazetteer) -> Iterator[Place]:
    ending = _host(article.url).rpartition(".")[2]
    code = _OTHERWISE.get(ending, ending.upper())
    if ending not in _ANYWHERE and code in gazetteer.countries:
        yield gazetteer.countries[code]
    for tag in article.tags:
        yield from (f.place for f in gazetteer.named(tag.replace("-", " "))[:1] if f.place.kind == "country")


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # "http://[broken"
        return ""
