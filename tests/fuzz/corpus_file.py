"""What fuzzing has found worth keeping, a file a target: what reaches code that nothing else reaches, and what broke."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "corpus"


def kept(target: str) -> list[bytes]:
    """The inputs kept for a target; [] when none are yet. A line each, in base64."""
    file = FOLDER / f"{target}.txt"
    return [base64.b64decode(line) for line in file.read_text().splitlines()] if file.exists() else []


def keep(target: str, inputs: Iterable[bytes]) -> int:
    """Write these in the place of those kept so far, shortest first; how many they are."""
    chosen = sorted(set(inputs), key=lambda one: (len(one), one))
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{target}.txt").write_text("".join(f"{base64.b64encode(one).decode()}\n" for one in chosen))
    return len(chosen)
