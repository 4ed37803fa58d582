"""Foreign words made harmless: what Slack would read as its own marks, what turns text round, what hides.

Slack's rule: `&`, `<` and `>` are escaped, nothing else can be. The marks of mrkdwn (`* _ ~ backtick`) get look-alikes instead.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit

#: Longest address that is made a link; Slack's own limit for URLs is 3,000.
LONGEST_URL: Final = 2000

_LOOKALIKES: Final = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ", "_": "ˍ"})
_OPEN_ENTITY: Final = re.compile(r"&[a-z]{0,3}$")
_WHITE: Final = re.compile(r"\s+")
#: What a URL may keep as it is; the rest is percent-encoded. `%` stays: it is encoded already.
_URL_SAFE: Final = "%/?#[]@!$&'()+,;=:-._~"


def clean(text: str) -> str:
    """One line without what cannot be seen: controls, surrogates, unassigned, and marks that turn or hide (bidi, zero width)."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return _WHITE.sub(" ", kept).strip()


def escape(text: str) -> str:
    """For a plain text: `&`, `<` and `>` as entities.

    >>> escape("<!channel> R&D")
    '&lt;!channel&gt; R&amp;D'
    """
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """For mrkdwn: escaped, and the marks of bold, italic, strike and code made look-alikes."""
    return escape(text).translate(_LOOKALIKES)


def name(text: str, limit: int = 100) -> str:
    """A foreign name for mrkdwn, cut where it is longer than names are."""
    return clip(mrkdwn(text), limit)


def tame(escaped: str) -> str:
    """What was escaped for a plain text, made fit for mrkdwn."""
    return escaped.translate(_LOOKALIKES)


def isolated(words: str) -> str:
    """Words that run from right to left, kept from turning round what stands beside them; others as they are."""
    turns = any(unicodedata.bidirectional(c) in ("R", "AL") for c in words)
    return f"\u2068{words}\u2069" if turns else words


def clip(escaped: str, limit: int) -> str:
    """At most `limit` characters of an escaped text, never ending inside an entity; what was cut shows as an ellipsis."""
    if len(escaped) <= limit:
        return escaped
    return _OPEN_ENTITY.sub("", escaped[: max(limit - 1, 0)]).rstrip() + "…"


def address(url: str | None) -> str | None:
    """A URL that may stand in a link: http or https, with a host, percent-encoded; None for all others."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    encoded = quote(parts.geturl().encode("utf-8", "ignore"), safe=_URL_SAFE)
    return encoded.replace("&", "&amp;") if len(encoded) <= LONGEST_URL else None


def link(url: str | None, label: str, *, limit: int = 200) -> str:
    """A link of mrkdwn with a harmless label; the label alone when the address is none."""
    words, target = clip(mrkdwn(label).replace("|", "¦"), limit), address(url)
    if target is None:
        return words
    return f"<{target}|{words or 'link'}>"
