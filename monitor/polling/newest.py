"""Of a body with more entries than anybody reads, the newest: found before a parser is asked, which takes a fifth of a
millisecond for each (90,000 entries in 9.5 MB cost it 20 s).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

#: The tags between which an entry of RSS, RDF or Atom stands.
_TAG: Final = re.compile(r"<(/?)(item|entry)(?=[\s>/])[^<>]{0,2000}>")

#: An entry's date, as the formats name it.
_DATE: Final = re.compile(
    r"<(?:pubDate|published|updated|dc:date|date|modified|issued|created)\b[^<>]{0,200}>\s*([^<]{6,60})<", re.IGNORECASE
)


def pieces(text: str) -> list[tuple[int, int]]:
    """Where entries begin and end, in characters; one inside another belongs to it. One pass over the text."""
    found, opened, depth = list[tuple[int, int]](), 0, 0
    name = ""
    for tag in _TAG.finditer(text):
        closes, kind = tag[1], tag[2]
        if tag[0].endswith("/>"):
            continue
        if not closes and not depth:
            opened, name, depth = tag.start(), kind, 1
        elif kind == name:
            depth += -1 if closes else 1
            if closes and not depth:
                found.append((opened, tag.end()))
    return found


def thinned(text: str, most: int) -> tuple[str, int]:
    """(the feed with its newest entries alone, in their order; how many there were)."""
    places = pieces(text)
    if len(places) <= most:
        return text, len(places)
    dates = [found[1] if (found := _DATE.search(text, *place)) else "" for place in places]
    kept = [text[slice(*places[n])] for n in newest(dates, most)]
    return "".join([text[: places[0][0]], *kept, text[places[-1][1] :]]), len(places)


def newest(dates: Sequence[str], most: int) -> list[int]:
    """Indices of the newest, in order. An entry whose date cannot be read is as old as the one before it, and the first ones
    are the newest where nothing else tells: so feeds are written."""
    as_old_as = datetime.max.replace(tzinfo=UTC)
    ages: list[tuple[datetime, int]] = []
    for n, written in enumerate(dates):
        as_old_as = _read(written) or as_old_as
        ages.append((as_old_as, -n))
    return sorted(-n for _, n in sorted(ages, reverse=True)[:most])


def _read(written: str) -> datetime | None:
    """The two ways in which feeds are meant to write dates, read quickly; None for all others."""
    written = written.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            found = read(written)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
