"""Says messages, looks for them, and sorts every way in which that can end.

Slack cannot be asked to take a message only once, so what may have been taken must never look like what certainly was not:

    said          200, ok, ts and channel
    Transient     429; no connection (refused, no such host, no route, a bad certificate): no byte of the message left
    Permanent     an error of Slack's that the same message will meet again, with what to do about it
    Ambiguous     all others: time-out, reset, a cut or strange answer, 5xx, internal_error

The SDK's own retries are off (`retry_handlers=[]`): it would post again after a dropped connection. Redirects are refused: urllib
would carry the token to wherever they lead.
"""

from __future__ import annotations

import errno
import http.client
import logging
import re
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Final, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from monitor.model.alert import SlackMessage
from workers.errors import Ambiguous, BadBlocks, Permanent, Refused, Transient
from workers.ports import Receipt

TIMEOUT: Final = 10  #: seconds for an answer; less than the lease of a message
PAGE: Final = 200  #: messages or channels asked for at once; Slack may give fewer
PAGES: Final = 100  #: pages of one look: 20,000 messages, or 1,500 where Slack gives 15 at once
TOKEN_TROUBLE: Final = 60.0  #: seconds until the next try while Slack refuses the token: rows are kept

#: Nothing in our words is made a link, a mention or a preview by Slack.
QUIET: Final = {"link_names": False, "parse": "none"}

T = TypeVar("T")

EVENT_TYPE: Final = "wirewatch_alert"

_REFERENCE: Final = re.compile(r"ref: ([0-9a-f]{12})\b")
_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{8,}")
_NO_ROUTE: Final = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}

#: Slack's own trouble: the message may have been taken before it.
_PERHAPS: Final = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
_LIMITED: Final = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_TOKEN: Final = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "access_denied"}
_BLOCKS: Final = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}

#: What to do about an error; {channel} is the channel's name.
ADVICE: Final[Mapping[str, str]] = {
    "channel_not_found": "create the channel, or invite the app: /invite @wirewatch in #{channel}",
    "not_in_channel": "invite the app: /invite @wirewatch in #{channel}",
    "is_archived": "the channel #{channel} is archived: unarchive it, or name another in the rule",
    "restricted_action": "a workspace setting forbids posting in #{channel}: ask an administrator",
    "missing_scope": "add the scopes of slack/manifest.yaml to the app and install it again",
    "invalid_auth": "SLACK_BOT_TOKEN is wrong: copy the Bot User OAuth Token (xoxb-...) of the app",
    "not_authed": "SLACK_BOT_TOKEN is empty",
    "token_revoked": "the token was revoked: install the app again and set the new SLACK_BOT_TOKEN",
    "token_expired": "the token has expired: install the app again and set the new SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace: install it again and set the new SLACK_BOT_TOKEN",
    "msg_too_long": "the message is longer than Slack takes; this is a mistake of ours: please report it",
    "invalid_metadata_format": "Slack refuses our metadata; this is a mistake of ours: please report it",
}


class SlackRoom:
    """`ports.Room` on Slack's Web API. Remembers channel ids and how far Slack's clock is from ours."""

    def __init__(self, token: str, *, base_url: str = "https://slack.com/api/", timeout: int = TIMEOUT) -> None:
        self._client = careful_client(token, base_url, timeout)
        self._ids: dict[str, str] = {}

    def post(self, channel: str, message: SlackMessage, *, thread_ts: str | None = None) -> Receipt:
        said: dict[str, Any] = {
            "channel": self._resolved(channel),
            "text": message.text,
            "metadata": message.metadata,
            "client_msg_id": message.metadata["event_payload"]["message_id"],  # undocumented: may help, never relied on
            **QUIET,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        said |= {"blocks": list(message.blocks)} if message.blocks else {}
        said |= {"thread_ts": thread_ts, "reply_broadcast": message.broadcast} if thread_ts else {}
        try:
            return _receipt(self._call("chat.postMessage", said, about=channel))
        except Permanent as problem:
            if not problem.reason.startswith("duplicate_"):
                raise
            del said["client_msg_id"]  # Slack takes it for a double that it cannot find: then it is none
            return _receipt(self._call("chat.postMessage", said, about=channel))

    def update(self, channel_id: str, ts: str, message: SlackMessage) -> Receipt:
        """Safe to repeat."""
        said: dict[str, Any] = {"channel": channel_id, "ts": ts, "text": message.text, "metadata": message.metadata, **QUIET}
        said["blocks"] = list(message.blocks)  # none: the old ones go
        return _receipt(self._call("chat.update", said, about=channel_id))

    def find(self, channel: str, *, since: datetime, thread_ts: str | None = None) -> dict[str, Receipt]:
        """Our messages in the channel (or the thread) since then by message id; without metadata by their first 12 hex digits.

        `since` is of our clock; when Slack's is behind, as much is taken off.
        """
        channel_id = self._certainly(lambda: self._resolved(channel))
        if not self._client.timed:
            self._certainly(lambda: self._call("auth.test", {}))
        asked: dict[str, Any] = {"channel": channel_id, "include_all_metadata": True}
        asked["oldest"] = f"{since.timestamp() + min(self._client.ahead, 0.0):.6f}"
        asked |= {"ts": thread_ts} if thread_ts else {}
        method = "conversations.replies" if thread_ts else "conversations.history"
        found: dict[str, Receipt] = {}
        for page in self._certainly(lambda: list(self._pages(method, asked, about=channel))):
            for message in page.get("messages", []):
                receipt = Receipt(channel_id=channel_id, ts=str(message.get("ts", "")))
                found.update(dict.fromkeys(_names(message), receipt))
        return found

    def check(self) -> str:
        """Who we are, in words; raises Permanent or Transient with what to do."""
        try:
            answer = self._certainly(lambda: self._call("auth.test", {}))
        except Transient as problem:
            if problem.retry_after == TOKEN_TROUBLE:
                raise Permanent(problem.reason) from problem
            raise
        return f"Slack: {answer.get('user', 'unknown')} in {answer.get('team', 'an unknown workspace')} ({answer.get('url', '')})"

    def _resolved(self, channel: str) -> str:
        """The id of a channel's name; asked for once, then remembered."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._ids:
            asked = {"types": "public_channel,private_channel", "exclude_archived": True}
            for page in self._certainly(lambda: list(self._pages("conversations.list", asked, about=channel))):
                self._ids.update({c["name"]: c["id"] for c in page.get("channels", []) if not c.get("is_archived")})
        if channel not in self._ids:
            raise Permanent(_advised("channel_not_found", channel))
        return self._ids[channel]

    def _certainly(self, ask: Callable[[], T]) -> T:
        """Only a question: however it ends, nothing was said."""
        try:
            return ask()
        except Ambiguous as problem:
            raise Transient(problem.reason) from problem

    def _pages(self, method: str, asked: Mapping[str, Any], *, about: str) -> Iterator[dict[str, Any]]:
        cursor: dict[str, str] = {}
        for _ in range(PAGES):
            page = self._call(method, {"limit": PAGE, **asked, **cursor}, about=about)
            yield page
            following = (page.get("response_metadata") or {}).get("next_cursor")
            if not following:
                return
            cursor = {"cursor": following}
        raise Transient(f"{method}: more than {PAGES} pages")

    def _call(self, method: str, given: dict[str, Any], *, about: str = "") -> dict[str, Any]:
        """One call; every ending but success is one of ours. `about`: the channel's name, for the advice."""
        try:
            answer = self._client.api_call(method, json=given) if method.startswith("chat.") else self._ask(method, given)
        except SlackApiError as problem:
            raise refusal(problem, method, about) from None
        except (SlackRequestError, OSError, http.client.HTTPException, ValueError) as problem:
            raise broken(problem, method) from None
        if not isinstance(answer.data, dict):
            raise Ambiguous(f"{method}: an answer that is no JSON object")
        return answer.data

    def _ask(self, method: str, given: dict[str, Any]) -> SlackResponse:
        return self._client.api_call(method, params=given)


def _names(message: Mapping[str, Any]) -> Iterator[str]:
    """A message's id from its metadata; where that was stripped, the references in its texts."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == EVENT_TYPE:
        yield str((metadata.get("event_payload") or {}).get("message_id", ""))
        return
    elements = [e for block in message.get("blocks") or [] for e in block.get("elements") or [] if isinstance(e, dict)]
    yield from _REFERENCE.findall(" ".join([str(message.get("text", "")), *(str(e.get("text", "")) for e in elements)]))


class CarefulClient(WebClient):
    """Slack's client, with an opener that follows no redirect, and an ear for the time at Slack's."""

    ahead: float = 0.0  #: seconds that Slack's clock is ahead of ours
    timed: bool = False
    scopes: frozenset[str] | None = None  #: granted to the token, as Slack last said; None: it did not

    def _perform_urllib_http_request_internal(self, url: str, req: urllib.request.Request) -> dict[str, Any]:
        proxies = {"http": self.proxy, "https": self.proxy} if self.proxy else {}
        https = urllib.request.HTTPSHandler(context=self.ssl)
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler(proxies), https)
        with opener.open(req, timeout=self.timeout) as answer:
            if date := answer.headers.get("Date"):
                self.ahead, self.timed = parsedate_to_datetime(date).timestamp() - time.time(), True
            if granted := answer.headers.get("X-OAuth-Scopes"):
                self.scopes = frozenset(scope.strip() for scope in granted.split(","))
            return {"status": answer.status, "headers": answer.headers, "body": answer.read().decode("utf-8")}


def careful_client(token: str, base_url: str, timeout: int = TIMEOUT) -> CarefulClient:
    """A client that neither retries nor logs. Raises Refused for an address to which no token may go."""
    nearby = vetted(base_url)
    quiet = logging.getLogger("workers.slack_sdk")
    quiet.setLevel(logging.CRITICAL)  # what goes wrong is raised in our own words, and logged once
    client = CarefulClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[], logger=quiet, ssl=trust())
    if nearby:
        client.proxy = None
    return client


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@cache
def trust() -> ssl.SSLContext:
    """The authorities that vouch for Slack; loading them takes longer than a call."""
    return ssl.create_default_context()


def vetted(base_url: str) -> bool:
    """Refuses an address to which a token must not go in the clear. Is it on this machine?"""
    parts = urlsplit(base_url)
    nearby = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not (parts.scheme == "http" and nearby):
        raise Refused(f"WIREWATCH_SLACK_BASE_URL must be https ({base_url} is not): the token would go in the clear")
    return nearby


def _receipt(answer: Mapping[str, Any]) -> Receipt:
    """Success only with ok, ts and channel: a proxy's "ok" is none."""
    if answer.get("ok") is not True or not answer.get("ts") or not answer.get("channel"):
        raise Ambiguous("Slack answered without ts and channel")
    return Receipt(channel_id=str(answer["channel"]), ts=str(answer["ts"]))


def refusal(problem: SlackApiError, method: str, channel: str) -> Exception:
    """What an answer that is not ok means."""
    response = problem.response
    status, data = response.status_code, response.data if isinstance(response.data, dict) else {}
    error = str(data.get("error", ""))
    if status == 429 or error in _LIMITED:
        return Transient(f"{method}: Slack asks us to slow down", retry_after=_retry_after(response.headers))
    if 300 <= status < 400:
        return Permanent(f"{method}: answered with a redirect, which is never followed: check WIREWATCH_SLACK_BASE_URL")
    if status >= 500 or error in _PERHAPS or not re.fullmatch(r"[a-z_]+", error):
        return Ambiguous(f"{method}: {f'HTTP {status}' if status != 200 else error[:100] or 'an answer without ok'}")
    if error in _TOKEN:
        return Transient(_advised(error, channel), retry_after=TOKEN_TROUBLE)
    if error in _BLOCKS:
        return BadBlocks(f"{error}: {'; '.join(map(str, (data.get('response_metadata') or {}).get('messages', [])))[:300]}")
    return Permanent(_advised(error, channel))


def _advised(error: str, channel: str) -> str:
    advice = ADVICE.get(error, "")
    return f"{error}: {advice.format(channel=channel)}" if advice else error


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that Slack asks us to wait; 30 when it does not say."""
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "30")
    return min(max(float(value), 1.0), 3600.0) if value.replace(".", "", 1).isdigit() else 30.0


def broken(problem: Exception, method: str) -> Exception:
    """What a broken connection means: nothing was sent only when there was no connection."""
    inner = problem.reason if isinstance(problem, URLError) and not isinstance(problem, HTTPError) else problem
    words = f"{method}: {type(inner).__name__}: {inner}"
    if isinstance(problem, SlackRequestError):
        return Permanent(words)
    no_name = isinstance(inner, OSError) and type(inner).__name__ == "gaierror"
    no_route = isinstance(inner, OSError) and inner.errno in _NO_ROUTE
    if isinstance(problem, URLError) and (no_name or no_route or isinstance(inner, ssl.SSLCertVerificationError)):
        return Transient(words)
    return Ambiguous(words)
