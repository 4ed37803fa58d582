"""What is fuzzed: for each part that meets foreign bytes a function that takes any bytes and fails when a promise is broken.

`python -m tests.fuzz` runs them under atheris (coverage-guided); `test_corpus.py` tries each on all that was ever kept.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from monitor.alerting.escape import LONGEST_URL, address, clip, escape, link, mrkdwn
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from monitor.model.event import Event, Toll
from monitor.model.moment import moment
from monitor.model.plain import tidy
from monitor.model.span import Span
from monitor.polling.identity import canonical_link, feed_id
from monitor.polling.markup import safe_link
from monitor.polling.parse import MAX_ENTRIES, MAX_TITLE, NotAFeed, parse_feed
from monitor.reading.english.dates import find_dates, own_day
from tests.monitor.reading.english import english
from tests.monitor.reading.newsroom import language

NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One part under fire."""

    name: str
    tries: Callable[[bytes], None]  #: raises for a broken promise
    seeds: tuple[bytes, ...]
    words: tuple[str, ...] = ()  #: that the fuzzer mixes in
    longest: int = 4096  #: bytes


def text_of(data: bytes) -> str:
    """Any text, lone surrogates too: JSON brings them."""
    return data.decode("utf-8", "surrogateescape")


# ---------------------------------------------------------------- feeds


def entry_parser(data: bytes) -> None:
    """A body is a feed or is refused in words; nothing of it escapes the limits."""
    try:
        feed = parse_feed(data, url="https://news.example/feed.xml", content_type="", seen_at=NOW)
    except NotAFeed as no:
        assert no.reason
        return
    assert len(feed.entries) <= MAX_ENTRIES
    assert len({entry.key for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.key and len(entry.title) <= MAX_TITLE and "\n" not in entry.title
        assert all(tidy(words) == words for words in (entry.title, entry.summary, entry.content)), entry
        assert entry.url is None or re.match("https?://[^/]", entry.url, re.IGNORECASE), entry.url
        if entry.published_at is not None:
            assert NOW - timedelta(days=3653) <= entry.published_at <= NOW + timedelta(minutes=10)


# ---------------------------------------------------------------- dates


def dates(data: bytes) -> None:
    """A line is a moment or none; a text has days in order, whatever the day of publication."""
    year = 1 + int.from_bytes(data[:2]) % 9999
    text = text_of(data[2:])
    found = moment(text, year=year)
    assert found is None or found.utcoffset() == timedelta(0)
    published = datetime(year, 1 + data[-1] % 12, 1 + data[0] % 28, tzinfo=UTC) if data else NOW
    said = tidy(text)
    text_read = english(said)
    for mention in find_dates(text_read, published):
        assert said[mention.span.start : mention.span.end]
        assert mention.first is None or mention.last is None or mention.first <= mention.last
    own_day(text_read, published)


# ---------------------------------------------------------------- addresses


def addresses(data: bytes) -> None:
    """An address has one canonical form, which is its own; what is no address is none."""
    url = text_of(data)
    name = feed_id(url)
    assert re.fullmatch("[0-9a-f]{12}", name)
    safe = safe_link(url, "https://news.example/world/")
    if safe is None:
        return
    short = canonical_link(safe)
    assert not re.search(r"(\A|&)(utm_\w+|fbclid|gclid)=", urlsplit(f"//{short}").query, re.IGNORECASE), short
    assert canonical_link("https://" + short) == short, (safe, short)


# ---------------------------------------------------------------- messages

_ENTITIES: Final = ("&amp;", "&lt;", "&gt;")


def _harmless(words: str) -> None:
    assert "<" not in words and ">" not in words, words
    assert re.sub("|".join(_ENTITIES), "", words).count("&") == 0, words
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Cn", "Co") for c in words), ascii(words)


def escaper(data: bytes) -> None:
    """Nothing foreign is a mark of Slack's; what is cut is whole; a link is a link and leads where it says."""
    text = text_of(data)
    escaped, marked = escape(text), mrkdwn(text)
    _harmless(escaped)
    _harmless(marked)
    assert escape(html.unescape(escaped)) == escaped
    assert not set("*_~`") & set(marked)
    for limit in (0, 1, 2, 7, 40):
        _harmless(clip(escaped, limit))
        assert len(clip(escaped, limit)) <= max(limit, 1)
    target = address(text)
    assert target is None or (re.match("https?://", target, re.IGNORECASE) and len(target) <= LONGEST_URL * 5)
    whole = link(text, text)
    if target is None:
        _harmless(whole)
    else:
        assert re.fullmatch(r"<[^<>|\s]+\|[^<>|]+>", whole), whole


# ---------------------------------------------------------------- rules


def rule_loader(data: bytes) -> None:
    """A file is a rule, or all that is wrong with it is told with its line; a good file beside it loads."""
    good = b"title: A rule\narticle: {text: flood}\n"
    book, problems = load_rulebook({"a.yaml": data, "good.yaml": good}, atlas=language().atlas, lists={"l.yaml": data})
    assert "good" in [head.id for head in book.heads] or any("good" in p.message for p in problems)
    for problem in problems:
        assert problem.line >= 1 and problem.column >= 1 and problem.message
    told = any(problem.file == "a.yaml" for problem in problems)
    assert told or any(head.file == "a.yaml" for head in book.heads), "neither loaded nor refused"


# ---------------------------------------------------------------- the reader


def reader(data: bytes) -> None:
    """Any text is read; what was read points into it, and ranges are ranges."""
    title, _, text = tidy(text_of(data)).partition("\n")
    year = 1 + int.from_bytes(data[-2:]) % 9999
    article = Article(id="1", title=title, text=text, source="s", published_at=datetime(year, 6, 1, tzinfo=UTC))
    reading, refusals = language().explain(article)
    parts = {"title": title, "text": text}
    for span in [*_spans(reading), *_spans(refusals)]:
        assert 0 <= span.start <= span.end <= len(parts[span.part]), span
    for event in reading.events:
        _ordered(event)


def _ordered(event: Event) -> None:
    for name in ("killed", "wounded", "displaced", "missing", "detained"):
        toll: Toll | None = getattr(event, name)
        assert toll is None or (toll.low >= 0 and (toll.high is None or toll.high >= toll.low)), (name, toll)


def _spans(found: Any) -> list[Span]:
    """All spans in frozen data."""
    if isinstance(found, Span):
        return [found]
    if isinstance(found, tuple | list):
        return [span for one in found for span in _spans(one)]
    if hasattr(found, "__dataclass_fields__") and not isinstance(found, type):
        return [span for f in fields(found) for span in _spans(getattr(found, f.name))]
    return []


_RSS: Final = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://news.example/</link>'
    b"<item><title>A raid</title><link>/a?utm_source=x&amp;id=1</link><guid>1</guid>"
    b"<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;Five died&lt;/p&gt;</description></item>"
    b"</channel></rss>"
)
_ATOM: Final = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>tag:x,1</id><title type="html">A</title>'
    b'<link rel="alternate" href="https://news.example/a"/><updated>2026-03-02T08:00:00Z</updated><summary>S</summary></entry></feed>'
)
_JSON: Final = (
    b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a","date_published":"2026-03-02","title":"A"}]}'
)
_RULE: Final = b"""title: Raid in Idlib
level: high
event:
  what: [raid, strike]
  where: {within_km: 40, of: "Idlib, Syria"}
  casualties: at least 1
  any: [{killed: 2 to 5}, {by: Russia}]
unless:
  - article: {text: "video game", regex: 'a+b'}
alert: {wait: 2m, quiet_hours: {zone: Asia/Damascus, from: "22:00", to: "06:00"}}
count: {at_least: 3, within: 3d, per: admin1}
tests:
  - {name: t, published: 2022-02-03, text: A raid in Idlib killed two., expect: alert}
"""
_NEWS: Final = (
    b"Raid in Atmeh kills 12\nA coalition raid hit a house in the town of Atmeh in Idlib province on Thursday. At least 12,"
    b' including six children, were killed, rescue workers told Reuters. "We saw helicopters," said Ahmad al-Ali, 40.\n'
    b"In October 2019 some 30 people died and dozens were wounded near Aleppo, Syria. The army denied it."
)
_ARABIC: Final = "غارة\nقتل خمسة أشخاص وأصيب عشرة في غارة جوية على مدينة إدلب السورية يوم الخميس، وفق الدفاع المدني.".encode()

TARGETS: Final[Mapping[str, Target]] = {
    target.name: target
    for target in (
        Target(
            name="entries", tries=entry_parser, seeds=(_RSS, _ATOM, _JSON), longest=8192,
            words=("<item>", "</item>", "<![CDATA[", "]]>", "&#x0;", "<pubDate>", "xml:base=", "<entry>", "\ufeff", "<!--"),
        ),
        Target(
            name="dates", tries=dates, longest=300,
            seeds=(b"\x07\xe0Sept. 11", b"\x00\x00on 31 February 0001", b"\x26\xff two centuries ago, last Monday 24:00"),
            words=("Monday", "last ", "Sept.", "31 February", "ago", "since", "centuries", "1990s", "T25:61", "+99:99", "noon"),
        ),
        Target(
            name="addresses", tries=addresses, longest=600,
            seeds=(b"http://www.News.example/a/?utm_source=rss&id=7#x", b"//[::1]:80/%2e%2e/", b"HTTP://a@b.example:099/;x?y=#"),
            words=("http://", "https://", "?utm_source=", "&fbclid=", "[", "]", "@", ":80", "%2F", "xn--", "www.", "\\", "#"),
        ),
        Target(
            name="escaper", tries=escaper, longest=400,
            seeds=(b"<!channel> R&D *b*", b"<https://evil|x>", "\u202eabc\u2066".encode(), b"&amp;lt;", b"https://a.example/<|>"),
            words=("<!here>", "&lt;", "&amp;", "|", ">", "https://", "\u2028", "\u200b", "```", "<@U1>", "mailto:"),
        ),
        Target(
            name="rules", tries=rule_loader, seeds=(_RULE, b"title: A\narticle: {text: x}\n"), longest=4096,
            words=(
                "event:", "where:", "what:", "any:", "all:", "none:", "killed: at least ", "&a ", "*a", "<<:", "? ",
                "|\n", ">-\n",
                "{list: l}", "!!python", "within_km:", "unless:", "count:", "tests:", "expect:", "recent: 7d", "\t", "---\n",
            ),
        ),
        Target(
            name="reader", tries=reader, seeds=(_NEWS, _ARABIC), longest=2000,
            words=(
                "killed ", "wounded ", "at least ", "dozens", "in Idlib", "near ", "Aleppo, Syria", "said ", "airstrike ",
                "raid", "denied", "twenty-", "hundred thousand", "1,000,000", "per cent", " and ", "قتل", "إصابة", "في حلب",
            ),
        ),
    )
}  # fmt: skip
