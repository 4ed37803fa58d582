"""More attributes in a tag, and more namespaces, than any feed has. Python's XML parser looks at all attributes for each one
(80,000 took it minutes), and feedparser at all namespaces for each tag (10,000 took it four seconds, 20,000 sixteen).
"""

from __future__ import annotations

import re
from typing import Final

MAX_ATTRIBUTES: Final = 500
MAX_NAMESPACES: Final = 500
_PREFIX: Final = re.compile(r"\bxmlns:([^\s=<>]{1,100})")
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


def too_many_namespaces(text: str) -> bool:
    """Does it name more of them than a feed may?

    >>> too_many_namespaces("<a xmlns:m='u'/>" * 600), too_many_namespaces("".join(f"<a xmlns:m{n}='u'/>" for n in range(600)))
    (False, True)
    """
    return text.count("xmlns:") > MAX_NAMESPACES and len(set(_PREFIX.findall(text))) > MAX_NAMESPACES
