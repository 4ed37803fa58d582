"""Looking after it: check, status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from workers.cli.base import app, console, load
from workers.edges import redis_server
from workers.edges.queue import RqQueue
from workers.edges.store import current_revision
from workers.errors import Permanent, Refused, Transient
from workers.folders import make_private, told_to_others
from workers.ports import Health
from workers.settings import Settings
from workers.toolbox import clock, has_store, open_feed_list, open_language, open_room, open_store_of, redis_url


@app.command()
def check() -> None:
    """Settings, feeds, rules, store, Redis, Slack, alerts: each ok, or what to do. Exit code 1 when something is wrong."""
    settings = load("check")
    lines: list[tuple[str, Callable[[Settings], str]]] = [
        ("settings", _settings), ("feeds", _feeds), ("rules", _rules), ("store", _store), ("redis", _redis), ("slack", _slack),
        ("alerts", _alerts),
    ]  # fmt: skip
    wrong = 0
    for name, look in lines:
        try:
            words, mark = look(settings), "[green]ok[/green]  "
        except (Refused, Transient, Permanent) as trouble:
            words, mark = str(trouble), "[red]mend[/red]"
            wrong += 1
        console.print(f"{mark} {name}: ", end="")
        console.print(words, markup=False, soft_wrap=True)
    raise typer.Exit(1 if wrong else 0)


def _settings(settings: Settings) -> str:
    make_private(settings.data)
    if trouble := told_to_others(Path(".env")):
        raise Refused(trouble)
    if not settings.contact:
        return f"data in {settings.data.absolute()} (set WIREWATCH_CONTACT: publishers like to know who asks)"
    return f"data in {settings.data.absolute()}"


def _feeds(settings: Settings) -> str:
    feeds, problems = open_feed_list(settings).feeds()
    if problems or not feeds:
        raise Refused(
            "; ".join(map(str, problems)) or f"no feeds in {settings.rules_folder / 'feeds.yaml'}: wirewatch feeds add URL"
        )
    return f"{len(feeds)} in {settings.rules_folder / 'feeds.yaml'}"


def _rules(settings: Settings) -> str:
    _, rules = open_language(settings)
    state = rules.refresh()
    errors = [p for p in state.problems if p.severity == "error"]
    if errors:
        raise Refused(f"{len(state.heads)} good, {len(errors)} mistakes:\n" + "\n".join(f"           {p}" for p in errors))
    if not state.heads:
        raise Refused(f"no rules in {settings.rules_folder / 'alerts'}: see docs/rules.md for the first one")
    return f"{len(state.heads)} in {settings.rules_folder / 'alerts'}"


def _store(settings: Settings) -> str:
    url = settings.store_url
    if url.startswith("sqlite") and not (settings.data / "wirewatch.db").exists():
        return "will be made by the first `wirewatch run`"
    revision = current_revision(url)
    if revision is None:
        raise Refused("has no tables yet: wirewatch db upgrade")
    store = open_store_of(settings)
    articles = sum(store.intake().values())
    store.close()
    return f"{'SQLite' if url.startswith('sqlite') else 'PostgreSQL'}, revision {revision}, {articles} articles"


def _redis(settings: Settings) -> str:
    depths = RqQueue(redis_url(settings)).depths()
    if settings.redis_url is None:
        binary = redis_server.find_binary()
        return f"embedded ({binary}), " + ("not running: wirewatch run starts it" if depths is None else "running")
    if depths is None:
        raise Refused("REDIS_URL does not answer: is it running, and reachable from here?")
    return f"answers; waiting jobs: {sum(depths.values())}"


def _slack(settings: Settings) -> str:
    return open_room(settings).check()


def _alerts(settings: Settings) -> str:
    """Does anything wait for somebody to mend it?"""
    if not has_store(settings):
        return "none yet"
    store = open_store_of(settings)
    waiting = [trouble.words for trouble in store.troubles(clock()) if trouble.key.startswith("alerts:")]
    store.close()
    if waiting:
        raise Refused("; ".join(waiting))
    return "none waits for too long"


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for scripts.")] = False) -> None:
    """Feeds, queues, articles by outcome, alerts by state, the oldest unsent one. Exit code 1 when something needs you."""
    settings = load("status")
    store = open_store_of(settings)
    health, queues = store.health(clock()), RqQueue(redis_url(settings)).depths()
    unwritable, away = store.probe(clock()), "" if queues is not None else "Redis does not answer"
    problems = [*filter(None, (unwritable, away)), *health.problems]
    if as_json:
        sys.stdout.write(json.dumps({**_plain(health), "queues": queues, "problems": problems}, default=_word) + "\n")
    else:
        _show(health, queues, problems)
    raise typer.Exit(1 if problems else 0)


def _plain(health: Health) -> dict[str, Any]:
    return {
        "feeds": health.feeds,
        "articles": health.articles,
        "alerts": health.alerts,
        "oldest_unsent": health.oldest_unsent,
        "processes": health.heartbeats,
        "rules": _rules_in_force(health),
        "held": health.held,
    }


def _rules_in_force(health: Health) -> dict[str, Any] | None:
    """As the process tells it that was heard of last; None when none judges."""
    telling = [beat for beat in health.heartbeats if beat["rules"] is not None]
    newest = min(telling, key=lambda beat: beat["age"], default=None)
    return None if newest is None else dict(newest["rules"])


def _word(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _show(health: Health, queues: Mapping[str, int] | None, problems: list[str]) -> None:
    feeds = Table("feed", "last new", "last ok", "next poll", "trouble", title="feeds", title_justify="left")
    for feed in health.feeds:
        trouble = str(feed["last_error"] or "") + (f" ({feed['failures']} times)" if feed["failures"] else "")
        times = (_cell(feed[name]) for name in ("last_new_at", "last_ok_at", "next_due"))
        feeds.add_row(escape(str(feed["publisher"] or feed["url"])), *times, escape(trouble))
    processes = Table("process", "host", "pid", "memory", "seen", title="processes", title_justify="left")
    for beat in health.heartbeats:
        processes.add_row(*(_cell(beat[name]) for name in ("role", "host", "pid", "detail")), f"{beat['age']:.0f} s ago")
    console.print(feeds, processes)
    for name, counts in (("articles", health.articles), ("alerts", health.alerts), ("queues", queues or {})):
        console.print(f"{name}: " + (", ".join(f"{k} {v}" for k, v in counts.items()) or "none"))
    if (rules := _rules_in_force(health)) is not None:
        console.print(f"rules: {rules['count']} in force ({rules['hash']})")
    if health.held:
        console.print(f"held: {health.held} matches wait for a person (wirewatch held)")
    if health.oldest_unsent:
        console.print(f"oldest unsent alert: {_cell(health.oldest_unsent)}")
    for problem in problems:
        console.print("[red]![/red] ", end="")
        console.print(problem, markup=False)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value[4:5] == "-" and "T" in value:
        value = datetime.fromisoformat(value)
    return f"{value:%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
