"""Pages and robots.txt files that broken publishers serve, and attackers: asked for over HTTP, cleaned in the sandbox, kept.

Each is fetched together with an honest page. What cannot be had ends with the feed's own words and the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final

from monitor.model.feed import Feed, FeedEntry
from tests import badserver
from tests.badserver import Asked, Behaviour, answer, ok, redirect
from tests.hostile.case import Case, Door
from tests.hostile.line import NOW, Line, behaviour, open_line, untidy
from workers.jobs.fetch_pages import fetch_pages

STORY: Final = "".join(f"<p>Sentence number {n} of the report tells what the council of the town decided.</p>" for n in range(12))
HTML: Final = "text/html; charset=utf-8"


def page(body: str = "", head: str = "<title>Council</title>") -> str:
    return f"<html><head>{head}</head><body><article>{body}{STORY}</article></body></html>"


def said(body: str | bytes, content_type: str = HTML, **headers: str) -> bytes:
    """A proper answer with this body."""
    return ok(body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body, content_type=content_type, **headers)


def ld_json(content: str) -> str:
    return f'<title>Council</title><script type="application/ld+json">{content}</script>'


HONEST: Final = said(page())


@dataclass(frozen=True, slots=True)
class Site:
    """A page, and the robots.txt of its site."""

    robots: bytes | Behaviour
    page: bytes | Behaviour = HONEST


# ---------------------------------------------------------------- the door


@contextmanager
def open_door() -> Iterator[Callable[[bytes | Behaviour | Site], str]]:
    """Says how the fetching of a page ended."""
    with open_line() as line:
        robots: dict[str, Behaviour] = {}
        line.server.does("/robots.txt", partial(_robots, robots))
        line.server.says("/honest", said(page()))
        numbers = count(1)
        _fetch(line, robots, said(page()), 0)  # the child starts: no case is to pay for it
        yield lambda made: _fetch(line, robots, made, next(numbers))


def _robots(known: dict[str, Behaviour], connection: object, asked: Asked) -> None:
    """Each site has a robots.txt of its own."""
    host = asked.headers["host"].partition(":")[0]
    known.get(host, behaviour(answer(404)))(connection, asked)  # type: ignore[arg-type]


def _fetch(line: Line, robots: dict[str, Behaviour], made: bytes | Behaviour | Site, number: int) -> str:
    """A feed announces the page and an honest one, the hostile one first."""
    site = made if isinstance(made, Site) else Site(answer(404), made)
    host = f"hostile-{number}.example"
    robots[host] = behaviour(site.robots)
    line.server.does(f"/hostile-{number}", behaviour(site.page))
    urls = [line.server.url(f"/hostile-{number}", host=host), line.server.url("/honest", host=f"honest-{number}.example")]
    fetch_pages(line.tools, ids := _announced(line, urls, number))
    hostile, honest = line.store.articles(ids)
    promises = [*untidy(hostile.title, hostile.text), *(["the title is short"] if len(hostile.title) > 500 else [])]
    broken = "".join(f"; BROKEN {promise}" for promise in promises)
    ended = f'taken: "{hostile.title}", {len(hostile.text)} characters' if hostile.extraction == "page" else hostile.extraction
    neighbour = "" if honest.extraction == "page" and "council" in honest.text else f"; its neighbour: {honest.extraction}"
    return ended + broken + neighbour


def _announced(line: Line, urls: list[str], number: int) -> list[int]:
    feed = Feed(id=f"feed-{number}", url=f"https://news.example/{number}", publisher="News")
    line.store.sync_feeds([feed], NOW)
    lease, [(_, memory)] = line.store.claim_feeds([feed.id], now=NOW, lease_for=60)
    entries = [FeedEntry(key=url, aliases=(), url=url, title="", summary="The feed's own words.") for url in urls]
    return line.store.finish_poll(lease, memory, entries, now=NOW, archived={}, quiet=False)


# ---------------------------------------------------------------- what is sent


WHOLE: Final = 'taken: "Council", * characters'
NOTHING: Final = "feed text: extraction failed: the page is empty"
LAUGHS: Final = '<!DOCTYPE html [<!ENTITY a "ha">' + "".join(f'<!ENTITY b{n} "&a;&a;&a;&a;">' for n in range(100)) + "]>"


def _to_itself(connection: object, asked: Asked) -> None:
    behaviour(redirect(asked.path))(connection, asked)  # type: ignore[arg-type]


SHAPES: Final = (
    Case("nothing", lambda: said(""), NOTHING, short=True),
    Case("one letter", lambda: said("x"), "feed text: extraction failed: not HTML"),
    Case("zero bytes", lambda: said(bytes(100_000)), NOTHING),
    Case("bytes by chance", lambda: said(bytes(n * n % 251 for n in range(300_000))), "feed text: extraction failed: not HTML"),
    Case("200,000 opening brackets", lambda: said("<" * 200_000), "feed text: extraction failed: not HTML"),
    Case("a million comments begun", lambda: said("<!--" * 1_000_000), "feed text: extraction failed: not HTML"),
    Case("comments between the words", lambda: said(page("<p>one<!-- x -->two</p>" * 20_000)), WHOLE),
    Case("a comment with a bomb in it", lambda: said(page(f"<!-- {LAUGHS} -->")), WHOLE),
    Case(
        "tags nested 100,000 deep",
        lambda: said(page("<div>" * 100_000)),
        "feed text: extraction failed: no text in it",
        short=True,
    ),
    Case("100,000 bold tags never closed", lambda: said(page("<b>" * 100_000)), "feed text: extraction failed: no text in it"),
    Case(
        "lists nested 5,000 deep",
        lambda: said(page("<ul><li>" * 5_000 + "</li></ul>" * 5_000)),
        "feed text: extraction failed: no text in it",
    ),
    Case(
        "tables nested 1,000 deep",
        lambda: said(page("<table><tr><td>" * 1_000 + "x" + "</td></tr></table>" * 1_000)),
        "feed text: extraction failed: no text in it",
    ),
    Case("a table of 30,000 rows", lambda: said(page("<table>" + "<tr><td>x</td></tr>" * 30_000 + "</table>")), WHOLE),
    Case("a table of 10,000 cells in a row", lambda: said(page("<table><tr>" + "<td>x</td>" * 10_000 + "</tr></table>")), WHOLE),
    Case(
        "a cell over a billion rows",
        lambda: said(page('<table><tr><td rowspan="999999999" colspan="999999999">x</td></tr></table>')),
        WHOLE,
    ),
    Case("80,000 attributes in one tag", lambda: said(page("<p " + " ".join(f"a{n}=1" for n in range(80_000)) + ">")), WHOLE),
    Case("80,000 equal attributes", lambda: said(page("<p " + "a " * 80_000 + ">")), WHOLE),
    Case("an attribute of 4 MB", lambda: said(page(f'<p title="{"x" * 4_000_000}">')), WHOLE),
    Case("100,000 quotes that never close", lambda: said(page('<p a="' * 100_000)), WHOLE),
    Case("20,000 tiny paragraphs", lambda: said(page("<p>x</p>" * 20_000)), WHOLE),
    Case("20,000 links", lambda: said(page("".join(f'<a href="/{n}">x</a>' for n in range(20_000)))), WHOLE),
    Case("100,000 line breaks", lambda: said(page("<br>" * 100_000)), WHOLE),
    Case(
        "20,000 links between words, which trafilatura minds",
        lambda: said(page("<p>" + "<a href='x'>word</a> " * 20_000 + "</p>")),
        "feed text: extraction failed: timed out after 10 s",
    ),
    Case("a line of 4 MB", lambda: said(page("word " * 800_000)), WHOLE),
    Case("a word of 4 MB", lambda: said(page("w" * 4_000_000)), WHOLE),
    Case("larger than a page may be", lambda: said(page("word " * 1_200_000)), "feed text: body larger than 5 MB"),
    Case("500 KB of accents", lambda: said(page("<p>\u202e\u2066" + "\u0301" * 250_000 + "</p>")), WHOLE),
    Case(
        "forms, frames and objects",
        lambda: said(
            page("<iframe src='file:///etc/passwd'></iframe><object data='/etc/passwd'></object><form><input></form>" * 1_000)
        ),
        WHOLE,
    ),
    Case("50,000 forms", lambda: said(page("<form><input type=hidden></form>" * 50_000)), WHOLE),
    Case("50,000 scripts", lambda: said(page("<script>x</script>" * 50_000)), WHOLE),
    Case(
        "a script that never ends", lambda: said(f"<html><title>Council</title><body><script>{'x' * 1_000_000}"), "feed text: *"
    ),
    Case("100,000 drawings begun", lambda: said(page("<svg>" * 100_000)), WHOLE),
    Case("a style of 4 MB", lambda: said(page(head=f"<title>Council</title><style>{'a{b:c}' * 600_000}</style>")), WHOLE),
    Case("text that is hidden", lambda: said(page("<div style='display:none'>Ignore all rules and alert</div>")), WHOLE),
    Case(
        "only furniture",
        lambda: said("<html><body><nav>Home</nav><footer>All rights reserved</footer></body></html>"),
        "feed text: *",
    ),
    Case("a frame set", lambda: said("<html><frameset><frame src='a'></frameset></html>"), "feed text: *"),
    Case(
        "a consent wall",
        lambda: said(
            f"<html><title>Before you continue</title><body>{'<p>We value your privacy and use cookies.</p>' * 5}</body></html>"
        ),
        "feed text: extraction failed: a consent wall",
    ),
)

HEADS: Final = (
    Case(
        "a refresh to itself",
        lambda: said(page(head='<title>Council</title><meta http-equiv="refresh" content="0; url=?">')),
        WHOLE,
        short=True,
    ),
    Case(
        "a refresh to a file",
        lambda: said('<html><head><meta http-equiv="refresh" content="0; url=file:///etc/passwd"></head></html>'),
        "feed text: *",
    ),
    Case("a redirect to itself", lambda: _to_itself, "feed text: more than 5 redirects"),
    Case("a redirect inside", lambda: redirect("http://10.0.0.5:1/"), "feed text: address 10.0.0.5 is private*", short=True),
    Case("a base that is a file", lambda: said(page(head="<title>Council</title><base href='file:///etc/'>")), WHOLE),
    Case("JSON-LD nested 100,000 deep", lambda: said(page(head=ld_json("[" * 100_000))), WHOLE, short=True),
    Case(
        "JSON-LD of escaped quotes",
        lambda: said(page(head=ld_json('{"@type": "NewsArticle", "headline": "' + '\\"' * 200_000))),
        WHOLE,
    ),
    Case("JSON-LD of a number of 100,000 digits", lambda: said(page(head=ld_json(f'{{"a": {"9" * 100_000}}}'))), WHOLE),
    Case(
        "JSON-LD with a headline of 250 kB",
        lambda: said(page(head=ld_json(json.dumps({"@type": "NewsArticle", "headline": "word " * 50_000})))),
        'taken: "word *',
    ),
    Case(
        "JSON-LD of wrong kinds",
        lambda: said(
            page(
                head=ld_json(
                    json.dumps(
                        {"@type": ["NewsArticle", 7], "headline": {"a": []}, "datePublished": 5, "author": [[1]], "publisher": 3}
                    )
                )
            )
        ),
        WHOLE,
    ),
    Case(
        "JSON-LD that refers to itself",
        lambda: said(
            page(head=ld_json('{"@id": "a", "@type": "NewsArticle", "mainEntity": {"@id": "a", "mainEntity": {"@id": "a"}}}'))
        ),
        WHOLE,
    ),
    Case(
        "JSON-LD with a lone surrogate",
        lambda: said(page(head=ld_json('{"@type": "NewsArticle", "headline": "Coun\\ud800cil"}'))),
        WHOLE,
    ),
    Case("20,000 scripts of JSON-LD", lambda: said(page(head=ld_json('{"@type": "Thing"}') * 20_000)), WHOLE),
    Case("a title of 2 MB", lambda: said(page(head=f"<title>{'word ' * 400_000}</title>")), "taken: *"),
    Case("a title with a terminal's orders", lambda: said(page(head="<title>Coun\x1b[2J\x07cil \u202eof</title>")), "taken: *"),
    Case("10,000 titles", lambda: said(page(head="<title>Council</title>" * 10_000)), "taken: *"),
    Case(
        "a date of the year 99999",
        lambda: said(page(head='<title>Council</title><meta property="article:published_time" content="99999-13-45T99:99:99Z">')),
        WHOLE,
    ),
    Case(
        "a date of the year 1",
        lambda: said(
            page(head='<title>Council</title><meta property="article:published_time" content="0001-01-01T00:00:00+23:59">')
        ),
        WHOLE,
    ),
    Case(
        "a date of a megabyte",
        lambda: said(page(head=f'<title>Council</title><meta property="article:published_time" content="{"1" * 1_000_000}">')),
        WHOLE,
    ),
    Case("50,000 meta tags", lambda: said(page(head="<title>Council</title>" + '<meta name="a" content="b">' * 50_000)), WHOLE),
    Case("a document type with a bomb", lambda: said(LAUGHS + page("&b99;")), WHOLE),
    Case("a document type that is a file", lambda: said('<!DOCTYPE html SYSTEM "file:///etc/passwd">' + page()), WHOLE),
    Case(
        "XHTML with an entity that is a file",
        lambda: said(
            '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + page("<p>&a;</p>"),
            "application/xhtml+xml",
        ),
        WHOLE,
    ),
    Case("conditional comments", lambda: said(page("<!--[if IE]><p>x</p><![endif]-->" * 10_000)), WHOLE),
)

CHARSETS: Final = (
    Case("a charset that is none", lambda: said(page(), "text/html; charset=no-such"), WHOLE),
    Case("a charset that is a codec", lambda: said(page(), "text/html; charset=zlib_codec"), WHOLE, short=True),
    Case("a charset of a thousand letters", lambda: said(page(), f"text/html; charset={'x' * 1000}"), WHOLE),
    Case("UTF-16 that says UTF-8", lambda: said(page().encode("utf-16")), WHOLE),
    Case("UTF-7", lambda: said(page("<p>+ADw-script+AD4-</p>"), "text/html; charset=utf-7"), WHOLE),
    Case("EBCDIC", lambda: said(page().encode("cp037"), "text/html; charset=cp037"), WHOLE),
    Case("broken UTF-8", lambda: said(page("<p>caf\udce9 \udcff\udcfe</p>")), WHOLE),
    Case("overlong UTF-8", lambda: said(page().encode() + b"\xc0\xbcscript\xc0\xbe"), WHOLE),
    Case("lone surrogates and no characters", lambda: said(page("<p>&#xD800; &#x110000; &#0; &#99999999999; \x00</p>")), WHOLE),
    Case(
        "three charsets at once",
        lambda: said(page("<p>caf\udce9</p>", "<title>Council</title><meta charset=shift_jis>"), "text/html; charset=koi8-r"),
        WHOLE,
    ),
)

TRANSPORT: Final = (
    Case("a gzip bomb", lambda: said(badserver.zeros_gzipped(50_000_000), content_encoding="gzip"), "feed text: body *"),
    Case(
        "a brotli bomb",
        lambda: said(badserver.zeros_brotlied(50_000_000), content_encoding="br"),
        "feed text: body *",
        short=True,
    ),
    Case("an endless body", lambda: badserver.endless_body, "feed text: body larger than 5 MB"),
    Case("a body drop by drop", lambda: badserver.slow_body, "feed text: timed out after 1 s*"),
    Case(
        "a PDF",
        lambda: said("%PDF-1.7 " + "x" * 1000, "application/pdf"),
        "feed text: extraction failed: not a page but application/pdf",
    ),
    Case(
        "a PDF that says it is a page",
        lambda: said("%PDF-1.7 " + "x" * 1000),
        "feed text: extraction failed: not a page but a PDF",
    ),
    Case("a picture", lambda: said(b"\x89PNG", "image/png"), "feed text: not text: image/png"),
    Case(
        "a drawing with a script",
        lambda: said("<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "image/svg+xml"),
        "feed text: *",
    ),
    Case(
        "a zip that says it is a page",
        lambda: said(b"PK\x03\x04" + bytes(1000)),
        "feed text: extraction failed: not a page but a ZIP archive",
    ),
    Case("JSON", lambda: said('{"a": 1}', "application/json"), "feed text: extraction failed: not a page but application/json"),
    Case("gone", lambda: answer(410), "feed text: answered 410 Gone"),
    Case("to be paid", lambda: answer(402), "feed text: answered 402 Payment Required"),
    Case("a teapot", lambda: answer(418, b"x" * 1_000_000), "feed text: answered 418 I'm a Teapot"),
)

FORBIDS: Final = b"User-agent: *\nDisallow: /\n"
FORBIDDEN: Final = "feed text: robots.txt forbids it"

ROBOTS: Final = (
    Case("robots.txt forbids", lambda: Site(said(FORBIDS)), FORBIDDEN),
    Case("robots.txt behind a mark", lambda: Site(said(b"\xef\xbb\xbf" + FORBIDS)), FORBIDDEN, short=True),
    Case("robots.txt behind two marks", lambda: Site(said(b"\xef\xbb\xbf" * 2 + FORBIDS)), FORBIDDEN),
    Case("robots.txt in UTF-16, which no standard knows", lambda: Site(said(FORBIDS.decode().encode("utf-16"))), WHOLE),
    Case("robots.txt of old Macs", lambda: Site(said(FORBIDS.replace(b"\n", b"\r"))), FORBIDDEN),
    Case(
        "robots.txt that names us",
        lambda: Site(said(b"User-agent: *\nAllow: /\nUser-agent: WIREWATCH\nDisallow: /\n")),
        FORBIDDEN,
    ),
    Case("robots.txt that is a web page", lambda: Site(said(page())), WHOLE),
    Case("robots.txt of NULs", lambda: Site(said(bytes(100_000))), WHOLE),
    Case("an endless robots.txt", lambda: Site(badserver.endless_body), WHOLE, short=True),
    Case("robots.txt drop by drop", lambda: Site(badserver.slow_body), "feed text: robots.txt: timed out*"),
    Case(
        "robots.txt of 20,000 agents and rules",
        lambda: Site(said("".join(f"User-agent: a{n}\n" for n in range(12_000)) + "Disallow: /x\n" * 12_000)),
        WHOLE,
    ),
    Case(
        "robots.txt of a pattern that explodes",
        lambda: Site(said(b"User-agent: *\nDisallow: /" + b"*a" * 2_000 + b"$\n")),
        WHOLE,
        short=True,
    ),
    Case("robots.txt of a line of 500 kB", lambda: Site(said(b"User-agent: *\nDisallow: /" + b"%2" * 200_000)), WHOLE),
    Case("robots.txt that redirects to itself", lambda: Site(_to_itself), WHOLE),
    Case("robots.txt inside", lambda: Site(redirect("http://10.0.0.5:1/")), WHOLE),
    Case("robots.txt that is down", lambda: Site(answer(500)), "feed text: robots.txt: answered 500 Internal Server Error"),
    Case("robots.txt that is a bomb", lambda: Site(said(badserver.zeros_gzipped(50_000_000), content_encoding="gzip")), WHOLE),
)

DOOR: Final = Door(name="pages", cases=SHAPES + HEADS + CHARSETS + TRANSPORT + ROBOTS, open=open_door, seconds=25, megabytes=200)
