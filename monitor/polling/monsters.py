"""Tags with more attributes than any feed has: Python's XML parser looks at all of them for each one (80,000 took it minutes)."""

from __future__ import annotations

import re
from typing import Final

MAX_ATTRIBUTES: Final = 500
#: A tag with more attributes is longer than this. XML allows no '<' inside a tag, so that a text is looked at once.
_LONG: Final = re.compile(r"<[A-Za-z_][^<]{1998}")
_TAG: Final = re.compile(r"""<([^\s<>/="']{1,200})(?:"[^"<]*"|'[^'<]*'|[^<>"'])*+>""")


def without_monsters(text: str) -> str:
    """The feed, its monstrous tags without their attributes.

    >>> without_monsters("<a b='1'>x</a>" + "<c " + "d='>' " * 600 + "/>")
    "<a b='1'>x</a><c/>"
    """
    kept, at = list[str](), 0
    for start in _LONG.finditer(text):
        tag = _TAG.match(text, start.start())
        if tag and tag[0].count("=") > MAX_ATTRIBUTES:
            kept += [text[at : tag.start()], f"<{tag[1]}/>" if tag[0].endswith("/>") else f"<{tag[1]}>"]
            at = tag.end()
    return "".join([*kept, text[at:]]) if kept else text
