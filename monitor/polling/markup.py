"""Markup of feeds made plain text, and their links made safe."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from monitor.model.plain import tidy

#: An entry's text beyond this is cut: a longer one is no article (characters of markup).
MAX_MARKUP: Final = 1_000_000

_BREAKS: Final = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p "
        "pre section table td th tr ul",
    )
)
_UNSAID: Final = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title"})
_PARSER: Final = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)


def plain(markup: str, *, is_html: bool = True) -> str:
    """The text of a piece of HTML, a line for each block; text that is no HTML is only tidied.

    Entities are resolved once: what is still escaped afterwards was meant to be read so.

    >>> plain("<p>At least <b>12</b> dead</p><p>AT&amp;amp;T</p><script>x</script>")
    'At least 12 dead\\nAT&amp;T'
    """
    said = tidy(markup[:MAX_MARKUP])
    if not is_html or ("<" not in said and "&" not in said):
        return said
    if not said:
        return ""
    try:
        # the div keeps leading text in place; lxml refuses surrogates and NULs, which tidy has taken out
        root = html.document_fromstring(f"<div>{said}</div>", parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return said.replace("<", " ").replace(">", " ")
    return tidy("".join(_pieces(root)))


def _pieces(root: html.HtmlElement) -> list[str]:
    """Text in document order, without recursion: hostile markup nests deeply."""
    pieces: list[str] = []
    skipping: html.HtmlElement | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            if skipping is not None:
                continue
            if node.tag in _UNSAID:
                skipping = node
                continue
            if node.tag in _BREAKS:
                pieces.append("\n")
            pieces.append(node.text or "")
        else:
            if skipping is not None and node is not skipping:
                continue
            skipping = None
            if node.tag in _BREAKS:
                pieces.append("\n")
            pieces.append(node.tail or "" if node is not root else "")
    return pieces


def safe_link(href: str | None, base: str) -> str | None:
    """An absolute http(s) address, or None: for what leads nowhere, to files, scripts or mail.

    >>> safe_link("/a?b#c", "https://news.example/feed"), safe_link("javascript:x", "https://news.example/")
    ('https://news.example/a?b#c', None)
    """
    if not href or not href.strip():
        return None
    try:
        url = urljoin(base, tidy(href).replace("\n", ""))
        parts = urlsplit(url)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or parts.username is not None:
            return None
        _ = parts.port  # raises on nonsense
    except ValueError:
        return None
    return url.replace(" ", "%20") if len(url) <= 4096 else None
