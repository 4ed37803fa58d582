"""Bytes of a feed -> ParsedFeed. RSS, RDF, Atom and CDF through feedparser, JSON Feed through `jsonfeed`.

The only place that calls feedparser, and always with a BytesIO: handed bytes or text it would open the file, or fetch the
address, that a hostile body names (feeds.fun#405). Nothing here fetches or opens anything.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import compress
from time import struct_time
from typing import Any, Final

import feedparser

from monitor.model.charset import decode
from monitor.model.feed import FeedEntry, ParsedFeed
from monitor.model.moment import moment
from monitor.model.plain import one_line
from monitor.polling.draft import Draft, DraftFeed, NotAFeed
from monitor.polling.identity import Marks, identify
from monitor.polling.jsonfeed import read_json
from monitor.polling.markup import plain, safe_link
from monitor.polling.monsters import MAX_NAMESPACES, too_many_namespaces, without_monsters
from monitor.polling.newest import newest, pieces, thinned

__all__ = ["MAX_ENTRIES", "NotAFeed", "parse_feed"]

MAX_ENTRIES: Final = 1000  #: of one body, the newest
MAX_BODY: Final = 20_000_000  #: bytes, decoded: the web edge caps too, but a gzip hidden in a body passes it
MAX_TITLE: Final = 500  #: characters
MAX_TTL: Final = 86400.0  #: seconds
OLDEST: Final = timedelta(days=3653)
EARLY: Final = timedelta(minutes=10)

_REFERENCE: Final = re.compile(r"&#(x[0-9a-f]++|[0-9]++);?", re.IGNORECASE)
#: What may stand before a document type (XML 1.0, 2.8), and the document type up to the list of what it declares. Brackets in
#: quotes and comments count for nothing.
_PROLOG: Final = re.compile(r"(?:\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+", re.DOTALL)
_DECLARES: Final = re.compile(r"""<!DOCTYPE(?:[^<>\["']|"[^"]*"|'[^']*')*+\[""", re.IGNORECASE)
_ROOT: Final = re.compile(r"<\w")
_ENTITY: Final = re.compile("<!ENTITY", re.IGNORECASE)
#: How a date says its hour.
_HOUR: Final = re.compile(r"\d{1,2}:\d\d|\dT\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)

#: Midnight to the second, which is how many systems write a day without a time; no zone's "+00:00".
_MIDNIGHT: Final = re.compile(r"(?<![\d:+-])0?0:00(?::00(?:\.0+)?)?(?![\d:])")
#: Before there were feeds: a system's way to say that it has no date (1 January 1970, year 1).
_NO_DATE: Final = 1990  # year

_DATES: Final = ("published", "updated", "created")
_PERIODS: Final = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0, "yearly": 31536000.0}


def parse_feed(body: bytes, *, url: str, content_type: str, seen_at: datetime) -> ParsedFeed:
    """What the body holds, in document order.

    `url` is where the body came from: links are resolved against it. `content_type` as sent, "" when not known. `seen_at`
    clamps dates. Raises NotAFeed with the reason. Entries that are the same word for word are taken once, empty
    ones not at all; `warning` tells of both.
    """
    body = _unpacked(body)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    draft = read_json(body) if start in (b"{", b"[") else _read_xml(body, content_type)
    warnings = [draft.broken] if draft.broken else []
    drafts = draft.entries
    if (count := max(draft.count, len(drafts))) > MAX_ENTRIES:
        warnings.append(f"{count} entries: the newest {MAX_ENTRIES} were taken")
        drafts = [drafts[n] for n in newest([one.date for one in drafts], MAX_ENTRIES)]
    entries = _entries(draft, drafts, url, seen_at)
    if (folded := len(drafts) - len(entries)) > 0:
        warnings.append(f"{folded} entries say nothing, or repeat another word for word")
    return ParsedFeed(
        title=one_line(plain(draft.title))[:MAX_TITLE],
        entries=tuple(entries),
        language=_language(draft.language),
        partial=bool(draft.broken),
        warning="; ".join(warnings),
        ttl=draft.ttl,
    )


# ---------------------------------------------------------------- bytes


def _unpacked(body: bytes) -> bytes:
    """Bodies that servers zipped and forgot to say so."""
    for _ in range(2):
        if body[:2] != b"\x1f\x8b":
            break
        unzip = zlib.decompressobj(wbits=31)
        try:
            body = unzip.decompress(body, MAX_BODY + 1)
        except zlib.error as error:
            raise NotAFeed(f"looks like gzip, but is not: {error}") from None
    if len(body) > MAX_BODY:
        raise NotAFeed(f"more than {MAX_BODY // 1_000_000} MB")
    if not body.strip(b"\x00 \t\r\n"):
        raise NotAFeed("the body is empty")
    return body


def _read_xml(body: bytes, content_type: str) -> DraftFeed:
    text = _as_utf_8(body, content_type)
    if _declares_entities(text):
        raise NotAFeed("it declares entities: refused, as they serve attacks")
    text = without_monsters(text)
    if too_many_namespaces(text):
        raise NotAFeed(f"it names more than {MAX_NAMESPACES} namespaces: refused, as no feed does")
    text, count = thinned(text, MAX_ENTRIES)
    try:
        said = _feedparser(text)
        entries, broken = list(said.entries), _broken(said)
    except Exception as bug:  # feedparser trips over some bodies; whatever it raises, the entries are worth a second look
        said, entries = _piece_by_piece(text)
        broken = f"feedparser tripped ({type(bug).__name__}: {one_line(str(bug))[:100]}); entries were read one by one"
    if not entries and not said.get("version"):
        raise NotAFeed(_why_not(body, broken))
    feed = said.feed
    return DraftFeed(
        title=str(feed.get("title") or ""),
        site=str(feed.get("link") or ""),
        language=str(feed.get("language") or ""),
        entries=[_draft(entry) for entry in entries],
        broken=broken,
        count=count,
        ttl=_ttl(feed),
    )


def _feedparser(text: str) -> Any:
    """The one call. The charset is settled before, for feedparser has its own ideas of it, and trips over wrong ones."""
    stream = io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + text.encode("utf-8", "replace"))
    return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)


def _piece_by_piece(text: str) -> tuple[Any, list[Any]]:
    """Every entry by itself, behind the feed's head, or a bare one where the head trips; what trips even so is left out."""
    places = pieces(text)
    heads = [text[: places[0][0]] if places else text, '<rss version="2.0"><channel>']
    said: Any = feedparser.FeedParserDict(feed=feedparser.FeedParserDict(), version="")
    entries: list[Any] = []
    for start, end in places:
        for head in heads:
            try:
                said = _feedparser(head + text[start:end])
            except Exception:  # as above
                continue
            entries += said.entries
            heads = [head]  # what served once serves all
            break
    return said, entries


def _as_utf_8(body: bytes, content_type: str) -> str:
    """The body's text without its declaration, and without references to characters that do not exist."""
    text = re.sub(r"^\s*(?:<\?xml[^>]{0,400}\?>\s*)*", "", decode(body, content_type).replace("\x00", ""))
    return _REFERENCE.sub(lambda found: found[0] if _exists(found[1]) else "", text)


def _exists(reference: str) -> bool:
    digits = reference.lstrip("xX0")
    if len(digits) > 7:
        return False
    number = int(digits or "0", 16 if reference[0] in "xX" else 10)
    return number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF


def _declares_entities(text: str) -> bool:
    """Would a parser find entities declared? Asked of the text, since a charset hides them in the bytes.

    A strict parser takes them from the list of the document type, which only a real prolog may stand before; feedparser's loose
    one from all that stands before the first element, as it sees it.
    """
    prolog = _PROLOG.match(text)
    listed = _DECLARES.match(text, prolog.end() if prolog else 0)
    root = _ROOT.search(text)
    loose = _ENTITY.search(text, 0, root.start() if root else len(text))
    return bool(loose or (listed and _ENTITY.search(text, listed.end())))


def _broken(said: Any) -> str:
    """Why the body is not well-formed, in words; "" when it is."""
    if not said.get("bozo"):
        return ""
    error = said.get("bozo_exception")
    return f"malformed: {one_line(str(error))[:200]}"


def _why_not(body: bytes, broken: str) -> str:
    head = body[:2000].replace(b"\x00", b"").lstrip().lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "an HTML page, not a feed"
    if not re.match(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", head):
        return "neither XML nor JSON"
    return f"XML without a feed in it{f' ({broken})' if broken else ''}"


def _ttl(feed: Any) -> float | None:
    """Seconds the feed asks us to wait: RSS `ttl` (minutes), else the syndication module's period and frequency."""
    try:
        if feed.get("ttl"):
            minutes = float(str(feed["ttl"]))
            return min(MAX_TTL, max(0.0, minutes * 60)) or None
        if period := _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower()):
            return min(MAX_TTL, period / max(1.0, float(str(feed.get("sy_updatefrequency") or 1))))
    except ValueError:
        pass
    return None


# ---------------------------------------------------------------- entries


def _draft(entry: Any) -> Draft:
    has = set(entry.keys())  # asking for "updated" where there is only "published" makes feedparser answer, and complain
    title, summary = _details(entry, "title_detail"), _details(entry, "summary_detail")
    content: Any = max(_details(entry, "content"), key=lambda part: len(part.get("value") or ""), default={})
    return Draft(
        guid=one_line(str(entry.get("id") or "")),
        link=_link(entry),
        title=str(entry.get("title") or ""),
        title_is_html=any(map(_is_html, title)),
        summary=str(entry.get("summary") or ""),
        summary_is_html=any(map(_is_html, summary)),
        content=str(content.get("value") or ""),
        content_is_html=_is_html(content),
        date=next((str(entry[name]) for name in _DATES if name in has and entry[name]), ""),
        moment=next((tuple(found) for found in _moments(entry, has)), ()),
        author=str(entry.get("author") or ""),
        language=str(entry.get("language") or ""),  # xml:lang is inherited, and too often a template's "en-US"
    )


def _details(entry: Any, name: str) -> list[Any]:
    """What feedparser made of an element: dictionaries. An element that it does not know, `<links>` say, is kept under its own
    name, in the place of what feedparser makes of others, and is a string: nobody's detail."""
    found = entry.get(name) or []
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _moments(entry: Any, has: set[str]) -> Iterator[struct_time]:
    for name in _DATES:
        found = entry[f"{name}_parsed"] if f"{name}_parsed" in has else None
        if isinstance(found, struct_time):
            yield found


def _is_html(detail: Any) -> bool:
    return detail.get("type") in {"text/html", "application/xhtml+xml"}


def _link(entry: Any) -> str:
    """The entry's own link: the HTML alternate first; a guid that is an address serves where there is none."""
    links = [one for one in _details(entry, "links") if one.get("href")]
    for wanted in ({"text/html", "application/xhtml+xml"}, None):
        for one in links:
            if one.get("rel", "alternate") == "alternate" and (wanted is None or one.get("type", "text/html") in wanted):
                return str(one["href"])
    guid = str(entry.get("id") or "")
    return guid if guid.startswith(("http://", "https://")) else ""


def _entries(feed: DraftFeed, drafts: Sequence[Draft], url: str, seen_at: datetime) -> list[FeedEntry]:
    plains = [_plain_entry(draft, url, seen_at) for draft in drafts]
    telling = [bool(entry.url or entry.title or entry.summary or entry.content) for entry in plains]
    drafts, plains = list(compress(drafts, telling)), list(compress(plains, telling))
    marks = [
        Marks(guid=draft.guid, link=entry.url, title=entry.title, text=f"{entry.summary}\n{entry.content}", date=draft.date)
        for draft, entry in zip(drafts, plains, strict=True)
    ]
    named = identify(marks, feed_url=url, site_url=safe_link(feed.site, url))
    return [_named(entry, name) for entry, name in zip(plains, named, strict=True) if name is not None]


def _named(entry: FeedEntry, name: tuple[str, tuple[str, ...]]) -> FeedEntry:
    fields = {f: getattr(entry, f) for f in FeedEntry.__slots__}
    return FeedEntry(**{**fields, "key": name[0], "aliases": name[1]})


def _plain_entry(draft: Draft, url: str, seen_at: datetime) -> FeedEntry:
    summary = plain(draft.summary, is_html=draft.summary_is_html or "</" in draft.summary)
    content = plain(draft.content, is_html=draft.content_is_html)
    if content == summary:
        content = ""
    title = one_line(plain(draft.title, is_html=draft.title_is_html))
    return FeedEntry(
        key="",
        aliases=(),
        url=safe_link(draft.link, url),
        title=title[:MAX_TITLE] or _headline(summary or content),
        summary=summary,
        content=content,
        published_at=_date(draft, seen_at),
        published_raw=one_line(draft.date)[:100],
        author=one_line(plain(draft.author))[:200],
        language=_language(draft.language),
    )


def _headline(text: str) -> str:
    """A title for an entry that has none: its first line, cut at a word."""
    line = text.partition("\n")[0]
    return line if len(line) <= 120 else line[:120].rsplit(" ", 1)[0] + "…"


def _date(draft: Draft, seen_at: datetime) -> datetime | None:
    """UTC, clamped to [seen - 10 years, seen + 10 minutes]; None for what is no date. A day without a time: its end, or now."""
    found = _read_moment(draft.moment) or moment(draft.date, year=seen_at.year, near=seen_at)
    if found is None or found.year < _NO_DATE:
        return None
    found = min(found, seen_at + EARLY)
    if not _HOUR.search(draft.date) or _MIDNIGHT.search(draft.date):
        day = found if _MIDNIGHT.search(draft.date) else datetime.combine(found.date(), time(), tzinfo=UTC)
        found = min(day + timedelta(days=1, seconds=-1), max(day, seen_at))
    return max(found, seen_at - OLDEST)


def _read_moment(parts: tuple[int, ...]) -> datetime | None:
    """feedparser's reading of a date, which is UTC."""
    if len(parts) < 6:
        return None
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, ArithmeticError, TypeError):
        return None


def _language(written: str) -> str | None:
    """ISO 639-1 of a language tag: "en-GB" -> "en"."""
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", written.strip())
    return match[1].lower() if match else None
