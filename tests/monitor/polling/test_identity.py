"""An entry is known again after its site moved, and two entries are never taken for one."""

from __future__ import annotations

from monitor.polling.identity import Marks, canonical_link, feed_id, identify

FEED = "https://news.example/rss"

#: What the first version made of the entries of `test_the_stored_names_of_entries_stay`.
STORED = [
    (
        "http://news.example/a/1",
        ("guid:news.example/a/1", "guid:/a/1", "link:news.example/a/1", "words:9a6f313b3560d473f1908058d5190eb8"),
    ),
    ("link:news.example/2", ("words:9b6e2dc00d81d9aa18d3b95ebb200294",)),
    ("words:58026a4332ff9c3dbae185ed21c20222", ("all:049e5fb9038a9c1673fce108b01b2e0f",)),
    ("all:4a7fe77f994bc7e3ad09d2ceab26e14d", ()),
    ("all:6e81ca03b633de3f7397b927e5637748", ()),
]


def marks(guid: str = "", link: str | None = None, title: str = "T", text: str = "", date: str = "") -> Marks:
    return Marks(guid=guid, link=link, title=title, text=text, date=date)


def names(*entries: Marks, feed: str = FEED, site: str | None = "https://news.example/") -> list[set[str]]:
    """All keys of each entry; an empty set for one that repeats another."""
    return [{one[0], *one[1]} if one else set() for one in identify(entries, feed_url=feed, site_url=site)]


def same(one: Marks, two: Marks, *, feed: str = FEED) -> bool:
    """Would the second be known, had the first been stored?"""
    [a], [b] = names(one, feed=feed), names(two, feed=feed)
    return bool(a & b)


def test_the_key_is_the_guid_else_the_link_else_a_hash() -> None:
    found = identify(
        [marks("g1", "https://news.example/1"), marks("", "https://news.example/2"), marks(title="Words only")],
        feed_url=FEED,
        site_url=None,
    )

    assert [one[0].partition(":")[0] for one in found if one] == ["g1", "link", "words"]


def test_a_move_to_https_and_www_is_the_same_entry() -> None:
    assert same(marks("http://news.example/a/1"), marks("https://www.news.example/a/1/"))


def test_a_move_to_another_host_is_the_same_entry_where_guid_and_feed_share_it() -> None:
    old = names(marks("http://old.example/a/1"), feed="http://old.example/rss", site="http://old.example/")
    new = names(marks("https://new.example/a/1"), feed="https://new.example/rss", site="https://new.example/")

    assert old[0] & new[0]


def test_new_guids_for_old_links_are_the_same_entries() -> None:
    assert same(marks("1", "https://news.example/story"), marks("uuid-77", "http://news.example/story?utm_source=rss"))


def test_two_sites_of_a_planet_with_the_same_path_are_two_entries() -> None:
    assert not same(marks("http://one.example/?p=12", title="A"), marks("http://two.example/?p=12", title="B"))


def test_a_guid_that_several_entries_share_names_none_of_them() -> None:
    found = names(marks("same", "https://news.example/1", "A"), marks("same", "https://news.example/2", "B"))

    assert not found[0] & found[1]
    assert "same" not in found[0] | found[1]


def test_a_link_that_all_entries_share_names_none_of_them() -> None:
    found = names(*(marks(f"g{n}", "https://news.example/live", f"Line {n}") for n in range(3)))

    assert len(set.union(*found)) == sum(map(len, found))


def test_a_link_to_the_front_page_names_no_entry() -> None:
    assert not same(marks("1", "https://news.example/", "A"), marks("2", "https://news.example/", "B"))


def test_entries_without_guid_and_link_are_told_apart_by_their_words() -> None:
    found = names(marks(title="Alarm", text="north"), marks(title="Alarm", text="south"))

    assert found[0] and found[1] and not found[0] & found[1]


def test_an_entry_that_repeats_another_word_for_word_is_taken_once() -> None:
    assert names(marks("1", title="A"), marks("1", title="A")) == [names(marks("1", title="A"))[0], set()]


def test_entries_that_share_everything_but_their_date_are_two() -> None:
    found = names(marks("1", None, "A", "x", "Monday"), marks("1", None, "A", "x", "Tuesday"))

    assert found[0] and found[1] and not found[0] & found[1]


def test_entries_that_only_a_bar_or_half_a_character_tells_apart_are_two() -> None:
    bars = names(marks("1", None, "A", "x|y", "z"), marks("1", None, "A", "x", "y|z"))
    halves = names(marks(title="A", text="\ud800"), marks(title="A", text="\ud801"), marks(title="A", text="?"))

    for found in (bars, halves):
        assert all(found) and len(set.union(*found)) == sum(map(len, found))


def test_an_entry_that_comes_under_http_and_https_is_taken_once() -> None:
    http, https = (marks("1", f"{scheme}://news.example/a", "A", "x") for scheme in ("http", "https"))

    assert names(http, https) == [names(http)[0], set()]


def test_the_stored_names_of_entries_stay() -> None:
    """Another name would make every old entry of a feed a new one, and tell it again."""
    entries = [
        marks("http://news.example/a/1", "http://www.news.example/a/1?utm_source=rss", "Raid | News", "Text"),
        marks(link="https://news.example/2", title="Raid | News"),
        marks(title="Raid | News", text="Words | only"),
        marks("x", None, "A", "x", "Mon|day"),
        marks("x", None, "A", "x", "Tuesday"),
    ]

    assert identify(entries, feed_url=FEED, site_url=None) == STORED


def test_what_is_no_address_has_a_name_too() -> None:
    assert len({feed_id("http://["), feed_id("http://]"), feed_id("https://news.example/rss")}) == 3


def test_tracking_is_no_part_of_an_address_but_an_article_number_is() -> None:
    assert canonical_link("https://news.example/a?utm_medium=x&id=1") == canonical_link("http://www.news.example/a/?id=1")
    assert canonical_link("https://news.example/a?id=1") != canonical_link("https://news.example/a?id=2")


def test_a_canonical_address_is_its_own_canonical_form() -> None:
    short = canonical_link("https://www.www.news.example/a")

    assert short == canonical_link(f"https://{short}") == "news.example/a"


def test_a_feeds_id_is_short_and_stays() -> None:
    assert feed_id("https://news.example/rss") == feed_id(" HTTPS://NEWS.example/rss ")
    assert len(feed_id("https://news.example/rss")) == 12
    assert feed_id("https://news.example/rss") != feed_id("https://news.example/RSS")
