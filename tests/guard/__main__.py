"""How well the labelled texts are read.

python -m tests.guard             a table by theme and one by cause, and what changed since it was last accepted
python -m tests.guard --errors    a line an error
python -m tests.guard --texts tests/blind/a.yaml      the same of texts that the guard does not keep
python -m tests.guard --accept    write tests/guard/today.json anew: what is right now, for the diff to show
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.guard import score
from tests.guard.labels import GUARD


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--errors", action="store_true", help="a line an error")
    ask.add_argument("--accept", action="store_true", help="what is right now is to stay right")
    ask.add_argument("--texts", nargs="+", type=Path, help="other texts than those that the guard keeps")
    given = ask.parse_args()
    files = tuple(given.texts or GUARD)
    if given.errors:
        print("\n".join(score.errors(files)))
        return
    print(f"{score.table(files)}\n\n{score.causes(files)}\n")
    sums = score.totals(files)
    print(f"{sums['right']} facts right, {sums['wrong']} wrong, {sums['false']} false events")
    if not given.texts:
        _beside_what_was_accepted(accept=given.accept)


def _beside_what_was_accepted(*, accept: bool) -> None:
    kept = score.accepted() if score.TODAY.exists() else {}
    worse, better = score.changes(kept, score.today())
    print(f"since it was accepted: {len(better)} better, {len(worse)} worse")
    for line in (*(f"better: {line}" for line in better), *(f"worse:  {line}" for line in worse)):
        print(line)
    if accept:
        score.accept()
        print(f"written: {score.TODAY}")


if __name__ == "__main__":
    main()
