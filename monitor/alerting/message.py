"""How an incident is told: a head that holds the facts as they are, and replies that say what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from monitor.alerting import blocks, buttons, series, words
from monitor.alerting.clocks import is_critical, level_of
from monitor.alerting.decide import message_id
from monitor.alerting.escape import clip, escape, isolated, link, mrkdwn, name
from monitor.alerting.facts import FIGURES, SERIES, Claim, claims, latest, parts, peak, targets, tell, told_at
from monitor.alerting.incidents import MENTION
from monitor.model.alert import Incident, Message, Reason, Report, SlackMessage, Told
from monitor.model.people import Mark
from monitor.model.rule import LEVELS, RuleHead

EVENT_TYPE: Final = "wirewatch_alert"

#: Reports that are linked by name; the others are counted.
LINKED: Final = 3

#: Figures of single towns that are shown where an incident is in several.
PARTS: Final = 4

#: Longest fallback text: phones show it, and less is more.
FALLBACK: Final = 300

#: What people said of it that is shown, the newest.
MARKS: Final = 4

_MARKS: Final = {"acknowledged": "✓ Acknowledged", "wrong": "✗ Marked wrong", "merged": "→ Merged"}
_ZOOM: Final = {"country": 5, "admin1": 8, "admin2": 10}
_REALITY: Final = {
    "planned": "Planned",
    "hypothetical": "Feared",
    "exercise": "Exercise",
    "background": "Recalled",
    "cumulative": "Total",
}


def head(
    incident: Incident, rule: RuleHead, message: Message, *, now: datetime, told: datetime | None = None, pressable: bool = False
) -> SlackMessage:
    """The incident as it stands now. `told`: when the head was first said; None when this is the first time.

    `pressable`: with buttons, where somebody listens to them.
    """
    ref = message_id(message.incident_id, message.rule_id, message.channel, "head", 0)
    title, said_at = headline(incident, rule), told or now
    facts = blocks.section(_facts(incident))
    lead = _lead(incident)
    marks = blocks.section([_mark_line(mark) for mark in incident.marks[-MARKS:] if mark.rule_id in ("", rule.id)])
    many = incident.what == SERIES
    quote = () if many else blocks.section([blocks.quotation(lead.quote, lead.highlights)])
    links = series.lines(incident) if many else _links(incident.reports)
    small = blocks.context(_rule_line(rule, incident.reports), _clock_line(incident, said_at, now if told else None, ref))
    mention = blocks.section([_mention(rule, incident)]) if told is None else []
    pressed = buttons.row(incident, rule) if pressable else []
    return SlackMessage(
        text=_fallback(incident, title, rule),
        blocks=(blocks.header(title), *facts, *marks, *quote, *blocks.section(links), *mention, *pressed, *small),
        metadata=metadata_of(message, ref, "head"),
    )


def reply(incident: Incident, rule: RuleHead, message: Message, *, now: datetime) -> SlackMessage | None:
    """What changed since `message.before`, worded as the difference; None when nothing did after all."""
    facts = tell(incident)
    said = _difference(incident, message.before or Told(), facts, message.reason)
    if not said:
        return None
    newest = max(incident.reports, key=lambda r: (told_at(r), r.seen_at))
    quoted = "" if incident.what == SERIES else blocks.quotation(newest.quote, newest.highlights)
    critical = is_critical(rule.alert, facts) and not is_critical(rule.alert, message.before or Told())
    lines = [f"*{name(text, 400)}*" + (f" ({name(who, 200)}{_clock(incident, text)})" if who else "") for text, who in said]
    if critical:
        lines = [f"{words.MARK['critical']} *now critical*", *lines, _mention(rule, incident)]
    plain = ("now critical: " if critical else "") + "; ".join(
        escape(text) + (f" ({escape(who)})" if who else "") for text, who in said
    )
    return SlackMessage(
        text=clip(plain, FALLBACK),
        blocks=(
            *blocks.section(lines),
            *blocks.section([quoted]),
            *blocks.section([_source_line(newest)]),
            *blocks.context(f"{_delay(newest, now)} · ref: {reference(message.id)}"),
        ),
        metadata=metadata_of(message, message.id, "reply"),
        broadcast=critical,
    )


def plain(message: SlackMessage) -> SlackMessage:
    """The same words without blocks, for a Slack that refuses the blocks."""
    ref = reference(str(message.metadata["event_payload"]["message_id"]))
    return SlackMessage(text=clip(f"{message.text} · ref: {ref}", blocks.TEXT), blocks=(), metadata=message.metadata)


def reference(of: str) -> str:
    """The first 12 hex digits of a message id: how a message is known again when its metadata is gone."""
    return of.replace("-", "")[:12]


def headline(incident: Incident, rule: RuleHead) -> str:
    """What and where, escaped: "🟠 Raid in Atmeh, Idlib"."""
    mark = words.MARK[level_of(rule, incident)]
    if incident.what == MENTION:
        return clip(f"{mark} {escape(_lead(incident).title)}", blocks.HEADER)
    if incident.what == SERIES:
        return clip(f"{mark} {escape(series.title(incident))}", blocks.HEADER)
    reality = _REALITY.get(_lead(incident).reality, "")
    what = words.kinds(incident)
    what = f"{reality}: {what.lower()}" if reality else what
    where = f" in {escape(words.places(incident, short=True))}" if incident.where else ", place unknown"
    return clip(f"{mark} {what}{where}{' (denied)' if incident.denied else ''}", blocks.HEADER)


def _facts(incident: Incident) -> list[str]:
    """One line a fact, bold name first."""
    if incident.what == MENTION:
        return []
    if incident.what == SERIES:
        tolls = [f"*{f.capitalize()}:* {words.toll(getattr(incident, f))} in all" for f in FIGURES if getattr(incident, f)]
        return [f"*When:* {series.span(incident)}", *tolls]
    actors = tuple(dict.fromkeys(actor for r in incident.reports for actor in r.actors))
    lines = [f"*Where:* {_map(incident)}", f"*When:* {words.weekday(incident.day)}"]
    for figure in FIGURES:
        standing, of_parts = claims(incident.reports, figure), parts(incident.reports, figure)
        if standing or of_parts:
            who = "; ".join(filter(None, (_who_says(standing) if standing else "", *(map(_of_part, of_parts[:PARTS])))))
            lines.append(f"*{figure.capitalize()}:* {words.toll(getattr(incident, figure))} ({who})")
    if struck := words.struck(targets(incident.reports)):
        lines.append(f"*Attacked:* {struck}")
    if actors:
        lines.append(f"*Actors:* {', '.join(name(a) for a in actors[:6])}")
    if incident.denied:
        lines.append(f"*Denied by:* {name(_denier(incident), 200)}")
    return lines


def _who_says(standing: Sequence[Claim]) -> str:
    """Who says which: "Reuters, citing medics", or where they differ "AFP: 12; SANA: 3"."""
    several = len({(c.toll.low, c.toll.high) for c in standing}) > 1
    if len(standing) > 2 and not several and len({c.said_by for c in standing}) == 1:
        others = f"{isolated(name(standing[-2].source))} and {len(standing) - 2} more"
        return f"{_voice(standing[-1])}{'; also ' if standing[-1].said_by else ', '}{others}"
    said = [(f"{_voice(c)}: {words.toll(c.toll)}" if several else _voice(c)) for c in standing[-4:]]
    more = len(standing) - len(said)
    return "; ".join(said) + (f"; {more} more" if more else "")


def _of_part(claim: Claim) -> str:
    """What is said of one town of several: "in Omdurman 8: AFP"."""
    return f"in {isolated(name(claim.of))} {words.toll(claim.toll)}: {_voice(claim)}"


def _voice(claim: Claim) -> str:
    """The publisher, and whom it cites."""
    cited = f", citing {', '.join(name(who) for who in claim.said_by[:2])}" if claim.said_by else ""
    return isolated(name(claim.source)) + cited


def _map(incident: Incident) -> str:
    """The place, linked to a map where its coordinates are known; of several towns the first."""
    place, words_for_it = incident.where, words.places(incident)
    if place is None or place.lat is None or place.lon is None:
        return name(words_for_it, 200)
    zoom = _ZOOM.get(place.kind, 13)
    url = f"https://www.openstreetmap.org/?mlat={place.lat:.4f}&mlon={place.lon:.4f}#map={zoom}/{place.lat:.4f}/{place.lon:.4f}"
    return link(url, words_for_it)


def _links(reports: Sequence[Report]) -> list[str]:
    """The first reports by name, the others counted."""
    shown = list({(r.article_id): r for r in reports}.values())
    more = len(shown) - LINKED
    return [*(f"• {_source_line(r)}" for r in shown[:LINKED]), f"• and {more} more" if more > 0 else ""]


def _source_line(report: Report) -> str:
    at = f", {words.moment(report.published_at)}" if report.published_at else ""
    return f"{isolated(link(report.url, report.title or report.source))} ({isolated(name(report.source))}{at})"


def _rule_line(rule: RuleHead, reports: Sequence[Report]) -> str:
    """Which rule speaks, why it matched, and which others did."""
    others = [title for title in dict.fromkeys(t for r in reports for t in r.rules) if title != rule.title]
    also = f" · also: {mrkdwn(', '.join(others))}" if others else ""
    why = series.asked(rule.count) if rule.count else next((r.why for r in reports if r.why), "")
    return clip(f"Rule: {name(rule.title, 200)}" + (f" · {mrkdwn(why)}" if why else "") + also, 600)


def _mark_line(mark: Mark) -> str:
    """What a person said of it: "✓ Acknowledged by amira, 3 Feb 14:05 UTC"."""
    how = " into " if mark.kind == "merged" else ": "
    return f"{_MARKS[mark.kind]} by {name(mark.by, 80)}, {words.moment(mark.at)}" + (
        f"{how}{name(mark.reason, 200)}" if mark.reason else ""
    )


def _clock_line(incident: Incident, said_at: datetime, updated: datetime | None, ref: str) -> str:
    """How many say so, how fast we were, and the mark by which the message is known again."""
    count = f"{incident.sources} independent source{'s' if incident.sources != 1 else ''}"
    first = min(incident.reports, key=told_at)
    last = max(map(told_at, incident.reports))
    span = f" · first report {words.moment(told_at(first))}, last {words.moment(last)}" if last > told_at(first) else ""
    now = f" · updated {words.moment(updated)}" if updated else ""
    return f"{count}{span} · {_delay(first, said_at)}{now} · ref: {reference(ref)}"


def _delay(report: Report, at: datetime) -> str:
    if report.published_at is None:
        return f"told {words.delay(report.seen_at, at)} after it was seen"
    return f"told {words.delay(report.published_at, at)} after publication"


def _lead(incident: Incident) -> Report:
    """The report that is quoted: the newest that gives the highest toll, else the first."""
    standing = claims(incident.reports, "killed")
    if not standing:
        return incident.reports[0]
    top = max(peak(claim.toll) for claim in standing)
    return next((r for r in incident.reports if r.killed is not None and peak(r.killed) == top), incident.reports[0])


def _denier(incident: Incident) -> str:
    """Who denies it, else who reports the denial."""
    report = next(r for r in reversed(latest(incident.reports)) if r.reality == "denied")
    return ", ".join(report.said_by) or report.source


def _difference(incident: Incident, before: Told, now: Told, reason: Reason) -> list[tuple[str, str]]:
    """(what changed, who says so) for each change, unescaped."""
    said = []
    for text in words.differences(before, now):
        figure = next((f for f in FIGURES if text.startswith(f)), None)
        who = ", ".join(c.source for c in claims(incident.reports, figure)[-3:]) if figure else ""
        said.append((f"denied by {_denier(incident)}", "") if text == "denied" else (text, who))
    if reason is Reason.COUNT_DOUBLED or (now.incidents and said):
        said.insert(0, (f"incidents {before.incidents} → {now.incidents}", ""))
    if reason is Reason.SOURCES_REACHED:
        said.append((f"now reported by {now.sources} independent sources", ""))
    if reason is Reason.REPEATED and not said:
        killed = f"killed {words.toll(now.killed)}" if now.killed else words.KIND.get(incident.what, incident.what)
        said.append((f"still: {killed}, {words.places(incident, short=True)}", f"{now.sources} sources"))
    return said


def _clock(incident: Incident, change: str) -> str:
    """When the newest figure behind a change came out: ", 12:30 UTC"; "" for a change that is no figure."""
    figure = next((f for f in FIGURES if change.startswith(f)), None)
    standing = claims(incident.reports, figure) if figure else []
    return f", {standing[-1].at:%H:%M} UTC" if standing else ""


def _fallback(incident: Incident, title: str, rule: RuleHead) -> str:
    """One line for phones and screen readers."""
    tolls = [f"{figure} {words.toll(getattr(incident, figure))}" for figure in FIGURES if getattr(incident, figure)]
    said = f": {', '.join(tolls)}" if tolls else ""
    count = f"{incident.sources} source{'s' if incident.sources != 1 else ''}"
    who = count if incident.what == SERIES else escape(_lead(incident).source)
    return clip(f"{title}{said} ({who}) · {escape(rule.title)}", FALLBACK)


def _mention(rule: RuleHead, incident: Incident) -> str:
    """Whom to call, at the levels the rule says; ids only, since Slack calls nobody by name."""
    if LEVELS.index(level_of(rule, incident)) < LEVELS.index(rule.alert.mention_at) or not rule.alert.mention:
        return ""
    whom = rule.alert.mention.strip()
    if re.fullmatch(r"S[A-Z0-9]{6,}", whom):
        return f"<!subteam^{whom}>"
    return f"<@{whom}>" if re.fullmatch(r"[UW][A-Z0-9]{6,}", whom) else f"@{name(whom)}"


def metadata_of(message: Message, ref: str, kind: str) -> dict[str, Any]:
    """What Slack keeps with a message and nobody sees: the id by which it is known again."""
    return {
        "event_type": EVENT_TYPE,
        "event_payload": {
            "message_id": ref,
            "incident_id": message.incident_id,
            "rule_id": message.rule_id,
            "kind": kind,
            "revision": message.revision,
        },
    }
