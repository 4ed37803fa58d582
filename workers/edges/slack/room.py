"""Says messages and looks for them. How that can end stands in `answers`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from monitor.model.alert import SlackMessage
from workers.edges.slack.answers import BROKEN, broken, fields, items, receipt_of, refusal, rows_of
from workers.edges.slack.names import Names, is_id
from workers.edges.slack.wire import TIMEOUT, careful_client, guarded
from workers.errors import Ambiguous, Permanent, Transient
from workers.ports import ChannelBook, Guard, Receipt

PAGE: Final = 200  #: messages asked for at once; Slack may give fewer
PAGES: Final = 100  #: pages of one look: 20,000 messages, or 1,500 where Slack gives 15 at once

#: Nothing in our words is made a link, a mention or a preview by Slack.
QUIET: Final = {"link_names": False, "parse": "none"}

T = TypeVar("T")

EVENT_TYPE: Final = "wirewatch_alert"

_REFERENCE: Final = re.compile(r"ref: ([0-9a-f]{12})\b")


class SlackRoom:
    """`ports.Room` on Slack's Web API. `book` keeps the ids of channels over restarts."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str = "https://slack.com/api/",
        timeout: int = TIMEOUT,
        book: ChannelBook | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._client = careful_client(token, base_url, timeout)
        self._names = Names(self._list, book, clock)

    def locate(self, channel: str) -> None:
        """So that a post needs no question before it. Raises Transient, or Mendable with what to do."""
        self._certainly(lambda: self._names.id_of(channel))

    def post(self, channel: str, message: SlackMessage, *, thread_ts: str | None = None, guard: Guard | None = None) -> Receipt:
        said: dict[str, Any] = {
            "channel": self._certainly(lambda: self._names.id_of(channel)),
            "text": message.text,
            "metadata": message.metadata,
            "client_msg_id": message.metadata["event_payload"]["message_id"],  # undocumented: may help, never relied on
            **QUIET,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        said |= {"blocks": list(message.blocks)} if message.blocks else {}
        said |= {"thread_ts": thread_ts, "reply_broadcast": message.broadcast} if thread_ts else {}
        with guarded(guard):
            try:
                return receipt_of(self._call("chat.postMessage", said, about=channel))
            except Permanent as problem:
                if not problem.reason.startswith("duplicate_"):
                    raise
                del said["client_msg_id"]  # Slack takes it for a double that it cannot find: then it is none
                return receipt_of(self._call("chat.postMessage", said, about=channel))

    def update(self, channel_id: str, ts: str, message: SlackMessage, *, guard: Guard | None = None) -> Receipt:
        """Safe to repeat."""
        if not is_id(channel_id):
            raise Permanent("its head does not stand in Slack: it was printed before there was a token")
        said: dict[str, Any] = {"channel": channel_id, "ts": ts, "text": message.text, "metadata": message.metadata, **QUIET}
        said["blocks"] = list(message.blocks)  # none: the old ones go
        with guarded(guard):
            return receipt_of(self._call("chat.update", said, about=channel_id))

    def find(self, channel: str, *, since: datetime, thread_ts: str | None = None) -> dict[str, Receipt]:
        """Our messages in the channel (or the thread) since then by message id; without metadata by their first 12 hex digits.

        `since` is of our clock; when Slack's is behind, as much is taken off.
        """
        channel_id = self._certainly(lambda: self._names.id_of(channel))
        if not self._client.timed:
            self._certainly(lambda: self._call("auth.test", {}))
        asked: dict[str, Any] = {"channel": channel_id, "include_all_metadata": True}
        asked["oldest"] = f"{since.timestamp() + min(self._client.ahead, 0.0):.6f}"
        asked |= {"ts": thread_ts} if thread_ts else {}
        method = "conversations.replies" if thread_ts else "conversations.history"
        found: dict[str, Receipt] = {}
        for message in self._certainly(lambda: list(self._rows(method, "messages", asked, about=channel))):
            receipt = Receipt(channel_id=channel_id, ts=str(message.get("ts", "")))
            found.update(dict.fromkeys(_names(message), receipt))
        return found

    def check(self) -> str:
        """Who we are, in words; raises Transient or Mendable with what to do."""
        answer = self._certainly(lambda: self._call("auth.test", {}))
        return f"Slack: {answer.get('user', 'unknown')} in {answer.get('team', 'an unknown workspace')} ({answer.get('url', '')})"

    def _certainly(self, ask: Callable[[], T]) -> T:
        """Only a question: however it ends, nothing was said."""
        try:
            return ask()
        except Ambiguous as problem:
            raise Transient(problem.reason) from problem

    def _rows(self, method: str, key: str, asked: Mapping[str, Any], *, about: str) -> Iterator[dict[str, Any]]:
        cursor: dict[str, str] = {}
        for _ in range(PAGES):
            page = self._call(method, {"limit": PAGE, **asked, **cursor}, about=about)
            yield from rows_of(page, key)
            following = fields(page.get("response_metadata")).get("next_cursor")
            if not following:
                return
            cursor = {"cursor": following}
        raise Transient(f"{method}: more than {PAGES} pages")

    def _call(self, method: str, given: dict[str, Any], *, about: str = "") -> dict[str, Any]:
        """One call; every ending but success is one of ours. `about`: the channel's name, for the advice."""
        try:
            answer = self._client.api_call(method, json=given) if method.startswith("chat.") else self._ask(method, given)
        except SlackApiError as problem:
            if about and fields(problem.response.data).get("error") == "channel_not_found":
                self._names.forget(about)
            raise refusal(problem, method, about) from None
        except BROKEN as problem:
            raise broken(problem, method) from None
        return fields(answer.data)

    def _list(self, asked: dict[str, Any], channel: str) -> dict[str, Any]:
        return self._certainly(lambda: self._call("conversations.list", asked, about=channel))

    def _ask(self, method: str, given: dict[str, Any]) -> SlackResponse:
        return self._client.api_call(method, params=given)


def _names(message: Mapping[str, Any]) -> Iterator[str]:
    """A message's id from its metadata; where that was stripped, the references in its texts."""
    metadata = fields(message.get("metadata"))
    if metadata.get("event_type") == EVENT_TYPE:
        yield str(fields(metadata.get("event_payload")).get("message_id", ""))
        return
    elements = [e for block in items(message.get("blocks")) for e in items(fields(block).get("elements"))]
    yield from _REFERENCE.findall(" ".join([str(message.get("text", "")), *(str(fields(e).get("text", "")) for e in elements)]))
