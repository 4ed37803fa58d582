"""Foreign text made fit to keep: no control characters, no tricks with direction, no lone surrogates."""

from __future__ import annotations

import re
from typing import Final

#: C0 and C1 controls (line ends and tabs are kept), bidirectional marks and overrides, zero-width space, soft hyphen, BOM,
#: lone surrogates and non-characters. The zero-width joiners stay: Persian and Urdu need them (Unicode Annex 9, 14).
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
#: The same, and carriage returns and the rarer line ends: a terminal would write over what stands there.
_COMMANDS: Final = re.compile(rf"{_UNWANTED.pattern}|[\r\x85\u2028\u2029]")
_LINE_END: Final = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n[ \n]*")


def tidy(text: str) -> str:
    """One paragraph a line, single blanks, nothing unprintable.

    >>> tidy("  Two\\t words \\r\\n\\r\\n\\u202eand\\x00 a line  ")
    'Two words\\nand a line'
    """
    text = _UNWANTED.sub("", _LINE_END.sub("\n", text))
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()


def visible(text: str) -> str:
    r"""Foreign text as a terminal may be given it: what is unwanted is shown as JSON escapes it; lines and tabs stay.

    >>> print(visible("a\x1b[2Jb\u202ec"))
    a\u001b[2Jb\u202ec
    """
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """The same on a single line, as titles and names want it.

    >>> one_line(" a\\n b ")
    'a b'
    """
    return tidy(text).replace("\n", " ")
