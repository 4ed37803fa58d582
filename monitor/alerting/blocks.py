"""Block Kit, as far as we use it. Each block keeps Slack's limits; every text that comes in is escaped already.

Limits: docs.slack.dev/reference/block-kit (header 150, section 3,000, context element 3,000 and 10 of them, 50 blocks).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from monitor.alerting.escape import clip, mrkdwn

HEADER: Final = 150  #: characters
SECTION: Final = 3000  #: characters
TEXT: Final = 3000  #: characters of the fallback: a longer one is split into several messages
BLOCKS: Final = 50

Block = dict[str, Any]


def header(escaped: str) -> Block:
    """The headline: plain, so that no mark in it works."""
    return {"type": "header", "text": {"type": "plain_text", "text": clip(escaped, HEADER) or "Alert", "emoji": True}}


def section(lines: Iterable[str]) -> list[Block]:
    """One section of these lines, whole lines as far as they fit; none when there are none."""
    text = ""
    for line in lines:
        if line and len(text) + len(line) + 1 <= SECTION:
            text += ("\n" if text else "") + line
    return [{"type": "section", "text": _mrkdwn(text)}] if text else []


def context(*escaped: str) -> list[Block]:
    """Small print: one element each, at most ten."""
    elements = [_mrkdwn(clip(text, SECTION)) for text in escaped if text][:10]
    return [{"type": "context", "elements": elements}] if elements else []


def quotation(text: str, highlights: Iterable[tuple[int, int]], *, limit: int = 1500) -> str:
    """A quoted sentence with the highlighted words bold, widened to whole words: a star inside a word is only a star."""
    pieces, at = [], 0
    for start, end in sorted(_widened(text, start, end) for start, end in highlights):
        if start >= at and start < end <= len(text) and (bold := mrkdwn(text[start:end])):
            pieces += [_spaced(text[at:start]), f"*{bold}*"]
            at = end
    quoted = "".join([*pieces, _spaced(text[at:])]).strip()
    if len(quoted) > limit:
        quoted = clip(mrkdwn(text), limit)
    return f"> {quoted}" if quoted else ""


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, grown to the words it touches."""
    start, end = min(max(start, 0), len(text)), min(max(end, 0), len(text))
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _spaced(text: str) -> str:
    """Escaped, with the white space at its ends kept as one space."""
    if not text:
        return ""
    words = mrkdwn(text)
    return (" " if text[:1].isspace() else "") + words + (" " if words and text[-1:].isspace() else "")


def _mrkdwn(text: str) -> Block:
    """`verbatim`: Slack makes no links of what only looks like one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
