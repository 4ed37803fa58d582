"""The delivery state machine: each arrow, and any order of outcomes against a model of Slack."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from monitor.alerting import delivery
from monitor.alerting.delivery import Arrow, Attempt, Patience, Row, after_attempt, after_look
from monitor.model.alert import DeliveryState
from tests.monitor.alerting.newsdesk import NOON, minutes

PENDING, UNCERTAIN, SENT, DEAD = DeliveryState.PENDING, DeliveryState.UNCERTAIN, DeliveryState.SENT, DeliveryState.DEAD


def row(attempts: int = 1, *, tried: float = 0, checks: int = 0, kind: str = "head") -> Row:
    return Row(kind=kind, attempts=attempts, first_try_at=NOON, last_try_at=minutes(tried), absent_checks=checks)  # type: ignore[arg-type]


def tried(attempt: Attempt, *, attempts: int = 1, at: float = 0, retry_after: float | None = None) -> Arrow:
    return after_attempt(row(attempts), attempt, "words", now=minutes(at), patience=Patience(), retry_after=retry_after)


@pytest.mark.parametrize(("attempt", "to"), [("said", SENT), ("never", DEAD), ("perhaps", UNCERTAIN), ("not said", PENDING)])
def test_each_outcome_has_its_arrow(attempt: Attempt, to: DeliveryState) -> None:
    assert tried(attempt).to is to


def test_what_was_not_said_is_tried_later_and_later() -> None:
    pauses = [tried("not said", attempts=n).not_before for n in (1, 2, 3, 99)]

    assert pauses == [NOON + timedelta(seconds=s) for s in (1, 2, 4, 300)]


def test_what_slack_asks_for_is_obeyed() -> None:
    assert tried("not said", retry_after=77).not_before == NOON + timedelta(seconds=77)


def test_after_two_days_it_is_given_up_with_the_last_words() -> None:
    given_up = tried("not said", attempts=500, at=2 * 24 * 60)

    assert given_up.to is DEAD and given_up.detail == "given up after 500 tries: words"


def test_one_look_that_finds_nothing_is_not_enough() -> None:
    first = after_look(row(), "absent", now=minutes(1), patience=Patience())
    second = after_look(row(checks=first.absent_checks), "absent", now=minutes(2), patience=Patience())

    assert (first.to, first.absent_checks, second.to) == (UNCERTAIN, 1, PENDING)


def test_a_history_that_cannot_be_read_is_waited_for_and_then_it_is_said_again() -> None:
    soon = after_look(row(checks=1), "unreadable", "no scope", now=minutes(29), patience=Patience())
    late = after_look(row(checks=1), "unreadable", "no scope", now=minutes(31), patience=Patience())

    assert (soon.to, soon.absent_checks, late.to) == (UNCERTAIN, 1, PENDING)


def test_an_update_is_sent_again_without_looking() -> None:
    assert after_look(row(kind="update"), "absent", now=minutes(1), patience=Patience()).to is PENDING


class Delivering(RuleBasedStateMachine):
    """One alert, a Slack that may take it without saying so, and a history that shows it late, but before `settle` is over."""

    settle = 15  #: seconds
    visible_after = 10  #: seconds
    looks_first = True  #: a negative control says it again at once

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.state = PENDING
        self.attempts, self.first, self.last, self.looked, self.checks = 0, 0, 0, 0, 0
        self.not_before = 0
        self.accepted: list[int] = []  #: when Slack took it

    def _row(self) -> Row:
        start = NOON
        return Row(
            kind="head",
            attempts=self.attempts,
            first_try_at=start + timedelta(seconds=self.first),
            last_try_at=start + timedelta(seconds=self.last),
            absent_checks=self.checks,
        )

    def _go(self, arrow: Arrow) -> None:
        self.state, self.checks = arrow.to, arrow.absent_checks
        if arrow.not_before is not None:
            self.not_before = int((arrow.not_before - NOON).total_seconds())

    @rule(seconds=st.integers(1, 60))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds

    @precondition(lambda self: self.state is PENDING)
    @rule(attempt=st.sampled_from(["said", "not said", "perhaps"]), took=st.booleans(), killed=st.booleans())
    def tries(self, attempt: Attempt, took: bool, killed: bool) -> None:
        self.now = max(self.now, self.not_before)
        self.attempts, self.last = self.attempts + 1, self.now
        self.first = self.first if self.attempts > 1 else self.now
        if attempt == "said" or (attempt == "perhaps" and took):
            self.accepted.append(self.now)
        if killed and attempt != "not said":  # the sender died before it wrote anything down: the lease runs out
            self.state, self.checks = UNCERTAIN, 0
            return
        self._go(after_attempt(self._row(), attempt, "", now=self._time(), patience=Patience()))

    @precondition(lambda self: self.state is UNCERTAIN)
    @rule()
    def looks(self) -> None:
        if not self.looks_first:
            self.state = PENDING
            return
        self.now = max(self.now, self.last + self.settle, self.looked + self.settle)
        self.looked = self.now
        seen = any(at + self.visible_after <= self.now for at in self.accepted)
        self._go(after_look(self._row(), "found" if seen else "absent", now=self._time(), patience=Patience()))

    @invariant()
    def is_never_doubled(self) -> None:
        assert len(self.accepted) <= 1, f"said {len(self.accepted)} times"

    @invariant()
    def is_never_lost(self) -> None:
        assert self.state is not SENT or self.accepted, "taken for said, and was not"
        assert self.state is not DEAD

    def teardown(self) -> None:
        """Left alone with a Slack that is well, every alert is said."""
        for _ in range(10):
            if self.state is UNCERTAIN:
                self.looks()
            elif self.state is PENDING:
                self.tries(attempt="said", took=True, killed=False)
        self.is_never_doubled()
        assert self.state is SENT and len(self.accepted) == 1

    def _time(self):  # type: ignore[no-untyped-def]
        return NOON + timedelta(seconds=self.now)


class ResendsWithoutLooking(Delivering):
    looks_first = False


class SettlesTooSoon(Delivering):
    settle = 2


MANY = settings(max_examples=80, stateful_step_count=20, database=None, report_multiple_bugs=False)


CAUGHT = settings(MANY, phases=[Phase.generate])  # one failure will do; it need not be the shortest


def test_any_order_of_outcomes_says_it_exactly_once() -> None:
    run_state_machine_as_test(Delivering, settings=MANY)


@pytest.mark.parametrize("careless", [ResendsWithoutLooking, SettlesTooSoon])
def test_a_careless_sender_is_caught(careless: type[Delivering]) -> None:
    with pytest.raises(AssertionError, match=r"said \d times"):
        run_state_machine_as_test(careless, settings=CAUGHT)


def test_one_look_alone_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    class LateHistory(Delivering):
        visible_after = 20  # later than one settle, sooner than two

    run_state_machine_as_test(LateHistory, settings=MANY)
    monkeypatch.setattr(delivery, "LOOKS", 1)

    with pytest.raises(AssertionError, match=r"said \d times"):
        run_state_machine_as_test(LateHistory, settings=CAUGHT)
