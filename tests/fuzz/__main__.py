"""Fuzz the parts that meet foreign bytes, by coverage (atheris, libFuzzer).

    python -m tests.fuzz                      every target, ten minutes each
    python -m tests.fuzz reader --minutes 60  one of them, for longer

What reaches new code is kept in tests/fuzz/corpus and tried by `make test`. An input that breaks a promise, takes more than ten
seconds or two gigabytes is a finding: it is printed with its trace, kept in the corpus, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.corpus_file import keep, kept
from tests.fuzz.targets import TARGETS, Target

#: Inputs kept a target: libFuzzer's merge finds few that reach all that is reached, and of these the shortest are kept.
MOST_KEPT: Final = 400
#: What one input may cost.
BOUNDS: Final = ("-timeout=10", "-rss_limit_mb=2048")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of one target."""

    target: str
    executions: int
    edges: int  #: of the code, that were reached
    kept: int  #: inputs in the corpus
    finding: str  #: the trace; "" when nothing broke

    def line(self) -> str:
        first = self.finding.strip().partition("\n")[0] or "none"
        return f"{self.target:<10} {self.executions:>12,} {self.edges:>7,} {self.kept:>5}  {first}"


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; default: all")
    ask.add_argument("--minutes", type=float, default=10.0, help="for each target (default: 10)")
    given = ask.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        ask.error(f"no target {', '.join(sorted(unknown))}: there are {', '.join(TARGETS)}")
    runs = [fuzz(TARGETS[name], given.minutes) for name in given.targets or TARGETS]
    print(f"{'target':<10} {'executions':>12} {'edges':>7} {'kept':>5}  finding")
    print("\n".join(run.line() for run in runs))
    for run in runs:
        if run.finding:
            print(f"\n{run.target}:\n{run.finding}")
    return 1 if any(run.finding for run in runs) else 0


def fuzz(target: Target, minutes: float) -> Run:
    """One target, for so long, in a process of its own; its corpus file is written anew."""
    with tempfile.TemporaryDirectory(prefix="ww-fuzz-") as folder:
        home = Path(folder)
        corpus, smaller, broken = _furnish(home, target)
        flags = [f"-max_total_time={int(minutes * 60)}", f"-max_len={target.longest}", "-print_final_stats=1"]
        said = _run(target, home, *flags, f"-dict={home / 'words'}", f"-artifact_prefix={broken}/", str(corpus))
        _run(target, home, "-merge=1", str(smaller), str(corpus))
        best = sorted((file.read_bytes() for file in smaller.iterdir()), key=len)[:MOST_KEPT]
        found = [file.read_bytes() for file in broken.iterdir()]
        number = keep(target.name, [*(best or kept(target.name)), *found])
    edges, ran = re.findall(r"cov: (\d+)", said), re.search(r"number_of_executed_units: (\d+)", said)
    return Run(
        target=target.name, executions=int(ran[1]) if ran else 0, edges=int(edges[-1]) if edges else 0, kept=number,
        finding=_trace(said) if found else "",
    )  # fmt: skip


def _trace(said: str) -> str:
    at = said.find("=== Uncaught")
    return said[at : at + 4000] if at >= 0 else "\n".join(re.findall(r"==\d+== ?ERROR.*", said)) or said[-2000:]


def _run(target: Target, home: Path, *flags: str) -> str:
    """What the fuzzing process said; its pulse, now and then, goes to our standard error."""
    said: list[str] = []
    command = [str(home / "fuzz"), *BOUNDS, *flags]
    with subprocess.Popen(command, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "pulse" in line:
                sys.stderr.write(f"{target.name}: {line}")
    return "".join(said)


def _furnish(home: Path, target: Target) -> tuple[Path, Path, Path]:
    """Folders for the corpus, for the smallest one that reaches as much, and for what breaks; the words; and the program, by
    whose name libFuzzer starts itself again."""
    corpus, smaller, broken = (home / name for name in ("corpus", "smaller", "broken"))
    for folder in (corpus, smaller, broken):
        folder.mkdir()
    for n, data in enumerate((*target.seeds, *kept(target.name))):
        (corpus / f"{n:05}").write_bytes(data)
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.words)
    (home / "words").write_text("".join(f'"{word}"\n' for word in quoted))
    program = home / "fuzz"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tests.fuzz.inside {target.name} "$0" "$@"\n')
    program.chmod(0o700)
    return corpus, smaller, broken


if __name__ == "__main__":
    sys.exit(main())
