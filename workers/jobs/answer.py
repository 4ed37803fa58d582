"""Answers `/wirewatch ...` in Slack: what the command line shows, in the few lines that somebody on a phone reads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from monitor.alerting import words
from monitor.alerting.escape import mrkdwn, name
from monitor.alerting.facts import FIGURES
from monitor.alerting.mutes import in_words
from monitor.model.alert import Incident
from workers.errors import Transient
from workers.ports import Tools

HELP: Final = """*/wirewatch status*  feeds, articles and alerts; what needs somebody
*/wirewatch recent*  the newest incidents
*/wirewatch mutes*  what is muted, until when, by whom
*/wirewatch unmute N*  lift mute N: what it held back is said now
*/wirewatch why URL*  what became of an article, and why
Alerts carry buttons: acknowledge, wrong, mute."""

_RECENT: Final = 8  #: incidents shown
_LOOK_BACK: Final = timedelta(days=3)
_LINK: Final = re.compile(r"<([^|>]+)(?:\|[^>]*)?>")  # Slack may have made a link of what was typed


def answer(tools: Tools, text: str, *, by: str, user_id: str) -> str:
    """The answer in mrkdwn. `text`: what stands behind /wirewatch."""
    command, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    try:
        match command.lower():
            case "status":
                return _status(tools)
            case "recent":
                return _recent(tools)
            case "mutes":
                return _mutes(tools)
            case "unmute":
                return _unmute(tools, rest, by, user_id)
            case "why":
                return _why(tools, rest)
            case "" | "help":
                return HELP
    except Transient as trouble:
        return f"The store does not answer just now ({name(trouble.reason, 200)}): try again in a moment."
    return f"There is no /wirewatch {name(command, 40)}.\n{HELP}"


def _status(tools: Tools) -> str:
    health = tools.store.health(tools.clock())
    feeds = len(health.feeds)
    articles = ", ".join(f"{name(k)} {v}" for k, v in health.articles.items()) or "none yet"
    alerts = ", ".join(f"{name(k)} {v}" for k, v in health.alerts.items()) or "none yet"
    lines = [f"*{feeds} feeds* · articles: {articles}", f"*Alerts:* {alerts}"]
    if health.oldest_unsent is not None:
        lines.append(f"*Oldest unsent:* {words.moment(health.oldest_unsent)}")
    if health.held:
        lines.append(f"*Held:* {health.held} matches wait for a person (wirewatch held)")
    troubles = health.problems
    lines += [f"✗ {mrkdwn(trouble)}" for trouble in troubles[:_RECENT]]
    if len(troubles) > _RECENT:
        lines.append(f"and {len(troubles) - _RECENT} more troubles: wirewatch status")
    return "\n".join([*lines, *([] if troubles else ["✓ Nothing needs you."])])


def _recent(tools: Tools) -> str:
    board = tools.store.board(tools.clock() - _LOOK_BACK)
    alone = [i for i in board.incidents if not i.merged_into and i.reports]
    newest = sorted(alone, key=lambda i: max(r.seen_at for r in i.reports), reverse=True)
    return "\n".join(map(_line, newest[:_RECENT])) or "No incident in the last three days."


def _line(incident: Incident) -> str:
    tolls = [f"{f} {words.toll(getattr(incident, f))}" for f in FIGURES if getattr(incident, f)]
    seen = max(r.seen_at for r in incident.reports)
    sources = f"{incident.sources} source{'s' if incident.sources != 1 else ''}"
    marks = [f"{m.kind} by {m.by}" for m in incident.marks[-1:]]
    facts = " · ".join([*tolls, sources, f"last told {words.moment(seen)}", *marks])
    return f"• *{name(words.incident(incident), 150)}*: {name(facts, 300)}"


def _mutes(tools: Tools) -> str:
    running = tools.store.mutes(tools.clock())
    return "\n".join(f"{m.id}. {m.kind}: {name(in_words(m), 300)}" for m in running) or "Nothing is muted."


def _unmute(tools: Tools, rest: str, by: str, user_id: str) -> str:
    if not re.fullmatch(r"\d{1,9}", rest):
        return "Give the number that */wirewatch mutes* shows: /wirewatch unmute 3"
    why_not = tools.store.unmute(int(rest), by=by, via=f"slack {user_id}", now=tools.clock())
    tools.queue.send_alerts()
    return f"Not lifted: {name(why_not, 200)}." if why_not else "Lifted: what it held back is said now."


def _why(tools: Tools, rest: str) -> str:
    url = _LINK.sub(r"\1", rest).replace("&amp;", "&")
    if not url.lower().startswith(("http://", "https://")):
        return "Give an article's address: /wirewatch why https://..."
    row = tools.store.find_article(url)
    if row is None:
        return "No article of that address came by a feed. *wirewatch explain URL* reads it, and says what the rules make of it."
    ending = f"{row.outcome}: {row.why}" if row.outcome and row.why else row.outcome or f"on its way ({row.state})"
    seen = f"{row.source}, seen {words.moment(row.seen_at)}"
    return f"*{name(row.title, 200)}* ({name(seen)})\n{name(ending, 1000)}\nEach stage and condition: wirewatch explain {row.id}"
