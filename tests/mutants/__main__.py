"""Change the constants of the reader one by one, and list the changes that no test notices.

    python -m tests.mutants                               all of monitor/reading
    python -m tests.mutants monitor/reading/telling       what lies there (folders or modules)
    python -m tests.mutants monitor/reading:LONGEST       the constants there of that name
    python -m tests.mutants --tests tests/... PATH        do these tests notice? Nothing is kept
    python -m tests.mutants --list                        the changes, and try nothing

A line for each change: the constant, its number, another one, the test that noticed. At the end those that none noticed; the
exit code is 1 when one of them is outside the files of weights. Results are kept in .mutants.jsonl: after an interruption, or
with a test more, it goes on from there; delete the file to start anew. An hour on two cores for all.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence

from tests.mutants.changes import READER, Change, changes_at
from tests.mutants.results import FILE, Results
from tests.mutants.trying import STAGES, Stages, import_the_world, tried


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("only", nargs="*", metavar="PATH[:NAME]", help="folders, modules, constants; default: monitor/reading")
    ask.add_argument("--tests", action="append", metavar="TEST", help="what pytest runs, instead of all tests of reading")
    ask.add_argument("--list", action="store_true", help="print the changes, and try nothing")
    given = ask.parse_args()
    asked = [change for place in given.only or [READER] for change in changes_at(str(place))]
    if given.list or not asked:
        print("\n".join(map(str, asked)) or "no constant there")
        return 0
    stages: Stages = [given.tests] if given.tests else STAGES
    results = Results(None if given.tests else FILE)
    import_the_world()
    if not given.tests and (failed := fails_by_itself(results)):
        print(f"{failed} fails without any change: mend it first")
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # then the forks end too
    try:
        try_all(asked, results, stages)
    except KeyboardInterrupt:
        print("interrupted: the same command goes on from here")
        return 130
    return report(asked, results)


def fails_by_itself(results: Results) -> str:
    """A test that fails although nothing was changed; "" if none does. It would notice every change."""
    if results.of(None) is not None:
        return ""
    [(_, failed)] = tried([None], STAGES, results.telling)
    if not failed:
        results.keep(None, failed)
    return failed


def try_all(asked: Sequence[Change], results: Results, stages: Stages) -> None:
    """Those first of which it is known, then the others, with how long the rest will take."""
    waiting = [change for change in asked if results.of(change) is None]
    for change in asked:
        if (known := results.of(change)) is not None:
            print(line(change, known))
    began = time.monotonic()
    for done, (tried_one, noticed) in enumerate(tried(waiting, stages, results.telling), start=1):
        results.keep(tried_one, noticed)
        left = (time.monotonic() - began) / done * (len(waiting) - done) / 60
        print(f"{line(tried_one, noticed)}  [{done}/{len(waiting)}, {left:.0f} min left]", flush=True)


def line(change: Change | None, noticed: str) -> str:
    return f"{change!s:<88} {noticed or 'NO TEST NOTICES'}"


def report(asked: Sequence[Change], results: Results) -> int:
    unnoticed = [change for change in asked if not results.of(change)]
    in_code = [str(change) for change in unnoticed if not change.of_weights]
    print(f"\n{len(asked)} changes, {len(asked) - len(unnoticed)} noticed. {len(in_code)} in code that no test notices:")
    print(*in_code, sep="\n")
    print(f"{len(unnoticed) - len(in_code)} in files of weights:", *(str(c) for c in unnoticed if c.of_weights), sep="\n")
    return 1 if in_code else 0


if __name__ == "__main__":
    sys.exit(main())
