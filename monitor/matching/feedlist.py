"""`rules/feeds.yaml`: the feeds to poll, each with what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from monitor.matching import fields
from monitor.matching.nodes import Broken, Items, Node, Review, Table, Text
from monitor.matching.oldnews import news_age
from monitor.matching.origin import language
from monitor.matching.yaml_strict import read_yaml
from monitor.model.feed import Feed
from monitor.model.rule import Problem

KEYS: Final = ("url", "publisher", "language", "tags", "news_age")


def load_feeds(content: bytes | str, file: str, *, feed_id: Callable[[str], str]) -> tuple[list[Feed], list[Problem]]:
    """The feeds in the file's order; one with a mistake is left out.

    The file is `feeds:` with a list, or the list alone. A feed is its address, or a block of url, publisher, language, tags and
    news_age.
    """
    review = Review()
    root = read_yaml(content, file, review)
    if isinstance(root, Table):
        found = fields.table(root, review, "feeds.yaml", ("feeds",)) or {}
        root = found.get("feeds")
        if root is None:
            review.mistake(Node(file, 1, 1), "'feeds:' with a list of feeds is missing")
    elif root is None and not review.wrong:
        review.mistake(Node(file, 1, 1), "this file is empty: it names the feeds to poll")
    if root is not None and not isinstance(root, Items | Broken):
        empty = isinstance(root, Text) and root.trap == "null"
        review.mistake(root, "'feeds' is empty" if empty else "'feeds' is a list: begin each feed with '- '")
    feeds: dict[str, Feed] = {}
    lines: dict[str, int] = {}
    for node in root.items if isinstance(root, Items) else ():
        one = Review()
        feed = _feed(node, one, feed_id)
        if feed is not None and feed.id in feeds:
            one.mistake(node, f"this feed stands in line {lines[feed.id]} already")
        elif feed is not None and not one.wrong:
            feeds[feed.id] = feed
            lines[feed.id] = node.line
        review.problems.extend(one.problems)
    return list(feeds.values()), review.problems


def _feed(node: Node, review: Review, feed_id: Callable[[str], str]) -> Feed | None:
    if isinstance(node, Text):
        url = _url(node, review)
        return Feed(id=feed_id(url), url=url) if url else None
    found = fields.table(node, review, "a feed", KEYS)
    if found is None:
        return None
    if "url" not in found:
        review.mistake(node, "a feed needs its 'url'")
        return None
    url = _url(found["url"], review)
    code = fields.text(found["language"], review, "language") if "language" in found else None
    if code is not None:
        language(code, found["language"], review)
    tags = fields.items(found["tags"], review, "tags") if "tags" in found else ()
    age = news_age(found["news_age"], review) if "news_age" in found else None
    if url is None:
        return None
    return Feed(
        id=feed_id(url),
        url=url,
        publisher=(fields.text(found["publisher"], review, "publisher") or "") if "publisher" in found else "",
        language=code,
        tags=tuple(tag for member in tags if (tag := fields.text(member, review, "a tag"))),
        news_age=age,
    )


def _url(node: Node, review: Review) -> str | None:
    url = fields.text(node, review, "url")
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme in ("http", "https") and host and url.isprintable() and " " not in url:
        return url
    hint = f" (did you mean 'https://{url}'?)" if "://" not in url and "." in url and " " not in url else ""
    review.mistake(node, f"'{url[:60]}' is no address of a feed: it begins with http:// or https://{hint}")
    return None
