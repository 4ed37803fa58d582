"""What the real Slack refuses, so that the local one does too.

Source: docs.slack.dev, the error lists of chat.postMessage and the reference of Block Kit.
"""

from __future__ import annotations

from typing import Any

BLOCK_TYPES = {"header", "section", "context", "divider", "actions", "image", "rich_text"}
VIEW_TYPES = {"header", "section", "context", "divider", "input"}
ELEMENTS = {
    "button": {"action_id", "text", "value", "style", "url", "confirm", "accessibility_label"},
    "static_select": {"action_id", "placeholder", "options", "option_groups", "initial_option", "confirm", "focus_on_load"},
    "checkboxes": {"action_id", "options", "initial_options", "confirm", "focus_on_load"},
    "number_input": {
        "action_id", "is_decimal_allowed", "initial_value", "min_value", "max_value", "placeholder", "focus_on_load",
    },
    "plain_text_input": {
        "action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder", "focus_on_load",
    },
}  # fmt: skip


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


def checked_view(view: Any) -> dict[str, Any]:
    """A modal of views.open, or of an answer to a form."""
    known = {"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close"}
    if not isinstance(view, dict) or view.get("type") != "modal" or set(view) - known:
        raise Refusal("invalid_arguments", f"unknown: {sorted(set(view) - known) if isinstance(view, dict) else view}")
    for part in ("title", "submit", "close"):
        if part in view:
            checked_object(view[part], f"/view/{part}", {"plain_text"}, 24)
    if len(view.get("private_metadata", "")) > 3000 or not view.get("title"):
        raise Refusal("invalid_arguments", "title missing, or private_metadata too long")
    checked_blocks(view.get("blocks"), VIEW_TYPES)
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        raise Refusal("invalid_arguments", "a view with an input needs submit")
    return view


def checked_element(element: Any, where: str, kinds: set[str]) -> None:
    """A button, a choice, a field."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in kinds:
        raise Refusal("invalid_blocks", f"unsupported type: {kind} [{where}]")
    extra = set(element) - {"type"} - ELEMENTS[kind]
    if extra:
        raise Refusal("invalid_blocks", f"invalid additional property: {sorted(extra)[0]} [{where}]")
    if not 1 <= len(str(element.get("action_id", ""))) <= 255:
        raise Refusal("invalid_blocks", f"action_id of 1 to 255 characters [{where}]")
    if kind == "button":
        checked_object(element.get("text"), f"{where}/text", {"plain_text"}, 75)
    if kind in ("static_select", "checkboxes"):
        options = element.get("options")
        if not isinstance(options, list) or not 1 <= len(options) <= (100 if kind == "static_select" else 10):
            raise Refusal("invalid_blocks", f"too many options, or none [{where}]")
        for option in options:
            checked_object(option.get("text"), f"{where}/options", {"plain_text", "mrkdwn"}, 75)
            if not 1 <= len(option.get("value", "")) <= 150:
                raise Refusal("invalid_blocks", f"a value of 1 to 150 characters [{where}/options]")
        first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
        if any(option not in options for option in first):
            raise Refusal("invalid_blocks", f"an initial option that is not offered [{where}]")
    if kind == "number_input" and not isinstance(element.get("is_decimal_allowed"), bool):
        raise Refusal("invalid_blocks", f"is_decimal_allowed is missing [{where}]")
    if "placeholder" in element:
        checked_object(element["placeholder"], f"{where}/placeholder", {"plain_text"}, 150)


def checked_blocks(blocks: Any, types: set[str] = BLOCK_TYPES) -> None:
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if len(blocks) > 50:
        raise Refusal("invalid_blocks", "no more than 50 items allowed")
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    if len(ids) != len(set(ids)):
        raise Refusal("invalid_blocks", "block_id twice")
    for n, block in enumerate(blocks):
        where = f"/blocks/{n}"
        if not isinstance(block, dict) or block.get("type") not in types:
            raise Refusal("invalid_blocks", f"unsupported type: {where}/type")
        known = {
            "header": {"text"}, "section": {"text", "fields", "accessory", "expand"}, "context": {"elements"},
            "actions": {"elements"}, "input": {"label", "element", "optional", "hint", "dispatch_action"},
        }  # fmt: skip
        extra = set(block) - {"type", "block_id"} - known.get(block["type"], set(block))
        if extra:
            raise Refusal("invalid_blocks", f"invalid additional property: {sorted(extra)[0]} [{where}]")
        if len(str(block.get("block_id", ""))) > 255:
            raise Refusal("invalid_blocks", f"block_id of at most 255 characters [{where}]")
        if block["type"] == "actions":
            elements = block.get("elements")
            if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
                raise Refusal("invalid_blocks", f"1 to 25 items [{where}/elements]")
            for element in elements:
                checked_element(element, f"{where}/elements", {"button", "static_select", "checkboxes"})
            if len({e["action_id"] for e in elements}) != len(elements):
                raise Refusal("invalid_blocks", f"action_id twice [{where}/elements]")
        elif block["type"] == "input":
            checked_object(block.get("label"), f"{where}/label", {"plain_text"}, 2000)
            checked_element(block.get("element"), f"{where}/element", set(ELEMENTS) - {"button"})
        elif block["type"] == "header":
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
