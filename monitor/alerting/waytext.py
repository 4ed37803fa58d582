"""An alert for other ways than Slack: a calm plain text, and the same as a record (docs/operations.md has its schema).

Both ride in one SlackMessage, which is what the outbox keeps: the text in `text`, subject and record in its metadata.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid5

from monitor.alerting import series, words
from monitor.alerting.clocks import level_of
from monitor.alerting.escape import address, clean, clip
from monitor.alerting.facts import FIGURES, SERIES, claims, parts, targets, tell
from monitor.alerting.incidents import MENTION, NAMESPACE
from monitor.alerting.message import reference
from monitor.model.alert import Incident, Message, Report, SlackMessage
from monitor.model.event import Toll
from monitor.model.rule import RuleHead

SCHEMA: Final = "wirewatch.alert/1"
SUBJECT: Final = 150  #: characters
LINKED: Final = 5  #: reports that a text links
RECORDED: Final = 50  #: reports that a record holds, the newest
KINDS: Final = {"head": "alert", "reply": "changed", "update": "updated", "digest": "summary"}


def letter(
    incident: Incident, rule: RuleHead, message: Message, *, head_id: str, items: Sequence[Incident] = ()
) -> SlackMessage | None:
    """What a way says; None when there is nothing to say any more. `head_id`: of the message that opened the thread."""
    if message.kind == "digest":
        return _summary(rule, message, items) if items else None
    if not incident.reports:
        return None
    changes = [clean(text) for text in words.differences(message.before, tell(incident))] if message.before else []
    if message.kind == "reply" and not changes and message.reason not in ("said again", "became critical", "sources reached"):
        return None
    title = headline(incident)
    subject = f"[{level_of(rule, incident)}] {title}"
    if message.kind == "reply":
        subject = f"Re: {subject}: {'; '.join(changes) or message.reason}"
    lines = [title, *(f"Changed: {text}" for text in changes if message.kind == "reply"), *_facts(incident), ""]
    newest = max(incident.reports, key=lambda r: r.seen_at) if message.kind == "reply" else incident.reports[0]
    if newest.quote:
        lines += [f'"{clip(clean(newest.quote), 600)}"', ""]
    lines += _links(incident.reports)
    lines += ["", f"Rule: {clean(rule.title)}", f"ref: {reference(message.id)}"]
    return _packed(message, subject, lines, _record(incident, rule, message, title, changes, head_id))


def notice(message_id: str, words_for_it: str, way: str) -> SlackMessage:
    """A marked test: everybody sees that nothing has happened."""
    record = {"schema": SCHEMA, "id": message_id, "kind": "test", "title": "Test of Wirewatch", "text": words_for_it}
    payload = {"message_id": message_id, "delivery_id": message_id, "subject": "[test] Wirewatch", "record": record, "way": way}
    return SlackMessage(text=words_for_it, blocks=(), metadata={"event_type": "wirewatch_way", "event_payload": payload})


def headline(incident: Incident) -> str:
    """What and where, with the figures: "Raid in Atmeh, Idlib: killed 3"."""
    if incident.what == MENTION and incident.reports:
        return clip(clean(incident.reports[0].title), SUBJECT)
    if incident.what == SERIES:
        return clip(clean(series.title(incident)), SUBJECT)
    what = words.kinds(incident)
    where = f" in {words.places(incident, short=True)}" if incident.where else ", place unknown"
    tolls = ", ".join(f"{f} {words.toll(getattr(incident, f))}" for f in FIGURES if getattr(incident, f))
    return clip(clean(f"{what}{where}{': ' + tolls if tolls else ''}{' (denied)' if incident.denied else ''}"), SUBJECT)


def url_of(report: Report) -> str:
    """Its address where it may stand as one, else ""."""
    return (address(report.url) or "").replace("&amp;", "&")


def _facts(incident: Incident) -> list[str]:
    if incident.what == MENTION:
        return []
    if incident.what == SERIES:
        tolls = [f"{f.capitalize()}: {words.toll(getattr(incident, f))} in all" for f in FIGURES if getattr(incident, f)]
        return [f"When: {series.span(incident)}", *tolls]
    lines = [f"Where: {clean(words.places(incident))}", f"When: {words.weekday(incident.day)}"]
    for figure in FIGURES:
        standing = [*claims(incident.reports, figure), *parts(incident.reports, figure)]
        if standing:
            who = ", ".join(dict.fromkeys(clean(c.source) for c in standing[-4:]))
            lines.append(f"{figure.capitalize()}: {words.toll(getattr(incident, figure))} ({who})")
    struck = words.struck(targets(incident.reports))
    lines += [f"Attacked: {struck}"] if struck else []
    count = incident.sources
    return [*lines, f"Told by: {count} independent source{'s' if count != 1 else ''}"]


def _links(reports: Sequence[Report]) -> list[str]:
    shown = list({r.article_id: r for r in reports}.values())
    lines = []
    for report in shown[:LINKED]:
        lines += [f"{clip(clean(report.title), 200)} ({clean(report.source)})", url_of(report)]
    return [line for line in lines if line] + ([f"and {len(shown) - LINKED} more"] if len(shown) > LINKED else [])


def _summary(rule: RuleHead, message: Message, items: Sequence[Incident]) -> SlackMessage:
    lines = [f"{len(items)} incident{'s' if len(items) != 1 else ''}: {clean(rule.title)}", ""]
    for incident in items:
        lines += [headline(incident), *_links(incident.reports[:1]), ""]
    record = {
        "schema": SCHEMA, "id": message.id, "kind": "summary", "rule": {"id": rule.id, "title": clean(rule.title)},
        "incidents": [_incident(one) for one in items],
    }  # fmt: skip
    return _packed(message, f"Summary: {clean(rule.title)} ({len(items)})", [*lines, f"ref: {reference(message.id)}"], record)


def _record(
    incident: Incident, rule: RuleHead, message: Message, title: str, changes: Sequence[str], head_id: str
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": message.id,
        "alert": head_id,
        "kind": KINDS[message.kind],
        "revision": message.revision,
        "reason": str(message.reason),
        "level": level_of(rule, incident),
        "title": title,
        "changes": list(changes),
        "rule": {"id": rule.id, "title": clean(rule.title)},
        "incident": _incident(incident),
        "reports": [
            {
                "source": clean(r.source),
                "title": clean(r.title),
                "url": url_of(r) or None,
                "published_at": _moment(r.published_at),
                "seen_at": _moment(r.seen_at),
                "quote": clean(r.quote),
            }
            for r in incident.reports[-RECORDED:]
        ],
    }


def _incident(incident: Incident) -> dict[str, Any]:
    where = incident.where
    return {
        "id": incident.id,
        "what": incident.what,
        "kinds": [incident.what, *incident.besides],
        "day": incident.day.isoformat() if incident.day else None,
        "place": None
        if where is None
        else {"id": where.id, "name": clean(words.places(incident)), "kind": where.kind, "lat": where.lat, "lon": where.lon},
        "killed": _toll(incident.killed),
        "wounded": _toll(incident.wounded),
        "displaced": _toll(incident.displaced),
        "abducted": _toll(incident.abducted),
        "targets": list(targets(incident.reports)),
        "denied": incident.denied,
        "sources": incident.sources,
    }


def _toll(toll: Toll | None) -> dict[str, int | None] | None:
    return None if toll is None else {"low": toll.low, "high": toll.high}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _packed(message: Message, subject: str, lines: Sequence[str], record: dict[str, Any]) -> SlackMessage:
    """The delivery's id is made from the record: the same facts said again have the same id, other facts another one."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    payload = {
        "message_id": message.id,
        "delivery_id": str(uuid5(NAMESPACE, f"{message.channel}|{text}")),
        "subject": clip(clean(subject), SUBJECT),
        "record": record,
        "way": message.channel,
    }
    return SlackMessage(
        text="\n".join(lines).strip(), blocks=(), metadata={"event_type": "wirewatch_way", "event_payload": payload}
    )
