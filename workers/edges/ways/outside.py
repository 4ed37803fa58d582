"""Through Apprise: e-mail, Teams, Telegram, Discord and many more, by one address each.

Apprise says only "yes" or "no". "No" is tried again, and so is what may have been said when we were killed: a repeated mail is
better than a lost one. Mails carry `X-Wirewatch-Id`, the same in each repeat, for who wants to sort them out.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from queue import Empty, Queue
from threading import Thread
from typing import Final

from monitor.model.alert import SlackMessage
from workers.errors import Ambiguous, Permanent, Transient

PATIENCE: Final = 8  #: seconds for each of its network calls
ALL_IN_ALL: Final = 16.0  #: seconds for all of them, however slowly a server drips: within the message's lease

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+|~>-])")
#: Zero width: "@everyone" and "<!channel>" call nobody with it.
_APART: Final = "\u200b"
_CALLS: Final = re.compile(r"@(?=\w)|<(?=[!@#&])")


def notify(url: str, letter: SlackMessage) -> None:
    """Say it. Raises Permanent for an address that Apprise does not understand, Transient when it was not taken, Ambiguous."""
    import apprise  # noqa: PLC0415  (slow to import)
    from apprise.plugins.email.base import NotifyEmail  # noqa: PLC0415

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would log addresses, and they hold secrets
    server = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if server is None:
        raise Permanent("Apprise does not understand the address (see its documentation of addresses)")
    server.socket_connect_timeout = server.socket_read_timeout = PATIENCE
    payload = letter.metadata["event_payload"]
    if isinstance(server, NotifyEmail):
        server.headers["X-Wirewatch-Id"] = str(payload["message_id"])
        setattr(server, "notify_format", apprise.NotifyFormat.TEXT)  # noqa: B010 (its type says the class's default)
        title, body = str(payload["subject"]), letter.text
    else:
        title, body = "", written(letter.text, str(server.notify_format))
    desk = apprise.Apprise()
    desk.add(server)
    if not in_time(lambda: bool(desk.notify(title=title, body=body, body_format=server.notify_format))):
        raise Transient("Apprise could not deliver it (`wirewatch ways test NAME` tries it by itself)")


def in_time(notify: Callable[[], bool], seconds: float = ALL_IN_ALL) -> bool:
    """Was it taken? Raises Ambiguous when nobody says so in time: a thread that hangs is left behind."""
    said: Queue[bool | Exception] = Queue()

    def run() -> None:
        try:
            said.put(notify())
        except Exception as bug:  # raised where it is waited for
            said.put(bug)

    Thread(target=run, daemon=True).start()
    try:
        answer = said.get(timeout=seconds)
    except Empty:
        raise Ambiguous(f"no answer in {seconds:g} s") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def written(text: str, form: str) -> str:
    """The text for a service that reads `form` ("text", "markdown", "html"): no word in it works as a mark or calls anybody."""
    lines = text.split("\n")
    if form == "html":
        return "<br/>".join(html.escape(_CALLS.sub(rf"\g<0>{_APART}", line)) for line in lines)
    lines = [line if _is_address(line) else _CALLS.sub(rf"\g<0>{_APART}", line) for line in lines]
    if form == "markdown":
        lines = [line if _is_address(line) else _MARKDOWN.sub(r"\\\1", line) for line in lines]
        return "  \n".join(lines)
    return "\n".join(lines)


def _is_address(line: str) -> bool:
    """A line that is nothing but an address, which we wrote percent-encoded."""
    return re.fullmatch(r"https?://[^\s<>\"`\\{}|^]+", line) is not None
