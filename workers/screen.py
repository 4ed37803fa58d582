"""What a terminal is shown. Foreign text may hold sequences that a terminal obeys (ESC, U+009B) or that turn a line's direction
round (U+202E): they are shown as what they are, and in JSON they stand escaped, so that nothing is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from monitor.model.plain import visible


class SafeConsole(Console):
    """Rich's console; what it colours is its own, the words within are made visible: strings before they are laid out, and
    whatever else comes, at the latest, as it goes out."""

    def render_str(self, text: str, **how: Any) -> Text:
        return super().render_str(visible(text), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), style, control)


class VisibleStream:
    """A stream of text in which nothing is a command to the terminal."""

    def __init__(self, stream: TextIO) -> None:
        #: Rich writes past us, by this name: what it adds is meant for the terminal, and `SafeConsole` minds the words.
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        return self.rich_proxied_file.write(visible(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


def guard_streams() -> None:
    """From here on, standard output and standard error show what is foreign as what it is."""
    sys.stdout, sys.stderr = VisibleStream(sys.stdout), VisibleStream(sys.stderr)


def bare(stream: TextIO) -> TextIO:
    """The stream itself, for who colours its own words and minds the foreign ones."""
    found: TextIO = getattr(stream, "rich_proxied_file", stream)
    return found
