"""What hostile texts cost: `python benchmarks/hostile_reading.py [--most 100000] [--only WORD] [--seconds 60]`.

Reads texts that say one thing again and again (`tests/monitor/reading/hostile.py`), at a quarter, half and all of the longest
text that is read. Prints the processor time of each, and the exponent of the last doubling: 1 is linear, 2 quadratic. A reading
that takes longer than `--seconds` is given up.
"""

from __future__ import annotations

import argparse
import gc
import signal
import time
from datetime import UTC, datetime
from math import log2

from monitor.model.article import Article
from monitor.reading.read import LONGEST
from tests.monitor.reading.hostile import PATTERNS, Pattern
from workers.edges.language import LocalLanguage

PUBLISHED = datetime(2026, 11, 20, tzinfo=UTC)
STEEP = 1.2  #: from this exponent on a pattern is marked


class TooLong(Exception):
    """A reading took longer than asked."""


def give_up(*_: object) -> None:
    raise TooLong


def seconds_of(language: LocalLanguage, pattern: Pattern, size: int, limit: float, rounds: int) -> float | None:
    """Processor time of reading one text, the least of several rounds; None when it was given up."""
    article = Article(id="1", title="An airstrike", text=pattern.text(size)[:size], source="own", published_at=PUBLISHED)
    best = limit
    gc.collect()
    gc.freeze()  # a walk of the collector over all that the reader knows is not this text's cost
    for _ in range(rounds):
        signal.setitimer(signal.ITIMER_PROF, limit)
        started = time.process_time()
        try:
            language.read(article)
        except TooLong:
            return None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        best = min(best, time.process_time() - started)
        if best > 1:
            break
    return best


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--most", type=int, default=LONGEST, help="characters of the longest text")
    ask.add_argument("--only", default="", help="patterns whose name has this word")
    ask.add_argument("--seconds", type=float, default=60.0, help="processor time after which a reading is given up")
    ask.add_argument("--rounds", type=int, default=2)
    given = ask.parse_args()
    signal.signal(signal.SIGPROF, give_up)
    language = LocalLanguage()
    language.read(Article(id="0", title="", text="An airstrike in Aleppo killed 3.", source="own", published_at=PUBLISHED))
    sizes = (given.most // 4, given.most // 2, given.most)
    print(f"{'seconds at so many characters':<40}" + "".join(f"{size:>10,}" for size in sizes) + "  exponent")
    steep = 0
    for pattern in PATTERNS:
        if given.only not in pattern.name:
            continue
        took: list[float | None] = []
        for size in sizes:
            took.append(None if None in took else seconds_of(language, pattern, size, given.seconds, given.rounds))
        half, all_of_it = took[-2:]
        exponent = log2(all_of_it / half) if half and all_of_it else None
        steep += exponent is None or exponent > STEEP
        cells = "".join(f"{'given up' if t is None else f'{t:.3f}':>10}" for t in took)
        print(f"{pattern.name:<40}{cells}  {'?' if exponent is None else f'{exponent:.2f}'}"
              f"{'  *' if exponent is None or exponent > STEEP else ''}", flush=True)  # fmt: skip
    print(f"{steep} patterns above {STEEP}")


if __name__ == "__main__":
    main()
