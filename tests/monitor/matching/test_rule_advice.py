"""Advice: rules that say what others say, that no index finds, whose words cost, and which words they miss."""

from __future__ import annotations

import pytest

from monitor.matching.advice import not_indexed, shadowed
from monitor.matching.archive_advice import Archive, costly, missed
from monitor.matching.condition import View
from monitor.model.event import Event, Reading
from monitor.model.span import Span
from tests.monitor.matching.rule_desk import NOW, article, book, event, rule, toll


def said(*rules: str) -> list[tuple[str, str]]:
    return [(a.rule.head.id, a.message.split(" in the same")[0]) for a in shadowed(book(*rules).rules)]


def archive(*told: tuple[str, tuple[Event, ...]]) -> Archive:
    papers = [(article(text, id=str(n)), events) for n, (text, events) in enumerate(told)]
    return Archive([View(a, Reading(article_id=a.id, language="en", events=e), NOW) for a, e in papers])


def raid_at(word: str, text: str, what: str = "raid", where: str = "gn:1") -> tuple[str, tuple[Event, ...]]:
    start = text.index(word)
    return text, (event(what, where=where, trigger=Span(start=start, end=start + len(word))),)


def test_a_narrower_rule_in_the_same_channel_is_shadowed() -> None:
    found = said(rule("what: attack, where: Syria"), rule("what: raid, where: Idlib, killed: at least 5"))

    assert found == [("rule-1", "whatever this rule finds is already told by rule-0 (rule-0.yaml)")]


def test_two_rules_of_the_same_content_are_named_once() -> None:
    assert said(rule("what: raid"), rule("what: raid")) == [
        ("rule-1", "whatever this rule finds is the same as rule-0 (rule-0.yaml)")
    ]


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        (rule("what: attack, where: Syria", rest="channel: other"), rule("what: raid, where: Idlib")),
        (rule("what: attack", rest="status: trial"), rule("what: raid")),
        (rule("what: attack, killed: any"), rule("what: raid")),
        (rule("what: attack, sources: at least 2"), rule("what: raid")),
        (rule("what: attack", rest="unless: [{article: {text: film}}]"), rule("what: raid")),
        (rule("what: attack", "text: house"), rule("what: raid")),
        (rule(article="text: house"), rule("what: raid", "text: house")),
    ],
)
def test_a_rule_that_may_say_more_is_not_called_shadowed(wider: str, narrower: str) -> None:
    assert said(wider, narrower) == []


def test_rules_that_no_index_finds_are_named() -> None:
    rules = book(rule("killed: at least 100"), rule("what: raid"), rule(article="languages: en"), rule(article="text: flood"))

    assert [a.rule.head.id for a in not_indexed(rules.rules)] == ["rule-0", "rule-2"]


def test_what_each_word_and_place_would_bring_is_counted() -> None:
    shelf = archive(
        raid_at("raid", "A raid hit a house."), raid_at("raid", "A raid on a farm.", where="SY.Aleppo"), ("A house.", ())
    )
    [one] = book(rule("what: raid, where: [Idlib, 'Aleppo, Syria']", "text: [house, farm, barn]")).rules

    counted = {(c.path, c.words): c.articles for c in shelf.costs(one)}

    assert counted == {
        ("event.what", "raid"): 2, ("event.where", "Idlib"): 1, ("event.where", "Aleppo"): 1,
        ("article.text", "house"): 2, ("article.text", "farm"): 1, ("article.text", "barn"): 0,
    }  # fmt: skip


def test_a_word_that_is_everywhere_costs() -> None:
    shelf = archive(*[("Water again.", ())] * 30, *[("A dry day.", ())] * 30)

    [advice] = costly(book(rule(article="text: [water, mud]")).rules, shelf)

    assert advice.path == "article.text" and "'water' is in 30 of 60 archived articles" in advice.message


def test_words_that_a_rule_misses_are_told_with_their_number() -> None:
    texts = [raid_at("stormed", f"Soldiers stormed house {n}.") for n in range(13)]
    shelf = archive(*texts, *[raid_at("raid", "Two raids were told of.", where="SY.Aleppo")] * 5, raid_at("raid", "A raid."))

    found = list(missed(book(rule("where: Idlib", "text: raid")).rules, shelf, {"raid": {"stormed", "raided"}}))

    assert [(a.path, a.message.split(",")[0]) for a in found] == [
        ("article.text", "'stormed': 13 archived articles in Idlib are not covered")
    ]


def test_other_forms_of_a_word_are_missed_too() -> None:
    shelf = archive(*[("Floods again.", ())] * 4, ("A flood.", ()))

    [advice] = missed(book(rule(article="text: flood")).rules, shelf, {})

    assert advice.message.startswith("'floods': 4 archived articles are not covered")


def test_words_of_the_wanted_kind_that_were_read_as_another_are_told() -> None:
    shelf = archive(*[raid_at("raids", "There were raids.", "airstrike")] * 3, *[raid_at("clashes", "The clashes.", "clash")] * 9)

    found = list(missed(book(rule("what: raid, where: Idlib")).rules, shelf, {"raid": {"stormed"}}))

    assert [a.message.split(":")[0] for a in found] == ["'raids' (read as airstrike, not raid)"]


def test_a_rule_that_misses_nothing_gets_no_word() -> None:
    shelf = archive(*[(*raid_at("raid", "A raid."),)] * 5)

    assert list(missed(book(rule("what: raid, where: Idlib")).rules, shelf, {})) == []
    assert not list(missed(book(rule("what: raid, killed: at least 9")).rules, archive(("x", (event(killed=toll(1)),))), {}))
