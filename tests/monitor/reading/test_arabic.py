"""Arabic: words made comparable, and an Arabic report that matches the same rule as an English one and joins its incident."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerting.incidents import kinship, opened
from monitor.alerting.reports import report_of
from monitor.matching.match import judge
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from monitor.reading.arabic.words import forms, parse_arabic, plain
from monitor.reading.languages import LANGUAGES
from tests.monitor.reading.newsroom import PUBLISHED, language
from workers.edges.language import LocalLanguage
from workers.package_data import words_of

RAID = (
    "اقتحمت قوات خاصة منزلا في بلدة أطمة بمحافظة إدلب يوم الخميس وقتلت 13 شخصا"
    " بينهم ستة أطفال، وفق ما أفاد المرصد السوري لحقوق الإنسان."
)


def article(text: str, name: str = "ar", **said: object) -> Article:
    facts: dict[str, object] = {"title": "", "source": name, "published_at": PUBLISHED, "seen_at": PUBLISHED}
    return Article(id=name, text=text, **(facts | said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "same"),
    [("قُتِلَ", "قتل"), ("إدلب", "ادلب"), ("مدينة", "مدينه"), ("قتلـــى", "قتلي"), ("\u200fحلب\u200f", "حلب"), ("١٢", "12")],
)
def test_spellings_of_a_word_are_one(written: str, same: str) -> None:
    assert plain(written) == same


@pytest.mark.parametrize(
    ("tied", "word"), [("والغارات", "غارات"), ("بإصابة", "اصابه"), ("وقتل", "قتل"), ("للقوات", "قوات"), ("وبالصواريخ", "صواريخ")]
)
def test_clitics_come_off(tied: str, word: str) -> None:
    assert word in forms(tied)


@pytest.mark.parametrize("short", ["و", "في", "ولد", "باب", "لبنان"])
def test_a_short_word_is_left_alone_or_keeps_its_own_form(short: str) -> None:
    assert forms(short)[0] == plain(short)


def test_every_word_of_the_vocabulary_is_a_kind_that_rules_know() -> None:
    from monitor.model.kinds import PARENT

    meanings = {meaning for some in parse_arabic(words_of(LANGUAGES["ar"])).kinds.by_first.values() for _, meaning in some}

    assert meanings <= set(PARENT)


def test_an_arabic_report_matches_the_rule_that_an_english_one_does() -> None:
    text = {"idlib-raid.yaml": Path("rules/alerts/idlib-raid.yaml").read_bytes()}
    rulebook, _ = load_rulebook(text, atlas=language().atlas)
    one = article(RAID)

    [match], _ = judge(rulebook, one, language().read(one), now=PUBLISHED + timedelta(hours=1))

    assert match.rule.id == "idlib-raid-casualties" or "idlib" in match.rule.id


def test_reports_in_two_languages_are_one_incident() -> None:
    english = article("Special forces raided a house in Atmeh in Idlib on Thursday and killed 13 people.", "en")
    reports = [
        report_of(one, reading, n, story="", seen_at=PUBLISHED)
        for one in (english, article(RAID))
        for reading in [language().read(one)]
        for n, event in enumerate(reading.events)
        if event.what == "raid"
    ]

    assert len(reports) == 2
    assert kinship(opened(reports[0]), reports[1]).joined


def test_who_says_so_and_who_did_it_are_told_apart() -> None:
    text = "قصفت قوات الدعم السريع مدينة الفاشر يوم الخميس وقتلت تسعة مدنيين، بحسب الأمم المتحدة."

    [event] = [e for e in language().read(article(text)).events if e.killed]

    assert ("by", "Rapid Support Forces") in [(a.role, a.name) for a in event.actors]


def test_spans_point_at_the_words() -> None:
    [event] = [e for e in language().read(article(RAID)).events if e.killed]

    words = [RAID[s.start : s.end] for s in event.evidence]
    assert "13 شخصا" in words and any("أطمة" in w for w in words)


def test_a_users_own_arabic_words_are_read() -> None:
    own = {"own.yaml": "kinds: {bombing: {nouns: [تفخيخ]}}".encode()}

    [event] = LocalLanguage(own).read(article("تفخيخ في مدينة حلب يوم الخميس وقتل شخصان.")).events

    assert (event.what, event.killed and event.killed.low) == ("bombing", 2)


@pytest.mark.parametrize(
    ("own", "text", "told"),
    [
        ("tolls: {killed: {transitive: [سحق]}}", "سحق الجيش 12 مسلحا في غارة على إدلب يوم الخميس.", (12, "happened")),
        ("tolls: {killed: {count: [هالكا]}}", "غارة على إدلب تسفر عن 12 هالكا.", (12, "happened")),
        ("reality: {background: [استذكار]}", "استذكار غارة جوية على مدينة إدلب في شمال سوريا.", (None, "background")),
    ],
)
def test_a_users_own_arabic_words_of_tolls_and_reality_are_read(own: str, text: str, told: tuple[int | None, str]) -> None:
    [plain] = language().read(article(text)).events
    [event] = LocalLanguage({"own.yaml": own.encode()}).read(article(text)).events

    assert (event.killed.low if event.killed else None, event.reality) == told
    assert (plain.killed.low if plain.killed else None, plain.reality) != told


def test_what_is_not_arabic_is_not_read_as_arabic() -> None:
    persian = article("در حمله هوایی به شهر ادلب دوازده نفر کشته شدند و بیست نفر زخمی شدند، گفت دیده‌بان.")

    reading = language().read(persian)

    assert reading.language != "ar" and not reading.events


@settings(max_examples=60)
@given(st.text(alphabet="قتل غارة على إدلب 12 شخصا وأصيب بينهم منذ عام 2019 نفى ،. و ا ل\u200f١٢ً", max_size=200))
def test_any_arabic_text_is_read_with_spans_in_bounds(text: str) -> None:
    reading = language().read(article(text, language="ar"))

    for event in reading.events:
        assert all(0 <= s.start < s.end <= len(text) for s in event.evidence)
        assert event.killed is None or event.killed.high is None or event.killed.low <= event.killed.high
