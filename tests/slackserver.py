"""A Slack for tests: the Web API methods we use, on 127.0.0.1, as strict as the real one, and with the faults that it has.

    with SlackServer(channels=["alerts"]) as slack:          in this process (a thread of its own)
        room = SlackRoom(slack.token, base_url=slack.url)
        slack.plan("chat.postMessage", "drop_after", "429:2")  the next two calls; then all is well again
        slack.posts                                            what was accepted, in order

    python -m tests.slackserver --port 0 [--channels a,b] [--faults 0.1 --seed 1] [--visible-after 0.5] [--spacing 1]
        the same as a process: prints one JSON line {"url", "token", "control"} when it listens; the tests' window:
        GET control -> {"posts", "calls", "faults", "channels"}; POST control/plan {"method", "faults": [...]}

Faults: 429[:Retry-After], 500_before, 500_after, drop_before, drop_after, reset_after, hang_after, cut_after, garbage_after,
array_after, ok_alone_after ({"ok": true} and no more), drip_after (a header line without end), internal_error_after, redirect,
error:NAME. "after": the message was accepted. State lives as long as the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import struct
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests import slacksocket
from tests.slackrefusals import Limited, Refusal, checked_blocks, checked_metadata, checked_text

TOKEN = "xoxb-test-0000"
EVERY_FAULT = (
    "429:1", "500_before", "500_after", "drop_before", "drop_after", "reset_after", "hang_after", "cut_after",
    "garbage_after", "internal_error_after", "array_after", "ok_alone_after", "drip_after",
)  # fmt: skip
#: What an operator can mend; here it is mended at once.
MENDED_FAULTS = tuple(
    f"error:{name}"
    for name in (
        "not_in_channel", "missing_scope", "org_login_required", "accesslimited", "ekm_access_denied", "team_access_not_granted",
        "enterprise_is_restricted", "token_revoked", "account_inactive", "channel_not_found", "is_archived", "invalid_auth",
        "never_heard_of",
    )
)  # fmt: skip
#: All that may befall a sender; to be drawn from in chaos.
CHAOS_FAULTS = (*EVERY_FAULT, *MENDED_FAULTS, "redirect", "429:²", "429:soon", "429:", "error:invalid_cursor")
PAGE_LIMIT = 15  #: messages a page at most: what Slack gives to many apps
TS = re.compile(r"\d{10,}\.\d{6}")


@dataclass(frozen=True)
class Raw:
    """A fault: this answer, as it is, and nothing was accepted."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "raw"

    def answer(self) -> bytes:
        headers = {"Content-Type": "application/json", "Content-Length": str(len(self.body))} | dict(self.headers)
        lines = [f"HTTP/1.1 {self.status} So", *(f"{name}: {value}" for name, value in headers.items()), "Connection: close"]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass
class Post:
    """A message that the server took."""

    channel: str  #: id
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any]
    thread_ts: str | None
    accepted_at: float
    visible_at: float
    edits: int = 0
    broadcast: bool = False  #: a reply that stands in the channel too
    deleted: bool = False

    @property
    def message_id(self) -> str:
        return str((self.metadata.get("event_payload") or {}).get("message_id", ""))

    def as_seen(self, *, metadata: bool) -> dict[str, Any]:
        seen = {"type": "message", "ts": self.ts, "text": self.text, "blocks": self.blocks, "bot_id": "B1"}
        return (
            seen | ({"thread_ts": self.thread_ts} if self.thread_ts else {}) | ({"metadata": self.metadata} if metadata else {})
        )


@dataclass
class Workspace:
    """What the server knows, and how it misbehaves."""

    names: dict[str, str]  #: channel name -> id
    archived: set[str] = field(default_factory=set)  #: names
    not_in: set[str] = field(default_factory=set)  #: names of channels that the app was not invited to
    visible_after: float = 0.0  #: seconds until a message shows in the history
    list_page: int = 2  #: channels a page at most
    spacing: float = 0.0  #: seconds between two messages to a channel; sooner ones get 429
    fault_rate: float = 0.0
    fault_kinds: tuple[str, ...] = EVERY_FAULT
    strip_metadata: bool = False
    hang: float = 30.0  #: seconds
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    posts: list[Post] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    planned: dict[str, deque[str | Raw]] = field(default_factory=lambda: defaultdict(deque))
    last_post: dict[str, float] = field(default_factory=dict)
    latest_ts: float = 0.0
    seen_ids: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    scopes: tuple[str, ...] = (
        "chat:write", "channels:read", "groups:read", "channels:history", "groups:history", "commands",
    )  # fmt: skip
    error: str = ""  #: every call answers so, e.g. "token_revoked"
    clock: Callable[[], float] = time.time  #: seconds since 1970; a test's own time where it has one

    def new_ts(self) -> str:
        self.latest_ts = max(self.clock(), self.latest_ts + 0.000002)
        return f"{self.latest_ts:.6f}"

    def fault_for(self, method: str) -> str | Raw:
        if self.planned[method]:
            return self.planned[method].popleft()
        if method != "auth.test" and self.fault_rate and self.dice.random() < self.fault_rate:
            return self.dice.choice(self.fault_kinds)
        return ""

    def find(self, channel: str, ts: str) -> Post | None:
        return next((p for p in self.posts if p.channel == channel and p.ts == ts and not p.deleted), None)


def checked_channel(space: Workspace, given: Any, *, posting: bool = False) -> str:
    name = next((n for n, i in space.names.items() if given in (i, n, f"#{n}") and (posting or given == i)), None)
    if name is None:
        raise Refusal("channel_not_found")
    if posting and name in space.archived:
        raise Refusal("is_archived")
    if name in space.not_in:
        raise Refusal("not_in_channel")
    return space.names[name]


# ---------------------------------------------------------------- the methods


def chat_post_message(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    channel = checked_channel(space, given.get("channel"), posting=True)
    checked_text(given.get("text"), given.get("blocks"))
    checked_blocks(given.get("blocks"))
    metadata = checked_metadata(given.get("metadata"))
    thread_ts = given.get("thread_ts")
    if thread_ts is not None and (not TS.fullmatch(str(thread_ts)) or space.find(channel, thread_ts) is None):
        raise Refusal("thread_not_found" if TS.fullmatch(str(thread_ts)) else "invalid_thread_ts")
    now = space.clock()
    if space.spacing and now - space.last_post.get(channel, 0.0) < space.spacing * 0.9:
        raise Limited(max(1, round(space.spacing)))
    space.last_post[channel] = now
    post = Post(
        channel=channel,
        ts=space.new_ts(),
        text=given.get("text") or "",
        blocks=given.get("blocks") or [],
        metadata=metadata,
        thread_ts=thread_ts,
        accepted_at=now,
        visible_at=now + space.visible_after,
        broadcast=bool(thread_ts and given.get("reply_broadcast")),
    )
    space.posts.append(post)
    return {"channel": channel, "ts": post.ts, "message": post.as_seen(metadata=True)}


def chat_update(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    channel = checked_channel(space, given.get("channel"))
    post = space.find(channel, str(given.get("ts", "")))
    if post is None:
        raise Refusal("message_not_found")
    checked_text(given.get("text"), given.get("blocks"))
    checked_blocks(given.get("blocks"))
    post.text, post.blocks, post.edits = given.get("text") or "", given.get("blocks") or [], post.edits + 1
    post.metadata = checked_metadata(given.get("metadata")) or post.metadata
    return {"channel": channel, "ts": post.ts, "text": post.text, "message": post.as_seen(metadata=True)}


def chat_delete(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    channel = checked_channel(space, given.get("channel"))
    post = space.find(channel, str(given.get("ts", "")))
    if post is None:
        raise Refusal("message_not_found")
    post.deleted = True
    return {"channel": channel, "ts": post.ts}


def conversations_history(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    channel = checked_channel(space, given.get("channel"))
    return _page(space, given, [p for p in space.posts if p.channel == channel and p.thread_ts is None], newest_first=True)


def conversations_replies(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    channel = checked_channel(space, given.get("channel"))
    head = space.find(channel, str(given.get("ts", "")))
    if head is None:
        raise Refusal("thread_not_found")
    return _page(space, given, [head, *(p for p in space.posts if p.channel == channel and p.thread_ts == head.ts)])


def _page(space: Workspace, given: dict[str, Any], posts: Iterable[Post], *, newest_first: bool = False) -> dict[str, Any]:
    now, oldest, latest = space.clock(), float(given.get("oldest") or 0), float(given.get("latest") or 1e12)
    ends = str(given.get("inclusive", "")).lower() in ("1", "true")  # Slack leaves out both ends unless asked
    within = [p for p in posts if oldest < float(p.ts) < latest or (ends and float(p.ts) in (oldest, latest))]
    shown = [p for p in within if not p.deleted and p.visible_at <= now]
    shown.sort(key=lambda p: p.ts, reverse=newest_first)
    start, limit = int(given.get("cursor") or 0), min(int(given.get("limit") or 100), PAGE_LIMIT)
    metadata = str(given.get("include_all_metadata", "")).lower() in ("1", "true") and not space.strip_metadata
    more = start + limit < len(shown)
    return {
        "messages": [p.as_seen(metadata=metadata) for p in shown[start : start + limit]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def conversations_list(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    every = [
        {"id": i, "name": n, "is_archived": n in space.archived, "is_member": n not in space.not_in}
        for n, i in space.names.items()
    ]
    start, limit = int(given.get("cursor") or 0), min(int(given.get("limit") or 100), space.list_page)
    more = start + limit < len(every)
    return {"channels": every[start : start + limit], "response_metadata": {"next_cursor": str(start + limit) if more else ""}}


def auth_test(space: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": "https://test.slack.com/",
        "team": "Test",
        "user": "wirewatch",
        "team_id": "T1",
        "user_id": "U1",
        "bot_id": "B1",
    }


METHODS = {
    "chat.postMessage": chat_post_message,
    "chat.update": chat_update,
    "chat.delete": chat_delete,
    "conversations.history": conversations_history,
    "conversations.replies": conversations_replies,
    "conversations.list": conversations_list,
    "auth.test": auth_test,
}


# ---------------------------------------------------------------- HTTP


async def answer(request: web.Request) -> web.StreamResponse:
    space: Workspace = request.app[SPACE]
    method = request.match_info["method"]
    space.calls[method] += 1
    fault = space.fault_for(method)
    if fault:
        space.faults[str(fault)] += 1
    if isinstance(fault, Raw):
        return _said_raw(request, fault)
    if (early := await _before(request, fault)) is not None:
        return early
    try:
        body = json.dumps({"ok": True} | _answered(space, request, method, await _given(request)))
    except Limited as limited:
        return _limited(f"{limited.seconds:g}")
    except Refusal as refusal:
        body = json.dumps(refusal.answer)
    return await _after(request, fault, body)


def _answered(space: Workspace, request: web.Request, method: str, given: dict[str, Any]) -> dict[str, Any]:
    words = request.headers.get("Authorization", "").split()
    if len(words) != 2:
        raise Refusal("not_authed")
    board: slacksocket.Switchboard = request.app[slacksocket.SWITCHBOARD]
    if method == "apps.connections.open":
        return board.connect(words[1], request.host)
    if words[1] not in space.tokens:
        raise Refusal("invalid_auth")
    if space.error:
        raise Refusal(space.error)
    if method not in METHODS and method != "views.open":
        raise Refusal("unknown_method")
    return board.open_view(given) if method == "views.open" else METHODS[method](space, given)


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        given = json.loads(await request.text() or "{}")
        if not isinstance(given, dict):
            raise Refusal("json_not_object")
        return given
    given = {key: str(value) for key, value in (await request.post()).items()}
    for key in ("blocks", "metadata"):
        if key in given:
            given[key] = json.loads(given[key])
    return given


async def _before(request: web.Request, fault: str) -> web.StreamResponse | None:
    """Faults at which nothing was accepted."""
    if fault.startswith("429"):
        return _limited(fault.partition(":")[2] or "1")
    if fault == "500_before":
        return web.Response(status=500, text="oops")
    if fault == "redirect":
        raise web.HTTPFound("http://127.0.0.1:9/elsewhere")
    if fault.startswith("error:"):
        return web.json_response({"ok": False, "error": fault.partition(":")[2]})
    if fault == "drop_before":
        _close(request, reset=False)
        return web.Response()
    return None


async def _after(request: web.Request, fault: str, body: str) -> web.StreamResponse:
    """Faults after the message was accepted: the answer is lost or spoiled."""
    if fault == "500_after":
        return web.Response(status=500, text="oops")
    if fault == "internal_error_after":
        return web.json_response({"ok": False, "error": "internal_error"})
    if fault == "garbage_after":
        return web.Response(text="<html>Bad Gateway</html>", content_type="text/html")
    if fault in ("array_after", "ok_alone_after"):
        return web.json_response([json.loads(body)] if fault == "array_after" else {"ok": True})
    if fault in ("drop_after", "reset_after"):
        _close(request, reset=fault == "reset_after")
        return web.Response()
    if fault == "hang_after":
        await asyncio.sleep(request.app[SPACE].hang)
        _close(request, reset=False)
        return web.Response()
    if fault == "drip_after":
        return await _drip(request)
    if fault == "cut_after":
        cut = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body.encode()))})
        await cut.prepare(request)
        await cut.write(body.encode()[: len(body) // 2])
        _close(request, reset=False)
        return cut
    headers = {"X-OAuth-Scopes": ",".join(request.app[SPACE].scopes)}
    return web.Response(text=body, content_type="application/json", headers=headers)


def _said_raw(request: web.Request, raw: Raw) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.write(raw.answer())
    request.transport.close()
    return web.Response()


async def _drip(request: web.Request) -> web.StreamResponse:
    """A byte of the answer's headers every so often: no single read takes long, and there is no end."""
    ends = time.monotonic() + request.app[SPACE].hang
    assert request.transport is not None
    request.transport.write(b"HTTP/1.1 200 OK\r\nX-Wait: ")
    while request.transport is not None and not request.transport.is_closing() and time.monotonic() < ends:
        request.transport.write(b"a")
        await asyncio.sleep(0.05)
    _close(request, reset=False)
    return web.Response()


def _limited(retry_after: str) -> web.Response:
    headers = {"Retry-After": retry_after}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def _close(request: web.Request, *, reset: bool) -> None:
    transport = request.transport
    if transport is None:
        return
    if reset:
        linger = struct.pack("ii", 1, 0)  # close with RST
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


async def control(request: web.Request) -> web.Response:
    """The tests' window on a server in another process."""
    space: Workspace = request.app[SPACE]
    posts = [vars(p) | {"message_id": p.message_id} for p in space.posts]
    return web.json_response({"posts": posts, "calls": space.calls, "faults": space.faults, "channels": space.names})


async def plan(request: web.Request) -> web.Response:
    """{"method", "faults": [...]} for the next calls, or {"fault_rate": 0.0} and the like for all."""
    space: Workspace = request.app[SPACE]
    given = await request.json()
    if "method" in given:
        space.planned[given["method"]].extend(given["faults"])
    for name in ("fault_rate", "fault_kinds", "visible_after", "spacing", "error"):
        if name in given:
            setattr(space, name, given[name])
    return web.json_response({"ok": True})


SPACE = web.AppKey("space", Workspace)


def application(space: Workspace, board: slacksocket.Switchboard) -> web.Application:
    app = web.Application()
    app[SPACE], app[slacksocket.SWITCHBOARD] = space, board
    app.router.add_get("/link/", slacksocket.link)
    app.router.add_post("/respond", slacksocket.respond)
    app.router.add_post("/control/press", slacksocket.press)
    app.router.add_get("/control", control)
    app.router.add_post("/control/plan", plan)
    app.router.add_route("*", "/api/{method}", answer)
    return app


def workspace(channels: Iterable[str], **how: Any) -> Workspace:
    return Workspace(names={name: f"C{n:09d}" for n, name in enumerate(channels, 1)}, **how)


def patience(test: str) -> int:
    """Seconds that a test of this name gives a call: one where the local Slack keeps it waiting, else more than it ever needs.
    On a busy machine a second was too little, once in twenty runs of all tests."""
    return 1 if any(word in test for word in ("hang", "drip", "fault")) else 8


class SlackServer:
    """The server in a thread of this process."""

    def __init__(self, channels: Iterable[str] = ("wirewatch", "alerts"), *, port: int = 0, **how: Any) -> None:
        self.space = workspace(channels, **how)
        self.board = slacksocket.Switchboard()
        self.token = TOKEN
        self._wanted = port
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> SlackServer:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the Slack server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def posts(self) -> list[Post]:
        """What was accepted and stands, in order."""
        return [p for p in self.space.posts if not p.deleted]

    def presses(self, post: Post, action: str, *, value: str = "", user: str = "amira") -> dict[str, Any] | None:
        """Somebody presses a button or chooses under that message; what the app answered, None when it did not."""
        payload = slacksocket.pressed(vars(post), action, value=value, user=user, host=self._host)
        self.board.triggers.add(payload["trigger_id"])
        return self._hears("interactive", payload)

    def writes(self, text: str, *, user: str = "amira") -> str:
        """Somebody writes /wirewatch and that; what they are told."""
        answer = self._hears("slash_commands", slacksocket.written(text, user=user, host=self._host))
        return str((answer or {}).get("text", ""))

    def submits(self, *, user: str = "amira", **said: Any) -> dict[str, Any] | None:
        """Somebody fills in the form that was opened last and sends it off; what the app answered."""
        return self._hears("interactive", slacksocket.submitted(self.board.views[-1], user=user, **said))

    def hangs_up(self) -> None:
        """Slack ends the lines, and says so before."""
        asyncio.run_coroutine_threadsafe(self.board.hang_up(), self._loop).result(10)

    def _hears(self, kind: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        return asyncio.run_coroutine_threadsafe(self.board.hear(kind, payload), self._loop).result(30)

    @property
    def _host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def plan(self, method: str, *faults: str | Raw) -> None:
        """What happens to the next calls of this method; "" is none."""
        self.space.planned[method].extend(faults)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        runner = web.AppRunner(application(self.space, self.board), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._wanted)
        await site.start()
        self.port = int(runner.addresses[0][1])
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description="a Slack-compatible server for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--channels", default="wirewatch,alerts")
    parser.add_argument("--faults", type=float, default=0.0, help="share of calls that fail")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--visible-after", type=float, default=0.0, help="seconds until a message shows in the history")
    parser.add_argument("--spacing", type=float, default=0.0, help="seconds between messages to a channel; sooner: 429")
    parser.add_argument("--hang", type=float, default=30.0, help="seconds that a hanging call hangs")
    given = parser.parse_args()
    how = {"fault_rate": given.faults, "visible_after": given.visible_after, "spacing": given.spacing, "hang": given.hang}
    dice = random.Random(given.seed)
    with SlackServer(given.channels.split(","), port=given.port, dice=dice, **how) as slack:
        print(
            json.dumps(
                {
                    "url": slack.url,
                    "token": slack.token,
                    "app_token": slacksocket.APP_TOKEN,
                    "control": f"http://127.0.0.1:{slack.port}/control",
                }
            ),
            flush=True,
        )
        parent = os.getppid()
        while os.getppid() == parent:  # until we are ended, or whoever started us is gone
            time.sleep(0.5)


if __name__ == "__main__":
    main()
