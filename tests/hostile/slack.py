"""Answers that are none of Slack's, from a proxy, a captive portal or a Slack that is unwell: met by the sender, on a real store.

Each is given once to the list of channels, to the post and to the look into the channel's history; an honest alert of another
channel waits beside. Afterwards Slack is well again, and both alerts must stand there once.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.hostile.case import Case, Door
from tests.jobs.alertdesk import desk_with_slack, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV
from tests.slackserver import MENDED_FAULTS, Raw

LIST, POST, LOOK = "conversations.list", "chat.postMessage", "conversations.history"


@contextmanager
def open_door() -> Iterator[Callable[[Raw | str], str]]:
    """Says what became of the alert after the hostile answers, and how often it stands in Slack once those are over."""
    with tempfile.TemporaryDirectory(prefix="ww-") as folder:
        yield lambda answer: _meet(Path(folder), answer)


def _meet(folder: Path, answer: Raw | str) -> str:
    with desk_with_slack(folder) as (desk, slack):
        desk.rule("idlib-raid")
        desk.rule("field-desk", channel="other")
        desk.files(
            desk.reads("reuters", raid(ATMEH), matches=[("idlib-raid", 0)]),
            desk.reads("afp", raid(KYIV), matches=[("field-desk", 0)]),
        )
        desk.waits(minutes=3)
        for method in (LIST, POST, LOOK):
            slack.plan(method, answer)
        desk.sends()
        died = [words for (_, state), words in zip(desk.states(), desk.details(), strict=True) if state == "dead"]
        desk.sends_all(seconds=7200)
        places = [post.channel for post in slack.posts]
        told = ", ".join(f"{name} {places.count(channel)}" for name, channel in slack.space.names.items())
    return f"told: {told}" + (f"; died: {died}" if died else "")


# ---------------------------------------------------------------- the cases


def ok(**said: Any) -> bytes:
    return json.dumps({"ok": True} | said).encode()


_ODD: Final = ("²", "soon", "nan", "inf", "-5", "0", "1e9", "9" * 400, "", "Wed, 21 Oct 2026 07:28:00 GMT", "1;2")
_SHAPES: Final = {
    "nothing": b"", "an array": b"[]", "an array of an object": b'[{"ok": true}]', "null": b"null",
    "a number": b"17", "a string": b'"ok"',
    "HTML": b"<html>Sign in to the hotel's network</html>", "not UTF-8": b"\xff\xfe\x00", "NUL": b"\x00" * 100,
    "100,000 brackets": b"[" * 100_000, "half an object": b'{"ok": tr', "two objects": b'{"ok": true}{"ok": true}',
    "ok alone": ok(), "ok is 1": b'{"ok": 1, "channels": [], "messages": []}', 'ok is "true"': b'{"ok": "true"}',
    "ok is null": b'{"ok": null}', "a megabyte": b'{"ok": false, "error": "' + b"x" * 1_000_000 + b'"}',
    "no error's name": b'{"ok": false}', "an error that is a list": b'{"ok": false, "error": ["x"]}',
    "an error with a line break": b'{"ok": false, "error": "x\\n\\u001b[2J"}',
    "an unknown error": b'{"ok": false, "error": "x_y_z"}',
    "rows that are numbers": ok(channels=[1, 2], messages=[1, 2]), "rows that are null": ok(channels=None, messages=None),
    "rows that are objects": ok(channels={}, messages={}), "a channel without a name": ok(channels=[{}], messages=[{}]),
    "a channel whose name is a list": ok(channels=[{"name": ["alerts"], "id": {}}], messages=[{"ts": []}]),
    "a channel whose id is none": ok(channels=[{"name": "alerts", "id": "../x"}], messages=[]),
    "metadata that is a string": ok(channels=[], messages=[{"metadata": "x", "blocks": "y", "text": None}]),
    "blocks of numbers": ok(channels=[], messages=[{"blocks": [1, {"elements": [2, None]}]}]),
    "a cursor that is a number": ok(channels=[], messages=[], response_metadata={"next_cursor": 7}),
    "a cursor that is a list": ok(channels=[], messages=[], response_metadata=[1]),
    "a ts that is null": ok(ts=None, channel="C000000001", channels=[], messages=[]),
    "a channel that is null": ok(ts="1.2", channel=None, channels=[], messages=[]),
}  # fmt: skip
_HEADERS: Final = {
    "a date that is none": {"Date": "soon"}, "a date far away": {"Date": "Wed, 21 Oct 99999 07:28:00 GMT"},
    "scopes that are none": {"X-OAuth-Scopes": ",,\xe9"},
    "a charset that is none": {"Content-Type": "application/json; charset=x-none"},
    "gzip that is none": {"Content-Encoding": "gzip"}, "an encoding that is none": {"Content-Encoding": "rot13"},
    "a length that is none": {"Content-Length": "many"}, "a length that is too long": {"Content-Length": "99999"},
    "a header of 100 kB": {"X-Long": "a" * 100_000}, "a redirect within 200": {"Location": "http://127.0.0.1:9/"},
}  # fmt: skip
_TOLD: Final = "told: alerts 1, other 1"


def _cases() -> Iterator[Case]:
    short = {"an array", "ok alone", "100,000 brackets", "429, Retry-After: ²", "error:is_archived", "a header of 100 kB"}
    limited = b'{"ok": false, "error": "ratelimited"}'
    wells: dict[str, Raw | str] = {name: Raw(body=body) for name, body in _SHAPES.items()}
    wells |= {name: Raw(body=ok(channels=[], messages=[]), headers=headers) for name, headers in _HEADERS.items()}
    wells |= {f"429, Retry-After: {value[:30]}": Raw(status=429, body=limited, headers={"Retry-After": value}) for value in _ODD}
    wells |= {
        f"HTTP {status}": Raw(status=status, body=b"<html>no</html>")
        for status in (204, 302, 307, 401, 403, 404, 407, 500, 503, 599)
    }
    wells |= {"a gzip bomb": Raw(body=gzip.compress(b" " * 60_000_000), headers={"Content-Encoding": "gzip"})}
    wells |= {name: name for name in MENDED_FAULTS}
    for name, answer in wells.items():
        yield Case(name=name, make=lambda answer=answer: answer, wanted=_TOLD, short=name in short)  # type: ignore[misc]


DOOR: Final = Door(name="slack", cases=tuple(_cases()), open=open_door, seconds=10.0, megabytes=150)
