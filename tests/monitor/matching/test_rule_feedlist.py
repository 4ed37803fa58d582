"""feeds.yaml: what is a feed, and what is said of a line that is none."""

from __future__ import annotations

import pytest

from monitor.matching.feedlist import load_feeds
from monitor.model.feed import Feed
from monitor.polling.identity import feed_id


def _load(text: str) -> tuple[list[Feed], list[str]]:
    feeds, problems = load_feeds(text, "feeds.yaml", feed_id=feed_id)
    return feeds, [str(p) for p in problems]


def test_an_address_alone_is_a_feed() -> None:
    feeds, problems = _load("- https://news.example/rss\n- http://other.example:8080/atom\n")

    assert [feed.url for feed in feeds] == ["https://news.example/rss", "http://other.example:8080/atom"]
    assert feeds[0].id == feed_id("https://news.example/rss")
    assert problems == []


def test_a_feed_may_say_who_speaks_and_how() -> None:
    (feed,), problems = _load("feeds:\n  - url: https://a.example/rss\n    publisher: A\n    language: ar\n    tags: [x, y]\n")

    assert (feed.publisher, feed.language, feed.tags) == ("A", "ar", ("x", "y"))
    assert problems == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- news.example/rss", "feeds.yaml:2:3: 'news.example/rss' is no address of a feed: it begins with http:// or https:// "
         "(did you mean 'https://news.example/rss'?)"),
        ("- ftp://news.example/rss", "feeds.yaml:2:3: 'ftp://news.example/rss' is no address"),
        ("- https://[bad/rss", "feeds.yaml:2:3: 'https://[bad/rss' is no address"),
        ("- https://", "feeds.yaml:2:3: 'https://' is no address"),
        ("- {publisher: A}", "feeds.yaml:2:3: a feed needs its 'url'"),
        ("- {url: https://a.example, language: english}", "feeds.yaml:2:38: unknown language 'english' (did you mean 'en'?)"),
        ("- {url: https://a.example, language: NO}", "feeds.yaml:2:38: NO without quotes is false in YAML"),
        ("- {url: https://a.example, publsher: A}", "feeds.yaml:2:28: unknown key 'publsher' (did you mean 'publisher'?)"),
        ("- HTTPS://good.example/rss", "feeds.yaml:2:3: this feed stands in line 1 already"),
        ("- [https://a.example]", "feeds.yaml:2:3: a feed is a block"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_feed_is_told_and_the_others_are_taken(line: str, said: str) -> None:
    feeds, problems = _load(f"- https://good.example/rss\n{line}\n")

    assert [feed.url for feed in feeds] == ["https://good.example/rss"]
    assert len(problems) == 1 and problems[0].startswith(said), problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "feeds.yaml:1:1: this file is empty"),
        ("feeds:\n", "feeds.yaml:1:7: 'feeds' is empty"),
        ("feeds: https://a.example\n", "feeds.yaml:1:8: 'feeds' is a list"),
        ("feds:\n  - https://a.example\n", "feeds.yaml:1:1: unknown key 'feds' (did you mean 'feeds'?)"),
        ("feeds: {a: b}\n", "feeds.yaml:1:8: 'feeds' is a list"),
    ],
)
def test_a_file_without_feeds_says_so(text: str, said: str) -> None:
    feeds, problems = _load(text)

    assert feeds == []
    assert problems[0].startswith(said), problems
