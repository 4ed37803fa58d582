"""Bytes of a feed -> ParsedFeed. RSS, RDF, Atom and CDF through feedparser, JSON Feed through `jsonfeed`.

The only place that calls feedparser, and always with a BytesIO: handed bytes or text it would open the file, or fetch the
address, that a hostile body names (feeds.fun#405). Nothing here fetches or opens anything.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import Any, Final

import feedparser

from monitor.model.feed import FeedEntry, ParsedFeed
from monitor.model.moment import moment
from monitor.model.plain import one_line
from monitor.polling.draft import Draft, DraftFeed, NotAFeed
from monitor.polling.identity import Marks, identify
from monitor.polling.jsonfeed import read_json
from monitor.polling.markup import plain, safe_link

__all__ = ["MAX_ENTRIES", "NotAFeed", "parse_feed"]

MAX_ENTRIES: Final = 1000  #: of one body; the first ones, as feeds put the newest first
MAX_BODY: Final = 20_000_000  #: bytes, decoded: the web edge caps too, but a gzip hidden in a body passes it
MAX_TITLE: Final = 500  #: characters
MAX_TTL: Final = 86400.0  #: seconds
OLDEST: Final = timedelta(days=3653)
EARLY: Final = timedelta(minutes=10)

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
    if len(draft.entries) > MAX_ENTRIES:
        warnings.append(f"{len(draft.entries)} entries: the first {MAX_ENTRIES} were taken")
    entries = _entries(draft, draft.entries[:MAX_ENTRIES], url, seen_at)
    if (folded := min(len(draft.entries), MAX_ENTRIES) - len(entries)) > 0:
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
    if re.search(rb"<!ENTITY", _prolog(body), re.IGNORECASE):
        raise NotAFeed("it declares entities: refused, as they serve attacks")
    said = feedparser.parse(
        io.BytesIO(body), response_headers=_charset(body, content_type), sanitize_html=False, resolve_relative_uris=False
    )
    broken = _broken(said)
    if not said.entries and not said.get("version"):
        raise NotAFeed(_why_not(body, broken))
    feed = said.feed
    return DraftFeed(
        title=str(feed.get("title") or ""),
        site=str(feed.get("link") or ""),
        language=str(feed.get("language") or ""),
        entries=[_draft(entry) for entry in said.entries],
        broken=broken,
        ttl=_ttl(feed),
    )


def _charset(body: bytes, content_type: str) -> dict[str, str]:
    """The header that tells feedparser the charset where the document's own word is not enough; {}: it is.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever they say; the server's word counts where the document is silent.
    """
    found = re.search(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,40})", body[:400])
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    told = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type, re.IGNORECASE)
    for name in ("utf-8", declared):
        try:
            body.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        return {} if name == declared or body.isascii() else {"content-type": f"application/xml; charset={name}"}
    return {"content-type": f"application/xml; charset={told[1]}"} if told else {}


def _prolog(body: bytes) -> bytes:
    """What stands before the root element, where alone entities can be declared; zeros of UTF-16 and UTF-32 taken out."""
    head = re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", body[:131072].replace(b"\x00", b""), flags=re.DOTALL)
    root = re.search(rb"<[A-Za-z]", head)
    return head[: root.start()] if root else head


def _broken(said: Any) -> str:
    """Why the body is not well-formed, in words; a charset that had to be guessed does not count."""
    if not said.get("bozo"):
        return ""
    error = said.get("bozo_exception")
    if isinstance(error, (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)):
        return ""
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
            return min(MAX_TTL, max(0.0, float(feed["ttl"]) * 60)) or None
        if period := _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower()):
            return min(MAX_TTL, period / max(1.0, float(feed.get("sy_updatefrequency") or 1)))
    except ValueError:
        pass
    return None


# ---------------------------------------------------------------- entries


def _draft(entry: Any) -> Draft:
    has = set(entry.keys())  # asking for "updated" where there is only "published" makes feedparser answer, and complain
    title, summary = entry.get("title_detail") or {}, entry.get("summary_detail") or {}
    content = max(entry.get("content") or [{}], key=lambda part: len(part.get("value") or ""))
    return Draft(
        guid=one_line(str(entry.get("id") or "")),
        link=_link(entry),
        title=str(entry.get("title") or ""),
        title_is_html=_is_html(title),
        summary=str(entry.get("summary") or ""),
        summary_is_html=_is_html(summary),
        content=str(content.get("value") or ""),
        content_is_html=_is_html(content),
        date=next((str(entry[name]) for name in _DATES if name in has and entry[name]), ""),
        moment=next(
            (tuple(entry[f"{name}_parsed"]) for name in _DATES if f"{name}_parsed" in has and entry[f"{name}_parsed"]), ()
        ),
        author=str(entry.get("author") or ""),
        language=str(entry.get("language") or ""),  # xml:lang is inherited, and too often a template's "en-US"
    )


def _is_html(detail: Any) -> bool:
    return detail.get("type") in {"text/html", "application/xhtml+xml"}


def _link(entry: Any) -> str:
    """The entry's own link: the HTML alternate first; a guid that is an address serves where there is none."""
    links = [one for one in entry.get("links") or [] if one.get("href")]
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
    """UTC, clamped to [seen - 10 years, seen + 10 minutes]; None for what is no date."""
    found = _read_moment(draft.moment) or moment(draft.date, year=seen_at.year)
    return min(max(found, seen_at - OLDEST), seen_at + EARLY) if found else None


def _read_moment(parts: tuple[int, ...]) -> datetime | None:
    """feedparser's reading of a date, which is UTC."""
    if len(parts) < 6:
        return None
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None


def _language(written: str) -> str | None:
    """ISO 639-1 of a language tag: "en-GB" -> "en"."""
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", written.strip())
    return match[1].lower() if match else None
