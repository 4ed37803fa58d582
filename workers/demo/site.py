"""Three small news sites on 127.0.0.1: an RSS, an Atom and a JSON feed, and their pages with all the furniture that pages have.

python -m workers.demo.site        serves both waves until Ctrl-C, to look at with a browser
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from workers.demo.news import DemoArticle, News, Outlet, load_news

_RELATED: Final = 3  #: links to other articles under each page
_READY: Final = 10.0  #: seconds to start

_PAPER: Final = Environment(
    loader=PackageLoader("workers.demo", "templates"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
)
_PAPER.filters["rfc822"] = format_datetime


class Site:
    """Serves the news of a wave from a thread of its own, between `with` and the end of it."""

    def __init__(self, news: News) -> None:
        self.news = news
        self.wave = 1  #: what is published so far; feeds show it at once
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo site", daemon=True)

    def __enter__(self) -> Site:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(_READY)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(_READY)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_READY)
        self._loop.close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/{outlet}/articles/{id}.html", self._page)
        app.router.add_get("/{outlet}/{feed}", self._feed)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def _robots(self, _request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nDisallow: /share/\n")

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = next((one for one in self.news.outlets if one.path == request.path), None)
        if outlet is None:
            raise web.HTTPNotFound
        body, content_type = feed_of(outlet, self.news.of(outlet.id, wave=self.wave), self.base)
        response = web.Response(text=body, content_type=content_type, charset="utf-8")
        response.etag = f"{outlet.id}-{self.wave}"
        return response

    async def _page(self, request: web.Request) -> web.Response:
        published = self.news.of(request.match_info["outlet"], wave=self.wave)
        article = next((one for one in published if one.path == request.path), None)
        if article is None or article.page == "missing":
            raise web.HTTPNotFound(text=missing_page(), content_type="text/html")
        return web.Response(text=page_of(article, self.news), content_type="text/html", charset="utf-8")


# ---------------------------------------------------------------- what is served


def feed_of(outlet: Outlet, articles: list[DemoArticle], base: str) -> tuple[str, str]:
    """(body, content type) of an outlet's feed; the path's ending tells the format."""
    if outlet.path.endswith(".json"):
        return _json_feed(outlet, articles, base), "application/feed+json"
    name = "atom" if "atom" in outlet.path else "rss"
    words = {"outlet": outlet, "articles": articles, "base": base, "now": datetime.now(UTC)}
    return _PAPER.get_template(f"{name}.xml.j2").render(words), f"application/{name}+xml"


def _json_feed(outlet: Outlet, articles: list[DemoArticle], base: str) -> str:
    items = [
        {
            "id": f"{outlet.id}-{article.id}",
            "url": base + article.path,
            "title": article.title,
            "summary": article.lead,
            "date_published": article.published_at.isoformat(),
            "authors": [{"name": article.author}],
        }
        for article in articles
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "home_page_url": f"{base}/{outlet.id}/"}
    return json.dumps({**head, "feed_url": base + outlet.path, "language": "en", "items": items}, ensure_ascii=False)


def page_of(article: DemoArticle, news: News) -> str:
    """An article's page; related links lead to what else its outlet published before."""
    outlet = next(one for one in news.outlets if one.id == article.outlet)
    others = [a for a in news.of(article.outlet, wave=article.wave) if a.id != article.id][:_RELATED]
    return _PAPER.get_template("article.html.j2").render(article=article, outlet=outlet, related=others)


def missing_page() -> str:
    return _PAPER.get_template("missing.html.j2").render()


def main() -> None:
    """Serve everything until Ctrl-C."""
    with Site(load_news(datetime.now(UTC))) as site:
        site.wave = 2
        for outlet in site.news.outlets:
            sys.stdout.write(f"{outlet.name}: {site.base}{outlet.path}\n")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
