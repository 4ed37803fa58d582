"""An entry is known again after its site moved, and two entries are never taken for one."""

from __future__ import annotations

from monitor.polling.identity import Marks, canonical_link, feed_id, identify

FEED = "https://news.example/rss"


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


def test_tracking_is_no_part_of_an_address_but_an_article_number_is() -> None:
    assert canonical_link("https://news.example/a?utm_medium=x&id=1") == canonical_link("http://www.news.example/a/?id=1")
    assert canonical_link("https://news.example/a?id=1") != canonical_link("https://news.example/a?id=2")


def test_a_feeds_id_is_short_and_stays() -> None:
    assert feed_id("https://news.example/rss") == feed_id(" HTTPS://NEWS.example/rss ")
    assert len(feed_id("https://news.example/rss")) == 12
    assert feed_id("https://news.example/rss") != feed_id("https://news.example/RSS")
