"""Speak now? The three clocks, what counts as material, and the reason given each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.alerting.decide import decide, rises, speaker
from monitor.alerting.facts import tell
from monitor.model.alert import Incident, Message, Reason, Report
from monitor.model.event import Toll
from monitor.model.rule import RuleHead
from tests.monitor.alerting.newsdesk import ATMEH, IDLIB, at_least, exactly, incident, minutes, report, rule


def told_head(one: Incident, by: RuleHead) -> Message:
    """The head as it was told, two minutes after noon."""
    _, [head] = decide(one, by, [], now=minutes(0))
    return head


def follow_up(*reports: Report, by: RuleHead | None = None, at: float = 60, said: int = 1) -> tuple[Reason, list[Message]]:
    """What is decided when the reports after the first `said` come to a told head."""
    by = by or rule()
    head = told_head(incident(*reports[:said]), by)
    return decide(incident(*reports), by, [head], now=minutes(at))


def kinds(messages: Sequence[Message]) -> list[str]:
    return [m.kind for m in messages]


def test_a_new_incident_waits_for_first_reports() -> None:
    reason, [head] = decide(incident(report()), rule(wait=300.0), [], now=minutes(0))

    assert (reason, head.kind, head.not_before) == (Reason.NEW_INCIDENT, "head", minutes(5))


def test_the_installations_wait_is_for_rules_that_do_not_say() -> None:
    _, [silent] = decide(incident(report()), rule(), [], now=minutes(0), default_wait=5.0)
    _, [says] = decide(incident(report()), rule(wait=300.0), [], now=minutes(0), default_wait=5.0)

    assert (silent.not_before, says.not_before) == (minutes(5 / 60), minutes(5))


def test_the_same_decision_makes_the_same_message() -> None:
    one = incident(report())

    assert decide(one, rule(), [], now=minutes(0))[1][0].id == decide(one, rule(), [], now=minutes(9))[1][0].id


def test_a_rule_without_a_channel_speaks_in_the_default_one() -> None:
    _, [head] = decide(incident(report()), rule(channel=""), [], now=minutes(0), default_channel="news")

    assert head.channel == "news"


def test_a_trial_rule_never_speaks() -> None:
    assert decide(incident(report()), rule(status="trial"), [], now=minutes(0)) == (Reason.TRIAL, [])


def test_a_rule_waits_for_its_sources() -> None:
    two = rule(sources_at_least=2)

    assert decide(incident(report()), two, [], now=minutes(0)) == (Reason.WAITS_FOR_SOURCES, [])
    assert decide(incident(report(), report("AFP")), two, [], now=minutes(0))[0] is Reason.NEW_INCIDENT


def test_a_toll_that_rises_updates_the_head_and_replies() -> None:
    reason, rows = follow_up(report(killed=exactly(3)), report("AFP", at=30, killed=at_least(12)))

    assert reason is Reason.TOLL_ROSE and kinds(rows) == ["update", "reply"]
    assert rows[1].before is not None and rows[1].before.killed == replace(exactly(3), sources=("Reuters",))


def test_a_correction_only_corrects_the_head() -> None:
    reason, rows = follow_up(report(killed=exactly(100)), report("AFP", at=30, killed=exactly(104)))

    assert reason is Reason.NOTHING_NEW and kinds(rows) == ["update"]


def test_nothing_new_says_nothing() -> None:
    assert follow_up(report(story="s"), report("Mirror", at=30, story="s")) == (Reason.NOTHING_NEW, [])


def test_a_more_precise_place_is_told() -> None:
    reason, rows = follow_up(report(where=IDLIB), report("AFP", at=30, where=ATMEH))

    assert reason is Reason.PLACE_CHANGED and kinds(rows) == ["update", "reply"]


def test_a_denial_is_told_before_anything_else() -> None:
    denial = report("SANA", at=30, reality="denied")

    assert follow_up(report(where=IDLIB), report("AFP", at=20, where=ATMEH), denial)[0] is Reason.DENIED


def test_a_rule_that_does_not_ask_for_it_hears_nothing_of_it() -> None:
    quiet = rule(update_when=("denied",))

    assert follow_up(report(killed=exactly(3)), report("AFP", killed=exactly(30)), by=quiet)[0] is Reason.NOTHING_NEW


def test_sources_that_reach_the_number_are_told_once() -> None:
    by = rule(update_when=("sources: at least 3",))
    three = [report("A"), report("B"), report("C")]

    assert follow_up(*three, by=by, said=2)[0] is Reason.SOURCES_REACHED
    assert follow_up(*three, report("D"), by=by, said=3)[0] is Reason.NOTHING_NEW


def test_while_the_head_waits_nothing_is_added() -> None:
    first, later = report(killed=exactly(3)), report("AFP", killed=exactly(12))
    head = told_head(incident(first), rule())

    reason, rows = decide(
        incident(first, later), rule(), [head], now=minutes(1), waiting={head.id}, previous=tell(incident(first))
    )

    assert (reason, rows) == (Reason.TOLL_ROSE, [])


def test_while_a_reply_waits_no_second_one_is_added() -> None:
    reports = [report(killed=exactly(3)), report("AFP", at=30, killed=exactly(12)), report("BBC", at=40, killed=exactly(20))]
    _, rows = follow_up(*reports[:2])
    head = told_head(incident(reports[0]), rule())
    waiting = {m.id for m in rows}

    reason, more = decide(
        incident(*reports), rule(), [head, *rows], now=minutes(61), waiting=waiting, previous=tell(incident(*reports[:2]))
    )

    assert (reason, more) == (Reason.TOLL_ROSE, [])


def test_replies_keep_the_rules_wait_between_them() -> None:
    _, rows = follow_up(report(killed=exactly(3)), report("AFP", killed=exactly(12)), at=2.5)

    assert [m.not_before for m in rows] == [minutes(2.5), minutes(4)]  # the head was told at minute two


def test_the_next_change_is_measured_against_what_was_last_said() -> None:
    reports = [report(killed=exactly(3)), report("AFP", at=30, killed=exactly(12)), report("BBC", at=90, killed=exactly(12))]
    head = told_head(incident(reports[0]), rule())
    _, rows = follow_up(*reports[:2])

    reason, _ = decide(incident(*reports), rule(), [head, *rows], now=minutes(120))

    assert reason is Reason.NOTHING_NEW


def test_a_rule_may_ask_to_hear_it_again() -> None:
    again = rule(repeat=3600.0)
    reports = [report(story="s"), report("Mirror", at=30, story="s")]

    assert follow_up(*reports, by=again, at=30)[0] is Reason.NOTHING_NEW
    assert follow_up(*reports, by=again, at=90)[0] is Reason.REPEATED


def test_of_several_rules_the_highest_level_speaks() -> None:
    low, high, also_high = rule("a", level="low"), rule("c", level="high"), rule("b", level="high")

    assert speaker([low, high, also_high]).id == "b"


@pytest.mark.parametrize(
    ("before", "now", "risen"),
    [
        (None, exactly(1), True),
        (None, exactly(0), False),
        (exactly(0), exactly(1), True),
        (exactly(3), exactly(4), True),
        (exactly(12), at_least(12), False),
        (at_least(12), exactly(12), False),
        (exactly(20), exactly(21), False),
        (exactly(20), exactly(22), True),
        (exactly(12), Toll(low=12, high=20), True),
        (Toll(low=3, high=12), exactly(12), True),
        (exactly(12), exactly(3), False),
        (exactly(12), Toll(low=3, high=12), False),
        (exactly(12), None, False),
    ],
)
def test_what_counts_as_a_rise(before: Toll | None, now: Toll | None, risen: bool) -> None:
    assert rises(before, now) is risen
