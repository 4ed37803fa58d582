"""What feeds and people may write to fool Slack, and what of a message Slack would show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from monitor.model.alert import SlackMessage

WILD = st.text(st.characters(codec=None, exclude_categories=()), max_size=400) | st.sampled_from(
    [
        "<!channel>",
        "<@U123|x> & <https://evil.example|BBC>",
        "a&amp;b",
        "*b* _i_ ~s~ `c`",
        "> quoted",
        "\u202eevil\u2066",
        "&" * 400,
        "x" * 5000,
    ]
)
URL = st.sampled_from(
    [
        "https://ok.example/a?b=1&c=2",
        "http://ok.example/<>|\"' é\u202e\n",
        "javascript:alert(1)",
        "",
        "//x",
        "https://",
        "http://[::1",
    ]
)
ENTITY = re.compile(r"&(amp|lt|gt);")
LINK = re.compile(r"<(https?://[^<>|\s]+)\|([^<>|]+)>")


def texts(letter: SlackMessage) -> list[str]:
    """Every text of the message that Slack would show."""
    return [letter.text, *_shown(list(letter.blocks))]


def texts_of_view(view: dict[str, Any]) -> list[str]:
    """Every text of a form."""
    return list(_shown(view))


def _shown(part: Any) -> Iterator[str]:
    """The texts inside; what travels unseen (values, ids) is none."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from _shown(one)
    elif isinstance(part, dict) and part.get("type") in ("plain_text", "mrkdwn"):
        yield part["text"]
    elif isinstance(part, dict):
        for one in part.values():
            yield from _shown(one)


def links_of(text: str) -> list[str]:
    """The links of a text as Slack's reader would find them; fails when anything else in it is a mark of Slack's."""
    links = [m[1] for m in LINK.finditer(text)]
    rest = ENTITY.sub("", LINK.sub("", text))
    rest = re.sub(r"(?m)^> ", "", rest)
    assert not re.search(r"[<>&]", rest), f"unescaped: {rest!r}"
    return links
