"""Bytes of a page or feed -> text, as browsers do it: byte-order mark, what was declared, and only then guessing."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

#: What pages call something mostly is its bigger sister (WHATWG Encoding Standard, 4.2).
_MEANT: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)


def decode(body: bytes, content_type: str = "") -> str:
    """The text; bytes that fit no charset become U+FFFD.

    >>> decode("<p>مدينة إدلب</p>".encode("cp1256"), "text/html; charset=windows-1256")
    '<p>مدينة إدلب</p>'
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _declared(body, content_type)
    # bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever was declared
    for name in ("utf-8", *declared):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    if declared or _hardly_broken(body):
        # a few bad bytes in a declared charset are a few bad bytes
        name = declared[0] if declared else "utf-8"
        said = body.decode(name, "replace")
        if said.count("\ufffd") <= max(5, len(said) // 200):
            return said
    best = from_bytes(body[:200_000], steps=5, chunk_size=512).best()
    return body.decode(best.encoding if best else "cp1252", "replace")


def _declared(body: bytes, content_type: str) -> list[str]:
    """Python's names of the charsets that the answer's header and the page's head declare, header first."""
    said = re.findall(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", content_type, re.IGNORECASE)
    if found := _DECLARED.search(body[:4096]):
        said.append((found[1] or found[2]).decode("ascii", "replace"))
    names = []
    for label in said:
        try:
            info = codecs.lookup(label)
        except LookupError:
            continue
        # base64 and the like are codecs too, but no charsets
        if info._is_text_encoding and info.name not in {"utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode_escape"}:
            names.append(_MEANT.get(info.name, info.name))
    return list(dict.fromkeys(names))


def _hardly_broken(body: bytes) -> bool:
    said = body.decode("utf-8", "replace")
    return said.count("\ufffd") * 20 < sum(ord(c) > 127 for c in said[:100_000])
