"""`wirewatch listen`: hears what people press and write in Slack, and does it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from monitor.alerting import buttons
from monitor.alerting.escape import escape
from monitor.model.people import Wish
from workers import logs
from workers.errors import Permanent, Transient
from workers.heartbeat import beat_for
from workers.jobs.act import GONE, act, subject
from workers.jobs.answer import answer
from workers.ports import Tools
from workers.settings import Settings
from workers.toolbox import listens, open_ear, open_tools

#: Seconds until the next try to connect: Slack allows one a second, and a wrong token stays wrong.
AGAIN = (1.0, 5.0, 30.0, 60.0)


class Ear(Protocol):
    """What the listener needs of the connection."""

    @property
    def connected(self) -> bool: ...
    def open(self) -> None: ...
    def close(self) -> None: ...
    def ask(self, trigger_id: str, view: Mapping[str, Any]) -> None: ...
    def whisper(self, response_url: str, text: str) -> None: ...


class Listener:
    """What is done with each thing that was heard."""

    def __init__(self, tools: Tools, ear: Callable[[Callable[[str, Mapping[str, Any]], Mapping[str, Any] | None]], Ear]) -> None:
        self._tools = tools
        self._log = logs.get("listen")
        self.ear = ear(self.heard)

    def heard(self, kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """One envelope of Slack; what goes back with its receipt."""
        if kind == "slash_commands":
            by, user_id = str(payload.get("user_name") or payload.get("user_id", "")), str(payload.get("user_id", ""))
            said = answer(self._tools, str(payload.get("text", "")), by=by, user_id=user_id)
            self._log.info("asked", command=str(payload.get("text", "")).partition(" ")[0][:20], by=by)
            return {"response_type": "ephemeral", "text": said}
        wish = buttons.wish_of(payload) if kind == "interactive" else None
        if wish is None:
            return None
        if wish.what == "form":
            self._ask(wish, payload)
            return None
        try:
            done, words = act(self._tools, wish)
        except Transient as trouble:
            done, words = False, f"the store does not answer just now ({trouble.reason}): try again in a moment"
        self._log.info(wish.what, by=wish.by, done=done, words=words)
        if wish.what == "mute":
            return {"response_action": "update", "view": buttons.done(words)}
        if not done or wish.what == "unmute":  # no head shows it
            self._whisper(payload, words)
        return None

    def _ask(self, wish: Wish, payload: Mapping[str, Any]) -> None:
        found = subject(self._tools, wish)
        if found is None:
            self._whisper(payload, GONE)
            return
        try:
            self.ear.ask(str(payload.get("trigger_id", "")), buttons.form(*found))
        except Exception as problem:
            reason = getattr(problem, "reason", str(problem))
            self._log.warning("no form", reason=reason)
            self._whisper(payload, f"Slack did not show the form ({reason}): press again, or use `wirewatch mute` on the server")

    def _whisper(self, payload: Mapping[str, Any], words: str) -> None:
        if url := str(payload.get("response_url") or ""):
            self.ear.whisper(url, escape(words))


def run_listener(settings: Settings) -> None:
    """Blocks until SIGTERM or SIGINT. Without both tokens it waits and does nothing, so that a Procfile may name it."""
    log, stop = logs.get("listen"), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    tools = open_tools(settings, "listen")
    ears: list[Ear] = []
    beat_for(tools, "listener", well=lambda: not listens(settings) or any(ear.connected for ear in ears))
    if not listens(settings):
        log.info("SLACK_APP_TOKEN is not set: nobody listens to buttons and /wirewatch")
        stop.wait()
        return
    tries = 0
    while not stop.is_set():
        listener = Listener(tools, lambda heard: open_ear(settings, heard))
        ears[:] = [listener.ear]
        try:
            listener.ear.open()
            log.info("listening to Slack")
            stop.wait()
            listener.ear.close()
        except (Transient, Permanent) as trouble:
            pause = AGAIN[min(tries, len(AGAIN) - 1)]
            tries += 1
            log.error("nobody listens to Slack", reason=trouble.reason, again_in=pause)
            stop.wait(pause)
