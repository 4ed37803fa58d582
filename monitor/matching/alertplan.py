"""The `alert:` block: when and how a rule speaks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from monitor.matching import fields
from monitor.matching.figures import parse_wanted
from monitor.matching.nodes import Items, Node, Review, Table, Text, guess
from monitor.model.rule import LEVELS, AlertPlan, Digest, Level, QuietHours, Threshold

KEYS: Final = ("wait", "update_when", "repeat", "mention", "mention_at", "critical_when", "quiet_hours", "digest", "also")
#: Figures that an incident carries, over all its reports.
COUNTED: Final = ("killed", "wounded", "displaced", "abducted", "casualties")
SOURCES: Final = r"sources:\s+at least ([1-9]\d{0,3})"
CLOCK: Final = r"([01]\d|2[0-3]):[0-5]\d"
CHANGES: Final = ("toll rises", "place changes", "denied")
_LONGEST_WAIT: Final = 86400.0  # seconds


def parse_alert(node: Node, review: Review, zones: Collection[str], ways: Collection[str] | None = None) -> AlertPlan:
    """The plan, with defaults for what is unsaid or wrong (a wrong rule is left out by its caller).

    `ways`: the names that `also` may use; None when they are not to be checked.
    """
    found = fields.table(node, review, "'alert'", KEYS)
    if not found:
        if found is not None and isinstance(node, Table) and not node.pairs:
            review.mistake(node, "'alert' is empty")
        return AlertPlan()
    default = AlertPlan()
    wait = _wait(found["wait"], review) if "wait" in found else default.wait
    return AlertPlan(
        wait=default.wait if wait is None else wait,
        update_when=_changes(found["update_when"], review) if "update_when" in found else default.update_when,
        repeat=_repeat(found["repeat"], review) if "repeat" in found else None,
        mention=(_mention(found["mention"], review) if "mention" in found else "") or "",
        mention_at=_mention_at(found["mention_at"], review) if "mention_at" in found else default.mention_at,
        critical_when=_thresholds(found["critical_when"], review) if "critical_when" in found else (),
        quiet_hours=_quiet_hours(found["quiet_hours"], review, zones) if "quiet_hours" in found else None,
        digest=_digest(found["digest"], review, zones) if "digest" in found else None,
        also=ways_named(found["also"], review, ways) if "also" in found else (),
    )


def _wait(node: Node, review: Review) -> float | None:
    seconds = fields.duration(node, review, "wait")
    if seconds is not None and seconds > _LONGEST_WAIT:
        review.mistake(node, "wait is at most 1d")
    return seconds


def _repeat(node: Node, review: Review) -> float | None:
    if isinstance(node, Text) and node.raw == "never":
        return None
    seconds = fields.duration(node, review, "repeat (or 'never')")
    if seconds is not None and seconds < 60:
        review.mistake(node, "repeat is at least 1m")
    return seconds


def _changes(node: Node, review: Review) -> tuple[str, ...]:
    changes = []
    for member in fields.items(node, review, "update_when"):
        # `[sources: at least 3]` without quotes is a small mapping in YAML; it can mean only one thing.
        if isinstance(member, Table) and len(member.pairs) == 1 and member.pairs[0][0].raw == "sources":
            count = at_least(member.pairs[0][1], review)
            changes.extend([f"sources: at least {count}"] if count else [])
            continue
        word = fields.text(member, review, "a change")
        if word is None:
            continue
        found = re.fullmatch(SOURCES, word)
        if word in CHANGES:
            changes.append(word)
        elif found:
            changes.append(f"sources: at least {found.group(1)}")
        else:
            options = (*CHANGES, "sources: at least 3")
            review.mistake(member, f"unknown change '{word[:40]}'{guess(word, options)}; changes are: {', '.join(options)}")
    return tuple(dict.fromkeys(changes))


def at_least(node: Node, review: Review) -> int | None:
    """N of "at least N", for `sources:`."""
    wanted = parse_wanted(node, review)
    if wanted is None:
        return None
    if not wanted.low or wanted.high is not None:
        review.mistake(node, "sources are counted as 'at least N', N being 1 or more")
        return None
    return wanted.low


def _mention(node: Node, review: Review) -> str | None:
    name = fields.text(node, review, "mention")
    if name is None:
        return None
    if name[0] in "@#<":
        review.mistake(node, f"mention is the group's or user's name alone (did you mean '{name.strip('@#<>!')}'?)")
    elif not re.fullmatch(r"[\w.-]{1,80}", name):
        review.mistake(node, "mention is one Slack user group or user, such as syria-duty")
    return name


def _mention_at(node: Node, review: Review) -> Any:
    """The lowest level that mentions. A list is taken when it runs on to critical, which is what "from this level on" means."""
    levels = [fields.choice(member, review, "level", LEVELS) for member in fields.items(node, review, "mention_at")]
    known = sorted({LEVELS.index(level) for level in levels if level is not None}) if None not in levels else []
    if not known:
        return AlertPlan().mention_at
    if isinstance(node, Items) and known != list(range(known[0], len(LEVELS))):
        review.mistake(node, "mention_at names the level from which on to mention: that one and all above it")
    return LEVELS[known[0]]


def _thresholds(node: Node, review: Review) -> tuple[Threshold, ...]:
    found = fields.table(node, review, "critical_when", COUNTED, word="figure") or {}
    wanted = {name: parse_wanted(value, review) for name, value in found.items()}
    return tuple(
        Threshold(figure=cast(Any, name), low=figure.low or 1, high=figure.high) for name, figure in wanted.items() if figure
    )


def ways_named(node: Node, review: Review, ways: Collection[str] | None) -> tuple[str, ...]:
    """Names of `also:`; one that ways.yaml does not know is a mistake."""
    names = []
    for member in fields.items(node, review, "also"):
        name = fields.text(member, review, "a way out")
        if name is not None and ways is not None and name not in ways:
            there = f"; there are: {', '.join(sorted(ways))}" if ways else "; rules/ways.yaml names none yet"
            review.mistake(member, f"unknown way out '{name[:40]}'{guess(name, ways) or there}")
        elif name is not None:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _quiet_hours(node: Node, review: Review, zones: Collection[str]) -> QuietHours | None:
    said = _clocks(node, review, zones, "quiet_hours", ("zone", "from", "to"), ("let_through",))
    if said is None:
        return None
    if said["from"] == said["to"]:
        review.mistake(node, "quiet_hours that begin and end at the same time are none")
        return None
    let_through = cast(Level, said.get("let_through", "critical"))
    return QuietHours(zone=said["zone"], start=said["from"], end=said["to"], let_through=let_through)


def _digest(node: Node, review: Review, zones: Collection[str]) -> Digest | None:
    said = _clocks(node, review, zones, "digest", ("zone", "at"))
    return Digest(zone=said["zone"], at=said["at"]) if said else None


def _clocks(
    node: Node, review: Review, zones: Collection[str], key: str, needed: tuple[str, ...], also: tuple[str, ...] = ()
) -> dict[str, str] | None:
    """The words of a block of clock times; None when one that is needed is missing or wrong."""
    found = fields.table(node, review, key, (*needed, *also))
    if found is None:
        return None
    for missing in (name for name in needed if name not in found):
        review.mistake(node, f"'{missing}' is missing in '{key}'")
    said = _clock(found, review, zones)
    return said if all(name in said for name in needed) else None


def _clock(found: Mapping[str, Node], review: Review, zones: Collection[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, node in found.items():
        if name == "let_through":
            word = fields.choice(node, review, "level", LEVELS)
        else:
            word = fields.text(node, review, "a time zone" if name == "zone" else "a time of day")
        if word is None:
            continue
        if name == "zone" and (word not in zones if zones else not re.fullmatch(r"UTC|[A-Z]\w+(/[\w+-]+)+", word)):
            review.mistake(node, f"unknown time zone '{word[:40]}'{guess(word, zones)}: written as in Asia/Damascus")
        if name in ("from", "to", "at") and not re.fullmatch(CLOCK, word):
            review.mistake(node, f"'{word[:40]}' is no time of day: written as in \"07:00\"")
        values[name] = word
    return values
