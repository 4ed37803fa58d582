"""The outbox, on both databases: order, rate, leases, and no state change but along the arrows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.alert import DeliveryState
from monitor.model.rule import RuleHead
from tests.edges.store.store_given import LETTER, RULE, at, claim, file, filing, incident, log, message, names, read, report, say
from workers.edges.store import IllegalArrow, SqlStore
from workers.ports import Delivery, Receipt, Step

PENDING, SENDING, UNCERTAIN = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN
SENT, DEAD, SUPPRESSED = DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SUPPRESSED


def finish(store: SqlStore, delivery: Delivery, to: DeliveryState, seconds: float = 0, **more: object) -> bool:
    return store.finish_message(delivery, Step(to=to, detail="because", **more), now=at(seconds))  # type: ignore[arg-type]


def test_a_delivery_brings_all_that_is_needed_to_say_it(store: SqlStore) -> None:
    lease, ids = read(store)
    raid = incident("raid-1", report(ids[0]))
    store.commit_filing(lease, 0, filing(raid, messages=[message("m1")], ends=ids), now=at(0))

    (delivery,) = claim(store)

    expected = Delivery(
        message=message("m1"), rule=RULE, incident=raid, lease=delivery.lease, state=PENDING, attempts=0, first_try_at=None,
        last_try_at=None, absent_checks=0, payload=None, head=None,
    )  # fmt: skip
    assert replace(delivery, rule=RULE) == expected
    assert delivery.rule.title == RULE.title


def test_a_message_is_due_at_its_time_and_claimed_once(store: SqlStore) -> None:
    file(store, message("m1", wait=120))

    early, due = store.messages_due(at(119)), store.messages_due(at(120))
    claims = [names(claim(store, seconds)) for seconds in (119, 120, 121, 149.9, 150)]

    assert (early, due) == (0, 1)
    assert claims == [[], ["m1"], [], [], ["m1"]]


def test_a_sent_message_is_logged_arrow_by_arrow_and_never_comes_back(store: SqlStore) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store)

    say(store, delivery)

    assert log(store, "m1") == [">pending", "pending>sending", "sending>sent"]
    assert (claim(store, 9999), store.messages_due(at(9999))) == ([], 0)


def test_a_reply_comes_after_its_head_and_knows_where_it_stands(store: SqlStore) -> None:
    file(store, message("reply", "reply", 2), message("update", "update", 1), message("head"))

    (head,) = claim(store, 0)
    while_head_is_sent = claim(store, 2)
    say(store, head, 2, ts="7.7")
    (update,) = claim(store, 4)
    say(store, update, 4, ts="7.7")
    (reply,) = claim(store, 6)

    assert (names([head, update, reply]), while_head_is_sent) == (["head", "update", "reply"], [])
    assert update.head == reply.head == Receipt(channel_id="C1", ts="7.7")


def test_a_follow_up_that_is_due_before_its_head_waits_for_it(store: SqlStore) -> None:
    file(store, message("head", wait=100), message("reply", "reply", 1, wait=0))

    assert names(claim(store, 50)) == []
    assert names(claim(store, 100)) == ["head"]


def test_followers_of_a_head_that_is_dead_are_suppressed_and_say_why(store: SqlStore) -> None:
    file(store, message("head"), message("reply", "reply", 1), message("other", of="raid-2"))
    (head,) = [d for d in claim(store) if d.message.id == "head"]
    store.start_sending(head, LETTER, now=at(0))
    finish(store, head, DEAD)

    assert names(claim(store, 5)) == ["other"]

    assert log(store, "reply") == [">pending", "pending>suppressed"]
    assert store.health(at(6)).alerts == {"dead": 1, "suppressed": 1, "pending": 1}


def test_one_message_a_second_goes_to_a_channel_and_channels_do_not_wait_for_each_other(store: SqlStore) -> None:
    file(store, message("a1", of="a"), message("b1", of="b"), message("c1", of="c", to="other"))

    assert names(claim(store, 0)) == ["a1", "c1"]
    assert names(claim(store, 0.9)) == []
    assert names(claim(store, 1.0)) == ["b1"]


def test_one_message_an_incident_and_channel_is_in_flight(store: SqlStore) -> None:
    file(store, message("a1"), message("b1", rule_id="another rule"))

    (first,) = claim(store, 0)
    assert names(claim(store, 5)) == []
    say(store, first, 5)

    assert names(claim(store, 6)) == ["b1"]


def test_a_paused_channel_gets_nothing_before_its_time(store: SqlStore) -> None:
    file(store, message("a1", of="a"), message("b1", of="b", to="other"))
    store.pause_channel("alerts", at(30))

    assert (store.messages_due(at(29)), names(claim(store, 29))) == (1, ["b1"])
    assert names(claim(store, 30)) == ["a1"]


def test_a_try_that_certainly_failed_comes_back_later_with_its_count(store: SqlStore) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store)
    store.start_sending(delivery, LETTER, now=at(1))
    finish(store, delivery, PENDING, 2, not_before=at(60))

    assert claim(store, 59) == []
    (again,) = claim(store, 60)

    assert (again.attempts, again.first_try_at, again.last_try_at, again.payload) == (1, at(1), at(1), LETTER)
    assert log(store, "m1")[1:] == ["pending>sending", "sending>pending"]


def test_a_sender_that_died_leaves_an_uncertain_message_that_is_looked_for_after_a_while(store: SqlStore) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store, 0, lease_for=30)
    store.start_sending(delivery, LETTER, now=at(20))

    too_early = claim(store, 29.9)
    (found,) = claim(store, 35, settle=15)

    assert too_early == []
    assert (found.state, found.payload) == (UNCERTAIN, LETTER)
    assert log(store, "m1") == [">pending", "pending>sending", "sending>uncertain"]


def test_an_uncertain_message_is_looked_for_twice_settle_apart_and_then_said_again(store: SqlStore) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store, 0)
    store.start_sending(delivery, LETTER, now=at(0))
    finish(store, delivery, UNCERTAIN, 10)

    assert claim(store, 24, settle=15) == []
    (first,) = claim(store, 25, settle=15)
    finish(store, first, UNCERTAIN, 26, absent_checks=1)
    assert claim(store, 40, settle=15) == []
    (second,) = claim(store, 41, settle=15)
    finish(store, second, PENDING, 42)
    (third,) = claim(store, 43)

    assert (first.absent_checks, second.absent_checks, third.absent_checks) == (0, 1, 0)
    assert (third.state, third.attempts) == (PENDING, 1)


def test_an_uncertain_head_holds_its_followers_and_does_not_hold_other_incidents(store: SqlStore) -> None:
    file(store, message("head"), message("reply", "reply", 1), message("other", of="raid-2"))
    (head,) = claim(store, 0, limit=1)
    store.start_sending(head, LETTER, now=at(0))
    finish(store, head, UNCERTAIN, 1)

    assert names(claim(store, 2)) == ["other"]
    assert names(claim(store, 20)) == ["head"]


def test_all_uncertain_messages_of_a_channel_come_in_one_claim(store: SqlStore) -> None:
    """One look into the history serves them all."""
    file(store, *(message(f"m{n}", of=f"raid-{n}") for n in range(3)))
    for second in range(3):
        (delivery,) = claim(store, second)
        store.start_sending(delivery, LETTER, now=at(second))
        finish(store, delivery, UNCERTAIN, second)

    assert len(claim(store, 60)) == 3


def test_who_lost_the_lease_changes_nothing(store: SqlStore) -> None:
    file(store, message("m1"))
    (late,) = claim(store, 0, lease_for=30)
    (now_mine,) = claim(store, 31)

    assert not store.start_sending(late, LETTER, now=at(32))
    assert not finish(store, late, SENT, 32, receipt=Receipt(channel_id="C", ts="1"))

    assert store.start_sending(now_mine, LETTER, now=at(33))
    assert log(store, "m1") == [">pending", "pending>sending"]


@pytest.mark.parametrize("to", [SENT, UNCERTAIN])
def test_an_arrow_that_does_not_exist_is_a_bug_and_flies(store: SqlStore, to: DeliveryState) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store)

    with pytest.raises(IllegalArrow, match=r"m1: pending -> (sent|uncertain)"):
        finish(store, delivery, to)

    assert log(store, "m1") == [">pending"]


def test_what_has_ended_stays_ended(store: SqlStore) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store)
    finish(store, delivery, SUPPRESSED)

    assert not finish(store, delivery, PENDING)
    assert not store.start_sending(delivery, LETTER, now=at(1))


def test_a_message_of_no_incident_and_no_match_can_be_said(store: SqlStore) -> None:
    note = message("op", "operator", of="", rule_id="", rule_hash="")
    store.commit_filing("", 0, replace(filing(), messages=(note,)), now=at(0))

    (delivery,) = claim(store)

    assert (delivery.rule, delivery.incident.reports) == (RuleHead(id="", title=""), ())


def test_a_clock_that_was_set_back_stops_no_message(store: SqlStore) -> None:
    file(store, message("a1", of="a"), message("b1", of="b", to="other"))
    first, _ = claim(store)
    store.start_sending(first, LETTER, now=at(0))
    ten_years = 86400 * 3650

    found = claim(store, -ten_years)

    assert sorted((d.message.id, d.state) for d in found) == [("a1", UNCERTAIN), ("b1", PENDING)]
