"""A rule's own tests, under limits of processor time: what stands in them is somebody's text, and the daemon runs them too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from monitor.matching.cases import RuleTest
from monitor.matching.casetests import CaseResult, Read, result_of, run_test
from monitor.matching.rule import Rule
from workers.budget import OutOfTime, processor_time

#: Seconds of processor time for one test, as for one article.
LONGEST_TEST: Final = 5.0
#: Seconds of processor time for all tests of one rule; those that would come later are not run.
LONGEST_RULE: Final = 30.0


def run_own_tests(
    rule: Rule, read: Read, now: datetime, *, longest_test: float = LONGEST_TEST, longest_rule: float = LONGEST_RULE
) -> Iterator[CaseResult]:
    """A result for each test; one that takes too long has failed. For the main thread, as `processor_time` is."""
    began = time.process_time()
    for test in rule.tests:
        if time.process_time() - began >= longest_rule:
            yield result_of(rule, test, f"not run: the tests before it took {longest_rule:g} s of processor time")
        else:
            yield _in_time(rule, test, read, now, longest_test)


def _in_time(rule: Rule, test: RuleTest, read: Read, now: datetime, longest: float) -> CaseResult:
    try:
        with processor_time(longest):
            return run_test(rule, test, read, now)
    except OutOfTime as stop:
        return result_of(rule, test, f"broken off: it {stop}; shorten its text")
