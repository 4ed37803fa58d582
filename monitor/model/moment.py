"""Dates as people and machines write them -> a moment in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from dateutil import parser

#: Seconds east of Greenwich of the zone names that RFC 822 knows and of the common ones of news outlets.
_ZONES: Final = {
    "EST": -18000,
    "EDT": -14400,
    "ET": -18000,
    "CST": -21600,
    "CDT": -18000,
    "MST": -25200,
    "MDT": -21600,
    "PST": -28800,
    "PDT": -25200,
    "BST": 3600,
    "CET": 3600,
    "CEST": 7200,
    "EET": 7200,
    "EEST": 10800,
    "MSK": 10800,
    "SGT": 28800,
    "HKT": 28800,
    "JST": 32400,
    "AEST": 36000,
    "AEDT": 39600,
}


def moment(written: str, *, year: int, near: datetime | None = None) -> datetime | None:
    """UTC; None for what is no date. Without an hour: noon. Without a zone: UTC. Without a year: `year`.

    `near`: of "05/12/2026" the day is meant that is nearer to this moment, the fifth of December or the twelfth of May; without
    it, the month comes first.

    >>> moment("2 February 2022 18:30 EST", year=2026)
    datetime.datetime(2022, 2, 2, 23, 30, tzinfo=datetime.timezone.utc)
    >>> moment("soon", year=2026) is None
    True
    """
    written = written.strip()[:80]
    if len(written) < 6 or not any(map(str.isdigit, written)):
        return None
    dotted = re.match(r"\d{1,2}\.\d{1,2}\.\d{4}", written) is not None  # the day comes first where dots divide
    found = _parsed(written, year, dayfirst=dotted)
    if near is None or dotted or not re.match(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", written):
        return found
    both = [one for one in (found, _parsed(written, year, dayfirst=True)) if one is not None]
    return min(both, key=lambda one: abs(one - near), default=None)


def _parsed(written: str, year: int, *, dayfirst: bool) -> datetime | None:
    try:
        found = parser.parse(written, tzinfos=_zone, default=datetime(year, 1, 1, 12), dayfirst=dayfirst)  # noqa: DTZ001
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, ArithmeticError, TypeError):
        return None


def _zone(name: str | None, offset: int | None) -> int | None:
    return offset if offset is not None else _ZONES.get(name or "")
