"""Feeds that broken publishers serve, and attackers: asked for over HTTP, parsed in the sandbox, kept in a store.

Each is polled together with an honest feed, whose article must arrive whatever the other one does.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, Final

import brotli
import sqlalchemy as sa

from monitor.model.feed import Feed, FeedEntry
from monitor.polling.parse import MAX_ENTRIES
from tests import badserver
from tests.badserver import Behaviour, answer, ok, redirect
from tests.hostile.case import Case, Door
from tests.hostile.line import NOW, Line, behaviour, open_line, untidy
from workers.edges.store import SqlStore
from workers.edges.store.tables import articles
from workers.jobs.poll_feeds import poll_feeds

RSS: Final = "application/rss+xml"


def rss(*items: str, head: str = "", version: str = '<?xml version="1.0"?>') -> str:
    return f'{version}{head}<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'


def item(title: str = "Council decides", more: str = "", key: str = "1") -> str:
    return f"<item><guid>{key}</guid><title>{title}</title>{more}</item>"


def atom(*entries: str, more: str = "") -> str:
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {more}><title>News</title>{"".join(entries)}</feed>'


def jsonfeed(*items: Any, **more: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items, **more})


def said(body: str | bytes, content_type: str = RSS, **headers: str) -> bytes:
    """A proper answer with this body."""
    return ok(body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body, content_type=content_type, **headers)


# ---------------------------------------------------------------- the door


@contextmanager
def open_door() -> Iterator[Callable[[bytes | Behaviour], str]]:
    """Says how the poll of a feed ended."""
    with open_line() as line:
        numbers = count(1)
        _poll(line, said(rss(item())), 0)  # the child starts: no case is to pay for it
        yield lambda made: _poll(line, made, next(numbers))


def _poll(line: Line, made: bytes | Behaviour, number: int) -> str:
    """The feed and an honest one are polled, the hostile one first."""
    line.server.does(f"/hostile-{number}", behaviour(made))
    line.server.says("/honest", said(rss(item("An honest article"))))
    feeds = [
        Feed(id=f"hostile-{number}", url=line.server.url(f"/hostile-{number}", host=f"hostile-{number}.example")),
        Feed(id=f"honest-{number}", url=line.server.url("/honest", host="honest.example")),
    ]
    line.store.sync_feeds(feeds, NOW)
    poll_feeds(line.tools, [feed.id for feed in feeds])
    hostile, honest = (_ended(line.store, feed.id) for feed in feeds)
    return hostile if honest == 'taken: "An honest article"' else f"{hostile}; its neighbour: {honest}"


def _ended(store: SqlStore, feed: str) -> str:
    """`refused: why`, or `taken: what`, with the complaint that a user sees."""
    _, [(_, memory)] = store.claim_feeds([feed], now=NOW + timedelta(days=3), lease_for=0)
    with store.db.reading() as tx:
        entries = list(
            tx.execute(sa.select(articles.c.entry).where(articles.c.feed_id == feed).order_by(articles.c.id)).scalars()
        )
    if memory.failures:
        return f"refused: {memory.last_error}"
    what = f'"{entries[0].title}"' + _told(entries[0]) if len(entries) == 1 else f"{len(entries)} entries"
    broken = "".join(sorted({f"; BROKEN {promise}" for entry in entries for promise in _broken(entry)}))
    return f"taken: {what}" + (f"; {memory.last_error}" if memory.last_error else "") + broken


def _told(entry: FeedEntry) -> str:
    dated = f" of {entry.published_at:%Y-%m-%d}" if entry.published_at else ""
    return dated + (f" at {entry.url}" if entry.url else "")


def _broken(entry: FeedEntry) -> list[str]:
    """What must hold of every entry that is taken."""
    words = (entry.title, entry.summary, entry.content, entry.author)
    promises = {
        "links lead to the web": entry.url is None or bool(re.match("https?://[^/]", entry.url)),
        "short enough": len(entry.title) <= 500 and max(map(len, words)) <= 1_000_000,
        "dates are near": entry.published_at is None or abs(entry.published_at - NOW) < timedelta(days=3654),
    }
    return [*untidy(*words), *(name for name, holds in promises.items() if not holds)]


# ---------------------------------------------------------------- what is sent


LAUGHS: Final = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 9}'>" for n in range(1, 12)) + "]>"
ENTITY: Final = "<!DOCTYPE r [<!ENTITY a 'swallowed'>]>"
USES: Final = item("&a; here")
NO_ENTITIES: Final = "refused: it declares entities: refused, as they serve attacks"


def _many(number: int, **more: str) -> str:
    return rss(*(item(f"Number {n}", key=str(n), **more) for n in range(number)))


def _to_itself(connection: Any, asked: Any) -> None:
    connection.sendall(redirect(asked.path))


def _lies(length: int, body: str = "") -> bytes:
    """An answer whose length is another."""
    body = body or rss(item())
    return f"HTTP/1.1 200 OK\r\nContent-Type: {RSS}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}".encode()


def _head(*lines: str, body: str = "") -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "Connection: close", "", body or rss(item())]).encode(
        "utf-8", "surrogateescape"
    )


ENTITIES: Final = (
    Case("a billion laughs", lambda: said(rss(item("&b11;"), head=LAUGHS)), NO_ENTITIES, short=True),
    Case("entities of UTF-16", lambda: said(rss(USES, head=ENTITY).encode("utf-16")), NO_ENTITIES),
    Case("entities of UTF-16 without a mark", lambda: said(rss(USES, head=ENTITY).encode("utf-16-le")), NO_ENTITIES),
    Case("entities of UTF-32", lambda: said(rss(USES, head=ENTITY).encode("utf-32")), "refused: *"),
    Case("entities in EBCDIC", lambda: said(rss(USES, head=ENTITY).encode("cp037"), f"{RSS}; charset=cp037"), NO_ENTITIES, True),
    Case("entities in UTF-7", lambda: said(rss(USES, head=ENTITY).encode("utf-7"), f"{RSS}; charset=utf-7"), "refused: *"),
    Case("entities behind a quoted bracket", lambda: said(rss(USES, head=ENTITY.replace("r [", 'r SYSTEM "<a" ['))), NO_ENTITIES),
    Case("entities behind a comment", lambda: said(rss(USES, head=f"<!-- <a> -->{ENTITY}")), NO_ENTITIES),
    Case(
        "entities behind a quoted comment",
        lambda: said(rss(USES, head=ENTITY.replace("r [", 'r SYSTEM "<!--" [') + "<!-- -->")),
        NO_ENTITIES,
        True,
    ),
    Case("entities behind an instruction", lambda: said(rss(USES, head=f"<?a <b ?>{ENTITY}")), NO_ENTITIES),
    Case("entities behind a comment of 200 kB", lambda: said(rss(USES, head=f"<!--{'x' * 200_000}-->{ENTITY}")), NO_ENTITIES),
    Case(
        "entities after a comment in their list",
        lambda: said(rss(USES, head="<!DOCTYPE r [<!-- <a> ]> --><!ENTITY a 'swallowed'>]>")),
        NO_ENTITIES,
    ),
    Case(
        "parameter entities",
        lambda: said(rss(USES, head="<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'>%p;]>")),
        NO_ENTITIES,
    ),
    Case(
        "an entity that is a file",
        lambda: said(rss(USES, head="<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")),
        NO_ENTITIES,
    ),
    Case(
        "a document type from elsewhere",
        lambda: said(rss(item(), head='<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">')),
        'taken: "Council decides"',
    ),
    Case(
        "the document type of Netscape's RSS",
        lambda: said(rss(item(), head='<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/r.dtd">')),
        'taken: "Council decides"',
    ),
    Case(
        "an entity after the root", lambda: said(rss(USES).replace("<channel>", f"{ENTITY}<channel>")), "taken: *here*malformed*"
    ),
    Case(
        "an inclusion of a file",
        lambda: said(
            rss(
                item(
                    more="<description><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/></description>"
                )
            )
        ),
        "taken: *",
    ),
    Case(
        "a style sheet from elsewhere",
        lambda: said(rss(item(), head='<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>')),
        'taken: "Council decides"',
    ),
    Case(
        "words about entities",
        lambda: said(rss(item(more="<description><![CDATA[<!ENTITY a 'b'>]]></description>"))),
        'taken: "Council decides"',
    ),
)

TRANSPORT: Final = (
    Case("an endless body", lambda: badserver.endless_body, "refused: body larger than 10 MB"),
    Case("endless pieces", lambda: badserver.endless_chunks, "refused: body larger than 10 MB", True),
    Case("endless headers", lambda: badserver.endless_headers, "refused: the answer is no proper HTTP*"),
    Case("a header of 5 MB", lambda: badserver.one_huge_header, "refused: the answer is no proper HTTP*"),
    Case("a header drop by drop", lambda: badserver.slow_header, "refused: timed out after 1 s"),
    Case("a body drop by drop", lambda: badserver.slow_body, "refused: timed out after 1 s with * bytes of the body"),
    Case("silence", lambda: badserver.hang, "refused: timed out after 1 s"),
    Case("no answer", lambda: badserver.hang_up, "refused: * closed the connection without an answer", True),
    Case("a connection reset", lambda: badserver.reset, "refused: connection reset by *"),
    Case("a connection reset in the body", lambda: badserver.reset_in_body, "refused: *"),
    Case("a gzip bomb", lambda: said(badserver.zeros_gzipped(50_000_000), content_encoding="gzip"), "refused: body *", True),
    Case("a brotli bomb", lambda: said(badserver.zeros_brotlied(50_000_000), content_encoding="br"), "refused: body *"),
    Case("a gzip bomb that nobody announced", lambda: said(badserver.zeros_gzipped(50_000_000)), "refused: more than 20 MB"),
    Case(
        "a gzip in a gzip",
        lambda: said(gzip.compress(gzip.compress(rss(item()).encode())), content_encoding="gzip"),
        'taken: "Council decides"',
    ),
    Case("gzip that is none", lambda: said(b"\x1f\x8bnonsense"), "refused: looks like gzip, but is not: *"),
    Case("gzip announced and not sent", lambda: said(rss(item()), content_encoding="gzip"), "refused: the body broke off*"),
    Case(
        "gzip cut off",
        lambda: said(gzip.compress(_many(500).encode())[:-40], content_encoding="gzip"),
        "taken: 49* entries; malformed*",
    ),
    Case("packed as nobody asked", lambda: said(b"x", content_encoding="zstd"), "refused: *zstd*"),
    Case(
        "packed a hundred times over",
        lambda: said(b"x", content_encoding=", ".join(["gzip"] * 100)),
        "refused: the body is packed in a way*",
    ),
    Case("brotli of one byte", lambda: said(brotli.compress(b"")[:1], content_encoding="br"), "refused: *"),
    Case("a length too long", lambda: _lies(100_000), "refused: *"),
    Case("a length too short", lambda: _lies(100), "refused: the answer is no proper HTTP*"),
    Case("a length below zero", lambda: _lies(-1), "refused: the answer is no proper HTTP*"),
    Case("a length of a thousand digits", lambda: _head(f"Content-Length: {'9' * 1000}"), "refused: *"),
    Case("two lengths", lambda: _head("Content-Length: 5", "Content-Length: 500"), "refused: the answer is no proper HTTP*"),
    Case("a length and pieces", lambda: _head("Content-Length: 5", "Transfer-Encoding: chunked"), "refused: *"),
    Case("pieces of no length", lambda: _head("Transfer-Encoding: chunked", body="zzz\r\nabc\r\n"), "refused: *"),
    Case("an announced 9 GB", lambda: _lies(9_000_000_000), "refused: body larger than 10 MB"),
    Case("no status line", lambda: b"<rss/>", "refused: the answer is no proper HTTP*"),
    Case("HTTP 0.9", lambda: b"HTTP/0.9 200 OK\r\n\r\n" + rss(item()).encode(), 'taken: "Council decides"'),
    Case("a status of 999", lambda: answer(999), "refused: answered 999"),
    Case(
        "a status of 100 again and again",
        lambda: b"HTTP/1.1 100 Continue\r\n\r\n" * 1000 + said(rss(item())),
        'taken: "Council decides"',
    ),
    Case("not modified, unasked", lambda: answer(304), "refused: answered 304 Not Modified*"),
    Case("later, in a year", lambda: answer(503, retry_after="31536000"), "refused: answered 503*"),
    Case(
        "later, by a date of the year 9999",
        lambda: answer(429, retry_after="Fri, 31 Dec 9999 23:59:59 GMT"),
        "refused: answered 429*",
    ),
    Case("later, in two squared seconds", lambda: answer(429, retry_after="²"), "refused: answered 429*"),
    Case(
        "two answers to one question",
        lambda: said(rss(item())) + said(rss(item("Smuggled"))),
        "refused: the answer is no proper HTTP*",
    ),
    Case(
        "a tag of bytes that are no text", lambda: _head("ETag: \udcff\udcfe", f"Content-Type: {RSS}"), 'taken: "Council decides"'
    ),
    Case(
        "a tag that begins a new header",
        lambda: _head('ETag: "a"\rX-Injected: 1', f"Content-Type: {RSS}"),
        "refused: the answer is no proper HTTP*",
    ),
    Case("a picture", lambda: said(b"\x89PNG\r\n", "image/png"), "refused: not text: image/png"),
    Case("a film", lambda: said(b"\0" * 1000, "video/mp4"), "refused: not text: video/mp4"),
    Case("a kind that is no kind", lambda: said(rss(item()), "\x01/;;charset=\"'"), 'taken: "Council decides"'),
)

REDIRECTS: Final = (
    Case("a redirect to itself", lambda: _to_itself, "refused: more than 5 redirects", True),
    Case(
        "a redirect to this machine's metadata",
        lambda: redirect("http://169.254.169.254:1/latest/"),
        "refused: address 169.254.169.254 *",
    ),
    Case("a redirect inside", lambda: redirect("http://10.0.0.5:1/"), "refused: address 10.0.0.5 is private*"),
    Case("a redirect to IPv6's own", lambda: redirect("http://[::1]:1/"), "refused: address ::1 *"),
    Case("a redirect to a file", lambda: redirect("file:///etc/passwd"), "refused: *"),
    Case("a redirect to gopher", lambda: redirect("gopher://127.0.0.1:6379/_FLUSHALL"), "refused: *"),
    Case("a redirect to data", lambda: redirect(f"data:text/xml,{rss(item())}"), "refused: *"),
    Case("a redirect to another port", lambda: redirect("http://127.0.0.1:6379/"), "refused: *port*"),
    Case("a redirect with a password", lambda: redirect("http://user:secret@127.0.0.1/"), "refused: *"),
    Case("a redirect to nowhere", lambda: answer(302), "refused: answered 302 Found without saying where to"),
    Case("a redirect to nonsense", lambda: redirect("http://[half"), "refused: *"),
    Case("a redirect with a line end", lambda: redirect("/a\r\nX-Injected: 1"), "refused: *"),
    Case("a redirect of 10 kB", lambda: redirect("/" + "a" * 10_000), "refused: *"),
    Case("a redirect to bytes that are no text", lambda: redirect("/\udcff\udcfe"), "refused: *"),
)

BODIES: Final = (
    Case("nothing", lambda: said(""), "refused: the body is empty", True),
    Case("zero bytes", lambda: said(bytes(100_000)), "refused: the body is empty"),
    Case("a path of this machine", lambda: said("/etc/passwd"), "refused: neither XML nor JSON"),
    Case("a device that never ends", lambda: said("/dev/zero"), "refused: neither XML nor JSON"),
    Case("an address", lambda: said("http://127.0.0.1:1/feed"), "refused: neither XML nor JSON"),
    Case("a feed's address", lambda: said("feed:http://127.0.0.1:1/"), "refused: neither XML nor JSON"),
    Case(
        "a web page",
        lambda: said("<!DOCTYPE html><html><body>Sign in</body></html>", "text/html"),
        "refused: an HTML page, not a feed",
        True,
    ),
    Case(
        "a web page that says it is a feed",
        lambda: said("<html><body><p>Not found</p></body></html>"),
        "refused: an HTML page, not a feed",
    ),
    Case("a PDF", lambda: said(b"%PDF-1.7\n" + bytes(1000)), "refused: neither XML nor JSON"),
    Case("a zip", lambda: said(b"PK\x03\x04" + bytes(1000)), "refused: neither XML nor JSON"),
    Case(
        "XML that is no feed",
        lambda: said("<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"),
        "refused: XML without a feed in it*",
    ),
    Case("bytes by chance", lambda: said(bytes(n * n % 251 for n in range(300_000))), "refused: *"),
    Case(
        "an error before the feed",
        lambda: said("<br /><b>Warning</b>: mysql_connect() in /var/www/feed.php<br />" + rss(item())),
        'taken: "Council decides"*',
    ),
    Case("blanks before the feed", lambda: said("\n\n \t" + rss(item())), 'taken: "Council decides"*'),
    Case("a mark before the feed, twice", lambda: said("\ufeff\ufeff" + rss(item())), 'taken: "Council decides"*'),
    Case("cut off in the middle", lambda: said(rss(item(), item("Half a title", key="2"))[:-60]), "taken: *malformed*"),
    Case("NULs in the text", lambda: said(rss(item("Coun\0cil")).encode()), 'taken: "Council"'),
    Case("controls in the title", lambda: said(rss(item("A\x1b[2J\x07\x9bB"))), "taken: *"),
    Case("directions in the title", lambda: said(rss(item("\u202eecitsuJ\u2066 \u200fof\u061c"))), 'taken: "ecitsuJ of"', True),
    Case("a line end in the title", lambda: said(rss(item("One\r\nTwo\u2028Three"))), 'taken: "One Two Three"'),
    Case(
        "markup in the title",
        lambda: said(rss(item("&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;Fire&lt;/b&gt;"))),
        'taken: "<script>alert(1)</script><b>Fire</b>"',
    ),
    Case("Slack's marks in the title", lambda: said(rss(item("&lt;!channel&gt; &lt;@U1&gt; fire"))), "taken: *fire*"),
    Case("a title of 3 MB", lambda: said(rss(item("word " * 600_000))), "taken: *"),
    Case("a title of one word of 3 MB", lambda: said(rss(item("w" * 3_000_000))), "taken: *"),
    Case("a hundred thousand accents on a letter", lambda: said(rss(item("a" + "\u0301" * 100_000))), "taken: *"),
    Case("a lone surrogate", lambda: said(rss(item("A\ud800B"))), "taken: *"),
    Case("references to no characters", lambda: said(rss(item("A&#0;&#xD800;&#x110000;&#99999999999;B"))), 'taken: "AB"', True),
    Case("names of characters that HTML has", lambda: said(rss(item("Caf&eacute; &nbsp;&hellip;"))), "taken: *Caf*"),
    Case(
        "an encoding that is none",
        lambda: said(rss(item(), version='<?xml version="1.0" encoding="no-such"?>')),
        'taken: "Council decides"*',
    ),
    Case(
        "an encoding that is a codec",
        lambda: said(rss(item(), version='<?xml version="1.0" encoding="base64"?>')),
        'taken: "Council decides"*',
    ),
    Case(
        "an encoding of a thousand letters",
        lambda: said(rss(item(), version=f'<?xml version="1.0" encoding="{"x" * 1000}"?>')),
        'taken: "Council decides"*',
    ),
    Case(
        "UTF-16 that says UTF-8",
        lambda: said(rss(item(), version='<?xml version="1.0" encoding="utf-8"?>').encode("utf-16")),
        'taken: "Council decides"*',
    ),
    Case("broken UTF-8", lambda: said(rss(item("Caf\udce9 \udcff bar")).encode("utf-8", "surrogateescape")), "taken: *Caf*"),
    Case("a version of a million", lambda: said(rss(item(), version='<?xml version="1000000.0"?>')), 'taken: "Council decides"*'),
    Case("a hundred declarations", lambda: said('<?xml version="1.0"?>' * 100 + rss(item())), 'taken: "Council decides"*'),
    Case("two feeds in one body", lambda: said(rss(item()) + rss(item("Second", key="2"))), "taken: *"),
    Case("a feed in a feed", lambda: said(rss(item(more=rss(item("Inner", key="2"), version="")))), "taken: *"),
)

SIZES: Final = (
    Case(
        "100,000 entries",
        lambda: said(_many(100_000)),
        f"taken: {MAX_ENTRIES} entries; 100000 entries: the newest {MAX_ENTRIES} were taken",
    ),
    Case("100,000 empty entries", lambda: said(rss("<item/>" * 100_000)), "taken: 0 entries*"),
    Case(
        "50,000 items in JSON",
        lambda: said(jsonfeed(*({"id": n, "title": f"N{n}"} for n in range(50_000)))),
        f"taken: {MAX_ENTRIES} entries; 50000 entries*",
    ),
    Case("5,000 entries word for word the same", lambda: said(rss(item() * 5_000)), 'taken: "Council decides"*'),
    Case(
        "5,000 entries of one guid",
        lambda: said(rss(*(item(f"Number {n}") for n in range(5_000)))),
        "taken: 1000 entries; 5000 entries*",
    ),
    Case("elements nested 100,000 deep", lambda: said(rss("<a>" * 100_000)), "taken: 0 entries; malformed*"),
    Case(
        "items nested 20,000 deep",
        lambda: said(rss("<item>" * 20_000 + "</item>" * 20_000)),
        "taken: 0 entries; the feed is empty",
    ),
    Case(
        "80,000 attributes in one tag",
        lambda: said(rss(item(more="<a " + " ".join(f"a{n}='1'" for n in range(80_000)) + "/>"))),
        'taken: "Council decides"*',
    ),
    Case("an attribute of 5 MB", lambda: said(rss(item(more=f"<a b='{'x' * 5_000_000}'/>"))), 'taken: "Council decides"*'),
    Case(
        "20,000 namespaces, one in a tag",
        lambda: said(rss(item(more="".join(f"<a{n}:b xmlns:a{n}='u{n}'/>" for n in range(20_000))))),
        "refused: it names more than 500 namespaces: refused, as no feed does",
    ),
    Case(
        "50,000 namespaces",
        lambda: said(rss(item(more="<a " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(50_000)) + "/>"))),
        'taken: "Council decides"',
    ),
    Case("a tag's name of 2 MB", lambda: said(rss(item(more=f"<{'a' * 2_000_000}/>"))), 'taken: "Council decides"*'),
    Case("a million opening brackets", lambda: said("<" * 1_000_000), "refused: *"),
    Case("100,000 items begun", lambda: said(rss("<item " * 100_000)), "taken: 0 entries; malformed*"),
    Case(
        "comments begun a million times", lambda: said(rss(item(more="<!--" * 1_000_000))), 'taken: "Council decides"; malformed*'
    ),
    Case(
        "sections begun 500,000 times",
        lambda: said(rss(item(more="<![CDATA[" * 500_000))),
        'taken: "Council decides"; malformed*',
    ),
    Case("9 MB of blanks", lambda: said(" " * 9_000_000 + rss(item())), 'taken: "Council decides"'),
    Case(
        "a document type of 5 MB",
        lambda: said(rss(item(), head=f"<!DOCTYPE r [{'<!ELEMENT a ANY>' * 300_000}]>")),
        'taken: "Council decides"',
    ),
    Case(
        "a description nested 50,000 deep",
        lambda: said(rss(item(more=f"<description>{'&lt;b&gt;' * 50_000}deep</description>"))),
        'taken: "Council decides"*',
    ),
    Case(
        "a description of comments begun",
        lambda: said(rss(item(more=f"<description>{'&lt;!--' * 200_000}</description>"))),
        'taken: "Council decides"*',
    ),
    Case(
        "an author of 64 kB of brackets",
        lambda: said(rss(item(more=f"<author>{'(' * 64_000}</author>"))),
        'taken: "Council decides"*',
        True,
    ),
    Case(
        "an author of 64 kB of at signs",
        lambda: said(rss(item(more=f"<author>{'a@' * 32_000}</author>"))),
        'taken: "Council decides"*',
    ),
    Case("50,000 categories", lambda: said(rss(item(more="<category>x</category>" * 50_000))), 'taken: "Council decides"*'),
    Case("50,000 links", lambda: said(rss(item(more="<link>http://news.example/</link>" * 50_000))), 'taken: "Council decides"*'),
    Case(
        "50,000 enclosures",
        lambda: said(rss(item(more="<enclosure url='http://news.example/a' length='9' type='a'/>" * 50_000))),
        'taken: "Council decides"*',
    ),
    Case("a guid of 2 MB", lambda: said(rss(item(key="g" * 2_000_000))), 'taken: "Council decides"*'),
)

FIELDS: Final = (
    Case(
        "a date of the year 1",
        lambda: said(rss(item(more="<pubDate>Mon, 01 Jan 0001 00:00:00 +2359</pubDate>"))),
        'taken: "Council decides"*',
        True,
    ),
    Case(
        "a date of the year 9999",
        lambda: said(rss(item(more="<pubDate>Fri, 31 Dec 9999 23:59:59 -2359</pubDate>"))),
        'taken: "Council decides"*',
    ),
    Case(
        "a date of the year 99999",
        lambda: said(rss(item(more="<pubDate>99999-13-45T99:99:99Z</pubDate>"))),
        'taken: "Council decides"*',
    ),
    Case(
        "a date of nine thousand digits",
        lambda: said(rss(item(more=f"<pubDate>{'9' * 9_000}</pubDate>"))),
        'taken: "Council decides"*',
    ),
    Case(
        "a date of a megabyte",
        lambda: said(rss(item(more=f"<pubDate>{'Mon, 1 Jan ' * 100_000}</pubDate>"))),
        'taken: "Council decides"*',
    ),
    Case("a date in squared digits", lambda: said(rss(item(more="<pubDate>²⁰²⁶-⁰¹-⁰¹</pubDate>"))), 'taken: "Council decides"'),
    Case(
        "a zone of a hundred hours",
        lambda: said(rss(item(more="<pubDate>Mon, 02 Mar 2026 08:00:00 +9999</pubDate>"))),
        'taken: "Council decides"*',
    ),
    Case(
        "the 30th of February",
        lambda: said(rss(item(more="<pubDate>Mon, 30 Feb 2026 08:00:00 GMT</pubDate>"))),
        'taken: "Council decides"*',
    ),
    Case("a link that is a script", lambda: said(rss(item(more="<link>javascript:alert(1)</link>"))), 'taken: "Council decides"'),
    Case("a link that is a file", lambda: said(rss(item(more="<link>file:///etc/passwd</link>"))), 'taken: "Council decides"'),
    Case(
        "a link with a password",
        lambda: said(rss(item(more="<link>http://u:p@news.example/</link>"))),
        'taken: "Council decides"',
    ),
    Case("a link to half an address", lambda: said(rss(item(more="<link>http://[half</link>"))), 'taken: "Council decides"'),
    Case(
        "a link of a port too high",
        lambda: said(rss(item(more="<link>http://news.example:99999/</link>"))),
        'taken: "Council decides"',
    ),
    Case(
        "a link of 100 kB",
        lambda: said(rss(item(more=f"<link>http://news.example/{'a' * 100_000}</link>"))),
        'taken: "Council decides"',
    ),
    Case(
        "a link with a line end",
        lambda: said(rss(item(more="<link>http://news.example/a\r\nHost: b</link>"))),
        'taken: "Council decides" at http://news.example/*',
    ),
    Case(
        "a base that is a script",
        lambda: said(atom("<entry><id>1</id><title>Fire</title><link href='a'/></entry>", more="xml:base='javascript:x'")),
        'taken: "Fire"*',
    ),
    Case(
        "a wish to wait for a thousand years",
        lambda: said(rss(item()).replace("<channel>", "<channel><ttl>999999999999</ttl>")),
        'taken: "Council decides"',
    ),
    Case(
        "a wish to wait for ever",
        lambda: said(rss(item()).replace("<channel>", "<channel><ttl>inf</ttl>")),
        'taken: "Council decides"',
    ),
    Case(
        "a wish to wait for no number",
        lambda: said(rss(item()).replace("<channel>", "<channel><ttl>nan</ttl>")),
        'taken: "Council decides"',
    ),
    Case(
        "a frequency of zero",
        lambda: said(
            rss(item()).replace(
                "<channel>",
                '<channel xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>-0</sy:updateFrequency>',
            )
        ),
        'taken: "Council decides"',
    ),
    Case(
        "a place that is no number",
        lambda: said(rss(item(more='<georss:point xmlns:georss="http://www.georss.org/georss">1e999 nan</georss:point>'))),
        'taken: "Council decides"*',
    ),
    Case(
        "text in base64 that is none",
        lambda: said(atom("<entry><id>1</id><title>Fire</title><content type='application/x'>!!!</content></entry>")),
        'taken: "Fire"',
    ),
    Case(
        "fresh for a thousand years",
        lambda: said(rss(item()), cache_control="max-age=99999999999999999999"),
        'taken: "Council decides"',
    ),
    Case(
        "a language of a megabyte",
        lambda: said(rss(item()).replace("<channel>", f"<channel><language>{'e' * 1_000_000}</language>")),
        'taken: "Council decides"',
    ),
)

JSON: Final = (
    Case("JSON nested 100,000 deep", lambda: said("[" * 100_000), "refused: JSON nested too deeply", True),
    Case("JSON with a number of a million digits", lambda: said('{"items": [1' + "0" * 10**6 + "]}"), "taken: 0 entries*"),
    Case("JSON with no numbers", lambda: said('{"items": [NaN, Infinity]}'), "refused: not valid JSON*"),
    Case("JSON whose items are none", lambda: said(jsonfeed(None, 1, [], "x", True)), "taken: 0 entries; 5 items are no objects"),
    Case("JSON whose items are an object", lambda: said('{"items": {"a": 1}}'), "refused: JSON, but no JSON Feed*"),
    Case("JSON of a list", lambda: said("[1, 2]"), "refused: JSON, but no JSON Feed*"),
    Case(
        "JSON of wrong kinds",
        lambda: said(
            jsonfeed(
                {
                    "id": {},
                    "url": [],
                    "title": 7,
                    "content_html": {},
                    "date_published": 5,
                    "authors": [1, {"name": []}],
                    "language": {},
                },
                title=[],
                language=7,
            )
        ),
        'taken: "7"*',
        True,
    ),
    Case(
        "JSON of one key a thousand times",
        lambda: said('{"items": [{' + ", ".join(f'"title": "T{n}"' for n in range(1000)) + "}]}"),
        'taken: "T999"',
    ),
    Case("JSON with a lone surrogate", lambda: said('{"items": [{"id": "\\ud800", "title": "\\udfffA"}]}'), 'taken: "A"'),
    Case(
        "JSON with NULs and directions",
        lambda: said('{"items": [{"id": "\\u0000", "title": "\\u0000\\u202eA\\u001b[2J"}]}'),
        'taken: "A[2J"',
    ),
    Case("JSON cut off", lambda: said(jsonfeed({"id": "1", "title": "A"})[:-8]), "refused: not valid JSON*"),
    Case("JSON with more behind it", lambda: said(jsonfeed() + "{}"), "refused: not valid JSON*"),
    Case("JSON in UTF-16", lambda: said(jsonfeed({"id": "1", "title": "A"}).encode("utf-16")), "refused: neither XML nor JSON"),
    Case(
        "JSON with a key of __proto__",
        lambda: said('{"__proto__": {"a": 1}, "items": [{"id": "1", "title": "A", "__class__": "x"}]}'),
        'taken: "A"',
    ),
    Case("JSON of 9 MB of one string", lambda: said(jsonfeed({"id": "1", "content_text": "word " * 1_800_000})), "taken: *"),
    Case("JSON with a true for a title", lambda: said(jsonfeed({"id": True, "title": True})), "taken: *"),
)

DOOR: Final = Door(
    name="feeds",
    cases=ENTITIES + TRANSPORT + REDIRECTS + BODIES + SIZES + FIELDS + JSON,
    open=open_door,
    seconds=15,
    megabytes=200,
)
