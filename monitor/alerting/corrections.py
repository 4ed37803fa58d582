"""What people correct by hand: two incidents that are one, one that is two. Whoever files a report asks here first. Pure.

A merged incident stays on the board as a signpost: what resembles it is filed under the one that it was made part of. A report
that was taken out of an incident is never filed there again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from monitor.alerting.facts import with_reports
from monitor.model.alert import Incident, Report
from monitor.model.people import Mark

Key = tuple[str, int | None]  #: article id, event


def key_of(report: Report) -> Key:
    """By which a report is known: an article tells of an event once."""
    return report.article_id, report.event


def holds(incident: Incident, report: Report) -> bool:
    """Is the report filed there?"""
    return any(key_of(r) == key_of(report) for r in incident.reports)


def home_of(incident: Incident, report: Report, board: Mapping[str, Incident]) -> Incident | None:
    """Where a report that resembles the incident is to be filed; None when a person said that it is none of it."""
    home = incident
    for _ in range(len(board)):  # a ring cannot be made, but a store may be mended by hand
        if home.merged_into not in board:
            break
        home = board[home.merged_into]
    if key_of(report) not in home.apart:
        return home
    if home is incident or not holds(incident, report):
        return None
    return replace(incident, merged_into="")  # taken out again of what it was merged into: it stands by itself


def marked(incident: Incident, mark: Mark) -> Incident:
    """With what a person said of it; the same person saying the same thing again replaces it."""
    same = (mark.kind, mark.by, mark.rule_id)
    kept = tuple(m for m in incident.marks if (m.kind, m.by, m.rule_id) != same)
    return replace(incident, marks=(*kept, mark))


def merged(incident: Incident, into: Incident, mark: Mark) -> Incident:
    """As a signpost to the other."""
    return replace(marked(incident, mark), merged_into=into.id)


def without(incident: Incident, keys: Iterable[Key]) -> Incident:
    """Without these reports, for good. Raises ValueError when none would be left."""
    gone = set(keys)
    left = tuple(r for r in incident.reports if key_of(r) not in gone)
    if not left:
        raise ValueError("no report would be left")
    return replace(with_reports(incident, left), apart=tuple(sorted({*incident.apart, *gone}, key=str)))
