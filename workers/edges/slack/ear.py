"""Hears what people press and write in Slack, over Socket Mode: we call Slack, so that no public address is needed.

The SDK keeps the connection: it answers pings, and asks for a new address when Slack says that the old one ends. Slack hands each
envelope to one of an app's connections, and again to another when no answer came: what was heard is remembered by its id.
"""

from __future__ import annotations

import http.client
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from socket import SHUT_RDWR
from threading import Lock
from typing import Any, Final

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

from workers.edges.slack.answers import BROKEN, broken, refusal
from workers.edges.slack.wire import TIMEOUT, careful_client, trust, vetted
from workers.errors import Permanent, Transient

#: What the listener is given: the envelope's type and payload; its answer goes back to Slack with the receipt.
Heard = Callable[[str, Mapping[str, Any]], Mapping[str, Any] | None]

_REMEMBERED: Final = 1000  #: envelopes
_AT_WORK: Final[Mapping[str, Any]] = {}  #: stands for an answer that is not there yet


class SlackEar:
    """One connection to Slack. `heard` runs in threads of this process; it may raise: that is logged, and Slack asks again."""

    def __init__(self, app_token: str, bot_token: str, heard: Heard, *, base_url: str = "https://slack.com/api/") -> None:
        self._client = careful_client(bot_token, base_url)
        self._nearby, self._heard = vetted(base_url), heard
        self._quiet = self._client.logger  # the SDK tells of each lost connection with a trace, and mends it itself
        self._log = logging.getLogger("workers.slack_ear")
        self._known: OrderedDict[str, Mapping[str, Any] | None] = OrderedDict()
        self._lock = Lock()
        self._app_token = app_token
        self._socket: SocketModeClient | None = None

    def open(self) -> None:
        """Connect. Raises Permanent with what to do, or Transient."""
        socket = SocketModeClient(self._app_token, web_client=self._client, logger=self._quiet, concurrency=4)
        if self._nearby:
            socket.proxy = None
        socket.socket_mode_request_listeners.append(self._on_envelope)
        self._socket = socket
        try:
            socket.connect()
        except SlackApiError as problem:
            _hang_up(socket)
            raise app_refusal(problem) from None
        except (SlackClientError, *BROKEN) as problem:
            _hang_up(socket)
            raise Transient(f"Socket Mode: {type(problem).__name__}: {problem}") from None

    @property
    def connected(self) -> bool:
        """Is there a connection just now?"""
        return self._socket is not None and bool(self._socket.is_connected())

    def close(self) -> None:
        """Hang up, at once."""
        if self._socket is not None:
            _hang_up(self._socket)

    def ask(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a form for who has just pressed something. Raises Permanent or Transient."""
        try:
            self._client.api_call("views.open", json={"trigger_id": trigger_id, "view": dict(view)})
        except SlackApiError as problem:
            raise refusal(problem, "views.open", "") from None
        except BROKEN as problem:
            raise broken(problem, "views.open") from None

    def whisper(self, response_url: str, text: str) -> None:
        """Tell the one who pressed, and nobody else. What cannot be told is logged."""
        if not response_url.startswith("https://") and not self._nearby:
            return
        door = WebhookClient(response_url, timeout=TIMEOUT, ssl=trust(), logger=self._quiet, retry_handlers=[])
        try:
            door.send(text=text, response_type="ephemeral", replace_original=False)
        except (SlackClientError, OSError, http.client.HTTPException, ValueError) as problem:
            self._log.warning("a person could not be told: %s", problem)

    def _on_envelope(self, socket: BaseSocketModeClient, request: SocketModeRequest) -> None:
        """Do it, then say that it is done: what is lost on the way is asked for again, and done once."""
        with self._lock:
            known = request.envelope_id in self._known
            answer = self._known.setdefault(request.envelope_id, _AT_WORK)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        if answer is _AT_WORK and known:
            return  # the thread that does it answers
        if not known:
            try:
                answer = self._known[request.envelope_id] = self._heard(request.type, request.payload or {})
            except Exception:
                self._known.pop(request.envelope_id, None)
                self._log.exception("what was pressed could not be done")
                return
        receipt = SocketModeResponse(envelope_id=request.envelope_id, payload=dict(answer) if answer else None)
        try:
            socket.send_socket_mode_response(receipt)
        except Exception as problem:  # the connection went: Slack asks again, and is answered from memory
            self._log.warning("Slack was not answered: %s", problem)


def app_refusal(problem: SlackApiError) -> Exception:
    """What a refused connection means, with what to do."""
    data = problem.response.data
    error = str(data.get("error", "")) if isinstance(data, dict) else ""
    if error in ("invalid_auth", "not_authed", "not_allowed_token_type", "token_revoked", "account_inactive"):
        return Permanent(
            f"{error}: SLACK_APP_TOKEN must be an app-level token (xapp-...) with the scope connections:write:"
            " Basic Information > App-Level Tokens"
        )
    if error in ("missing_scope", "no_permission"):
        return Permanent(f"{error}: the app-level token needs the scope connections:write")
    if error in ("forbidden_team", "socket_mode_disabled", "method_not_supported_for_channel_type"):
        return Permanent(f"{error}: turn Socket Mode on in the app's settings (slack/manifest.yaml has it on)")
    return refusal(problem, "apps.connections.open", "")


def _hang_up(socket: SocketModeClient) -> None:
    """Close the line without waiting for what Slack might still say.

    The SDK closes a line only when its reading thread lets go of it, which it does every three seconds
    (slack_sdk/socket_mode/builtin/connection.py, `receive_timeout`): a line that is shut down is let go of at once.
    """
    socket.auto_reconnect_enabled = False
    socket.current_session_state.terminated = True
    line = socket.current_session and socket.current_session.sock
    if line:
        with suppress(OSError):  # it is shut already
            line.shutdown(SHUT_RDWR)
    socket.close()
