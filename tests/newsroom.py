"""A small news site on 127.0.0.1, for tests: feeds and pages, and the faults that pages have.

    with Newsroom(feeds=("north", "south")) as room:
        room.publishes("north", "Raid in Binnish kills 7", "At least 7 people were killed ...")
        room.publishes("south", "Gone already", "...", page="missing")
        room.address("north")        the feed's URL
        room.published               every article, in order
        room.told                    keys of those that a feed was asked for, and sent whole

Pages: "whole", "missing" (404), "broken" (markup cut off in the middle), "dropped" (the connection ends), "empty" (no article
in it), "moody" (500 once, then whole).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Literal

Page = Literal["whole", "missing", "broken", "dropped", "empty", "moody"]

_FURNITURE: Final = (
    "<nav><ul><li><a href='/'>Front page</a></li><li><a href='/sport'>Sport</a></li></ul></nav>",
    "<aside><h3>Most read</h3><ol><li><a href='/1'>Bakers of the old town</a></li></ol></aside>",
    "<footer><p>A small paper for tests. All rights reserved.</p></footer>",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as the newsroom published it."""

    number: int
    feed: str
    title: str
    text: str  #: paragraphs, one newline between them
    page: Page
    published_at: datetime

    @property
    def path(self) -> str:
        return f"/{self.feed}/{self.number}.html"

    @property
    def key(self) -> str:
        """The entry's guid."""
        return f"{self.feed}-story-{self.number}"


@dataclass
class Newsroom:
    """Serves until the `with` block ends; every connection has a thread of its own."""

    feeds: Iterable[str] = ("wire",)
    published: list[Story] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Newsroom:
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, feed: str) -> str:
        return f"{self.site}/{feed}/rss.xml"

    def publishes(self, feed: str, title: str, text: str, *, page: Page = "whole", days_ago: float = 0.0) -> Story:
        """From now on the feed announces this; `days_ago`: what its date says."""
        assert feed in self.feeds, f"no such feed: {feed}"
        moment = datetime.now(UTC) - timedelta(days=days_ago)
        with self._lock:
            story = Story(
                number=len(self.published) + 1, feed=feed, title=title, text=text, page=page, published_at=moment
            )  # fmt: skip
            self.published.append(story)
        return story

    def feeds_yaml(self) -> str:
        """The users' list of these feeds; each is a publisher of its own."""
        lines = [f'  - {{url: "{self.address(feed)}", publisher: {feed.title()} News, language: en}}' for feed in self.feeds]
        return "\n".join(["feeds:", *lines, ""])

    # what visitors see

    def rss(self, feed: str) -> tuple[bytes, list[str]]:
        """The feed's body now, newest first, and the keys in it."""
        with self._lock:
            stories = self.shown(feed)
        items = "".join(
            f"<item><guid isPermaLink='false'>{s.key}</guid><title>{escape(s.title)}</title><link>{self.site}{s.path}</link>"
            f"<pubDate>{format_datetime(s.published_at)}</pubDate><description>{escape(s.text)}</description></item>"
            for s in stories
        )
        head = f"<title>{feed.title()} News</title><link>{self.site}/</link><description>News</description>"
        return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode(), [
            s.key for s in stories
        ]

    def shown(self, feed: str) -> list[Story]:
        """The stories in its body, newest first."""
        return [story for story in reversed(self.published) if story.feed == feed]

    def page_of(self, path: str) -> Story | None:
        with self._lock:
            return next((story for story in self.published if story.path == path), None)

    def html(self, story: Story) -> bytes:
        """A page with the furniture that pages have."""
        nav, aside, footer = _FURNITURE
        said = "".join(f"<p>{escape(line)}</p>" for line in story.text.splitlines())
        day = f'<meta property="article:published_time" content="{story.published_at.isoformat()}">'
        head = f"<head><title>{escape(story.title)}</title>{day}</head>"
        article = f"<article><h1>{escape(story.title)}</h1>{said}</article>"
        return f"<!doctype html><html lang='en'>{head}<body>{nav}<main>{article}</main>{aside}{footer}</body></html>".encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that was killed is no news."""


def _handler(room: Newsroom) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            room.asked[self.path] += 1
            feed = self.path.strip("/").removesuffix("/rss.xml")
            if self.path.endswith("/rss.xml") and feed in room.feeds:
                body, keys = room.rss(feed)
                self._answer(200, body, "application/rss+xml")
                room.told.update(keys)
                return
            story = room.page_of(self.path)
            if story is None or story.page == "missing":
                self._answer(404, b"not here")
            else:
                self._show(story)

        def _show(self, story: Story) -> None:
            body = room.html(story)
            if story.page == "dropped":
                self.close_connection = True
            elif story.page == "moody" and room.asked[self.path] == 1:
                self._answer(500, b"try again")
            elif story.page == "broken":
                self._answer(200, body[: len(body) // 2])
            elif story.page == "empty":
                self._answer(200, b"<html><body><p>Please log in.</p></body></html>")
            else:
                self._answer(200, body)

        def _answer(self, status: int, body: bytes, content_type: str = "text/html; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    return Handler
