"""The demo's articles: read from news.yaml, dated so that they are of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from jinja2 import Template

Page = Literal["whole", "missing", "broken"]

#: Hours ago that everything happened: one day for all, whatever the hour at which the demo is started.
HAPPENED: Final = 6

_FILE: Final = Path(__file__).with_name("news.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A site with one feed."""

    id: str
    name: str
    path: str  #: of its feed
    slogan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """An article as its outlet publishes it, and how it should end."""

    id: str
    kind: str
    outlet: str
    title: str
    author: str
    paragraphs: tuple[str, ...]
    published_at: datetime  #: UTC
    wave: int
    page: Page
    expect: str  #: name of the outcome

    @property
    def path(self) -> str:
        return f"/{self.outlet}/articles/{self.id}.html"

    @property
    def lead(self) -> str:
        return self.paragraphs[0]

    @property
    def text(self) -> str:
        """What cleaning should find: one paragraph a line."""
        return "\n".join(self.paragraphs)

    @property
    def broken(self) -> bool:
        return self.page == "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that the demo publishes."""

    outlets: tuple[Outlet, ...]
    articles: tuple[DemoArticle, ...]  #: newest first

    def of(self, outlet: str, *, wave: int) -> list[DemoArticle]:
        """An outlet's articles up to a wave."""
        return [a for a in self.articles if a.outlet == outlet and a.wave <= wave]

    def expected(self) -> dict[tuple[str, str], DemoArticle]:
        """By outlet's name and title, as the store knows them."""
        names = {outlet.id: outlet.name for outlet in self.outlets}
        return {(names[a.outlet], a.title): a for a in self.articles}


def load_news(now: datetime) -> News:
    """The news of that moment (UTC)."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    written = {one["id"]: one for one in said["articles"]}
    words = _calendar(now)
    articles = [_article(one, written[one.get("same_as", one["id"])], words, now) for one in said["articles"]]
    return News(
        outlets=tuple(Outlet(id=key, **facts) for key, facts in said["outlets"].items()),
        articles=tuple(sorted(articles, key=lambda a: a.published_at, reverse=True)),
    )


def _calendar(now: datetime) -> dict[str, Any]:
    """The names of days in the texts."""
    happened = now - timedelta(hours=HAPPENED)
    return {
        "day": f"{happened:%A}",
        "eve": f"{happened - timedelta(days=1):%A}",
        "years_ago": lambda years: happened.year - years,
    }


def _article(one: dict[str, Any], original: dict[str, Any], words: dict[str, Any], now: datetime) -> DemoArticle:
    return DemoArticle(
        id=one["id"],
        kind=one["kind"],
        outlet=one["outlet"],
        title=one["title"],
        author=original["author"],
        paragraphs=tuple(Template(original["text"]).render(**words).strip().split("\n")),
        published_at=(now - timedelta(minutes=one["minutes"])).replace(microsecond=0),
        wave=one.get("wave", 1),
        page=one.get("page", "whole"),
        expect=one["expect"],
    )
