"""What a feed's bytes become: every entry, as plain text, with links that are safe and dates that are possible."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor.model.feed import FeedEntry, ParsedFeed
from monitor.polling.parse import NotAFeed, parse_feed

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://news.example/world/feed.xml"


def parsed(body: bytes | str, content_type: str = "application/rss+xml", url: str = URL) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, url=url, content_type=content_type, seen_at=NOW)


def rss(*items: str, head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>World</title>{head}{"".join(items)}</channel></rss>'


def item(title: str = "A raid", **fields: str) -> str:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in {"title": title, **fields}.items())
    return f"<item>{inside}</item>"


def only(feed: ParsedFeed) -> FeedEntry:
    assert len(feed.entries) == 1
    return feed.entries[0]


def test_entries_come_in_document_order_with_all_they_say() -> None:
    first = item(guid="1", link="https://news.example/1", description="Two held.", pubDate="Mon, 02 Mar 2026 08:00:00 GMT")
    feed = parsed(rss(first, item("Second", guid="2"), head="<language>en-GB</language><ttl>15</ttl>"))

    entry = feed.entries[0]
    assert [e.title for e in feed.entries] == ["A raid", "Second"]
    assert (entry.key, entry.url, entry.summary) == ("1", "https://news.example/1", "Two held.")
    assert entry.published_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (feed.title, feed.language, feed.ttl, feed.partial) == ("World", "en", 900.0, False)


def test_an_atom_feed_with_a_relative_link_and_xhtml_content() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/blog/"><title>A</title>
      <entry><id>tag:a,1</id><title type="html">Raid &amp;amp; rescue</title><link href="posts/1"/>
      <updated>2026-03-01T10:00:00+02:00</updated><content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml"><p>Two <b>held</b>.</p><p>One freed.</p></div></content></entry></feed>"""

    entry = only(parsed(body, "application/atom+xml"))

    assert entry.title == "Raid & rescue"
    assert entry.url == "https://atom.example/blog/posts/1"
    assert entry.summary + entry.content == "Two held.\nOne freed."
    assert entry.published_at == datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_a_json_feed_which_feedparser_does_not_know() -> None:
    said: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "language": "de",
        "items": [
            {
                "id": "1",
                "url": "/a",
                "title": "Razzia",
                "content_html": "<p>Zwei <i>Tote</i></p>",
                "authors": [{"name": "N. N."}],
            },
            {"id": 2, "content_text": "Only <text>", "date_published": "2026-03-02T07:00:00Z"},
        ],
    }

    feed = parsed(json.dumps(said), "application/feed+json")

    one, two = feed.entries
    assert (one.url, one.content, one.author) == ("https://news.example/a", "Zwei Tote", "N. N.")
    assert (two.key, two.title, two.content) == ("2", "Only <text>", "Only <text>")
    assert two.published_at == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert feed.language == "de"


def test_markup_becomes_text_and_entities_are_resolved_once() -> None:
    markup = "<p>At least <b>12</b> dead</p><script>bad()</script><p>AT&amp;amp;T</p>"
    description = markup.replace("&", "&amp;").replace("<", "&lt;")

    entry = only(parsed(rss(item(guid="1", description=description))))

    assert entry.summary == "At least 12 dead\nAT&amp;T"


def test_text_that_only_looks_like_markup_stays_text() -> None:
    entry = only(parsed(rss(item("Toll &lt; 5, says army", guid="1"))))

    assert entry.title == "Toll < 5, says army"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://", "mailto:a@b.example", "https://u:p@h.example/"],
)
def test_a_link_that_is_no_web_address_is_no_link(link: str) -> None:
    entry = only(parsed(rss(item(guid="1", link=link))))

    assert entry.url is None


def test_a_guid_that_is_an_address_serves_as_link_where_there_is_none() -> None:
    assert only(parsed(rss(item(guid="https://news.example/7")))).url == "https://news.example/7"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(minutes=10)),
        ("Fri, 31 Dec 9999 00:00:00 -0500", NOW + timedelta(minutes=10)),
        ("Sun, 03 Jan 1999 10:00:00 GMT", NOW - timedelta(days=3653)),
        # what systems write that have no date
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("tomorrow, perhaps", None),
        ("", None),
        ("2026-03-02T10:30:00+02:00", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 03:30:00 EST", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        # midnight to the second is a day without a time: its end, or now
        ("Fri, 27 Feb 2026 00:00:00 +0300", datetime(2026, 2, 27, 20, 59, 59, tzinfo=UTC)),
        ("2026-02-27T00:00:00Z", datetime(2026, 2, 27, 23, 59, 59, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 00:00:00 GMT", NOW),
        ("2026-02-27T10:00:00+00:00", datetime(2026, 2, 27, 10, tzinfo=UTC)),
        ("Fri, 27 Feb 2026 00:00:01 GMT", datetime(2026, 2, 27, 0, 0, 1, tzinfo=UTC)),
        # of two readings the day that is nearer
        ("02/03/2026 08:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("03/02/2026 08:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("27/02/2026 08:00", datetime(2026, 2, 27, 8, tzinfo=UTC)),
    ],
)
def test_dates_are_utc_and_possible_or_none(written: str, expected: datetime | None) -> None:
    assert only(parsed(rss(item(guid="1", pubDate=written)))).published_at == expected


def test_an_entry_without_a_title_gets_the_beginning_of_its_text() -> None:
    entry = only(parsed(rss(item("", guid="1", description="Shots were heard near the bridge. " * 10))))

    assert entry.title.startswith("Shots were heard near the bridge.")
    assert entry.title.endswith("…")


def test_characters_that_trick_the_eye_are_gone() -> None:
    entry = only(parsed(rss(item("Raid\u202e kills\u200b two\x85", guid="1"))))

    assert entry.title == "Raid kills two"


def test_a_body_that_breaks_off_gives_what_it_has_and_says_so() -> None:
    whole = rss(item(guid="1"), item("Another", guid="2"), item("Third", guid="3"))

    feed = parsed(whole[: whole.index("Third")])

    assert [e.title for e in feed.entries][:2] == ["A raid", "Another"]
    assert feed.partial
    assert "malformed" in feed.warning


def test_no_entry_that_came_whole_is_lost_wherever_a_body_breaks_off() -> None:
    whole = rss(*(item(f"Story {n}", guid=str(n), link=f"https://news.example/{n}") for n in range(12)))

    for cut in range(200, len(whole), 61):
        complete = whole[:cut].count("</item>")
        feed = parsed(whole[:cut])
        assert len(feed.entries) >= complete
        assert feed.partial


def test_a_charset_that_the_document_declares_wins_over_the_servers() -> None:
    body = rss(item("غارة", guid="1")).replace('"1.0"?', '"1.0" encoding="windows-1256"?')

    assert only(parsed(body.encode("cp1256"), "text/xml; charset=utf-8")).title == "غارة"


def test_the_servers_charset_counts_where_the_document_is_silent() -> None:
    assert only(parsed(rss(item("غارة", guid="1")).encode("cp1256"), "text/xml; charset=windows-1256")).title == "غارة"


def test_utf_8_is_read_as_such_whatever_document_and_server_call_it() -> None:
    body = rss(item("Münster – غارة", guid="1"))

    for called in ("", ' encoding="iso-8859-1"'):
        said = body.replace('"1.0"?', f'"1.0"{called}?')
        assert only(parsed(said, "text/xml; charset=iso-8859-1")).title == "Münster – غارة"
        assert only(parsed(said, "text/xml")).title == "Münster – غارة"


def test_utf_16_is_read() -> None:
    body = rss(item("Überfall", guid="1")).replace('"1.0"?', '"1.0" encoding="utf-16"?')

    assert only(parsed(body.encode("utf-16"))).title == "Überfall"


def test_a_body_that_was_zipped_without_saying_so_is_read() -> None:
    assert only(parsed(gzip.compress(rss(item(guid="1")).encode()))).title == "A raid"


def test_more_entries_than_the_cap_are_cut_and_it_is_said() -> None:
    feed = parsed(rss(*(item(f"S{n}", guid=str(n)) for n in range(1200))))

    assert len(feed.entries) == 1000
    assert "1200 entries: the newest 1000" in feed.warning


def dated(n: int) -> str:
    """RFC 822: n hours after the new year."""
    return format_datetime(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n))


@pytest.mark.parametrize("name", ["links", "title_detail", "summary_detail", "content", "published_parsed", "updated_parsed"])
def test_an_element_named_like_what_feedparser_makes_of_others_is_nothing(name: str) -> None:
    odd = f"<item><title>Raid</title><link>https://n.example/1</link><{name}>x</{name}></item>"

    entry = only(parsed(rss(odd)))

    assert entry.title == "Raid" and entry.published_at is None


@pytest.mark.parametrize("backwards", [False, True])
def test_of_too_many_entries_the_newest_are_taken_however_they_are_ordered(backwards: bool) -> None:
    order = sorted(range(1200), reverse=backwards)
    feed = parsed(rss(*(item(f"S{n}", guid=str(n), pubDate=dated(n)) for n in order)))

    assert {entry.title for entry in feed.entries} == {f"S{n}" for n in range(200, 1200)}
    assert feed.entries[0].title == f"S{order[0] if backwards else order[200]}"


def test_of_too_many_entries_of_a_json_feed_the_newest_are_taken_too() -> None:
    items = [{"id": str(n), "title": f"S{n}", "date_published": f"20{n // 100 + 10}-01-01T00:00:00Z"} for n in range(1200)]

    feed = parsed(json.dumps({"items": items}))

    assert {entry.title for entry in feed.entries} == {f"S{n}" for n in range(200, 1200)}
    assert "1200 entries: the newest 1000 were taken" in feed.warning


def test_entries_without_a_date_are_as_old_as_the_one_before() -> None:
    entries = [item(f"S{n}", guid=str(n), pubDate=dated(5000 - n) if n % 2 else "") for n in range(1200)]

    feed = parsed(rss(*entries))

    assert [entry.title for entry in feed.entries] == [f"S{n}" for n in range(1000)]


def test_the_period_of_the_syndication_module_is_a_ttl() -> None:
    head = '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod>'

    assert parsed(rss(item(guid="1"), head=head)).ttl == 3600.0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the body is empty"),
        (b" \n\x00", "the body is empty"),
        (b"<!doctype html><html><body>Hello</body></html>", "an HTML page, not a feed"),
        (b"Service unavailable", "neither XML nor JSON"),
        (b"<note><to>you</to></note>", "XML without a feed in it"),
        (b'{"error": "rate limited"}', "JSON, but no JSON Feed: it has no list of items"),
        (b"\x1f\x8bnot gzip at all", "looks like gzip, but is not"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed) as refusal:
        parsed(body)

    assert refusal.value.reason.startswith(reason)
