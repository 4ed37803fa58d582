"""The board and its filings, on both databases."""

from __future__ import annotations

from dataclasses import replace

from monitor.model.alert import DeliveryState, Told
from monitor.model.event import Toll
from tests.edges.store.store_given import (
    ATMEH,
    LETTER,
    RULE,
    at,
    claim,
    file,
    filing,
    incident,
    log,
    message,
    names,
    read,
    report,
    say,
)
from workers.edges.store import SqlStore
from workers.ports import Step


def test_a_filing_puts_incident_reports_and_messages_on_the_board(store: SqlStore) -> None:
    lease, ids = read(store, 2)
    raid = incident("raid-1", report(ids[0]), report(ids[1], 5), sources=2, denied=True)
    head = message("m1", wait=120)

    assert store.commit_filing(lease, 0, filing(raid, messages=[head], ends=ids), now=at(10))

    board = store.board(at(0))
    assert (board.version, board.incidents) == (1, (raid,))
    assert (dict(board.told), board.waiting) == ({("raid-1", RULE.id): (head,)}, {"m1"})
    assert log(store, "m1") == [">pending"]


def test_of_two_filings_on_one_board_the_second_is_refused_whole(store: SqlStore) -> None:
    lease, (first, second) = read(store, 2)
    version = store.board(at(0)).version

    assert store.commit_filing(lease, version, filing(incident("one"), ends=[first]), now=at(1))
    assert not store.commit_filing(lease, version, filing(incident("two"), messages=[message("m2")], ends=[second]), now=at(1))

    assert [each.id for each in store.board(at(0)).incidents] == ["one"]
    assert store.intake() == {"alerted": 1, "read": 1}
    assert log(store, "m2") == []


def test_a_filing_whose_lease_was_lost_for_one_article_writes_nothing(store: SqlStore) -> None:
    lease, ids = read(store, 2)
    later = store.claim_articles(ids[:1], "read", now=at(601), lease_for=60)[0]

    assert not store.commit_filing(lease, 0, filing(incident(), ends=ids), now=at(602))

    assert (store.board(at(0)).incidents, store.board(at(0)).version) == ((), 0)
    assert store.commit_filing(later, 0, filing(incident(), ends=ids[:1]), now=at(603))
    assert not store.commit_filing(later, 1, filing(incident(), ends=ids[:1]), now=at(604))


def test_reports_are_kept_once_each_in_the_order_of_sight(store: SqlStore) -> None:
    one, two, none = report(1, 5), report(2, 0), replace(report(3, 9), event=None)
    file(store, incidents=[incident("raid-1", one)])

    file(store, incidents=[incident("raid-1", one, two, none)])
    file(store, incidents=[incident("raid-1", one, two, none, none)])

    assert store.board(at(0)).incidents[0].reports == (two, one, none)


def test_an_incidents_facts_follow_the_last_filing(store: SqlStore) -> None:
    file(store, incidents=[incident("raid-1", report(1))])
    grown = replace(incident("raid-1", report(1), report(2, 9)), killed=Toll(low=15, high=15), where=None, what="clash")

    file(store, incidents=[grown])

    assert store.board(at(0)).incidents == (grown,)


def test_incidents_that_nobody_reported_lately_leave_the_board(store: SqlStore) -> None:
    file(store, message("m1", of="old"), incidents=[incident("old", report(1, -100)), incident("new", report(2, 0))])

    board = store.board(at(-50))

    assert [each.id for each in board.incidents] == ["new"]
    assert dict(board.told) == {}


def test_a_message_that_was_decided_twice_is_one_row(store: SqlStore) -> None:
    file(store, message("m1", wait=0))
    file(store, message("m1", wait=999), message("m2", "reply", 1))

    told = store.board(at(-1)).told["raid-1", RULE.id]
    assert [(m.id, m.not_before) for m in told] == [("m1", at(0)), ("m2", at(0))]
    assert log(store, "m1") == [">pending"]


def test_a_pair_that_matched_and_said_nothing_is_on_the_board(store: SqlStore) -> None:
    lease, (article,) = read(store)

    store.commit_filing(lease, 0, filing(incident(), ends=[article], rule=RULE.id), now=at(1))

    assert dict(store.board(at(0)).told) == {("raid-1", RULE.id): ()}


def test_a_claimed_message_waits_no_more_and_moves_the_board_on(store: SqlStore) -> None:
    file(store, message("m1"))
    before = store.board(at(0))

    claim(store)

    after = store.board(at(0))
    assert (before.waiting, after.waiting) == ({"m1"}, frozenset())
    assert not store.commit_filing("", before.version, filing(), now=at(1))
    assert store.commit_filing("", after.version, filing(), now=at(1))


def test_what_the_payload_says_is_what_later_changes_are_measured_against(store: SqlStore) -> None:
    file(store, message("m1"))
    (delivery,) = claim(store)
    before = store.board(at(0)).version
    said = Told(killed=Toll(low=20, high=20), place_id=ATMEH.id, sources=2)

    store.start_sending(delivery, LETTER, now=at(0), facts=said)

    board = store.board(at(0))
    assert board.told["raid-1", RULE.id][0].facts == said
    assert board.version > before


def test_what_was_never_said_leaves_told_what_was_told_before(store: SqlStore) -> None:
    earlier = Told(killed=Toll(low=12, high=None))
    reply = message("m2", "reply", 1, before=earlier, facts=Told(killed=Toll(low=30, high=30)))
    file(store, message("m1"), reply)
    say(store, claim(store)[0])
    (delivery,) = claim(store, 5)

    store.finish_message(delivery, Step(to=DeliveryState.SUPPRESSED, detail="nothing to say"), now=at(5))

    assert [m.facts for m in store.board(at(-1)).told["raid-1", RULE.id]][1] == earlier
    assert names([delivery]) == ["m2"]
