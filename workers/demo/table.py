"""What the demo says at its end: each article, its outcome, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.markup import escape
from rich.table import Table

from workers.demo.news import DemoArticle
from workers.ports import LedgerRow

COLOURS: Final = {"alerted": "bold red", "updated": "dark_orange", "filed": "yellow", "no match": "dim"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An article of the demo, and what the store says of it."""

    article: DemoArticle
    row: LedgerRow | None  #: None: never seen

    @property
    def outcome(self) -> str:
        return self.row.outcome if self.row else ""

    @property
    def as_expected(self) -> bool:
        return self.outcome == self.article.expect


def endings(expected: Mapping[tuple[str, str], DemoArticle], rows: Sequence[LedgerRow]) -> list[Ending]:
    """Every article of the demo with its row, in the order of sight; those not seen come last."""
    seen = {(row.source, row.title): row for row in rows}
    last = max((row.id for row in rows), default=0) + 1
    found = [Ending(article=article, row=seen.get(key)) for key, article in expected.items()]
    return sorted(found, key=lambda ending: ending.row.id if ending.row else last)


def table_of(found: Sequence[Ending], *, own_rules: bool = False) -> Table:
    """For the terminal. An outcome that is not the expected one is marked; of the user's own rules nothing is expected."""
    table = Table("article", "site", "outcome", "why", title="What became of each article", title_justify="left", show_lines=True)
    table.columns[1].max_width = 11
    for ending in found:
        site = ending.row.source if ending.row else ending.article.outlet
        table.add_row(escape(ending.article.title), escape(site), _outcome(ending, own_rules), escape(_why(ending)))
    return table


def _outcome(ending: Ending, own_rules: bool) -> str:
    name = ending.outcome or "not finished"
    shown = f"[{COLOURS.get(name, 'magenta')}]{name}[/]"
    return shown if own_rules or ending.as_expected else f"{shown}\n[reverse]expected: {ending.article.expect}[/]"


def _why(ending: Ending) -> str:
    if ending.row is None:
        return "never seen"
    read_from = f"\n(read from the {ending.row.extraction})" if ending.row.extraction.startswith("feed text") else ""
    return ending.row.why + read_from
