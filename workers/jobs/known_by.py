"""By what an article is known again when its publisher shows it under another name."""

from __future__ import annotations

import re

from monitor.model.feed import Feed, FeedEntry, teller
from monitor.model.likeness import Likeness, Telling
from monitor.polling.identity import canonical_link
from monitor.reading.stories.sameness import by_link, by_words, comes_from


def by_entry(feed: Feed, entry: FeedEntry, telling: Telling) -> tuple[Likeness, ...]:
    """Its address, and the feed's own words. `telling`: small words that make another report."""
    own = by_words(_who(feed, entry), entry.title, own_text(entry), telling=telling)
    return tuple(filter(None, (_address(feed, entry, telling), own)))


def by_page(feed: Feed, entry: FeedEntry, page: str, telling: Telling) -> tuple[Likeness, ...]:
    """Its address, its page's text, and the feed's own words where they are taken from that.

    A recurring title often stands over the same line in the feed: there the page alone tells one day's report from another's.
    """
    own, who = own_text(entry), _who(feed, entry)
    words = by_words(who, entry.title, own, telling=telling) if comes_from(own, page) else None
    of_page = by_words(who, entry.title, page, telling=telling, of_page=True)
    return tuple(filter(None, (_address(feed, entry, telling), of_page, words)))


def own_text(entry: FeedEntry) -> str:
    return max(entry.content, entry.summary, key=len)


def _who(feed: Feed, entry: FeedEntry) -> str:
    return teller(feed.publisher, entry.url, feed.url)


def _address(feed: Feed, entry: FeedEntry, telling: Telling) -> Likeness | None:
    link = canonical_link(entry.url) if entry.url else ""
    # a front page is nobody's address
    return by_link(_who(feed, entry), link, entry.title, telling=telling) if re.search(r"[/?#].", link) else None
