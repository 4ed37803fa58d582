"""Days of the calendar."""

from __future__ import annotations

from datetime import date


def day_of(year: int, month: int, day: int) -> date | None:
    """None for what no calendar has: 30 February, the year 0."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
