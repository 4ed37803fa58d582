"""Looks at an installation before it matters: token, scopes, channels, and one message there and back."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from slack_sdk.errors import SlackApiError

from monitor.alerting import blocks
from monitor.alerting.escape import escape, mrkdwn
from monitor.alerting.message import reference
from monitor.model.alert import SlackMessage
from workers.edges.slack.answers import BROKEN, broken, rows_of
from workers.edges.slack.ear import app_refusal
from workers.edges.slack.room import EVENT_TYPE, SlackRoom
from workers.errors import Ambiguous, Permanent, Transient
from workers.ports import Receipt

#: Scope -> what it is for. `slack/manifest.yaml` asks for the same; a test compares.
NEEDED: Final = {
    "chat:write": "say alerts and keep them current",
    "channels:read": "find a public channel's id by its name",
    "groups:read": "the same for private channels",
    "channels:history": "look whether a message whose answer was lost stands in the channel",
    "groups:history": "the same in private channels",
}
#: The same, where somebody listens to buttons and /wirewatch.
LISTENING: Final = {"commands": "hear /wirewatch"}
PATIENCE: Final = 60.0  #: seconds until a message must show in the history
_LOOKS_EVERY: Final = 0.5  #: seconds
_FOREIGN: Final = "<!channel> & <https://evil.example|click> *bold*"  #: what no message of ours may let through


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    words: str  #: what was seen, or what to do


class SlackProbe(SlackRoom):
    """Asks and tries; each step answers in words, and none raises."""

    def check_access(self, channels: Iterable[str], app_token: str = "") -> Iterator[Finding]:
        """Token, scopes, the app's token, then each channel: there, not archived, joined, history readable."""
        try:
            yield Finding(what="token", well=True, words=self.check())
        except (Transient, Permanent) as trouble:
            yield Finding(what="token", well=False, words=trouble.reason)
            return
        yield self._scopes(NEEDED | LISTENING if app_token else NEEDED)
        yield self._ear(app_token)
        for channel in channels:
            yield self._channel(channel)

    def _ear(self, app_token: str) -> Finding:
        """May we listen? A connection is asked for, and not made."""
        if not app_token:
            words = "none: alerts have no buttons, and /wirewatch is not heard (SLACK_APP_TOKEN, see slack/manifest.yaml)"
            return Finding(what="app token", well=True, words=words)
        try:
            self._client.apps_connections_open(app_token=app_token)
        except SlackApiError as problem:
            trouble = app_refusal(problem)
            return Finding(what="app token", well=False, words=str(trouble))
        except BROKEN as problem:
            return Finding(what="app token", well=False, words=str(broken(problem, "apps.connections.open")))
        return Finding(what="app token", well=True, words="Slack would let us listen to buttons and /wirewatch")

    def _scopes(self, needed: Mapping[str, str]) -> Finding:
        granted = self._client.scopes
        if granted is None:
            return Finding(what="scopes", well=True, words="Slack did not say which are granted")
        missing = [f"{scope} ({why})" for scope, why in needed.items() if scope not in granted]
        if missing:
            words = f"missing: {', '.join(missing)}: add them under OAuth & Permissions and install the app again"
            return Finding(what="scopes", well=False, words=words)
        return Finding(what="scopes", well=True, words=f"all {len(needed)} granted")

    def _channel(self, channel: str) -> Finding:
        try:
            channel_id = self._certainly(lambda: self._names.id_of(channel))
            self._certainly(lambda: self._call("conversations.history", {"channel": channel_id, "limit": 1}, about=channel))
        except (Transient, Permanent) as trouble:
            return Finding(what=f"#{channel}", well=False, words=trouble.reason)
        return Finding(what=f"#{channel}", well=True, words=f"{channel_id}: joined, and its history can be read")

    def selftest(self, channel: str, *, patience: float = PATIENCE) -> Iterator[Finding]:
        """Says a message, finds it, answers it, changes it, deletes it. What was said is deleted even when a step failed."""
        said: list[Receipt] = []
        try:
            yield from self._there_and_back(channel, patience, said)
        except (Transient, Permanent, Ambiguous) as trouble:
            yield Finding(what="stopped", well=False, words=trouble.reason)
        for receipt in reversed(said):
            yield self._delete(receipt)

    def _there_and_back(self, channel: str, patience: float, said: list[Receipt]) -> Iterator[Finding]:
        since = datetime.now(UTC) - timedelta(seconds=120)
        head_id = str(uuid4())
        started = time.monotonic()
        head = self.post(channel, _message("Wirewatch self-test", head_id))
        said.append(head)
        yield Finding(what="post", well=True, words=f"said in {time.monotonic() - started:.2f} s, ts {head.ts}")

        lag = self._until_seen(channel, head_id, since, None, patience)
        words = f"the message showed in the history after {lag:.1f} s" if lag is not None else f"not seen in {patience:.0f} s"
        well = lag is not None
        if lag is not None and lag > 15:
            words += ": set WIREWATCH_SETTLE to at least that, or messages may be doubled"
        yield Finding(what="history", well=well, words=words)
        yield self._harmless(head)

        reply_id = str(uuid4())
        reply = self.post(channel, _message("Wirewatch self-test: reply", reply_id), thread_ts=head.ts)
        said.append(reply)
        lag = self._until_seen(channel, reply_id, since, head.ts, patience)
        words = f"found in its thread after {lag:.1f} s" if lag is not None else f"not seen in {patience:.0f} s"
        yield Finding(what="thread", well=lag is not None, words=words)

        self.update(head.channel_id, head.ts, _message("Wirewatch self-test: updated", head_id))
        changed = "updated" in (shown := self._text_of(head))
        yield Finding(what="update", well=changed, words="the head was changed" if changed else f"it says {shown!r}")

    def _until_seen(self, channel: str, message_id: str, since: datetime, thread_ts: str | None, patience: float) -> float | None:
        """Seconds until the message was found; None when it never was."""
        started = time.monotonic()
        while (waited := time.monotonic() - started) <= patience:
            if self.find(channel, since=since, thread_ts=thread_ts).keys() & {message_id, reference(message_id)}:
                return waited
            time.sleep(_LOOKS_EVERY)
        return None

    def _harmless(self, head: Receipt) -> Finding:
        """What came back calls nobody and links nowhere."""
        shown = self._text_of(head)
        if "evil.example" not in shown:
            return Finding(what="escaping", well=False, words=f"the message could not be read back (got {shown!r})")
        bad = [mark for mark in ("<!channel", "<https://evil") if mark in shown]
        said = (
            f"came back as {bad[0]}...>: please report this" if bad else "a foreign <!channel> and link came back as plain text"
        )
        return Finding(what="escaping", well=not bad, words=said)

    def _text_of(self, receipt: Receipt) -> str:
        asked = {"channel": receipt.channel_id, "latest": receipt.ts, "oldest": receipt.ts, "inclusive": True, "limit": 1}
        answer = self._certainly(lambda: self._call("conversations.history", asked))
        return next((str(m.get("text", "")) for m in rows_of(answer, "messages") if m.get("ts") == receipt.ts), "")

    def _delete(self, receipt: Receipt) -> Finding:
        try:
            self._call("chat.delete", {"channel": receipt.channel_id, "ts": receipt.ts})
        except (Transient, Permanent, Ambiguous) as trouble:
            return Finding(what="delete", well=False, words=f"{trouble.reason}: delete {receipt.ts} by hand")
        return Finding(what="delete", well=True, words=f"{receipt.ts} is gone")


def _message(title: str, message_id: str) -> SlackMessage:
    return SlackMessage(
        text=f"{title}: {escape(_FOREIGN)}",
        blocks=(blocks.header(title), *blocks.section([mrkdwn(_FOREIGN)]), *blocks.context(f"ref: {reference(message_id)}")),
        metadata={"event_type": EVENT_TYPE, "event_payload": {"message_id": message_id, "kind": "selftest"}},
    )
