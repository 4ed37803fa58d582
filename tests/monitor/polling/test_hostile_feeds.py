"""Feeds that mean harm, or were never feeds: each is parsed or refused, and nothing of the world is touched."""

from __future__ import annotations

import gzip
import random
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from monitor.model.feed import ParsedFeed
from monitor.polling.parse import NotAFeed, parse_feed

NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
_MODULE: Final = re.compile(r"\.(?:py|so|pyc(?:\.\d+)?)\Z")
_TOUCHED: list[str] | None = None


def _hook(event: str, args: tuple[object, ...]) -> None:
    """An audit hook can never be taken off again, so it listens only while somebody wants to know."""
    if _TOUCHED is None or event not in {
        "open",
        "socket.connect",
        "socket.getaddrinfo",
        "urllib.Request",
        "os.system",
        "subprocess.Popen",
    }:
        return
    if event == "open" and (not isinstance(args[0], str) or _MODULE.search(args[0])):
        return  # Python loading its own modules, or keeping a compiled one beside its name until it is whole
    _TOUCHED.append(f"{event} {args[0]}")


sys.addaudithook(_hook)


@contextmanager
def nothing_touched() -> Iterator[None]:
    """No file is opened and no connection made meanwhile."""
    global _TOUCHED
    _TOUCHED = touched = []
    try:
        yield
    finally:
        _TOUCHED = None
    assert touched == []


def parsed(body: bytes) -> ParsedFeed | str:
    """The feed, or the reason of its refusal."""
    try:
        with nothing_touched():
            return parse_feed(body, url="https://news.example/rss", content_type="application/xml", seen_at=NOW)
    except NotAFeed as refusal:
        return refusal.reason


def rss(inside: str, prolog: str = "") -> bytes:
    return f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'.encode()


def one(title: str = "Fine", inside: str = "") -> str:
    return f"<item><title>{title}</title>{inside}</item>"


def ten_thousand() -> bytes:
    return rss("".join(f"<item><guid>{n}</guid><title>N{n}</title></item>" for n in range(10_000)))


MANY: Final = " ".join(f"a{n}='x'" for n in range(1000))


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    return f"<!DOCTYPE rss [{lines}]>"


#: name -> (body, beginning of the refusal)
REFUSED: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a path": (lambda: b"/etc/passwd", "neither XML nor JSON"),
    "a device": (lambda: b"/dev/zero", "neither XML nor JSON"),
    "an address": (lambda: b"http://127.0.0.1:1/latest/meta-data/", "neither XML nor JSON"),
    "a feed address": (lambda: b"feed:http://127.0.0.1:1/", "neither XML nor JSON"),
    "a file address": (lambda: b"file:///etc/passwd", "neither XML nor JSON"),
    "nothing": (lambda: b"", "the body is empty"),
    "zeros": (lambda: b"\x00" * 4096, "the body is empty"),
    "binary": (lambda: bytes(range(256)) * 64, "neither XML nor JSON"),
    "an HTML page": (lambda: b"<!DOCTYPE html><html><head></head><body><p>x</p></body></html>", "an HTML page"),
    "a billion laughs": (lambda: rss(one("&l9;"), laughs()), "it declares entities"),
    "an external entity": (
        lambda: rss(one("&x;"), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "it declares entities",
    ),
    "an external parameter entity": (
        lambda: rss(one(), '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]>'),
        "it declares entities",
    ),
    "entities behind a comment": (
        lambda: rss(one("&x;"), '<!-- <rss> --><!DOCTYPE rss [<!entity x "y">]>'),
        "it declares entities",
    ),
    "entities in UTF-16": (
        lambda: rss(one("&x;"), '<!DOCTYPE rss [<!ENTITY x "y">]>').decode().encode("utf-16"),
        "it declares entities",
    ),
    "entities behind a quoted bracket": (
        lambda: rss(one("&x;"), '<!DOCTYPE rss SYSTEM "<a" [<!ENTITY x "y">]>'),
        "it declares entities",
    ),
    "entities behind a quoted comment": (
        lambda: rss(one("&x;"), '<!DOCTYPE rss SYSTEM "<!--" [<!ENTITY x "y">]><!-- -->'),
        "it declares entities",
    ),
    "entities behind a long comment": (
        lambda: rss(one("&x;"), f'<!-- {"<a>" * 50_000} --><!DOCTYPE rss [<!ENTITY x "y">]>'),
        "it declares entities",
    ),
    "ten thousand namespaces": (
        lambda: rss(one("Fine", "".join(f"<a{n}:b xmlns:a{n}='u{n}'/>" for n in range(10_000)))),
        "it names more than 500 namespaces",
    ),
    "JSON with NaN": (lambda: b'{"items": [{"id": NaN}]}', "not valid JSON: NaN"),
    "JSON nested deeply": (lambda: b'{"items":' + b"[" * 100_000, "JSON nested too deeply"),
    "a JSON list": (lambda: b"[1, 2, 3]", "JSON, but no JSON Feed"),
    "broken JSON": (lambda: b'{"items": [', "not valid JSON"),
    "JSON in no charset": (lambda: b'{"items": [{"title": "\xff\xfe"}]}', "not valid JSON"),
    "a gzip bomb": (lambda: gzip.compress(b" " * 30_000_000), "more than 20 MB"),
    "gzip cut short": (lambda: gzip.compress(ten_thousand())[:20], "the body is empty"),
}

#: name -> (body, titles of the entries that must be there)
PARSED: Final[dict[str, tuple[Callable[[], bytes], list[str]]]] = {
    "a DTD without entities": (
        lambda: rss(one(), '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:1/rss.dtd">'),
        ["Fine"],
    ),
    "entities only talked about": (lambda: rss(one("Fine", "<description><![CDATA[<!ENTITY x]]></description>")), ["Fine"]),
    "an unknown entity": (lambda: rss(one("Fine &nosuch; thing")), ["Fine &nosuch; thing"]),
    "unclosed comments in a description": (
        lambda: rss(one("Fine", f"<description><![CDATA[{'<!--' * 5000}]]></description>")),
        ["Fine"],
    ),
    "five hundred levels of markup": (
        lambda: rss(one("Fine", f"<description><![CDATA[{'<b>' * 500}deep]]></description>")),
        ["Fine"],
    ),
    "a thousand attributes": (
        lambda: rss(f"<item {MANY}><title>Fine</title></item>"),
        ["Fine"],
    ),
    "missing guids": (lambda: rss(one("One") + one("Two")), ["One", "Two"]),
    "one guid for all": (lambda: rss("".join(one(f"N{n}", "<guid>g</guid>") for n in range(3))), ["N0", "N1", "N2"]),
    "one link for all": (
        lambda: rss("".join(one(f"N{n}", "<link>https://news.example/live</link>") for n in range(3))),
        ["N0", "N1", "N2"],
    ),
    "a javascript link": (lambda: rss(one("Fine", "<link>javascript:alert(1)</link>")), ["Fine"]),
    "a link with line ends": (lambda: rss(one("Fine", "<link>java\nscript:alert(1)</link>")), ["Fine"]),
    "references to characters far beyond the last": (lambda: rss(one("Fi&#99999999999;&#x7fffffffffff ne")), ["Fi ne"]),
    "eighty thousand attributes": (
        lambda: rss(one("Fine", "<a {}/>".format(" ".join(f"a{n}='>'" for n in range(80_000))))),
        ["Fine"],
    ),
    "two million comments begun": (lambda: rss(one("Fine") + "<!--" * 2_000_000), ["Fine"]),
    "the year 9999": (lambda: rss(one("Fine", "<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>")), ["Fine"]),
    "a date of a thousand digits": (lambda: rss(one("Fine", f"<pubDate>{'9' * 1000}</pubDate>")), ["Fine"]),
    "a ttl that is no number": (lambda: rss("<ttl>soon</ttl>" + one()), ["Fine"]),
    "a ttl that is not finite": (lambda: rss("<ttl>nan</ttl>" + one()), ["Fine"]),
    "a negative ttl": (lambda: rss("<ttl>-5</ttl>" + one()), ["Fine"]),
    "a link with a broken host": (lambda: rss(one("Fine", "<link>http://[</link><guid>http://[x</guid>")), ["Fine"]),
    "references to characters that do not exist": (lambda: rss(one("Fi&#xD800;&#0;&#99999999;ne & co")), ["Fine & co"]),
    "an image without a width, which trips feedparser": (
        lambda: rss("<image></width></image>" + one("One") + one("Two")),
        ["One", "Two"],
    ),
    "UTF-16": (lambda: rss(one()).decode().replace('"1.0"?', '"1.0" encoding="utf-16"?').encode("utf-16"), ["Fine"]),
    "a charset that does not exist": (
        lambda: rss(one()).replace(b'"1.0"?', b'"1.0" encoding="klingon"?'),
        ["Fine"],
    ),
    "a charset that is a codec of Python's": (
        lambda: rss(one()).replace(b'"1.0"?', b'"1.0" encoding="zlib_codec"?'),
        ["Fine"],
    ),
    "the wrong charset": (lambda: rss(one("Fine")).replace(b"Fine", b"Fin\xe9"), ["Finé"]),
    "ampersands that are none": (lambda: rss(one("Fine & dandy")), ["Fine & dandy"]),
    "control characters": (lambda: rss(one("Fi\x08ne")), ["Fine"]),
    "tags that never close": (lambda: b"<rss><channel><item><title>Fine</title><description>It was", ["Fine"]),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(rss(one()))), ["Fine"]),
    "blanks before the declaration": (lambda: b"\n\n  " + rss(one()), ["Fine"]),
    "JSON with a number of many digits": (lambda: b'{"items": [{"id": ' + b"9" * 4000 + b', "title": "Fine"}]}', ["Fine"]),
    "JSON with a lone surrogate": (lambda: b'{"items": [{"id": "1", "title": "Fi\\ud800ne"}]}', ["Fine"]),
    "JSON with items of every kind": (lambda: b'{"items": [null, 1, "x", {"title": "Fine", "authors": 3}]}', ["Fine"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_feed_is_refused_and_touches_nothing(name: str) -> None:
    make, reason = REFUSED[name]

    said = parsed(make())

    assert isinstance(said, str)
    assert said.startswith(reason)


@pytest.mark.parametrize("name", PARSED)
def test_what_is_odd_is_parsed_all_the_same_and_touches_nothing(name: str) -> None:
    make, titles = PARSED[name]

    said = parsed(make())

    assert isinstance(said, ParsedFeed)
    assert [entry.title for entry in said.entries] == titles
    assert all(entry.url is None or entry.url.startswith("https://news.example/") for entry in said.entries)
    assert said.ttl is None or 0 < said.ttl <= 86400


def test_entities_are_found_in_every_charset_that_the_answer_may_name() -> None:
    body = rss(one("&x;"), '<!DOCTYPE rss [<!ENTITY x "y">]>').decode()

    for name in ("cp037", "cp500", "cp1026", "utf-16-le", "utf-16-be", "utf-7"):
        said: object
        try:
            feed = parse_feed(
                body.encode(name), url="https://news.example/", content_type=f"text/xml; charset={name}", seen_at=NOW
            )
            said = [entry.title for entry in feed.entries]
        except NotAFeed as refusal:
            said = refusal.reason
        assert said == "it declares entities: refused, as they serve attacks" or name == "utf-7", (name, said)


def test_a_text_of_megabytes_is_cut_whether_it_is_markup_or_not() -> None:
    for kind in ("content_text", "content_html", "summary"):
        said = parsed(f'{{"items": [{{"id": "1", "{kind}": "{"word " * 500_000}"}}]}}'.encode())

        assert isinstance(said, ParsedFeed)
        [entry] = said.entries
        assert len(entry.content) <= 1_000_000 and len(entry.summary) <= 1_000_000


def test_ten_thousand_entries_are_cut_at_a_thousand() -> None:
    said = parsed(ten_thousand())

    assert isinstance(said, ParsedFeed)
    assert len(said.entries) == 1000


def test_the_name_of_a_pipe_is_not_opened_and_hangs_nobody(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(rss(one("LOCAL SECRET")))

    assert parsed(str(secret).encode()) == "neither XML nor JSON"


def test_a_gzip_that_breaks_off_gives_what_it_has() -> None:
    packed = zlib.compressobj(wbits=31)
    body = packed.compress(rss(one("First") + one("Second"))) + packed.flush(zlib.Z_SYNC_FLUSH)

    said = parsed(body)

    assert isinstance(said, ParsedFeed)
    assert [entry.title for entry in said.entries] == ["First", "Second"]


def test_whatever_is_done_to_a_feed_it_is_parsed_or_refused() -> None:
    dice = random.Random(7)
    bodies = [make() for make, _ in PARSED.values() if len(make()) < 3000]
    scraps = [
        b"<",
        b">",
        b'"',
        b"&",
        b"\x00",
        b"\xff",
        b"<!--",
        b"]]>",
        b"<![CDATA[",
        b"&#xD800;",
        b"<item>",
        b"</item>",
        b"http://[",
        b"{",
    ]

    for _ in range(300):
        body = bytearray(dice.choice(bodies))
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(body) + 1)
            body[at : at + dice.choice([0, 0, 1, 20])] = dice.choice(scraps)
        parsed(bytes(body))
