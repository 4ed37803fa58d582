"""An article that somebody hands in: a file, a URL, or standard input."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from monitor.model.article import Article
from workers.errors import Permanent, Refused

if TYPE_CHECKING:
    from monitor.model.article import CleanedPage
    from workers.settings import Settings

_LARGEST: Final = 5_000_000  # bytes


def given_article(words: str, settings: Settings) -> tuple[Article, str]:
    """(the article, where it is from, in words). Raises Refused or Permanent with what is wrong."""
    if re.match(r"https?://", words):
        return _from_web(words, settings)
    if words == "-":
        return _from_bytes(sys.stdin.buffer.read(_LARGEST + 1), "standard input"), "standard input"
    path = Path(words)
    try:
        with path.open("rb") as file:
            body = file.read(_LARGEST + 1)
    except OSError as error:
        raise Refused(f"{words} is no archive id and no URL, and as a file: {error.strerror or error}") from None
    return _from_bytes(body, words), words


def _from_web(url: str, settings: Settings) -> tuple[Article, str]:
    from workers.ports import NotFetched, Request  # noqa: PLC0415
    from workers.toolbox import open_sandbox, open_web  # noqa: PLC0415

    web, sandbox = open_web(settings), open_sandbox()
    try:
        [answer] = web.get_many([Request(key="1", url=url, max_bytes=_LARGEST)])
        if isinstance(answer, NotFetched):
            raise Permanent(f"fetched: {answer.reason}")
        page = sandbox.clean_page(answer.body, url=answer.url, content_type=answer.content_type)
        return _of_page(page, answer.url), f"{answer.url} ({answer.status}, {len(answer.body):,} bytes)"
    finally:
        sandbox.close()
        web.close()


def _from_bytes(body: bytes, where: str) -> Article:
    """JSON with a text, HTML, or plain text whose first line, when an empty one follows, is the title."""
    if len(body) > _LARGEST:
        raise Refused(f"{where}: larger than {_LARGEST // 1_000_000} MB: that is no article")
    if b"\x00" in body:
        raise Refused(f"{where}: not a text: it has NUL bytes in it")
    if re.match(rb"\s*(<!doctype|<html|<\?xml|<head|<body|<article|<p>)", body, re.IGNORECASE):
        from workers.toolbox import open_sandbox  # noqa: PLC0415

        sandbox = open_sandbox()
        try:
            return _of_page(sandbox.clean_page(body, url="", content_type=""), None)
        except Permanent as none:
            raise Refused(f"{where}: cleaned: {none.reason}") from None
        finally:
            sandbox.close()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{where}: not UTF-8 text (byte {error.start + 1})") from None
    if text.lstrip().startswith("{"):
        return _from_json(text, where)
    if not text.strip():
        raise Refused(f"{where}: there is nothing in it")
    title, gap, rest = text.strip().partition("\n\n")
    if not gap or "\n" in title:
        title, rest = "", text.strip()
    return Article(id="given", title=title.strip(), text=rest.strip(), source="given by hand")


def _from_json(text: str, where: str) -> Article:
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        given = json.loads(text)
    except ValueError:
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            raise Refused(f"{where}: {len(lines)} articles: give one (`wirewatch analyse` takes many)") from None
        raise Refused(f"{where}: not JSON") from None
    except RecursionError:
        raise Refused(f"{where}: not JSON of an article: nested too deep") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Refused(f'{where}: an article is {{"title": ..., "text": ..., "published_at": ...}}')
    published = given.get("published_at") or given.get("date")
    url = given.get("url")
    language = given.get("language")
    return Article(
        id=str(given.get("id") or "given"),
        title=str(given.get("title") or ""),
        text=given["text"],
        source=str(given.get("source") or "given by hand"),
        url=url if isinstance(url, str) else None,
        published_at=_moment(published, where) if published else None,
        language=language if isinstance(language, str) and language else None,
    )


def _moment(written: object, where: str) -> datetime:
    try:
        when = datetime.fromisoformat(str(written))
    except ValueError:
        raise Refused(f"{where}: published_at is no date: {str(written)[:40]!r}") from None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _of_page(page: CleanedPage, url: str | None) -> Article:
    host = urlsplit(url).hostname if url else None
    return Article(
        id="given",
        title=page.title,
        text=page.text,
        source=page.site or host or "given by hand",
        url=url,
        published_at=page.published_at,
        language=page.language,
    )
