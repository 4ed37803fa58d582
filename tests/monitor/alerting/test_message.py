"""What people read: golden pairs of each kind, Slack's limits, and nothing foreign that works."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerting import message as letters
from monitor.alerting.blocks import quotation
from monitor.alerting.escape import address, clean, clip, escape, link
from monitor.model.alert import Told
from tests.monitor.alerting.hostile import ENTITY, URL, WILD, links_of, texts
from tests.monitor.alerting.kinds import FIRST, KINDS, SECOND, head_row, reply_to, told
from tests.monitor.alerting.newsdesk import ATMEH, exactly, incident, minutes, report, rule
from tests.slackrefusals import checked_blocks, checked_metadata, checked_text

GOLDEN = Path(__file__).parents[2] / "golden" / "messages"
DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_of_message_reads_as_agreed(name: str) -> None:
    """`UPDATE_GOLDEN=1` rewrites the files; the diff is to be read."""
    letter = KINDS[name][1]()
    assert letter is not None
    shown = (
        json.dumps({"text": letter.text, "blocks": letter.blocks, "metadata": letter.metadata}, indent=1, ensure_ascii=False)
        + "\n"
    )
    file = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(shown, "utf-8")

    assert file.read_text("utf-8") == shown


@pytest.mark.parametrize("name", sorted(KINDS))
def test_slack_would_take_it(name: str) -> None:
    letter = KINDS[name][1]()
    assert letter is not None

    checked_text(letter.text, list(letter.blocks))
    checked_blocks(list(letter.blocks))
    checked_metadata(letter.metadata)


def test_every_kind_has_its_golden_file_its_picture_and_its_line() -> None:
    page = (DOCS / "messages.md").read_text("utf-8")

    assert {file.stem for file in GOLDEN.glob("*.json")} == set(KINDS)
    assert {file.stem for file in (DOCS / "images" / "messages").glob("*.png")} == set(KINDS)
    assert all(when in page and f"images/messages/{name}.png" in page for name, (when, _) in KINDS.items())


def test_a_reply_with_nothing_changed_is_none() -> None:
    one = incident(FIRST)

    assert reply_to(one, one) is None


def test_contradicting_tolls_are_shown_with_who_says_which() -> None:
    text = json.dumps(told(incident(report("SANA", at=-5, killed=exactly(12)), report("BBC", killed=exactly(9)))).blocks)

    assert "*Killed:* 9 to 12 (SANA: 12; BBC: 9)" in text


def test_what_was_attacked_and_how_many_were_abducted_is_told() -> None:
    first = report("SANA", at=-5, abducted=exactly(12), targets=("school",))
    text = json.dumps(told(incident(first, report("BBC", targets=("aid", "school")))).blocks)

    assert "*Abducted:* 12 (SANA)" in text
    assert "*Attacked:* school and aid" in text


def test_more_reports_than_three_are_counted() -> None:
    many = incident(*(report(f"Paper {n}", title=f"Report {n}") for n in range(8)))

    text = json.dumps(told(many).blocks, ensure_ascii=False)

    assert "Report 2" in text and "Report 3" not in text and "and 5 more" in text


def test_a_level_below_the_rules_calls_nobody() -> None:
    text = json.dumps(told(incident(SECOND), level="high", mention="S0123ABCD", mention_at="critical").blocks)

    assert "subteam" not in text


# ---------------------------------------------------------------- nothing foreign works


@settings(max_examples=150)
@given(title=WILD, source=WILD, quote=WILD, name=WILD, who=WILD, url=URL, cut=st.tuples(st.integers(0, 400), st.integers(0, 400)))
def test_whatever_a_title_holds_nothing_of_it_works(
    title: str, source: str, quote: str, name: str, who: str, url: str, cut: tuple[int, int]
) -> None:
    place = replace(ATMEH, name=name)
    one = incident(
        report(
            source,
            title=title,
            quote=quote,
            url=url,
            where=place,
            said_by=(who,),
            actors=(who,),
            killed=exactly(3),
            why=title,
            rules=(title,),
            highlights=(cut,),
        )
    )
    letter = told(one, title=title)
    row = replace(head_row(one), kind="reply", revision=1, before=Told())
    reply = letters.reply(one, rule(title=title), row, now=minutes(5))
    assert reply is not None

    for said in (letter, letters.plain(letter), reply):
        links = [found for text in texts(said) for found in links_of(text)]
        checked_text(said.text, list(said.blocks))
        checked_blocks(list(said.blocks))
        assert len(said.text) <= 3000
        assert len(links) == (1 if said.blocks and address(url) else 0)
        assert not any(ord(c) in (0x202E, 0x2066, 0x200B) for text in texts(said) for c in text)
        json.dumps([said.blocks, said.text, said.metadata]).encode("utf-8")


@given(text=WILD, limit=st.integers(1, 60))
def test_a_cut_never_leaves_half_an_entity(text: str, limit: int) -> None:
    cut = clip(escape(text), limit)

    assert len(cut) <= limit
    assert "&" not in ENTITY.sub("", cut)


@given(url=st.text(max_size=100) | URL)
def test_an_address_is_http_or_none_and_holds_no_mark(url: str) -> None:
    found = address(url)

    assert found is None or (found.startswith(("http://", "https://", "HTTP")) and not re.search(r"[<>|\"\s]", found))


def test_a_link_without_an_address_is_its_words() -> None:
    assert link("javascript:alert(1)", "BBC <News>") == "BBC &lt;News&gt;"


def test_turned_and_hidden_characters_are_left_out() -> None:
    assert clean("a\u202eb\u200bc\x00d\ud800e\nf") == "abcde f"


def test_bold_words_are_whole_words() -> None:
    assert quotation("He said people died.", ((8, 12), (15, 17))) == "> He said *people* *died.*"


def test_a_quote_with_stars_of_its_own_keeps_them_as_they_look() -> None:
    assert quotation("2 * 3 *x* dead", ((10, 14),)) == "> 2 ∗ 3 ∗x∗ *dead*"


def test_the_reference_is_the_first_twelve_digits_of_the_message() -> None:
    letter = told(incident(FIRST))

    mark = letters.reference(letter.metadata["event_payload"]["message_id"])
    assert f"ref: {mark}" in texts(letter)[-1] and re.fullmatch(r"[0-9a-f]{12}", mark)


def test_the_day_is_told_in_words() -> None:
    assert "*When:* Thursday 3 February 2022" in texts(told(incident(replace(FIRST, day=date(2022, 2, 3)))))[2]
