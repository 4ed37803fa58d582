"""Which open incidents a report could tell of: by day and place, or as a copy of a story. Kinship then decides.

A superset is enough and stale entries do no harm, so the register only grows while a batch is filed, and an article whose filing
breaks needs no undoing. `tests/monitor/alerting/test_register.py` proves that it never loses an incident that kinship would join.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta

from monitor.alerting.facts import told_at
from monitor.alerting.places import VAGUE, places_of
from monitor.model.alert import Incident, Report
from monitor.model.place import Place

_DAY = timedelta(days=1)


class Register:
    """Ids of incidents by what a report of them would share."""

    def __init__(self, incidents: Iterable[Incident] = ()) -> None:
        self._order: dict[str, int] = {}
        self._by_place: dict[Hashable, set[str]] = defaultdict(set)
        self._by_day: dict[date, set[str]] = defaultdict(set)
        self._by_story: dict[str, set[str]] = defaultdict(set)
        self._by_article: dict[tuple[str, int | None], set[str]] = defaultdict(set)
        for incident in incidents:
            self.add(incident)

    def add(self, incident: Incident) -> None:
        """Take it in, or what is new of it."""
        self._order.setdefault(incident.id, len(self._order))
        for where in places_of(incident) or (None,):
            for key in _shelves(where):
                self._by_place[key].add(incident.id)
        for day in {incident.day} if incident.day else {told_at(r).date() for r in incident.reports}:
            self._by_day[day].add(incident.id)
        for r in incident.reports:
            self._by_article[r.article_id, r.event].add(incident.id)
            if r.story:
                self._by_story[r.story].add(incident.id)

    def candidates(self, report: Report) -> list[str]:
        """Ids of all incidents that kinship could join the report to, and of those it is filed under; oldest first."""
        day = report.day or told_at(report).date()
        near = {i for d in (day - _DAY, day, day + _DAY) for i in self._by_day.get(d, ())}
        places = places_of(report)
        if places and not any(p.kind in VAGUE and p.lat is not None for p in places):
            near &= {i for p in places for key in _asks(p) for i in self._by_place.get(key, ())}
        found = near | self._by_article.get((report.article_id, report.event), set())
        if report.story:
            found |= self._by_story.get(report.story, set())
        return sorted(found, key=self._order.__getitem__)


def _shelves(where: Place | None) -> Iterator[Hashable]:
    """Where an incident is to be found by others: by itself, by what its name may mean, by each that contains it, by its name."""
    if where is None:
        yield "nowhere"
        return
    yield from (("is", where.id), ("is", where.either))
    yield from (("in", outer) for outer in (where.id, *where.within))
    yield "named", where.country, where.admin1, where.name.casefold()
    if where.kind in VAGUE:
        yield "vague"


def _asks(where: Place) -> Iterator[Hashable]:
    """Where a report there has to look."""
    yield from ("nowhere", "vague", ("in", where.id), ("in", where.either))
    yield from (("is", outer) for outer in where.within)
    yield "named", where.country, where.admin1, where.name.casefold()
