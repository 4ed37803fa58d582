"""What people can press under an alert, the form that asks what to mute, and what Slack tells us was pressed.

Nothing is remembered between the message and the press: the ids travel in `block_id` and `private_metadata`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from monitor.alerting import words
from monitor.alerting.blocks import Block, section
from monitor.alerting.escape import clip, escape, name
from monitor.model.alert import Incident
from monitor.model.people import WRONG_REASONS, MuteKind, Wish
from monitor.model.rule import RuleHead, Threshold

#: What a mute's length may be, in hours, and in words.
LENGTHS: Final = {1: "1 hour", 8: "8 hours", 72: "3 days"}

_BLOCK_ID: Final = 255  #: characters, Slack's limit
_OPTION: Final = 75  #: characters of an option, Slack's limit
_FORM: Final = "mute-form"


def row(incident: Incident, rule: RuleHead) -> list[Block]:
    """The buttons under a head; none when the ids are too long to travel, or when another incident tells of it."""
    about = json.dumps([incident.id, rule.id])
    if len(about) > _BLOCK_ID or incident.merged_into:
        return []
    wrong = {
        "type": "static_select", "action_id": "wrong", "placeholder": _plain("Wrong…"),
        "options": [_option(reason.capitalize(), reason) for reason in WRONG_REASONS],
    }  # fmt: skip
    elements = [_button("acknowledge", "Acknowledge"), wrong, _button("mute", "Mute…")]
    return [{"type": "actions", "block_id": about, "elements": elements}]


def lift(number: int, rule: RuleHead) -> list[Block]:
    """The button that ends a mute."""
    about = json.dumps(["", rule.id])
    press = {**_button("unmute", "Say each again"), "value": str(number)}
    return [{"type": "actions", "block_id": about, "elements": [press]}] if len(about) <= _BLOCK_ID else []


def form(incident: Incident, rule: RuleHead) -> dict[str, Any]:
    """The modal view that asks what to mute, for how long, and what speaks all the same."""
    what = [_option("This incident", "incident"), _option(f"All alerts of the rule {rule.title}", "rule")]
    if incident.where is not None:
        what.insert(1, _option(f"All in {words.place(incident.where, short=True)}", "place"))
    lengths = [_option(words, str(hours)) for hours, words in LENGTHS.items()]
    critical = _option("Critical news speaks all the same", "yes")
    least = {"type": "number_input", "action_id": "of", "is_decimal_allowed": False, "min_value": "1"}
    return {
        "type": "modal",
        "callback_id": _FORM,
        "private_metadata": json.dumps([incident.id, rule.id]),
        "title": _plain("Mute"),
        "submit": _plain("Mute"),
        "close": _plain("Cancel"),
        "blocks": [
            *section([f"*{name(words.incident(incident), 200)}*"]),
            _input("what", "What", _choice(what, what[0])),
            _input("hours", "For", _choice(lengths, lengths[1])),
            _input("killed", "Unless at least so many are killed", least, optional=True),
            _input("critical", "Critical news", {
                "type": "checkboxes", "action_id": "of", "options": [critical], "initial_options": [critical],
            }, optional=True),
            _input("reason", "Why", {"type": "plain_text_input", "action_id": "of", "max_length": 200}, optional=True),
        ],
    }  # fmt: skip


def done(words: str) -> dict[str, Any]:
    """The view that says what became of a form. `words`: unescaped."""
    return {"type": "modal", "title": _plain("Mute"), "close": _plain("Close"), "blocks": section([clip(escape(words), 2000)])}


def wish_of(payload: Mapping[str, Any]) -> Wish | None:
    """What somebody pressed or sent off; None for what is none of ours. Slack's `block_actions` and `view_submission`."""
    try:
        if payload.get("type") == "view_submission":
            return _sent_off(payload)
        if payload.get("type") == "block_actions":
            return _pressed(payload)
    except (KeyError, TypeError, ValueError, IndexError):
        return None  # a button of a version that is long gone, or of somebody else
    return None


def _pressed(payload: Mapping[str, Any]) -> Wish | None:
    action = payload["actions"][0]
    kinds: Mapping[str, Literal["acknowledge", "wrong", "form", "unmute"]]
    kinds = {"acknowledge": "acknowledge", "wrong": "wrong", "mute": "form", "unmute": "unmute"}
    what = kinds[action["action_id"]]
    reason = str(action["selected_option"]["value"]) if what == "wrong" else ""
    if what == "wrong" and reason not in WRONG_REASONS:
        return None
    number = int(action["value"]) if what == "unmute" else 0
    return Wish(what=what, reason=reason, number=number, **_who_and_what(payload, action["block_id"]))


def _sent_off(payload: Mapping[str, Any]) -> Wish | None:
    view = payload["view"]
    if view.get("callback_id") != _FORM:
        return None
    said = {block: state["of"] for block, state in view["state"]["values"].items()}
    what, hours = said["what"]["selected_option"]["value"], int(said["hours"]["selected_option"]["value"])
    if what not in ("incident", "place", "rule") or hours not in LENGTHS:
        return None
    least = int(said["killed"].get("value") or 0)
    return Wish(
        what="mute",
        mute=cast(MuteKind, what),
        hours=float(hours),
        unless=Threshold(figure="killed", low=least) if least > 0 else None,
        unless_critical=bool(said["critical"].get("selected_options")),
        reason=str(said["reason"].get("value") or "")[:200],
        **_who_and_what(payload, view["private_metadata"]),
    )


def _who_and_what(payload: Mapping[str, Any], about: str) -> dict[str, Any]:
    incident_id, rule_id = json.loads(about)
    user = payload["user"]
    by = str(user.get("username") or user.get("name") or user["id"])
    return {"incident_id": str(incident_id), "rule_id": str(rule_id), "by": by, "user_id": str(user["id"])}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def _option(text: str, value: str) -> Block:
    return {"text": _plain(clip(escape(text), _OPTION)), "value": value}


def _button(action: str, text: str) -> Block:
    return {"type": "button", "action_id": action, "text": _plain(text)}


def _choice(options: list[Block], first: Block) -> Block:
    return {"type": "static_select", "action_id": "of", "options": options, "initial_option": first}


def _input(block: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {"type": "input", "block_id": block, "label": _plain(label), "element": element, "optional": optional}
