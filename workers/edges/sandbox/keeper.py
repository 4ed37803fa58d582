"""`ChildSandbox`: always a fit child, and results as our own types."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from monitor.model.article import CleanedPage
from monitor.model.feed import ParsedFeed
from monitor.model.plain import one_line
from workers.edges.sandbox.process import Child, Died, TimedOut
from workers.errors import Permanent, Transient

T = TypeVar("T")

_FEED: Final = TypeAdapter(ParsedFeed)
_PAGE: Final = TypeAdapter(CleanedPage)


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxLimits:
    """What a document may cost, and when a child is replaced."""

    feed_seconds: float = 20.0
    page_seconds: float = 10.0
    memory: int = 1_500_000_000  #: bytes of address space
    documents: int = 500  #: read by one child
    growth: int = 200_000_000  #: bytes


class ChildSandbox:
    """The sandbox as `workers.ports.Sandbox` asks for it. The child starts with the first document.

    `table` names the module with the child's functions; another one is for tests.
    """

    def __init__(self, *, limits: SandboxLimits | None = None, table: str = "workers.edges.sandbox.table") -> None:
        self._limits = limits or SandboxLimits()
        self._table = table
        self._lock = threading.Lock()
        self._child: Child | None = None

    def parse_feed(self, body: bytes, *, url: str, content_type: str, seen_at: datetime) -> ParsedFeed:
        """Raises Permanent with the reason; Transient when no child could be started."""
        args = {"url": url, "content_type": content_type, "seen_at": seen_at.isoformat()}
        return _typed(_FEED, self.run("parse_feed", args, body, self._limits.feed_seconds))

    def clean_page(self, body: bytes, *, url: str, content_type: str) -> CleanedPage:
        """Raises Permanent with the reason; Transient when no child could be started."""
        args = {"url": url, "content_type": content_type}
        return _typed(_PAGE, self.run("clean_page", args, body, self._limits.page_seconds))

    def run(self, name: str, args: dict[str, Any], body: bytes, seconds: float) -> bytes:
        """The result of a function of the table; raises Permanent, after which the next document has a new child."""
        with self._lock:
            child = self._fit_child()
            try:
                problem, result = child.call(name, args, body, seconds)
            except TimedOut:
                raise Permanent(f"timed out after {seconds:g} s") from None
            except Died as died:
                words = str(died)
                if words == "needed too much memory":
                    words = f"needed more than {self._limits.memory / 1e9:g} GB of memory"
                raise Permanent(words) from None
        if problem is not None:
            raise Permanent(one_line(problem) or "no result")  # it may quote the document
        return result

    def close(self) -> None:
        """End the child. May be called twice."""
        with self._lock:
            if self._child is not None:
                self._child.kill()
            self._child = None

    def _fit_child(self) -> Child:
        """The child, or a new one when it has died between documents, read enough or grown fat."""
        child = self._child
        if child is not None:
            if child.alive() and child.documents < self._limits.documents and child.grown < self._limits.growth:
                return child
            child.kill()
            self._child = None
        try:
            self._child = Child(self._table, self._limits.memory)
        except (OSError, RuntimeError) as error:  # no memory, no processes left, broken installation: no fault of the document
            raise Transient(f"no sandbox: {error}") from error
        return self._child


def _typed(adapter: TypeAdapter[T], packed: bytes) -> T:
    """The result as our own type: the child has read foreign bytes, so its word is checked too."""
    try:
        return adapter.validate_json(packed)
    except ValidationError as error:
        raise Permanent(f"the parser's result is none: {error.errors()[0]['msg']}") from None
