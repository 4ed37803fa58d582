"""Critical news, quiet hours and digests: what is said at once, what waits, and what a summary tells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.alerting import words
from monitor.alerting.clocks import end_of_quiet, is_critical, next_at
from monitor.alerting.decide import decide, summary
from monitor.alerting.facts import tell
from monitor.alerting.message import head, reply
from monitor.alerting.summary import digest
from monitor.model.alert import Message, Reason
from monitor.model.event import Toll
from monitor.model.rule import AlertPlan, Digest, QuietHours, RuleHead, Threshold
from tests.monitor.alerting.newsdesk import KYIV, at_least, exactly, incident, minutes, report, rule

#: Noon of the tests is two in the afternoon in Damascus, so that the siesta ends three hours later.
SIESTA = QuietHours(zone="Asia/Damascus", start="13:00", end="17:00")
TWENTY = (Threshold(figure="killed", low=20),)
MORNING = Digest(zone="Europe/London", at="07:00")


def quiet(**said: object) -> RuleHead:
    return rule(quiet_hours=SIESTA, critical_when=TWENTY, **said)


@pytest.mark.parametrize(
    ("killed", "wounded", "critical"),
    [(exactly(20), None, True), (at_least(25), None, True), (exactly(19), exactly(80), False), (None, exactly(99), False),
     (Toll(low=3, high=25), None, True)],
)  # fmt: skip
def test_a_figure_that_somebody_vouches_for_makes_it_critical(killed: Toll | None, wounded: Toll | None, critical: bool) -> None:
    assert is_critical(AlertPlan(critical_when=TWENTY), incident(report(killed=killed, wounded=wounded))) is critical


def test_casualties_are_killed_and_wounded_together() -> None:
    plan = AlertPlan(critical_when=(Threshold(figure="casualties", low=30),))

    assert is_critical(plan, incident(report(killed=exactly(5), wounded=exactly(25))))


def test_a_head_of_critical_news_is_red_and_calls_whoever_is_on_duty() -> None:
    one, by = incident(report(killed=at_least(25))), rule(critical_when=TWENTY, mention="S0123456", mention_at="critical")

    [message] = decide(one, by, [], now=minutes(0))[1]

    said = head(one, by, message, now=minutes(2))
    assert said.text.startswith("🔴")
    assert "<!subteam^S0123456>" in str(said.blocks)


def test_a_reply_that_makes_it_critical_is_shown_in_the_channel_once() -> None:
    by, first, second = rule(critical_when=TWENTY), report(killed=exactly(3)), report("AFP", at=50, killed=exactly(22))
    [told] = decide(incident(first), by, [], now=minutes(0))[1]

    reason, rows = decide(incident(first, second), by, [told], now=minutes(60))
    [said] = [reply(incident(first, second), by, row, now=minutes(61)) for row in rows if row.kind == "reply"]

    assert (reason, [r.kind for r in rows]) == (Reason.BECAME_CRITICAL, ["update", "reply"])
    assert said is not None and said.broadcast and said.text.startswith("now critical: killed 3")
    third = report("SANA", at=70, killed=exactly(40))
    later = decide(
        incident(first, second, third), by, [told, *[_said(r, incident(first, second)) for r in rows]], now=minutes(80)
    )
    assert later[0] is Reason.TOLL_ROSE


def test_it_becomes_critical_even_for_a_rule_that_asks_for_no_updates() -> None:
    by, first = rule(critical_when=TWENTY, update_when=()), report(killed=exactly(3))
    [told] = decide(incident(first), by, [], now=minutes(0))[1]

    reason, _ = decide(incident(first, report("AFP", at=50, killed=exactly(22))), by, [told], now=minutes(60))

    assert reason is Reason.BECAME_CRITICAL


@pytest.mark.parametrize(
    ("at", "end"),
    [
        (datetime(2026, 11, 20, 20, 0, tzinfo=UTC), datetime(2026, 11, 21, 3, 0, tzinfo=UTC)),  # 23:00 in Damascus
        (datetime(2026, 11, 20, 1, 0, tzinfo=UTC), datetime(2026, 11, 20, 3, 0, tzinfo=UTC)),  # 04:00
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), None),  # 06:00: over
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 20, 19, 0, tzinfo=UTC), datetime(2026, 11, 21, 3, 0, tzinfo=UTC)),  # 22:00 sharp: begun
    ],
)
def test_quiet_hours_run_over_midnight_by_the_clocks_of_their_zone(at: datetime, end: datetime | None) -> None:
    assert end_of_quiet(QuietHours(zone="Asia/Damascus", start="22:00", end="06:00"), at) == end


def test_quiet_hours_end_by_the_clock_on_the_night_it_is_set_back() -> None:
    night = QuietHours(zone="Europe/London", start="22:00", end="06:00")

    assert end_of_quiet(night, datetime(2026, 10, 24, 22, 0, tzinfo=UTC)) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)


def test_a_digest_comes_at_its_hour_in_winter_and_in_summer() -> None:
    assert next_at("07:00", "Europe/London", datetime(2026, 1, 5, 7, 0, tzinfo=UTC)) == datetime(2026, 1, 6, 7, 0, tzinfo=UTC)
    assert next_at("07:00", "Europe/London", datetime(2026, 7, 5, 5, 0, tzinfo=UTC)) == datetime(2026, 7, 5, 6, 0, tzinfo=UTC)


def test_what_falls_into_quiet_hours_is_kept_for_one_summary_at_their_end() -> None:
    one, other = incident(report()), incident(report(where=KYIV))

    reason, [item, morning] = decide(one, quiet(), [], now=minutes(0))
    _, [second, same] = decide(other, quiet(), [], now=minutes(5))

    assert reason is Reason.GATHERED
    assert (item.kind, morning.kind, morning.not_before) == ("item", "digest", minutes(180))
    assert second.id != item.id and same.id == morning.id


def test_critical_news_breaks_the_quiet() -> None:
    _, [message] = decide(incident(report(killed=exactly(20))), quiet(), [], now=minutes(0))

    assert (message.kind, message.not_before) == ("head", minutes(2))


def test_news_that_becomes_critical_while_it_waits_for_the_summary_is_said_at_once() -> None:
    first = report(killed=exactly(3))
    _, [item, _] = decide(incident(first), quiet(), [], now=minutes(0))

    both = incident(first, report("AFP", at=20, killed=exactly(30)))
    reason, [message] = decide(both, quiet(), [item], now=minutes(21), waiting={item.id})

    assert (reason, message.kind, message.not_before) == (Reason.NEW_INCIDENT, "head", minutes(23))


def test_what_waits_for_the_summary_needs_no_second_place_in_it() -> None:
    first = report(killed=exactly(3))
    _, [item, _] = decide(incident(first), quiet(), [], now=minutes(0))

    reason, rows = decide(
        incident(first, report("AFP", at=9, killed=exactly(9))), quiet(), [item], now=minutes(9), waiting={item.id}
    )

    assert (reason, rows) == (Reason.NOTHING_NEW, [])


def test_after_the_summary_only_a_change_opens_a_thread() -> None:
    first = report(killed=exactly(3))
    _, [item, _] = decide(incident(first), quiet(), [], now=minutes(0))

    same = decide(incident(first, report("AFP", at=200, killed=exactly(3))), quiet(), [item], now=minutes(300))
    reason, [message] = decide(incident(first, report("AFP", at=200, killed=exactly(9))), quiet(), [item], now=minutes(300))

    assert same == (Reason.NOTHING_NEW, [])
    assert (reason, message.kind, message.before) == (Reason.NEW_INCIDENT, "head", tell(incident(first)))


def test_a_reply_waits_for_the_end_of_the_quiet_and_is_hastened_when_it_gets_critical() -> None:
    first, second = report(killed=exactly(3)), report("AFP", at=10, killed=exactly(9))
    [told] = decide(incident(first), rule(), [], now=minutes(-30))[1]

    _, rows = decide(incident(first, second), quiet(), [told], now=minutes(11))
    [late] = [r for r in rows if r.kind == "reply"]
    third = report("SANA", at=20, killed=exactly(50))
    reason, again = decide(incident(first, second, third), quiet(), [told, *rows], now=minutes(21), waiting={late.id})

    assert late.not_before == minutes(180)
    [now] = [r for r in again if r.kind == "reply"]
    assert (reason, now.id, now.not_before) == (Reason.BECAME_CRITICAL, late.id, minutes(21))


def test_a_rule_with_a_digest_tells_everything_but_the_critical_in_it() -> None:
    by = rule(digest=MORNING, critical_when=TWENTY)

    _, [item, morning] = decide(incident(report()), by, [], now=minutes(0))
    _, [alone] = decide(incident(report(killed=exactly(30))), by, [], now=minutes(0))

    assert (item.kind, morning.kind, alone.kind) == ("item", "digest", "head")
    assert morning.not_before == datetime(2022, 2, 4, 7, 0, tzinfo=UTC)


def test_a_summary_lists_the_gravest_first_and_counts_them_all() -> None:
    by = rule(digest=MORNING)
    small, big = incident(report(where=KYIV, killed=exactly(1))), incident(report(killed=at_least(12)))

    said = digest([small, big, incident(report(where=None))], by, summary(by, "alerts", minutes(0)), now=minutes(0))

    assert said is not None
    assert said.text == "Summary: 3 incidents: Raid in Idlib with casualties. 3 × raid; killed: at least 13"
    words = str(said.blocks)
    assert words.index("Atmeh") < words.index("Kyiv") < words.index("place unknown")


def test_a_summary_of_many_keeps_slacks_limits() -> None:
    by = rule(digest=MORNING, title="x" * 300)
    many = [incident(report(title="<!channel> " + "&" * 400, where=None, source="s" * 300)) for _ in range(60)]

    said = digest(many, by, summary(by, "alerts", minutes(0)), now=minutes(0))

    assert said is not None
    assert len(said.blocks) <= 50 and "and 45 more" in str(said.blocks)
    assert all(len(b["text"]["text"]) <= (150 if b["type"] == "header" else 3000) for b in said.blocks if "text" in b)
    assert "<!channel>" not in str(said)


def test_a_summary_of_nothing_is_not_said() -> None:
    assert digest([], rule(), summary(rule(), "alerts", minutes(0)), now=minutes(0)) is None


def _said(row: Message, of: object) -> Message:
    return row


def test_what_one_source_vouches_for_stays_critical_when_another_says_less() -> None:
    plan = AlertPlan(critical_when=(Threshold(figure="killed", low=10),))
    grave = report("AFP", killed=Toll(low=12, high=None))
    both = incident(grave, report("BBC", at=2, killed=exactly(9)))

    assert is_critical(plan, incident(grave)) and is_critical(plan, both) and is_critical(plan, tell(both))
    assert words.toll(both.killed) == "9 to at least 12"
