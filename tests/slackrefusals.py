"""What the real Slack refuses, so that the local one does too.

Source: docs.slack.dev, the error lists of chat.postMessage and the reference of Block Kit.
"""

from __future__ import annotations

from typing import Any

BLOCK_TYPES = {"header", "section", "context", "divider", "actions", "image", "rich_text"}


class Refusal(Exception):
    """What the real one would answer instead of ok."""

    def __init__(self, error: str, *messages: str) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error} | ({"response_metadata": {"messages": list(messages)}} if messages else {})


class Limited(Exception):
    """429."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


def checked_text(text: Any, blocks: Any) -> None:
    if not text and not blocks:
        raise Refusal("no_text")
    if text is not None and not isinstance(text, str):
        raise Refusal("invalid_arguments", "text must be a string")
    if len(text or "") > 40_000:
        raise Refusal("msg_too_long")


def checked_blocks(blocks: Any) -> None:
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if len(blocks) > 50:
        raise Refusal("invalid_blocks", "no more than 50 items allowed")
    for n, block in enumerate(blocks):
        where = f"/blocks/{n}"
        if not isinstance(block, dict) or block.get("type") not in BLOCK_TYPES:
            raise Refusal("invalid_blocks", f"unsupported type: {where}/type")
        known = {"header": {"text"}, "section": {"text", "fields", "accessory", "expand"}, "context": {"elements"}}
        extra = set(block) - {"type", "block_id"} - known.get(block["type"], set(block))
        if extra:
            raise Refusal("invalid_blocks", f"invalid additional property: {sorted(extra)[0]} [{where}]")
        if block["type"] == "header":
            checked_object(block.get("text"), f"{where}/text", {"plain_text"}, 150)
        elif block["type"] == "section":
            checked_object(block.get("text"), f"{where}/text", {"plain_text", "mrkdwn"}, 3000)
        elif block["type"] == "context":
            elements = block.get("elements")
            if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
                raise Refusal("invalid_blocks", f"1 to 10 items [{where}/elements]")
            for element in elements:
                checked_object(element, f"{where}/elements", {"plain_text", "mrkdwn"}, 3000)


def checked_object(text: Any, where: str, kinds: set[str], limit: int) -> None:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        raise Refusal("invalid_blocks", f"must be one of {sorted(kinds)} [{where}]")
    words = text.get("text")
    if not isinstance(words, str) or not words:
        raise Refusal("invalid_blocks", f"must be more than 0 characters [{where}/text]")
    if len(words) > limit:
        raise Refusal("invalid_blocks", f"must be less than {limit + 1} characters [{where}/text]")
    extra = set(text) - {"type", "text", "emoji" if text["type"] == "plain_text" else "verbatim"}
    if extra:
        raise Refusal("invalid_blocks", f"invalid additional property: {sorted(extra)[0]} [{where}]")


def checked_metadata(metadata: Any) -> dict[str, Any]:
    if metadata is None:
        return {}
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_schema")
    payload = metadata["event_payload"]
    if not isinstance(metadata["event_type"], str) or not isinstance(payload, dict):
        raise Refusal("invalid_metadata_format")
    if any(not isinstance(v, str | int | float | bool | list | dict) for v in payload.values()):
        raise Refusal("invalid_metadata_format")
    return metadata
