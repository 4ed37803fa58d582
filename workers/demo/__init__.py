"""`wirewatch demo`: the daemon, every part the same, on a small news site that it serves on loopback. Ends by itself."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from workers.demo.daemon import daemon, store_in
from workers.demo.news import load_news
from workers.demo.site import Site
from workers.demo.table import Ending, endings, table_of
from workers.edges.store import SqlStore
from workers.screen import SafeConsole
from workers.settings import Settings

LIMIT: Final = 120.0  #: seconds for all of it
SECOND_WAVE: Final = 10.0  #: seconds after the start, at the earliest
_LOOK: Final = 0.25  #: seconds between two looks into the store

_console: Final = SafeConsole(highlight=False)


class DemoFailed(Exception):
    """What did not come about, in words."""


def run_demo(_settings: Settings, own: Path | None = None) -> int:
    """Exit code 0: every article ended as its story intends. 1: one did not, or something was not done in time.

    `own`: a rules folder of the user's instead of the shipped one; then every ending is as good as another.
    """
    found: list[Ending] = []
    trouble = ""
    with tempfile.TemporaryDirectory(prefix="wirewatch-demo-") as name, Site(load_news(datetime.now(UTC))) as site:
        folder = Path(name)
        _say(f"A news site of three outlets runs at {site.base}; starting the daemon (Redis, scheduler, four workers) ...")
        with daemon(folder, site, own) as child:
            try:
                found = _watch(folder, site, child, str(own) if own else "")
            except DemoFailed as failed:
                trouble = str(failed)
            except KeyboardInterrupt:
                _say("\nended before the end.")
                return 130
        if trouble:
            found = _endings(folder, site)
    return _conclude(found, trouble, own is not None)


def _watch(folder: Path, site: Site, child: subprocess.Popen[bytes], own: str) -> list[Ending]:
    """Both waves, from the daemon's start to the last alert. Raises DemoFailed."""
    started = time.monotonic()

    def until(done: Callable[[], bool], what: str) -> None:
        while not done():
            if child.poll() is not None:
                raise DemoFailed(f"the daemon ended with exit code {child.returncode} {what}")
            if time.monotonic() - started > LIMIT:
                raise DemoFailed(f"after {LIMIT:.0f} seconds we are still {what}")
            time.sleep(_LOOK)

    opened: list[SqlStore] = []

    def there() -> bool:
        opened.extend(filter(None, [store_in(folder)]))
        return bool(opened)

    until(there, "waiting for its store")
    store = opened[0]
    try:
        expected = site.news.expected()
        first = sum(article.wave == 1 for article in expected.values())
        rules = f"rules of {own}" if own else "rules that come along"
        _say(f"Reading {first} articles with the {rules}. What a rule finds is told as Slack would show it:\n")
        until(lambda: _all_told(store, first), f"waiting for the {first} articles of the first wave")
        until(lambda: time.monotonic() - started > SECOND_WAVE, "waiting for the second wave")

        site.wave = 2
        _say(f"\nThe outlets publish {len(expected) - first} more: copies, a second source, a higher toll, a denial.\n")
        until(lambda: _all_told(store, len(expected)), f"waiting for all {len(expected)} articles")
        return endings(expected, store.ledger())
    finally:
        store.close()


def _all_told(store: SqlStore, articles: int) -> bool:
    """Has each of so many articles its outcome, and is nothing left to say?"""
    rows = store.ledger()
    return (
        len(rows) >= articles
        and all(row.state == "done" for row in rows)
        and not store.messages_due(datetime.now(UTC) + timedelta(days=1))
    )


def _endings(folder: Path, site: Site) -> list[Ending]:
    """As far as it came."""
    store = store_in(folder)
    if store is None:
        return []
    try:
        return endings(site.news.expected(), store.ledger())
    finally:
        store.close()


def _conclude(found: Sequence[Ending], trouble: str, own: bool) -> int:
    if found:
        _console.print("\n", table_of(found, own_rules=own))
    odd = [ending for ending in found if not ending.as_expected and not own]
    if trouble:
        _say(f"\nThe demo did not come to its end: {trouble}.")
    elif own:
        _say(f"\n{sum(e.outcome == 'alerted' for e in found)} of {len(found)} articles alerted by these rules.")
    elif odd:
        _say(f"\n{len(odd)} of {len(found)} articles ended otherwise than their story intends; they are marked above.")
    else:
        _say(f"\nAll {len(found)} articles ended as their story intends.")
    _say(
        "Next: `make run` (or `wirewatch run`) watches the real feeds of rules/feeds.yaml; SLACK_BOT_TOKEN sends alerts to Slack."
    )
    _say("Your own rules: `wirewatch rules new`, then `wirewatch demo --rules rules`; a running daemon takes them up in seconds.")
    return 1 if trouble or odd or not found else 0


def _say(words: str) -> None:
    _console.print(words, markup=False, soft_wrap=True)


__all__ = ["run_demo"]
