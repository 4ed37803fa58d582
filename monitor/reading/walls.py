"""Pages that are no articles, told only where it is certain: a wrong verdict here costs news."""

from __future__ import annotations

from lxml.html import HtmlElement

from monitor.reading.page_facts import PageFacts


def no_article(text: str, facts: PageFacts, tree: HtmlElement, *, url: str) -> str:
    """Why this is no article, in words; "" when it may be one."""
    if not any(map(str.isalpha, text)):
        return "no text in it"
    return ""
