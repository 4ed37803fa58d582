"""Socket Mode of the local Slack: connections, envelopes, forms; and people who press and write.

Envelopes go to one connection, and again to another when they were not answered in time, as the real one does it.
Source: docs.slack.dev/apis/events-api/using-socket-mode, docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.slackrefusals import Refusal, checked_view

APP_TOKEN = "xapp-test-0000"
PATIENCE = 3.0  #: seconds for an answer


@dataclass
class Switchboard:
    """The lines that are open, what was sent over them, and what came back."""

    lines: list[web.WebSocketResponse] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=lambda: {APP_TOKEN})
    error: str = ""  #: apps.connections.open answers so
    patience: float = PATIENCE
    sent: int = 0  #: envelopes, those sent again included
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)  #: envelope id -> what came back with its receipt
    waiting: dict[str, asyncio.Event] = field(default_factory=dict)
    triggers: set[str] = field(default_factory=set)  #: that may open one form each
    views: list[dict[str, Any]] = field(default_factory=list)  #: forms that were opened
    whispers: list[dict[str, Any]] = field(default_factory=list)  #: what came to a response_url
    drop_answers: int = 0  #: so many receipts are lost, and their line with them

    def connect(self, token: str, host: str) -> dict[str, Any]:
        """apps.connections.open."""
        if token not in self.tokens:
            raise Refusal("invalid_auth")
        if self.error:
            raise Refusal(self.error)
        ticket = uuid4().hex
        self.tickets.add(ticket)
        return {"url": f"ws://{host}/link/?ticket={ticket}"}

    def open_view(self, given: dict[str, Any]) -> dict[str, Any]:
        """views.open."""
        trigger = given.get("trigger_id")
        if trigger not in self.triggers:
            raise Refusal("expired_trigger_id")
        self.triggers.discard(trigger)
        view = checked_view(given.get("view"))
        self.views.append(view)
        return {"view": {**view, "id": f"V{len(self.views)}"}}

    async def hear(self, kind: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Send an envelope until it is answered; what came with the answer. None: nobody answered at three tries."""
        envelope = {
            "envelope_id": str(uuid4()),
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        name = str(envelope["envelope_id"])
        self.waiting[name] = asyncio.Event()
        for attempt in range(3):
            if not self.lines:
                await asyncio.sleep(self.patience / 3)
            if self.lines:
                self.sent += 1
                line = self.lines[(self.sent + attempt) % len(self.lines)]
                await line.send_str(json.dumps({**envelope, "retry_attempt": attempt, "retry_reason": ""}))
            try:
                await asyncio.wait_for(self.waiting[name].wait(), self.patience)
            except TimeoutError:
                continue
            return self.answers[name]
        return None

    async def hang_up(self) -> None:
        """What Slack does every few hours: it says that the line ends, and ends it."""
        for line in list(self.lines):
            await line.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))


SWITCHBOARD = web.AppKey("switchboard", Switchboard)


async def link(request: web.Request) -> web.StreamResponse:
    board: Switchboard = request.app[SWITCHBOARD]
    ticket = request.query.get("ticket", "")
    if ticket not in board.tickets:
        return web.Response(status=404)
    board.tickets.discard(ticket)
    line = web.WebSocketResponse(autoping=True)
    await line.prepare(request)
    await line.send_str(json.dumps({"type": "hello", "num_connections": len(board.lines) + 1}))
    board.lines.append(line)
    try:
        async for message in line:
            if message.type is not WSMsgType.TEXT:
                continue
            answer = json.loads(message.data)
            name = answer.get("envelope_id", "")
            if board.drop_answers > 0:
                board.drop_answers -= 1
                break
            if name in board.waiting:
                board.answers[name] = answer.get("payload") or {}
                board.waiting[name].set()
    finally:
        board.lines.remove(line)
        await line.close()
    return line


async def respond(request: web.Request) -> web.Response:
    """A response_url."""
    request.app[SWITCHBOARD].whispers.append(await request.json())
    return web.json_response({"ok": True})


async def press(request: web.Request) -> web.Response:
    """The tests' window: {"kind", "payload"} is sent to whoever listens."""
    given = await request.json()
    board: Switchboard = request.app[SWITCHBOARD]
    if trigger := given["payload"].get("trigger_id"):
        board.triggers.add(trigger)
    return web.json_response({"answer": await board.hear(given["kind"], given["payload"])})


def pressed(message: dict[str, Any], action: str, *, value: str = "", user: str = "amira", host: str = "") -> dict[str, Any]:
    """What Slack tells of a button or a choice under that message. Raises LookupError when it has none of that name."""
    for block in message["blocks"]:
        for element in block.get("elements", []):
            if block["type"] == "actions" and element["action_id"] == action:
                chosen = next((o for o in element.get("options", []) if o["value"] == value), None)
                if element["type"] == "static_select" and chosen is None:
                    raise LookupError(f"{action} offers no {value!r}")
                told = {"type": element["type"], "action_id": action, "block_id": block["block_id"], "action_ts": "1.0"}
                return {
                    "type": "block_actions", "user": _user(user), "trigger_id": uuid4().hex,
                    "response_url": f"http://{host}/respond", "message": {"ts": message["ts"]},
                    "actions": [told | ({"selected_option": chosen} if chosen else {"value": element.get("value", "")})],
                }  # fmt: skip
    raise LookupError(f"the message has no {action}")


def written(text: str, *, user: str = "amira", host: str = "") -> dict[str, Any]:
    """What Slack tells of a slash command."""
    who = {"user_id": _user(user)["id"], "user_name": user}
    return {"command": "/wirewatch", "text": text, **who, "response_url": f"http://{host}/respond", "trigger_id": uuid4().hex}


def submitted(view: dict[str, Any], *, user: str = "amira", **said: Any) -> dict[str, Any]:
    """What Slack tells of a form that was sent off. `said`: block -> value; the others stay as they were shown."""
    values: dict[str, Any] = {}
    for block in (b for b in view["blocks"] if b["type"] == "input"):
        element, name = block["element"], block["block_id"]
        given: dict[str, Any] = {"type": element["type"]}
        if element["type"] == "static_select":
            offered = {o["value"]: o for o in element["options"]}
            given["selected_option"] = offered[said[name]] if name in said else element.get("initial_option")
        elif element["type"] == "checkboxes":
            offered = {o["value"]: o for o in element["options"]}
            chosen = [offered[v] for v in said[name]] if name in said else element.get("initial_options", [])
            given["selected_options"] = chosen
        else:
            given["value"] = said.get(name)
        values[name] = {element["action_id"]: given}
    sent = {key: view[key] for key in ("type", "callback_id", "private_metadata", "title", "blocks")}
    return {"type": "view_submission", "user": _user(user), "view": {**sent, "state": {"values": values}}}


def _user(name: str) -> dict[str, str]:
    return {"id": f"U{name.upper():0<9}"[:10], "username": name, "name": name, "team_id": "T1"}
