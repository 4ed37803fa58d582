"""How frozen data becomes a column and comes back: one typed codec, and the column types that use it."""

from __future__ import annotations

import json
import re
import zlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import TIMESTAMP, LargeBinary, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without what a database refuses: NUL and lone surrogates, each replaced by one U+FFFD so that spans still fit."""
    return _SURROGATES.sub("\ufffd", text.replace("\x00", "\ufffd"))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """The codec of a type, built once: building costs milliseconds, using it microseconds."""
    return TypeAdapter(kind)


def to_json(value: Any, kind: Any) -> bytes:
    """The value as JSON of that type."""
    try:
        return _adapter(kind).dump_json(value)
    except PydanticSerializationError:  # a lone surrogate somewhere inside
        return json.dumps(_scrubbed(_adapter(kind).dump_python(value)), default=_plain, separators=(",", ":")).encode()


def from_json(body: bytes | str, kind: Any) -> Any:
    """The value again, typed: tuples are tuples, dates are dates."""
    return _adapter(kind).validate_json(body)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_scrubbed(k): _scrubbed(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed(v) for v in value]
    return value


def _plain(value: Any) -> Any:
    return value.isoformat()


class Instant(TypeDecorator[datetime]):
    """A moment, UTC and aware. PostgreSQL has a type for it; SQLite gets ISO text of fixed width, which sorts right."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if dialect.name == "postgresql" else String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone reached the store: {value}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text from outside; what a database would refuse is replaced, never raised."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class Packed(TypeDecorator[str]):
    """Long text, compressed: articles are a third of their size."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(clean(value).encode(), 3)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else zlib.decompress(value).decode()


class Kept(TypeDecorator[Any]):
    """A frozen value as JSON text, readable with SQL; `Kept(Toll)`."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else to_json(value, self.kind).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else from_json(value, self.kind)


class KeptPacked(TypeDecorator[Any]):
    """A large frozen value as compressed JSON; `KeptPacked(Reading)`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(to_json(value, self.kind), 3)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else from_json(zlib.decompress(value), self.kind)
