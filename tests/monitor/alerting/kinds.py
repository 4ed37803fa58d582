"""Every kind of message that people read, by name, with a line on when it comes: what the golden files and docs/messages.md show.

A new kind is one more entry of `KINDS`. Then: `UPDATE_GOLDEN=1 pytest tests/monitor/alerting/test_message.py`, `make pictures`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from monitor.alerting import message as letters
from monitor.alerting.breaker import Rate, letter, row, trips
from monitor.alerting.corrections import marked
from monitor.alerting.decide import decide
from monitor.alerting.facts import tell
from monitor.alerting.incidents import MENTION
from monitor.alerting.operators import Notice, notice_message, notice_row
from monitor.alerting.series import series_of
from monitor.alerting.summary import digest
from monitor.model.alert import Incident, Message, Reason, SlackMessage, Told
from monitor.model.event import Toll
from monitor.model.people import Mark, MarkKind
from monitor.model.rule import Count, Digest, RuleHead, Threshold
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, SARMADA, at_least, exactly, incident, minutes, report, rule

QUOTED: Final = {
    "quote": "Special forces raided a house in Atmeh at dawn, and at least 12 people were killed, the White Helmets said.",
    "highlights": ((15, 21), (33, 38), (51, 62)),
    "said_by": ("White Helmets",),
    "actors": ("United States",),
    "why": "raid; Atmeh is inside Idlib; killed: at least 12",
    "rules": ("Raid in Idlib with casualties",),
}


def same(name: str) -> dict[str, Any]:
    """Facts that a golden file can hold: ids that do not depend on the order of the tests."""
    return {"article_id": name, "story": name}


FIRST = report("Reuters", killed=exactly(3), where=IDLIB, title="Raid in Idlib", **same("one"))
SECOND = report("AFP", at=30, killed=at_least(12), wounded=exactly(4), title="Toll of Atmeh raid rises", **same("two"), **QUOTED)
THIRD = report(
    "SANA", at=45, reality="denied", title="No raid took place, ministry says", said_by=("Defence ministry",), **same("three")
)
FOURTH = report("BBC", at=55, killed=exactly(9), title="Nine dead in Atmeh raid", **same("four"))
PLACED = replace(SECOND, where=SARMADA, killed=exactly(3), wounded=None, title="Raid was in Sarmada, residents say", quote="")
GRAVE = Threshold(figure="killed", low=10)
DAILY = Digest(zone="UTC", at="07:00")


def head_row(one: Incident, **said: Any) -> Message:
    return decide(one, rule(**said), [], now=minutes(0))[1][0]


def told(one: Incident, **said: Any) -> SlackMessage:
    """The head, four minutes after the newest report."""
    seen = max(r.seen_at for r in one.reports)
    return letters.head(one, rule(**said), head_row(one, **said), now=seen + (minutes(4) - minutes(1)))


def reply_to(before: Incident, after: Incident, reason: Reason = Reason.TOLL_ROSE, **said: Any) -> SlackMessage | None:
    row = replace(head_row(before), kind="reply", revision=1, reason=reason, before=tell(before))
    return letters.reply(after, rule(**said), row, now=minutes(50))


def updated(before: Incident, after: Incident) -> SlackMessage:
    row = replace(head_row(before), kind="update", revision=1)
    return letters.head(after, rule(), row, now=minutes(57), told=minutes(4))


def pressable(one: Incident) -> SlackMessage:
    seen = max(r.seen_at for r in one.reports)
    return letters.head(one, rule(), head_row(one), now=seen + (minutes(4) - minutes(1)), pressable=True)


def said_of(one: Incident, kind: MarkKind, reason: str = "") -> Incident:
    return marked(one, Mark(kind=kind, by="amira", at=minutes(56), reason=reason))


def summary(by: RuleHead, some: list[Incident], reason: Reason = Reason.GATHERED) -> SlackMessage | None:
    row = Message(
        id="5f2b6a0c-93d1-5b7e-8a44-0c1de7a1b2c3", incident_id="summary", rule_id=by.id, rule_hash="h1", channel=by.channel,
        kind="digest", revision=1, reason=reason, not_before=minutes(0), facts=Told(),
    )  # fmt: skip
    return digest(some, by, row, now=minutes(60))


def late() -> SlackMessage | None:
    by = RuleHead(id="catch-up", title="catch-up")
    row = replace(head_row(incident(FIRST)), kind="digest", reason=Reason.CAUGHT_UP, incident_id="catch-up")
    some = [*several(), incident(ARABIC)]
    return digest(some, by, row, now=minutes(200), rules={some[1].id: rule(level="high")})


def several() -> list[Incident]:
    clash = report("BBC", what="clash", where=SARMADA, killed=exactly(2), title="Fighting near Sarmada", **same("clash"))
    lost = report("SANA", what="abduction", where=None, title="Two aid workers missing", **same("lost"))
    return [incident(clash), incident(FIRST, SECOND), incident(lost)]


def counted() -> SlackMessage:
    count = Count(at_least=3, within=86400.0, per="admin1")
    by = rule(count=count, title="Attacks in a row")
    raids = [
        incident(report(source, at=at, what="airstrike", where=SARMADA, killed=exactly(at // 40 + 1), title=title, **same(title)))
        for source, at, title in (
            ("AFP", 0, "Air strike on Sarmada"),
            ("BBC", 80, "Second strike hits market"),
            ("SANA", 160, "Strike near clinic"),
        )
    ]
    one = series_of(raids, by, "SY.Idlib", [], minutes(-1440))
    row = replace(head_row(incident(FIRST)), incident_id=one.id, rule_id=by.id)
    return letters.head(one, by, row, now=minutes(165))


def notice(**lines: tuple[str, ...]) -> SlackMessage:
    return notice_message(Notice(**({"fresh": (), "still": (), "over": ()} | lines)), notice_row(1, "operators", minutes(0)))


def tripped() -> SlackMessage:
    some = tuple(incident(replace(SECOND, article_id=f"trip {n}", story=f"trip {n}")) for n in range(14))
    rate = Rate(rule=rule(), channels=("alerts",), now=14, before=40, hours=167.0, incidents=some)
    mute = trips(rate, [], minutes(0), times=6.0)
    assert mute is not None
    return letter(rate, replace(mute, id=3), row(replace(mute, id=3), "alerts"), pressable=True)


ONE, TWO, THREE = incident(FIRST), incident(FIRST, SECOND), incident(FIRST, SECOND, THIRD)
QUIET, DEAD = "feed Enab Baladi: quiet for 9 h, usually 40 min", "2 alerts could not be delivered: channel_not_found"
ARABIC = report(
    "عنب بلدي", title="مقتل 12 شخصًا في غارة على سرمدا", quote="قُتل 12 شخصًا في غارة على بلدة سرمدا.", what="airstrike",
    where=SARMADA, killed=exactly(12), **same("ar"),
)  # fmt: skip
HOSTILE = report(
    "<!channel> News", title="*Now* <https://evil.example|Reuters>: `raid` & \u202emore", quote="> <@U1> said _so_", **same("bad")
)
NOWHERE = report(where=None, day=None, published_at=None, url=None, killed=Toll(low=24, high=None, vague=True), **same("n"))
CLINIC = report("Reuters", what=MENTION, event=None, where=None, day=None, title="Aid group opens a clinic", **same("m"))
MANY = [
    replace(SECOND, article_id=f"many {n}", story=f"many {n}", source=f"Paper {n}", title=f"Raid in Atmeh, report {n}",
            url=f"https://news.example/{n}", published_at=minutes(n), seen_at=minutes(n + 1))
    for n in range(8)
]  # fmt: skip

#: Name: when it comes, and how it is made.
KINDS: Final[dict[str, tuple[str, Callable[[], SlackMessage | None]]]] = {
    "head": ("A new incident.", lambda: told(incident(SECOND))),
    "head-with-buttons": ("The same where people may press (`SLACK_APP_TOKEN`).", lambda: pressable(incident(SECOND))),
    "head-critical-with-mention": (
        "A new incident that is critical; the rule says whom to call.",
        lambda: told(incident(SECOND), level="critical", mention="S0123ABCD"),
    ),
    "head-little-known": ("The place, the day and the figure are not known well.", lambda: told(incident(NOWHERE))),
    "head-mention": ("A rule that watches for words, not for events.", lambda: told(incident(CLINIC))),
    "head-arabic": ("Title and sentence run from right to left.", lambda: told(incident(ARABIC))),
    "head-hostile": ("A feed tries to call the channel and to forge a link.", lambda: told(incident(HOSTILE))),
    "head-many-sources": ("Eight publishers tell of it; three are linked.", lambda: told(incident(*MANY))),
    "head-series": ("A rule that counts: many incidents told as one.", counted),
    "update": ("The head after new facts; nobody is called again.", lambda: updated(ONE, TWO)),
    "update-contradicted": (
        "Sources differ on the toll: a range, and who says which.",
        lambda: updated(ONE, incident(FIRST, SECOND, FOURTH)),
    ),
    "update-acknowledged": ("Somebody has it in hand.", lambda: updated(TWO, said_of(TWO, "acknowledged"))),
    "update-wrong": ("Somebody says that it is no alert.", lambda: updated(TWO, said_of(TWO, "wrong", reason="old news"))),
    "update-merged": (
        "Somebody made it part of another incident.",
        lambda: updated(ONE, said_of(ONE, "merged", reason="Raid in Sarmada, Idlib")),
    ),
    "head-denied": ("Somebody denies it.", lambda: told(THREE)),
    "reply-toll-and-place": ("Several facts changed at once.", lambda: reply_to(ONE, TWO)),
    "reply-toll": ("The toll rose.", lambda: reply_to(incident(replace(FIRST, where=ATMEH)), incident(FIRST, SECOND))),
    "reply-place": (
        "The place is known better.",
        lambda: reply_to(ONE, incident(FIRST, PLACED), Reason.PLACE_CHANGED),
    ),
    "reply-denied": ("Somebody denies it.", lambda: reply_to(TWO, THREE, Reason.DENIED)),
    "reply-sources": ("As many sources as the rule asks for.", lambda: reply_to(TWO, TWO, Reason.SOURCES_REACHED)),
    "reply-critical": (
        "It became critical: shown in the channel too, and calls whom the rule names.",
        lambda: reply_to(ONE, TWO, Reason.BECAME_CRITICAL, critical_when=(GRAVE,), mention="S0123ABCD"),
    ),
    "reply-repeated": ("The rule asks to be reminded while it lasts.", lambda: reply_to(TWO, TWO, Reason.REPEATED)),
    "summary-quiet": ("The morning after quiet hours.", lambda: summary(rule(), several())),
    "summary-digest": (
        "At the hour of the rule's digest.",
        lambda: summary(rule(digest=DAILY), several()),
    ),
    "summary-catch-up": ("After an outage: what is late, of all rules, in one message.", late),
    "summary-muted": ("At the end of a mute.", lambda: summary(rule(), several(), Reason.MUTED)),
    "rule-gathered": ("A rule fires far above its usual rate.", tripped),
    "operators-new": ("To the operators: a trouble has lasted two minutes.", lambda: notice(fresh=(QUIET, DEAD))),
    "operators-still": (
        "To the operators: it stays, a day later; another is over.",
        lambda: notice(still=(QUIET,), over=(DEAD,)),
    ),
    "operators-over": ("To the operators: all is well again.", lambda: notice(over=(QUIET,))),
    "plain": ("Slack refuses the blocks: the same words without them.", lambda: letters.plain(told(incident(SECOND)))),
}
