"""The tables of kinds in docs/rules.md, made from the table in `monitor.model.kinds`."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model.codebooks import ACLED, NAMES, PLOVER
from monitor.model.kinds import EVENT_KINDS, KINDS, THINGS, alike


def kinds_table() -> str:
    """Every kind, what it is, and what it is mistaken for."""
    rows = ((f"`{kind.name}`", kind.meaning, _mistaken_for(kind.name, kind.mistaken_for)) for kind in EVENT_KINDS)
    return _table(("kind", "what it is", "easily mistaken for"), rows)


def names_table() -> str:
    """Where the names of ACLED and PLOVER lead: each event with its sub-events, or its modes, behind it."""
    acled = ((f"acled:{kind}", [f"acled:{sub}" for sub in subs]) for kind, subs in ACLED.items())
    plover = ((f"plover:{event}", [f"plover:{event}-{mode}" for mode in modes]) for event, modes in PLOVER.items())
    rows = (
        (f"`{head}`", _led(head), "; ".join(f"{_short(name, head)}: {_led(name)}" for name in parts if NAMES[name]))
        for head, parts in (*acled, *plover)
    )
    return _table(("name", "kinds", "its parts"), rows)


def _mistaken_for(kind: str, things: Iterable[str]) -> str:
    told_for = [f"`{other}`" for other in (k.name for k in EVENT_KINDS) if alike(kind, other)]
    return ", ".join([*told_for, *(thing for thing in things if thing in THINGS)])


def _short(name: str, head: str) -> str:
    """ "ASSAULT-aerial" under ASSAULT as "-aerial"; ACLED's parts have names of their own."""
    return f"`{name.removeprefix(head)}`" if name.startswith(head + "-") else f"`{name}`"


def _led(name: str) -> str:
    kinds = NAMES[name]
    assert set(kinds) <= KINDS
    return ", ".join(f"`{kind}`" for kind in kinds) or "none"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [_line(heads), "|" + "---|" * len(heads) + "\n", *map(_line, rows)]
    return "".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|\n"
