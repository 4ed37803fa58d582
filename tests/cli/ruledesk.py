"""A rules folder, an archive and the command, in this process: the reader's data are loaded once a run, not once a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.model.article import Article
from monitor.model.feed import Feed, FeedEntry
from tests.jobs.alertdesk import _empty_store
from tests.monitor.reading.newsroom import language
from workers.cli import app
from workers.edges import language as language_edge
from workers.edges.language import LocalLanguage
from workers.edges.store import open_store
from workers.ports import Outcome, PageText

RAID = """\
title: Raid in Idlib
event:
  what: raid
  where: Idlib, Syria
  killed: at least 5
"""


@cache
def _with_words(words: tuple[tuple[str, bytes], ...]) -> LocalLanguage:
    return LocalLanguage(dict(words))


def _open(own: dict[str, bytes] | None = None, **more: Any) -> LocalLanguage:
    """One reader for all commands with the same vocabulary and nothing else of the user's."""
    if any(more.values()):
        return LocalLanguage(own, **more)
    return _with_words(tuple(sorted(own.items()))) if own else language()


@dataclass
class RuleDesk:
    """A new folder with rules in it; `say` runs a command there."""

    home: Path

    def writes(self, name: str, text: str) -> Path:
        path = self.home / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def say(self, *words: str, given: str = "") -> Result:
        """Run `wirewatch WORDS`; what is refused comes as `result.exception`."""
        return CliRunner().invoke(app, list(words), input=given)

    def archives(self, *texts: str, finish: bool = True) -> list[int]:
        """Articles of these texts, polled, cleaned and read; those that match nothing have their outcome."""
        (self.home / "data").mkdir(exist_ok=True)
        path = self.home / "data" / "wirewatch.db"
        if not path.exists():
            path.write_bytes(_empty_store())
        store, now = open_store(f"sqlite:///{path}"), datetime.now(UTC)
        store.sync_feeds([Feed(id="wire", url="https://wire.example/rss", publisher="The Wire")], now)
        lease, [(_, memory)] = store.claim_feeds(["wire"], now=now + timedelta(days=1), lease_for=60)
        entries = [
            FeedEntry(key=text, aliases=(), url=f"https://wire.example/{n}", title=shorten(text, 40, placeholder=""))
            for n, text in enumerate(texts)
        ]
        ids = store.finish_poll(lease, memory, entries, now=now, archived={}, quiet=False)
        lease, _ = store.claim_articles(ids, "new", now=now, lease_for=60)
        pages = {
            i: PageText(title="", text=text, language="en", published_at=now, site="wire", extraction="page", fingerprint="0")
            for i, text in zip(ids, texts, strict=True)
        }
        store.finish_pages(lease, pages, now=now)
        if finish:
            lease, _ = store.claim_articles(ids, "cleaned", now=now, lease_for=60)
            readings = {int(a.id): (self._read(a), []) for a in store.articles(ids)}
            store.finish_readings(lease, readings, {i: Outcome(name="no match", why="none") for i in ids}, now=now)
        store.close()
        return ids

    @staticmethod
    def _read(article: Article) -> Any:
        return language().read(article)


def rule_desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    """In that folder, with nobody's settings; commands share a reader."""
    for name in ("DATABASE_URL", "REDIS_URL", "SLACK_BOT_TOKEN", "WIREWATCH_RULES", "WIREWATCH_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(home)
    monkeypatch.setattr(language_edge, "LocalLanguage", _open)
    return RuleDesk(home)
