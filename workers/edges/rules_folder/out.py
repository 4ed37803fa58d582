"""routes.yaml and ways.yaml: what is wrong with one leaves its last good version in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from monitor.matching import routes, waylist
from monitor.matching.condition import Known
from monitor.model.routing import Route, Routing, Way
from monitor.model.rule import Problem
from workers.edges.rules_folder.own_words import STAYS
from workers.ports import GoodFile

FILES: Final[tuple[str, ...]] = (routes.FILE, waylist.FILE)


class WaysOut:
    """The routing in force, and the texts that it comes from."""

    def __init__(self) -> None:
        self.routing = Routing()
        self.good: dict[str, bytes] = {}  #: name -> the text in force

    def look_at_ways(self, files: Mapping[str, bytes], kept: Mapping[str, GoodFile]) -> list[Problem]:
        """Take ways.yaml over as far as it is good; one with a mistake adds ways and takes none away."""
        body = files.get(waylist.FILE)
        if body is None:
            self._set(waylist.FILE, None, ways=())
            return []
        ways, problems = waylist.load_ways(body)
        if not problems:
            self._set(waylist.FILE, body, ways=ways)
            return []
        before: tuple[Way, ...] = self.routing.ways or self._remembered_ways(kept)
        both = {way.name: way for way in (*before, *ways)}
        self.routing = replace(self.routing, ways=tuple(both.values()))
        return [_stays(problem, bool(before)) for problem in problems]

    def look_at_routes(
        self, files: Mapping[str, bytes], kept: Mapping[str, GoodFile], known: Known, rules: Collection[str]
    ) -> list[Problem]:
        """Take routes.yaml over when all of it is good: the order of its lines decides, so half of it would mislead."""
        body = files.get(routes.FILE)
        if body is None:
            self._set(routes.FILE, None, routes=())
            return []
        names = [way.name for way in self.routing.ways]
        found, problems = routes.load_routes(body, known, ways=names, rules=rules)
        if not any(problem.severity == "error" for problem in problems):
            self._set(routes.FILE, body, routes=found)
            return problems
        before = self.routing.routes
        if not before and routes.FILE in kept and routes.FILE not in self.good:
            remembered = kept[routes.FILE].body.encode()
            before, _ = routes.load_routes(remembered, known, ways=names)
            self._set(routes.FILE, remembered, routes=before)
        return [_stays(problem, bool(before)) for problem in problems]

    def _remembered_ways(self, kept: Mapping[str, GoodFile]) -> tuple[Way, ...]:
        if waylist.FILE not in kept:
            return ()
        self.good[waylist.FILE] = kept[waylist.FILE].body.encode()
        return waylist.load_ways(self.good[waylist.FILE])[0]

    def _set(
        self, name: str, body: bytes | None, *, ways: tuple[Way, ...] | None = None, routes: tuple[Route, ...] | None = None
    ) -> None:
        self.good = {file: text for file, text in self.good.items() if file != name}
        if body is not None:
            self.good[name] = body
        if ways is not None:
            self.routing = replace(self.routing, ways=ways)
        if routes is not None:
            self.routing = replace(self.routing, routes=routes)


def _stays(problem: Problem, before: bool) -> Problem:
    if problem.severity == "advice" or not before:
        return problem
    return replace(problem, message=f"{problem.message} {STAYS}")
