"""The page of `rules backtest --html`: one file, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from monitor.matching.rule import Rule
from workers.cli.replaying import per_day
from workers.replay.walk import Walked

_WIDE, _HIGH = 720, 120  # pixels of a chart


def page(rules: Sequence[Rule], walked: Walked, since: datetime, until: datetime, note: str) -> str:
    """HTML with a chart for each rule, its incidents and their articles."""
    told = []
    for rule in rules:
        mine = [would for would in walked.alerts if would.rule_id == rule.head.id]
        told.append({"head": rule.head, "alerts": mine, "bars": _bars(per_day(mine, since, until))})
    source = files("workers.cli").joinpath("templates", "backtest.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
    return template.render(rules=told, walked=walked, since=since, until=until, note=note, wide=_WIDE, high=_HIGH)


def _bars(days: dict[date, int]) -> list[dict[str, Any]]:
    """Where each day's bar stands, in pixels from the top left."""
    most, step = max(days.values(), default=0) or 1, _WIDE / max(len(days), 1)
    bars: list[dict[str, Any]] = []
    for n, (day, count) in enumerate(days.items()):
        high = _HIGH * count / most
        bars.append({"x": n * step, "width": max(step - 1, 0.5), "y": _HIGH - high, "height": high, "day": day, "count": count})
    return bars
