"""`wirewatch places`: what the gazetteer knows, and gazetteers of your own beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from workers.cli.base import complain, console
from workers.errors import Refused
from workers.settings import Settings
from workers.toolbox import open_atlas

app = typer.Typer(
    no_args_is_help=True, help="The places that are known: find one by name; add a GeoNames country dump; list and remove yours."
)


@app.command()
def add(
    file: Annotated[str, typer.Argument(help="A dump of GeoNames, as it comes: SY.txt or SY.zip.")],
    classes: Annotated[str, typer.Option(help="Which classes of features: P towns and villages, S buildings and camps, L areas, "
                                              "T heights and islands, H waters, R roads, V forests. 'PS' takes two.")] = "P",
    least: Annotated[int, typer.Option("--min-population", min=0, help="Only places with so many people.")] = 0,
) -> None:  # fmt: skip
    """Add the places of a country: every village, with its names in all languages.

    Fetch one from https://download.geonames.org/export/dump/ (CC BY 4.0), for example with curl -O, then add it. The dump is
    compiled into the data folder; the daemon and `wirewatch rules check` know its places from their next start on. Adding it
    again replaces it. Lines with a mistake are told and left out.
    """
    from monitor.reading.names.geonames import CLASSES  # noqa: PLC0415
    from workers.edges.places_folder import add_dump, shipped_gazetteer, size_of  # noqa: PLC0415

    if file.startswith(("http://", "https://")):
        raise Refused(f"only files are added: curl -O {file}, then wirewatch places add {file.rpartition('/')[2]}")
    path = Path(file)
    if not path.is_file():
        raise Refused(f"there is no file {file}")
    if not classes or set(classes) - set(CLASSES):
        raise typer.BadParameter(f"letters of {''.join(CLASSES)}", param_hint="--classes")
    with Progress(console=None, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(path.name, total=2 * size_of(path))
        done = add_dump(path, Settings().data, shipped_gazetteer(), classes=classes, least=least,
                        progress=lambda read: progress.advance(task, read))  # fmt: skip
    for told in done.told:
        complain(f"{path.name}: {told}")
    if done.bad > len(done.told):
        complain(f"{path.name}: and {done.bad - len(done.told):,} more lines with a mistake")
    console.print(f"{done.name}: {done.places:,} places of {done.lines:,} lines; they are known from the next start on")


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="As a rule would write it: 'Sarmin', 'Hasakah, Syria', 'Darfur'.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a place.")] = False,
) -> None:
    """Every place of that name, best known first: what it is, where it lies, and in what. Exit code 1 when there is none."""
    found = open_atlas(Settings()).find(name)
    if as_json:
        for p in found:
            shown = {"id": p.id, "name": p.name, "kind": p.kind, "country": p.country, "admin1": p.admin1, "admin2": p.admin2,
                     "lat": p.lat, "lon": p.lon, "population": p.population, "within": sorted(p.within)}  # fmt: skip
            sys.stdout.write(json.dumps(shown, ensure_ascii=False) + "\n")
    else:
        table = Table("name", "kind", "lies in", "latitude, longitude", "people", "id")
        for p in found:
            where = "" if p.lat is None or p.lon is None else f"{p.lat:.3f}, {p.lon:.3f}"
            inside = ", ".join(n for n in (p.admin2, p.admin1, p.country) if n and n != p.name)
            regions = sorted(i.partition(":")[2] for i in p.within if i.startswith("region:"))
            table.add_row(p.name, p.kind, "; ".join(filter(None, (inside, *regions))), where, f"{p.population:,}", p.id)
        if found:
            console.print(table)
    if not found:
        complain(
            f"no place is called {name!r}; rules/vocabulary/places.yaml takes new ones, wirewatch places add whole countries"
        )
        raise typer.Exit(1)


@app.command("list")
def list_sheets(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a dump.")] = False) -> None:
    """The dumps that were added, and how many places each has."""
    from workers.edges.places_folder import read_sheets  # noqa: PLC0415

    sheets, problems = read_sheets(Settings().data)
    for problem in problems:
        complain(problem)
    if as_json:
        for name, sheet in sheets.items():
            sys.stdout.write(json.dumps({"name": name, "places": len(sheet["kind"])}) + "\n")
    else:
        for name, sheet in sheets.items():
            console.print(f"{name}: {len(sheet['kind']):,} places")
        if not sheets:
            console.print("none: wirewatch places add SY.txt")
    raise typer.Exit(1 if problems else 0)


@app.command()
def remove(name: Annotated[str, typer.Argument(help="As `places list` has it: SY.")]) -> None:
    """Take a dump's places away again."""
    from workers.edges.places_folder import remove_sheet  # noqa: PLC0415

    remove_sheet(name, Settings().data)
    console.print(f"{name} removed; its places are forgotten from the next start on")
