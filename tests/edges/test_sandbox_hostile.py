"""Documents that have hung, starved or crashed parsers, through the real parsers in the real sandbox.

Each ends in time with a result or with a reason, and an honest document is read right after it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from workers.edges.sandbox import ChildSandbox
from workers.errors import Permanent

SECONDS: Final = 0.8  #: what a hostile document may take here; ten and twenty in earnest
SLACK: Final = 3.0  #: seconds to kill a child on a busy machine
PATIENCE: Final = 15.0  #: seconds for an honest document, on a busy machine

STORY: Final = " ".join(f"Sentence number {n} tells what the council of the town decided that day." for n in range(40))
HONEST_PAGE: Final = f"<html><head><title>Council</title></head><body><article><p>{STORY}</p></article></body></html>".encode()
HONEST_FEED: Final = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
    b"<item><guid>1</guid><title>Council decides</title><link>https://news.example/1</link></item></channel></rss>"
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ChildSandbox]:
    box = ChildSandbox()
    read_page(box, HONEST_PAGE, PATIENCE)  # starting the child is not part of a document's time
    yield box
    box.close()


def read_page(sandbox: ChildSandbox, body: bytes, seconds: float) -> dict[str, Any]:
    args = {"url": "https://news.example/1", "content_type": "text/html; charset=utf-8"}
    return dict(json.loads(sandbox.run("clean_page", args, body, seconds)))


def read_feed(sandbox: ChildSandbox, body: bytes, seconds: float) -> dict[str, Any]:
    args = {"url": "https://news.example/rss", "content_type": "application/rss+xml", "seen_at": "2026-01-05T10:00:00+00:00"}
    return dict(json.loads(sandbox.run("parse_feed", args, body, seconds)))


def page(body: str, head: str = "") -> bytes:
    return f"<html><head><title>t</title>{head}</head><body><article>{body}<p>{STORY}</p></article></body></html>".encode()


def ld_json(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


#: name -> the page. A function, so that the megabytes are made only when they are wanted.
PAGES: Final[dict[str, Callable[[], bytes]]] = {
    "nothing": lambda: b"",
    "one letter": lambda: b"x",
    "zero bytes": lambda: bytes(100_000),
    "random bytes": lambda: bytes(n * n % 251 for n in range(300_000)),
    "200,000 opening brackets": lambda: b"<" * 200_000,
    "100,000 comments begun": lambda: b"<!--" * 100_000,
    "tags nested 50,000 deep": lambda: page("<div>" * 50_000),
    "50,000 bold tags never closed": lambda: page("<b>" * 50_000),
    "80,000 attributes in one tag": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(80_000)) + ">"),
    "80,000 equal attributes": lambda: page("<p " + "a " * 80_000 + ">"),
    "one attribute of 2 MB": lambda: page(f'<p title="{"x" * 2_000_000}">'),
    "5,000 tiny paragraphs": lambda: page("<p>x</p>" * 5_000),
    "a table of 50,000 rows": lambda: page("<table>" + "<tr><td>x</td></tr>" * 50_000 + "</table>"),
    "5,000 links": lambda: page("".join(f'<a href="/{n}">x</a>' for n in range(5_000))),
    "5,000 line breaks": lambda: page("<br>" * 5_000),
    "JSON-LD with 85 kB of escaped quotes": lambda: page("", ld_json('{"@type": "NewsArticle", "headline": "' + '\\"' * 42_000)),
    "JSON-LD nested 100,000 deep": lambda: page("", ld_json("[" * 100_000)),
    "a single line of 1 MB": lambda: page("word " * 200_000),
    "a single word of 4 MB": lambda: page("w" * 4_000_000),
    "larger than a page may be": lambda: page("word " * 1_200_000),
    "an entity bomb": lambda: (
        b'<!DOCTYPE html [<!ENTITY a "ha">' + b"".join(b'<!ENTITY b%d "&a;&a;&a;&a;">' % n for n in range(100)) + b"]>&b99;"
    ),
    "a path of this machine": lambda: b"/etc/passwd",
    "an address": lambda: b"http://127.0.0.1/",
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(1_000),
    "a lone surrogate": lambda: page("<p>&#xD800; &#x110000; &#0; \x00</p>"),
    "text that changes direction": lambda: page("<p>\u202e\u2066" + "\u0301" * 100_000 + "</p>"),
    "a charset that is none": lambda: page("<p>x</p>", '<meta charset="no-such-thing">'),
    "UTF-16 that says it is UTF-8": lambda: page("<p>x</p>").decode().encode("utf-16"),
    "broken UTF-8": lambda: page("<p>caf").replace(b"caf", b"caf\xe9\xff\xfe"),
    "a date of the year 99999": lambda: page("", '<meta property="article:published_time" content="99999-13-45T99:99:99Z">'),
    "an SVG with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_in_time_and_the_next_is_read(sandbox: ChildSandbox, name: str) -> None:
    body = PAGES[name]()

    started = time.monotonic()
    try:
        read_page(sandbox, body, SECONDS)
    except Permanent as failed:
        assert failed.reason
        assert "broke the parser" not in failed.reason
    took = time.monotonic() - started

    assert took < SECONDS + SLACK
    assert "council of the town" in read_page(sandbox, HONEST_PAGE, PATIENCE)["text"]


def rss(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def item(content: str) -> str:
    return f"<item><guid>1</guid><title>x</title>{content}</item>"


LAUGHS: Final = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 9}'>" for n in range(1, 40)) + "]>"

#: name -> the feed
FEEDS: Final[dict[str, Callable[[], bytes]]] = {
    "nothing": lambda: b"",
    "zero bytes": lambda: bytes(100_000),
    "a path of this machine": lambda: b"/etc/passwd",
    "a device that never ends": lambda: b"/dev/zero",
    "an address": lambda: b"http://127.0.0.1:1/feed",
    "a feed address": lambda: b"feed:http://127.0.0.1:1/feed",
    "a billion laughs": lambda: rss(item("<description>&b39;</description>"), LAUGHS),
    "one entity said a million times": lambda: rss(
        item("<description>" + "&a;" * 100_000 + "</description>"), f"<!DOCTYPE r [<!ENTITY a '{'x' * 50_000}'>]>"
    ),
    "an entity of this machine": lambda: rss(
        item("<description>&a;</description>"), "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    ),
    "an author of 64 kB": lambda: rss(item(f"<author>{'a@' * 32_000}</author>")),
    "an author of 64 kB in brackets": lambda: rss(item(f"<author>{'(' * 64_000}</author>")),
    "80,000 attributes in one tag": lambda: rss(item("<a " + " ".join(f"a{n}='1'" for n in range(80_000)) + "/>")),
    "comments begun in a description": lambda: rss(item("<description>" + "&lt;!--" * 100_000 + "</description>")),
    "1 MB of bold never closed": lambda: rss(item("<description>" + "&lt;b&gt;" * 100_000 + "</description>")),
    "elements nested 20,000 deep": lambda: rss("<a>" * 20_000),
    "5,000 items": lambda: rss("<item><title>x</title></item>" * 5_000),
    "one item of 3 MB": lambda: rss(item(f"<description>{'word ' * 600_000}</description>")),
    "JSON nested 100,000 deep": lambda: b"[" * 100_000,
    "JSON with a number of a million digits": lambda: (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [1' + b"0" * 10**6
    ),
    "JSON Feed with items that are none": lambda: json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": 7, "items": [None, 1, [], {}, {"id": {}}]}
    ).encode(),
    "a lone surrogate in JSON": lambda: (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "\\ud800", "items": [{"id": "\\ud800", "title": "\\udfff"}]}'
    ),
    "a date of the year 9999": lambda: rss(item("<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>")),
    "a date that is none": lambda: rss(item(f"<pubDate>{'9' * 10_000}</pubDate>")),
    "a guid of 2 MB": lambda: rss(f"<item><guid>{'g' * 2_000_000}</guid><title>x</title></item>"),
    "cut off in the middle": lambda: HONEST_FEED[:-40],
    "a web page": lambda: HONEST_PAGE,
    "UTF-7": lambda: b"<?xml version='1.0' encoding='utf-7'?>" + HONEST_FEED[21:],
    "an encoding that is none": lambda: b"<?xml version='1.0' encoding='no-such'?>" + HONEST_FEED[21:],
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_hostile_feed_ends_in_time_and_the_next_is_read(sandbox: ChildSandbox, name: str) -> None:
    body = FEEDS[name]()

    started = time.monotonic()
    try:
        feed = read_feed(sandbox, body, SECONDS)
    except Permanent as failed:
        assert failed.reason
        assert "broke the parser" not in failed.reason
    else:
        assert len(feed["entries"]) <= 1_000
        assert "root:" not in repr(feed)
    took = time.monotonic() - started

    assert took < SECONDS + SLACK
    assert [entry["title"] for entry in read_feed(sandbox, HONEST_FEED, PATIENCE)["entries"]] == ["Council decides"]


def test_a_feed_that_names_a_local_file_does_not_get_it(sandbox: ChildSandbox, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(HONEST_FEED.replace(b"Council decides", b"LOCAL SECRET"))

    for body in (str(secret), f"file://{secret}", f" {secret}\n"):
        with pytest.raises(Permanent):
            read_feed(sandbox, body.encode(), PATIENCE)
