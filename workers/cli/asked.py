"""What people write on the command line: incidents' numbers; places, figures and times, by the rule language's own parsers."""

from __future__ import annotations

import getpass
from datetime import timedelta
from typing import Final

import typer
import yaml

from monitor.matching.fields import DURATION
from monitor.matching.nodes import guess
from monitor.matching.rulebook import load_rulebook
from monitor.matching.where import Where
from monitor.model.alert import Incident
from monitor.model.place import Atlas, Place
from monitor.model.rule import Threshold
from workers.errors import Refused
from workers.ports import Board

OPEN_FOR: Final = timedelta(days=14)  #: incidents that are asked for by number are looked for as far back
SHORT: Final = 8  #: characters of an incident's id that are shown; any beginning that fits one alone is understood
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def me() -> str:
    """Who sits at this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


def duration(words: str, *, most: timedelta) -> timedelta:
    """Of "8h", "3d". Raises BadParameter."""
    found = DURATION.fullmatch(words)
    if found is None:
        raise typer.BadParameter(f"{words!r} is no duration: written as 1h, 8h or 3d")
    span = timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    if not timedelta(minutes=1) <= span <= most:
        raise typer.BadParameter(f"from 1m to {most.days}d")
    return span


def place(name: str, atlas: Atlas) -> Place:
    """As a rule's `where:` takes it. Raises Refused with its own words."""
    asked = yaml.safe_dump({"title": "Where", "event": {"where": name}}, allow_unicode=True)
    book, problems = load_rulebook({"where.yaml": asked}, atlas=atlas)
    wrong = [problem.message for problem in problems if problem.severity == "error"]
    found = next((c for rule in book.rules for c in rule.event if isinstance(c, Where)), None)
    if wrong or found is None or not found.places:
        raise Refused(wrong[0] if wrong else f"{name!r} is no place")
    return found.places[0]


def threshold(words: str) -> Threshold:
    """Of "killed: at least 20", as `critical_when` takes it. Raises Refused with its own words."""
    figure, _, wanted = words.partition(":")
    plan = {"critical_when": {figure.strip(): wanted.strip()}}
    asked = yaml.safe_dump({"title": "Unless", "article": {"text": "x"}, "alert": plan}, allow_unicode=True)
    book, problems = load_rulebook({"unless.yaml": asked}, atlas=_Nowhere())
    wrong = [problem.message for problem in problems if problem.severity == "error"]
    if wrong or not book.rules:
        raise Refused(f"{wrong[0] if wrong else words!r}: written as 'killed: at least 20'")
    return book.rules[0].head.alert.critical_when[0]


def incident(board: Board, number: str) -> Incident:
    """By the beginning of its id, or of the id of one of its messages. Raises Refused."""
    wanted = number.lower().removeprefix("ref:").strip().replace("-", "")
    if len(wanted) < 4:
        raise Refused("give at least four characters of the incident's number: wirewatch incidents shows them")
    said = {m.incident_id for some in board.told.values() for m in some if m.id.replace("-", "").startswith(wanted)}
    found = [i for i in board.incidents if i.id in said or i.id.replace("-", "").startswith(wanted)]
    if len(found) != 1:
        why = "several incidents begin so" if found else "there is no open incident"
        raise Refused(f"{why}: {number}{guess(number, [i.id[:SHORT] for i in board.incidents])}: wirewatch incidents lists them")
    return found[0]


class _Nowhere:
    """An atlas for rules that name no place."""

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        return []

    def names(self) -> list[str]:
        return []
