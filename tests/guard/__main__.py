"""How well the labelled texts are read.

python -m tests.guard             a table by theme and one by cause, and what changed since it was last accepted
python -m tests.guard --errors    a line an error
python -m tests.guard --accept    write tests/guard/today.json anew: what is right now, for the diff to show
"""

from __future__ import annotations

import argparse

from tests.guard import score


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--errors", action="store_true", help="a line an error")
    ask.add_argument("--accept", action="store_true", help="what is right now is to stay right")
    given = ask.parse_args()
    if given.errors:
        print("\n".join(score.errors()))
        return
    print(f"{score.table()}\n\n{score.causes()}\n")
    kept = score.accepted() if score.TODAY.exists() else {}
    worse, better = score.changes(kept, score.today())
    sums = score.totals()
    print(f"{sums['right']} facts right, {sums['wrong']} wrong, {sums['false']} false events")
    print(f"since it was accepted: {len(better)} better, {len(worse)} worse")
    for line in (*(f"better: {line}" for line in better), *(f"worse:  {line}" for line in worse)):
        print(line)
    if given.accept:
        score.accept()
        print(f"written: {score.TODAY}")


if __name__ == "__main__":
    main()
