"""Hostile inputs through the real doors.

    python -m tests.hostile                  all of them
    python -m tests.hostile --door feeds     those of one door (may be said again)
    python -m tests.hostile --list           what there is, and what should become of it

A line for each: did it end as it should, door, name, seconds, megabytes, what became of it. Exit code 1 when one ended otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.hostile.attack import Ended, attack
from tests.hostile.doors import DOORS


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--door", action="append", choices=list(DOORS), help="only this one")
    ask.add_argument("--case", default="", help="only cases whose name has these words in it")
    ask.add_argument("--list", action="store_true", help="say what there is, and try nothing")
    given = ask.parse_args()
    ended: list[Ended] = []
    for door in [DOORS[name] for name in given.door or DOORS]:
        cases = [case for case in door.cases if given.case in case.name]
        if given.list:
            print("\n".join(f"{door.name:<9} {case.name:<56} {case.wanted}" for case in cases))
            continue
        for one in attack(door, cases):
            print(one.line(), flush=True)
            ended.append(one)
    if not given.list:
        print(table(ended))
    return 0 if all(one.as_wanted for one in ended) else 1


def table(ended: Sequence[Ended]) -> str:
    """By door: cases, how many ended otherwise, and what the worst cost."""
    lines = [f"\n{'door':<9} {'cases':>6} {'otherwise':>10} {'longest':>9} {'largest':>9}"]
    for name in dict.fromkeys(one.door for one in ended):
        mine = [one for one in ended if one.door == name]
        wrong = sum(not one.as_wanted for one in mine)
        lines.append(
            f"{name:<9} {len(mine):>6} {wrong:>10} {max(one.seconds for one in mine):>7.2f} s"
            f" {max(one.megabytes for one in mine):>6} MB"
        )
    return "\n".join([*lines, f"{'together':<9} {len(ended):>6} {sum(not one.as_wanted for one in ended):>10}"])


if __name__ == "__main__":
    sys.exit(main())
