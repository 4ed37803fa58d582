"""What an answer of Slack's means, and what to do about it.

Slack cannot be asked to take a message only once, so what may have been taken must never look like what certainly was not:

    said          200, ok, ts and channel
    Transient     429; no connection (refused, no such host, no route, a bad certificate, too slow): no byte of the message left
    Mendable      an error that somebody has to mend, with what to do: the message waits for it. So does what we do not know
    Permanent     an error that is the message's own: it would meet it again
    Ambiguous     all others: time-out, reset, a cut or strange answer, 5xx, internal_error
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from workers.errors import Ambiguous, BadBlocks, Mendable, Permanent, Transient
from workers.ports import Receipt

#: How a call may end without an answer; for `broken`.
BROKEN: Final = (SlackRequestError, aiohttp.ClientError, OSError, ValueError)

#: Slack's own trouble: the message may have been taken before it.
_PERHAPS: Final = {
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "external_channel_migrating",
}  # fmt: skip
_LIMITED: Final = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_BLOCKS: Final = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}

#: What lies in the message or in what it hangs from: the same message meets it again.
_ITS_OWN: Final = {
    "as_user_not_supported", "block_mismatch", "cannot_reply_to_message", "cant_broadcast_message", "cant_update_message",
    "duplicate_channel_not_found", "duplicate_message_not_found", "edit_window_closed", "invalid_arg_name", "invalid_arguments",
    "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_json", "invalid_metadata_format",
    "invalid_metadata_schema", "invalid_post_type", "invalid_thread_ts", "json_not_object", "markdown_text_conflict",
    "message_not_found", "metadata_too_large", "missing_post_type", "msg_blocks_too_long", "msg_too_long", "no_text",
    "thread_not_found", "too_many_attachments", "too_many_contact_cards",
}  # fmt: skip

_TOKEN: Final = "install the app again and set the new SLACK_BOT_TOKEN"
_WORKSPACE: Final = "ask an administrator of the workspace"

#: What to do about an error; {channel} is the channel's name. An error that stands in no table waits too.
ADVICE: Final[Mapping[str, str]] = {
    "channel_not_found": "create the channel (or unarchive it), or invite the app: /invite @wirewatch in #{channel}",
    "not_in_channel": "invite the app: /invite @wirewatch in #{channel}",
    "is_archived": "the channel #{channel} is archived: unarchive it, or name another in the rule",
    "restricted_action": f"a workspace setting forbids posting in #{{channel}}: {_WORKSPACE}",
    "restricted_action_read_only_channel": f"#{{channel}} is read-only: {_WORKSPACE} to let the app post there",
    "restricted_action_thread_only_channel": f"#{{channel}} takes replies alone: {_WORKSPACE}, or name another in the rule",
    "restricted_action_non_threadable_channel": f"#{{channel}} takes no threads: {_WORKSPACE}, or name another in the rule",
    "restricted_action_thread_locked": "the thread in #{channel} is locked: unlock it",
    "missing_scope": "add the scopes of slack/manifest.yaml to the app and install it again",
    "no_permission": "add the scopes of slack/manifest.yaml to the app and install it again",
    "not_allowed_token_type": "SLACK_BOT_TOKEN must be the Bot User OAuth Token (xoxb-...) of the app",
    "invalid_auth": "SLACK_BOT_TOKEN is wrong: copy the Bot User OAuth Token (xoxb-...) of the app",
    "not_authed": "SLACK_BOT_TOKEN is empty",
    "access_denied": f"the app may not do this: {_TOKEN}",
    "token_revoked": f"the token was revoked: {_TOKEN}",
    "token_expired": f"the token has expired: {_TOKEN}",
    "account_inactive": f"the app was removed from the workspace: {_TOKEN}",
    "org_login_required": f"the workspace moves to an Enterprise organisation: {_WORKSPACE} when it is through, then {_TOKEN}",
    "two_factor_setup_required": f"the workspace asks for two-factor authentication: {_WORKSPACE}",
    "accesslimited": f"access to the workspace is limited just now: {_WORKSPACE}",
    "ekm_access_denied": f"the organisation has suspended access to its keys (EKM): {_WORKSPACE}",
    "team_access_not_granted": f"the token was not granted this workspace: {_WORKSPACE} to approve the app there",
    "enterprise_is_restricted": f"the organisation does not let this app in: {_WORKSPACE} to approve it",
    "msg_too_long": "the message is longer than Slack takes; this is a mistake of ours: please report it",
    "invalid_metadata_format": "Slack refuses our metadata; this is a mistake of ours: please report it",
}

_SECONDS: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")  # no "nan", no "²"
_LONGEST_WAIT: Final = 3600.0  #: seconds that Slack may ask for
_USUAL_WAIT: Final = 30.0  #: seconds, where it asks for none that we understand


def refusal(problem: SlackApiError, method: str, channel: str) -> Exception:
    """What an answer that is not ok means."""
    response = problem.response
    status, data = response.status_code, fields(response.data)
    error = str(data.get("error", ""))
    if status == 429 or error in _LIMITED:
        return Transient(f"{method}: Slack asks us to slow down", retry_after=_retry_after(response.headers))
    if 300 <= status < 400:
        return Mendable(f"{method}: answered with a redirect, which is never followed: check WIREWATCH_SLACK_BASE_URL")
    if status >= 500 or error in _PERHAPS or not re.fullmatch(r"[a-z_]+", error):
        return Ambiguous(f"{method}: {f'HTTP {status}' if status != 200 else error[:100] or 'an answer without ok'}")
    if error in _BLOCKS:
        return BadBlocks(f"{error}: {'; '.join(map(str, items(fields(data.get('response_metadata')).get('messages'))))[:300]}")
    if error in _ITS_OWN:
        return Permanent(advised(error, channel))
    reading = error == "missing_scope" and method in ("conversations.history", "conversations.replies")
    return Mendable(advised(error, channel), reading_only=reading)


def advised(error: str, channel: str) -> str:
    """The error with what to do about it."""
    advice = ADVICE.get(error, "" if error in _ITS_OWN else "docs.slack.dev says what Slack wants")
    return f"{error}: {advice.format(channel=channel)}" if advice else error


def broken(problem: Exception, method: str) -> Exception:
    """What a broken connection means: nothing was sent only when there was no connection."""
    if isinstance(problem, SlackRequestError):
        return Permanent(f"{method}: {problem}")
    if isinstance(problem, aiohttp.ClientConnectorError):
        return Transient(f"{method}: no connection: {problem.os_error.strerror or problem}")
    if isinstance(problem, aiohttp.ConnectionTimeoutError | aiohttp.ClientHttpProxyError):
        return Transient(f"{method}: no connection: {problem}")
    return Ambiguous(f"{method}: {type(problem).__name__}: {problem}")


def receipt_of(answer: Mapping[str, Any]) -> Receipt:
    """Success only with ok, ts and channel: a proxy's "ok" is none. Raises Ambiguous."""
    if answer.get("ok") is not True or not answer.get("ts") or not answer.get("channel"):
        raise Ambiguous("Slack answered without ts and channel")
    return Receipt(channel_id=str(answer["channel"]), ts=str(answer["ts"]))


def rows_of(answer: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The list that was asked for. An answer without it says nothing about what is in it: raises Ambiguous."""
    rows = answer.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Ambiguous(f"Slack answered without {key}")
    return rows


def fields(value: Any) -> dict[str, Any]:
    """A JSON object as it is; {} for any other shape."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """A JSON array as it is; [] for any other shape."""
    return value if isinstance(value, list) else []


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that Slack asks us to wait."""
    value = next((str(v).strip() for k, v in headers.items() if k.lower() == "retry-after"), "")
    return min(max(float(value), 1.0), _LONGEST_WAIT) if _SECONDS.fullmatch(value) else _USUAL_WAIT
