"""JSON Feed (https://www.jsonfeed.org/version/1.1/), which feedparser does not read."""

from __future__ import annotations

import json
from typing import Any, Final

from monitor.model.plain import one_line
from monitor.polling.draft import Draft, DraftFeed, NotAFeed

MAX_NUMBER: Final = 40  #: digits: longer ones are an attack on int()


def read_json(body: bytes) -> DraftFeed:
    """The entries of a JSON Feed, or of any JSON object that has a list `items`. Raises NotAFeed with the reason."""
    try:
        said = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse, parse_int=_number)
    except RecursionError:
        raise NotAFeed("JSON nested too deeply") from None
    except ValueError as error:
        raise NotAFeed(f"not valid JSON: {error}"[:300]) from None
    if not isinstance(said, dict) or not isinstance(said.get("items"), list):
        raise NotAFeed("JSON, but no JSON Feed: it has no list of items")
    items = [item for item in said["items"] if isinstance(item, dict)]
    odd = len(said["items"]) - len(items)
    return DraftFeed(
        title=_text(said, "title"),
        site=_text(said, "home_page_url"),
        language=_text(said, "language"),
        entries=[_draft(item) for item in items],
        broken=f"{odd} items are no objects" if odd else "",
    )


def _draft(item: dict[str, Any]) -> Draft:
    has_text = bool(_text(item, "content_text"))
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    return Draft(
        guid=one_line(_text(item, "id")),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_text") or _text(item, "content_html"),
        content_is_html=not has_text,
        date=_text(item, "date_published") or _text(item, "date_modified"),
        author=", ".join(_text(p, "name") for p in people if isinstance(p, dict) and _text(p, "name")),
        language=_text(item, "language"),
    )


def _text(of: dict[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_NUMBER else float("inf")


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
