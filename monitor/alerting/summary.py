"""A summary: what a rule gathered in its quiet hours or since its last digest, one line an incident, the gravest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from monitor.alerting import blocks, words
from monitor.alerting.clocks import level_of
from monitor.alerting.escape import clip, escape, isolated, link, name, tame
from monitor.alerting.facts import FIGURES, peak
from monitor.alerting.incidents import MENTION
from monitor.alerting.message import FALLBACK, headline, metadata_of, reference
from monitor.model.alert import Incident, Message, Reason, SlackMessage
from monitor.model.rule import LEVELS, RuleHead

#: Incidents that get a line of their own; the others are counted.
LISTED: Final = 15


def digest(
    items: Sequence[Incident], rule: RuleHead, message: Message, *, now: datetime, rules: Mapping[str, RuleHead] | None = None
) -> SlackMessage | None:
    """The summary as a message; None when nothing is left to tell of.

    `rules`: incident id -> the rule that alerted, where it is not the summary's own.
    """
    by_incident = rules or {}
    incidents = sorted((i for i in items if i.reports), key=lambda i: _gravity(i, by_incident.get(i.id, rule)), reverse=True)
    if not incidents:
        return None
    count = f"{len(incidents)} incident{'s' if len(incidents) != 1 else ''}"
    late = message.reason is Reason.CAUGHT_UP  # of all rules: none of them is named
    title = count if late else f"{count}: {escape(rule.title)}"
    by = "told together, since they are late" if late else f"Rule: {name(rule.title, 200)}"
    lines = [_line(incident, by_incident.get(incident.id, rule)) for incident in incidents[:LISTED]]
    more = len(incidents) - LISTED
    pages = [block for start in range(0, len(lines), 5) for block in blocks.section(lines[start : start + 5])]
    told = _occasion(message.reason, rule)
    return SlackMessage(
        text=clip(f"{told}: {title}. {_counts(incidents)}", FALLBACK),
        blocks=(
            blocks.header(f"{told}: {title}"),
            *blocks.section([f"*{_counts(incidents)}*"]),
            *pages,
            *blocks.section([f"and {more} more" if more > 0 else ""]),
            *blocks.context(f"{by} · {words.moment(now)} · ref: {reference(message.id)}"),
        ),
        metadata=metadata_of(message, message.id, "digest"),
    )


def _occasion(reason: Reason, rule: RuleHead) -> str:
    if reason is Reason.CAUGHT_UP:
        return "Catching up"
    if reason is Reason.MUTED:
        return "Held back by a mute"
    return "Summary" if rule.alert.digest else "While it was quiet"


def _gravity(incident: Incident, rule: RuleHead) -> tuple[int, int, int]:
    killed = peak(incident.killed) if incident.killed else 0
    return LEVELS.index(level_of(rule, incident)), killed, incident.sources


def _counts(incidents: Sequence[Incident]) -> str:
    """What they are and how many died: "3 × air strike, 1 × raid; killed: at least 14"."""
    kinds = Counter(words.KIND.get(i.what, i.what).lower() for i in incidents if i.what != MENTION)
    said = ", ".join(f"{n} × {kind}" for kind, n in kinds.most_common(4)) or f"{len(incidents)} articles"
    killed = sum(i.killed.low for i in incidents if i.killed)
    return said + (f"; killed: at least {killed:,}" if killed else "")


def _line(incident: Incident, rule: RuleHead) -> str:
    """Headline, tolls, and the first report with how many stand beside it."""
    tolls = [f"{figure} {words.toll(getattr(incident, figure))}" for figure in FIGURES if getattr(incident, figure)]
    first = incident.reports[0]
    count = f"; {incident.sources} sources" if incident.sources > 1 else ""
    facts = headline(incident, rule) + (f": {', '.join(tolls)}" if tolls else "")
    linked = isolated(link(first.url, clip(first.title or first.source, 120)))
    return f"*{tame(facts)}*\n{linked} ({isolated(name(first.source))}{count})"
