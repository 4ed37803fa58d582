"""Files articles on a desk: under which incidents, what is to be said of them, and each article's one outcome."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from monitor.alerting.decide import decide, speaker
from monitor.alerting.incidents import Assigned, join, open_for
from monitor.alerting.mutes import in_words, muted, speaks_through
from monitor.alerting.register import Register
from monitor.alerting.reports import report_of
from monitor.alerting.routing import by_way, on_way, passed_on, routed, without_ways
from monitor.model.alert import Message, Reason, Report
from monitor.model.rule import LEVELS, RuleHead
from monitor.model.span import Span
from monitor.reading.stories.fingerprint import near
from workers.jobs.counting import count_up
from workers.jobs.desk import Desk, Frame, Ruling
from workers.ports import Board, Outcome, PendingIncident, StoredMatch

#: The weightier ending first: an article that opens one incident and joins another was "alerted".
ENDINGS: Final = ("alerted", "updated", "filed", "held", "trial")

#: A reason's ending; all others are changes of fact: "updated".
ENDING: Final = {
    Reason.NEW_INCIDENT: "alerted",
    Reason.NOTHING_NEW: "filed",
    Reason.WAITS_FOR_SOURCES: "filed",
    Reason.COUNTED: "filed",
    Reason.MUTED: "filed",
    Reason.GATHERED: "alerted",
    Reason.HELD: "held",
    Reason.TRIAL: "trial",
}


def file_all(
    board: Board, pending: Sequence[PendingIncident], frame: Frame, register: Register | None = None
) -> tuple[Desk, dict[int, str]]:
    """File article after article: (the desk, article id -> trace of those that broke and left nothing on it).

    `register`: of the board's incidents, for who files on one board again and again; it is kept up to date.
    """
    register = Register(board.incidents) if register is None else register
    incidents = {i.id: i for i in board.incidents}
    desk = Desk(incidents=incidents, register=register, told=dict(board.told), waiting=board.waiting)
    broken = {}
    for article in pending:
        try:
            desk = file(desk, article, frame)
        except Exception:  # a bug must not stop the line: this article is set aside with its trace
            broken[int(article.article.id)] = traceback.format_exc()
    return desk, broken


def file(desk: Desk, pending: PendingIncident, frame: Frame) -> Desk:
    """The desk with one article filed: its incidents, what is to be said, its one outcome."""
    article_id = int(pending.article.id)
    if pending.quiet:
        return _ended(desk, article_id, Outcome(name="archived", why=str(Reason.FLOOD)))

    pending = replace(pending, story=_story(desk, pending.story))
    rulings: list[Ruling] = []
    for event, matches in _by_event(pending.matches).items():
        report = _report(pending, event, matches, frame.now)
        if all(match.held for match in matches):  # what waits for a person opens no incident: that is for its release
            known = join(desk.incidents, report, desk.register)
            if known is None:
                rulings += [Ruling(match.rule, Reason.HELD) for match in matches]
                continue
            filed = known
        else:
            filed = join(desk.incidents, report, desk.register) or open_for(report)
        desk, said = _speak(desk, article_id, filed, matches, frame, pending.article.tags)
        rulings += said
    for event in _followers(pending):
        joined = join(desk.incidents, _report(pending, event, [], frame.now), desk.register)
        if joined is not None:
            desk, said = _speak(desk, article_id, joined, [], frame, pending.article.tags)
            rulings += said
    return _ended(desk, article_id, _outcome(rulings))


def _story(desk: Desk, fingerprint: str) -> str:
    """The name of the story that this text is a copy of: the fingerprint of the first of its tellings on the board."""
    told = dict.fromkeys(r.story for incident in desk.incidents.values() for r in incident.reports)
    return next(
        (story for story in told if story and near(story, fingerprint)), fingerprint if int(fingerprint or "0", 16) else ""
    )


def _by_event(matches: Sequence[StoredMatch]) -> dict[int | None, list[StoredMatch]]:
    grouped: dict[int | None, list[StoredMatch]] = {}
    for match in matches:
        grouped.setdefault(match.event, []).append(match)
    return grouped


def _followers(pending: PendingIncident) -> list[int]:
    """Events that no rule matched but that may say something new of an incident on the board: the main news, and denials."""
    matched = {m.event for m in pending.matches}
    events = enumerate(pending.reading.events)
    return [n for n, e in events if n not in matched and (e.reality == "denied" or (e.main and e.reality == "happened"))]


def _report(pending: PendingIncident, event: int | None, matches: Sequence[StoredMatch], now: datetime) -> Report:
    best = max(matches, key=lambda m: LEVELS.index(m.rule.level), default=None)
    return report_of(
        pending.article,
        pending.reading,
        event,
        story=pending.story,
        seen_at=pending.article.seen_at or now,
        evidence=[
            Span(start=start, end=end, part="title" if part == "title" else "text")
            for m in matches
            for start, end, part in m.evidence
        ],
        why="; ".join(best.why) if best else "",
        rules=tuple(m.rule.title for m in matches if m.rule.status == "live"),
    )


def _speak(
    desk: Desk, article_id: int, filed: Assigned, matches: Sequence[StoredMatch], frame: Frame, tags: Sequence[str]
) -> tuple[Desk, list[Ruling]]:
    """Put the incident on the desk and decide for each rule that has to do with it. `tags`: of the article's feed."""
    incident = filed.incident
    held = [Ruling(m.rule, Reason.HELD) for m in matches if m.held]
    mine = {m.rule.id: m.rule for m in matches if not m.held}
    pairs = {rule: said for (of, rule), said in desk.told.items() if of == incident.id}
    rules = {rule: frame.rules[rule] for rule in pairs if rule in frame.rules} | mine
    rules = routed(rules, pairs, incident, tags, frame.routing)

    messages, rulings = _decide_all(filed, rules, without_ways(pairs), desk.waiting, frame)
    for way, speaking in by_way(rules, pairs, frame.routing).items():
        rows, _ = _decide_all(filed, speaking, on_way(pairs, way), desk.waiting, frame.on(way))
        messages += passed_on(way, frame.routing, rows)
    desk = desk.with_incident(incident, list(rules), messages)
    desk = replace(desk, assigned=(*desk.assigned, *((article_id, rule, incident.id) for rule in mine)))
    desk, counts = count_up(desk, incident, rules, frame)
    return desk, held + rulings + counts


def _decide_all(
    filed: Assigned,
    rules: Mapping[str, RuleHead],
    pairs: Mapping[str, tuple[Message, ...]],
    waiting: frozenset[str],
    frame: Frame,
) -> tuple[list[Message], list[Ruling]]:
    """One voice an incident and channel: the highest level's. The others' matches are filed.

    Who spoke first goes on; only a rule of a higher level speaks beside it, and from then on the replies are in its thread.
    """
    messages, rulings = list[Message](), list[Ruling]()
    voices = _voices(rules, pairs)
    fresh: dict[str, list[tuple[RuleHead, list[Message]]]] = {}
    for rule in rules.values():
        if rule.count is not None:
            continue  # it speaks of many, not of this one: `counting`
        told = pairs.get(rule.id, ())
        mute = muted(frame.mutes, filed.incident, rule, frame.now)
        reason, rows = decide(
            filed.incident,
            rule,
            told,
            now=frame.now,
            waiting=waiting,
            previous=filed.before,
            default_channel=frame.limits.default_channel,
            default_wait=frame.limits.default_wait,
            mute=mute,
            breaks=mute is None and speaks_through(frame.mutes, filed.incident, rule, frame.now),
        )
        if reason is Reason.NEW_INCIDENT:
            fresh.setdefault(rows[0].channel, []).append((rule, rows))
            continue
        leads = not told or voices.get(told[0].channel) == rule
        messages += [row for row in rows if leads or row.kind == "update"]
        rulings.append(Ruling(rule, reason, in_words(mute) if mute and reason is Reason.MUTED else ""))
    for channel, found in fresh.items():
        best, voice = speaker(rule for rule, _ in found), voices.get(channel)
        if voice is not None and LEVELS.index(voice.level) >= LEVELS.index(best.level):
            best = voice
        for rule, rows in found:
            if rule == best:
                messages += rows
                rulings.append(Ruling(rule, Reason.NEW_INCIDENT, f"to #{channel}"))
            else:
                rulings.append(Ruling(rule, Reason.NOTHING_NEW, f"told in #{channel} by rule {best.id}"))
    return messages, rulings


def _voices(rules: Mapping[str, RuleHead], pairs: Mapping[str, tuple[Message, ...]]) -> dict[str, RuleHead]:
    """Who speaks of the incident in each channel; rules that are no longer in force or live speak no more."""
    spoke: dict[str, list[RuleHead]] = {}
    for rule_id, said in pairs.items():
        if said and rule_id in rules and rules[rule_id].status == "live":
            spoke.setdefault(said[0].channel, []).append(rules[rule_id])
    return {channel: speaker(found) for channel, found in spoke.items()}


def _outcome(rulings: Sequence[Ruling]) -> Outcome:
    """The weightiest ending, and the rules and reasons behind all of that kind."""
    if not rulings:
        return Outcome(name="no match", why="no rule matched, and it adds to no incident")
    names = [ENDING.get(ruling.reason, "updated") for ruling in rulings]
    ending = min(names, key=ENDINGS.index)
    why = [
        f"{r.rule.title}: {r.reason}" + (f" ({r.detail})" if r.detail else "")
        for r, n in zip(rulings, names, strict=True)
        if n == ending
    ]
    return Outcome(name=ending, why="; ".join(dict.fromkeys(why)))


def _ended(desk: Desk, article_id: int, outcome: Outcome) -> Desk:
    return replace(desk, outcomes={**desk.outcomes, article_id: outcome})
