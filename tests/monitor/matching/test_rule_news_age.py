"""`news_age:` in a rule and in feeds.yaml, as `rules check` sees it."""

from __future__ import annotations

import pytest

from monitor.matching.feedlist import load_feeds
from monitor.matching.rulebook import load_rulebook
from monitor.polling.identity import feed_id
from tests.monitor.matching.rule_desk import ATLAS
from workers.settings import Settings


def problems(age: str) -> list[str]:
    book, found = load_rulebook({"r.yaml": f"title: T\nnews_age: {age}\narticle: {{text: raid}}\n"}, atlas=ATLAS)
    assert bool(book.rules) is not bool(found)
    return [problem.message for problem in found]


def test_a_rule_says_how_old_its_news_may_be() -> None:
    book, _ = load_rulebook({"r.yaml": "title: T\nnews_age: 30d\narticle: {text: raid}\n"}, atlas=ATLAS)

    assert [rule.head.news_age for rule in book.rules] == [30 * 86400.0]


@pytest.mark.parametrize(
    ("age", "says"),
    [("0d", "nothing is 0 old when it is seen"), ("30", "did you mean '30d'"), ("never", "news_age is a duration such as")],
)
def test_what_is_no_age_is_a_mistake_with_a_guess(age: str, says: str) -> None:
    [message] = problems(age)

    assert says in message


def test_a_feed_says_how_old_its_news_may_be() -> None:
    content = "feeds:\n  - {url: https://a.example/rss, news_age: 7d}\n  - {url: https://b.example/rss, news_age: a week}\n"
    [feed], [problem] = load_feeds(content, "feeds.yaml", feed_id=feed_id)

    assert feed.news_age == 7 * 86400.0 and "news_age is a duration" in problem.message


@pytest.mark.parametrize(("written", "seconds"), [("36h", 129600.0), ("3600", 3600.0), (" 2d ", 172800.0)])
def test_the_setting_is_written_as_in_rules_or_in_seconds(monkeypatch: pytest.MonkeyPatch, written: str, seconds: float) -> None:
    monkeypatch.setenv("WIREWATCH_NEWS_AGE", written)

    assert Settings(_env_file=None).news_age == seconds  # type: ignore[call-arg]
