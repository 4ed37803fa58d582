"""Which entry is which: keys and aliases that survive moves to https, to another host, or to new guids, and never join two.

What is learned from liferea#1195, FreshRSS#5909 and Feedbin's alias keys: guids change all at once, so an entry is also known
by its link and by its words. What is learned from broken feeds: a guid or link that several entries share names none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from hashlib import blake2b, sha256
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

_WWW: Final = re.compile(r"\A(?:www\.)+")
_TRACKING: Final = re.compile(r"^(utm_\w+|at_\w+|fbclid|gclid|mc_[ce]id|cmpid|xtor|ocid|ns_\w+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What an entry says of itself, by which it may be known again."""

    guid: str
    link: str | None
    title: str
    text: str  #: summary and content
    date: str  #: as written


def feed_id(url: str) -> str:
    """A short name for a feed that stays the same as long as its address does (case of host and a trailing blank aside).

    >>> feed_id("https://News.example/rss ") == feed_id("https://news.example/rss")
    True
    """
    same = url.strip()
    with suppress(ValueError):  # "http://[" is no address; it has a name all the same
        parts = urlsplit(same)
        same = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="").geturl()
    return blake2b(same.encode("utf-8", "replace"), digest_size=6).hexdigest()


def canonical_link(url: str) -> str:
    """The address without scheme, `www.`, tracking parameters and a last slash.

    >>> canonical_link("http://www.News.example/a/?utm_source=rss&id=7")
    'news.example/a?id=7'
    """
    parts = urlsplit(url)
    host = _host(parts.netloc)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    return host + parts.path.rstrip("/") + (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def identify(entries: Sequence[Marks], *, feed_url: str, site_url: str | None) -> list[tuple[str, tuple[str, ...]] | None]:
    """(key, aliases) of each entry of one body, in order; None for an entry that repeats an earlier one word for word.

    A mark shared by several entries of the body identifies none of them and is not used. The key is the guid, else the link,
    else a hash of the words; where the hashes are shared too, one that no other entry can have.
    """
    home = {canonical_link(u) for u in (feed_url, site_url) if u}
    hosts = {_host(urlsplit(u).netloc) for u in (feed_url, site_url) if u}
    seen: set[Marks] = set()
    kept: list[list[str] | None] = []
    for marks in (replace(one, link=canonical_link(one.link) if one.link else "") for one in entries):
        kept.append(None if marks in seen else [*_candidates(marks, home, hosts), _exact(marks)])
        seen.add(marks)
    shared = Counter(mark for marks_ in kept if marks_ for mark in dict.fromkeys(marks_))
    return [None if marks_ is None else _pick([m for m in marks_ if shared[m] == 1]) for marks_ in kept]


def _pick(marks: list[str]) -> tuple[str, tuple[str, ...]]:
    *own, exact = dict.fromkeys(marks)
    if not own:
        return exact, ()
    # the hash of everything comes last; it is an alias only of entries that have nothing better
    return own[0], tuple(own[1:-1]) if len(own) > 2 else tuple(own[1:])


def _candidates(marks: Marks, home: set[str], hosts: set[str]) -> list[str]:
    """Best first, the link being canonical already. The last one is a hash of everything."""
    found = []
    if marks.guid:
        found.append(marks.guid if len(marks.guid) <= 500 else _hashed("guid", marks.guid))
        found += _guid_aliases(marks.guid, hosts)
    link = marks.link or ""
    if link and link not in home and re.search(r"[/?#].", link):
        found.append("link:" + link if len(link) <= 500 else _hashed("link", link))
        found.append(_hashed("words", marks.title, link))
    else:  # a link to the front page tells nothing: only the words do
        found.append(_hashed("words", marks.title, marks.text[:500]))
    found.append(_hashed("all", marks.guid, link, marks.title, marks.text, marks.date))
    return found


def _guid_aliases(guid: str, hosts: set[str]) -> list[str]:
    """A guid that is an address, without its scheme; and without its host where that is the feed's own."""
    if not re.match(r"https?://", guid, re.IGNORECASE):
        return []
    try:
        parts = urlsplit(guid)
    except ValueError:  # "http://[" and the like
        return []
    rest = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    if not rest or len(rest) > 500:
        return []
    host = _host(parts.netloc)
    # a planet gathers many sites: there "/?p=12" of one is not "/?p=12" of another
    return [f"guid:{host}{rest}", *([f"guid:{rest}"] if host in hosts else [])]


def _host(netloc: str) -> str:
    """Without `www.`, however often it is written: what is left is its own canonical form."""
    return _WWW.sub("", netloc.lower())


def _hashed(kind: str, *parts: str) -> str:
    """Of two entries that differ only in where a "|" stands, or in half a character, the hash is one: stored identities are made
    so, and another hash would make old entries new. Where that happens, `_exact` tells them apart."""
    return f"{kind}:" + sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _exact(marks: Marks) -> str:
    """The entry's own beyond doubt: no other facts have the same one."""
    return "exact:" + sha256(ascii(astuple(marks)).encode("ascii")).hexdigest()[:32]
