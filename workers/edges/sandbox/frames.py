"""What goes over the pipes: the lengths of a header and a body, the header as JSON, the body as it is. No pickle."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final

LENGTHS: Final = struct.Struct("!II")  #: bytes of header and of body
MAX_HEADER: Final = 1_000_000  #: bytes


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame."""
    head = json.dumps(header).encode("ascii")
    return LENGTHS.pack(len(head), len(body)) + head + body


def unpack_header(data: bytes) -> dict[str, Any]:
    """The header; raises ValueError when it is none."""
    header = json.loads(data)
    if not isinstance(header, dict):
        raise ValueError("a frame's header is an object")
    return header


def read(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; None at the end of the stream."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    header = stream.read(head)
    content = stream.read(body)
    if len(content) < body:
        return None
    return unpack_header(header), content
