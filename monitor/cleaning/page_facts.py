"""Title, date, author, site and language of a page, from what it says of itself to machines. Cheap: its text is not searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from monitor.model.moment import moment
from monitor.model.plain import one_line

#: JSON-LD types that tell a text of their own (schema.org).
_ARTICLES: Final = re.compile(r"Article|Posting|Report|Review|WebPage$")
_OLDEST: Final = 1990  #: year: an earlier date of a page is a mistake
_META_DATES: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publishdate",
    "publish-date",
    "pubdate",
    "sailthru.date",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "date",
)
_META_AUTHORS: Final = ("author", "article:author", "dc.creator", "parsely-author", "byl")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page's head says."""

    title: str
    published_at: datetime | None  #: UTC
    author: str
    site: str
    language: str | None  #: ISO 639-1
    kind: str  #: og:type
    free: bool = True  #: False: the page says that its text is behind a paywall


def facts_of(tree: HtmlElement, said: Sequence[Any], *, url: str) -> PageFacts:
    """`said` are the values of the page's JSON-LD; `url` gives the site's name when nothing else does."""
    meta = _meta(tree)
    story = _story(said)
    site = meta.get("og:site_name") or _name(story.get("publisher")) or meta.get("application-name") or _host(url)
    return PageFacts(
        title=_title(tree, meta, story, site),
        published_at=_published(tree, meta, story),
        author=_author(meta, story),
        site=site,
        language=_language(tree, meta, story),
        kind=meta.get("og:type", "").lower(),
        free=str(story.get("isAccessibleForFree", True)).lower() != "false",
    )


# ---------------------------------------------------------------- sources


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first non-empty content of each meta tag, by lower-case name."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        content = one_line(tag.get("content") or "")[:1000]
        if name and content:
            found.setdefault(name, content)
    return found


def _story(said: Sequence[Any]) -> dict[str, Any]:
    """The JSON-LD object that describes the article: the first with a headline, else the first of a fitting type."""
    objects = [one for one in _objects(said) if _ARTICLES.search(" ".join(_strings(one.get("@type"))))]
    with_headline = [one for one in objects if isinstance(one.get("headline"), str)]
    return (with_headline or objects or [{}])[0]


def _objects(said: Sequence[Any]) -> Iterator[dict[str, Any]]:
    waiting, budget = list(said), 2000
    while waiting and budget:
        budget -= 1
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting[:0] = one[:100]
        elif isinstance(one, dict):
            yield one
            waiting += [
                one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(one.get(key), (dict, list))
            ]


def _strings(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _name(value: Any) -> str:
    """The name of a JSON-LD person or organisation, or of several."""
    names = []
    for one in (value if isinstance(value, list) else [value])[:10]:
        name = one.get("name") if isinstance(one, dict) else one
        names += [one_line(part) for part in _strings(name)]
    return ", ".join(name for name in names if name and not name.startswith("http"))[:300]


# ---------------------------------------------------------------- facts


def _title(tree: HtmlElement, meta: dict[str, str], story: dict[str, Any], site: str) -> str:
    """The headline: as machines are told it, else the only `h1`, else the page's title; without the site's name around it."""
    headline = story.get("headline")
    told = meta.get("og:title") or (one_line(headline) if isinstance(headline, str) else "") or meta.get("twitter:title") or ""
    told = told[:500]
    titles = [one_line(title.text_content())[:500] for title in tree.iter("title")]
    heads = [text for tag in ("h1", "h2") for head in tree.iter(tag) if (text := one_line(head.text_content())[:500])]
    title = told or (titles[0] if titles else "")
    if within := next((head for head in heads if head in title and len(head) > len(title) / 2), None):
        return within
    only = [text for head in tree.iter("h1") if (text := one_line(head.text_content())[:500])]
    if not told and len(only) == 1 and len(only[0].split()) > 3:
        return only[0]
    return _without_site(title, site) or (heads[0] if heads else "")


def _without_site(title: str, site: str) -> str:
    """ "Raid kills 12 | The Paper" -> "Raid kills 12"."""
    parts = re.split(r"\s+[|\u2013\u2014»·•-]+\s+|\s+::\s+", title)
    plain_site = re.sub(r"\W", "", site.lower())
    while len(parts) > 1 and plain_site:
        last = re.sub(r"\W", "", parts[-1].lower())
        if last and (last in plain_site or plain_site in last):
            title = title[: title.rindex(parts[-1])].rstrip(" |–—»·•:-")
            parts.pop()
        else:
            break
    return title


def _published(tree: HtmlElement, meta: dict[str, str], story: dict[str, Any]) -> datetime | None:
    """The moment of publication; a date without an hour is noon of that day."""
    written = [*_strings(story.get("datePublished")), *(meta[name] for name in _META_DATES if name in meta)]
    times = list(tree.iter("time"))
    written += [t.get("datetime") for t in times if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"]
    if len(times) == 1:
        written.append(times[0].get("datetime") or times[0].text_content())
    for one in written:
        if found := _moment(one):
            return found
    return None


def _moment(written: str | None) -> datetime | None:
    if not re.search(r"\d{4}", written or ""):
        return None
    found = moment(written or "", year=_OLDEST)
    return found if found and found.year >= _OLDEST else None


def _author(meta: dict[str, str], story: dict[str, Any]) -> str:
    told = _name(story.get("author")) or next((meta[name] for name in _META_AUTHORS if name in meta), "")
    return "" if told.startswith(("http://", "https://")) or len(told) > 200 else told


def _language(tree: HtmlElement, meta: dict[str, str], story: dict[str, Any]) -> str | None:
    root = tree.getroottree().getroot()
    written = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    for one in (written, *_strings(story.get("inLanguage")), meta.get("content-language", ""), meta.get("og:locale", "")):
        if match := re.match(r"([A-Za-z]{2})(?:[-_]|$)", one.strip()):
            return match[1].lower()
    return None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
