"""Where alerts are told when there is no Slack: on the terminal as Slack would show them, and in a file that remembers them.

A message is in the file, on the disk, before it is shown: whoever is killed in between has told it, and `find` knows. Each line
of the file is one JSON object: at, channel, ts, thread_ts, edited (of an update), text, blocks, metadata.
"""

from __future__ import annotations

import fcntl
import html
import json
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from monitor.model.alert import SlackMessage
from workers.errors import TooLate
from workers.ports import Guard, Receipt
from workers.screen import SafeConsole

#: The panel's border by the mark of the level.
BORDER: Final = {"🔴": "red", "🟠": "dark_orange", "🟡": "yellow", "🔵": "blue", "⚪": "white"}

_MARKS: Final = re.compile(r"<(?P<url>https?://[^|>]+)\|(?P<label>[^>]*)>|\*(?P<bold>[^*\n]+)\*")


class ConsoleRoom:
    """`ports.Room` on a terminal and a file. Several processes may share the file."""

    def __init__(self, path: Path, *, console: SafeConsole | None = None) -> None:
        self._path = path
        self._console = console or SafeConsole(highlight=False, soft_wrap=False)
        self._latest = 0.0

    def locate(self, channel: str) -> None:
        """Every channel is here."""

    def post(self, channel: str, message: SlackMessage, *, thread_ts: str | None = None, guard: Guard | None = None) -> Receipt:
        _ask(guard)
        receipt = Receipt(channel_id=channel, ts=self._new_ts())
        self._remember(receipt, message, thread_ts=thread_ts, edited=False)
        self._console.print(self._as_reply(channel, message, thread_ts) if thread_ts else as_panel(channel, message))
        return receipt

    def update(self, channel_id: str, ts: str, message: SlackMessage, *, guard: Guard | None = None) -> Receipt:
        """Silent, as in Slack: the file has the head as it is now, the terminal goes on."""
        _ask(guard)
        receipt = Receipt(channel_id=channel_id, ts=ts)
        self._remember(receipt, message, thread_ts=None, edited=True)
        return receipt

    def find(self, channel: str, *, since: datetime, thread_ts: str | None = None) -> dict[str, Receipt]:
        return {
            line["metadata"]["event_payload"]["message_id"]: Receipt(channel_id=channel, ts=line["ts"])
            for line in self._lines()
            if line["channel"] == channel
            and line["thread_ts"] == thread_ts
            and not line["edited"]
            and float(line["ts"]) >= since.timestamp()
        }

    def check(self) -> str:
        return f"no Slack token: alerts are printed, and kept in {self._path}"

    def _new_ts(self) -> str:
        """A name for a message in Slack's manner: seconds since 1970, never twice the same."""
        self._latest = max(time.time(), self._latest + 0.000001)
        return f"{self._latest:.6f}"

    def _remember(self, receipt: Receipt, message: SlackMessage, *, thread_ts: str | None, edited: bool) -> None:
        """One line at the file's end, on the disk when this returns. A line that a crash tore off stays alone on its line."""
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "channel": receipt.channel_id,
            "ts": receipt.ts,
            "thread_ts": thread_ts,
            "edited": edited,
            "text": message.text,
            "blocks": list(message.blocks),
            "metadata": message.metadata,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.seek(0, os.SEEK_END) and _last_byte(file) != b"\n":
                file.write(b"\n")
            file.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _lines(self) -> Iterator[dict[str, Any]]:
        """What was told, oldest first; torn lines are passed over."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for raw in file:
                try:
                    yield json.loads(raw)
                except ValueError:
                    continue

    def _as_reply(self, channel: str, message: SlackMessage, thread_ts: str) -> RenderableType:
        heads = [line for line in self._lines() if line["ts"] == thread_ts and line["channel"] == channel]
        name = _headline(heads[-1]["blocks"], heads[-1]["text"]) if heads else f"#{channel}"
        return Group(Text(f"↳ {name}", style="bold"), *(Text("  ").append_text(line) for line in _body(message)))


def as_panel(channel: str, message: SlackMessage) -> RenderableType:
    """A head as Slack would show it; plain text where the output is no terminal (rich leaves the colours out)."""
    title = _headline(message.blocks, message.text)
    border = BORDER.get(title[:1], "white")
    body = Text("\n").join(_body(message)) or Text(html.unescape(message.text))
    return Panel(body, title=Text(title, style="bold"), title_align="left", subtitle=f"#{channel}", border_style=border)


def _headline(blocks: Any, text: str) -> str:
    """The header block's words, else the first words of the text."""
    headers = [block["text"]["text"] for block in blocks if block["type"] == "header"]
    return html.unescape(headers[0] if headers else text[:80])


def _body(message: SlackMessage) -> list[Text]:
    """The lines of all blocks but the header."""
    lines = []
    for block in message.blocks:
        if block["type"] == "section":
            lines += [_styled(line) for line in block["text"]["text"].split("\n")]
        elif block["type"] == "context":
            lines += [_styled(element["text"], "dim") for element in block["elements"]]
    return lines or [Text(html.unescape(message.text))]


def _styled(line: str, style: str = "") -> Text:
    """One line of mrkdwn as a terminal shows it: bold, links with their address, quotes with a bar."""
    styled = Text(style=style)
    if line.startswith("> "):
        styled.append("│ ", style="dim")
        line = line[2:]
    at = 0
    for mark in _MARKS.finditer(line):
        styled.append(html.unescape(line[at : mark.start()]))
        if mark["url"]:
            url = html.unescape(mark["url"])
            styled.append(html.unescape(mark["label"]), style=f"link {url}")
            styled.append(f" {url}" if "openstreetmap" not in url else "", style="dim")
        else:
            styled.append(html.unescape(mark["bold"]), style="bold")
        at = mark.end()
    return styled.append(html.unescape(line[at:]))


def _ask(guard: Guard | None) -> None:
    if guard is not None and not guard():
        raise TooLate


def _last_byte(file: Any) -> bytes:
    file.seek(-1, os.SEEK_END)
    return bytes(file.read(1))
