"""The short form of `make fuzz`: each target holds on its seeds and on everything that fuzzing has kept."""

from __future__ import annotations

import pytest

from tests.fuzz.corpus_file import kept
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_promise_holds_on_all_that_fuzzing_has_kept(target: Target) -> None:
    for data in (b"", *target.seeds, *kept(target.name)):
        target.tries(data)
