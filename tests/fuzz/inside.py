"""The process that fuzzes one target; `python -m tests.fuzz` starts it. What is to be watched is imported under atheris."""

from __future__ import annotations

import sys

import atheris


def main(name: str, arguments: list[str]) -> None:
    """Never returns: libFuzzer ends the process. `arguments`: how libFuzzer may start this again, then its flags."""
    with atheris.instrument_imports(include=["monitor", "workers", "tests.fuzz.targets"]):
        from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    target.tries(target.seeds[0])  # what is loaded late is loaded before the clock of the first input runs
    atheris.Setup(arguments, target.tries)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
