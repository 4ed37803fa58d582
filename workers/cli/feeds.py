"""`wirewatch feeds`: the list in rules/feeds.yaml. The file stays the truth; these commands read it and add to it."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Annotated

import listparser
import typer
import yaml
from rich.table import Table

from monitor.model.feed import Feed
from workers.cli.base import complain, console
from workers.errors import Refused
from workers.settings import Settings
from workers.toolbox import open_feed_list

app = typer.Typer(no_args_is_help=True, help="The feeds that are polled (rules/feeds.yaml): list, add, import, export.")

Tags = Annotated[str, typer.Option(help="Words of your own, separated by commas, for `article: {tags: ...}` in rules.")]


@app.command("list")
def list_feeds() -> None:
    """Every feed of feeds.yaml; mistakes in the file go to standard error."""
    table = Table("publisher", "language", "tags", "address")
    for feed in known():
        table.add_row(feed.publisher, feed.language or "", ", ".join(feed.tags), feed.url)
    console.print(table)


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of an RSS, Atom or JSON feed.")],
    publisher: Annotated[str, typer.Option(help="Who speaks: two feeds of one publisher count as one source.")] = "",
    language: Annotated[str, typer.Option(help="Two letters (en, ar, fr); left out, it is detected.")] = "",
    tags: Tags = "",
) -> None:
    """Add a feed; the running daemon polls it within seconds."""
    feed = Feed(
        id="",
        url=url,
        publisher=publisher,
        language=language or None,
        tags=tuple(t.strip() for t in tags.split(",") if t.strip()),
    )
    console.print(f"{append([feed])} added")


@app.command("import")
def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file, as feed readers export it.", exists=True, dir_okay=False)],
) -> None:
    """Add every feed of an OPML file that is not there yet; its folders become tags."""
    outline = listparser.parse(file.read_bytes())
    feeds = [
        Feed(
            id="",
            url=f.url,
            publisher=f.title or "",
            tags=tuple(dict.fromkeys([*f.tags, *(c for cs in f.categories for c in cs)])),
        )
        for f in outline.feeds
    ]
    if not feeds:
        complain(f'{file}: no feeds in it; it should be OPML with <outline type="rss" xmlUrl=...>')
        raise typer.Exit(1)
    console.print(f"{append(feeds)} of {len(feeds)} added")


@app.command()
def export() -> None:
    """All feeds as OPML on standard output."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Wirewatch"
    body = ET.SubElement(root, "body")
    for feed in known():
        name = feed.publisher or feed.url
        ET.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url, category=",".join(feed.tags))
    ET.indent(root)
    sys.stdout.write(ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n")


def known() -> list[Feed]:
    """The feeds of the file; its mistakes on standard error."""
    feeds, problems = open_feed_list(Settings()).feeds()
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return feeds


def append(feeds: list[Feed]) -> int:
    """Write those that the file lacks to its end, if the file is still good then. How many."""
    folder = Settings().rules_folder
    path = folder / "feeds.yaml"
    have = {feed.url for feed in known()}
    new = [feed for feed in {f.url: f for f in feeds}.values() if feed.url not in have]
    if not new:
        return 0
    before = path.read_text(encoding="utf-8") if path.exists() else "feeds:\n"
    lines = [line for line in before.splitlines() if line.lstrip().startswith("- ")]
    indent = " " * (len(lines[-1]) - len(lines[-1].lstrip())) if lines else "  "
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(before.rstrip("\n") + "\n" + "".join(f"{indent}- {_block(feed)}\n" for feed in new), encoding="utf-8")
    _check(part, path, {feed.url for feed in new})
    part.replace(path)
    return len(new)


def _block(feed: Feed) -> str:
    block = {"url": feed.url, "publisher": feed.publisher, "language": feed.language, "tags": list(feed.tags)}
    kept = {k: v for k, v in block.items() if v}
    return yaml.safe_dump(kept, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False).strip()


def _check(part: Path, path: Path, wanted: set[str]) -> None:
    """The file as it would be must hold them; else nothing is written. Raises Refused."""
    from monitor.matching.feedlist import load_feeds  # noqa: PLC0415
    from monitor.polling.identity import feed_id  # noqa: PLC0415

    feeds, problems = load_feeds(part.read_bytes(), str(path), feed_id=feed_id)
    if wanted - {feed.url for feed in feeds}:
        part.unlink()
        raise Refused("nothing was written: " + "; ".join(map(str, problems)))
